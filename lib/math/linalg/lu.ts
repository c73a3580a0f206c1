/**
 * LU factorisation with partial pivoting, and what it gives at once: solutions of square systems, the
 * determinant and its logarithm.
 *
 * Gaussian elimination, in the memory of `_simd_kernels.ts`; in each column the entry of largest size becomes the
 * pivot, so that no multiplier is larger than 1. Both factors share one matrix: `L` below the diagonal (its own
 * diagonal is 1), `U` on and above it.
 *
 * **Invariant.** Row i of `L · U` is row `permutation[i]` of `a`, up to rounding; |L| ≤ 1.
 *
 * Cost: ⅔ n³ operations for the factors, 2 n² for each right-hand side.
 *
 * Not here on purpose: complete pivoting, iterative refinement, blocks (`blocked_matmul.ts` shows the gain), banded
 * matrices.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §3.4.
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { type Matrix, matrixFrom, transpose } from "./matrix.ts";
import { exponentOf, safeShift, scaledBy, timesPowerOfTwo } from "./binary_exponent.ts";
import { checkFiniteMatrix, checkFiniteVector, checkSquare, checkVector } from "./matrix_checks.ts";
import { addMultiples, type RowBlock, withScratch } from "./_simd_kernels.ts";

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
  const context = { action: "factor a matrix as L · U", argument: "a" };
  checkFiniteMatrix(checkSquare(a, context), context);
  const n = a.rows;
  const permutation = Int32Array.from({ length: n }, (_, i) => i);
  return withScratch((makeRows) => {
    const [rows, multipliers] = [makeRows(n, n), makeRows(1, n)];
    rows.set(a.data);
    let sign: 1 | -1 = 1;
    let singularAt: number | undefined;
    for (let k = 0; k < n; k++) {
      const pivotRow = rowOfLargest(rows, k);
      if (pivotRow !== k) {
        rows.swap(k, pivotRow);
        [permutation[k], permutation[pivotRow]] = [permutation[pivotRow]!, permutation[k]!];
        sign = sign === 1 ? -1 : 1;
      }
      if (rows.data[k * rows.stride / 8 + k] === 0) singularAt ??= k;
      else eliminate(rows, { k, multipliers });
    }
    const factors = matrixFrom(rows.entries(), { rows: n, columns: n });
    // Near the top of the range the factors of a finite matrix may not be finite.
    checkFiniteMatrix(factors, { ...context, argument: "the factor" });
    return { factors, permutation, sign, singularAt };
  });
}

/**
 * Takes multiples of row k from the rows below, so that nothing is left in column k: there the multipliers are kept.
 */
function eliminate(rows: RowBlock, { k, multipliers }: { readonly k: number; readonly multipliers: RowBlock }): void {
  const { data } = rows;
  const width = rows.stride / 8;
  const factors = multipliers.data;
  const pivot = data[k * width + k]!;
  for (let i = k + 1; i < rows.count; i++) factors[i] = data[i * width + k] = data[i * width + k]! / pivot;
  addMultiples(rows.corner(k + 1, k + 1), { x: rows.at(k, k + 1), factors: multipliers.at(0, k + 1), scale: -1 });
}

/**
 * The solution of a · x = b, from the factors of `a`.
 * @param b (n).
 * @throws {RangeError} If the matrix is singular, `b` has another length, or an entry is not finite.
 */
export function luSolve(factored: LuFactors, b: Float64Array): Float64Array {
  const action = "solve a system";
  const { factors, permutation, singularAt } = checkOptions(factored, { action, argument: "factored" });
  const { rows: n, data } = checkSquare(factors, { action, argument: "factored.factors" });
  checkVector(b, { action, argument: "b" });
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
  checkFiniteVector(b, { action, argument: "b" });
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
  const action = "solve a system";
  checkFiniteMatrix(checkSquare(a, { action, argument: "a" }), { action, argument: "a" });
  const shift = safeShift(a.data);
  const factors = lu(matrixFrom(scaledBy(a.data, shift), a));
  if (b instanceof Float64Array) {
    return solveScaled(factors, { b: checkFiniteVector(b, { action, argument: "b" }), shift });
  }
  checkFiniteMatrix(b, { action, argument: "b" });
  if (b.rows !== a.rows) {
    throw new RangeError(`Cannot solve a system: b must have ${a.rows} rows, as a has: current value is ${b.rows}`);
  }
  const rightSides = transpose(b);
  for (let k = 0; k < b.columns; k++) {
    const column = rightSides.data.subarray(k * b.rows, (k + 1) * b.rows);
    column.set(solveScaled(factors, { b: column, shift }));
  }
  return transpose(rightSides);
}

