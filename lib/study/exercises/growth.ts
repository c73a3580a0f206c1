/**
 * How work grows with size: the exponent b of work ≈ a · size^b, by least squares on logarithms.
 *
 * A count of steps has no noise from the machine, so a handful of doubling sizes tells O(1) (exponent 0), O(log n)
 * (about 0.2 at the sizes we use), O(√n) (0.5) and O(n) (1) apart without a stopwatch.
 * Cost: O(points).
 *
 * Not here on purpose: confidence intervals (counts are exact), other laws than powers.
 *
 * @module
 */
import { checkPositive } from "../../base/argument.ts";
import { fitPowerLaw } from "../../math/stats/power_law.ts";

/** One measurement: at this size, an operation took so many steps. */
export interface WorkAtSize {
  /** Above 0. */
  readonly size: number;
  /** Steps of one operation on average: above 0. */
  readonly work: number;
}

/**
 * The exponent with which work grows with size.
 * @param points Measurements at two or more different sizes.
 * @throws {RangeError} If there are fewer than two different sizes, or a size or a work is not positive and finite.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { growthExponent } from "./growth.ts";
 * assertAlmostEquals(growthExponent([{ size: 10, work: 7 }, { size: 100, work: 70 }]), 1);
 * ```
 */
export function growthExponent(points: readonly WorkAtSize[]): number {
  const action = "fit a growth exponent";
  for (const { size, work } of points) {
    checkPositive(size, { action, argument: "size" });
    checkPositive(work, { action, argument: "work" });
  }
  if (new Set(points.map(({ size }) => size)).size < 2) {
    const sizes = points.map(({ size }) => size).join(", ") || "no points";
    throw new RangeError(`Cannot ${action}: two different sizes are needed: current value is ${sizes}`);
  }
  return fitPowerLaw(points.map(({ size, work }) => ({ n: size, cost: work }))).exponent;
}
