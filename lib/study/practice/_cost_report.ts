/**
 * What an answer that passed costs, as ratios: against our implementation, and against the naive floor.
 *
 * Ratios, because milliseconds say more about the machine than about the answer. They are measured in one child
 * process, in turns, within a second; read them as "about".
 *
 * Not here on purpose: a bar to pass. An answer is right or wrong by its cases; cost is for the reader's own judgement.
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import { random } from "../../base/random.ts";
import type { Answers, Suite } from "../exercises/suite.ts";
import { functionSource, sourceWithHelpers } from "./_function_source.ts";
import { runInSandbox } from "./_sandbox.ts";
import { type CostJob, measureCost, type Measured } from "./_measure_cost.ts";
import { type Submission, submissionOfAnswer } from "./submission.ts";
import { makeSerializer } from "./_serialization.ts";

/** Ratios below 1 are in the reader's favour. */
export interface CostReport {
  /** What was timed and what was weighed, in words. */
  readonly timed: string;
  /** What was weighed, in words. */
  readonly weighed: string;
  /** The naive floor, in words. */
  readonly naive: string;
  /** Time of the reader's answer / time of ours. */
  readonly timeToOurs: number;
  /** Time of the reader's answer / time of the naive one. */
  readonly timeToNaive: number;
  /** Memory of the reader's answer / memory of ours. */
  readonly memoryToOurs: number;
  /** Memory of the reader's answer / memory of the naive one. */
  readonly memoryToNaive: number;
}

const MAX_RUN_MS = 5000;
const SEED = 7;

/**
 * Measures `submission` beside our answer and the naive one.
 * @returns `undefined` if there is nothing to measure, or if the measurement did not come to an end, which does not
 *   take a pass away.
 */
export async function costReport(
  submission: Submission,
  { suite, answers, clock }: { readonly suite: Suite<never>; readonly answers: Answers; readonly clock: Clock },
): Promise<CostReport | undefined> {
  if (!suite.cost || !answers.naive) return undefined;
  const { time, memory, uses } = suite.cost;
  const [ours, naive] = await Promise.all([answers.ours, answers.naive.answer].map(submissionOfAnswer));
  const sources = [submission, ours!, naive!].map(({ source }) => source);
  const serializer = makeSerializer((text) => text);
  const job: CostJob = {
    nonce: crypto.randomUUID(),
    sources,
    timeInput: serializer.encode(time.input(random(SEED))),
    memoryInput: serializer.encode(memory.input(random(SEED))),
  };
  const copies = (source: string) => `[${sources.map(() => source).join(", ")}]`;
  const program = `const serializer = ${functionSource(makeSerializer)}((text) => text);
const runs = ${copies(sourceWithHelpers(time.run, uses))};
const builds = ${copies(sourceWithHelpers(memory.build, uses))};
await ${functionSource(measureCost)}(${JSON.stringify(job)}, { serializer, runs, builds });
`;
  let measured: readonly Measured[] | undefined;
  await runInSandbox(program, {
    clock,
    silenceMs: MAX_RUN_MS,
    startMs: MAX_RUN_MS,
    v8Flags: ["--expose-gc"],
    onLine(line) {
      if (!line.startsWith(job.nonce)) return "printed";
      measured = JSON.parse(line.slice(job.nonce.length));
      return "end";
    },
  });
  const [reader, our, floor] = measured ?? [];
  if (!reader || !our || !floor) return undefined;
  return {
    timed: time.what,
    weighed: memory.what,
    naive: answers.naive.what,
    timeToOurs: reader.timeMs / our.timeMs,
    timeToNaive: reader.timeMs / floor.timeMs,
    memoryToOurs: reader.memoryBytes / our.memoryBytes,
    memoryToNaive: reader.memoryBytes / floor.memoryBytes,
  };
}

/**
 * The report as two sentences, with no more digits than it is worth.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { costSentences } from "./_cost_report.ts";
 * const [time] = costSentences({
 *   timed: "1,000 gets", weighed: "a full cache", naive: "an array",
 *   timeToOurs: 1.96, timeToNaive: 1 / 31, memoryToOurs: 1, memoryToNaive: 0.5,
 * });
 * assertEquals(time, "Time: 2× as much as our implementation, 1/31 as much as an array (1,000 gets).");
 * ```
 */
export function costSentences(cost: CostReport): readonly [time: string, memory: string] {
  const compared = (toOurs: number, toNaive: number) =>
    `${shownRatio(toOurs)} our implementation, ${shownRatio(toNaive)} ${cost.naive}`;
  return [
    `Time: ${compared(cost.timeToOurs, cost.timeToNaive)} (${cost.timed}).`,
    `Memory: ${compared(cost.memoryToOurs, cost.memoryToNaive)} (${cost.weighed}).`,
  ];
}

/** `about` from 0.85 to 1.15; otherwise a factor or a fraction with one decimal, from 3 on with none. */
function shownRatio(ratio: number): string {
  if (!(ratio > 0) || !Number.isFinite(ratio)) return "not measurably different from";
  if (ratio >= 0.85 && ratio <= 1.15) return "about as much as";
  if (ratio < 2 / 3) return `1/${shortNumber(1 / ratio)} as much as`;
  return `${shortNumber(ratio)}× as much as`;
}

function shortNumber(value: number): string {
  return value < 3 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
