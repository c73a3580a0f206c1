/**
 * Grades an answer: drives the suite's cases in a child process and judges what they saw, here, in the order of
 * decision.
 *
 * Core cases come before stretch cases. The first core case that does not agree decides the outcome; after a pass the
 * first stretch case that does not agree is the one to look at next.
 *
 * **Invariant.** Nothing the reader's code can do makes a case agree but the evidence that the case's own oracle
 * expects.
 * Cost: one child for the plain cases, and one more for the counted ones if no plain core case failed: 50 to
 * 200 ms.
 *
 * Not here on purpose: the record of attempts, hints, how a verdict is shown.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/clock.ts";
import { random } from "../../base/random.ts";
import { type Case, type Failure, inOrderOfDecision, NOT_WRITTEN_YET, type Suite } from "../exercises/suite.ts";
import { closestName } from "../exercises/closest_name.ts";
import { codeFrame, type CodePosition } from "./_code_frame.ts";
import type { ThrownReport } from "./_sandbox_main.ts";
import type { SandboxLimits } from "./_sandbox.ts";
import { type CaseRun, runCases } from "./_run_cases.ts";
import type { Submission } from "./submission.ts";
import type { Finding, Grade, Outcome } from "./_outcome.ts";

/** The seed of a reader's inputs. The proofs use others, so no suite is fitted to the numbers that readers get. */
export const READER_SEED = 20_260_131;

/** How an answer is graded. */
export interface GradeOptions extends SandboxLimits {
  /** Decides the random inputs. @default {READER_SEED} */
  readonly seed?: number;
  /** Times the limits. @default {systemClock} */
  readonly clock?: Clock;
}

/** An answer among several that are graded together. */
export interface AnswerToGrade {
  /** The answer. */
  readonly submission: Submission;
  /** Decides the random inputs. @default {READER_SEED} */
  readonly seed?: number;
  /**
   * Name of the last case that is driven, in the order of decision; the later ones are left out. @default {all cases}
   */
  readonly through?: string;
}

type Judged = { readonly outcome: Outcome; readonly finding: Finding };

/** Grades `submission` by `suite`. */
export async function grade(
  suite: Suite<never>,
  submission: Submission,
  { seed = READER_SEED, ...options }: GradeOptions = {},
): Promise<Grade> {
  return (await gradeTogether(suite, [{ submission, seed }], options))[0]!;
}

/**
 * Grades answers in as few child processes as they allow: for answers that trust each other, as in a proof.
 * @returns One grade an answer. With `through`, cases that were left out count as neither passed nor failed.
 */
