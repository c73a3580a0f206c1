/**
 * Some rows of a matrix or of its labels, in a given order: folds, samples and batches are taken with `takeRows` and `takeEntries`.
 *
 * **Invariant.** The result is a copy; a row may be taken more than once.
 *
 * Cost: O(rows taken · columns).
 *
 * @module
 */
import { type Matrix, matrixFrom } from "../../math/linalg/matrix.ts";

/**
 * Rows `indices` of `x`.
 * @param x (n, d).
 * @param indices (m), each from 0 to n − 1.
 * @returns (m, d).
 * @throws {RangeError} If an index is no row of `x`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "../../math/linalg/matrix.ts";
 * import { takeEntries, takeRows } from "./take_rows.ts";
 * assertEquals(rowsOf(takeRows(matrixOf([[1, 2], [3, 4]]), [1, 1, 0])), [[3, 4], [3, 4], [1, 2]]);
 * assertEquals([...takeEntries([7, 8, 9], [2, 0])], [9, 7]);
 * ```
 */
export function takeRows(x: Matrix, indices: ArrayLike<number>): Matrix {
  const { columns, data } = x;
  const taken = new Float64Array(indices.length * columns);
  for (let i = 0; i < indices.length; i++) {
    const row = checkedIndex(indices, { at: i, count: x.rows });
    taken.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return matrixFrom(taken, { rows: indices.length, columns });
}

/**
 * Entries `indices` of `y`.
 * @throws {RangeError} If an index is no entry of `y`.
 */
export function takeEntries(y: ArrayLike<number>, indices: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) taken[i] = y[checkedIndex(indices, { at: i, count: y.length })]!;
  return taken;
}

function checkedIndex(
  indices: ArrayLike<number>,
  { at, count }: { readonly at: number; readonly count: number },
): number {
  const index = indices[at]!;
  if (Number.isInteger(index) && index >= 0 && index < count) return index;
  throw new RangeError(`Cannot take rows: indices[${at}] must be from 0 to ${count - 1}: current value is ${index}`);
}
