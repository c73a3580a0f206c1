/**
 * Which points of a long line to keep so that it looks the same: largest triangle, three buckets.
 *
 * The points between the two ends are cut into buckets of equal count. From each bucket the point is kept that spans
 * the largest triangle with the point kept before it and the mean of the bucket after it: peaks stay, straight runs
 * thin out.
 *
 * **Invariant.** The answer is ascending, holds at most `count` indices, and always holds the first, the last, a lowest
 * and a highest point. The last two are our departure: the plain algorithm may step over an extreme that stands in the
 * shadow of a bucket's mean, and a figure of latencies must not.
 *
 * Cost: O(n) time, O(count) memory.
 *
 * Not here on purpose: gaps and several lines (see `_downsample.ts`), points without an order.
 *
 * Source: S. Steinarsson, "Downsampling Time Series for Visual Representation", MSc thesis, University of Iceland,
 * 2013, section 4.2.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";

/** A line: two coordinates of each point, `x` not descending, all finite. */
export interface LinePoints {
  /** Across. */
  readonly x: ArrayLike<number>;
  /** Upwards: as many. */
  readonly y: ArrayLike<number>;
}

/**
 * The indices to keep: all of them when there are at most `count` points.
 *
 * @param count How many to keep at most: an integer of at least 4 (two ends, two extremes).
 * @throws {RangeError} If `count` is not such an integer, or if `x` and `y` differ in length.
 *
 * @example A peak in a flat line stays
 * ```ts
 * import { assert } from "@std/assert";
 * import { largestTriangleThreeBuckets } from "./_largest_triangle_three_buckets.ts";
 * const x = Array.from({ length: 1000 }, (_, k) => k);
 * const y = x.map((k) => k === 617 ? 1 : 0);
 * assert(largestTriangleThreeBuckets({ x, y }, 10).includes(617));
 * ```
 */
export function largestTriangleThreeBuckets({ x, y }: LinePoints, count: number): number[] {
  checkPositiveInteger(count, { action: "downsample a line", argument: "count" });
  if (count < 4) {
    throw new RangeError(`Cannot downsample a line: count must be at least 4: current value is ${count}`);
  }
  if (x.length !== y.length) {
    throw new RangeError(
      `Cannot downsample a line: x and y must have one length: current values are ${x.length} and ${y.length}`,
    );
  }
  const n = x.length;
  if (n <= count) return Array.from({ length: n }, (_, k) => k);

  let lowest = 0, highest = 0;
  for (let k = 1; k < n; k++) {
    if (y[k]! < y[lowest]!) lowest = k;
    if (y[k]! > y[highest]!) highest = k;
  }
  const buckets = Math.max(1, count - 4); // the ends and the extremes have places of their own
  const startOf = (bucket: number) => 1 + Math.floor(bucket * (n - 2) / buckets);
  const kept = new Set([0, lowest, highest, n - 1]);
  let last = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [start, end] = [startOf(bucket), startOf(bucket + 1)];
    const next = mean({ x, y }, { start: end, end: bucket + 1 < buckets ? startOf(bucket + 2) : n });
    let best = start, bestArea = -1;
    for (let k = start; k < end; k++) {
      // twice the area: the shape of a triangle with one corner moving needs no half
      const area = Math.abs((x[last]! - next.x) * (y[k]! - y[last]!) - (x[last]! - x[k]!) * (next.y - y[last]!));
      if (area > bestArea) [best, bestArea] = [k, area];
    }
    kept.add(last = best);
  }
  return [...kept].sort((a, b) => a - b);
}

function mean({ x, y }: LinePoints, { start, end }: { start: number; end: number }): { x: number; y: number } {
  let sumX = 0, sumY = 0;
  for (let k = start; k < end; k++) {
    sumX += x[k]!;
    sumY += y[k]!;
  }
  return { x: sumX / (end - start), y: sumY / (end - start) };
}
