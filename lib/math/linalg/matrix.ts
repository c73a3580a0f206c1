/**
 * Dense matrices of 64-bit floats, row after row in one `Float64Array`. A vector is a plain `Float64Array`.
 *
 * **Invariant.** `data.length` is `rows * columns`; entry (i, j) is `data[i * columns + j]`. Nothing in this room
 * changes a matrix that it was handed.
 *
 * A matrix may have no rows or no columns: products and transposes of such a matrix are what the definition says.
 * Functions that compute with entries refuse NaN and infinities, and name the first one by its indices: an answer made
 * from them would look like a number or hide where it came from.
 *
 * Cost: every function here is O(rows · columns), but `entry`, which is O(1).
 *
 * Not here on purpose: views and strides (a slice is a copy), other element types, sparse matrices, in-place
 * arithmetic.
 *
 * @module
 */
import {
  type ArgumentContext,
  argumentError,
  checkNonNegativeInteger,
  checkOptions,
  showValue,
} from "../../base/argument.ts";

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
export interface MatrixShape {
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
 * The matrix with these rows: arrays or typed arrays of numbers.
 * @throws {TypeError} If a row is no array, or an entry is no number; the message has its row and column.
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
export function matrixOf(rows: readonly ArrayLike<number>[]): Matrix {
  const action = "create a matrix";
  if (!Array.isArray(rows)) {
    throw new TypeError(`Cannot ${action}: rows must be an array of rows: current value is ${showValue(rows)}`);
  }
  for (let i = 0; i < rows.length; i++) checkRow(rows[i], i, rows[0]!.length);
  const columns = rows[0]?.length ?? 0;
  const result = zeros(rows.length, columns);
  for (const [i, row] of rows.entries()) result.data.set(row, i * columns);
  return result;
}

function checkRow(row: ArrayLike<number> | undefined, i: number, columns: number): void {
  const action = "create a matrix";
  if (!Array.isArray(row) && !(ArrayBuffer.isView(row) && "length" in row)) {
    throw new TypeError(
      `Cannot ${action}: row ${i} must be an array of numbers: current value is ${showValue(row)}`,
    );
  }
  if (row.length !== columns) {
    throw new RangeError(
      `Cannot ${action}: row ${i} must have ${columns} entries, as row 0: current value is ${row.length}`,
    );
  }
  for (let j = 0; j < columns; j++) {
    if (typeof row[j] === "number") continue;
    throw new TypeError(
      `Cannot ${action}: row ${i}, column ${j} must be a number: current value is ${showValue(row[j])}`,
    );
  }
}

/**
 * The matrix whose entries are already in `data`; shares it.
 * @throws {TypeError} If `data` is no `Float64Array`.
 * @throws {RangeError} If `data` does not have `rows * columns` entries.
 */
export function matrixFrom(data: Float64Array, shape: MatrixShape): Matrix {
  const action = "create a matrix";
  const { rows, columns } = checkOptions(shape, { action, argument: "shape" });
  if (!(data instanceof Float64Array)) {
    throw new TypeError(`Cannot ${action}: data must be a Float64Array: current value is ${showValue(data)}`);
  }
  checkNonNegativeInteger(rows, { action, argument: "rows" });
  checkNonNegativeInteger(columns, { action, argument: "columns" });
  if (data.length !== rows * columns) {
    throw new RangeError(
      `Cannot create a matrix: data must have ${rows} × ${columns} entries: current value is ${data.length}`,
    );
  }
  return { rows, columns, data };
}

/** The rows as arrays: for tests and for printing. */
export function rowsOf(a: Matrix): number[][] {
  const { rows, columns, data } = checkMatrix(a, { action: "list rows", argument: "a" });
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

/**
 * Entry (i, j).
 * @throws {RangeError} If the matrix has no such entry.
 */
export function entry(a: Matrix, index: readonly [number, number]): number {
  const action = "read an entry";
  const { rows, columns, data } = checkMatrix(a, { action, argument: "a" });
  if (!Array.isArray(index)) {
    throw argumentError(index, { action, argument: "index", rule: "a row and a column", type: "none" });
  }
  const [i, j] = index as readonly [number, number];
  if (Number.isInteger(i) && Number.isInteger(j) && i >= 0 && i < rows && j >= 0 && j < columns) {
    return data[i * columns + j]!;
  }
  throw new RangeError(
    `Cannot read an entry: its index must lie in a ${rows} × ${columns} matrix: current value is (${i}, ${j})`,
  );
}

/** Rows as columns. */
export function transpose(a: Matrix): Matrix {
  const { rows, columns, data } = checkMatrix(a, { action: "transpose", argument: "a" });
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
 * A matrix, whatever its entries.
 * @throws {TypeError} If it is no matrix: no `rows`, `columns` and `data` in a `Float64Array`.
 * @throws {RangeError} If `data` has not `rows * columns` entries.
 */
export function checkMatrix(a: Matrix, { action, argument }: ArgumentContext): Matrix {
  const given = a as Partial<Matrix> | null | undefined;
  if (!(given?.data instanceof Float64Array) || typeof given.rows !== "number" || typeof given.columns !== "number") {
    throw new TypeError(
      `Cannot ${action}: ${argument} must be a matrix (see matrixOf): current value is ${showValue(a)}`,
    );
  }
  if (given.data.length === given.rows * given.columns) return a;
  throw new RangeError(
    `Cannot ${action}: ${argument}.data must have ${given.rows} × ${given.columns} entries: ` +
      `current value is ${given.data.length}`,
  );
}
