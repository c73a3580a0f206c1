/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder tridiagonalisation, then divide and conquer.
 *
 * Reflections from both sides leave only the diagonal and its neighbours; the eigenvectors of what is left
 * (`_divide_and_conquer.ts`) go back through the reflections. All that costs n³ is inner products and sums of multiples
 * of rows (`_simd_kernels.ts`).
 *
 * **Invariant.** a = V · diag(values) · Vᵀ and VᵀV = 1 up to rounding; eigenvalues rise; of each vector the entry of
 * largest size is positive, so that the same matrix gives the same vectors everywhere.
 *
 * Cost: 2 n³ operations for the band, at most 4/3 n³ for its vectors, 2 n³ for the way back.
 *
 * Not here on purpose: matrices that are not symmetric, a few eigenvalues of a large matrix (Lanczos), reflections in
 * blocks, so that the band would be made of products of matrices.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3 and §8.4.
 *
 * @module
 */
import { divideAndConquer } from "./_divide_and_conquer.ts";
import { applyReflections, type Reflections, reflector } from "./_householder.ts";
import { type Matrix, matrixFrom, transpose } from "./matrix.ts";
import { checkFiniteMatrix, checkSquare, checkSymmetric } from "./matrix_checks.ts";
import { safeShift, scaledBy, timesPowerOfTwo } from "./binary_exponent.ts";
import { addMultiplesOfBoth, type MakeRows, multiplyRows, type RowBlock, withScratch } from "./_simd_kernels.ts";

/** What makes up a symmetric matrix. */
export interface SymmetricEigen {
  /** (n): rising. */
  readonly values: Float64Array;
  /** (n, n): column j belongs to `values[j]`; the columns are orthonormal. */
  readonly vectors: Matrix;
}

/**
 * The eigenvalues and eigenvectors of `a`.
 * @param a (n, n), symmetric up to rounding; the lower half is read.
 * @throws {RangeError} If `a` is not square or not symmetric, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "./matrix.ts";
 * import { symmetricEigen } from "./symmetric_eigen.ts";
 * const { values, vectors } = symmetricEigen(matrixOf([[2, 1], [1, 2]]));
 * assertEquals([...values].map((value) => Math.round(value * 1e12) / 1e12), [1, 3]);
 * assertEquals(Math.abs(vectors.data[1]! - Math.SQRT1_2) < 1e-15, true);
 * ```
 */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const context = { action: "find eigenvalues", argument: "a" };
  checkSymmetric(checkFiniteMatrix(checkSquare(a, context), context), context);
  const n = a.rows;
  const shift = safeShift(a.data); // keeps the squares of very small and very large entries in range
  const entries = scaledBy(a.data, shift);
  return withScratch((makeRows) => {
    const rows = makeRows(n, n);
    for (let i = 0; i < n; i++) rows.row(i)[i] = 1;
    const { diagonal, offDiagonal, ...reflections } = tridiagonalise(entries, { n, makeRows });
    divideAndConquer({ diagonal, offDiagonal, rows }, { from: 0, to: n });
    applyReflections(rows, { ...reflections, isIdentity: false });
    const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
    const vectors = matrixFrom(new Float64Array(n * n), { rows: n, columns: n });
    for (const [j, from] of order.entries()) {
      const vector = vectors.data.subarray(j * n, (j + 1) * n);
      vector.set(rows.row(from));
      if (signOfLargest(vector) < 0) { for (let i = 0; i < n; i++) vector[i] = 0 - vector[i]!; // not −0
       }
    }
    return {
      values: Float64Array.from(order, (from) => timesPowerOfTwo(diagonal[from]!, -shift)),
      vectors: transpose(vectors),
    };
  });
}

/** A symmetric matrix with nothing but a diagonal and its neighbours, and the reflections that made it so. */
interface Tridiagonal extends Reflections {
  readonly diagonal: Float64Array;
  /** offDiagonal[i] stands at (i, i + 1); the last is 0. */
  readonly offDiagonal: Float64Array;
}

function tridiagonalise(
  entries: Float64Array,
  { n, makeRows }: { readonly n: number; readonly makeRows: MakeRows },
): Tridiagonal {
  const [work, product] = [makeRows(n, n), makeRows(1, n)];
  const { data } = work;
  const width = work.stride / 8;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) data[i * width + j] = data[j * width + i] = entries[i * n + j]!;
  }
  const [diagonal, offDiagonal] = [new Float64Array(n), new Float64Array(n)];
  const weights = new Float64Array(Math.max(0, n - 1));
  for (let k = 0; k < n; k++) {
    const row = work.row(k); // row k is column k
    diagonal[k] = row[k]!;
    row.fill(0, 0, k + 1);
    if (k + 1 === n) break;
    [offDiagonal[k], weights[k]] = reflector(row.subarray(k + 1));
    if (weights[k] !== 0) reflectBothSides(work, { k, weight: weights[k]!, product });
  }
  return { diagonal, offDiagonal, vectors: work, weights, offset: 1 };
}

/** H · A · H on the corner below and right of k, where H = 1 − weight · v · vᵀ and v stands in row k. */
function reflectBothSides(
  work: RowBlock,
  { k, weight, product }: { readonly k: number; readonly weight: number; readonly product: RowBlock },
): void {
  const corner = work.corner(k + 1, k + 1);
  const [v, p] = [work.row(k).subarray(k + 1), product.row(0).subarray(k + 1)];
  const [x, y] = [work.at(k, k + 1), product.at(0, k + 1)];
  multiplyRows(corner, { x, into: y });
  let vp = 0;
  for (let i = 0; i < v.length; i++) {
    p[i]! *= weight;
    vp += p[i]! * v[i]!;
  }
  const half = weight * vp / 2;
  for (let i = 0; i < v.length; i++) p[i]! -= half * v[i]!;
  addMultiplesOfBoth(corner, { x, factors: y, y, others: x, scale: -1 });
}

/** 1 or −1: the sign that makes the entry of largest size positive; of several, the first. */
export function signOfLargest(vector: Float64Array): 1 | -1 {
  let at = 0;
  for (let i = 1; i < vector.length; i++) {
    if (Math.abs(vector[i]!) > Math.abs(vector[at]!) * (1 + 1e-9)) at = i;
  }
  return (vector[at] ?? 1) < 0 ? -1 : 1;
}
