/**
 * Drives the cases of a suite on a reader's code in a child process, and collects what each case saw.
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import type { Case } from "../exercises/suite.ts";
import { Described } from "../exercises/shown_value.ts";
import { makeChildClocks } from "./child_clock.ts";
import { countSteps } from "./count_steps.ts";
import { driveCases, type Job, type ReportLine, type ThrownReport } from "./drive_cases.ts";
import { functionSource } from "./function_source.ts";
import { type Ending, type IsolationLimits, runIsolated } from "./isolated_process.ts";
import type { Submission } from "./submission.ts";
import { makeWire } from "./wire.ts";
import { meterWork } from "./work_meter.ts";

/** What came of one case. */
export type CaseRun =
  | { readonly was: "driven"; readonly evidence: unknown; readonly stray?: ThrownReport }
  | { readonly was: "thrown"; readonly thrown: ThrownReport; readonly step: number }
  | { readonly was: "missing names"; readonly names: readonly string[] }
  /** The process ended while the case ran. */
  | { readonly was: "cut off"; readonly ending: Exclude<Ending, "finished">; readonly why: string }
  /** The process had ended before. */
  | { readonly was: "not run" };

/** All cases, in order, and what the reader's code printed during each: its first lines. */
export interface SuiteRun {
  /** One a case. */
  readonly cases: readonly CaseRun[];
  /** Lines, by case. */
  readonly printed: readonly (readonly string[])[];
}

/** Cases of a suite that run in one child. */
export interface CasesToRun {
  /** What the submission must export. */
  readonly names: readonly string[];
  /** The cases, in the order of the suite. */
  readonly cases: readonly Case<unknown>[];
  /** Their inputs. */
  readonly inputs: readonly unknown[];
  /** Whether steps are counted. */
  readonly counted: boolean;
}

const wire = makeWire((text) => new Described(text));
const MOST_PRINTED_LINES = 20;
const LONGEST_PRINTED_LINE = 500;

/**
 * Runs the cases.
 * @throws {SyntaxError} If the submission does not parse (only cases that are counted parse it).
 * @throws {Error} If the child can't be started at all.
 */
export async function runCases(
  submission: Submission,
  toRun: CasesToRun,
  options: IsolationLimits & { readonly clock: Clock },
): Promise<SuiteRun> {
  const nonce = crypto.randomUUID();
  const meter = toRun.counted ? `$steps_${nonce.replaceAll("-", "")}` : undefined;
  const job: Job = {
    nonce,
    source: meter ? countSteps(submission.source, meter) : submission.source,
    names: toRun.names,
    inputs: toRun.inputs.map((input) => wire.encode(input)),
    ...(meter ? { meter } : {}),
  };
  const cases: CaseRun[] = toRun.cases.map(() => ({ was: "not run" }));
  const printed: string[][] = toRun.cases.map(() => []);
  let open: number | undefined;
  let started = false;
  const onLine = (line: string) => {
    if (!line.startsWith(nonce)) {
      const lines = printed[open ?? -1];
      if (line && lines && lines.length < MOST_PRINTED_LINES) lines.push(line.slice(0, LONGEST_PRINTED_LINE));
      return "printed";
    }
    const report = JSON.parse(line.slice(nonce.length)) as ReportLine;
    started = true;
    if (report.at === "end") return "end";
    open = report.at === "start" ? report.index : undefined;
    if (report.at !== "start") cases[report.index] = runFrom(report);
    return "alive";
  };
  const run = await runIsolated(programFor(job, toRun), { ...options, onLine });
  if (!started && run.ending === "exited early") {
    throw new Error(`Cannot run the cases: the child process did not start: current value is ${run.errorText}`);
  }
  if (run.ending !== "finished") {
    const next = open ?? cases.findIndex(({ was }) => was === "not run");
    const why = run.ending === "exited early" ? whyExited(run.errorText, run.exitCode) : "";
    const ending = why === NEVER_SETTLES ? "out of time" : run.ending;
    if (next !== -1) cases[next] = { was: "cut off", ending, why };
  }
  return { cases, printed };
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
  return { was: "driven", evidence: wire.decode(report.evidence), ...(stray ? { stray } : {}) };
}

/** Only text goes to the child: its own functions, the cases' drivers, and the job. */
function programFor(job: Job, { cases }: CasesToRun): string {
  return `const wire = ${functionSource(makeWire)}((text) => text);
const work = ${job.meter ? `${functionSource(meterWork)}(${JSON.stringify(job.meter)})` : "() => 0"};
const clocks = ${functionSource(makeChildClocks)}();
const drives = [${cases.map(({ drive }) => functionSource(drive)).join(",\n")}];
await ${functionSource(driveCases)}(${JSON.stringify(job)}, { wire, work, clocks, drives });
`;
}
