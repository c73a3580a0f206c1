/**
 * Ranks of a sample, ties sharing the mean of their places, and how many tie.
 *
 * **Invariant.** The ranks of n numbers add up to n·(n + 1) / 2, ties or not. Equal numbers, −0 and 0 among them, have equal ranks.
 *
 * Cost: O(n log n).
 *
 * Not here on purpose: other rules for ties (lowest, densest).
 *
 * @module
 */
import { finiteSample } from "./sample.ts";

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
  finiteSample(x, { action: "rank a sample", argument: "x" });
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort((i, j) => x[i]! - x[j]!);
  const ranks = new Float64Array(x.length);
  const ties: number[] = [];
  for (let from = 0, to; from < order.length; from = to) {
    to = from + 1;
    while (to < order.length && x[order[to]!] === x[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2;
    if (to - from > 1) ties.push(to - from);
  }
  return { ranks, ties };
}
