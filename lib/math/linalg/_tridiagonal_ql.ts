/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by QL steps with implicit shifts.
 *
 * Each step chases a small bulge along the band with plane rotations, and the entries beside the diagonal fall away,
 * cubically near the end. The rotations turn the rows of a matrix, four rotations in one pass (`_simd_kernels.ts`).
 *
 * **Invariant.** With rows that begin as those of some Qᵀ, Q · T · Qᵀ stays the same; at the end T is diagonal, and row
 * i is the eigenvector of entry i.
 *
 * Cost: about two steps for each eigenvalue; 3 n² operations for the values, 6 n³ for the vectors.
 *
 * Not here on purpose: sorting, signs (`symmetric_eigen.ts`).
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3; B. Parlett, The Symmetric Eigenvalue Problem, ch. 8.
 *
 * @module
 */
import { rotateUpwards, type RowBlock, withScratch } from "./_simd_kernels.ts";

/** A symmetric matrix with nothing but a diagonal and its neighbours, and the rows that turn with it. */
export interface Tridiagonal {
  /** (n). */
  readonly diagonal: Float64Array;
  /** (n): entry i stands at (i, i + 1); the last is 0. */
  readonly offDiagonal: Float64Array;
  /** (n, n). */
  readonly rows: RowBlock;
}

/** A part of a matrix along its diagonal: from `from` to before `to`. */
export interface Range {
  /** The first. */
  readonly from: number;
  /** After the last. */
  readonly to: number;
}

/** More steps than this for one eigenvalue have never been seen: two are usual. */
const MAX_STEPS = 60;

/**
 * Makes a part of the band diagonal, as if it stood alone, and turns the same part of the rows.
 * @throws {RangeError} If the steps do not come to an end.
 */
export function diagonalise(band: Tridiagonal, { from, to }: Range): void {
  const { diagonal, offDiagonal } = band;
  withScratch((makeRows) => {
    const rotations = makeRows(1, 2 * (to - from));
    for (let low = from; low < to; low++) {
      for (let steps = 0;; steps++) {
        let high = low;
        while (
          high + 1 < to && !isNegligible(offDiagonal[high]!, { left: diagonal[high]!, right: diagonal[high + 1]! })
        ) {
          high++;
        }
        if (high === low) break;
        if (steps === MAX_STEPS) {
          throw new RangeError(
            `Cannot find eigenvalues: ${MAX_STEPS} steps must be enough: current value is more, at ${low}`,
          );
        }
        const turned = chaseBulge(band, { low, high, rotations: rotations.data });
        const span = { ...band.rows.corner(turned, from), count: high - turned + 1, length: to - from };
        rotateUpwards(span, rotations.address);
      }
    }
  });
}

function isNegligible(value: number, { left, right }: { readonly left: number; readonly right: number }): boolean {
  const size = Math.abs(left) + Math.abs(right);
  return size + Math.abs(value) === size;
}

/**
 * One implicit QL step on the block from `low` to `high`, with Wilkinson's shift; returns the first row that it turns.
 */
function chaseBulge(
  { diagonal, offDiagonal }: Tridiagonal,
  { low, high, rotations }: { readonly low: number; readonly high: number; readonly rotations: Float64Array },
): number {
  const ratio = (diagonal[low + 1]! - diagonal[low]!) / (2 * offDiagonal[low]!);
  const root = Math.hypot(ratio, 1);
  let g = diagonal[high]! - diagonal[low]! + offDiagonal[low]! / (ratio + (ratio >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  let i = high - 1;
  for (let at = 0; i >= low; i--, at += 2) {
    const f = sine * offDiagonal[i]!;
    const b = cosine * offDiagonal[i]!;
    const r = lengthOf(f, g);
    offDiagonal[i + 1] = i + 1 === high ? 0 : r;
    if (r === 0) break; // the band has come apart here; the next step goes on from it
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1]! - shift;
    const t = (diagonal[i]! - g) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = g + shift;
    g = cosine * t - b;
    rotations[at] = cosine;
    rotations[at + 1] = sine;
  }
  diagonal[i + 1]! -= shift;
  if (i < low) offDiagonal[low] = g;
  return i + 1;
}

/** √(x² + y²), by `Math.hypot` only where a square could vanish or overflow: it takes ten times as long. */
export function lengthOf(x: number, y: number): number {
  const squares = x * x + y * y;
  return squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : Math.hypot(x, y);
}