/** The solution for the factors of 2^shift · a: both sides are brought into a range in which no product overflows. */
function solveScaled(factors: LuFactors, { b, shift }: { readonly b: Float64Array; readonly shift: number }) {
  const shiftB = safeShift(b);
  return scaledBy(luSolve(factors, scaledBy(b, shiftB)), shift - shiftB);
}

/** The sign of a determinant, and the natural logarithm of its size. */
export interface LogDeterminant {
  /** 0 for a singular matrix. */
  readonly sign: 1 | 0 | -1;
  /** `-Infinity`, the logarithm of 0, for a singular matrix. */
  readonly logAbsolute: number;
}

/**
 * The determinant; 1 for a matrix without rows. Products are taken by mantissa and exponent, so it is right whenever
 * the true value is a double, and `Infinity` or 0 only beyond.
 * @throws {RangeError} If `a` is not square, or an entry is not finite.
 */
export function determinant(a: Matrix): number {
  const { mantissa, exponent } = determinantParts(a, "take a determinant");
  return mantissa === 0 ? 0 : timesPowerOfTwo(mantissa, exponent) + 0; // not −0
}

/**
 * Sign and logarithm of the determinant: of a covariance of a thousand features the determinant itself is 0 or
 * `Infinity`.
 * @throws {RangeError} If `a` is not square, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { logDeterminant } from "./lu.ts";
 * import { matrixOf } from "./matrix.ts";
 * assertEquals(logDeterminant(matrixOf([[0, 2], [1, 3]])), { sign: -1, logAbsolute: Math.log(2) });
 * assertEquals(logDeterminant(matrixOf([[1, 2], [2, 4]])), { sign: 0, logAbsolute: -Infinity });
 * ```
 */
export function logDeterminant(a: Matrix): LogDeterminant {
  const { mantissa, exponent } = determinantParts(a, "take a log-determinant");
  if (mantissa === 0) return { sign: 0, logAbsolute: -Infinity };
  const size = Math.abs(mantissa);
  // Near 1 the two parts would cancel: the logarithm of the product itself keeps its digits.
  const logAbsolute = Math.abs(exponent) < 900
    ? Math.log(timesPowerOfTwo(size, exponent))
    : Math.log(size) + exponent * Math.LN2;
  return { sign: mantissa > 0 ? 1 : -1, logAbsolute };
}

/** The determinant as mantissa · 2^exponent, with a mantissa from 1 to 2 in size, or 0. */
function determinantParts(a: Matrix, action: string): { readonly mantissa: number; readonly exponent: number } {
  checkFiniteMatrix(checkSquare(a, { action, argument: "a" }), { action, argument: "a" });
  const { data, exponent: taken } = rowsInRange(a);
  const { factors, sign } = lu(matrixFrom(data, a));
  let mantissa: number = sign;
  let exponent = taken;
  for (let i = 0; i < factors.rows; i++) {
    mantissa *= factors.data[i * factors.rows + i]!;
    if (mantissa === 0) return { mantissa: 0, exponent: 0 };
    const part = exponentOf(mantissa);
    mantissa = timesPowerOfTwo(mantissa, -part);
    exponent += part;
  }
  return { mantissa, exponent };
}

/**
 * The entries with each row well within the range, and the exponent of what was taken off in all. One shift for all
 * rows would not do: multipliers between rows of very different sizes underflow.
 */
function rowsInRange({ rows, columns, data }: Matrix): { readonly data: Float64Array; readonly exponent: number } {
  const scaled = new Float64Array(data.length);
  let exponent = 0;
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const shift = safeShift(row);
    scaled.set(scaledBy(row, shift), i * columns);
    exponent -= shift;
  }
  return { data: scaled, exponent };
}

function rowOfLargest({ data, stride, count }: RowBlock, k: number): number {
  const width = stride / 8;
  let row = k;
  for (let i = k + 1; i < count; i++) {
    if (Math.abs(data[i * width + k]!) > Math.abs(data[row * width + k]!)) row = i;
  }
  return row;
}
