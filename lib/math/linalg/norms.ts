/**
 * Lengths of vectors and sizes of matrices, safe from overflow and underflow on the way.
 *
 * The Euclidean norm first divides by a power of two near the largest entry where squares could leave the range of a
 * double; elsewhere it is the plain loop.
 *
 * **Invariant.** A norm is finite whenever the true value is, and 0 only for a vector of zeros (or of no entries).
 * Where the true value is larger than every double, it is `Infinity`.
 *
 * Cost: O(n); two more passes only where the sum of squares comes out below 1e−280 or above 1e300.
 *
 * Not here on purpose: the spectral norm (the largest singular value: `svd.ts`), p-norms other than 1, 2, ∞.
 *
 * Source: LAPACK's `dnrm2`; Golub & Van Loan, Matrix Computations, 4th ed., §2.2–2.3.
 *
 * @module
 */
import type { Matrix } from "./matrix.ts";
import { largestExponent, timesPowerOfTwo } from "./binary_exponent.ts";
import { checkOneOf } from "../../base/argument.ts";
import { checkFiniteMatrix, checkFiniteVector } from "./matrix_checks.ts";

/** Norms of a vector. */
export type VectorNorm = "1" | "2" | "infinity";

/** Norms of a matrix: the largest column sum, the largest row sum, the root of all squares. */
export type MatrixNorm = "1" | "infinity" | "frobenius";

/** A sum of squares between these two has lost nothing that matters: not to zero, and not to infinity. */
const [MIN_SAFE, MAX_SAFE] = [1e-280, 1e300];

/**
 * The norm of `x`.
 * @throws {TypeError} If it is of the wrong type.
 * @throws {RangeError} If an entry is NaN or infinite, or the kind is unknown.
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
  checkOneOf(kind, { action: "take a norm", argument: "kind", choices: ["1", "2", "infinity"] });
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
 * @throws {TypeError} If it is of the wrong type.
 * @throws {RangeError} If an entry is NaN or infinite, or the kind is unknown.
 */
export function matrixNorm(a: Matrix, kind: MatrixNorm = "frobenius"): number {
  checkFiniteMatrix(a, { action: "take a norm", argument: "a" });
  checkOneOf(kind, { action: "take a norm", argument: "kind", choices: ["1", "infinity", "frobenius"] });
  if (kind === "frobenius") return euclidean(a.data);
  const sums = new Float64Array(kind === "1" ? a.columns : a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) sums[kind === "1" ? j : i]! += Math.abs(a.data[i * a.columns + j]!);
  }
  return sums.reduce((largest, sum) => Math.max(largest, sum), 0);
}

/** The Euclidean norm of finite entries. */
export function euclidean(x: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i]! * x[i]!;
  if (squares >= MIN_SAFE && squares <= MAX_SAFE) return Math.sqrt(squares);
  const exponent = largestExponent(x);
  if (exponent === undefined) return 0;
  squares = 0;
  for (let i = 0; i < x.length; i++) squares += timesPowerOfTwo(x[i]!, -exponent) ** 2;
  return timesPowerOfTwo(Math.sqrt(squares), exponent);
}
