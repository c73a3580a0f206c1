/**
 * The thin singular value decomposition by one-sided Jacobi rotations on the triangular factor, and what follows from
 * it: rank, condition number, pseudo-inverse.
 *
 * A QR factorisation with pivoting takes the long side away. Then the rows of the small triangle are made orthogonal to
 * each other; their lengths are the singular values. The eigenvectors of their inner products do it but for rounding,
 * and plane rotations, pair by pair, finish it until no pair is left: after such a start one sweep is enough for rows
 * of about the same size, and a few for others. The product of all that goes through the reflections of the
 * factorisation to become `U`; `Q` itself is never formed.
 *
 * **Invariant.** a = U · diag(values) · Vᵀ, UᵀU = VᵀV = 1 up to rounding; values fall and are not negative. Small
 * values of a matrix whose columns differ by many powers of ten keep their digits, which methods that first make a band
 * of the matrix lose.
 *
 * Cost: 6 m n² for the factor and `U`, 8 n³ for the start, up to 7 n³ a sweep.
 *
 * Not here on purpose: the full U, only the largest few values (randomised methods), updates.
 *
 * Source: Z. Drmač, K. Veselić, New fast and accurate Jacobi SVD algorithm, SIAM J. Matrix Anal. 29 (2008), parts I and
 * II; W. Gao, Y. Ma, M. Shao, A mixed precision Jacobi SVD algorithm (arXiv:2209.04626, 2022), for starting from a
 * first guess.
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { type Matrix, matrixFrom, transpose, zeros } from "./matrix.ts";
import { checkFiniteMatrix, checkTolerance } from "./matrix_checks.ts";
import { safeShift, scaledBy, timesPowerOfTwo } from "./binary_exponent.ts";
import { euclidean } from "./norms.ts";
import { blockedMatmul } from "./blocked_matmul.ts";
import { applyReflections } from "./_householder.ts";
import { gram } from "./products.ts";
import { triangularise } from "./qr.ts";
import { dot, rotate, type RowBlock, withScratch } from "./_simd_kernels.ts";
import { signOfLargest, symmetricEigen } from "./symmetric_eigen.ts";
import { lengthOf } from "./_tridiagonal_ql.ts";

/** The factors of a matrix of m rows and n columns, with k = min(m, n). */
export interface Svd {
  /** (m, k): orthonormal columns. */
  readonly u: Matrix;
  /** (k): falling, none negative. */
  readonly values: Float64Array;
  /** (n, k): orthonormal columns; of each, the entry of largest size is positive. */
  readonly v: Matrix;
}

const MAX_SWEEPS = 40;
/**
 * Rows whose cosine is smaller than this times √n are orthogonal: it is as much as rounding leaves of a product of n
 * terms.
 */
const COSINE_TOLERANCE = 2 ** -52;

/**
 * The thin decomposition of `a`.
 * @param a (m, n), of any shape.
 * @throws {RangeError} If an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * import { svd } from "./svd.ts";
 * const { u, values, v } = svd(matrixOf([[0, 3], [2, 0], [0, 0]]));
 * assertEquals([...values], [3, 2]);
 * assertEquals(rowsOf(v), [[0, 1], [1, 0]]);
 * assertEquals(rowsOf(u), [[1, 0], [0, 1], [0, 0]]);
 * ```
 */
export function svd(a: Matrix): Svd {
  checkFiniteMatrix(a, { action: "take singular values", argument: "a" });
  const { shift, ...factors } = scaledSvd(a);
  return { ...factors, values: factors.values.map((value) => timesPowerOfTwo(value, -shift)) };
}

/** The decomposition of 2^shift · a, with a shift for which no square leaves the range of a double. */
function scaledSvd(a: Matrix): Svd & { readonly shift: number } {
  const shift = safeShift(a.data);
  const scaled = matrixFrom(scaledBy(a.data, shift), a);
  if (a.rows >= a.columns) return { ...tallSvd(scaled), shift };
  const { u, values, v } = tallSvd(transpose(scaled));
  return { ...withSigns({ u: transpose(v), values, v: transpose(u) }), shift };
}

