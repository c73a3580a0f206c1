/**
 * How often a cache has what is asked for: the number by which policies are compared.
 *
 * A trace is played read-through: each access is a `get`, and a `put` when the key was absent.
 *
 * Not here on purpose: time, and weights (a ratio of bytes is another number).
 *
 * @module
 */
import { checkFunction, checkList, checkOptions } from "../base/argument.ts";
import type { Cache } from "./cache.ts";

export type { Cache };

/**
 * The share of accesses that found their key, from 0 to 1.
 *
 * @param cache Usually empty; whatever it holds counts.
 * @param trace The keys in the order of access; at least one.
 * @throws {RangeError} If the trace is empty: no accesses have no ratio.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hitRatio } from "./hit_ratio.ts";
 * import { LruCache } from "./lru_cache.ts";
 *
 * assertEquals(hitRatio(new LruCache(2), ["a", "b", "a", "c"]), 1 / 4);
 * ```
 */
export function hitRatio<Key>(cache: Pick<Cache<Key, true>, "get" | "put">, trace: readonly Key[]): number {
  const action = "compute a hit ratio";
  checkFunction(cache?.get, { action, argument: "cache.get" });
  checkFunction(cache?.put, { action, argument: "cache.put" });
  if (checkList(trace, { action, argument: "trace" }).length === 0) {
    throw new RangeError("Cannot compute a hit ratio: trace must not be empty: current value is []");
  }
  let hits = 0;
  for (const key of trace) {
    if (cache.get(key) !== undefined) hits++;
    else cache.put(key, true);
  }
  return hits / trace.length;
}

/** One point of a {@linkcode hitRatioCurve}. */
export interface HitRatioPoint {
  /** Entries the cache could hold. */
  readonly capacity: number;
  /** The share of accesses that found their key, from 0 to 1. */
  readonly hitRatio: number;
}

/**
 * The hit ratio of one policy at several capacities, each on a fresh cache.
 *
 * @param trace The keys in the order of access; at least one.
 * @param options `create` makes an empty cache of a capacity; `capacities` are positive integers, taken in their order.
 * @throws {RangeError} If the trace is empty, or a capacity is refused by `create`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hitRatioCurve } from "./hit_ratio.ts";
 * import { LruCache } from "./lru_cache.ts";
 *
 * const trace = ["a", "b", "a", "b"];
 * const curve = hitRatioCurve(trace, { create: (capacity) => new LruCache(capacity), capacities: [1, 2] });
 * assertEquals(curve, [{ capacity: 1, hitRatio: 0 }, { capacity: 2, hitRatio: 0.5 }]);
 * ```
 */
export function hitRatioCurve<Key>(
  trace: readonly Key[],
  options: {
    readonly create: (capacity: number) => Pick<Cache<Key, true>, "get" | "put">;
    readonly capacities: readonly number[];
  },
): HitRatioPoint[] {
  const action = "compute a curve of hit ratios";
  const { create, capacities } = checkOptions(options, { action, argument: "options" });
  checkFunction(create, { action, argument: "create" });
  checkList(capacities, { action, argument: "capacities" });
  return capacities.map((capacity) => ({ capacity, hitRatio: hitRatio(create(capacity), trace) }));
}
