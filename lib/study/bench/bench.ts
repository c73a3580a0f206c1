/**
 * Benchmarks that answer one question each: are we at least as fast as the best package for the job?
 *
 * Absolute times mean little on a machine that others use too, so contestants are compared within a round, one after
 * the other, and the order is turned round after each. A figure is the median of the rounds' ratios: one round that was
 * disturbed does not move it.
 *
 * **Invariant.** No figure without a right answer: a row's `check` comes first, and in every timed round whatever a
 * contestant returns must equal what ours returns, unless it is declared approximate. All contestants of a round get
 * the same data, and no round the data of another.
 *
 * Not here on purpose: finding rows in files and printing (the `bench` command), charts, absolute targets.
 *
 * @module
 */
import { type ArgumentPlace, nonNegative, positiveInteger } from "../../base/argument.ts";
import { type Clock, systemClock } from "../../base/clock.ts";

export type { Clock };

/** One who runs: us, or a package. */
export interface Contestant {
  /** What a reader would search for: `"mnemonist LRUMap"`. */
  readonly name: string;
  /**
   * Prepares one run on the data of a round, untimed, and returns the run, which is timed and returns its answer.
   * Called anew for each round, so that no run sees what an earlier one left.
   */
  prepare(round: number): () => unknown;
  /** Why its answer may differ from ours. Left out: it may not. */
  readonly approximate?: string;
}

/** One question. */
export interface BenchRow {
  /** The question in a few words, unique among all rows. */
  readonly row: string;
  /** The least ratio that counts as met: 1 is "as good as the best peer". */
  readonly target: number;
  /** Tries, once and untimed, that all contestants answer rightly; throws if one does not. */
  check(): void;
  /** Us. */
  readonly ours: Contestant;
  /** Who else does this; at least one. */
  readonly peers: readonly Contestant[];
  /**
   * What is compared, the smaller the better: `"ms"`, the time of a run, or under any other name the number that it
   * returns: `"bytes per entry"`, `"max / mean"`. A fixed limit is a peer that returns it, with target 1.
   * @default {"ms"}
   */
  readonly unit?: string;
  /** Timed rounds; two more go before, to warm up. @default {15} */
  readonly rounds?: number;
}

/** What a row came to. */
export interface BenchResult {
  /** The row's name. */
  readonly row: string;
  /** Our median, in `unit`. */
  readonly ours: number;
  /** The best peer's median, in `unit`. */
  readonly peer: number;
  /** The peer with the least ratio. */
  readonly peerName: string;
  /** Median over the rounds of the best peer's figure divided by ours: 1 or more is a win. */
  readonly ratio: number;
  /** The least ratio that counts as met. */
  readonly target: number;
  /** Rounds that were counted. */
  readonly runs: number;
  /** What `ours` and `peer` are measured in. */
  readonly unit: string;
  /** The ratio for each peer, best peer first. */
  readonly all: readonly {
    readonly name: string;
    readonly figure: number;
    readonly ratio: number;
    readonly approximate?: string;
  }[];
}

/** What {@linkcode runRow} needs of the outside world. */
export interface RunRowOptions {
  /** Times the runs. @default {systemClock} */
  readonly clock?: Pick<Clock, "nowMs">;
  /** Told after each round, for progress. */
  readonly onRound?: (done: number, total: number) => void;
}

/** A row gave a wrong answer, so it has no figure. */
export class WrongAnswerError extends Error {
  /** Tells it from other errors. */
  override name = "WrongAnswerError";
}

const WARM_UP_ROUNDS = 2;

/**
 * Runs one row.
 *
 * @throws {WrongAnswerError} If a contestant's answer differs from ours; whatever `check` throws.
 * @throws {RangeError} If the row has no peer or no round.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runRow } from "./bench.ts";
 *
 * const sum = (name: string) => ({ name, prepare: () => () => [1, 2, 3].reduce((a, b) => a + b) });
 * const result = runRow({ row: "sums", target: 0, check: () => {}, ours: sum("ours"), peers: [sum("theirs")], rounds: 3 });
 * assertEquals([result.peerName, result.runs], ["theirs", 3]);
 * ```
 */
export function runRow(row: BenchRow, options: RunRowOptions = {}): BenchResult {
  const { clock = systemClock, onRound } = options;
  const { unit = "ms" } = row;
  const action = `run the row "${row.row}"`;
  const rounds = positiveInteger(row.rounds ?? 15, { action, argument: "rounds" });
  positiveInteger(row.peers.length, { action, argument: "the number of peers" });
  row.check();
  const figures = [row.ours, ...row.peers].map((): number[] => []);
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
    const measured = runRound(row, { round, clock });
    if (round >= WARM_UP_ROUNDS) measured.forEach((figure, place) => figures[place]!.push(figure));
    onRound?.(round + 1, WARM_UP_ROUNDS + rounds);
  }
  const [own, ...others] = figures as [number[], ...number[][]];
  const all = others.map((theirs, place) => {
    const { name, approximate } = row.peers[place]!;
    const ratio = median(theirs.map((figure, round) => figure / own[round]!));
    return { name, figure: median(theirs), ratio, ...approximate === undefined ? {} : { approximate } };
  }).sort((a, b) => a.ratio - b.ratio);
  const [best] = all;
  const { figure: peer, name: peerName, ratio } = best!;
  return { row: row.row, ours: median(own), peer, peerName, ratio, target: row.target, runs: rounds, unit, all };
}

/** The figures of one round, in the order of the contestants; those of odd rounds run in reverse. */
function runRound(row: BenchRow, { round, clock }: { round: number; clock: Pick<Clock, "nowMs"> }): number[] {
  const contestants = [row.ours, ...row.peers];
  const { unit = "ms" } = row;
  const figures = new Array<number>(contestants.length);
  const answers = new Array<unknown>(contestants.length);
  for (let turn = 0; turn < contestants.length; turn++) {
    const place = round % 2 === 0 ? turn : contestants.length - 1 - turn;
    const run = contestants[place]!.prepare(round);
    const startMs = clock.nowMs();
    answers[place] = run();
    const endMs = clock.nowMs();
    if (unit === "ms") figures[place] = endMs - startMs;
    else figures[place] = nonNegative(answers[place] as number, figureOf(contestants[place]!, row));
  }
  if (unit !== "ms") return figures;
  for (const [place, { name, approximate }] of contestants.entries()) {
    if (approximate !== undefined || Object.is(answers[place], answers[0])) continue;
    throw new WrongAnswerError(
      `Cannot time ${name} in "${row.row}": its answer must be ours, ${String(answers[0])}: current value is ${
        String(answers[place])
      }`,
    );
  }
  return figures;
}

function figureOf({ name }: Contestant, { row, unit }: BenchRow): ArgumentPlace {
  return { action: `measure ${name} in "${row}"`, argument: `its figure in ${unit}` };
}

/**
 * The middle value; of an even number of values the mean of the two in the middle.
 * @throws {RangeError} If there are no values.
 */
export function median(values: readonly number[]): number {
  positiveInteger(values.length, { action: "take a median", argument: "the number of values" });
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
