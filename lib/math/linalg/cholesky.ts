/**
 * Cholesky factorisation of a symmetric positive definite matrix, and the solution of systems with it.
 *
 * Column by column, each entry of `L` is what is left of `a` once the columns before are taken off: an inner product of
 * two rows (`_simd_kernels.ts`). Only the lower half of `a` is read; that the upper half is its mirror is checked,
 * because a matrix that is not symmetric would be factored without a word.
 *
 * **Invariant.** L · Lᵀ = a up to rounding; the diagonal of `L` is positive.
 *
 * Cost: ⅓ n³ operations, half of LU, and no pivoting.
 *
 * Not here on purpose: semidefinite matrices (pivoted Cholesky), updates by a vector.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §4.2.
 *
 * @module
 */
import { type Matrix, matrixFrom } from "./matrix.ts";
import { safeShift, scaledBy } from "./binary_exponent.ts";
import { checkFiniteMatrix, checkFiniteVector, checkSquare, checkSymmetric, checkVector } from "./matrix_checks.ts";
import { multiplyRows, withScratch } from "./_simd_kernels.ts";

/**
 * The lower triangle `L` with L · Lᵀ = a; `undefined` if `a` is not positive definite.
 * @param a (n, n), symmetric up to rounding.
 * @throws {RangeError} If `a` is not square or not symmetric, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cholesky } from "./cholesky.ts";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * assertEquals(rowsOf(cholesky(matrixOf([[4, 2], [2, 5]]))!), [[2, 0], [1, 2]]);
 * assertEquals(cholesky(matrixOf([[1, 2], [2, 1]])), undefined);
 * ```
 */
export function cholesky(a: Matrix): Matrix | undefined {
  const context = { action: "factor a matrix as L · Lᵀ", argument: "a" };
  checkSymmetric(checkFiniteMatrix(checkSquare(a, context), context), context);
  const n = a.rows;
  const shift = evenShift(a.data);
  const entries = scaledBy(a.data, shift);
  return withScratch((makeRows) => {
    const [lower, products] = [makeRows(n, n), makeRows(1, n)];
    const { data } = lower;
    const width = lower.stride / 8;
    const takenOff = products.data;
    for (let j = 0; j < n; j++) {
      multiplyRows({ ...lower.corner(j, 0), length: j }, { x: lower.at(j, 0), into: products.at(0, j) });
      const left = entries[j * n + j]! - takenOff[j]!;
      if (!(left > 0)) return undefined;
      const root = data[j * width + j] = Math.sqrt(left);
      for (let i = j + 1; i < n; i++) data[i * width + j] = (entries[i * n + j]! - takenOff[i]!) / root;
    }
    return matrixFrom(scaledBy(lower.entries(), -shift / 2), { rows: n, columns: n });
  });
}

/** A shift that keeps squares of the factor out of the subnormal numbers, and that a root halves. */
function evenShift(entries: Float64Array): number {
  const shift = safeShift(entries);
  return shift % 2 === 0 ? shift : shift - 1;
}

/**
 * The solution of L · Lᵀ · x = b.
 * @param lower (n, n), from {@linkcode cholesky}.
 * @param b (n).
 * @throws {RangeError} If `b` has another length, or an entry is not finite.
 */
export function choleskySolve(lower: Matrix, b: Float64Array): Float64Array {
  const action = "solve a system";
  const { rows: n, data } = checkSquare(lower, { action, argument: "lower" });
  checkVector(b, { action, argument: "b" });
  if (b.length !== n) {
    throw new RangeError(
      `Cannot ${action}: b must have ${n} entries, as the matrix has rows: current value is ${b.length}`,
    );
  }
  const x = checkFiniteVector(b, { action, argument: "b" }).slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let j = 0; j < i; j++) sum -= data[i * n + j]! * x[j]!;
    x[i] = sum / data[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / data[i * n + i]!;
    x[i] = value;
    for (let j = 0; j < i; j++) x[j]! -= data[i * n + j]! * value;
  }
  return x;
}
