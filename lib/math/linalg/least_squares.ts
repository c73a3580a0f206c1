/**
 * Least squares by a rank-revealing QR factorisation: the x with the smallest ‖a · x − b‖, and of those the shortest.
 *
 * The normal equations square the condition number and lose half of the digits; QR does not. Where columns depend on
 * each other, the pivoted factor is cut off at its rank and what is left of it is factored once more from the other
 * side (a complete orthogonal decomposition), which gives the shortest solution, the one that the pseudo-inverse gives.
 *
 * **Invariant.** aᵀ · (a · x − b) = 0 up to rounding; x lies in the row space of `a`.
 *
 * Cost: about 4 m n² operations.
 *
 * Not here on purpose: weights (scale the rows), ridge (append rows), standard errors (statistics).
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.5.
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { type Matrix, matrixFrom, transpose } from "./matrix.ts";
import { safeShift, scaledBy, timesPowerOfTwo } from "./binary_exponent.ts";
import { checkFiniteMatrix, checkFiniteVector, checkTolerance } from "./matrix_checks.ts";
import { euclidean } from "./norms.ts";
import { matvec } from "./products.ts";
import { qrInRange } from "./qr.ts";

/** What came of it. */
export interface LeastSquares {
  /** (n): the shortest of the best solutions. */
  readonly x: Float64Array;
  /** ‖a · x − b‖. */
  readonly residualNorm: number;
  /** How many columns of `a` are independent, as far as `tolerance` lets one say. */
  readonly rank: number;
}

/**
 * The best x with a · x ≈ b.
 * @param a (m, n): more rows than columns, as many, or fewer.
 * @param b (m).
 * @throws {RangeError} If `b` has another length than `a` has rows, or an entry is not finite.
 *
 * @example A line through (0, 1), (1, 3), (2, 5)
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { leastSquares } from "./least_squares.ts";
 * import { matrixOf } from "./matrix.ts";
 * const { x, residualNorm, rank } = leastSquares(matrixOf([[1, 0], [1, 1], [1, 2]]), Float64Array.of(1, 3, 5));
 * assertEquals([...x].map((value) => Math.round(value * 1e9) / 1e9), [1, 2]);
 * assert(residualNorm < 1e-14);
 * assertEquals(rank, 2);
 * ```
 */
export function leastSquares(
  a: Matrix,
  b: Float64Array,
  options: { readonly tolerance?: number } = {},
): LeastSquares {
  const action = "solve a least-squares problem";
  const { tolerance } = checkOptions(options, { action, argument: "options" });
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFiniteVector(b, { action, argument: "b" });
  if (b.length !== a.rows) {
    throw new RangeError(
      `Cannot ${action}: b must have ${a.rows} entries, as a has rows: current value is ${b.length}`,
    );
  }
  checkTolerance(tolerance, { action, argument: "tolerance" });
  // Both sides are brought into a range in which no sum of squares overflows; the solution is scaled back at the end.
  const [shiftA, shiftB] = [safeShift(a.data), safeShift(b)];
  const left = matrixFrom(scaledBy(a.data, shiftA), a);
  const right = scaledBy(b, shiftB);
  const { q, r, permutation, rank } = qrInRange(left, {
    pivoting: true,
    ...(tolerance === undefined ? {} : { tolerance }),
  });
  const target = matvec(transpose(q), right).subarray(0, rank);
  const permuted = minimumNormSolution(
    matrixFrom(r.data.slice(0, rank * a.columns), { rows: rank, columns: a.columns }),
    target,
  );
  const x = new Float64Array(a.columns);
  for (let j = 0; j < a.columns; j++) x[permutation[j]!] = permuted[j]!;
  const residual = matvec(left, x);
  for (let i = 0; i < a.rows; i++) residual[i]! -= right[i]!;
  const residualNorm = timesPowerOfTwo(euclidean(residual), -shiftB);
  return { x: scaledBy(x, shiftA - shiftB), residualNorm, rank };
}

/** The shortest x with r · x = target, for an upper trapezoid r of full row rank. */
function minimumNormSolution(r: Matrix, target: Float64Array): Float64Array {
  const { rows: k, columns: n } = r;
  if (k === n) {
    const x = target.slice();
    for (let i = k - 1; i >= 0; i--) {
      for (let j = i + 1; j < k; j++) x[i]! -= r.data[i * n + j]! * x[j]!;
      x[i]! /= r.data[i * n + i]!;
    }
    return x;
  }
  // rᵀ = z · t, so r · x = tᵀ · (zᵀ · x): solve tᵀ y = target, then x = z · y.
  const { q: z, r: t } = qrInRange(transpose(r), {});
  const y = target.slice();
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) y[i]! -= t.data[j * k + i]! * y[j]!;
    y[i]! /= t.data[i * k + i]!;
  }
  return matvec(z, y);
}
