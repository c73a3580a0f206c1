/**
 * Draws indices with given weights in constant time: the alias method.
 *
 * The weights are dealt into n columns of equal height, each with at most two indices in it: its own at the bottom, and
 * an *alias* above. A draw chooses a column, and then one of the two by a height:
 *
 * ```
 *   weights 1 · 3        column 0   column 1      (height 2 each)
 *                        ┌───────┐  ┌───────┐
 *                        │   1   │  │       │
 *                        ├───────┤  │   1   │
 *                        │   0   │  │       │
 *                        └───────┘  └───────┘
 * ```
 *
 * **Invariant.** The parts of index i in all columns add up to weight i, to rounding. An index of weight 0 is never
 * drawn.
 *
 * | | cost |
 * | - | ---- |
 * | making the table | O(n) |
 * | one draw | O(1): one integer, one number |
 * | memory | 12 bytes an index |
 *
 * Not here on purpose: weights that change (a tree of sums is for those).
 *
 * Source: A. J. Walker, "An efficient method for generating discrete random variables with general distributions", ACM
 * Transactions on Mathematical Software 3(3), 1977; the table is filled as in M. D. Vose, IEEE Transactions on Software
 * Engineering 17(9), 1991.
 *
 * @module
 */
import { checkFunction, checkList, checkNonNegative } from "../argument.ts";
import type { Random } from "../random.ts";

export type { Random };

/**
 * A function that draws index i with probability `weights[i]` / their sum.
 *
 * @param weights Finite numbers of at least 0, not all 0; at most 2³² of them.
 * @throws {TypeError} If they are no list of numbers, or `random` is no generator.
 * @throws {RangeError} If a weight is negative or not finite, or all are 0.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { random } from "../random.ts";
 * import { weightedIndex } from "./weighted_index.ts";
 *
 * const draw = weightedIndex([1, 0, 3], { random: random(1) });
 * const counts = [0, 0, 0];
 * for (let n = 0; n < 10_000; n++) counts[draw()]!++;
 * assertAlmostEquals(counts[2]! / 10_000, 3 / 4, 0.02);
 * ```
 */
export function weightedIndex(
  weights: ArrayLike<number>,
  { random }: { readonly random: Pick<Random, "integer" | "next"> },
): () => number {
  const action = "draw by weight";
  checkList(weights, { action, argument: "weights" });
  checkFunction(random?.integer, { action, argument: "random.integer" });
  let largest = 0;
  for (let i = 0; i < weights.length; i++) {
    largest = Math.max(largest, checkNonNegative(weights[i]!, { action, argument: `weights[${i}]` }));
  }
  if (largest === 0) {
    const shown = weights.length === 0 ? "[]" : "only zeros";
    throw new RangeError(`Cannot ${action}: weights must have a positive sum: current value is ${shown}`);
  }
  const { own, alias } = fillTable(weights, largest);
  return () => {
    const column = random.integer(own.length);
    return random.next() < own[column]! ? column : alias[column]!;
  };
}

/** By column: which share of it is the column's own index, and which index has the rest. */
function fillTable(weights: ArrayLike<number>, largest: number): { own: Float64Array; alias: Uint32Array } {
  const n = weights.length;
  // Divided by the largest first: sums of weights near the ends of the range neither overflow nor vanish.
  const own = Float64Array.from(weights, (weight) => weight / largest);
  const mean = own.reduce((sum, share) => sum + share, 0) / n;
  for (let i = 0; i < n; i++) own[i]! /= mean;
  const alias = new Uint32Array(n);
  const [low, high]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++) (own[i]! < 1 ? low : high).push(i);
  const heaviest = weights.length === 0 ? 0 : own.indexOf(Math.max(...high.map((i) => own[i]!)));
  while (low.length > 0 && high.length > 0) {
    const [short, tall] = [low.pop()!, high.at(-1)!];
    alias[short] = tall;
    own[tall] = own[tall]! - (1 - own[short]!);
    if (own[tall]! < 1) low.push(high.pop()!);
  }
  for (const i of high) own[i] = 1;
  // Left over by rounding alone: a hair below 1, unless the weight is 0, which must never be drawn.
  for (const i of low) {
    if (weights[i] === 0) [own[i], alias[i]] = [0, heaviest];
    else own[i] = 1;
  }
  return { own, alias };
}
