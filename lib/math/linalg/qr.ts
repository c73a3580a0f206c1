/**
 * QR factorisation by Householder reflections, with or without column pivoting.
 *
 * Each reflection maps what is left of one column onto a multiple of the first axis. The work is done on the transpose,
 * where a column lies in one piece, in the memory of `_simd_kernels.ts`. With pivoting, the column with the largest
 * remainder comes next, so the diagonal of `R` falls and shows the rank.
 *
 * **Invariant.** Column j of `Q · R` is column `permutation[j]` of `a`, up to rounding; QᵀQ = 1; with pivoting
 * |r(0,0)| ≥ |r(1,1)| ≥ …
 *
 * Cost: 2 m n² − ⅔ n³ operations for `R`, as many again for `Q`.
 *
 * Not here on purpose: the full m × m `Q`, updates, blocked reflections. A remainder's length is downdated and taken
 * anew where downdating would lose it (LAPACK's `dgeqp3` does the same).
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.2 and §5.4.2; Drmač & Bujanović, On the failure of
 * rank-revealing QR, ACM TOMS 35 (2008).
 *
 * @module
 */
import { type Matrix, matrixFrom, transpose, zeros } from "./matrix.ts";
import { safeShift, scaledBy } from "./binary_exponent.ts";
import { checkFiniteMatrix, checkTolerance } from "./matrix_checks.ts";
import { euclidean } from "./norms.ts";
import { applyReflections, type Reflections, reflector, reflectRows } from "./_householder.ts";
import { type MakeRows, type RowBlock, withScratch } from "./_simd_kernels.ts";

/** The factors of a matrix of m rows and n columns, with k = min(m, n). */
export interface QrFactors {
  /** (m, k): orthonormal columns. */
  readonly q: Matrix;
  /** (k, n): upper triangular, or upper trapezoidal where n > k. */
  readonly r: Matrix;
  /** Column j of the product is column `permutation[j]` of the original. */
  readonly permutation: Int32Array;
  /** How many diagonal entries of `r` are larger than `tolerance` times the first. Only to be trusted with pivoting. */
  readonly rank: number;
}

/** How a matrix is factored. */
export interface QrOptions {
  /** Whether the column with the largest remainder comes next. @default {false} */
  readonly pivoting?: boolean;
  /** Below this share of the largest diagonal entry, one counts as zero. @default {max(m, n) * 2 ** -52} */
  readonly tolerance?: number;
}

/**
 * Factors `a`.
 * @param a (m, n).
 * @returns Entries of `r` that are larger than every double are infinite.
 * @throws {RangeError} If an entry is not finite, or `tolerance` is not from 0 to 1.
 *
 * @example The third column is the sum of the first two
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "./matrix.ts";
 * import { qr } from "./qr.ts";
 * assertEquals(qr(matrixOf([[1, 0, 1], [1, 1, 2], [0, 3, 3], [2, 2, 4]]), { pivoting: true }).rank, 2);
 * ```
 */
export function qr(a: Matrix, options: QrOptions = {}): QrFactors {
  const action = "factor a matrix as Q · R";
  checkFiniteMatrix(a, { action, argument: "a" });
  checkTolerance(options.tolerance, { action, argument: "tolerance" });
  const shift = safeShift(a.data);
  const factors = qrInRange(matrixFrom(scaledBy(a.data, shift), a), options);
  return { ...factors, r: matrixFrom(scaledBy(factors.r.data, -shift), factors.r) };
}

