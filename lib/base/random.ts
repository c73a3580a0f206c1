/**
 * Random numbers that a seed decides: xoshiro128**, seeded through SplitMix64.
 *
 * The state is four 32-bit words; one draw is a handful of 32-bit shifts and two multiplications, which is what
 * JavaScript's numbers do fast (generators with 64-bit state need `BigInt` or a multiplication in halves). The period
 * is 2¹²⁸ − 1.
 *
 * **Invariant.** The same seed gives the same numbers on every machine, for ever: notebooks' outputs depend on it. A
 * generator restored from the `state` of another gives the numbers that the other would have given next.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `uint32`, `next` | O(1): one draw, two draws |
 * | `integer`, `normal` | O(1) expected: rejection, fewer than 2 rounds on average |
 * | `shuffle` | O(n) |
 * | `state`, `restore`, `split` | O(1) |
 *
 * **Streams.** {@linkcode Random.split} makes a generator whose numbers have nothing to do with those of its parent or
 * of its siblings, for workers or for parts of a program that must not disturb each other. The child's 128 bits of
 * state are four draws of the parent, mixed by SplitMix64's permutation: two of n streams of length m overlap with a
 * probability of about n² · m / 2¹²⁸, which is 10⁻¹⁴ for a million streams of 10¹² numbers. Children can be split
 * again. (Jumping ahead by 2⁶⁴ draws would rule an overlap out among siblings, and make it certain among their
 * children.)
 *
 * Not here on purpose: secrets (use `crypto.getRandomValues`; anyone who sees a few numbers can tell the next), other
 * distributions (see `draws/` and `zipf.ts`, built on `next`).
 *
 * Source: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on Mathematical
 * Software 47(4), 2021; seeding as the authors recommend, by SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
 * Bounded integers by rejection; normal numbers by the polar method (G. Marsaglia and T. Bray, SIAM Review 6(3), 1964).
 *
 * @module
 */
import {
  argumentError,
  checkFinite,
  checkList,
  checkNonNegativeInteger,
  checkOptions,
  checkPositiveInteger,
} from "./argument.ts";

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
  return new Random(wordsOf(first.output, second.output));
}

/** Two 64-bit numbers as four words, low halves first. */
function wordsOf(first: bigint, second: bigint): [number, number, number, number] {
  const [low, high] = [0xffffffffn, 32n];
  return [Number(first & low), Number(first >> high), Number(second & low), Number(second >> high)];
}

/** The words as signed 32-bit integers. */
function checkWords(words: readonly number[], action: string): [number, number, number, number] {
  const context = { action, argument: "state" };
  if (checkList(words, context).length !== 4) {
    throw new RangeError(`Cannot ${action}: state must be four words: current value is ${words.length}`);
  }
  for (const [n, word] of words.entries()) {
    if (word >>> 0 === word) continue;
    throw argumentError(word, { action, argument: `state[${n}]`, rule: "an unsigned 32-bit integer" });
  }
  if (words.every((word) => word === 0)) {
    throw new RangeError(`Cannot ${action}: state must not be all zero: current value is 0,0,0,0`);
  }
  return [words[0]! | 0, words[1]! | 0, words[2]! | 0, words[3]! | 0];
}

/** One step of SplitMix64: the next state, and the number drawn from it. Both are 64 bits wide. */
export function splitMix64(state: bigint): { state: bigint; output: bigint } {
  const next = (state + 0x9e3779b97f4a7c15n) & MASK_64;
  let mixed = next;
  mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK_64;
  return { state: next, output: mixed ^ (mixed >> 31n) };
}

/** Where a generator stands: a plain record that JSON can carry. */
export interface RandomState {
  /** The four words of the generator: unsigned 32-bit integers, not all 0. */
  readonly words: readonly [number, number, number, number];
  /** The second normal number of a pair, if one is kept for the next call of `normal`. */
  readonly spareNormal?: number;
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
   * @throws {TypeError} If they are not four numbers.
   * @throws {RangeError} If one is out of range, or all are 0: the generator would return 0 for ever.
   */
  constructor(state: readonly [number, number, number, number]) {
    [this.#a, this.#b, this.#c, this.#d] = checkWords(state, "create a random generator");
  }

  /**
   * A generator that goes on where the one with this state stood.
   * @throws {TypeError} If `state` is not of that form.
   * @throws {RangeError} If a number in it is out of range.
   *
   * @example A training that is interrupted goes on with the same numbers
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { Random, random } from "./random.ts";
   *
   * const draw = random(7);
   * draw.normal();
   * const saved = JSON.stringify(draw.state);
   * const rest = [draw.normal(), draw.next()];
   * const resumed = Random.from(JSON.parse(saved));
   * assertEquals([resumed.normal(), resumed.next()], rest);
   * ```
   */
  static from(state: RandomState): Random {
    const restored = new Random([1, 0, 0, 0]);
    restored.restore(state);
    return restored;
  }

  /** Where the generator stands, as a plain record: kept in a checkpoint, or compared. */
  get state(): RandomState {
    const words = [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0] as const;
    return this.#spareNormal === undefined ? { words } : { words, spareNormal: this.#spareNormal };
  }

  /**
   * Goes on where the generator with this state stood.
   * @throws {TypeError} If `state` is not of that form; the generator is then as before.
   * @throws {RangeError} If a number in it is out of range.
   */
  restore(state: RandomState): void {
    const action = "restore a random generator";
    const { words, spareNormal } = checkOptions(state, { action, argument: "state" });
    const checked = checkWords(words, action);
    if (spareNormal !== undefined) checkFinite(spareNormal, { action, argument: "state.spareNormal" });
    [this.#a, this.#b, this.#c, this.#d] = checked;
    this.#spareNormal = spareNormal;
  }

  /** The {@linkcode Random.state}, so that `JSON.stringify` of a generator says where it stands. */
  toJSON(): RandomState {
    return this.state;
  }

  /**
   * A new generator with a stream of its own, independent of this one and of all others that it is split into. Takes
   * four draws of this one, so the order of splits and draws decides the numbers, and nothing else does.
   *
   * @example Each worker its own numbers, whatever the others draw
   * ```ts
   * import { assertNotEquals } from "@std/assert";
   * import { random } from "./random.ts";
   *
   * const root = random(1);
   * const workers = [root.split(), root.split()];
   * assertNotEquals(workers[0]!.next(), workers[1]!.next());
   * ```
   */
  split(): Random {
    const [first, second] = [this.#uint64(), this.#uint64()].map((word) => splitMix64(word).output) as [bigint, bigint];
    return first === 0n && second === 0n ? this.split() : new Random(wordsOf(first, second));
  }

  #uint64(): bigint {
    return BigInt(this.uint32()) << 32n | BigInt(this.uint32());
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
    // the largest multiple of count: numbers from here on would favour the low remainders
    const fair = TWO_32 - TWO_32 % count;
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

  /**
   * Puts the items of `list` into a random order, in place; every order is as likely as any other. Returns `list`.
   * @throws {TypeError} If `list` is neither an array nor a typed array.
   */
  shuffle<List extends unknown[] | Int32Array | Uint32Array | Float64Array>(list: List): List {
    checkList(list, { action: "shuffle", argument: "list" });
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
