/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder tridiagonalisation, then QL steps with implicit shifts.
 *
 * First, reflections from both sides leave only the diagonal and its neighbours. Then each QL step chases a small bulge
 * along the band with plane rotations, and the entries beside the diagonal fall away, cubically near the end. The
 * rotations turn the rows of one matrix, which begins as the transposed product of the reflections and ends as the
 * eigenvectors: rows lie in one piece, and `row_kernels.ts` turns them, four rotations in one pass.
 *
 * **Invariant.** a = V · diag(values) · Vᵀ and VᵀV = 1 up to rounding; eigenvalues rise; of each vector the entry of
 * largest size is positive, so that the same matrix gives the same vectors everywhere.
 *
 * Cost: 2 n³ operations for the band, 4/3 n³ for the product of the reflections, about 5 n³ for the rotations.
 *
 * Not here on purpose: matrices that are not symmetric, a few eigenvalues of a large matrix (Lanczos), divide and
 * conquer (fewer operations, five times the code).
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3; B. Parlett, The Symmetric Eigenvalue Problem, ch. 8.
 *
 * @module
 */
import { finiteMatrix, type Matrix, matrixFrom, squareMatrix, transpose } from "./matrix.ts";
import { euclidean, powerOfTwoNear } from "./norms.ts";
import {
  type MakeRows,
  multiplyRows,
  reflectRows,
  rotateUpwards,
  type RowBlock,
  subtractBothProducts,
  withRows,
} from "./row_kernels.ts";
import { symmetricMatrix } from "./symmetric_matrix.ts";

/** What makes up a symmetric matrix. */
export interface SymmetricEigen {
  /** (n): rising. */
  readonly values: Float64Array;
  /** (n, n): column j belongs to `values[j]`; the columns are orthonormal. */
  readonly vectors: Matrix;
}

/** More steps than this for one eigenvalue have never been seen: two are usual. */
const MOST_STEPS = 60;

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
  const place = { action: "find eigenvalues", argument: "a" };
  symmetricMatrix(finiteMatrix(squareMatrix(a, place), place), place);
  const n = a.rows;
  const scale = powerOfTwoNear(a.data); // keeps the squares of very small and very large entries in range
  return withRows((makeRows) => {
    const { diagonal, beside, rows } = tridiagonal(a, { scale, makeRows });
    diagonalise(diagonal, { beside, rows, rotations: makeRows(1, 2 * n) });
    const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
    const vectors = matrixFrom(new Float64Array(n * n), { rows: n, columns: n });
    for (const [j, from] of order.entries()) {
      const vector = rows.row(from);
      const sign = signOfLargest(vector);
      vectors.data.set(sign === 1 ? vector : vector.map((entry) => -entry), j * n);
    }
    return { values: Float64Array.from(order, (from) => diagonal[from]! * scale), vectors: transpose(vectors) };
  });
}

/** A symmetric matrix with nothing but a diagonal and its neighbours, and the reflections that made it so, multiplied. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] stands at (i, i + 1); the last is 0. */
  readonly beside: Float64Array;
  /** (n, n): Qᵀ, with a = Q · T · Qᵀ. */
  readonly rows: RowBlock;
}

