/**
 * A hash table from 32-bit codes to slot numbers, in one `Int32Array`: open addressing with linear probing.
 *
 * Pairs (code, slot) lie side by side, so that a search reads memory line by line and visits no object. Slot 0 marks a
 * free pair.
 *
 * ```text
 *  code │ 907 │  ·  │ 12  │ 13  │ 900 │  ·  │     900: its home is the third pair; two codes differ, then it is there
 *  slot │  3  │  0  │  1  │  5  │  2  │  0  │     14:  from its home on, the first pair with slot 0 says "absent"
 * ```
 *
 * **Invariant.** Between a code's home and its pair no pair is free, so a search may stop at the first free one; a
 * removal therefore moves later pairs back into the gap. No pair is {@linkcode MAX_PROBES} or more from its home,
 * and at most half of the pairs are in use.
 *
 * | method | expected | worst |
 * | ------ | -------- | ----- |
 * | `find`, `findKey` | O(1) | `MAX_PROBES` steps |
 * | `add` | O(1) amortised: the table doubles | |
 * | `remove` | O(1) | the length of a run of used pairs |
 * | memory | 16 to 32 bytes a code | |
 *
 * Not here on purpose: shrinking, iteration, a secret in the mixer. What finds no place near its home is refused, and
 * the owner keeps it elsewhere: so codes that were chosen to collide cannot make searches slow.
 *
 * Source: D. Knuth, The Art of Computer Programming, vol. 3, 6.4, algorithms L and R; the mixer is C. Wellons'
 * "lowbias32" without its last shift, because we take the high bits.
 *
 * @module
 */

/** Pairs searched from a code's home on. Unless codes are chosen to collide, not one in billions needs as many. */
export const MAX_PROBES = 128;

const SMALLEST_PAIRS = 16;

/**
 * A table of (code, slot) pairs; slots are positive integers, codes any 32-bit integers, also several times the same.
 */
export class IntHashTable<Key> {
  readonly #keys: readonly Key[];
  /** The code at 2i, its slot at 2i + 1. The number of pairs is a power of 2. */
  #pairs = new Int32Array(2 * SMALLEST_PAIRS);
  #mask = SMALLEST_PAIRS - 1;
  /** 32 − log₂ of the number of pairs: what is left of a mixed code after this shift is its home. */
  #shift = 32 - Math.log2(SMALLEST_PAIRS);
  #used = 0;

  /**
   * An empty table.
   * @param keys The owner's keys by slot, read by `findKey`.
   */
  constructor(keys: readonly Key[]) {
    this.#keys = keys;
  }

  /** The first slot with this code; 0 when there is none. */
  find(code: number): number {
    const pairs = this.#pairs;
    const mask = this.#mask;
    let at = this.#home(code);
    for (let step = 0; step < MAX_PROBES; step++) {
      const slot = pairs[2 * at + 1]!;
      if (slot === 0 || pairs[2 * at] === code) return slot;
      at = (at + 1) & mask;
    }
    return 0;
  }

  /** The slot with this code that holds `key`; 0 when there is none. */
  findKey(code: number, key: Key): number {
    const pairs = this.#pairs;
    const keys = this.#keys;
    const mask = this.#mask;
    let at = this.#home(code);
    for (let step = 0; step < MAX_PROBES; step++) {
      const slot = pairs[2 * at + 1]!;
      if (slot === 0 || (pairs[2 * at] === code && keys[slot] === key)) return slot;
      at = (at + 1) & mask;
    }
    return 0;
  }

  /** Adds a pair; false, and nothing is added, when there is no free place near its home. */
  add(code: number, slot: number): boolean {
    if (2 * this.#used > this.#mask) this.#widen();
    return this.#place(code, slot);
  }

  /** Takes out the pair, which must be there. */
  remove(code: number, slot: number): void {
    const pairs = this.#pairs;
    const mask = this.#mask;
    let gap = this.#home(code);
    for (let step = 0; pairs[2 * gap + 1] !== slot; step++) {
      if (step === MAX_PROBES) {
        throw new Error(`Cannot remove a slot: it is not under this code: current value is ${slot}`);
      }
      gap = (gap + 1) & mask;
    }
    this.#used--;
    // A later pair moves back into the gap unless its home lies behind the gap; where it was is the next gap.
    for (let at = (gap + 1) & mask; pairs[2 * at + 1] !== 0; at = (at + 1) & mask) {
      const other = pairs[2 * at]!;
      if (((at - this.#home(other)) & mask) < ((at - gap) & mask)) continue;
      pairs[2 * gap] = other;
      pairs[2 * gap + 1] = pairs[2 * at + 1]!;
      gap = at;
    }
    pairs[2 * gap + 1] = 0;
  }

  #home(code: number): number {
    let mixed = code ^ (code >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    return Math.imul(mixed, 0x735a2d97) >>> this.#shift;
  }

  /** Writes a pair into the first free place from its home on; false when there is none near enough. */
  #place(code: number, slot: number): boolean {
    const pairs = this.#pairs;
    const mask = this.#mask;
    let at = this.#home(code);
    for (let step = 0; step < MAX_PROBES; step++) {
      if (pairs[2 * at + 1] === 0) {
        pairs[2 * at] = code;
        pairs[2 * at + 1] = slot;
        this.#used++;
        return true;
      }
      at = (at + 1) & mask;
    }
    return false;
  }

  /**
   * Doubles the table. Taken in their order from the beginning of a run, all pairs find a place no further from their
   * home than before: homes at least double, so a pair that was in front of another without being in its way is not in
   * its way now.
   */
  #widen(): void {
    const [old, oldMask] = [this.#pairs, this.#mask];
    this.#pairs = new Int32Array(2 * old.length);
    this.#mask = old.length - 1;
    this.#shift--;
    this.#used = 0;
    let free = 0;
    while (old[2 * free + 1] !== 0) free++;
    for (let step = 1; step <= oldMask; step++) {
      const at = (free + step) & oldMask;
      const slot = old[2 * at + 1]!;
      if (slot !== 0) this.#place(old[2 * at]!, slot);
    }
  }
}