export async function gradeTogether(
  suite: Suite<never>,
  answers: readonly AnswerToGrade[],
  options: Omit<GradeOptions, "seed"> = {},
): Promise<Grade[]> {
  const { clock = systemClock, silenceMs = 2000, memoryMegabytes = 256 } = options;
  const limits = { silenceMs, memoryMegabytes };
  const declared = suite.cases as readonly Case<unknown>[];
  const cases = inOrderOfDecision(declared);
  // A generator for each case: adding a case leaves the inputs of the others as they were.
  const inputs = new Map<number, readonly unknown[]>();
  const inputsFor = (seed: number) => {
    if (!inputs.has(seed)) inputs.set(seed, cases.map((one) => one.input(random(seed + declared.indexOf(one)))));
    return inputs.get(seed)!;
  };
  const marks = answers.map(({ submission, seed = READER_SEED, through }) => ({
    submission,
    inputs: inputsFor(seed),
    wanted: through === undefined ? cases.length : 1 + cases.findIndex(({ name }) => name === through),
    refused: missingNames(suite, submission),
    core: undefined as Judged | undefined,
    stretch: undefined as Judged | undefined,
    printed: [] as readonly string[],
    passed: new Set<Case<unknown>>(),
  }));
  const groupInputs = new Map<readonly unknown[], readonly unknown[]>();
  for (const counted of [false, true]) {
    const numbers = cases.flatMap((one, i) => (one.counted ?? false) === counted ? [i] : []);
    const open = marks.flatMap((mark) => {
      const count = numbers.filter((i) => i < mark.wanted).length;
      return mark.refused || mark.core || count === 0 ? [] : [{ mark, count }];
    });
    if (open.length === 0) continue;
    groupInputs.clear();
    for (const list of inputs.values()) groupInputs.set(list, numbers.map((i) => list[i]));
    const runs = await runCases(
      open.map(({ mark, count }) => ({
        submission: mark.submission,
        inputs: groupInputs.get(mark.inputs)!,
        count,
      })),
      { names: namesOf(suite), cases: numbers.map((i) => cases[i]!), counted },
      { silenceMs, memoryMegabytes, clock },
    );
    for (const [k, { mark, count }] of open.entries()) {
      for (const [n, i] of numbers.slice(0, count).entries()) {
        const one = cases[i]!;
        const run = runs[k]!.cases[n]!;
        const judged = judgeRun(run, { one, cases, input: mark.inputs[i], submission: mark.submission, limits });
        const part = one.stretch ? "stretch" : "core";
        if (judged && !mark[part]) {
          if (part === "core" || !mark.core) mark.printed = runs[k]!.printed[n]!;
          mark[part] = judged;
        } else if (!judged && run.was === "driven") mark.passed.add(one);
      }
    }
  }
  return marks.map((mark) => {
    const wanted = cases.slice(0, mark.wanted);
    const core = wanted.filter(({ stretch }) => !stretch);
    const stretch = wanted.filter(({ stretch }) => stretch);
    const count = (list: readonly Case<unknown>[]) => list.filter((one) => mark.passed.has(one)).length;
    const common = {
      exercise: suite.exercise,
      passed: count(core),
      total: core.length,
      stretch: { passed: count(stretch), total: stretch.length },
      mastered: false,
    };
    if (mark.refused) {
      const finding = { problem: mark.refused };
      return { ...common, outcome: "wrong names", finding, printed: [] };
    }
    // A pass is the agreement of every case, never the absence of a complaint.
    const unfinished: Judged = { outcome: "exception", finding: { problem: "not every case came to an end" } };
    const decided = mark.core ?? (common.passed < common.total ? unfinished : undefined);
    if (decided) return { ...common, ...decided, printed: mark.printed };
    if (common.stretch.passed === common.stretch.total) {
      return { ...common, outcome: "pass", mastered: true, printed: [] };
    }
    return { ...common, outcome: "pass", next: (mark.stretch ?? unfinished).finding, printed: mark.printed };
  });
}

/** What a submission may call each name. */
function namesOf({ names, aliases = {} }: Suite<never>): [name: string, ...aliases: string[]][] {
  return names.map((name) => [name, ...aliases[name] ?? []]);
}

/** What is wrong with the names of a submission; `undefined` if nothing is. */
function missingNames(suite: Suite<never>, submission: Submission): string | undefined {
  const missing = namesOf(suite).filter((accepted) => !accepted.some((name) => submission.names.includes(name)));
  return missing.length === 0 ? undefined : wrongNames(missing.map(([name]) => name), submission);
}

