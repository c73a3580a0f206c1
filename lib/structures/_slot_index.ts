/**
 * From a key to the number of the slot that holds it: what a structure needs that keeps its entries in arrays.
 *
 * `Map` answers that for every key, but each step along its chains visits another key, and an eviction looks its key up
 * once more. So 32-bit integers, which are their own hash codes, and strings of up to {@linkcode MAX_HASHED_LENGTH}
 * characters go into tables of our own ({@linkcode IntHashTable}); all other keys go into a `Map`, and so does the rare
 * key that finds no place in a table.
 *
 * **Invariant.** A key is in at most one of the tables and the map; it is in the map although it is of a table's kind
 * only if it is counted as displaced.
 *
 * | method | expected | worst |
 * | ------ | -------- | ----- |
 * | `find`, `add`, `remove` | O(1) | as `Map` |
 * | memory | 16 to 36 bytes a key | |
 *
 * Not here on purpose: the keys themselves (their owner has them, by slot), iteration (the owner knows the order).
 *
 * Source: strings are hashed by FNV-1a over UTF-16 units (G. Fowler, L. Noll, K.-P. Vo), starting from the length.
 *
 * @module
 */
import { IntHashTable } from "./_int_hash_table.ts";

/**
 * Strings up to this many UTF-16 units are hashed here; a longer one is faster in `Map`, which keeps the hash in the
 * string.
 */
export const MAX_HASHED_LENGTH = 16;

const FNV_PRIME = 0x01000193;
const SMALLEST_SLOTS = 16;

/** A map from keys to slot numbers (positive integers; 0 stands for "absent"). Keys are the same when `Map` says so. */
export class SlotIndex<Key> {
  readonly #integers: IntHashTable<Key>;
  readonly #strings: IntHashTable<Key>;
  /**
   * By slot, the codes of short strings: a removal need not read the string again, which is out of the processor's
   * cache by then.
   */
  #codes = new Int32Array(SMALLEST_SLOTS);
  readonly #others = new Map<Key, number>();
  /** How many of `#others` are there for want of a place in their table. */
  #displaced = 0;
  /** The short string of the last search in vain, with its code: most often it is added next. */
  #missed: string | undefined;
  #missedCode = 0;

  /**
   * An empty index.
   * @param keys The owner's keys by slot. The owner writes a key there before `add` and leaves it until after `remove`.
   */
  constructor(keys: readonly Key[]) {
    this.#integers = new IntHashTable(keys);
    this.#strings = new IntHashTable(keys);
  }

  /** The slot of `key`; 0 when it is absent. */
  find(key: Key): number {
    if (typeof key === "number" && (key | 0) === key) {
      const slot = this.#integers.find(key | 0);
      return slot === 0 && this.#displaced > 0 ? this.#others.get(key) ?? 0 : slot;
    }
    if (typeof key === "string" && key.length <= MAX_HASHED_LENGTH) return this.#findString(key);
    return this.#others.get(key) ?? 0;
  }

  /** As {@linkcode find}, but knows at once that the key of the last search in vain is still absent. */
  findAgain(key: Key): number {
    if (typeof key !== "string" || key.length > MAX_HASHED_LENGTH) return this.find(key);
    return key === this.#missed ? 0 : this.#findString(key);
  }

  /** Notes that `key`, which is absent, is in `slot` from now on. */
  add(key: Key, slot: number): void {
    if (typeof key === "number" && (key | 0) === key) {
      if (!this.#integers.add(key | 0, slot)) this.#displace(key, slot);
    } else if (typeof key === "string" && key.length <= MAX_HASHED_LENGTH) {
      const code = key === this.#missed ? this.#missedCode : stringCode(key);
      this.#missed = undefined;
      if (slot >= this.#codes.length) this.#codes = longer(this.#codes, slot);
      this.#codes[slot] = code;
      if (!this.#strings.add(code, slot)) this.#displace(key, slot);
    } else {
      this.#others.set(key, slot);
    }
  }

  /** Forgets `key`, which is in `slot`. */
  remove(key: Key, slot: number): void {
    if (typeof key === "number" && (key | 0) === key) {
      if (this.#displaced > 0 && this.#others.delete(key)) this.#displaced--;
      else this.#integers.remove(key | 0, slot);
    } else if (this.#others.size > 0 && this.#others.delete(key)) {
      if (typeof key === "string" && key.length <= MAX_HASHED_LENGTH) this.#displaced--;
    } else {
      this.#strings.remove(this.#codes[slot]!, slot);
    }
  }

  #findString(key: Key & string): number {
    const code = stringCode(key);
    const slot = this.#strings.findKey(code, key);
    if (slot !== 0) return slot;
    const displaced = this.#displaced > 0 ? this.#others.get(key) : undefined;
    if (displaced !== undefined) return displaced;
    this.#missed = key;
    this.#missedCode = code;
    return 0;
  }

  #displace(key: Key, slot: number): void {
    this.#others.set(key, slot);
    this.#displaced++;
  }
}

function stringCode(key: string): number {
  let code = key.length;
  for (let at = 0; at < key.length; at++) code = Math.imul(code ^ key.charCodeAt(at), FNV_PRIME);
  return code;
}

/** A copy of `codes` with room for `slot`, at least twice as long. */
function longer(codes: Int32Array, slot: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(2 * codes.length, slot + 1));
  copy.set(codes);
  return copy;
}
