/**
 * How much may happen: a burst of `capacity` tokens at once, and `refillPerSecond` tokens a second in the long run.
 *
 * **Arithmetic.** What every bucket of the lab stores is how much it lacks to be full, in thousandths of a token, at
 * the hour of its last grant. A thousandth is what one token a second brings in one millisecond, so that
 *
 *     missing now = max(0, missing − elapsed ms × tokens per second)
 *
 * has no division and no constant with a fraction: with whole milliseconds and whole rates every number is whole, and
 * exact below 2⁵³. Otherwise each grant rounds twice, by at most 2⁻⁵² of the capacity; a refusal writes nothing, so
 * ten million polls in vain leave a bucket as it was.
 *
 * Not here on purpose: limits on several windows at once (take from several buckets, all or nothing).
 *
 * @module
 */
import { checkNonNegative, checkOptions, checkPositive } from "../../base/argument.ts";

/** A limit. In any span of t seconds no more than `capacity` + t × `refillPerSecond` tokens are granted. */
export interface RateLimit {
  /** The most tokens that can be taken at once: above 0, fractions allowed. */
  readonly capacity: number;
  /** Tokens that come in each second: above 0, fractions allowed. */
  readonly refillPerSecond: number;
}

/** Thousandths in a token: what one token a second brings in one millisecond. */
export const MILLITOKENS = 1000;

/**
 * Refuses a limit that cannot be kept.
 * @throws {TypeError} If a part is not a number.
 * @throws {RangeError} If a part is not positive and finite, or an empty bucket would take more than 2⁵³ ms to fill.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { checkRateLimit, timeToFullMs } from "./rate_limit.ts";
 *
 * const limit = { capacity: 10, refillPerSecond: 4 };
 * checkRateLimit(limit, "limit logins");
 * assertEquals(timeToFullMs(limit), 2500);
 * assertThrows(() => checkRateLimit({ capacity: 0, refillPerSecond: 4 }, "limit logins"), RangeError);
 * ```
 */
export function checkRateLimit(limit: RateLimit, action: string): void {
  const { capacity, refillPerSecond } = checkOptions(limit, { action, argument: "limit" });
  checkPositive(capacity, { action, argument: "capacity" });
  checkPositive(refillPerSecond, { action, argument: "refillPerSecond" });
  const fillMs = timeToFullMs({ capacity, refillPerSecond });
  if (fillMs <= Number.MAX_SAFE_INTEGER) return;
  throw new RangeError(
    `Cannot ${action}: an empty bucket must be full again within 2^53 ms: current value is ${fillMs} ms`,
  );
}

/**
 * The tokens asked for: from 0, which never waits, to `capacity`; fractions allowed.
 * @throws {TypeError} If `n` is not a number.
 * @throws {RangeError} If `n` is negative, not finite, or above `capacity`: such a request could only wait for ever.
 */
export function checkTokens(n: number, capacity: number): number {
  if (typeof n === "number" && n >= 0 && n <= capacity) return n;
  const action = "take tokens";
  checkNonNegative(n, { action, argument: "n" });
  throw new RangeError(`Cannot ${action}: n must be at most the capacity, ${capacity}: current value is ${n}`);
}

/** Milliseconds until an empty bucket is full again. */
export function timeToFullMs({ capacity, refillPerSecond }: RateLimit): number {
  return capacity * MILLITOKENS / refillPerSecond;
}
