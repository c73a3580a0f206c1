/**
 * Count, mean and deviation of numbers that come one at a time (Welford's sums), in constant memory.
 *
 * **Invariant.** After any numbers, count, mean and standard deviation are those of `momentsOf` of all of them, up to
 * rounding, however small or large they are.
 *
 * Cost: O(1) a number.
 *
 * Not here on purpose: skewness and kurtosis, merging (`moments.ts`).
 *
 * Source: B. Welford, Note on a Method for Calculating Corrected Sums of Squares and Products, Technometrics 4 (1962).
 *
 * @module
 */
import { checkFinite } from "../../base/argument.ts";
import { exponentOf, timesPowerOfTwo } from "../linalg/binary_exponent.ts";

/** Squares of distances within 2^±400 of the unit neither vanish nor overflow. */
const MAX_EXPONENT = 400;
/** A deviation below this share of the mean is what rounding leaves of equal numbers. */
const NOISE = 8 * 2 ** -52;

/**
 * Numbers that come one at a time.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RunningMoments } from "./running_moments.ts";
 * const seen = new RunningMoments();
 * for (const value of [1, 2, 3, 6]) seen.add(value);
 * assertEquals([seen.count, seen.mean, seen.standardDeviation.toFixed(4)], [4, 3, "2.1602"]);
 * ```
 */
export class RunningMoments {
  #count = 0;
  #mean = 0;
  /** Sum of squared distances from the mean, in units of 4^exponent. */
  #squares = 0;
  #exponent = 0;
  /** The largest and smallest distance that needs no other unit. */
  #tooLarge = 2 ** MAX_EXPONENT;
  #tooSmall = 2 ** -MAX_EXPONENT;

  /** How many numbers there were. */
  get count(): number {
    return this.#count;
  }

  /** Their mean; 0 while there are none. */
  get mean(): number {
    return this.#mean;
  }

  /** Their standard deviation, with n − 1; 0 for fewer than two. */
  get standardDeviation(): number {
    return this.#count < 2 ? 0 : timesPowerOfTwo(Math.sqrt(this.#squares / (this.#count - 1)), this.#exponent);
  }

  /** Whether the numbers so far differ by no more than rounding leaves of equal ones. */
  get isConstantUpToRounding(): boolean {
    return !(this.standardDeviation > NOISE * Math.abs(this.#mean));
  }

  /**
   * Takes a number.
   * @throws {TypeError} If it is no number.
   * @throws {RangeError} If it is not finite; nothing has changed then.
   */
  add(value: number): void {
    checkFinite(value, { action: "take a number", argument: "value" });
    const before = this.#count++;
    const half = value / 2 - this.#mean / 2; // the distance itself may be no double
    const size = 2 * Math.abs(half);
    if (size >= this.#tooLarge || (size < this.#tooSmall && this.#squares === 0 && size > 0)) this.#changeUnit(half);
    const distance = this.#exponent === 0 ? value - this.#mean : timesPowerOfTwo(half, 1 - this.#exponent);
    this.#mean += 2 * (half / this.#count);
    this.#squares += distance * distance * (before / this.#count);
  }

  #changeUnit(half: number): void {
    const exponent = exponentOf(half) + 1;
    this.#squares = timesPowerOfTwo(this.#squares, 2 * (this.#exponent - exponent));
    this.#exponent = exponent;
    this.#tooLarge = timesPowerOfTwo(1, exponent + MAX_EXPONENT);
    this.#tooSmall = timesPowerOfTwo(1, exponent - MAX_EXPONENT);
  }
}
