/**
 * A cache that throws away what was used least recently, built on arrays.
 *
 * Every entry lives in a numbered slot: its key, value and (if asked for) weight and time of expiry at that index of
 * four arrays. A {@linkcode SlotIndex} finds the slot of a key, a {@linkcode IndexLinkedList} keeps the slots in order
 * of use. No object is made for an entry, a full cache reuses the slot of its victim, and what weight and time-to-live
 * cost, only caches that use them pay.
 *
 * **Invariant.** Ring, index and arrays hold the same slots; from the front of the ring to its end no entry was used
 * before the one behind it; the weights add up to `weight` ≤ `capacity`.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `peek`, `delete` | O(1) expected; `put` by weight amortised: one entry may push out many |
 * | `entries`, `clear`, `resize`, `removeExpired` | O(n) |
 * | memory | about 50 bytes an entry, keys and values apart (measured at 10⁶ entries: integers 47, short strings 51) |
 *
 * **What leaves is announced, once.** `onEvict` is called for each value that leaves, after the cache has finished the
 * whole call: it sees the cache as it will be, and may use it in any way. If it throws, the change stands, the other
 * departures of that call are still announced, and the error reaches the caller (several: as one `AggregateError`). A
 * value that is put again in its own place has not left.
 *
 * **Time.** An entry is fresh for `ttlMs` after its last `put`, on the clock that was handed in; reading does not
 * prolong it. Nothing happens on its own: an expired entry is taken out when a call comes upon it, and counts in `size`
 * until then.
 *
 * Not here on purpose: a time-to-live of one's own for each entry, stale values while refreshing, loading what is
 * missing (they need promises; see `lib/concurrency`), protection from scans (another policy).
 *
 * Source: the list with a hash table is folklore. The arrays instead of nodes follow G. Plique's `mnemonist` (LRUMap);
 * the table of our own, the ring's slot 0, weights and time are our departures from it.
 *
 * @module
 */
import { checkFunction, checkOptions, checkPositiveInteger } from "../base/argument.ts";
import type { Clock } from "../base/clock.ts";
import type { Cache } from "./cache.ts";
import { EvictionNotifier, type EvictionReason, type OnEvict } from "./_eviction_notifier.ts";
import { SlotIndex } from "./_slot_index.ts";
import { EntryMetadata, type MeasureOptions } from "./_entry_metadata.ts";
import { IndexLinkedList } from "./index_linked_list.ts";

export type { Cache, Clock, EvictionReason, MeasureOptions, OnEvict };

/** What an {@linkcode LruCache} can do besides counting entries. */
export interface LruCacheOptions<Key, Value> extends MeasureOptions<Key, Value> {
  /** Called for each value that leaves, when the call that made it leave has finished its work. */
  readonly onEvict?: OnEvict<Key, Value>;
}

/**
 * A {@linkcode Cache} of bounded size that forgets the least recently used entry first. `get` and `put` are uses; `has`
 * and `peek` are not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LruCache } from "./lru_cache.ts";
 *
 * const cache = new LruCache<string, number>(2);
 * cache.put("a", 1);
 * cache.put("b", 2);
 * cache.get("a");
 * cache.put("c", 3); // "b" was used least recently
 * assertEquals([...cache.entries()], [["c", 3], ["a", 1]]);
 * ```
 *
 * @example By weight, with time-to-live
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LruCache } from "./lru_cache.ts";
 * import { ManualClock } from "../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const pages = new LruCache<string, string>(10, { weigh: (page) => page.length, ttlMs: 1000, clock });
 * pages.put("/", "welcome");
 * pages.put("/help", "ask us"); // 7 + 6 characters do not fit
 * assertEquals([pages.has("/"), pages.weight], [false, 6]);
 * clock.advance(1000);
 * assertEquals(pages.get("/help"), undefined);
 * ```
 */
export class LruCache<Key, Value> implements Cache<Key, Value> {
  #capacity: number;
  #size = 0;
  #weight = 0;
  /** By slot; index 0 is never used, and free slots hold `undefined`. */
  #keys: (Key | undefined)[] = [undefined];
  /** By slot, as the keys. */
  #values: (Value | undefined)[] = [undefined];
  #index: SlotIndex<Key | undefined> = new SlotIndex(this.#keys);
  #order: IndexLinkedList = new IndexLinkedList();
  readonly #metadata: EntryMetadata<Key, Value>;
  readonly #evictions: EvictionNotifier<Key, Value>;
  /** Whether nothing is weighed, timed or announced, so that `put` may take the short way. */
  readonly #isPlain: boolean;
  /** Whether entries expire, so that `get` must look at the clock. */
  readonly #isTimed: boolean;