function tallSvd(scaled: Matrix): Svd {
  const [m, n] = [scaled.rows, scaled.columns];
  return withScratch((makeRows) => {
    const triangle = triangularise(scaled, { pivoting: true, makeRows });
    // r = W · diag(values) · Zᵀ: rotations from the left make the rows of r orthogonal.
    const [rows, turned] = [makeRows(n, n), makeRows(n, n)]; // turned: Wᵀ
    // The eigenvectors of r · rᵀ do most of it at once. Pivoting has let the rows of r fall, and the vectors fall with
    // them,
    // so that small rows get no more of large ones than they must have.
    const start = transpose(symmetricEigen(gram(transpose(triangle.r))).vectors);
    turned.set(start.data);
    rows.set(blockedMatmul(start, triangle.r).data);
    orthogonaliseRows(rows, turned);
    const lengths = Float64Array.from({ length: n }, (_, i) => euclidean(rows.row(i)));
    const order = Array.from(lengths.keys()).sort((i, j) => lengths[j]! - lengths[i]!);
    const right = zeros(n, n); // row j is column j of V
    for (const [j, from] of order.entries()) {
      if (lengths[from] === 0) continue;
      const row = rows.row(from);
      for (let c = 0; c < n; c++) right.data[j * n + triangle.permutation[c]!] = row[c]! / lengths[from]!;
    }
    completeRows(right, order.filter((i) => lengths[i]! > 0).length);
    const left = makeRows(n, m); // row j is column j of U = Q · W
    for (const [j, from] of order.entries()) left.row(j).set(turned.row(from));
    applyReflections(left, { ...triangle, isIdentity: false });
    const values = Float64Array.from(order, (i) => lengths[i]!);
    return withSigns({ u: matrixFrom(left.entries(), { rows: n, columns: m }), values, v: right });
  });
}

/**
 * How many singular values are larger than `tolerance` times the largest.
 * @param options `tolerance`: max(m, n) · 2⁻⁵² if it is left out, as NumPy has it.
 * @throws {RangeError} If an entry is not finite.
 */
export function rank(a: Matrix, options: { readonly tolerance?: number } = {}): number {
  const { tolerance } = checkOptions(options, { action: "take a rank", argument: "options" });
  checkFiniteMatrix(a, { action: "take a rank", argument: "a" });
  checkTolerance(tolerance, { action: "take a rank", argument: "tolerance" });
  const { values } = scaledSvd(a);
  return values.filter((value) => value > floorOf(a, { values, tolerance })).length;
}

/**
 * The largest singular value divided by the smallest: by how much a · x = b can blow up a relative error. `Infinity`
 * for a singular matrix.
 * @throws {RangeError} If `a` has no entries, or an entry is not finite.
 */
export function conditionNumber(a: Matrix): number {
  checkFiniteMatrix(a, { action: "take a condition number", argument: "a" });
  const { values } = scaledSvd(a);
  const [largest, smallest] = [values[0], values.at(-1)];
  if (largest === undefined || smallest === undefined) {
    throw new RangeError(
      `Cannot take a condition number: a must have entries: current value is ${a.rows} × ${a.columns}`,
    );
  }
  return smallest === 0 ? Infinity : largest / smallest;
}

/**
 * The Moore–Penrose pseudo-inverse, (n, m).
 * @param options `tolerance`: values below this share of the largest count as zero: max(m, n) · 2⁻⁵² if it is left out.
 * @throws {RangeError} If an entry is not finite.
 */
