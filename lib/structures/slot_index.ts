/**
 * From a key to the number of the slot that holds it: the hash table under the array-based caches.
 *
 * A structure that keeps its entries in arrays must know, for a key, at which place they are. `Map` answers that for every key,
 * but keeps no hash code beside it: each step along a chain visits another string. So 32-bit integers and strings of up to
 * {@linkcode LONGEST_HASHED} characters go into a table of our own: open addressing with linear probing, in one `Int32Array` of
 * pairs (code, slot), which is read line by line. All other keys go into a `Map`.
 *
 * ```text
 *  code │ 907 │  ·  │ 12  │ 13  │ 900 │  ·  │     find 900: its home is the third pair; two codes differ, then it is there
 *  slot │  3  │  0  │  1  │  5  │  2  │  0  │     find 14:  from its home on, the first pair with slot 0 says: absent
 * ```
 *
 * **Invariant.** Between a key's home and its pair no pair is free (slot 0), so a search may stop at the first free one; a removal
 * therefore moves later pairs back into the gap. At most half of the pairs are in use.
 * **Worst case.** Nobody makes it slow by choosing keys with equal codes: a key that would sit {@linkcode LONGEST_SEARCH} pairs
 * from its home, or further, goes into the `Map`, which hashes strings with a secret of its own.
 *
 * | method | expected | worst |
 * | ------ | -------- | ----- |
 * | `find`, `add`, `remove` | O(1) | as `Map` |
 * | memory | 20 to 36 bytes a key | |
 *
 * Not here on purpose: the keys themselves (their owner has them, by slot), iteration (the owner knows the order), slot 0 (it is
 * the answer for "absent", and the owner's ring starts there).
 *
 * Source: D. Knuth, The Art of Computer Programming, vol. 3, 6.4, algorithms L and R; strings by FNV-1a; the mixer is C. Wellons'
 * "lowbias32" without its last shift, because we take the high bits.
 *
 * @module
 */

/** Strings up to this many UTF-16 units are hashed here; for longer ones `Map`, which keeps the hash in the string, is faster. */
export const LONGEST_HASHED = 16;

/** Pairs searched from a key's home on; with codes that are not chosen to collide, one key in billions would need more. */
export const LONGEST_SEARCH = 128;

const SMALLEST_PAIRS = 16;
const FNV_PRIME = 0x01000193;

/** A map from keys to slot numbers (positive integers), for owners that keep the keys in an array by slot. */
export class SlotIndex<Key> {
  /** The owner's keys by slot: read to tell two keys with the same code apart. */
  readonly #keys: readonly Key[];
  /** Pairs: code at 2i, slot at 2i + 1. Their number is a power of 2. */
  #pairs = new Int32Array(2 * SMALLEST_PAIRS);
  #mask = SMALLEST_PAIRS - 1;
  /** 32 − log₂ of the number of pairs: the home of a code is that many bits of it shifted away. */
  #shift = 28;
  /** Pairs in use. */
  #used = 0;
  /** Codes by slot, so that a removal need not visit the key again, which is cold by then. */
  #codes = new Int32Array(SMALLEST_PAIRS);
  /** Keys of other kinds, and those that found no place in the table. */
  readonly #others = new Map<Key, number>();
  /** How many of `#others` are there for want of a place. */
  #displaced = 0;
  /** The key of the last search in vain, with its code: most often it is added next. `undefined` when there is none. */
  #missed: Key | undefined;
  #missedCode = 0;

  /**
   * An empty index.
   * @param keys The owner's keys by slot. The owner writes a key there before `add` and leaves it until after `remove`.
   */
  constructor(keys: readonly Key[]) {
    this.#keys = keys;
  }

  /** The slot of `key`; 0 when it is absent. */
  find(key: Key): number {
    if (typeof key === "number" && (key | 0) === key) return this.#findInteger(key, key | 0);
    if (typeof key === "string" && key.length <= LONGEST_HASHED) return this.#findString(key, stringCode(key));
    return this.#others.get(key) ?? 0;
  }

  /** As {@linkcode find}, but knows at once that the key of the last search in vain is still absent. */
  findAgain(key: Key): number {
    return key === this.#missed && key !== undefined ? 0 : this.find(key);
  }

