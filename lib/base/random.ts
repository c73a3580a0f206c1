/**
 * Random numbers that a seed decides: xoshiro128**, seeded through SplitMix64.
 *
 * The state is four 32-bit words; one draw is a handful of 32-bit shifts and two multiplications, which is what
 * JavaScript's numbers do fast (generators with 64-bit state need `BigInt` or a multiplication in halves). The period
 * is 2¹²⁸ − 1.
 * **Invariant.** The same seed gives the same numbers on every machine, for ever: notebooks' outputs depend on it.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `uint32`, `next` | O(1): one draw, two draws |
 * | `integer`, `normal` | O(1) expected: rejection, fewer than 2 rounds on average |
 * | `shuffle` | O(n) |
 *
 * Not here on purpose: secrets (use `crypto.getRandomValues`; anyone who sees a few numbers can tell the next), other
 * distributions (each is its own file, built on `next`).
 *
 * Source: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on Mathematical
 * Software 47(4), 2021; seeding as the authors recommend, by SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
 * Bounded integers by rejection; normal numbers by the polar method (G. Marsaglia and T. Bray, SIAM Review 6(3), 1964).
 *
 * @module
 */
import { checkNonNegativeInteger, checkPositiveInteger } from "./argument.ts";

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;
const MASK_64 = 2n ** 64n - 1n;

/**
 * A generator whose numbers depend on `seed` alone.
 *
 * @param seed A non-negative integer below 2⁵³.
 * @throws {RangeError} If `seed` is negative, fractional, or too large.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { random } from "./random.ts";
 *
 * const dice = random(7);
 * const rolls = Array.from({ length: 1000 }, () => 1 + dice.integer(6));
 * assert(rolls.every((roll) => roll >= 1 && roll <= 6));
 * assertEquals(random(7).integer(6) + 1, rolls[0]);
 * ```
 */
export function random(seed: number): Random {
  checkNonNegativeInteger(seed, { action: "create a random generator", argument: "seed" });
  const first = splitMix64(BigInt(seed));
  const second = splitMix64(first.state);
  return new Random([
    Number(first.output & 0xffffffffn),
    Number(first.output >> 32n),
    Number(second.output & 0xffffffffn),
    Number(second.output >> 32n),
  ]);
}

/** One step of SplitMix64: the next state, and the number drawn from it. Both are 64 bits wide. */
export function splitMix64(state: bigint): { state: bigint; output: bigint } {
  const next = (state + 0x9e3779b97f4a7c15n) & MASK_64;
  let mixed = next;
  mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK_64;
  return { state: next, output: mixed ^ (mixed >> 31n) };
}

/** A stream of random numbers. {@linkcode random} makes one from a seed; the constructor takes the raw state. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  /** The second normal number of a pair, kept for the next call. */
  #spareNormal: number | undefined;

  /**
   * A generator in a given state.
   * @param state Four unsigned 32-bit words, not all 0.
   * @throws {RangeError} If they are all 0: the generator would return 0 for ever.
   */
  constructor(state: readonly [number, number, number, number]) {
    [this.#a, this.#b, this.#c, this.#d] = [state[0] | 0, state[1] | 0, state[2] | 0, state[3] | 0];
    if ((this.#a | this.#b | this.#c | this.#d) === 0) {
      throw new RangeError("Cannot create a random generator: state must not be all zero: current value is 0,0,0,0");
    }
  }

  /** A uniform integer from 0 to 2³² − 1. */
  uint32(): number {
    const b = this.#b;
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ (b << 9);
    this.#d = rotateLeft(d, 11);
    return scrambled;
  }

  /** A uniform number in [0, 1): one of the 2⁵³ multiples of 2⁻⁵³. */
  next(): number {
    const high = this.uint32() >>> 5; // 27 bits
    const low = this.uint32() >>> 6; // 26 bits
    return (high * 2 ** 26 + low) / TWO_53;
  }

  /**
   * A uniform integer from 0 to `count` − 1; every one exactly as likely as any other.
   * @param count A positive integer up to 2⁵³ − 1.
   * @throws {RangeError} If `count` is not a positive integer.
   */
  integer(count: number): number {
    checkPositiveInteger(count, { action: "draw an integer", argument: "count" });
    if (count > TWO_32) return this.#wideInteger(count);
    const fair = TWO_32 - TWO_32 % count; // the largest multiple of count: numbers from here on would favour the low remainders
    let drawn = this.uint32();
    while (drawn >= fair) drawn = this.uint32();
    return drawn % count;
  }

  /** A number from the normal distribution with mean 0 and standard deviation 1. */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue; // outside the circle, or its centre, where the logarithm has no value
      const scale = Math.sqrt(-2 * Math.log(square) / square);
      this.#spareNormal = y * scale;
      return x * scale;
    }
  }

  /** Puts the items of `list` into a random order, in place; every order is as likely as any other. Returns `list`. */
  shuffle<List extends unknown[] | Int32Array | Uint32Array | Float64Array>(list: List): List {
    for (let last = list.length - 1; last > 0; last--) {
      const chosen = this.integer(last + 1);
      const kept = list[last];
      list[last] = list[chosen]!;
      list[chosen] = kept!;
    }
    return list;
  }

  #wideInteger(count: number): number {
    const fair = TWO_53 - TWO_53 % count;
    for (;;) {
      const drawn = (this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6);
      if (drawn < fair) return drawn % count;
    }
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
