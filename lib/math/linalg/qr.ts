/**
 * QR factorisation by Householder reflections, with or without column pivoting.
 *
 * Each reflection maps what is left of one column onto a multiple of the first axis. The work is done on the transpose, where a column lies in one
 * piece. With pivoting, the column with the largest remainder comes next, so the diagonal of `R` falls and shows the rank.
 *
 * **Invariant.** Column j of `Q · R` is column `permutation[j]` of `a`, up to rounding; QᵀQ = 1; with pivoting |r(0,0)| ≥ |r(1,1)| ≥ …
 *
 * Cost: 2 m n² − ⅔ n³ operations for `R`, as many again for `Q`.
 *
 * Not here on purpose: the full m × m `Q`, updates, blocked reflections. A remainder's length is downdated and taken anew where downdating would lose it
 * (LAPACK's `dgeqp3` does the same).
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.2 and §5.4.2; Drmač & Bujanović, On the failure of rank-revealing QR, ACM TOMS 35 (2008).
 *
 * @module
 */
import { finiteMatrix, type Matrix, matrixFrom, transpose, zeros } from "./matrix.ts";
import { euclidean } from "./norms.ts";

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
 * @throws {RangeError} If an entry is not finite.
 *
 * @example The third column is the sum of the first two
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "./matrix.ts";
 * import { qr } from "./qr.ts";
 * assertEquals(qr(matrixOf([[1, 0, 1], [1, 1, 2], [0, 3, 3], [2, 2, 4]]), { pivoting: true }).rank, 2);
 * ```
 */
export function qr(a: Matrix, { pivoting = false, tolerance }: QrOptions = {}): QrFactors {
  finiteMatrix(a, { action: "factor a matrix as Q · R", argument: "a" });
  const { rows: m, columns: n } = a;
  const k = Math.min(m, n);
  const work = transpose(a).data; // (n, m): a column of `a` in one piece
  const column = (j: number) => work.subarray(j * m, (j + 1) * m);
  const permutation = Int32Array.from({ length: n }, (_, j) => j);
  const lengths = Float64Array.from({ length: n }, (_, j) => euclidean(column(j)));
  const fullLengths = lengths.slice();
  const diagonal = new Float64Array(k);
  const weights = new Float64Array(k);
  for (let step = 0; step < k; step++) {
    if (pivoting) bringLongestForward(step, { m, work, permutation, lengths, fullLengths });
    const head = work.subarray(step * m + step, (step + 1) * m);
    [diagonal[step], weights[step]] = reflector(head);
    if (weights[step] === 0) continue;
    for (let j = step + 1; j < n; j++) {
      reflect(head, { weight: weights[step]!, target: work.subarray(j * m + step, (j + 1) * m) });
      if (pivoting) {
        shorten(j, {
          at: work[j * m + step]!,
          rest: work.subarray(j * m + step + 1, (j + 1) * m),
          lengths,
          fullLengths,
        });
      }
    }
  }
  const r = zeros(k, n);
  for (let i = 0; i < k; i++) {
    r.data[i * n + i] = diagonal[i]!;
    for (let j = i + 1; j < n; j++) r.data[i * n + j] = work[j * m + i]!;
  }
  const floor = (tolerance ?? Math.max(m, n) * 2 ** -52) * Math.abs(diagonal[0] ?? 0);
  const rank = diagonal.filter((value) => Math.abs(value) > floor).length;
  return { q: orthogonalFactor(work, { m, k, weights }), r, permutation, rank };
}

/** Turns `x` into the reflection that maps it onto the first axis: returns where it lands, and 2 / ‖v‖² of v, which replaces `x`. */
function reflector(x: Float64Array): readonly [landing: number, weight: number] {
  const norm = euclidean(x);
  if (norm === 0) return [0, 0];
  const landing = x[0]! > 0 ? -norm : norm; // away from x: nothing cancels
  const first = x[0]! - landing;
  for (let i = 1; i < x.length; i++) x[i]! /= first; // v is scaled so that v[0] = 1: no square overflows
  x[0] = 1;
  return [landing, -first / landing];
}

/** target −= weight · v · (vᵀ target) */
function reflect(
  v: Float64Array,
  { weight, target }: { readonly weight: number; readonly target: Float64Array },
): void {
  let dot = 0;
  for (let i = 0; i < v.length; i++) dot += v[i]! * target[i]!;
  const factor = weight * dot;
  for (let i = 0; i < v.length; i++) target[i]! -= factor * v[i]!;
}

interface Pivots {
  readonly lengths: Float64Array;
  /** The lengths when they were last taken anew. */
  readonly fullLengths: Float64Array;
}

function bringLongestForward(
  step: number,
  { m, work, permutation, lengths, fullLengths }: Pivots & { m: number; work: Float64Array; permutation: Int32Array },
): void {
  let longest = step;
  for (let j = step + 1; j < lengths.length; j++) if (lengths[j]! > lengths[longest]!) longest = j;
  if (longest === step) return;
  const moved = work.slice(step * m, (step + 1) * m);
  work.copyWithin(step * m, longest * m, (longest + 1) * m);
  work.set(moved, longest * m);
  [permutation[step], permutation[longest]] = [permutation[longest]!, permutation[step]!];
  lengths[longest] = lengths[step]!;
  fullLengths[longest] = fullLengths[step]!;
}

/** The length of what is left of column j, once its entry `at` belongs to R. */
function shorten(
  j: number,
  { at, rest, lengths, fullLengths }: Pivots & { readonly at: number; readonly rest: Float64Array },
): void {
  if (lengths[j] === 0) return;
  const left = Math.max(0, (1 - at / lengths[j]!) * (1 + at / lengths[j]!));
  if (left * (lengths[j]! / fullLengths[j]!) ** 2 > 1e-8) {
    lengths[j]! *= Math.sqrt(left);
  } else {
    lengths[j] = euclidean(rest);
    fullLengths[j] = lengths[j]!;
  }
}

/** The first k columns of the product of all reflections. */
function orthogonalFactor(
  work: Float64Array,
  { m, k, weights }: { readonly m: number; readonly k: number; readonly weights: Float64Array },
): Matrix {
  const columns = new Float64Array(k * m);
  for (let j = k - 1; j >= 0; j--) {
    columns[j * m + j] = 1;
    if (weights[j] === 0) continue;
    const v = work.subarray(j * m + j, (j + 1) * m);
    for (let c = j; c < k; c++) reflect(v, { weight: weights[j]!, target: columns.subarray(c * m + j, (c + 1) * m) });
  }
  return transpose(matrixFrom(columns, { rows: k, columns: m }));
}