interface CaseContext {
  readonly one: Case<unknown>;
  /** All cases of the suite. */
  readonly cases: readonly Case<unknown>[];
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
      const problem = ending === "printed too much" ? "your code never stopped printing" : why;
      return { outcome: "exception", finding: { ...place, problem } };
    }
    case "thrown":
      return judgeThrown(run.thrown, { ...context, step: run.step });
    case "driven": {
      if (run.stray) {
        const { finding } = judgeThrown(run.stray, { ...context, step: undefined });
        const problem = `a promise was rejected, or a timer threw, and nothing handled it: ${finding.problem}`;
        return { outcome: "exception", finding: { ...finding, problem } };
      }
      const failure = judged(one, input, run.evidence);
      if (!failure) return undefined;
      const { lesson, ...seen } = failure;
      const taught = context.cases.find(({ name }) => name === lesson) ?? one;
      const { name: caseName, misconception } = taught;
      return { outcome: "fail", finding: { input: place.input, ...seen, caseName, misconception } };
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
  // Counting calls move what stands behind them on a line.
  const column = where && one.counted ? firstColumn(submission.source, where.line) : where?.column;
  if (thrown.message === NOT_WRITTEN_YET) {
    const member = where?.caller ? `\`${where.caller}\` still throws` : "the code still throws";
    return { outcome: "not attempted", finding: { problem: `${member} "${NOT_WRITTEN_YET}"` } };
  }
  const message = thrown.message.replace(/\s*at data:text\/javascript\S*/g, ""); // the module itself, spelled out
  const text = [thrown.name, message].filter(Boolean).join(": ") || "an exception without a message";
  const problem = `${text}${explainedReference(thrown, submission)}`;
  const written = where && submission.written?.original({ line: where.line, column: column! });
  const place = written
    ? { excerpt: codeFrame(submission.written!.text, written) }
    : line
    ? { line: line.slice(0, 200) }
    : {};
  const shown = { problem, ...place };
  if (thrown.whileLoading) {
    return { outcome: "exception", finding: { ...shown, input: "(while your code was loaded)" } };
  }
  const steps = step === undefined || step < 0 ? one.show(input) : one.show(input, step);
  // A name that is not defined is a slip of the pen; what a case teaches would only distract from it.
  const lesson = thrown.name === "ReferenceError" ? {} : { misconception: one.misconception };
  return { outcome: "exception", finding: { caseName: one.name, ...lesson, input: steps, ...shown } };
}

/** The first frame of the stack that lies in the reader's module. */
function frameOf(stack: string): (CodePosition & { readonly caller: string | undefined }) | undefined {
  for (const frame of stack.split("\n")) {
    const at = /^\s*at (?:(?:async |new )*([\w$.#<>]+) .*)?\(?data:text\/javascript\S*:(\d+):(\d+)\)?$/.exec(frame);
    if (at) return { line: Number(at[2]), column: Number(at[3]), caller: at[1]?.split(".").at(-1) };
  }
}

function firstColumn(source: string, line: number): number {
  return 1 + Math.max(0, (source.split("\n")[line - 1] ?? "").search(/\S/));
}

function explainedReference(thrown: ThrownReport, submission: Submission): string {
  const name = thrown.name === "ReferenceError" ? /^(\S+) is not defined$/.exec(thrown.message)?.[1] : undefined;
  if (!name) return "";
  const kind = submission.leftBehind.get(name);
  if (kind) return `. It is ${kind}, which can't travel to the grader: create it inside your class or function`;
  return `. Your code is graded on its own; pass what it needs: check({ ${[...submission.names, name].join(", ")} })`;
}

function wrongNames(missing: readonly string[], submission: Submission): string {
  const { names, leftBehind, unexported = new Map<string, string>() } = submission;
  const first = missing[0]!;
  const kind = leftBehind.get(first);
  if (kind) return `${first} is ${kind}: hand in the class itself`;
  const declaration = unexported.get(first);
  if (declaration === "default") {
    return `${first} is the default export: write \`export class ${first}\`, without \`default\``;
  }
  if (declaration) return `${first} is not exported: put \`export\` in front of \`${declaration}\``;
  const close = closestName(first, [...names, ...unexported.keys()].filter((name) => name !== "default"));
  const others = names.join(", ") || [...unexported.keys()].join(", ");
  const given = names.length > 0
    ? `handed in: ${shortened(others)}`
    : `nothing is exported${others ? `; the file declares ${shortened(others)}` : ""}`;
  const meant = close ? `. Is it what you call ${close}? Then name it ${first}` : "";
  return `${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing; ${given}${meant}`;
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function listed(names: readonly string[]): string {
  return names.join(" and ");
}
