/**
 * A cache that throws away what came first, whether it was used since or not.
 *
 * A `Map` remembers the order in which keys came, and an iterator over it that is never finished stands just before the
 * oldest key: whatever it has passed has been thrown away.
 *
 * **Invariant.** `#oldest` stands before the oldest key. Asking for it again (`keys().next()`) would walk over the gaps
 * of all keys deleted since the map last tidied up, and cost O(n).
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `peek`, `delete` | O(1) expected, `put` amortised |
 * | `entries` | O(n) |
 *
 * Not here on purpose: a second chance for what was used (that is CLOCK, another policy).
 *
 * @module
 */
import { checkPositiveInteger } from "../base/argument.ts";
import type { Cache } from "./cache.ts";

export type { Cache };

/**
 * A {@linkcode Cache} that forgets the entry that has been in longest. Overwriting a value does not make it younger.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FifoCache } from "./fifo_cache.ts";
 *
 * const cache = new FifoCache<string, number>(2);
 * cache.put("a", 1);
 * cache.put("b", 2);
 * cache.get("a"); // makes no difference
 * cache.put("c", 3);
 * assertEquals([...cache.entries()], [["c", 3], ["b", 2]]);
 * ```
 */
export class FifoCache<Key, Value> implements Cache<Key, Value> {
  /** The most entries it may hold. */
  readonly capacity: number;
  readonly #values = new Map<Key, Value>();
  readonly #oldest: MapIterator<Key> = this.#values.keys();

  /**
   * An empty cache.
   * @param capacity The most entries it may hold: a positive integer.
   * @throws {RangeError} If `capacity` is not a positive integer.
   */
  constructor(capacity: number) {
    this.capacity = checkPositiveInteger(capacity, { action: "create a FIFO cache", argument: "capacity" });
  }

  /** Entries held now. */
  get size(): number {
    return this.#values.size;
  }

  /** The value of `key`, or `undefined` when it is absent. */
  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  /**
   * Stores `value` under `key`, where an earlier value of it was, or else as the youngest entry; the oldest leaves if
   * there is no room.
   */
  put(key: Key, value: Value): void {
    if (this.#values.size === this.capacity && !this.#values.has(key)) {
      this.#values.delete(this.#oldest.next().value as Key); // there is one: the cache is full
    }
    this.#values.set(key, value);
  }

  /** Whether `key` is present. */
  has(key: Key): boolean {
    return this.#values.has(key);
  }

  /** The value of `key`, or `undefined` when it is absent. */
  peek(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  /** Takes `key` out; false when it was absent. */
  delete(key: Key): boolean {
    return this.#values.delete(key);
  }

  /** Takes every entry out. */
  clear(): void {
    this.#values.clear();
  }

  /** The entries, youngest first; see {@linkcode Cache} for changes meanwhile. */
  *entries(): IterableIterator<[Key, Value]> {
    for (const key of [...this.#values.keys()].reverse()) {
      if (this.#values.has(key)) yield [key, this.#values.get(key) as Value];
    }
  }
}
