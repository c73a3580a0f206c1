/**
 * Drives the cases of a suite on answers in a child process, and collects what each case saw.
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import type { Case } from "../exercises/suite.ts";
import { Described } from "../exercises/shown_value.ts";
import { makeSandboxClocks } from "./_sandbox_clock.ts";
import { instrumentSteps } from "./_instrument_steps.ts";
import { type Job, type ReportLine, sandboxMain, type ThrownReport } from "./_sandbox_main.ts";
import { functionSource, sourceWithHelpers } from "./_function_source.ts";
import { runInSandbox, type SandboxEnding, type SandboxLimits } from "./_sandbox.ts";
import type { Submission } from "./submission.ts";
import { makeSerializer } from "./_serialization.ts";
import { installStepCounter } from "./_step_counter.ts";

/** What came of one case. */
export type CaseRun =
  | { readonly was: "driven"; readonly evidence: unknown; readonly stray?: ThrownReport }
  | { readonly was: "thrown"; readonly thrown: ThrownReport; readonly step: number }
  | { readonly was: "missing names"; readonly names: readonly string[] }
  /** The process ended while the case ran. */
  | { readonly was: "cut off"; readonly ending: Exclude<SandboxEnding, "finished">; readonly why: string }
  /** The process had ended before, or the case was not asked for. */
  | { readonly was: "not run" };

/** The cases of one answer, in order, and what its code printed during each: its first lines. */
export interface AnswerRun {
  /** One a case. */
  readonly cases: CaseRun[];
  /** Lines, by case. */
  readonly printed: string[][];
}

/** Cases of a suite that run in one child. */
export interface CasesToRun {
  /** What an answer must export, each with the other names that will do. */
  readonly names: readonly (readonly [name: string, ...aliases: string[]])[];
  /** The cases, in the order of the suite. */
  readonly cases: readonly Case<unknown>[];
  /** Whether steps are counted. */
  readonly counted: boolean;
}

/** An answer and what it is to be asked. */
export interface AnswerToRun {
  /** The answer. */
  readonly submission: Submission;
  /** Inputs, one a case; answers may share the list. */
  readonly inputs: readonly unknown[];
  /** How many of the cases are driven, from the first on. */
  readonly count: number;
}

const serializer = makeSerializer((text) => new Described(text));
const MAX_PRINTED_LINES = 20;
const MAX_PRINTED_LINE = 500;

/**
 * Runs the cases on every answer, in one child process where none of them ends it, and in as many more as it takes.
 * @returns One run an answer, in the order of `answers`.
 * @throws {Error} If a child can't be started at all.
 */
export async function runCases(
  answers: readonly AnswerToRun[],
  toRun: CasesToRun,
  options: SandboxLimits & { readonly clock: Clock },
): Promise<AnswerRun[]> {
  const runs: AnswerRun[] = answers.map(() => ({
    cases: toRun.cases.map(() => ({ was: "not run" })),
    printed: toRun.cases.map(() => []),
  }));
  for (let from = 0; from < answers.length;) {
    from += await runChild(answers.slice(from), runs.slice(from), { toRun, options });
  }
  return runs;
}

/** Runs one child; returns how many of the answers are done with. */
async function runChild(
  answers: readonly AnswerToRun[],
  runs: readonly AnswerRun[],
  { toRun, options }: { readonly toRun: CasesToRun; readonly options: SandboxLimits & { readonly clock: Clock } },
): Promise<number> {
  const nonce = crypto.randomUUID();
  const meter = toRun.counted ? `$steps_${nonce.replaceAll("-", "")}` : undefined;
  const lists = [...new Set(answers.map(({ inputs }) => inputs))];
  const job: Job = {
    nonce,
    names: toRun.names,
    inputs: lists.map((inputs) => inputs.map((input) => serializer.encode(input))),
    answers: answers.map(({ submission, inputs, count }) => ({
      source: meter ? counted(submission.source, meter) : submission.source,
      inputs: lists.indexOf(inputs),
      cases: Array.from({ length: count }, (_, i) => i),
    })),
  };
  let open: { readonly answer: number; readonly index: number } | undefined;
  let last = { answer: 0, index: -1 };
  let started = false;
  const onLine = (line: string) => {
    if (!line.startsWith(nonce)) {
      const lines = open && runs[open.answer]!.printed[open.index];
      if (line && lines && lines.length < MAX_PRINTED_LINES) lines.push(line.slice(0, MAX_PRINTED_LINE));
      return "printed";
    }
    const report = JSON.parse(line.slice(nonce.length)) as ReportLine;
    started = true;
    if (report.at === "end") return "end";
    open = report.at === "start" ? report : undefined;
    last = report;
    if (report.at !== "start") runs[report.answer]!.cases[report.index] = runFrom(report);
    return "alive";
  };
  const run = await runInSandbox(programFor(job, { toRun, meter }), { ...options, onLine });
  if (!started && run.ending === "exited early") {
    throw new Error(`Cannot run the cases: the child process did not start: current value is ${run.errorText}`);
  }
  if (run.ending === "finished") return answers.length;
  const why = run.ending === "exited early" ? whyExited(run.errorText, run.exitCode) : "";
  const ending = why === NEVER_SETTLES ? "out of time" : run.ending;
  // Between two cases it was the one before that left something behind: the case that comes next can't be run.
  const cut = open ??
    (last.index + 1 < answers[last.answer]!.count
      ? { answer: last.answer, index: last.index + 1 }
      : { answer: last.answer + 1, index: 0 });
  const cutRun = runs[cut.answer]?.cases;
  if (cutRun && cut.index < answers[cut.answer]!.count) cutRun[cut.index] = { was: "cut off", ending, why };
  return cut.answer + 1;
}

/** With its steps counted, if it can be parsed: what can't will say so when it is loaded. */
function counted(source: string, meter: string): string {
  try {
    return instrumentSteps(source, meter);
  } catch {
    return source;
  }
}

/** What `CaseRun.why` says of a driver that waits in vain. */
export const NEVER_SETTLES = "your code waits for a promise that never settles";

function whyExited(errorText: string, exitCode: number): string {
  if (/await promise never resolved/i.test(errorText)) return NEVER_SETTLES;
  const firstLine = errorText.split("\n").find((line) => line.trim()) ?? "";
  return `your code ended the process (exit code ${exitCode})${firstLine && `: ${firstLine.slice(0, 200)}`}`;
}

function runFrom(report: Exclude<ReportLine, { at: "start" | "end" }>): CaseRun {
  if (report.at === "missing") return { was: "missing names", names: report.names };
  if (report.at === "threw") return { was: "thrown", thrown: report.thrown, step: report.step };
  const { stray } = report;
  return { was: "driven", evidence: serializer.decode(report.evidence), ...(stray ? { stray } : {}) };
}

/** Only text goes to the child: its own functions, the cases' drivers with their helpers, and the job. */
function programFor(
  job: Job,
  { toRun, meter }: { readonly toRun: CasesToRun; readonly meter: string | undefined },
): string {
  const drives = toRun.cases.map(({ drive, uses }) => sourceWithHelpers(drive, uses));
  return `const serializer = ${functionSource(makeSerializer)}((text) => text);
const meter = ${
    meter
      ? `${functionSource(installStepCounter)}(${JSON.stringify(meter)})`
      : "{ steps: () => 0, operations: () => ({}) }"
  };
const clocks = ${functionSource(makeSandboxClocks)}();
const drives = [${drives.join(",\n")}];
await ${functionSource(sandboxMain)}(${JSON.stringify(job)}, { serializer, meter, clocks, drives });
`;
}
