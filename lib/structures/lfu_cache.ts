/**
 * A cache that throws away what was used least often, in constant time; among equals, what was used least recently.
 *
 * Entries that were used equally often share a bucket, a list in order of use. The buckets form a list by number of
 * uses: an entry that is used moves to the next bucket, which is its neighbour or is made between the two. So the
 * victim is always the last of the first bucket.
 *
 * ```text
 *  #lowest ⇄ [1 use: d c] ⇄ [2 uses: a] ⇄ [7 uses: f b]      next to leave: c
 * ```
 *
 * **Invariant.** Buckets stand in increasing order of uses, none is empty, and each entry is in the bucket of its uses.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `peek`, `delete` | O(1) expected |
 * | `entries` | O(n) |
 *
 * Not here on purpose: ageing. An entry that was popular once stays long after; that is the known weakness of the
 * policy, and worth seeing. Memory of keys that have left is another policy too: who comes back starts at one use.
 *
 * Source: K. Shah, A. Mitra, D. Matani, "An O(1) algorithm for implementing the LFU cache eviction scheme", 2010.
 * Departure: order of use within a bucket, which the paper leaves open.
 *
 * @module
 */
import { checkPositiveInteger } from "../base/argument.ts";
import type { Cache } from "./cache.ts";

export type { Cache };

interface Entry<Key, Value> {
  readonly key: Key;
  value: Value;
  bucket: Bucket<Key, Value>;
  newer: Entry<Key, Value>;
  older: Entry<Key, Value>;
}

interface Bucket<Key, Value> {
  readonly uses: number;
  /** A sentinel that closes the entries to a ring: its `older` is the most recently used. */
  readonly ring: Entry<Key, Value>;
  lower: Bucket<Key, Value>;
  higher: Bucket<Key, Value>;
}

/**
 * A {@linkcode Cache} that forgets the least frequently used entry first. `put` counts as a use, as `get` does.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LfuCache } from "./lfu_cache.ts";
 *
 * const cache = new LfuCache<string, number>(2);
 * cache.put("a", 1);
 * cache.get("a");
 * cache.put("b", 2);
 * cache.put("c", 3); // "b" was used once, "a" twice
 * assertEquals([...cache.entries()], [["a", 1], ["c", 3]]);
 * ```
 */
export class LfuCache<Key, Value> implements Cache<Key, Value> {
  /** The most entries it may hold. */
  readonly capacity: number;
  readonly #entries = new Map<Key, Entry<Key, Value>>();
  /** A sentinel that closes the buckets to a ring: no uses, no entries. */
  readonly #none: Bucket<Key, Value> = newBucket<Key, Value>(0);

  /**
   * An empty cache.
   * @param capacity The most entries it may hold: a positive integer.
   * @throws {RangeError} If `capacity` is not a positive integer.
   */
  constructor(capacity: number) {
    this.capacity = checkPositiveInteger(capacity, { action: "create an LFU cache", argument: "capacity" });
  }

  /** Entries held now. */
  get size(): number {
    return this.#entries.size;
  }

  /** The value of `key`, or `undefined` when it is absent; counts one more use of it. */
  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#use(entry);
    return entry.value;
  }

  /**
   * Stores `value` under `key` and counts one use; the least frequently used entry leaves first if there is no room.
   */
  put(key: Key, value: Value): void {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      found.value = value;
      this.#use(found);
      return;
    }
    if (this.#entries.size === this.capacity) this.#drop(this.#none.higher.ring.newer);
    // −0 becomes 0, as in Map
    const entry = { key: key === 0 ? (0 as Key) : key, value, bucket: this.#none } as Entry<Key, Value>;
    entry.newer = entry.older = entry;
    this.#entries.set(key, entry);
    this.#use(entry);
  }

  /** Whether `key` is present; not a use. */
  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  /** The value of `key`, or `undefined` when it is absent; not a use. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Takes `key` out and forgets its uses; false when it was absent. */
  delete(key: Key): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#drop(entry);
    return true;
  }

  /** Takes every entry out. */
  clear(): void {
    this.#entries.clear();
    this.#none.higher = this.#none.lower = this.#none;
  }

  /**
   * The entries, most often used first, among equals the most recent first; see {@linkcode Cache} for changes
   * meanwhile.
   */
  *entries(): IterableIterator<[Key, Value]> {
    const keys: Key[] = [];
    for (let bucket = this.#none.lower; bucket !== this.#none; bucket = bucket.lower) {
      for (let entry = bucket.ring.older; entry !== bucket.ring; entry = entry.older) keys.push(entry.key);
    }
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) yield [key, entry.value];
    }
  }

  /** Moves an entry into the bucket with one use more. */
  #use(entry: Entry<Key, Value>): void {
    const from = entry.bucket;
    let to = from.higher;
    if (to === this.#none || to.uses !== from.uses + 1) {
      to = newBucket(from.uses + 1);
      to.lower = from;
      to.higher = from.higher;
      from.higher.lower = to;
      from.higher = to;
    }
    this.#unlink(entry);
    entry.bucket = to;
    entry.newer = to.ring;
    entry.older = to.ring.older;
    to.ring.older.newer = entry;
    to.ring.older = entry;
  }

  #drop(entry: Entry<Key, Value>): void {
    this.#unlink(entry);
    this.#entries.delete(entry.key);
  }

  /** Takes an entry out of its bucket, and the bucket out of its ring when that was its last entry. */
  #unlink(entry: Entry<Key, Value>): void {
    entry.newer.older = entry.older;
    entry.older.newer = entry.newer;
    const { bucket } = entry;
    if (bucket === this.#none || bucket.ring.older !== bucket.ring) return;
    bucket.lower.higher = bucket.higher;
    bucket.higher.lower = bucket.lower;
  }
}

function newBucket<Key, Value>(uses: number): Bucket<Key, Value> {
  const ring = {} as Entry<Key, Value>;
  ring.newer = ring.older = ring;
  const bucket = { uses, ring } as Bucket<Key, Value>;
  bucket.lower = bucket.higher = bucket;
  return bucket;
}
