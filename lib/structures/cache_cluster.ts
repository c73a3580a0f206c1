/**
 * Several caches, and a chooser that says which of them has a key: what a change of nodes does to the hits.
 *
 * Each node has an {@linkcode LruCache} of its own. A request goes to the node that the chooser gives for its key, and
 * a miss fills that cache. A node that goes takes its entries with it; one that comes, or comes back, is empty.
 *
 * **Invariant.** There is a cache for each node of the chooser, and for no other.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `request` | that of `getNode`, and O(1) |
 * | `addNode`, `removeNode` | that of the chooser |
 *
 * Not here on purpose: values (only presence counts), replicas, time.
 *
 * @module
 */
import { checkFunction, checkList, checkPositiveInteger } from "../base/argument.ts";
import { LruCache } from "./lru_cache.ts";
import type { KeyPartitioner } from "./key_partitioner.ts";

export type { KeyPartitioner };

/**
 * A fleet of caches behind a {@linkcode KeyPartitioner}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { CacheCluster } from "./cache_cluster.ts";
 * import { HashRing } from "./hash_ring.ts";
 *
 * const fleet = new CacheCluster(new HashRing(), 100);
 * fleet.addNode("a");
 * assertEquals([fleet.request("x"), fleet.request("x")], [false, true]);
 * fleet.removeNode("a");
 * fleet.addNode("a"); // empty now
 * assertEquals(fleet.request("x"), false);
 * ```
 */
export class CacheCluster {
  readonly #chooser: KeyPartitioner;
  readonly #capacity: number;
  readonly #caches = new Map<string, LruCache<string, true>>();

  /**
   * A fleet without nodes.
   * @param chooser Has no nodes yet, and is changed through the fleet only.
   * @param capacity Entries that each cache may hold: a positive integer.
   * @throws {TypeError} If `chooser` chooses no nodes.
   * @throws {RangeError} If `capacity` is not a positive integer.
   */
  constructor(chooser: KeyPartitioner, capacity: number) {
    const action = "create a fleet of caches";
    for (const method of ["addNode", "removeNode", "getNode"] as const) {
      checkFunction(chooser?.[method], { action, argument: `chooser.${method}` });
    }
    this.#chooser = chooser;
    this.#capacity = checkPositiveInteger(capacity, { action, argument: "capacity" });
  }

  /** Adds a node with an empty cache; one that is there keeps its own. */
  addNode(id: string): void {
    this.#chooser.addNode(id);
    if (!this.#caches.has(id)) this.#caches.set(id, new LruCache(this.#capacity));
  }

  /** Takes a node out with all its entries; false when it was not there. */
  removeNode(id: string): boolean {
    this.#caches.delete(id);
    return this.#chooser.removeNode(id);
  }

  /** Whether the key's node had the key; it has it now. False as well when there are no nodes. */
  request(key: string): boolean {
    const cache = this.#caches.get(this.#chooser.getNode(key) ?? "");
    if (!cache) return false;
    if (cache.get(key)) return true;
    cache.put(key, true);
    return false;
  }

  /** The part of `keys`, requested one after the other, that were hits: from 0 to 1, and 0 when there are none. */
  hitRatio(keys: readonly string[]): number {
    checkList(keys, { action: "compute a hit ratio", argument: "keys" });
    return keys.filter((key) => this.request(key)).length / Math.max(1, keys.length);
  }
}
