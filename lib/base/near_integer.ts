/**
 * Rounding up and down that forgives what floating point adds: `1.1 * 100 / 10` is 11.000000000000002, and its ceiling
 * should be 11.
 *
 * A product or quotient of a few numbers is off by a few units in the last place. Where the true value is an integer,
 * `Math.ceil` and `Math.floor` turn that into an error of 1: one request too many, one bin too few. Here a number
 * within four units in the last place of an integer counts as that integer.
 *
 * Not here on purpose: a tolerance of the caller's own (a sum of many terms is a case for compensated summation).
 *
 * @module
 */

/** How far a product of a few factors may be from the true one, relative to it. */
const SLACK = 4 * Number.EPSILON;

/**
 * The smallest integer that is not below `x`, if rounding errors of `x` are forgiven.
 * @param x Any number; NaN and infinities come back as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ceilNearInteger } from "./near_integer.ts";
 *
 * assertEquals([Math.ceil(1.1 * 100 / 10), ceilNearInteger(1.1 * 100 / 10)], [12, 11]);
 * assertEquals(ceilNearInteger(11.001), 12);
 * ```
 */
export function ceilNearInteger(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x - nearest) <= SLACK * Math.abs(x) ? nearest : Math.ceil(x);
}

/**
 * The largest integer that is not above `x`, if rounding errors of `x` are forgiven.
 * @param x Any number; NaN and infinities come back as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { floorNearInteger } from "./near_integer.ts";
 *
 * assertEquals([Math.floor(0.3 / 0.1), floorNearInteger(0.3 / 0.1)], [2, 3]);
 * assertEquals(floorNearInteger(2.999), 2);
 * ```
 */
export function floorNearInteger(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x - nearest) <= SLACK * Math.abs(x) ? nearest : Math.floor(x);
}
