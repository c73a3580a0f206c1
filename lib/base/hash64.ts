/**
 * A 64-bit hash of a text: the first half of MurmurHash3's 128 bits, in the variant for 32-bit machines, over UTF-8.
 *
 * JavaScript multiplies 32-bit integers in one instruction and 64-bit integers only as `BigInt`, so of the well-known
 * hashes this variant is the one that is fast here. The text is packed into 32-bit words in a buffer that is kept, four
 * characters at a time where it is ASCII and through `TextEncoder` where it is not; nothing is allocated for a text
 * that is not longer than every one before it.
 *
 * **Invariant.** The same text and seed give the same 64 bits in every process, on every machine, in every language
 * that has MurmurHash3: in Python, `mmh3.hash64(text, seed, x64arch=False, signed=False)[0]`.
 *
 * | | cost |
 * | - | ---- |
 * | `hash64` | O(length); about 15 ns + 1 ns a character |
 * | memory | one buffer for the longest text so far |
 *
 * Not here on purpose: a secret (anyone who knows the algorithm can make texts collide: use SipHash against an
 * attacker), bytes (encode them as a text or hash them with Web Crypto), big-endian machines (V8's Deno has none).
 *
 * Source: A. Appleby, MurmurHash3, 2011, `MurmurHash3_x86_128`.
 *
 * @module
 */
import { argumentError, checkNonNegativeInteger, checkOptions, checkString } from "./argument.ts";

const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;
const BLOCK_BYTES = 16;

/** How a text is hashed. */
export interface Hash64Options {
  /** Which of 2³² hash functions: an integer from 0 to 2³² − 1. @default {0} */
  readonly seed?: number;
}

const encoder = new TextEncoder();
/** The text being hashed, as little-endian words; `bytes` is the same memory. */
let words = new Int32Array(64);
let bytes = new Uint8Array(words.buffer);

/**
 * Writes the hash of `text` into `into`: the high 32 bits at place 0, the low ones at place 1. Lone surrogates, which
 * UTF-8 can't express, count as U+FFFD.
 *
 * @param text What is hashed.
 * @param into At least two places; so that a caller who hashes millions of texts allocates nothing.
 * @throws {TypeError} If `text` is not a string, or `into` no `Uint32Array` with two places.
 * @throws {RangeError} If the seed is not an integer from 0 to 2³² − 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hash64 } from "./hash64.ts";
 *
 * const hash = new Uint32Array(2);
 * hash64("hello", hash);
 * assertEquals([...hash].map((half) => half.toString(16)), ["db91def7", "2b2444a0"]);
 * ```
 */
export function hash64(text: string, into: Uint32Array, options?: Hash64Options): void {
  if (typeof text !== "string") checkString(text, { action: "hash a text", argument: "text" });
  if (!(into instanceof Uint32Array) || into.length < 2) {
    throw argumentError(into, { action: "hash a text", argument: "into", rule: "a Uint32Array of 2", type: "none" });
  }
  murmurInto(into, pack(text), hashSeed(options));
}

/** The seed, checked. */
function hashSeed(options: Hash64Options | undefined): number {
  const seed = options?.seed ?? 0;
  if (options === null) checkOptions(options, { action: "hash a text", argument: "options" });
  if (seed >>> 0 === seed) return seed | 0;
  const context = { action: "hash a text", argument: "seed" };
  checkNonNegativeInteger(seed, context);
  throw new RangeError(`Cannot ${context.action}: seed must be below 2³²: current value is ${seed}`);
}

/** Packs the text into `words` as UTF-8, with zeros up to the end of the last word; returns its length in bytes. */
function pack(text: string): number {
  const length = text.length;
  if (3 * length + 3 > bytes.length) grow(3 * length + 3);
  const whole = length & ~3;
  let seen = 0;
  let at = 0;
  for (; at < whole; at += 4) {
    const first = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    const third = text.charCodeAt(at + 2);
    const fourth = text.charCodeAt(at + 3);
    seen |= first | second | third | fourth;
    words[at >> 2] = first | second << 8 | third << 16 | fourth << 24;
  }
  let last = 0;
  for (let shift = 0; at < length; at++, shift += 8) {
    const unit = text.charCodeAt(at);
    seen |= unit;
    last |= unit << shift;
  }
  if (length > whole) words[whole >> 2] = last;
  return seen < 0x80 ? length : packEncoded(text);
}

/** As {@linkcode pack}, for a text that is not ASCII alone. */
function packEncoded(text: string): number {
  const { written } = encoder.encodeInto(text, bytes);
  bytes.fill(0, written, (written + 3) & ~3);
  return written;
}

function grow(leastBytes: number): void {
  words = new Int32Array(Math.max(words.length * 2, Math.ceil(leastBytes / 4)));
  bytes = new Uint8Array(words.buffer);
}

/** MurmurHash3_x86_128 of the first `length` bytes of `words`; its second word is the high half, its first the low. */
function murmurInto(into: Uint32Array, length: number, seed: number): void {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  const tail = (length & -BLOCK_BYTES) >> 2;
  for (let at = 0; at < tail; at += 4) {
    h1 ^= Math.imul(rotateLeft(Math.imul(words[at]!, C1), 15), C2);
    h1 = Math.imul(rotateLeft(h1, 19) + h2, 5) + 0x561ccd1b | 0;
    h2 ^= Math.imul(rotateLeft(Math.imul(words[at + 1]!, C2), 16), C3);
    h2 = Math.imul(rotateLeft(h2, 17) + h3, 5) + 0x0bcaa747 | 0;
    h3 ^= Math.imul(rotateLeft(Math.imul(words[at + 2]!, C3), 17), C4);
    h3 = Math.imul(rotateLeft(h3, 15) + h4, 5) + 0x96cd1c35 | 0;
    h4 ^= Math.imul(rotateLeft(Math.imul(words[at + 3]!, C4), 18), C1);
    h4 = Math.imul(rotateLeft(h4, 13) + h1, 5) + 0x32ac3b17 | 0;
  }
  const rest = length & (BLOCK_BYTES - 1);
  if (rest > 12) h4 ^= Math.imul(rotateLeft(Math.imul(words[tail + 3]!, C4), 18), C1);
  if (rest > 8) h3 ^= Math.imul(rotateLeft(Math.imul(words[tail + 2]!, C3), 17), C4);
  if (rest > 4) h2 ^= Math.imul(rotateLeft(Math.imul(words[tail + 1]!, C2), 16), C3);
  if (rest > 0) h1 ^= Math.imul(rotateLeft(Math.imul(words[tail]!, C1), 15), C2);
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = h1 + h2 + h3 + h4 | 0;
  h2 = fmix32(h2 + h1 | 0);
  h3 = fmix32(h3 + h1 | 0);
  h4 = fmix32(h4 + h1 | 0);
  h1 = fmix32(h1) + h2 + h3 + h4 | 0;
  into[0] = h2 + h1;
  into[1] = h1;
}

/** A permutation of the 32-bit integers in which each bit of the input decides about half the bits of the output. */
function fmix32(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

function rotateLeft(word: number, bits: number): number {
  return word << bits | word >>> (32 - bits);
}
