/**
 * The matrix product as its definition says it: three loops. The floor that faster ones are measured against.
 *
 * The middle and inner loop are in the order of the definition (row times column), so the inner loop strides through
 * `b` column-wise: each step of a large matrix is a miss in the cache. That is the lesson of it.
 *
 * **Invariant.** Entry (i, j) is the sum over p, in order, of a(i, p) · b(p, j).
 * Cost: m · n · k multiplications, and as many reads of `b` at a distance of a whole row.
 *
 * Not here on purpose: anything that makes it faster (`blocked_matmul.ts`).
 *
 * @module
 */
import { type Matrix, zeros } from "./matrix.ts";
import { checkMultipliable } from "./matrix_checks.ts";

/**
 * a · b by three loops.
 * @param a (m, k).
 * @param b (k, n).
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 */
export function naiveMatmul(a: Matrix, b: Matrix): Matrix {
  checkMultipliable(a, b);
  const result = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let sum = 0;
      for (let p = 0; p < a.columns; p++) sum += a.data[i * a.columns + p]! * b.data[p * b.columns + j]!;
      result.data[i * b.columns + j] = sum;
    }
  }
  return result;
}
