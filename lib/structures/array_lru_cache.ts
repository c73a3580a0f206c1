/**
 * The cache that forgets the least recently used entry, as one writes it first: a list of entries, searched from the
 * front.
 *
 * **Invariant.** The list holds the entries in the order of their last use, most recent first.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `peek`, `delete` | O(n): the search, and the move of everything in front |
 * | `entries`, `clear` | O(n) |
 *
 * It is here to be measured against: plainly right, and the floor that the O(1) answers must leave behind. Below about
 * 20 entries nothing is gained by them.
 *
 * Not here on purpose: speed.
 *
 * @module
 */
import { checkPositiveInteger } from "../base/argument.ts";
import type { Cache } from "./cache.ts";

export type { Cache };

/**
 * A {@linkcode Cache} of bounded size that forgets the least recently used entry first, in O(n).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ArrayLruCache } from "./array_lru_cache.ts";
 *
 * const cache = new ArrayLruCache<string, number>(2);
 * cache.put("a", 1);
 * cache.put("b", 2);
 * cache.get("a");
 * cache.put("c", 3); // "b" was used least recently
 * assertEquals([...cache.entries()], [["c", 3], ["a", 1]]);
 * ```
 */
export class ArrayLruCache<Key, Value> implements Cache<Key, Value> {
  /** The most entries it may hold. */
  readonly capacity: number;
  #entries: [Key, Value][] = [];

  /**
   * An empty cache.
   * @param capacity The most entries it may hold: a positive integer.
   * @throws {RangeError} If `capacity` is not a positive integer.
   */
  constructor(capacity: number) {
    this.capacity = checkPositiveInteger(capacity, { action: "create an LRU cache", argument: "capacity" });
  }

  /** Entries held now. */
  get size(): number {
    return this.#entries.length;
  }

  /** The value of `key`, or `undefined` when it is absent; makes it the most recently used. */
  get(key: Key): Value | undefined {
    const at = this.#find(key);
    if (at === -1) return undefined;
    const [entry] = this.#entries.splice(at, 1);
    this.#entries.unshift(entry!);
    return entry![1];
  }

  /**
   * Stores `value` under `key` as the most recently used entry; the least recently used one leaves if there is no room.
   */
  put(key: Key, value: Value): void {
    const at = this.#find(key);
    if (at !== -1) this.#entries.splice(at, 1);
    else if (this.#entries.length === this.capacity) this.#entries.pop();
    this.#entries.unshift([key === 0 ? (0 as Key) : key, value]); // −0 becomes 0, as in Map
  }

  /** Whether `key` is present; not a use. */
  has(key: Key): boolean {
    return this.#find(key) !== -1;
  }

  /** The value of `key`, or `undefined` when it is absent; not a use. */
  peek(key: Key): Value | undefined {
    return this.#entries[this.#find(key)]?.[1];
  }

  /** Takes `key` out; false when it was absent. */
  delete(key: Key): boolean {
    const at = this.#find(key);
    if (at === -1) return false;
    this.#entries.splice(at, 1);
    return true;
  }

  /** Takes every entry out. */
  clear(): void {
    this.#entries = [];
  }

  /** The entries, most recently used first; see {@linkcode Cache} for changes meanwhile. */
  *entries(): IterableIterator<[Key, Value]> {
    const keys = this.#entries.map(([key]) => key);
    for (const key of keys) {
      const at = this.#find(key);
      if (at !== -1) yield [key, this.#entries[at]![1]];
    }
  }

  /** The place of `key`, −1 when it is absent; keys are the same when `Map` says so. */
  #find(key: Key): number {
    return this.#entries.findIndex(([other]) => other === key || Object.is(other, key));
  }
}
