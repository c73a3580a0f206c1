/**
 * Lengths of vectors and sizes of matrices, safe from overflow and underflow on the way.
 *
 * The Euclidean norm first divides by a power of two near the largest entry where squares could leave the range of a double; elsewhere it is the plain loop.
 *
 * **Invariant.** A norm is finite whenever the true value is, and 0 only for a vector of zeros (or of no entries).
 *
 * Cost: O(n); two more passes only where the sum of squares comes out below 1e−280 or above 1e300.
 *
 * Not here on purpose: the spectral norm (the largest singular value: `svd.ts`), p-norms other than 1, 2, ∞.
 *
 * Source: LAPACK's `dnrm2`; Golub & Van Loan, Matrix Computations, 4th ed., §2.2–2.3.
 *
 * @module
 */
import { checkFiniteMatrix, checkFiniteVector, type Matrix } from "./matrix.ts";

/** Norms of a vector. */
export type VectorNorm = "1" | "2" | "infinity";

/** Norms of a matrix: the largest column sum, the largest row sum, the root of all squares. */
export type MatrixNorm = "1" | "infinity" | "frobenius";

/** A sum of squares between these two has lost nothing that matters: not to zero, and not to infinity. */
const [SMALLEST_SAFE, LARGEST_SAFE] = [1e-280, 1e300];

/**
 * The norm of `x`.
 * @throws {RangeError} If an entry is NaN or infinite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { vectorNorm } from "./norms.ts";
 * const unit = 2 ** 600;
 * const x = Float64Array.of(3 * unit, -4 * unit);
 * assertEquals([vectorNorm(x), vectorNorm(x, "1"), vectorNorm(x, "infinity")], [5 * unit, 7 * unit, 4 * unit]);
 * ```
 */
export function vectorNorm(x: Float64Array, kind: VectorNorm = "2"): number {
  checkFiniteVector(x, { action: "take a norm", argument: "x" });
  if (kind === "2") return euclidean(x);
  let norm = 0;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i]!);
    norm = kind === "1" ? norm + size : Math.max(norm, size);
  }
  return norm;
}

/**
 * The norm of `a`.
 * @throws {RangeError} If an entry is NaN or infinite.
 */
export function matrixNorm(a: Matrix, kind: MatrixNorm = "frobenius"): number {
  checkFiniteMatrix(a, { action: "take a norm", argument: "a" });
  if (kind === "frobenius") return euclidean(a.data);
  const sums = new Float64Array(kind === "1" ? a.columns : a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) sums[kind === "1" ? j : i]! += Math.abs(a.data[i * a.columns + j]!);
  }
  return vectorNorm(sums, "infinity");
}

/** The Euclidean norm of finite entries. */
export function euclidean(x: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i]! * x[i]!;
  if (squares >= SMALLEST_SAFE && squares <= LARGEST_SAFE) return Math.sqrt(squares);
  const scale = powerOfTwoNear(x);
  squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i]! / scale) ** 2;
  return scale * Math.sqrt(squares);
}

/** The largest power of two that no entry of largest size lies below, 1 if all are 0: to divide by it rounds nothing. */
export function powerOfTwoNear(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  return largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
}
