/**
 * The most hits any cache could have: the policy that knows the future and throws away what is needed latest.
 *
 * For each access its next access to the same key is noted, from the end of the trace to its start. Then the trace is
 * played forward; a full cache gives up the key whose next access lies furthest ahead, which a heap finds.
 *
 * **Invariant.** The heap holds every cached key under its next access. A key that was used again is in it twice; the
 * earlier item lies in the past by then, where no live item is, and so never comes to the top.
 *
 * | | cost |
 * | - | ---- |
 * | time | O(n log n) for n accesses |
 * | memory | O(n) |
 *
 * **Read-through.** Every missed key is taken in, as the caches of this room do. A cache that may refuse to take in a
 * key could do better: with capacity 1 the trace a b a has no hit here, and one if b is passed by.
 *
 * Source: L. Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 5(2),
 * 1966.
 *
 * @module
 */
import { checkList, checkPositiveInteger } from "../base/argument.ts";

/**
 * The number of hits of the optimal policy.
 *
 * @param trace The keys in the order of access; keys are the same when `Map` says so.
 * @param capacity Entries the cache may hold: a positive integer.
 * @throws {RangeError} If `capacity` is not a positive integer.
 *
 * @example By hand: 1 and 2 miss, 3 misses and replaces 2 (needed later than 1), 1 hits, 2 misses
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { beladyHits } from "./belady.ts";
 *
 * assertEquals(beladyHits([1, 2, 3, 1, 2], 2), 1);
 * ```
 */
export function beladyHits(trace: readonly unknown[], capacity: number): number {
  const action = "count the hits of Belady's policy";
  checkList(trace, { action, argument: "trace" });
  checkPositiveInteger(capacity, { action, argument: "capacity" });
  const nextAt = nextAccesses(trace);
  const cached = new Set<unknown>();
  const furthest = new FurthestFirst(nextAt);
  let hits = 0;
  for (let at = 0; at < trace.length; at++) {
    if (cached.has(trace[at])) hits++;
    else {
      if (cached.size === capacity) cached.delete(trace[furthest.take()]);
      cached.add(trace[at]);
    }
    furthest.add(at);
  }
  return hits;
}

/** For each access the place of the next one to the same key; the length of the trace where there is none. */
function nextAccesses(trace: readonly unknown[]): Int32Array {
  const nextAt = new Int32Array(trace.length);
  const seenAt = new Map<unknown, number>();
  for (let at = trace.length - 1; at >= 0; at--) {
    nextAt[at] = seenAt.get(trace[at]) ?? trace.length;
    seenAt.set(trace[at], at);
  }
  return nextAt;
}

/**
 * A binary heap of accesses: on top the one whose key is needed latest. Every child's next access is no later than its
 * parent's.
 */
class FurthestFirst {
  readonly #nextAt: Int32Array;
  readonly #heap: number[] = [];

  constructor(nextAt: Int32Array) {
    this.#nextAt = nextAt;
  }

  add(access: number): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#nextAt[heap[parent]!]! >= this.#nextAt[access]!) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = access;
  }

  take(): number {
    const heap = this.#heap;
    const top = heap[0]!;
    const moved = heap.pop()!;
    if (heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && this.#nextAt[heap[child + 1]!]! > this.#nextAt[heap[child]!]!) child++;
      if (this.#nextAt[heap[child]!]! <= this.#nextAt[moved]!) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
    return top;
  }
}
