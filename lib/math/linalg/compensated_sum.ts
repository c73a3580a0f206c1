/**
 * Sums that do not lose the small terms beside the large ones.
 *
 * Neumaier's variant of Kahan's method carries what each addition rounded away in a second number, and adds it at the
 * end.
 *
 * **Invariant.** The error is at most 2u·|sum| + O(n·u²)·Σ|x|, with u = 2⁻⁵³: independent of n for all n that fit in
 * memory, where the plain loop has up to n·u·Σ|x|. The sum is finite whenever its true value is.
 *
 * Cost: O(n), about four times the plain loop.
 *
 * Not here on purpose: exactly rounded sums, pairwise summation (as fast as the plain loop, error log n · u), Σx² of
 * huge entries (`norms.ts` scales).
 *
 * Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974);
 * N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §4.3.
 *
 * @module
 */
import { checkFiniteVector } from "./matrix_checks.ts";

/**
 * The compensated sum of `x`; 0 for no entries.
 * @throws {RangeError} If an entry is NaN or infinite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compensatedSum } from "./compensated_sum.ts";
 * const x = Float64Array.of(1e16, 1, -1e16, 1);
 * assertEquals([x.reduce((sum, next) => sum + next, 0), compensatedSum(x)], [1, 2]);
 * ```
 */
export function compensatedSum(x: Float64Array): number {
  const sum = neumaierSum(checkFiniteVector(x, { action: "sum", argument: "x" }));
  // A partial sum may leave the range of a double where the sum itself does not.
  return Number.isFinite(sum) ? sum : neumaierSum(x.map((value) => value * 2 ** -54)) * 2 ** 54;
}

function neumaierSum(x: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const next = x[i]!;
    const total = sum + next;
    lost += Math.abs(sum) >= Math.abs(next) ? (sum - total) + next : (next - total) + sum;
    sum = total;
  }
  return sum + lost;
}