  /**
   * An empty cache.
   * @param capacity The most it may hold: entries, or with `weigh` their total weight. A positive integer.
   * @param options Weight, time-to-live, and who is told about departures.
   * @throws {RangeError} If `capacity` or `ttlMs` is out of range.
   * @throws {TypeError} If an option has the wrong type, or `ttlMs` comes without a clock.
   */
  constructor(capacity: number, options: LruCacheOptions<Key, Value> = {}) {
    const action = "create an LRU cache";
    const { onEvict } = checkOptions(options, { action, argument: "options" });
    this.#capacity = checkPositiveInteger(capacity, { action, argument: "capacity" });
    this.#metadata = new EntryMetadata(options, action);
    this.#evictions = new EvictionNotifier(onEvict && checkFunction(onEvict, { action, argument: "onEvict" }));
    this.#isTimed = this.#metadata.areTimed;
    this.#isPlain = onEvict === undefined && !this.#isTimed && !this.#metadata.areWeighed;
  }

  /** Entries held now, counting those that have expired and have not been come upon. */
  get size(): number {
    return this.#size;
  }

  /** The most it may hold: entries, or with `weigh` their total weight. */
  get capacity(): number {
    return this.#capacity;
  }

  /** The total weight of the entries held now: without `weigh`, their number. */
  get weight(): number {
    return this.#weight;
  }

  /** The value of `key`, or `undefined` when it is absent or expired; makes it the most recently used. */
  get(key: Key): Value | undefined {
    const slot = this.#isTimed ? this.#findFresh(key) : this.#index.find(key);
    if (slot === 0) return undefined;
    this.#order.moveToFront(slot);
    return this.#values[slot];
  }

