/**
 * The matrix product for now: synchronous, and fast for small and medium sizes.
 *
 * The columns of `b` are copied so that each lies in one piece, and rows of `a` are multiplied with two columns at a
 * time by the kernels of `_simd_kernels.ts`. Rows of `a` are taken in blocks that stay in the cache. Products of a few
 * entries are three plain loops.
 *
 * **Invariant.** Which way is taken depends on the shapes alone, so the same product has the same bits each time.
 *
 * Cost: m · n · k multiplications at two to three times the speed of `blocked_matmul.ts` (256²: 4 ms against 8; 512²:
 * 23 against 64 ms).
 *
 * Not here on purpose: threads and the native runtime: from about 100² on `math/onnx/native/dispatch_matmul.ts` is many
 * times as fast, and returns a promise.
 *
 * @module
 */
import { withoutOverflow } from "./binary_exponent.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { checkMultipliable } from "./matrix_checks.ts";
import { multiplyRows, multiplyRowsByBoth, withScratch } from "./_simd_kernels.ts";

/** Products of fewer multiplications are done before a copy would be. */
const MIN_KERNEL_WORK = 8000;
/** A block of rows of `a` should not be larger than half of a second-level cache. */
const BLOCK_BYTES = 128 * 1024;

/**
 * a · b.
 * @param a (m, k).
 * @param b (k, n).
 * @returns (m, n)
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matmul } from "./matmul.ts";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 *
 * const product = matmul(matrixOf([[1, 2], [3, 4]]), matrixOf([[5, 6], [7, 8]]));
 * assertEquals(rowsOf(product), [[19, 22], [43, 50]]);
 * ```
 */
export function matmul(a: Matrix, b: Matrix): Matrix {
  checkMultipliable(a, b);
  const result = zeros(a.rows, b.columns);
  if (a.rows * a.columns * b.columns < MIN_KERNEL_WORK) multiplyByLoops(a, b, result);
  else multiplyByKernels(a, b, result);
  withoutOverflow(result.data, {
    factors: [a.data, b.data],
    again: (left, right) => matmul({ ...a, data: left }, { ...b, data: right }).data,
  });
  return result;
}

function multiplyByLoops(a: Matrix, b: Matrix, result: Matrix): void {
  for (let i = 0; i < a.rows; i++) {
    for (let p = 0; p < a.columns; p++) {
      const factor = a.data[i * a.columns + p]!;
      for (let j = 0; j < b.columns; j++) result.data[i * b.columns + j]! += factor * b.data[p * b.columns + j]!;
    }
  }
}

function multiplyByKernels(a: Matrix, b: Matrix, result: Matrix): void {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const blockRows = Math.min(m, Math.max(8, Math.floor(BLOCK_BYTES / 8 / k)));
  withScratch((makeRows) => {
    const [columns, block, products] = [makeRows(n, k), makeRows(blockRows, k), makeRows(n, blockRows)];
    const width = columns.stride / 8;
    for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) columns.data[j * width + p] = b.data[p * n + j]!;
    for (let from = 0; from < m; from += blockRows) {
      const count = Math.min(blockRows, m - from);
      for (let i = 0; i < count; i++) block.row(i).set(a.data.subarray((from + i) * k, (from + i + 1) * k));
      const span = { address: block.address, stride: block.stride, count, length: k };
      let j = 0;
      for (; j + 1 < n; j += 2) {
        multiplyRowsByBoth(span, {
          x: columns.at(j, 0),
          into: products.at(j, 0),
          y: columns.at(j + 1, 0),
          alsoInto: products.at(j + 1, 0),
        });
      }
      if (j < n) multiplyRows(span, { x: columns.at(j, 0), into: products.at(j, 0) });
      const { data } = products;
      const step = products.stride / 8;
      for (let i = 0; i < count; i++) {
        for (let c = 0, to = (from + i) * n; c < n; c++) result.data[to + c] = data[c * step + i]!;
      }
    }
  });
}