export function pseudoInverse(a: Matrix, options: { readonly tolerance?: number } = {}): Matrix {
  const { tolerance } = checkOptions(options, { action: "take a pseudo-inverse", argument: "options" });
  checkFiniteMatrix(a, { action: "take a pseudo-inverse", argument: "a" });
  checkTolerance(tolerance, { action: "take a pseudo-inverse", argument: "tolerance" });
  const { u, values, v, shift } = scaledSvd(a);
  const floor = floorOf(a, { values, tolerance });
  const result = zeros(a.columns, a.rows);
  for (let i = 0; i < a.columns; i++) {
    for (let p = 0; p < values.length && values[p]! > floor; p++) {
      const factor = v.data[i * v.columns + p]! / values[p]!;
      for (let j = 0; j < a.rows; j++) result.data[i * a.rows + j]! += factor * u.data[j * u.columns + p]!;
    }
  }
  return matrixFrom(scaledBy(result.data, shift), result);
}

function floorOf(
  a: Matrix,
  { values, tolerance }: { readonly values: Float64Array; readonly tolerance: number | undefined },
): number {
  return (tolerance ?? Math.max(a.rows, a.columns) * 2 ** -52) * (values[0] ?? 0);
}

/** Rotates pairs of rows until all are orthogonal; `turned` gets the same rotations. */
function orthogonaliseRows(rows: RowBlock, turned: RowBlock): void {
  const n = rows.count;
  const length = n;
  const tolerance = Math.sqrt(n) * COSINE_TOLERANCE;
  const squares = new Float64Array(n);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotations = 0;
    for (let i = 0; i < n; i++) squares[i] = euclidean(rows.row(i)) ** 2;
    for (let i = 0; i + 1 < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const [x, y] = [rows.at(i, 0), rows.at(j, 0)];
        const product = dot({ x, y, length });
        if (Math.abs(product) <= tolerance * Math.sqrt(squares[i]!) * Math.sqrt(squares[j]!)) continue;
        rotations++;
        const cotangent = (squares[j]! - squares[i]!) / (2 * product);
        const tangent = (cotangent >= 0 ? 1 : -1) / (Math.abs(cotangent) + lengthOf(1, cotangent));
        const cosine = 1 / lengthOf(1, tangent);
        const sine = cosine * tangent;
        rotate({ x, y, length, cosine, sine });
        rotate({ x: turned.at(i, 0), y: turned.at(j, 0), length, cosine, sine });
        squares[i] = Math.max(0, squares[i]! - tangent * product);
        squares[j]! += tangent * product;
      }
    }
    if (rotations === 0) return;
  }
  throw new RangeError(`Cannot take singular values: ${MAX_SWEEPS} sweeps must be enough: current value is more`);
}

function axpy(target: Float64Array, factor: number, x: Float64Array): void {
  if (factor === 0) return;
  for (let i = 0; i < target.length; i++) target[i]! += factor * x[i]!;
}

/** Fills the rows from `from` on so that all rows are orthonormal: they belong to singular values of 0. */
function completeRows({ rows, columns, data }: Matrix, from: number): void {
  for (let i = from, axis = 0; i < rows; axis++) {
    const row = data.subarray(i * columns, (i + 1) * columns).fill(0);
    row[axis] = 1;
    for (let again = 0; again < 2; again++) { // twice is enough
      for (let other = 0; other < i; other++) {
        const others = data.subarray(other * columns, (other + 1) * columns);
        let dot = 0;
        for (let c = 0; c < columns; c++) dot += row[c]! * others[c]!;
        axpy(row, -dot, others);
      }
    }
    const length = euclidean(row);
    if (length < 0.5 / Math.sqrt(columns)) continue; // this axis lies among the rows before: try the next
    for (let c = 0; c < columns; c++) row[c]! /= length;
    i++;
  }
}

/** From factors whose rows are the singular vectors: the same with columns, and the sign of each pair settled. */
function withSigns({ u, values, v }: Svd): Svd {
  for (let j = 0; j < values.length; j++) {
    if (signOfLargest(v.data.subarray(j * v.columns, (j + 1) * v.columns)) > 0) continue;
    for (const { columns, data } of [u, v]) {
      for (let at = j * columns; at < (j + 1) * columns; at++) data[at] = 0 - data[at]!; // not −0
    }
  }
  return { u: transpose(u), values, v: transpose(v) };
}
