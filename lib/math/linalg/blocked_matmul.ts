/**
 * The matrix product in blocks that stay in the cache, with sixteen sums at a time in registers.
 *
 * `b` is cut into panels of 4 columns and 256 rows (8 kB, a quarter of a first-level cache), and each panel is copied
 * so that its entries lie in the order in which they are read. Against a panel, `a` is taken 4 rows at a time: each of
 * the 16 entries that come of it has a sum of its own, so 8 reads serve 16 multiplications, where three plain loops
 * need 32.
 *
 * **Invariant.** Every entry of the result is the sum over p of a(i, p) · b(p, j) in the order of p, in runs of 256
 * that are added up one after another. For up to 256 columns of `a` the result is bit for bit that of
 * `naive_matmul.ts`.
 *
 * Cost: m · n · k multiplications; (n / 4) copies of 4 · k entries of `b`.
 *
 * Not here on purpose: SIMD (JavaScript has none), threads, Strassen's method (less stable, and no gain below thousands
 * of rows).
 *
 * Source: K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008).
 *
 * @module
 */
import { type Matrix, zeros } from "./matrix.ts";
import { checkMultipliable } from "./matrix_checks.ts";

const PANEL_COLUMNS = 4;
const PANEL_ROWS = 256;

/**
 * a · b in blocks.
 * @param a (m, k).
 * @param b (k, n).
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { blockedMatmul } from "./blocked_matmul.ts";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * const product = blockedMatmul(matrixOf([[1, 2], [3, 4]]), matrixOf([[5, 6], [7, 8]]));
 * assertEquals(rowsOf(product), [[19, 22], [43, 50]]);
 * ```
 */
export function blockedMatmul(a: Matrix, b: Matrix): Matrix {
  checkMultipliable(a, b);
  const result = zeros(a.rows, b.columns);
  const panel = new Float64Array(PANEL_COLUMNS * PANEL_ROWS);
  for (let from = 0; from < a.columns; from += PANEL_ROWS) {
    const through = Math.min(a.columns, from + PANEL_ROWS);
    for (let left = 0; left < b.columns; left += PANEL_COLUMNS) {
      copyPanel(b, { panel, from, through, left });
      let row = 0;
      for (; row + 4 <= a.rows; row += 4) addFourRows(result, a, { panel, from, through, left, row });
      for (; row < a.rows; row++) addOneRow(result, a, { panel, from, through, left, row });
    }
  }
  return result;
}

/**
 * A panel of `b`: rows `from` to `through`, four columns from `left`; what comes of columns that `b` does not have is
 * dropped.
 */
interface Panel {
  readonly panel: Float64Array;
  readonly from: number;
  readonly through: number;
  readonly left: number;
}

function copyPanel({ columns, data }: Matrix, { panel, from, through, left }: Panel): void {
  const width = Math.min(PANEL_COLUMNS, columns - left);
  for (let p = from, to = 0; p < through; p++, to += PANEL_COLUMNS) {
    const at = p * columns + left;
    for (let j = 0; j < width; j++) panel[to + j] = data[at + j]!;
  }
}

function addFourRows(result: Matrix, a: Matrix, { panel, from, through, left, row }: Panel & { row: number }): void {
  const data = a.data;
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  let first = row * a.columns + from;
  let second = first + a.columns;
  let third = second + a.columns;
  let fourth = third + a.columns;
  for (let p = from, at = 0; p < through; p++, at += PANEL_COLUMNS) {
    const b0 = panel[at]!, b1 = panel[at + 1]!, b2 = panel[at + 2]!, b3 = panel[at + 3]!;
    const a0 = data[first++]!, a1 = data[second++]!, a2 = data[third++]!, a3 = data[fourth++]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  addToRow(result, { row, left, sums: [s00, s01, s02, s03] });
  addToRow(result, { row: row + 1, left, sums: [s10, s11, s12, s13] });
  addToRow(result, { row: row + 2, left, sums: [s20, s21, s22, s23] });
  addToRow(result, { row: row + 3, left, sums: [s30, s31, s32, s33] });
}

function addOneRow(result: Matrix, a: Matrix, { panel, from, through, left, row }: Panel & { row: number }): void {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (let p = from, at = 0; p < through; p++, at += PANEL_COLUMNS) {
    const value = a.data[row * a.columns + p]!;
    s0 += value * panel[at]!;
    s1 += value * panel[at + 1]!;
    s2 += value * panel[at + 2]!;
    s3 += value * panel[at + 3]!;
  }
  addToRow(result, { row, left, sums: [s0, s1, s2, s3] });
}

function addToRow(
  { columns, data }: Matrix,
  { row, left, sums }: { readonly row: number; readonly left: number; readonly sums: readonly number[] },
): void {
  const at = row * columns + left;
  for (let j = 0; j < sums.length && left + j < columns; j++) data[at + j]! += sums[j]!;
}
