/**
 * Elementwise arithmetic: sums, differences and products of matrices entry by entry, and with a vector that is the same
 * for every row.
 *
 * **Invariant.** Nothing that was handed in is changed. Shapes that do not fit are refused; nothing is repeated in
 * silence but a vector that the function's name says is a row.
 *
 * Cost: O(rows · columns).
 *
 * Not here on purpose: products of matrices (`matmul.ts`), functions of entries (`data.map`), broadcasting of other
 * shapes.
 *
 * @module
 */
import { checkFinite } from "../../base/argument.ts";
import { type Matrix, matrixFrom } from "./matrix.ts";
import { checkFiniteMatrix, checkFiniteVector } from "./matrix_checks.ts";

/**
 * a + b.
 * @throws {RangeError} If the shapes differ, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { add, addToRows, multiplyEntries, scale, subtract } from "./elementwise.ts";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 *
 * const [a, b] = [matrixOf([[1, 2], [3, 4]]), matrixOf([[10, 20], [30, 40]])];
 * assertEquals(rowsOf(add(a, b)), [[11, 22], [33, 44]]);
 * assertEquals(rowsOf(subtract(b, a)), [[9, 18], [27, 36]]);
 * assertEquals(rowsOf(multiplyEntries(a, b)), [[10, 40], [90, 160]]);
 * assertEquals(rowsOf(scale(a, 2)), [[2, 4], [6, 8]]);
 * assertEquals(rowsOf(addToRows(a, Float64Array.of(1, -1))), [[2, 1], [4, 3]]);
 * ```
 */
export function add(a: Matrix, b: Matrix): Matrix {
  checkSameShape(a, b, "add matrices");
  return matrixFrom(a.data.map((value, at) => value + b.data[at]!), a);
}

/**
 * a − b.
 * @throws {RangeError} If the shapes differ, or an entry is not finite.
 */
export function subtract(a: Matrix, b: Matrix): Matrix {
  checkSameShape(a, b, "subtract matrices");
  return matrixFrom(a.data.map((value, at) => value - b.data[at]!), a);
}

/**
 * The products of entries (Hadamard's product).
 * @throws {RangeError} If the shapes differ, or an entry is not finite.
 */
export function multiplyEntries(a: Matrix, b: Matrix): Matrix {
  checkSameShape(a, b, "multiply entries");
  return matrixFrom(a.data.map((value, at) => value * b.data[at]!), a);
}

/**
 * Every entry times `factor`.
 * @throws {RangeError} If an entry or the factor is not finite.
 */
export function scale(a: Matrix, factor: number): Matrix {
  const action = "scale a matrix";
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFinite(factor, { action, argument: "factor" });
  return matrixFrom(a.data.map((value) => value * factor), a);
}

/**
 * `x` added to every row: a bias.
 * @param a (n, k).
 * @param x (k).
 * @throws {RangeError} If `x` has not as many entries as `a` has columns, or an entry is not finite.
 */
export function addToRows(a: Matrix, x: Float64Array): Matrix {
  return withRows(a, x, "add to rows", (value, other) => value + other);
}

/**
 * Every row times `x`, entry by entry: a factor for each column.
 * @param a (n, k).
 * @param x (k).
 * @throws {RangeError} If `x` has not as many entries as `a` has columns, or an entry is not finite.
 */
export function multiplyRowsBy(a: Matrix, x: Float64Array): Matrix {
  return withRows(a, x, "multiply rows", (value, other) => value * other);
}

function withRows(
  a: Matrix,
  x: Float64Array,
  action: string,
  combine: (value: number, other: number) => number,
): Matrix {
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFiniteVector(x, { action, argument: "x" });
  const { rows, columns, data } = a;
  if (x.length !== columns) {
    throw new RangeError(
      `Cannot ${action}: x must have ${columns} entries, as a has columns: current value is ${x.length}`,
    );
  }
  const result = new Float64Array(data.length);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) result[at] = combine(data[at]!, x[j]!);
  }
  return matrixFrom(result, a);
}

function checkSameShape(a: Matrix, b: Matrix, action: string): void {
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFiniteMatrix(b, { action, argument: "b" });
  if (a.rows === b.rows && a.columns === b.columns) return;
  throw new RangeError(
    `Cannot ${action}: b must be ${a.rows} × ${a.columns}, as a: current value is ${b.rows} × ${b.columns}`,
  );
}
