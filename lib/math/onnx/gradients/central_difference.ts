/**
 * The slope of a function along one axis, from two of its values: the central difference.
 *
 * (f(x + h) - f(x - h)) / 2h is off by two errors: one of the order of h² from the curvature, one of ε / h from
 * rounding, where ε is 2⁻⁵². With h = ∛ε · max(1, |x|), about 6e-6, they balance, and some ten digits remain.
 *
 * **Invariant.** The point is left as it was. The divisor is the distance of the two points as they were rounded, not
 * 2h.
 *
 * Cost: two calls of the function, one copy of the point.
 *
 * Not here on purpose: extrapolation from several steps, complex steps (exact, but the function would have to take
 * complex numbers).
 *
 * Source: W. Press et al., Numerical Recipes, section 5.7.
 *
 * @module
 */

/** Cube root of the distance from 1 to the next number. */
const RELATIVE_STEP = Math.cbrt(Number.EPSILON);

/**
 * ∂f / ∂x[index] at x, to about ten digits where f is smooth over 1e-5.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { centralDifference } from "./central_difference.ts";
 * const product = ([a, b]: Float64Array) => a! * b!;
 * assertAlmostEquals(centralDifference(product, { at: new Float64Array([3, 5]), index: 0 }), 5, 1e-9);
 * ```
 */
export function centralDifference(
  f: (x: Float64Array) => number,
  { at, index }: { readonly at: Float64Array; readonly index: number },
): number {
  const middle = at[index]!;
  const step = RELATIVE_STEP * Math.max(1, Math.abs(middle));
  const above = middle + step;
  const below = middle - step;
  return (f(at.with(index, above)) - f(at.with(index, below))) / (above - below);
}
