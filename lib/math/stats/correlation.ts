/**
 * Three correlations: along a line (Pearson), along any rising curve (Spearman), and by pairs that agree (Kendall's tau-b).
 *
 * Kendall's pairs are counted by a merge sort: after sorting by x (then y), each swap that sorting by y needs is one pair that disagrees.
 *
 * **Invariant.** Each lies in [−1, 1], changes sign with either argument, and does not change when x and y are exchanged. Where one of the samples
 * does not vary there is no correlation, and the function throws rather than give NaN or 0.
 *
 * Cost: Pearson O(n); Spearman and Kendall O(n log n).
 *
 * Not here on purpose: p-values, partial correlation, weights.
 *
 * Source: W. Knight, A Computer Method for Calculating Kendall's Tau with Ungrouped Data, JASA 61 (1966).
 *
 * @module
 */
import { momentsOf } from "./moments.ts";
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
  checkVariation(varies(x), "x");
  checkVariation(varies(y), "y");
  const [a, b] = [scaledDistances(x), scaledDistances(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [dx, dy] = [a[i]!, b[i]!];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return bounded(xy / Math.sqrt(xx) / Math.sqrt(yy));
}

/** Distances from the mean, in units of the largest: squares of the smallest doubles would be 0. */
function scaledDistances(x: ArrayLike<number>): Float64Array {
  const { mean } = momentsOf(x);
  const distances = Float64Array.from(x, (value) => value - mean);
  let largest = 0;
  for (let i = 0; i < distances.length; i++) largest = Math.max(largest, Math.abs(distances[i]!));
  return distances.map((distance) => distance / largest);
}

function varies(x: ArrayLike<number>): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return true;
  return false;
}

function checkVariation(isThere: boolean, argument: string): void {
  if (isThere) return;
  throw new RangeError(`Cannot correlate: ${argument} must vary: current value is one number throughout`);
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
