/**
 * Ranks of a sample, ties sharing the mean of their places, and how many tie.
 *
 * The sample is sorted, and each number's place is looked up in it: twice as fast as sorting indices, which calls back
 * for each comparison.
 *
 * **Invariant.** The ranks of n numbers add up to n·(n + 1) / 2, ties or not. Equal numbers, −0 and 0 among them, have
 * equal ranks.
 *
 * Cost: O(n log n).
 *
 * Not here on purpose: other rules for ties (lowest, densest).
 *
 * @module
 */
import { checkSample, sorted } from "./sample.ts";

/** Ranks and ties. */
export interface Ranks {
  /** One a number, from 1; halves where an even number of places is shared. */
  readonly ranks: Float64Array;
  /** How many numbers share each value that is there more than once. */
  readonly ties: readonly number[];
}

/**
 * The ranks of `x`.
 * @throws {RangeError} If `x` is empty or not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ranksOf } from "./ranks.ts";
 * const { ranks, ties } = ranksOf([3, 1, 3, 2]);
 * assertEquals([[...ranks], ties], [[3.5, 1, 3.5, 2], [2]]);
 * ```
 */
export function ranksOf(x: ArrayLike<number>): Ranks {
  const rising = sorted(checkSample(x, { action: "rank a sample", argument: "x" }));
  const n = rising.length;
  const rankFrom = new Float64Array(n); // at the first place of each value
  const ties: number[] = [];
  for (let from = 0, to; from < n; from = to) {
    to = from + 1;
    while (to < n && rising[to] === rising[from]) to++;
    rankFrom[from] = (from + 1 + to) / 2;
    if (to - from > 1) ties.push(to - from);
  }
  const ranks = new Float64Array(n);
  for (let i = 0; i < n; i++) ranks[i] = rankFrom[firstPlace(rising, x[i]!)]!;
  return { ranks, ties };
}

/** The first place of a value in the sorted sample that it is from. */
function firstPlace(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
