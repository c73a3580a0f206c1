/**
 * A cache that throws away an entry chosen at random: no order to keep, and no pattern of use that defeats it every
 * time.
 *
 * Entries stand in an array without gaps; a map tells the place of a key. A new entry takes the place of its victim; a
 * deleted one is replaced by the last.
 *
 * **Invariant.** `#places.get(key) = i` exactly when `#keys[i]` is the key. At each eviction every entry is as likely
 * as any other.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `peek`, `delete` | O(1) expected |
 * | `entries` | O(n) |
 *
 * Not here on purpose: a source of randomness: the generator is handed in, so that a seed decides what stays.
 *
 * @module
 */
import { checkFunction, checkPositiveInteger } from "../base/argument.ts";
import type { Random } from "../base/random.ts";
import type { Cache } from "./cache.ts";

export type { Cache, Random };

/**
 * A {@linkcode Cache} that forgets any entry, each with the same probability.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../base/random.ts";
 * import { RandomCache } from "./random_cache.ts";
 *
 * const cache = new RandomCache<string, number>(2, random(1));
 * for (const key of ["a", "b", "c"]) cache.put(key, 0);
 * assertEquals([cache.size, cache.has("c")], [2, true]);
 * ```
 */
export class RandomCache<Key, Value> implements Cache<Key, Value> {
  /** The most entries it may hold. */
  readonly capacity: number;
  readonly #random: Pick<Random, "integer">;
  readonly #indexes = new Map<Key, number>();
  readonly #keys: Key[] = [];
  readonly #values: Value[] = [];

  /**
   * An empty cache.
   * @param capacity The most entries it may hold: a positive integer.
   * @param random Chooses who leaves: one draw for each eviction.
   * @throws {RangeError} If `capacity` is not a positive integer.
   * @throws {TypeError} If `random` is no generator.
   */
  constructor(capacity: number, random: Pick<Random, "integer">) {
    const action = "create a random cache";
    this.capacity = checkPositiveInteger(capacity, { action, argument: "capacity" });
    checkFunction(random?.integer, { action, argument: "random.integer" });
    this.#random = random;
  }

  /** Entries held now. */
  get size(): number {
    return this.#keys.length;
  }

  /** The value of `key`, or `undefined` when it is absent. */
  get(key: Key): Value | undefined {
    return this.peek(key);
  }

  /** Stores `value` under `key`; if there is no room, a random entry leaves. */
  put(key: Key, value: Value): void {
    let index = this.#indexes.get(key);
    if (index !== undefined) {
      this.#values[index] = value;
      return;
    }
    index = this.#keys.length;
    if (index === this.capacity) {
      index = this.#random.integer(this.capacity);
      this.#indexes.delete(this.#keys[index]!);
    }
    this.#indexes.set(key, index);
    this.#keys[index] = key === 0 ? (0 as Key) : key; // −0 becomes 0, as in Map
    this.#values[index] = value;
  }

  /** Whether `key` is present. */
  has(key: Key): boolean {
    return this.#indexes.has(key);
  }

  /** The value of `key`, or `undefined` when it is absent. */
  peek(key: Key): Value | undefined {
    const index = this.#indexes.get(key);
    return index === undefined ? undefined : this.#values[index];
  }

  /** Takes `key` out; false when it was absent. */
  delete(key: Key): boolean {
    const index = this.#indexes.get(key);
    if (index === undefined) return false;
    const lastKey = this.#keys.pop() as Key;
    const lastValue = this.#values.pop() as Value;
    if (index < this.#keys.length) {
      this.#keys[index] = lastKey;
      this.#values[index] = lastValue;
      this.#indexes.set(lastKey, index);
    }
    this.#indexes.delete(key);
    return true;
  }

  /** Takes every entry out. */
  clear(): void {
    this.#indexes.clear();
    this.#keys.length = 0;
    this.#values.length = 0;
  }

  /** The entries, in no meaningful order; see {@linkcode Cache} for changes meanwhile. */
  *entries(): IterableIterator<[Key, Value]> {
    for (const key of [...this.#keys]) {
      if (this.#indexes.has(key)) yield [key, this.peek(key) as Value];
    }
  }
}
