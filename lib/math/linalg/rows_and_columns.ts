/**
 * Rows and columns of a matrix: looked at, taken by index, stacked.
 *
 * Rows lie one after another, so a row, or a run of rows, is a view that shares the memory of the matrix: writing into
 * it changes the matrix. A column is a copy.
 *
 * Cost: views O(1); copies O(entries copied).
 *
 * Not here on purpose: masks (`take` with the indices that pass), columns as views (they have no memory of their own).
 *
 * @module
 */
import { argumentError, checkNonNegativeInteger, checkOptions } from "../../base/argument.ts";
import { checkMatrix, type Matrix, matrixFrom, zeros } from "./matrix.ts";

/** Which way: 0 runs along the rows (down), 1 along the columns (across), as in NumPy. */
export type Axis = 0 | 1;

/**
 * The axis itself, once it is known to be one.
 * @throws {TypeError | RangeError} If it is neither 0 nor 1.
 */
export function checkAxis(axis: Axis, action: string): Axis {
  if (axis === 0 || axis === 1) return axis;
  throw argumentError(axis, { action, argument: "axis", rule: "0 or 1" });
}

/**
 * Row i as a view: it shares the memory of `a`.
 * @throws {RangeError} If `a` has no such row.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * import { columnOf, rowView, stack, take } from "./rows_and_columns.ts";
 *
 * const a = matrixOf([[1, 2], [3, 4], [5, 6]]);
 * assertEquals([[...rowView(a, 1)], [...columnOf(a, 1)]], [[3, 4], [2, 4, 6]]);
 * assertEquals(rowsOf(take(a, [2, 0, 2])), [[5, 6], [1, 2], [5, 6]]);
 * assertEquals(rowsOf(take(a, [1], { axis: 1 })), [[2], [4], [6]]);
 * assertEquals(rowsOf(stack([take(a, [0]), take(a, [2])])), [[1, 2], [5, 6]]);
 * ```
 */
export function rowView(a: Matrix, i: number): Float64Array {
  const { rows, columns, data } = checkMatrix(a, { action: "view a row", argument: "a" });
  checkIndex(i, { action: "view a row", argument: "i", length: rows });
  return data.subarray(i * columns, (i + 1) * columns);
}

/**
 * Rows `from` to before `to` as a matrix that shares the memory of `a`.
 * @param options `to`: the number of rows if it is left out.
 * @throws {RangeError} If the rows do not lie in `a`.
 */
export function rowsView(a: Matrix, options: { readonly from: number; readonly to?: number }): Matrix {
  const action = "view rows";
  const { from, to } = checkOptions(options, { action, argument: "options" });
  const { rows, columns, data } = checkMatrix(a, { action, argument: "a" });
  const end = to ?? rows;
  checkNonNegativeInteger(from, { action, argument: "from" });
  checkNonNegativeInteger(end, { action, argument: "to" });
  if (from > end || end > rows) {
    throw new RangeError(
      `Cannot ${action}: from and to must lie in order in 0..${rows}: current value is ${from} and ${end}`,
    );
  }
  return matrixFrom(data.subarray(from * columns, end * columns), { rows: end - from, columns });
}

/**
 * Column j as a copy.
 * @throws {RangeError} If `a` has no such column.
 */
export function columnOf(a: Matrix, j: number): Float64Array {
  const { rows, columns, data } = checkMatrix(a, { action: "copy a column", argument: "a" });
  checkIndex(j, { action: "copy a column", argument: "j", length: columns });
  const column = new Float64Array(rows);
  for (let i = 0, at = j; i < rows; i++, at += columns) column[i] = data[at]!;
  return column;
}

/**
 * The rows with these indices, in their order; the same row may be taken more than once.
 * @param options `axis`: 1 takes columns. @default {0}
 * @throws {RangeError} If an index is none; the message has its position.
 */
export function take(a: Matrix, indices: ArrayLike<number>, options: { readonly axis?: Axis } = {}): Matrix {
  const action = "take";
  const { axis = 0 } = checkOptions(options, { action, argument: "options" });
  const { rows, columns, data } = checkMatrix(a, { action, argument: "a" });
  const length = checkAxis(axis, action) === 0 ? rows : columns;
  if (!Array.isArray(indices) && !ArrayBuffer.isView(indices)) {
    throw argumentError(indices, { action, argument: "indices", rule: "a list of indices", type: "none" });
  }
  const count = indices.length;
  for (let k = 0; k < count; k++) checkIndex(indices[k]!, { action, argument: `indices[${k}]`, length });
  if (axis === 0) {
    const result = zeros(count, columns);
    for (let k = 0; k < count; k++) {
      const from = indices[k]! * columns;
      result.data.set(data.subarray(from, from + columns), k * columns);
    }
    return result;
  }
  const result = zeros(rows, count);
  for (let i = 0, to = 0; i < rows; i++) {
    for (let k = 0; k < count; k++) result.data[to++] = data[i * columns + indices[k]!]!;
  }
  return result;
}

/**
 * Matrices on top of each other, or side by side.
 * @param options `axis`: 0 puts the rows of each below those of the one before, 1 the columns beside them. @default {0}
 * @throws {RangeError} If there are none, or one has another number of columns (rows) than the first.
 */
export function stack(parts: readonly Matrix[], options: { readonly axis?: Axis } = {}): Matrix {
  const action = "stack matrices";
  const { axis = 0 } = checkOptions(options, { action, argument: "options" });
  checkAxis(axis, action);
  if (!Array.isArray(parts) || parts.length === 0) {
    throw argumentError(parts, { action, argument: "parts", rule: "a list of at least one matrix", type: "object" });
  }
  const side = axis === 0 ? "columns" : "rows";
  for (const [i, part] of parts.entries()) {
    checkMatrix(part, { action, argument: `parts[${i}]` });
    if (part[side] === parts[0]![side]) continue;
    throw new RangeError(
      `Cannot ${action}: parts[${i}] must have ${parts[0]![side]} ${side}, as parts[0]: current value is ${part[side]}`,
    );
  }
  const [first] = parts as [Matrix];
  if (axis === 0) {
    const result = zeros(parts.reduce((sum, { rows }) => sum + rows, 0), first.columns);
    let at = 0;
    for (const { data } of parts) {
      result.data.set(data, at);
      at += data.length;
    }
    return result;
  }
  const result = zeros(first.rows, parts.reduce((sum, { columns }) => sum + columns, 0));
  for (let i = 0, at = 0; i < first.rows; i++) {
    for (const { columns, data } of parts) {
      result.data.set(data.subarray(i * columns, (i + 1) * columns), at);
      at += columns;
    }
  }
  return result;
}

function checkIndex(
  index: number,
  { action, argument, length }: { readonly action: string; readonly argument: string; readonly length: number },
): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw argumentError(index, { action, argument, rule: `an index from 0 to ${length - 1}` });
}
