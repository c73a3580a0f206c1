/**
 * The empirical distribution function: the share of a sample that is not larger than x.
 *
 * **Invariant.** It rises from 0 to 1 in steps at the numbers of the sample, and is continuous from the right.
 *
 * Cost: O(n log n) to make, O(log n) to ask.
 *
 * Not here on purpose: confidence bands, weights, the distance between two (a test's statistic).
 *
 * @module
 */
import { checkFinite } from "../../base/argument.ts";
import { checkSample, sorted } from "./sample.ts";

/** The share of a sample that is not larger than `x`, in [0, 1]. */
export type Ecdf = (x: number) => number;

/**
 * The empirical distribution function of `sample`.
 * @throws {RangeError} If the sample is empty or not finite; the function it returns refuses NaN.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ecdf } from "./ecdf.ts";
 * const share = ecdf([3, 1, 2, 2]);
 * assertEquals([0, 1, 2, 2.5, 3].map(share), [0, 0.25, 0.75, 0.75, 1]);
 * ```
 */
export function ecdf(sample: ArrayLike<number>): Ecdf {
  const rising = sorted(checkSample(sample, { action: "make a distribution function", argument: "sample" }));
  return (x) => {
    if (x === Infinity) return 1;
    if (x === -Infinity) return 0;
    checkFinite(x, { action: "ask a distribution function", argument: "x" });
    let [low, high] = [0, rising.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rising[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low / rising.length;
  };
}
