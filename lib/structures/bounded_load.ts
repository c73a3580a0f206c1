/**
 * Consistent hashing with bounded loads: no node gets more than `loadFactor` times its fair share of what is going on.
 *
 * A key goes to the first node after it on the ring that has room. Room is `⌈loadFactor · total · weight / weights⌉`,
 * with the new piece of work counted in `total`: so a hot key spills over to the nodes after its own, always in the
 * same order, and all others stay where they are. Rounding errors of the product are forgiven: 1.1 · 100 / 10 is 11.
 *
 * **Invariant.** Right after `acquire` its node has at most as much work as it had room for, and with a `loadFactor` of
 * 1 or more there is always a node with room: the rooms add up to more than the work that was there before.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `acquire` | that of `getNode`, and of one step for each full node that is passed: about 1/(loadFactor − 1)² at most |
 * | `release`, `loadOf` | O(1) |
 *
 * Not here on purpose: moving work that has been given out back to its own node when that gets room (requests end soon
 * enough; for stored keys the paper moves them), queues.
 *
 * Source: V. Mirrokni, M. Thorup, M. Zadimoghaddam, "Consistent Hashing with Bounded Loads", SODA 2018; for requests as
 * in HAProxy's `hash-balance-factor`.
 *
 * @module
 */
import { checkFinite, checkFunction, checkOptions } from "../base/argument.ts";
import { ceilNearInteger } from "../base/near_integer.ts";
import type { HashRing } from "./hash_ring.ts";

export type { HashRing };

/** How far above its share a node may go. */
export interface BoundedLoadOptions {
  /** How many times its fair share a node may have: a finite number of at least 1. @default {1.25} */
  readonly loadFactor?: number;
}

/**
 * Gives work out to the nodes of a ring, and counts what has not come back.
 *
 * @example A hot key uses its own node first, then the next
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { BoundedLoad } from "./bounded_load.ts";
 * import { HashRing } from "./hash_ring.ts";
 *
 * const ring = new HashRing();
 * for (const id of ["a", "b"]) ring.addNode(id);
 * const balancer = new BoundedLoad(ring, { loadFactor: 1 });
 * const [own, next] = ring.getNodes("hot", 2);
 * assertEquals([balancer.acquire("hot"), balancer.acquire("hot"), balancer.acquire("hot")], [own, next, own]);
 * ```
 */
export class BoundedLoad {
  readonly #ring: HashRing;
  readonly #loadFactor: number;
  readonly #loads = new Map<string, number>();
  #total = 0;

  /**
   * Nothing is given out yet.
   * @param ring May change at any time; work on a node that has left stays counted until it is released.
   * @throws {TypeError} If `ring` is no hash ring.
   * @throws {RangeError} If `loadFactor` is not a finite number of at least 1.
   */
  constructor(ring: HashRing, options: BoundedLoadOptions = {}) {
    const action = "bound the load";
    const { loadFactor = 1.25 } = checkOptions(options, { action, argument: "options" });
    for (const method of ["nodesFrom", "weightOf"] as const) {
      checkFunction(ring?.[method], { action, argument: `ring.${method}` });
    }
    checkFinite(loadFactor, { action, argument: "loadFactor" });
    if (loadFactor < 1) {
      throw new RangeError(`Cannot ${action}: loadFactor must be at least 1: current value is ${loadFactor}`);
    }
    this.#ring = ring;
    this.#loadFactor = loadFactor;
  }

  /** Work that has been given out and not released, on all nodes. */
  get total(): number {
    return this.#total;
  }

  /** Work that has been given out to a node and not released. */
  loadOf(id: string): number {
    return this.#loads.get(id) ?? 0;
  }

  /** The most work a node may have once one more piece is given out; 0 when it is not on the ring. */
  roomOf(id: string): number {
    const weight = this.#ring.weightOf(id);
    if (weight === undefined) return 0;
    return ceilNearInteger(this.#loadFactor * (this.#total + 1) * weight / this.#ring.totalWeight);
  }

  /** Gives one piece of work out: its node, or `undefined` when there are no nodes. */
  acquire(key: string): string | undefined {
    const id = this.#ring.nodesFrom(key).find((node) => this.loadOf(node) < this.roomOf(node));
    if (id === undefined) return undefined;
    this.#loads.set(id, this.loadOf(id) + 1);
    this.#total++;
    return id;
  }

  /** Takes one piece of work back from the node that {@linkcode acquire} gave; false when it had none. */
  release(id: string): boolean {
    const load = this.loadOf(id);
    if (load === 0) return false;
    if (load === 1) this.#loads.delete(id);
    else this.#loads.set(id, load - 1);
    this.#total--;
    return true;
  }
}