  /**
   * Stores `value` under `key` as the most recently used entry; the least recently used ones leave until there is room.
   * An entry that weighs more than the whole capacity is not kept: it leaves at once, with the earlier value of its
   * key, and all others stay.
   * @throws {RangeError} If `weigh` does not return a positive integer; the cache is then as before. So it is when
   *   `weigh` or the clock throws.
   */
  put(key: Key, value: Value): void {
    if (this.#isPlain) this.#putPlain(key, value);
    else this.#putWatched(key, value);
  }

  /** Whether `key` is present and fresh; not a use. */
  has(key: Key): boolean {
    return this.#findFresh(key) !== 0;
  }

  /** The value of `key`, or `undefined` when it is absent or expired; not a use. */
  peek(key: Key): Value | undefined {
    return this.#values[this.#findFresh(key)];
  }

  /** Takes `key` out; false when it was absent or expired. */
  delete(key: Key): boolean {
    const slot = this.#findFresh(key);
    if (slot === 0) return false;
    this.#takeOut(slot, "delete");
    this.#evictions.flush();
    return true;
  }

  /** Takes every entry out; they are announced from the least to the most recently used. */
  clear(): void {
    while (this.#size > 0) this.#takeOut(this.#order.last, "clear");
    this.#compact();
    this.#evictions.flush();
  }

  /**
   * Changes the capacity; the least recently used entries leave until the rest fits, and their memory is given back.
   * @throws {RangeError} If `capacity` is not a positive integer; the cache is then as before.
   */
  resize(capacity: number): void {
    this.#capacity = checkPositiveInteger(capacity, { action: "resize an LRU cache", argument: "capacity" });
    while (this.#weight > capacity) this.#takeOut(this.#order.last, "resize");
    this.#compact();
    this.#evictions.flush();
  }

  /** Takes out every entry whose time is over, and returns how many there were. */
  removeExpired(): number {
    const before = this.#size;
    for (let slot = this.#order.last; slot !== 0;) {
      const next = this.#order.before(slot);
      if (this.#metadata.isExpired(slot)) this.#takeOut(slot, "expired");
      slot = next;
    }
    const removed = before - this.#size;
    this.#evictions.flush();
    return removed;
  }

  /**
   * The fresh entries, most recently used first; not a use. The order is the one at the first step. The cache may be
   * changed meanwhile: entries that have gone are left out, entries added do not appear, values are the current ones.
   */
  *entries(): IterableIterator<[Key, Value]> {
    const keys: Key[] = [];
    for (let slot = this.#order.first; slot !== 0; slot = this.#order.after(slot)) keys.push(this.#keys[slot] as Key);
    for (const key of keys) {
      const slot = this.#index.find(key);
      if (slot !== 0 && !this.#metadata.isExpired(slot)) yield [key, this.#values[slot] as Value];
    }
  }

  /** The same as {@linkcode entries}. */
  [Symbol.iterator](): IterableIterator<[Key, Value]> {
    return this.entries();
  }

  /** `put` where nothing is weighed, timed or announced: a full cache writes over its last slot. */
  #putPlain(key: Key, value: Value): void {
    let slot = this.#index.findAgain(key);
    if (slot !== 0) {
      this.#values[slot] = value;
      this.#order.moveToFront(slot);
      return;
    }
    if (this.#size < this.#capacity) {
      slot = this.#order.allocate();
      this.#size++;
      this.#weight++;
    } else {
      slot = this.#order.last;
      this.#index.remove(this.#keys[slot], slot);
      this.#order.moveToFront(slot);
    }
    this.#keys[slot] = key === 0 ? (0 as Key) : key; // −0 becomes 0, as in Map
    this.#values[slot] = value;
    this.#index.add(key, slot);
  }

  /** `put` where something is weighed, timed or announced. */
  #putWatched(key: Key, value: Value): void {
    const weight = this.#metadata.weigh(key, value);
    const nowMs = this.#metadata.nowMs(); // before anything changes: a clock may throw
    const found = this.#index.findAgain(key);
    if (found !== 0) {
      this.#overwrite(found, value, { weight, nowMs });
    } else if (weight <= this.#capacity) {
      while (this.#weight + weight > this.#capacity) this.#takeOut(this.#order.last, "capacity");
      this.#fill(this.#order.allocate(), key, value, { weight, nowMs });
    } else {
      this.#evictions.enqueue({ key, value, reason: "capacity" });
    }
    this.#evictions.flush();
  }

  /** The slot of `key`, 0 when it is absent; takes it out if its time is over. */
  #findFresh(key: Key): number {
    const slot = this.#index.find(key);
    if (slot === 0 || !this.#metadata.isExpired(slot)) return slot;
    this.#takeOut(slot, "expired");
    this.#evictions.flush();
    return 0;
  }

  /** Writes a new entry into a slot that is at the front of the ring. */
  #fill(slot: number, key: Key, value: Value, { weight, nowMs }: { weight: number; nowMs: number }): void {
    this.#keys[slot] = key === 0 ? (0 as Key) : key; // −0 becomes 0, as in Map
    this.#values[slot] = value;
    this.#index.add(key, slot);
    this.#size++;
    this.#weight += weight;
    this.#metadata.set(slot, weight, nowMs);
  }

  /** Puts another value into the slot of its key; if it is too heavy for any cache of this capacity, both leave. */
  #overwrite(slot: number, value: Value, { weight, nowMs }: { weight: number; nowMs: number }): void {
    const key = this.#keys[slot] as Key;
    const isSame = Object.is(this.#values[slot], value);
    if (weight > this.#capacity) {
      this.#takeOut(slot, isSame ? "capacity" : "overwrite");
      if (!isSame) this.#evictions.enqueue({ key, value, reason: "capacity" });
      return;
    }
    if (!isSame) this.#note(slot, "overwrite");
    this.#values[slot] = value;
    this.#order.moveToFront(slot);
    this.#weight += weight - this.#metadata.weightOf(slot);
    this.#metadata.set(slot, weight, nowMs);
    // ends before `slot`, which alone fits
    while (this.#weight > this.#capacity) this.#takeOut(this.#order.last, "capacity");
  }

  /** Notes that the value of a slot leaves; the reason is "expired" wherever that is true. */
  #note(slot: number, reason: EvictionReason): void {
    const key = this.#keys[slot] as Key;
    const value = this.#values[slot] as Value;
    this.#evictions.enqueue({ key, value, reason: this.#metadata.isExpired(slot) ? "expired" : reason });
  }

  /** Empties a slot and notes why. */
  #takeOut(slot: number, reason: EvictionReason): void {
    this.#note(slot, reason);
    this.#index.remove(this.#keys[slot], slot);
    this.#order.free(slot);
    this.#keys[slot] = undefined;
    this.#values[slot] = undefined;
    this.#size--;
    this.#weight -= this.#metadata.weightOf(slot);
  }

  /** Moves the entries into new arrays of the right size, if more than half of the slots are free. */
  #compact(): void {
    if (this.#keys.length <= 2 * this.#size + 1) return;
    const slots: number[] = [];
    for (let slot = this.#order.last; slot !== 0; slot = this.#order.before(slot)) slots.push(slot);
    this.#keys = [undefined, ...slots.map((slot) => this.#keys[slot])];
    this.#values = [undefined, ...slots.map((slot) => this.#values[slot])];
    this.#metadata.renumber(slots);
    this.#index = new SlotIndex(this.#keys);
    this.#order = new IndexLinkedList();
    for (const _ of slots) {
      const slot = this.#order.allocate();
      this.#index.add(this.#keys[slot], slot);
    }
  }
}