  /** Notes that `key`, which is absent, is in `slot` from now on. */
  add(key: Key, slot: number): void {
    let code: number;
    if (key === this.#missed && key !== undefined) code = this.#missedCode;
    else if (typeof key === "number" && (key | 0) === key) code = key | 0;
    else if (typeof key === "string" && key.length <= LONGEST_HASHED) code = stringCode(key);
    else {
      this.#others.set(key, slot);
      return;
    }
    this.#missed = undefined;
    if (slot >= this.#codes.length) this.#codes = longer(this.#codes, slot);
    this.#codes[slot] = code;
    if (2 * this.#used > this.#mask) this.#widen();
    if (!this.#place(code, slot)) this.#displace(key, slot);
  }

  /** Forgets `key`, which is in `slot`. */
  remove(key: Key, slot: number): void {
    if (this.#others.size > 0 && this.#others.delete(key)) {
      if (isTabled(key)) this.#displaced--;
      return;
    }
    const pairs = this.#pairs;
    const mask = this.#mask;
    let gap = this.#home(this.#codes[slot]!);
    while (pairs[2 * gap + 1] !== slot) gap = (gap + 1) & mask;
    this.#used--;
    // Whoever comes after the gap and lives no later than it moves back into it, and leaves the next gap.
    for (let at = (gap + 1) & mask; pairs[2 * at + 1] !== 0; at = (at + 1) & mask) {
      const code = pairs[2 * at]!;
      if (((at - this.#home(code)) & mask) < ((at - gap) & mask)) continue;
      pairs[2 * gap] = code;
      pairs[2 * gap + 1] = pairs[2 * at + 1]!;
      gap = at;
    }
    pairs[2 * gap + 1] = 0;
  }

  #findInteger(key: Key, code: number): number {
    const pairs = this.#pairs;
    const keys = this.#keys;
    const mask = this.#mask;
    let at = this.#home(code);
    for (let step = 0; step < LONGEST_SEARCH; step++) {
      const slot = pairs[2 * at + 1]!;
      if (slot === 0) break;
      if (pairs[2 * at] === code && typeof keys[slot] === "number") return slot; // a number is its own code
      at = (at + 1) & mask;
    }
    return this.#absent(key, code);
  }

  #findString(key: Key, code: number): number {
    const pairs = this.#pairs;
    const keys = this.#keys;
    const mask = this.#mask;
    let at = this.#home(code);
    for (let step = 0; step < LONGEST_SEARCH; step++) {
      const slot = pairs[2 * at + 1]!;
      if (slot === 0) break;
      if (pairs[2 * at] === code && keys[slot] === key) return slot;
      at = (at + 1) & mask;
    }
    return this.#absent(key, code);
  }

  /** The end of a search in vain: unless some keys were displaced, the key is absent. */
  #absent(key: Key, code: number): number {
    if (this.#displaced > 0) {
      const slot = this.#others.get(key);
      if (slot !== undefined) return slot;
    }
    this.#missed = key;
    this.#missedCode = code;
    return 0;
  }

  #home(code: number): number {
    let mixed = code ^ (code >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    return Math.imul(mixed, 0x735a2d97) >>> this.#shift;
  }

  /** Puts a pair into the first free place from its home on; false when that is too far. */
  #place(code: number, slot: number): boolean {
    const pairs = this.#pairs;
    let at = this.#home(code);
    for (let step = 0; step < LONGEST_SEARCH; step++) {
      if (pairs[2 * at + 1] === 0) {
        pairs[2 * at] = code;
        pairs[2 * at + 1] = slot;
        this.#used++;
        return true;
      }
      at = (at + 1) & this.#mask;
    }
    return false;
  }

  #displace(key: Key, slot: number): void {
    this.#others.set(key, slot);
    this.#displaced++;
  }

  #widen(): void {
    const old = this.#pairs;
    this.#allocate(old.length);
    for (let at = 0; at < old.length; at += 2) {
      const slot = old[at + 1]!;
      if (slot !== 0 && !this.#place(old[at]!, slot)) this.#displace(this.#keys[slot]!, slot);
    }
  }

  #allocate(count: number): void {
    this.#pairs = new Int32Array(2 * count);
    this.#mask = count - 1;
    this.#shift = 32 - Math.log2(count);
    this.#used = 0;
  }
}

/** Whether keys of this kind belong into the table. */
function isTabled(key: unknown): boolean {
  if (typeof key === "number") return (key | 0) === key;
  return typeof key === "string" && key.length <= LONGEST_HASHED;
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
