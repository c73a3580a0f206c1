/**
 * LU factorisation with partial pivoting, and what it gives at once: solutions of square systems and the determinant.
 *
 * Gaussian elimination; in each column the entry of largest size becomes the pivot, so that no multiplier is larger than 1. Both factors share one
 * matrix: `L` below the diagonal (its own diagonal is 1), `U` on and above it.
 *
 * **Invariant.** Row i of `L · U` is row `permutation[i]` of `a`, up to rounding; |L| ≤ 1.
 *
 * Cost: ⅔ n³ operations for the factors, 2 n² for each right-hand side.
 *
 * Not here on purpose: complete pivoting, iterative refinement, blocks (`blocked_matmul.ts` shows the gain), banded matrices.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §3.4.
 *
 * @module
 */
import { finiteMatrix, finiteVector, type Matrix, matrixFrom, squareMatrix, transpose } from "./matrix.ts";

/** The factors of a square matrix. */
export interface LuFactors {
  /** (n, n): `L` strictly below the diagonal, `U` on and above it. */
  readonly factors: Matrix;
  /** Row i of the factored matrix is row `permutation[i]` of the original. */
  readonly permutation: Int32Array;
  /** 1 if the permutation is made of an even number of swaps, −1 otherwise. */
  readonly sign: 1 | -1;
  /** The first column in which no pivot was found; `undefined` where the matrix is not exactly singular. */
  readonly singularAt: number | undefined;
}

/**
 * Factors `a`.
 * @param a (n, n). A singular matrix is factored, too: see `singularAt`.
 * @throws {RangeError} If `a` is not square, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { determinant, lu, luSolve } from "./lu.ts";
 * import { matrixOf } from "./matrix.ts";
 * const a = matrixOf([[0, 2], [1, 3]]);
 * assertEquals(determinant(a), -2);
 * assertEquals([...luSolve(lu(a), Float64Array.of(4, 5))], [-1, 2]);
 * ```
 */
export function lu(a: Matrix): LuFactors {
  const place = { action: "factor a matrix as L · U", argument: "a" };
  finiteMatrix(squareMatrix(a, place), place);
  const n = a.rows;
  const data = a.data.slice();
  const permutation = Int32Array.from({ length: n }, (_, i) => i);
  let sign: 1 | -1 = 1;
  let singularAt: number | undefined;
  for (let k = 0; k < n; k++) {
    const pivotRow = rowOfLargest(data, { n, k });
    if (pivotRow !== k) {
      swapRows(data, { n, first: k, second: pivotRow });
      [permutation[k], permutation[pivotRow]] = [permutation[pivotRow]!, permutation[k]!];
      sign = sign === 1 ? -1 : 1;
    }
    const pivot = data[k * n + k]!;
    if (pivot === 0) {
      singularAt ??= k;
      continue;
    }
    for (let i = k + 1; i < n; i++) {
      const multiplier = data[i * n + k]! / pivot;
      data[i * n + k] = multiplier;
      if (multiplier === 0) continue;
      for (let from = k * n + k + 1, to = i * n + k + 1; to < (i + 1) * n; from++, to++) {
        data[to]! -= multiplier * data[from]!;
      }
    }
  }
  return { factors: matrixFrom(data, { rows: n, columns: n }), permutation, sign, singularAt };
}

/**
 * The solution of a · x = b, from the factors of `a`.
 * @param b (n).
 * @throws {RangeError} If the matrix is singular, `b` has another length, or an entry is not finite.
 */
export function luSolve({ factors, permutation, singularAt }: LuFactors, b: Float64Array): Float64Array {
  const action = "solve a system";
  const { rows: n, data } = factors;
  if (singularAt !== undefined) {
    throw new RangeError(
      `Cannot ${action}: the matrix must not be singular: current value is a pivot of 0 in column ${singularAt}`,
    );
  }
  if (b.length !== n) {
    throw new RangeError(
      `Cannot ${action}: b must have ${n} entries, as the matrix has rows: current value is ${b.length}`,
    );
  }
  finiteVector(b, { action, argument: "b" });
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[permutation[i]!]!;
    for (let j = 0; j < i; j++) sum -= data[i * n + j]! * x[j]!;
    x[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let j = i + 1; j < n; j++) sum -= data[i * n + j]! * x[j]!;
    x[i] = sum / data[i * n + i]!;
  }
  return x;
}

/**
 * The solution of a · x = b for one right-hand side.
 * @param a (n, n).
 * @param b (n).
 * @throws {RangeError} If `a` is not square or is singular, `b` has another length, or an entry is not finite.
 */
export function solve(a: Matrix, b: Float64Array): Float64Array;
/**
 * The solutions of a · x = b for many right-hand sides, factoring `a` once.
 * @param a (n, n).
 * @param b (n, k): one column a right-hand side.
 * @returns (n, k)
 * @throws {RangeError} If `a` is not square or is singular, `b` has not as many rows, or an entry is not finite.
 */
export function solve(a: Matrix, b: Matrix): Matrix;
export function solve(a: Matrix, b: Float64Array | Matrix): Float64Array | Matrix {
  const factors = lu(a);
  if (b instanceof Float64Array) return luSolve(factors, b);
  if (b.rows !== a.rows) {
    throw new RangeError(`Cannot solve a system: b must have ${a.rows} rows, as a has: current value is ${b.rows}`);
  }
  const rightSides = transpose(b);
  for (let k = 0; k < b.columns; k++) {
    const column = rightSides.data.subarray(k * b.rows, (k + 1) * b.rows);
    column.set(luSolve(factors, column));
  }
  return transpose(rightSides);
}

/**
 * The determinant; 1 for a matrix without rows.
 * @throws {RangeError} If `a` is not square, or an entry is not finite.
 */
export function determinant(a: Matrix): number {
  const { factors, sign } = lu(a);
  let product: number = sign;
  for (let i = 0; i < factors.rows; i++) product *= factors.data[i * factors.rows + i]!;
  return product === 0 ? 0 : product; // not −0
}

function rowOfLargest(data: Float64Array, { n, k }: { readonly n: number; readonly k: number }): number {
  let row = k;
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(data[i * n + k]!) > Math.abs(data[row * n + k]!)) row = i;
  }
  return row;
}

function swapRows(
  data: Float64Array,
  { n, first, second }: { readonly n: number; readonly first: number; readonly second: number },
): void {
  const row = data.slice(first * n, (first + 1) * n);
  data.copyWithin(first * n, second * n, (second + 1) * n);
  data.set(row, second * n);
}
