/**
 * Householder reflections: 1 − weight · v · vᵀ, which map one vector onto a multiple of the first axis and keep all
 * lengths.
 *
 * Many reflections of the same rows are applied two at a time: with v and w the second sees what the first has left,
 * whose product with w is w · x − weight · (v · x) · (v · w). So a row is read and written once for both.
 *
 * **Invariant.** v begins with 1, and weight = 2 / ‖v‖².
 *
 * Cost: 4 operations for each entry of a row.
 *
 * Not here on purpose: blocks of more than two reflections (the WY form).
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.1.
 *
 * @module
 */
import { euclidean } from "./norms.ts";
import {
  addMultiples,
  addMultiplesOfBoth,
  dot,
  multiplyRows,
  multiplyRowsByBoth,
  type RowBlock,
  type RowSpan,
  withScratch,
} from "./_simd_kernels.ts";

/**
 * Turns `x` into the reflection that maps it onto the first axis: returns where it lands, and the weight of v, which
 * replaces `x`.
 */
export function reflector(x: Float64Array): readonly [landing: number, weight: number] {
  const norm = euclidean(x);
  if (norm === 0) return [0, 0];
  const landing = x[0]! > 0 ? -norm : norm; // away from x: nothing cancels
  const first = x[0]! - landing;
  for (let i = 1; i < x.length; i++) x[i]! /= first; // v is scaled so that v[0] = 1: no square overflows
  x[0] = 1;
  return [landing, -first / landing];
}

/** Reflects each row; `scratch` has an entry for each. */
export function reflectRows(
  span: RowSpan,
  { v, weight, scratch }: { readonly v: number; readonly weight: number; readonly scratch: number },
): void {
  multiplyRows(span, { x: v, into: scratch });
  addMultiples(span, { x: v, factors: scratch, scale: -weight });
}

/** Reflections one after the other. */
export interface Reflections {
  /** (at least k, n): reflection j is in row j, from entry j + `offset` on, and the entry before is 0. */
  readonly vectors: RowBlock;
  /** (k): one for each reflection; 0 for none. */
  readonly weights: Float64Array;
  /** How far from the diagonal the vectors begin. */
  readonly offset: 0 | 1;
}

/**
 * Takes each row through all reflections, the last first: so rows that are columns of some W become columns of Q · W.
 * @param options `isIdentity`: the rows are those of the identity, and half of the work can be left out.
 */
export function applyReflections(
  rows: RowBlock,
  { vectors, weights, offset, isIdentity }: Reflections & { readonly isIdentity: boolean },
): void {
  withScratch((makeRows) => {
    const scratch = makeRows(2, rows.count);
    const [factors, others] = [scratch.at(0, 0), scratch.at(1, 0)];
    let j = weights.length - 1;
    for (; j > 0; j -= 2) {
      const from = j - 1 + offset;
      const span = rows.corner(isIdentity ? from : 0, from);
      const [x, y] = [vectors.at(j, from), vectors.at(j - 1, from)];
      multiplyRowsByBoth(span, { x, into: factors, y, alsoInto: others });
      const [first, second] = [weights[j]!, weights[j - 1]!];
      const both = dot({ x, y, length: span.length });
      const [ofX, ofY] = [scratch.row(0), scratch.row(1)];
      for (let i = 0; i < span.count; i++) {
        ofX[i]! *= first;
        ofY[i] = second * (ofY[i]! - ofX[i]! * both);
      }
      addMultiplesOfBoth(span, { x, factors, y, others, scale: -1 });
    }
    if (j === 0) {
      const span = rows.corner(isIdentity ? offset : 0, offset);
      reflectRows(span, { v: vectors.at(0, offset), weight: weights[0]!, scratch: factors });
    }
  });
}
