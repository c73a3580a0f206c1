/**
 * Grades an answer: drives the suite's cases in a child process and judges what they saw, here, in the suite's order.
 *
 * **Invariant.** The first case that does not agree decides, whatever happens to later ones. Nothing the reader's code can do makes
 * a case agree but the evidence that the case's own oracle expects.
 * Cost: one child for the plain cases, and one more for the counted ones if the plain ones agree: 50 to 200 ms together.
 *
 * Not here on purpose: the record of attempts, hints, how a verdict is shown.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/clock.ts";
import { random } from "../../base/random.ts";
import { type Case, type Failure, NOT_WRITTEN_YET, type Suite } from "../exercises/suite.ts";
import type { ThrownReport } from "./drive_cases.ts";
import type { IsolationLimits } from "./isolated_process.ts";
import { type CaseRun, runCases } from "./run_cases.ts";
import type { Submission } from "./submission.ts";
import type { Finding, Grade, Outcome } from "./outcome.ts";

/** The seed of a reader's inputs. The proofs use others, so no suite is fitted to the numbers that readers get. */
export const READER_SEED = 20_260_131;

/** How an answer is graded. */
export interface GradeOptions extends IsolationLimits {
  /** Decides the random inputs. @default {READER_SEED} */
  readonly seed?: number;
  /** Times the limits. @default {systemClock} */
  readonly clock?: Clock;
}

type Judged = { readonly outcome: Outcome; readonly finding: Finding };

/** Grades `submission` by `suite`. */
export async function grade(
  suite: Suite<never>,
  submission: Submission,
  options: GradeOptions = {},
): Promise<Grade> {
  const { seed = READER_SEED, clock = systemClock } = options;
  const { silenceMs = 2000, memoryMegabytes = 256 } = options;
  const { exercise } = suite;
  const cases = suite.cases as readonly Case<unknown>[];
  const total = cases.length;
  const missing = suite.names.filter((name) => !submission.names.includes(name));
  if (missing.length > 0) {
    const finding = { problem: wrongNames(missing, submission) };
    return { exercise, outcome: "wrong names", passed: 0, total, finding, printed: [] };
  }
  let printed: readonly string[] = [];
  let passed = 0;
  let first: Judged | undefined;
  for (const counted of [false, true]) {
    const group = cases.filter((one) => (one.counted ?? false) === counted);
    if (group.length === 0 || first) continue;
    // A generator for each case: adding a case leaves the inputs of the others as they were.
    const inputs = group.map((one) => one.input(random(seed + cases.indexOf(one))));
    const run = await runCases(submission, { names: suite.names, cases: group, inputs, counted }, {
      silenceMs,
      memoryMegabytes,
      clock,
    });
    for (const [i, one] of group.entries()) {
      const judged = judgeRun(run.cases[i]!, {
        one,
        input: inputs[i],
        submission,
        limits: { silenceMs, memoryMegabytes },
      });
      if (judged && !first) [first, printed] = [judged, run.printed[i]!];
      else if (judged) continue;
      else if (run.cases[i]!.was === "driven") passed++;
    }
  }
  // A pass is the agreement of every case, never the absence of a complaint.
  if (passed < total) first ??= { outcome: "exception", finding: { problem: "not every case came to an end" } };
  const common = { exercise, passed, total, printed };
  return first ? { ...common, ...first } : { ...common, outcome: "pass" };
}

interface CaseContext {
  readonly one: Case<unknown>;
  readonly input: unknown;
  readonly submission: Submission;
  readonly limits: { readonly silenceMs: number; readonly memoryMegabytes: number };
}

