/**
 * Benchmarks that answer one question each: are we at least as fast as the best package for the job?
 *
 * Absolute times mean little on a machine that others use too, so contestants are compared within a round, one after
 * the other, and the order is turned round after each. A figure is the median of the rounds' ratios: one round that was
 * disturbed does not move it. The minimum of each contestant's figures is given beside its median.
 *
 * A run may be asynchronous, and a contestant may live in another process and time itself there (`python_peer.ts`).
 * Before the next one's turn such a run's process must have come to rest, because threads of native libraries spin on
 * after their work: `wait_until_idle.ts` says how long. A contestant that this machine does not have is left out and
 * said to be.
 *
 * **Invariant.** No figure without a right answer: a row's `check` comes first, and in every timed round whatever a
 * contestant answers must agree with what ours answers, unless it is declared approximate. All contestants of a round
 * get the same data, and no round the data of another. Whatever was opened is closed, also after an error.
 *
 * Not here on purpose: finding rows in files and printing (the `bench` command), charts, absolute targets.
 *
 * How a row is written, in `tests/math/linalg/decomposition_bench.ts`; its peer in Python is a function in a file
 * beside it (`def svd(round, a): a = numpy.asarray(a); return lambda: numpy.linalg.svd(a)[1].tolist()`):
 *
 * ```ts ignore
 * const draw = (round: number) => randomMatrix(1000, { columns: 100, seed: round });
 * const numpy = pythonPeer({
 *   name: "NumPy",
 *   source: new URL("./numpy_peer.py", import.meta.url),
 *   prepare: "svd",
 *   packages: ["numpy"],
 *   input: (round) => ({ a: { values: draw(round).data, shape: [1000, 100] } }),
 * });
 * const ours = { name: "svd", prepare: (round: number) => ((a) => () => [...svd(a).values])(draw(round)) };
 * export const rows: BenchRow[] = [{
 *   row: "svd: 1000 × 100, NumPy", target: 0.25, check() {}, agree: closeWithin(1e-9), ours, peers: [numpy],
 * }];
 * ```
 *
 * @module
 */
import { type ArgumentContext, checkNonNegative, checkPositiveInteger } from "../../base/argument.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { waitUntilIdle } from "./wait_until_idle.ts";

export type { Clock };

/** A run that was timed where it ran: in another process, whose start and messages are not to count. */
export class SelfTimed {
  /** Time of the run in milliseconds. */
  readonly ms: number;
  /** What the run answered. */
  readonly answer: unknown;

  /** From the time of the run in milliseconds and what it answered. */
  constructor(ms: number, answer: unknown) {
    this.ms = ms;
    this.answer = answer;
  }
}

/** Thrown by a contestant's `open` when this machine does not have it; the message says what is missing. */
export class PeerUnavailableError extends Error {
  /** Tells it from other errors. */
  override name = "PeerUnavailableError";
}

/**
 * Work that is timed: it returns its answer, or a promise of it, and is then timed until the promise is settled. A
 * {@linkcode SelfTimed} answer brings its own time.
 */
export type Run = () => unknown;

/** One who runs: us, or a package. */
export interface Contestant {
  /** What a reader would search for: `"mnemonist LRUMap"`. */
  readonly name: string;
  /**
   * Prepares one run on the data of a round, untimed, and returns the run, which is timed and returns its answer.
   * Called anew for each round, so that no run sees what an earlier one left.
   */
  prepare(round: number): Run;
  /** Why its answer may differ from ours. Left out: it may not. */
  readonly approximate?: string;
}

/**
 * One who must be waited for before a run, and may have to be opened before all runs. A {@linkcode Contestant} is one
 * too.
 */
export interface AsyncContestant extends Omit<Contestant, "prepare"> {
  /** As a contestant's, or a promise of the run. */
  prepare(round: number): Run | Promise<Run>;
  /**
   * Once, before anything of a row is timed: starts what all runs need.
   * @throws {PeerUnavailableError} If this machine does not have it: the row goes on without a peer, but not without us.
   */
  open?(): Promise<void>;
  /** Once, after the row, also after an error, and also if `open` failed. */
  close?(): Promise<void>;
}

/** One question. */
export interface BenchRow {
  /** The question in a few words, unique among all rows. */
  readonly row: string;
  /** The least ratio that counts as met: 1 is "as good as the best peer". */
  readonly target: number;
  /** Tries, once and untimed, that all contestants answer rightly; throws if one does not. */
  check(): void | Promise<void>;
  /** Whether a peer's answer counts as ours; `closeWithin` is one such rule for numbers. @default {Object.is} */
  readonly agree?: (theirs: unknown, ours: unknown) => boolean;
  /** Us. */
  readonly ours: AsyncContestant;
  /** Who else does this; at least one. */
  readonly peers: readonly AsyncContestant[];
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
  /** Our minimum, in `unit`. */
  readonly oursMin: number;
  /** The best peer's median, in `unit`. */
  readonly peer: number;
  /** The best peer's minimum, in `unit`. */
  readonly peerMin: number;
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
    readonly min: number;
    readonly ratio: number;
    readonly approximate?: string;
  }[];
  /** Peers that this machine does not have, and why: `"NumPy left out: python3 has no numpy"`. */
  readonly leftOut: readonly string[];
}