/** `qr` of a finite matrix whose entries can be squared (see {@linkcode safeShift}). */
export function qrInRange(a: Matrix, { pivoting = false, tolerance }: QrOptions): QrFactors {
  const { rows: m, columns: n } = a;
  const k = Math.min(m, n);
  return withScratch((makeRows) => {
    const triangle = triangularise(a, { pivoting, makeRows });
    const { r, diagonal, permutation } = triangle;
    const floor = (tolerance ?? Math.max(m, n) * 2 ** -52) * Math.abs(diagonal[0] ?? 0);
    const rank = diagonal.filter((value) => Math.abs(value) > floor).length;
    const q = makeRows(k, m); // its rows are the columns of Q
    for (let i = 0; i < k; i++) q.row(i)[i] = 1;
    applyReflections(q, { ...triangle, isIdentity: true });
    return { q: transpose(matrixFrom(q.entries(), { rows: k, columns: m })), r, permutation, rank };
  });
}

/** A matrix turned into a triangle, and the reflections that did it; k = min(m, n). */
export interface Triangle extends Reflections {
  /** (k, n). */
  readonly r: Matrix;
  /** The diagonal of `r`. */
  readonly diagonal: Float64Array;
  /** Column j of the product is column `permutation[j]` of the original. */
  readonly permutation: Int32Array;
}

/** The triangle of `a`, without `Q`. */
export function triangularise(
  a: Matrix,
  { pivoting, makeRows }: { readonly pivoting: boolean; readonly makeRows: MakeRows },
): Triangle {
  const { rows: m, columns: n } = a;
  const k = Math.min(m, n);
  const [work, scratch] = [makeRows(n, m), makeRows(1, n)];
  work.set(transpose(a).data);
  const permutation = Int32Array.from({ length: n }, (_, j) => j);
  const lengths = Float64Array.from({ length: n }, (_, j) => euclidean(work.row(j)));
  const pivots: Pivots = { work, permutation, lengths, fullLengths: lengths.slice() };
  const [diagonal, weights] = [new Float64Array(k), new Float64Array(k)];
  for (let step = 0; step < k; step++) {
    if (pivoting) pivotColumn(step, pivots);
    [diagonal[step], weights[step]] = reflector(work.row(step).subarray(step));
    if (weights[step] === 0) continue;
    const reflection = { v: work.at(step, step), weight: weights[step]!, scratch: scratch.address };
    reflectRows(work.corner(step + 1, step), reflection);
    for (let j = step + 1; pivoting && j < n; j++) shorten(j, { ...pivots, step });
  }
  const r = zeros(k, n);
  for (let j = 0; j < n; j++) {
    const column = work.row(j);
    for (let i = 0; i < Math.min(j, k); i++) r.data[i * n + j] = column[i]!;
    if (j < k) r.data[j * n + j] = diagonal[j]!;
    column.fill(0, 0, Math.min(j, k));
  }
  return { r, diagonal, permutation, vectors: work, weights, offset: 0 };
}

interface Pivots {
  readonly work: RowBlock;
  readonly permutation: Int32Array;
  readonly lengths: Float64Array;
  /** The lengths when they were last taken anew. */
  readonly fullLengths: Float64Array;
}

function pivotColumn(step: number, { work, permutation, lengths, fullLengths }: Pivots): void {
  let longest = step;
  for (let j = step + 1; j < lengths.length; j++) if (lengths[j]! > lengths[longest]!) longest = j;
  if (longest === step) return;
  work.swap(step, longest);
  [permutation[step], permutation[longest]] = [permutation[longest]!, permutation[step]!];
  lengths[longest] = lengths[step]!;
  fullLengths[longest] = fullLengths[step]!;
}

/** The length of what is left of column j, once its entry `step` belongs to R. */
function shorten(j: number, { work, lengths, fullLengths, step }: Pivots & { readonly step: number }): void {
  if (lengths[j] === 0) return;
  const at = work.data[j * work.stride / 8 + step]!;
  const left = Math.max(0, (1 - at / lengths[j]!) * (1 + at / lengths[j]!));
  if (left * (lengths[j]! / fullLengths[j]!) ** 2 > 1e-8) {
    lengths[j]! *= Math.sqrt(left);
  } else {
    lengths[j] = euclidean(work.row(j).subarray(step + 1));
    fullLengths[j] = lengths[j]!;
  }
}
