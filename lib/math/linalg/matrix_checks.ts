/**
 * The checks of matrices and vectors that every function of linear algebra begins with.
 *
 * Each returns the value itself, so that it can stand where the value is first used.
 *
 * **Invariant.** A value of the wrong type is a `TypeError`, one of the wrong shape or size a `RangeError`. The first
 * entry that is NaN or infinite is named by its indices.
 *
 * @module
 */
import { type ArgumentContext, checkProbability, showValue } from "../../base/argument.ts";
import { checkMatrix, type Matrix } from "./matrix.ts";

/**
 * How far mirrored entries may differ, relative to the largest entry: products made elsewhere differ in their last
 * bits.
 */
const SYMMETRY_TOLERANCE = 1e-10;

/**
 * A vector, whatever its entries.
 * @throws {TypeError} If it is no `Float64Array`.
 */
export function checkVector(x: Float64Array, { action, argument }: ArgumentContext): Float64Array {
  if (x instanceof Float64Array) return x;
  throw new TypeError(`Cannot ${action}: ${argument} must be a Float64Array: current value is ${showValue(x)}`);
}

/**
 * A matrix whose entries are all finite.
 * @throws {TypeError} If it is no matrix.
 * @throws {RangeError} If an entry is NaN or infinite; the message has its indices.
 */
export function checkFiniteMatrix(a: Matrix, context: ArgumentContext): Matrix {
  const at = firstNotFinite(checkMatrix(a, context).data);
  if (at === undefined) return a;
  const index = `${Math.floor(at / a.columns)}, ${at % a.columns}`;
  throw new RangeError(
    `Cannot ${context.action}: ${context.argument}[${index}] must be finite: current value is ${a.data[at]}`,
  );
}

/**
 * A vector whose entries are all finite.
 * @throws {TypeError} If it is no `Float64Array`.
 * @throws {RangeError} If an entry is NaN or infinite; the message has its index.
 */
export function checkFiniteVector(x: Float64Array, context: ArgumentContext): Float64Array {
  const at = firstNotFinite(checkVector(x, context));
  if (at === undefined) return x;
  throw new RangeError(
    `Cannot ${context.action}: ${context.argument}[${at}] must be finite: current value is ${x[at]}`,
  );
}

/**
 * A matrix with as many rows as columns.
 * @throws {TypeError} If it is no matrix.
 * @throws {RangeError} If it is not square.
 */
export function checkSquare(a: Matrix, context: ArgumentContext): Matrix {
  if (checkMatrix(a, context).rows === a.columns) return a;
  throw new RangeError(
    `Cannot ${context.action}: ${context.argument} must be square: current value is ${a.rows} × ${a.columns}`,
  );
}

/**
 * A symmetric matrix, up to rounding, for the functions that read only one half of it.
 * @throws {RangeError} If it is not symmetric; the message names the first pair.
 */
export function checkSymmetric(a: Matrix, context: ArgumentContext): Matrix {
  const { rows: n, data } = a;
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(data[i * n + j]! - data[j * n + i]!) <= SYMMETRY_TOLERANCE * largest) continue;
      throw new RangeError(
        `Cannot ${context.action}: ${context.argument} must be symmetric: ` +
          `current value is ${data[i * n + j]} at (${i}, ${j}) and ${data[j * n + i]} at (${j}, ${i})`,
      );
    }
  }
  return a;
}

/**
 * Checks the two factors of a product: that their shapes fit, and that every entry is finite.
 * @throws {TypeError} If one is no matrix.
 * @throws {RangeError} If `a` has not as many columns as `b` has rows, or an entry is not finite.
 */
export function checkMultipliable(a: Matrix, b: Matrix): void {
  const action = "multiply matrices";
  checkMatrix(a, { action, argument: "a" });
  checkMatrix(b, { action, argument: "b" });
  if (a.columns !== b.rows) {
    throw new RangeError(
      `Cannot ${action}: a must have as many columns as b has rows: ` +
        `current value is ${a.rows} × ${a.columns} times ${b.rows} × ${b.columns}`,
    );
  }
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFiniteMatrix(b, { action, argument: "b" });
}

/**
 * A share of the largest value below which another counts as zero, if one is given.
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is not from 0 to 1.
 */
export function checkTolerance(tolerance: number | undefined, context: ArgumentContext): void {
  if (tolerance !== undefined) checkProbability(tolerance, context);
}

function firstNotFinite(values: Float64Array): number | undefined {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) return i;
  }
}