/** A row that could not be measured, because none of its peers is on this machine. */
export type SkippedRow = Pick<BenchResult, "row" | "leftOut">;

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
 * Runs one row. A row of which this machine has no peer is skipped: its result has no `ratio`, only why.
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
 * const result = await runRow({ row: "sums", target: 0, check() {}, ours: sum("ours"), peers: [sum("theirs")], rounds: 3 });
 * if (!("ratio" in result)) throw new Error("nothing was left out");
 * assertEquals([result.peerName, result.runs], ["theirs", 3]);
 * ```
 */
export async function runRow(row: BenchRow, options: RunRowOptions = {}): Promise<BenchResult | SkippedRow> {
  const { clock = systemClock, onRound } = options;
  const action = `run the row "${row.row}"`;
  const rounds = checkPositiveInteger(row.rounds ?? 15, { action, argument: "rounds" });
  checkPositiveInteger(row.peers.length, { action, argument: "the number of peers" });
  await row.check();
  const contestants = [row.ours, ...row.peers];
  try {
    await row.ours.open?.();
    const { present, leftOut } = await openPeers(row.peers);
    if (present.length === 0) return { row: row.row, leftOut };
    const figures: number[][] = [row.ours, ...present].map(() => []);
    for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      const measured = await runRound({ ...row, peers: present }, { round, clock });
      if (round >= WARM_UP_ROUNDS) measured.forEach((figure, place) => figures[place]!.push(figure));
      onRound?.(round + 1, WARM_UP_ROUNDS + rounds);
    }
    return summary({ ...row, peers: present }, { figures, leftOut });
  } finally {
    await Promise.allSettled(contestants.map((contestant) => contestant.close?.()));
  }
}

/** Opens all peers; those that this machine does not have are named with what is missing. */
async function openPeers(
  peers: readonly AsyncContestant[],
): Promise<{ present: AsyncContestant[]; leftOut: string[] }> {
  const present: AsyncContestant[] = [];
  const leftOut: string[] = [];
  for (const peer of peers) {
    try {
      await peer.open?.();
      present.push(peer);
    } catch (error) {
      if (!(error instanceof PeerUnavailableError)) throw error;
      leftOut.push(`${peer.name} left out: ${error.message}`);
    }
  }
  return { present, leftOut };
}

/** What the figures of all counted rounds come to; one list for each contestant, ours first. */
function summary(
  { row, target, unit = "ms", peers }: BenchRow,
  { figures, leftOut }: { readonly figures: readonly number[][]; readonly leftOut: readonly string[] },
): BenchResult {
  const [own, ...others] = figures as [number[], ...number[][]];
  const all = others.map((theirs, place) => {
    const { name, approximate } = peers[place]!;
    const ratio = median(theirs.map((figure, round) => figure / own[round]!));
    const label = approximate === undefined ? {} : { approximate };
    return { name, figure: median(theirs), min: Math.min(...theirs), ratio, ...label };
  }).sort((a, b) => a.ratio - b.ratio);
  const { figure: peer, min: peerMin, name: peerName, ratio } = all[0]!;
  const [ours, oursMin] = [median(own), Math.min(...own)];
  return { row, ours, oursMin, peer, peerMin, peerName, ratio, target, runs: own.length, unit, all, leftOut };
}

/** The figures of one round, in the order of the contestants; those of odd rounds run in reverse. */
async function runRound(
  row: BenchRow,
  { round, clock }: { round: number; clock: Pick<Clock, "nowMs"> },
): Promise<number[]> {
  const contestants = [row.ours, ...row.peers];
  const { unit = "ms", agree = Object.is } = row;
  const figures = new Array<number>(contestants.length);
  const answers = new Array<unknown>(contestants.length);
  for (let turn = 0; turn < contestants.length; turn++) {
    const place = round % 2 === 0 ? turn : contestants.length - 1 - turn;
    const { ms, answer } = await timed(contestants[place]!, { round, clock });
    answers[place] = answer;
    figures[place] = unit === "ms" ? ms : checkNonNegative(answer as number, figureOf(contestants[place]!, row));
  }
  if (unit !== "ms") return figures;
  for (const [place, { name, approximate }] of contestants.entries()) {
    if (place === 0 || approximate !== undefined || agree(answers[place], answers[0])) continue;
    throw new WrongAnswerError(
      `Cannot time ${name} in "${row.row}": its answer must be ours, ${short(answers[0])}: current value is ${
        short(answers[place])
      }`,
    );
  }
  return figures;
}

/** One run. Only a run that returned a promise is waited for, and its time ends when the promise is settled. */
async function timed(
  contestant: AsyncContestant,
  { round, clock }: { round: number; clock: Pick<Clock, "nowMs"> },
): Promise<{ readonly ms: number; readonly answer: unknown }> {
  const run = await contestant.prepare(round);
  const startMs = clock.nowMs();
  let answer = run();
  let endMs = clock.nowMs();
  if (answer instanceof Promise) {
    answer = await answer;
    endMs = clock.nowMs();
    await waitUntilIdle();
  }
  return answer instanceof SelfTimed ? answer : { ms: endMs - startMs, answer };
}

/** An answer as a message shows it. */
function short(answer: unknown): string {
  const text = String(answer);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function figureOf({ name }: AsyncContestant, { row, unit }: BenchRow): ArgumentContext {
  return { action: `measure ${name} in "${row}"`, argument: `its figure in ${unit}` };
}

/**
 * The middle value; of an even number of values the mean of the two in the middle.
 * @throws {RangeError} If there are no values.
 */
export function median(values: readonly number[]): number {
  checkPositiveInteger(values.length, { action: "take a median", argument: "the number of values" });
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
