/**
 * The check that a matrix is symmetric, for the functions that read only one half of it.
 *
 * Rounding is allowed for: a product XᵀX made by another library differs in its last bits.
 *
 * @module
 */
import type { Matrix } from "./matrix.ts";

/** How far mirrored entries may differ, relative to the largest entry of the matrix. */
const TOLERANCE = 1e-10;

/**
 * The matrix itself, once it is known to be symmetric.
 * @throws {RangeError} If it is not; the message names the first pair.
 */
export function checkSymmetric(a: Matrix, context: { readonly action: string; readonly argument: string }): Matrix {
  const { rows: n, data } = a;
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(data[i * n + j]! - data[j * n + i]!) <= TOLERANCE * largest) continue;
      throw new RangeError(
        `Cannot ${context.action}: ${context.argument} must be symmetric: ` +
          `current value is ${data[i * n + j]} at (${i}, ${j}) and ${data[j * n + i]} at (${j}, ${i})`,
      );
    }
  }
  return a;
}
