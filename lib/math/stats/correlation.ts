/**
 * Covariance, and three correlations: along a line (Pearson), along any rising curve (Spearman), and by pairs that
 * agree (Kendall's tau-b).
 *
 * Kendall's pairs are counted by a merge sort: after sorting by x (then y), each swap that sorting by y needs is one
 * pair that disagrees.
 *
 * **Invariant.** Each correlation lies in [−1, 1], changes sign with either argument, and does not change when x and y
 * are exchanged or scaled. Where one of the samples does not vary, or by rounding alone, there is no correlation, and
 * the function throws rather than give NaN or 0.
 *
 * Cost: Pearson O(n); Spearman and Kendall O(n log n).
 *
 * Not here on purpose: p-values, partial correlation, weights.
 *
 * Source: W. Knight, A Computer Method for Calculating Kendall's Tau with Ungrouped Data, JASA 61 (1966).
 *
 * @module
 */
import { checkNonNegative, checkOptions } from "../../base/argument.ts";
import { timesPowerOfTwo } from "../linalg/binary_exponent.ts";
import { centredSample } from "./_centred_sample.ts";
import { ranksOf } from "./ranks.ts";
import { checkSameLength, checkSample } from "./sample.ts";

/**
 * Pearson's r.
 * @param x At least two finite numbers that vary.
 * @param y As many.
 * @throws {RangeError} If there are fewer than two, the lengths differ, one is not finite, or a sample does not vary.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { kendallTauB, pearson, spearman } from "./correlation.ts";
 * const [x, y] = [[1, 2, 3, 4], [1, 4, 9, 16]];
 * assert(pearson(x, y) < 1);
 * assertEquals([spearman(x, y), kendallTauB(x, y)], [1, 1]);
 * ```
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPair(x, y);
  return pearsonOf(x, y);
}

/**
 * The covariance of two samples: the mean product of their distances from their means.
 * @param x More than `ddof` finite numbers.
 * @param y As many.
 * @param options `ddof`: what is taken off their number: 1 estimates that of the population. @default {1}
 * @throws {RangeError} If there are not more than `ddof`, the lengths differ, or one is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { covariance } from "./correlation.ts";
 * assertEquals(covariance([1, 3, 5], [8, 4, 0]), -8);
 * ```
 */
export function covariance(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: { readonly ddof?: number } = {},
): number {
  const action = "take a covariance";
  const { ddof = 1 } = checkOptions(options, { action, argument: "options" });
  checkSample(x, { action, argument: "x" });
  checkSample(y, { action, argument: "y" });
  checkSameLength(x, y, { action });
  checkNonNegative(ddof, { action, argument: "ddof" });
  if (!(x.length > ddof)) {
    throw new RangeError(
      `Cannot ${action}: x must have more numbers than ddof (${ddof}): current value is ${x.length}`,
    );
  }
  const [a, b] = [centredSample(x), centredSample(y)];
  if (!a || !b) return 0;
  const sum = a.distances.reduce((total, distance, i) => total + distance * b.distances[i]!, 0);
  return timesPowerOfTwo(sum / (x.length - ddof), a.exponent + b.exponent);
}

/**
 * Spearman's rho: Pearson's r of the ranks.
 * @param x At least two finite numbers that vary.
 * @param y As many.
 * @throws {RangeError} As {@linkcode pearson}.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPair(x, y);
  return pearsonOf(ranksOf(x).ranks, ranksOf(y).ranks);
}

/**
 * Kendall's tau-b: pairs that agree less pairs that disagree, over the pairs that could, ties taken off.
 * @param x At least two finite numbers that vary.
 * @param y As many.
 * @throws {RangeError} As {@linkcode pearson}.
 */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPair(x, y);
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => x[i]! - x[j]! || y[i]! - y[j]!);
  let [tiedX, tiedBoth] = [0, 0];
  for (let k = 1, sameX = 1, sameBoth = 1; k <= n; k++) {
    const isSameX = k < n && x[order[k]!] === x[order[k - 1]!];
    const isSameBoth = isSameX && y[order[k]!] === y[order[k - 1]!];
    if (!isSameX) tiedX += pairs(sameX);
    if (!isSameBoth) tiedBoth += pairs(sameBoth);
    sameX = isSameX ? sameX + 1 : 1;
    sameBoth = isSameBoth ? sameBoth + 1 : 1;
  }
  const disagreeing = countInversions(Float64Array.from(order, (i) => y[i]!));
  const tiedY = ranksOf(y).ties.reduce((sum, size) => sum + pairs(size), 0);
  const all = pairs(n);
  checkVariation(tiedX < all, "x");
  checkVariation(tiedY < all, "y");
  const agreeing = all - tiedX - tiedY + tiedBoth - disagreeing;
  return bounded((agreeing - disagreeing) / Math.sqrt(all - tiedX) / Math.sqrt(all - tiedY));
}

function checkPair(x: ArrayLike<number>, y: ArrayLike<number>): void {
  const action = "correlate";
  checkSample(x, { action, argument: "x", atLeast: 2 });
  checkSample(y, { action, argument: "y", atLeast: 2 });
  checkSameLength(x, y, { action });
}

function pearsonOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [a, b] = [centredSample(x), centredSample(y)];
  checkVariation(a !== undefined, "x");
  checkVariation(b !== undefined, "y");
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [a!.distances[i]!, b!.distances[i]!];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return bounded(xy / Math.sqrt(xx) / Math.sqrt(yy));
}

function checkVariation(isThere: boolean, argument: string): void {
  if (isThere) return;
  throw new RangeError(
    `Cannot correlate: ${argument} must vary: current value is one number throughout`,
  );
}

function bounded(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

function pairs(count: number): number {
  return count * (count - 1) / 2;
}

/** How many pairs stand in the wrong order; sorts `values`. */
function countInversions(values: Float64Array): number {
  let inversions = 0;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, values.length), Math.min(start + 2 * width, values.length)];
      for (let left = start, right = middle, at = start; at < end; at++) {
        if (left < middle && (right >= end || from[left]! <= from[right]!)) to[at] = from[left++]!;
        else {
          inversions += middle - left;
          to[at] = from[right++]!;
        }
      }
    }
    [from, to] = [to, from];
  }
  return inversions;
}
