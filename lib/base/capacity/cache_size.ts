/**
 * How large a cache must be for a hit ratio, read from a measured curve of hit ratio against capacity.
 *
 * @module
 */
import { checkProbability } from "../argument.ts";
import { multiply, type Quantity, quantity } from "./quantity.ts";

/** One measured point: the hit ratio of a cache of some capacity. */
export interface HitRatioPoint {
  /** Entries that the cache may hold. */
  readonly capacity: number;
  /** Share of the requests that it answered. */
  readonly hitRatio: number;
}

/**
 * The cache that reaches a hit ratio, in bytes: from the largest measured capacity below the target to the smallest one
 * that reached it. The curve is not interpolated, so a coarse curve gives a wide range.
 * @param curve Measured points in ascending order of capacity. A smaller ratio at a larger capacity is allowed.
 * @throws {RangeError} If the curve is empty or not ascending, or no measured capacity reaches the target.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { cacheSize } from "./cache_size.ts";
 * import { quantity, show } from "./quantity.ts";
 *
 * const curve = [{ capacity: 1e4, hitRatio: 0.4 }, { capacity: 1e5, hitRatio: 0.7 }, { capacity: 1e6, hitRatio: 0.9 }];
 * const perEntry = quantity(2, "kB/entry");
 * assertEquals(show(cacheSize(curve, { hitRatio: 0.8, perEntry }), "GB"), "0.2 to 2 GB");
 * assertThrows(() => cacheSize(curve, { hitRatio: 0.95, perEntry }), RangeError, "the largest measured one is 0.9");
 * ```
 */
export function cacheSize(
  curve: readonly HitRatioPoint[],
  { hitRatio, perEntry }: {
    /** Share of requests that the cache must answer. */
    readonly hitRatio: number;
    /** Memory of one entry, such as `kB/entry`. */
    readonly perEntry: Quantity;
  },
): Quantity {
  const action = "size a cache";
  checkProbability(hitRatio, { action, argument: "hitRatio" });
  if (curve.length === 0) {
    throw new RangeError(`Cannot ${action}: curve must hold a point: current value is an empty list`);
  }
  let below = 0, best = 0;
  for (const [i, point] of curve.entries()) {
    checkProbability(point.hitRatio, { action, argument: `curve[${i}].hitRatio` });
    if (!(point.capacity > (curve[i - 1]?.capacity ?? 0)) || !Number.isFinite(point.capacity)) {
      const value = point.capacity;
      throw new RangeError(
        `Cannot ${action}: curve[${i}].capacity must be above the one before: current value is ${value}`,
      );
    }
    if (point.hitRatio >= hitRatio) return multiply(quantity([below, point.capacity], "entries"), perEntry);
    [below, best] = [point.capacity, Math.max(best, point.hitRatio)];
  }
  throw new RangeError(
    `Cannot ${action}: a measured hit ratio must reach ${hitRatio}: the largest measured one is ${best}`,
  );
}