function tridiagonal(
  a: Matrix,
  { scale, makeRows }: { readonly scale: number; readonly makeRows: MakeRows },
): Tridiagonal {
  const n = a.rows;
  const [work, rows, product] = [makeRows(n, n), makeRows(n, n), makeRows(1, n)];
  const { data } = work;
  const width = work.stride / 8;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) data[i * width + j] = data[j * width + i] = a.data[i * n + j]! / scale;
  }
  const beside = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const x = work.row(k).subarray(k + 1); // row k is column k
    const norm = euclidean(x);
    if (norm === 0) continue;
    const landing = x[0]! > 0 ? -norm : norm;
    const first = x[0]! - landing;
    for (let i = 1; i < x.length; i++) x[i]! /= first;
    x[0] = 1;
    beside[k] = landing;
    weights[k] = -first / landing;
    reflectBothSides(work, { k, weight: weights[k]!, product });
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => data[i * width + i]!);
  for (let i = 0; i < n; i++) rows.data[i * width + i] = 1;
  // Qᵀ = H(n−2) … H(0); from the left, the last reflection first, only a corner that grows is touched.
  for (let k = n - 2; k >= 0; k--) {
    if (weights[k] === 0) continue;
    const reflection = { v: work.at(k, k + 1), weight: weights[k]!, scratch: product.address };
    reflectRows(rows.corner(k + 1, k + 1), reflection);
  }
  return { diagonal, beside, rows };
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
  subtractBothProducts(corner, { x, y });
}

/** The band, the rows that turn with it, and a place for the cosines and sines of one step. */
interface Band {
  readonly beside: Float64Array;
  readonly rows: RowBlock;
  readonly rotations: RowBlock;
}

/** Turns the band into a diagonal by QL steps with Wilkinson's shift, and the rows with it. */
function diagonalise(diagonal: Float64Array, band: Band): void {
  const n = diagonal.length;
  const { beside } = band;
  for (let low = 0; low < n; low++) {
    for (let steps = 0;; steps++) {
      let high = low;
      while (high + 1 < n && !isNegligible(beside[high]!, { left: diagonal[high]!, right: diagonal[high + 1]! })) {
        high++;
      }
      if (high === low) break;
      if (steps === MOST_STEPS) {
        throw new RangeError(
          `Cannot find eigenvalues: ${MOST_STEPS} steps must be enough: current value is more, at ${low}`,
        );
      }
      chaseBulge(diagonal, { ...band, low, high });
    }
  }
}

function isNegligible(value: number, { left, right }: { readonly left: number; readonly right: number }): boolean {
  const size = Math.abs(left) + Math.abs(right);
  return size + Math.abs(value) === size;
}

/** One implicit QL step on the block from `low` to `high`. */
function chaseBulge(
  diagonal: Float64Array,
  { beside, rows, rotations, low, high }: Band & { readonly low: number; readonly high: number },
): void {
  const turns = rotations.data;
  const ratio = (diagonal[low + 1]! - diagonal[low]!) / (2 * beside[low]!);
  const root = Math.hypot(ratio, 1);
  let g = diagonal[high]! - diagonal[low]! + beside[low]! / (ratio + (ratio >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  let i = high - 1;
  for (let at = 0; i >= low; i--, at += 2) {
    const f = sine * beside[i]!;
    const b = cosine * beside[i]!;
    const r = lengthOf(f, g);
    beside[i + 1] = i + 1 === high ? 0 : r;
    if (r === 0) break; // the band has come apart here; the next step goes on from it
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1]! - shift;
    const t = (diagonal[i]! - g) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = g + shift;
    g = cosine * t - b;
    turns[at] = cosine;
    turns[at + 1] = sine;
  }
  diagonal[i + 1]! -= shift;
  if (i < low) beside[low] = g;
  const turned = { ...rows.corner(i + 1, 0), count: high - i };
  rotateUpwards(turned, rotations.address);
}

/** √(x² + y²), by `Math.hypot` only where a square could vanish or overflow: it takes ten times as long. */
export function lengthOf(x: number, y: number): number {
  const squares = x * x + y * y;
  return squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : Math.hypot(x, y);
}

/** 1 or −1: the sign that makes the entry of largest size positive; of several, the first. */
export function signOfLargest(vector: Float64Array): 1 | -1 {
  let at = 0;
  for (let i = 1; i < vector.length; i++) {
    if (Math.abs(vector[i]!) > Math.abs(vector[at]!) * (1 + 1e-9)) at = i;
  }
  return (vector[at] ?? 1) < 0 ? -1 : 1;
}
