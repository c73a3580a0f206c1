/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder tridiagonalisation, then QL steps with implicit shifts.
 *
 * First, reflections from both sides leave only the diagonal and its neighbours. Then each QL step chases a small bulge along the band with plane
 * rotations, and the entries beside the diagonal fall away, cubically near the end. The rotations turn the rows of one matrix, which begins as the
 * transposed product of the reflections and ends as the eigenvectors: rows lie in one piece.
 *
 * **Invariant.** a = V · diag(values) · Vᵀ and VᵀV = 1 up to rounding; eigenvalues rise; of each vector the entry of largest size is positive, so that the
 * same matrix gives the same vectors everywhere.
 *
 * Cost: 4/3 n³ for the band, about 3 n³ for the values and 4/3 n³ more for the vectors.
 *
 * Not here on purpose: matrices that are not symmetric, a few eigenvalues of a large matrix (Lanczos), divide and conquer.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3; B. Parlett, The Symmetric Eigenvalue Problem, ch. 8.
 *
 * @module
 */
import { finiteMatrix, type Matrix, squareMatrix, zeros } from "./matrix.ts";
import { euclidean, powerOfTwoNear } from "./norms.ts";
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
  const { diagonal, beside, rows } = tridiagonal(a, scale);
  diagonalise(diagonal, { beside, rows });
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
  const vectors = zeros(n, n);
  for (const [j, from] of order.entries()) {
    const vector = rows.subarray(from * n, (from + 1) * n);
    const sign = signOfLargest(vector);
    for (let i = 0; i < n; i++) vectors.data[i * n + j] = sign * vector[i]!;
  }
  return { values: Float64Array.from(order, (from) => diagonal[from]! * scale), vectors };
}

/** A symmetric matrix with nothing but a diagonal and its neighbours, and the reflections that made it so, multiplied. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] stands at (i, i + 1); the last is 0. */
  readonly beside: Float64Array;
  /** (n, n): Qᵀ, with a = Q · T · Qᵀ. */
  readonly rows: Float64Array;
}

function tridiagonal(a: Matrix, scale: number): Tridiagonal {
  const n = a.rows;
  const work = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) work[i * n + j] = work[j * n + i] = a.data[i * n + j]! / scale;
  }
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const weights = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const from = k * n;
    const x = work.subarray(from + k + 1, from + n); // row k is column k
    const norm = euclidean(x);
    if (norm > 0) {
      const landing = x[0]! > 0 ? -norm : norm;
      const first = x[0]! - landing;
      for (let i = 1; i < x.length; i++) x[i]! /= first;
      x[0] = 1;
      beside[k] = landing;
      weights[k] = -first / landing;
      reflectBothSides(work, { n, k, weight: weights[k]!, product });
    }
  }
  for (let i = 0; i < n; i++) diagonal[i] = work[i * n + i]!;
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  // Qᵀ = H(n−2) … H(0); from the left, the last reflection first, only a corner that grows is touched.
  for (let k = n - 2; k >= 0; k--) {
    if (weights[k] === 0) continue;
    const v = work.subarray(k * n + k + 1, (k + 1) * n);
    // rows · H: every row of the corner loses its share of v.
    for (let i = k + 1; i < n; i++) {
      const row = rows.subarray(i * n + k + 1, (i + 1) * n);
      let dot = 0;
      for (let j = 0; j < v.length; j++) dot += row[j]! * v[j]!;
      const factor = weights[k]! * dot;
      for (let j = 0; j < v.length; j++) row[j]! -= factor * v[j]!;
    }
  }
  return { diagonal, beside, rows };
}

/** H · A · H on the corner below and right of k, where H = 1 − weight · v · vᵀ and v stands in row k. */
function reflectBothSides(
  work: Float64Array,
  { n, k, weight, product }: { n: number; k: number; weight: number; product: Float64Array },
): void {
  const v = work.subarray(k * n + k + 1, (k + 1) * n);
  const size = v.length;
  let vp = 0;
  for (let i = 0; i < size; i++) {
    const row = work.subarray((i + k + 1) * n + k + 1, (i + k + 2) * n);
    let dot = 0;
    for (let j = 0; j < size; j++) dot += row[j]! * v[j]!;
    product[i] = weight * dot;
    vp += product[i]! * v[i]!;
  }
  const half = weight * vp / 2;
  for (let i = 0; i < size; i++) product[i]! -= half * v[i]!;
  for (let i = 0; i < size; i++) {
    const row = work.subarray((i + k + 1) * n + k + 1, (i + k + 2) * n);
    const [left, right] = [v[i]!, product[i]!];
    for (let j = 0; j < size; j++) row[j]! -= left * product[j]! + right * v[j]!;
  }
}

/** Turns the band into a diagonal by QL steps with Wilkinson's shift, and the rows with it. */
function diagonalise(
  diagonal: Float64Array,
  { beside, rows }: { readonly beside: Float64Array; readonly rows: Float64Array },
): void {
  const n = diagonal.length;
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
      chaseBulge(diagonal, { beside, rows, low, high });
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
  { beside, rows, low, high }: { beside: Float64Array; rows: Float64Array; low: number; high: number },
): void {
  const n = diagonal.length;
  const ratio = (diagonal[low + 1]! - diagonal[low]!) / (2 * beside[low]!);
  const root = Math.hypot(ratio, 1);
  let g = diagonal[high]! - diagonal[low]! + beside[low]! / (ratio + (ratio >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * beside[i]!;
    const b = cosine * beside[i]!;
    const r = Math.hypot(f, g);
    beside[i + 1] = i + 1 === high ? 0 : r;
    if (r === 0) { // the band has come apart here; the next step goes on from it
      diagonal[i + 1]! -= shift;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1]! - shift;
    const t = (diagonal[i]! - g) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = g + shift;
    g = cosine * t - b;
    rotateRows(rows, { n, i, sine, cosine });
  }
  diagonal[low]! -= shift;
  beside[low] = g;
}

function rotateRows(
  rows: Float64Array,
  { n, i, sine, cosine }: { readonly n: number; readonly i: number; readonly sine: number; readonly cosine: number },
): void {
  for (let left = i * n, right = left + n; left < (i + 1) * n; left++, right++) {
    const x = rows[left]!;
    const y = rows[right]!;
    rows[right] = sine * x + cosine * y;
    rows[left] = cosine * x - sine * y;
  }
}

/** 1 or −1: the sign that makes the entry of largest size positive; of several, the first. */
export function signOfLargest(vector: Float64Array): 1 | -1 {
  let at = 0;
  for (let i = 1; i < vector.length; i++) {
    if (Math.abs(vector[i]!) > Math.abs(vector[at]!) * (1 + 1e-9)) at = i;
  }
  return (vector[at] ?? 1) < 0 ? -1 : 1;
}
