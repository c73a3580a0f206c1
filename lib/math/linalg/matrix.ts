/**
 * Dense matrices of 64-bit floats, row after row in one `Float64Array`. A vector is a plain `Float64Array`.
 *
 * **Invariant.** `data.length` is `rows * columns`; entry (i, j) is `data[i * columns + j]`. Nothing in this room changes a matrix
 * that it was handed.
 *
 * A matrix may have no rows or no columns: products and transposes of such a matrix are what the definition says. Functions
 * that compute with entries refuse NaN and infinities, and name the first one by its indices: an answer made from them would look
 * like a number or hide where it came from.
 *
 * Cost: every function here is O(rows · columns), but `entry`, which is O(1).
 *
 * Not here on purpose: views and strides (a slice is a copy), other element types, sparse matrices, in-place arithmetic.
 *
 * @module
 */
import { checkNonNegativeInteger } from "../../base/argument.ts";

/** A dense matrix, stored row after row. */
export interface Matrix {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** Entry (i, j) at `i * columns + j`. */
  readonly data: Float64Array;
}

/** The shape of a matrix. */
export interface Shape {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
}

/**
 * A matrix of zeros.
 * @throws {RangeError} If `rows` or `columns` is not a non-negative integer.
 */
export function zeros(rows: number, columns: number): Matrix {
  const action = "create a matrix";
  checkNonNegativeInteger(rows, { action, argument: "rows" });
  checkNonNegativeInteger(columns, { action, argument: "columns" });
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/**
 * The identity of `size` rows.
 * @throws {RangeError} If `size` is not a non-negative integer.
 */
export function identity(size: number): Matrix {
  const result = zeros(size, size);
  for (let i = 0; i < size; i++) result.data[i * size + i] = 1;
  return result;
}

/**
 * The matrix with these rows.
 * @throws {RangeError} If a row has another length than the first.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { entry, matrixOf, rowsOf, transpose } from "./matrix.ts";
 *
 * const a = matrixOf([[1, 2, 3], [4, 5, 6]]);
 * assertEquals([a.rows, a.columns, entry(a, [1, 2])], [2, 3, 6]);
 * assertEquals(rowsOf(transpose(a)), [[1, 4], [2, 5], [3, 6]]);
 * ```
 */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const result = zeros(rows.length, columns);
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns) {
      throw new RangeError(
        `Cannot create a matrix: row ${i} must have ${columns} entries, as row 0: current value is ${row.length}`,
      );
    }
    result.data.set(row, i * columns);
  }
  return result;
}

/**
 * The matrix whose entries are already in `data`; shares it.
 * @throws {RangeError} If `data` does not have `rows * columns` entries.
 */
export function matrixFrom(data: Float64Array, { rows, columns }: Shape): Matrix {
  if (data.length !== rows * columns) {
    throw new RangeError(
      `Cannot create a matrix: data must have ${rows} × ${columns} entries: current value is ${data.length}`,
    );
  }
  return { rows, columns, data };
}

/** The rows as arrays: for tests and for printing. */
export function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

/**
 * Entry (i, j).
 * @throws {RangeError} If the matrix has no such entry.
 */
export function entry({ rows, columns, data }: Matrix, [i, j]: readonly [number, number]): number {
  if (Number.isInteger(i) && Number.isInteger(j) && i >= 0 && i < rows && j >= 0 && j < columns) {
    return data[i * columns + j]!;
  }
  throw new RangeError(
    `Cannot read an entry: its index must lie in a ${rows} × ${columns} matrix: current value is (${i}, ${j})`,
  );
}

/** Rows as columns. */
export function transpose({ rows, columns, data }: Matrix): Matrix {
  const result = new Float64Array(data.length);
  // Blocks of 16 × 16: both sides stay in the cache.
  for (let top = 0; top < rows; top += 16) {
    for (let left = 0; left < columns; left += 16) {
      const [bottom, right] = [Math.min(rows, top + 16), Math.min(columns, left + 16)];
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < right; j++) result[j * rows + i] = data[i * columns + j]!;
      }
    }
  }
  return { rows: columns, columns: rows, data: result };
}

/**
 * The matrix itself, once every entry is known to be finite.
 * @throws {RangeError} If an entry is NaN or infinite; the message has its indices.
 */
export function checkFiniteMatrix(a: Matrix, context: { readonly action: string; readonly argument: string }): Matrix {
  const at = firstNotFinite(a.data);
  if (at === undefined) return a;
  const index = `${Math.floor(at / a.columns)}, ${at % a.columns}`;
  throw new RangeError(
    `Cannot ${context.action}: ${context.argument}[${index}] must be finite: current value is ${a.data[at]}`,
  );
}

/**
 * The vector itself, once every entry is known to be finite.
 * @throws {RangeError} If an entry is NaN or infinite; the message has its index.
 */
export function checkFiniteVector(
  x: Float64Array,
  context: { readonly action: string; readonly argument: string },
): Float64Array {
  const at = firstNotFinite(x);
  if (at === undefined) return x;
  throw new RangeError(
    `Cannot ${context.action}: ${context.argument}[${at}] must be finite: current value is ${x[at]}`,
  );
}

/**
 * The matrix itself, once it is known to have as many rows as columns.
 * @throws {RangeError} If it has not.
 */
export function checkSquare(a: Matrix, context: { readonly action: string; readonly argument: string }): Matrix {
  if (a.rows === a.columns) return a;
  throw new RangeError(
    `Cannot ${context.action}: ${context.argument} must be square: current value is ${a.rows} × ${a.columns}`,
  );
}

function firstNotFinite(values: Float64Array): number | undefined {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) return i;
  }
}
