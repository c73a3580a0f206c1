/**
 * The two parts of a double, its mantissa and its binary exponent, for results that must not overflow or vanish on the
 * way.
 *
 * **Invariant.** Multiplying by a power of two rounds nothing, unless the product is subnormal.
 *
 * Cost: O(1).
 *
 * @module
 */

/** The exponent of the smallest subnormal number, and of the largest finite one. */
const [MIN_EXPONENT, MAX_EXPONENT] = [-1074, 1023];

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Which of the two words has sign and exponent. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0x3f ? 1 : 0;

/**
 * ⌊log₂ |x|⌋, exactly.
 * @param x Finite and not 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exponentOf, timesPowerOfTwo } from "./binary_exponent.ts";
 * assertEquals([1, -3, 0.75, Number.MAX_VALUE, Number.MIN_VALUE].map(exponentOf), [0, 1, -1, 1023, -1074]);
 * assertEquals(timesPowerOfTwo(3, -1074) / Number.MIN_VALUE, 3);
 * ```
 */
export function exponentOf(x: number): number {
  float[0] = x;
  const exponent = (words[HIGH]! >>> 20) & 0x7ff;
  if (exponent !== 0) return exponent - 1023;
  float[0] = x * 2 ** 64; // subnormal
  return ((words[HIGH]! >>> 20) & 0x7ff) - 1023 - 64;
}

/** x · 2^exponent, also where 2^exponent itself is no double. */
export function timesPowerOfTwo(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  let left = exponent;
  while (left > MAX_EXPONENT) {
    x *= 2 ** MAX_EXPONENT;
    left -= MAX_EXPONENT;
    if (left > 3000) return x * Infinity;
  }
  // Down to the subnormal numbers in one last step, so that the product is rounded once.
  while (left < MIN_EXPONENT) {
    const step = Math.max(-MAX_EXPONENT + 1, left + MAX_EXPONENT);
    if (exponentOf(x) + left < MIN_EXPONENT - 1) return x * 0;
    x *= 2 ** step;
    left -= step;
  }
  return x * 2 ** left;
}

/** The exponent of the entry of largest size; `undefined` if all are 0. */
export function largestExponent(x: ArrayLike<number>): number | undefined {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  return largest === 0 ? undefined : exponentOf(largest);
}

/** Entries up to 2^±400 can be squared, and many squares added up, without leaving the range of a double. */
const SAFE_EXPONENT = 400;

/**
 * By which power of two to multiply all parts so that squares of their largest entry stay in range: 0 for most.
 *
 * It is no larger than it must be, so that small entries beside a large one are not lost.
 */
export function safeShift(...parts: readonly ArrayLike<number>[]): number {
  const exponents = parts.map(largestExponent).filter((exponent) => exponent !== undefined);
  if (exponents.length === 0) return 0;
  const exponent = Math.max(...exponents);
  if (exponent > SAFE_EXPONENT) return SAFE_EXPONENT - exponent;
  return exponent < -SAFE_EXPONENT ? -SAFE_EXPONENT - exponent : 0;
}

/**
 * Sums of products, with those replaced whose parts left the range of a double on the way though they themselves need
 * not.
 * @param sums Changed in place.
 * @param options `factors`: what was multiplied. `again`: the same sums of scaled factors.
 */
export function withoutOverflow(
  sums: Float64Array,
  { factors: [a, b], again }: {
    readonly factors: readonly [Float64Array, Float64Array];
    readonly again: (a: Float64Array, b: Float64Array) => Float64Array;
  },
): Float64Array {
  if (sums.every(Number.isFinite)) return sums;
  const [shiftA, shiftB] = [safeShift(a), safeShift(b)];
  if (shiftA === 0 && shiftB === 0) return sums;
  const scaled = again(scaledBy(a, shiftA), scaledBy(b, shiftB));
  for (let at = 0; at < sums.length; at++) {
    if (!Number.isFinite(sums[at]!)) sums[at] = timesPowerOfTwo(scaled[at]!, -shiftA - shiftB);
  }
  return sums;
}

/** `x` with every entry multiplied by 2^exponent; `x` itself where the exponent is 0. */
export function scaledBy(x: Float64Array, exponent: number): Float64Array {
  if (exponent === 0) return x;
  if (Math.abs(exponent) <= MAX_EXPONENT - 1) {
    const factor = 2 ** exponent;
    return x.map((value) => value * factor);
  }
  return x.map((value) => timesPowerOfTwo(value, exponent));
}
