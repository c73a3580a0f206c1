/**
 * Products with a vector, and the product of a matrix with its own transpose.
 *
 * `gram` computes only the lower half of XᵀX, since the other is its mirror, and reads X once, some rows at a time.
 *
 * **Invariant.** Of `gram`, entry (i, j) and entry (j, i) are the same bits. Shapes that do not fit are refused, never
 * padded.
 *
 * Cost: `matvec` and `outer` O(rows · columns), `gram` ½ · rows · columns² multiplications.
 *
 * Not here on purpose: the product of two matrices (`matmul.ts`).
 *
 * @module
 */
import { withoutOverflow } from "./binary_exponent.ts";
import { checkMatrix, type Matrix, zeros } from "./matrix.ts";
import { checkFiniteMatrix, checkFiniteVector, checkVector } from "./matrix_checks.ts";
import { multiplyRows, multiplyRowsByBoth, withScratch } from "./_simd_kernels.ts";

/** Gram matrices of fewer multiplications are done before a copy would be. */
const MIN_KERNEL_WORK = 20_000;
/** Observations that are copied at a time: 2 kB a feature. */
const BLOCK_ROWS = 256;

/**
 * a · x, a vector of `a.rows` entries.
 * @param a (m, n).
 * @param x (n).
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * import { gram, matvec } from "./products.ts";
 * const a = matrixOf([[1, 2], [3, 4], [5, 6]]);
 * assertEquals([...matvec(a, Float64Array.of(1, -1))], [-1, -1, -1]);
 * assertEquals(rowsOf(gram(a)), [[35, 44], [44, 56]]);
 * ```
 */
export function matvec(a: Matrix, x: Float64Array): Float64Array {
  const action = "multiply a matrix with a vector";
  checkMatrix(a, { action, argument: "a" });
  checkVector(x, { action, argument: "x" });
  if (a.columns !== x.length) {
    throw new RangeError(
      `Cannot ${action}: x must have ${a.columns} entries, as a has columns: current value is ${x.length}`,
    );
  }
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFiniteVector(x, { action, argument: "x" });
  const result = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    let sum = 0;
    for (let j = 0, at = i * a.columns; j < a.columns; j++, at++) sum += a.data[at]! * x[j]!;
    result[i] = sum;
  }
  return withoutOverflow(result, {
    factors: [a.data, x],
    again: (data, vector) => matvec({ ...a, data }, vector),
  });
}

/**
 * x · yᵀ, a matrix of `x.length` rows and `y.length` columns.
 * @throws {RangeError} If an entry is not finite.
 */
export function outer(x: Float64Array, y: Float64Array): Matrix {
  const action = "take an outer product";
  checkFiniteVector(x, { action, argument: "x" });
  checkFiniteVector(y, { action, argument: "y" });
  const result = zeros(x.length, y.length);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0, at = i * y.length; j < y.length; j++, at++) result.data[at] = x[i]! * y[j]!;
  }
  return result;
}

/**
 * xᵀ · x, (k, k).
 * @param x (n, k): n observations of k features.
 * @throws {RangeError} If an entry is not finite.
 */
export function gram(x: Matrix): Matrix {
  checkFiniteMatrix(x, { action: "take a Gram matrix", argument: "x" });
  const { rows, columns } = x;
  const result = zeros(columns, columns);
  const sums = result.data;
  if (rows * columns * columns < MIN_KERNEL_WORK) addProducts(x, sums);
  else addProductsByKernels(x, sums);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) sums[j * columns + i] = sums[i * columns + j]!;
  }
  withoutOverflow(sums, { factors: [x.data, x.data], again: (data) => gram({ ...x, data }).data });
  return result;
}

/** Fills the lower half. */
function addProducts({ rows, columns, data }: Matrix, sums: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    for (let i = 0; i < columns; i++) {
      const left = data[from + i]!;
      for (let j = 0, at = i * columns; j <= i; j++, at++) sums[at]! += left * data[from + j]!;
    }
  }
}

/** Fills the lower half: some observations at a time are copied so that each feature lies in one piece. */
function addProductsByKernels({ rows, columns, data }: Matrix, sums: Float64Array): void {
  withScratch((makeRows) => {
    const [features, products] = [makeRows(columns, BLOCK_ROWS), makeRows(2, columns)];
    const width = features.stride / 8;
    for (let from = 0; from < rows; from += BLOCK_ROWS) {
      const length = Math.min(BLOCK_ROWS, rows - from);
      if (length < BLOCK_ROWS) features.data.fill(0); // kernels read up to three entries beyond the end
      for (let i = 0, at = from * columns; i < length; i++) {
        for (let j = 0; j < columns; j++, at++) features.data[j * width + i] = data[at]!;
      }
      let j = 0;
      for (; j + 1 < columns; j += 2) {
        multiplyRowsByBoth({ ...features.corner(j, 0), length }, {
          x: features.at(j, 0),
          into: products.at(0, j),
          y: features.at(j + 1, 0),
          alsoInto: products.at(1, j),
        });
        const [first, second] = [products.row(0), products.row(1)];
        for (let i = j; i < columns; i++) {
          sums[i * columns + j]! += first[i]!;
          if (i > j) sums[i * columns + j + 1]! += second[i]!;
        }
      }
      if (j < columns) {
        multiplyRows({ ...features.corner(j, 0), length }, { x: features.at(j, 0), into: products.at(0, j) });
        sums[j * columns + j]! += products.row(0)[j]!;
      }
    }
  });
}
