import { checkList, checkNonNegative } from "../../base/argument.ts";

/**
 * Draws indices with given weights: `weightedChoice(weights)(random.next())` is `i` with probability `weights[i]` /
 * their sum.
 *
 * Cumulative sums and a binary search: O(n) once, O(log n) a draw. Not here on purpose: the alias method (O(1) a draw,
 * twice the memory; the search is not what costs here), weights that change.
 *
 * @param weights Non-negative, finite, not all 0.
 * @returns A function from a uniform number in [0, 1) to an index.
 * @throws {RangeError} If the weights are not that.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { weightedChoice } from "./_weighted_choice.ts";
 *
 * const choose = weightedChoice([1, 0, 3]);
 * assertEquals([0, 0.24, 0.25, 0.99].map(choose), [0, 0, 2, 2]);
 * ```
 */
export function weightedChoice(weights: ArrayLike<number>): (uniform: number) => number {
  checkList(weights, { action: "choose", argument: "weights" });
  const upTo = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    checkNonNegative(weight, { action: "choose", argument: `weights[${i}]` });
    upTo[i] = sum += weight;
  }
  if (sum === 0) throw new RangeError(`Cannot choose: weights must have a positive sum: current value is ${sum}`);
  return (uniform) => {
    const target = uniform * sum;
    let low = 0, high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (upTo[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