/** What is wrong with one case's run; `undefined` if nothing is, or if it was never run. */
function judgeRun(run: CaseRun, context: CaseContext): Judged | undefined {
  const { one, input, limits } = context;
  const place = { caseName: one.name, input: one.show(input) };
  switch (run.was) {
    case "not run":
      return undefined;
    case "missing names":
      return { outcome: "wrong names", finding: { problem: `${listed(run.names)} must be a class or a function` } };
    case "cut off": {
      const { why, ending } = run;
      if (ending === "out of time") {
        const problem = why || `not done after ${limits.silenceMs / 1000} s: a loop that never ends?`;
        return { outcome: "out of time", finding: { ...place, problem } };
      }
      if (ending === "out of memory") {
        const problem = `more than ${limits.memoryMegabytes} MB of memory were taken`;
        return { outcome: "out of memory", finding: { ...place, problem } };
      }
      const problem = ending === "printed too much" ? "your code printed without end" : why;
      return { outcome: "exception", finding: { ...place, problem } };
    }
    case "thrown":
      return judgeThrown(run.thrown, { ...context, step: run.step });
    case "driven": {
      if (run.stray) {
        const { finding } = judgeThrown(run.stray, { ...context, step: undefined });
        const problem = `a promise was rejected, or a timer threw, and nobody handled it: ${finding.problem}`;
        return { outcome: "exception", finding: { ...finding, problem } };
      }
      const failure = judged(one, input, run.evidence);
      return failure && { outcome: "fail", finding: { ...place, misconception: one.misconception, ...failure } };
    }
  }
}

/** Evidence that a judge can't even read is a failure like any other: it was spoiled in the child. */
function judged(one: Case<unknown>, input: unknown, evidence: unknown): Failure | undefined {
  try {
    return one.judge(input, evidence);
  } catch {
    return {
      expected: "answers that can be read",
      got: "something else: has your code changed JavaScript's own functions (Array.prototype, Map.prototype, …)?",
    };
  }
}

function judgeThrown(thrown: ThrownReport, context: CaseContext & { readonly step: number | undefined }): Judged {
  const { one, input, submission, step } = context;
  const where = frameOf(thrown.stack);
  const line = where && submission.source.split("\n")[where.line - 1]?.trim();
  if (thrown.message === NOT_WRITTEN_YET) {
    const member = where?.caller ? `\`${where.caller}\` still throws` : "the code still throws";
    return { outcome: "not attempted", finding: { problem: `${member} "${NOT_WRITTEN_YET}"` } };
  }
  const message = thrown.message.replace(/\s*at data:text\/javascript\S*/g, ""); // the module itself, spelled out
  const text = [thrown.name, message].filter(Boolean).join(": ") || "an exception without a message";
  const problem = `${text}${explainedReference(thrown, submission)}`;
  const shown = { problem, ...(line ? { line: line.slice(0, 200) } : {}) };
  if (thrown.whileLoading) {
    return { outcome: "exception", finding: { ...shown, input: "(while your code was loaded)" } };
  }
  const steps = step === undefined || step < 0 ? one.show(input) : one.show(input, step);
  // A name that is not defined is a slip of the pen; what a case teaches would only distract from it.
  const lesson = thrown.name === "ReferenceError" ? {} : { misconception: one.misconception };
  return { outcome: "exception", finding: { caseName: one.name, ...lesson, input: steps, ...shown } };
}

/** The first frame of the stack that lies in the reader's module. */
function frameOf(stack: string): { readonly line: number; readonly caller: string | undefined } | undefined {
  for (const frame of stack.split("\n")) {
    const at = /^\s*at (?:(?:async |new )*([\w$.#<>]+) .*)?\(?data:text\/javascript\S*:(\d+):\d+\)?$/.exec(frame);
    if (at) return { line: Number(at[2]), caller: at[1]?.split(".").at(-1) };
  }
}

function explainedReference(thrown: ThrownReport, submission: Submission): string {
  const name = thrown.name === "ReferenceError" ? /^(\S+) is not defined$/.exec(thrown.message)?.[1] : undefined;
  if (!name) return "";
  const kind = submission.leftBehind.get(name);
  if (kind) return `. It is ${kind}, which can't travel to the grader: create it inside your class or function`;
  return `. Your code is graded on its own; pass what it needs: check({ ${[...submission.names, name].join(", ")} })`;
}

function wrongNames(missing: readonly string[], { names, leftBehind }: Submission): string {
  const first = missing[0]!;
  const kind = leftBehind.get(first);
  if (kind) return `${first} is ${kind}: hand in the class itself`;
  return `${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing; handed in: ${
    names.join(", ") || "nothing"
  }`;
}

function listed(names: readonly string[]): string {
  return names.join(" and ");
}
