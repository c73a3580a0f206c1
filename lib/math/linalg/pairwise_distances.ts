/**
 * Distances of every row of one matrix from every row of another, in blocks.
 *
 * Squared differences are added up two doubles at a time (`_simd_kernels.ts`). Nothing is expanded into ‖x‖² − 2x·y +
 * ‖y‖², which is faster by a matrix product but loses the digits of small distances.
 *
 * **Invariant.** The distance of a row from an equal row is exactly 0; none is negative. Distances of doubles are
 * finite whenever the true values are.
 *
 * Cost: n · m · k subtractions and multiplications; beside the result, memory for a block of rows. Entries of 32 bits
 * are computed with in 64, and give a result of 32.
 *
 * Not here on purpose: nearest neighbours (`lib/ml/neighbors`), the expansion by a native product.
 *
 * @module
 */
import { argumentError, checkOneOf, checkOptions, showValue } from "../../base/argument.ts";
import { safeShift, timesPowerOfTwo } from "./binary_exponent.ts";
import type { Matrix } from "./matrix.ts";
import { squaredDistances, squaredDistancesFromBoth, withScratch } from "./_simd_kernels.ts";

/** A dense matrix of 32-bit floats, stored row after row. */
export interface Float32Matrix {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** Entry (i, j) at `i * columns + j`. */
  readonly data: Float32Array;
}

/** What a distance is: the straight line, its square, the sum of absolute differences, the largest, 1 − cosine. */
export type DistanceMetric = "euclidean" | "squared-euclidean" | "manhattan" | "chebyshev" | "cosine";

/** How distances are taken. */
export interface DistanceOptions {
  /** What a distance is. @default {"euclidean"} */
  readonly metric?: DistanceMetric;
}

/** A block of rows should not be larger than half of a second-level cache. */
const BLOCK_BYTES = 128 * 1024;

/**
 * The distances of the rows of `x` from those of `y`, (n, m).
 * @param x (n, k).
 * @param y (m, k), of the same kind of floats.
 * @throws {TypeError} If one is no matrix, or the two are of different kinds.
 * @throws {RangeError} If they have different numbers of columns, an entry is not finite, the metric is unknown, or a
 *   row
 * is all zeros, which has no cosine.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * import { pairwiseDistances } from "./pairwise_distances.ts";
 *
 * const [x, y] = [matrixOf([[0, 0], [3, 4]]), matrixOf([[0, 0], [3, 0]])];
 * assertEquals(rowsOf(pairwiseDistances(x, y)), [[0, 3], [5, 4]]);
 * assertEquals(rowsOf(pairwiseDistances(x, y, { metric: "manhattan" })), [[0, 3], [7, 4]]);
 * ```
 */
export function pairwiseDistances(x: Matrix, y: Matrix, options?: DistanceOptions): Matrix;
/**
 * The same for 32-bit floats.
 * @param x (n, k).
 * @param y (m, k).
 */
export function pairwiseDistances(x: Float32Matrix, y: Float32Matrix, options?: DistanceOptions): Float32Matrix;
export function pairwiseDistances<Kind extends Matrix | Float32Matrix>(
  x: Kind,
  y: Kind,
  options: DistanceOptions = {},
): Matrix | Float32Matrix {
  const action = "take distances";
  const { metric = "euclidean" } = checkOptions(options, { action, argument: "options" });
  checkFloats(x, "x");
  checkFloats(y, "y");
  checkOneOf(metric, {
    action,
    argument: "metric",
    choices: ["euclidean", "squared-euclidean", "manhattan", "chebyshev", "cosine"],
  });
  if (x.data.constructor !== y.data.constructor) {
    throw new TypeError(`Cannot ${action}: y must have the floats of x: current value is ${y.data.constructor.name}`);
  }
  if (x.columns !== y.columns) {
    throw new RangeError(
      `Cannot ${action}: y must have ${x.columns} columns, as x has: current value is ${y.columns}`,
    );
  }
  const Floats = x.data instanceof Float32Array ? Float32Array : Float64Array;
  const data = new Floats(x.rows * y.rows);
  if (metric === "manhattan" || metric === "chebyshev") absoluteDistances(x, y, { metric, data });
  else if (metric === "cosine") cosineDistances(unitRows(x, "x"), unitRows(y, "y"), data);
  else euclideanDistances(x, y, { isSquared: metric === "squared-euclidean", data });
  return { rows: x.rows, columns: y.rows, data } as Matrix | Float32Matrix;
}

type Floats = Matrix | Float32Matrix;

function euclideanDistances(
  x: Floats,
  y: Floats,
  { isSquared, data }: { readonly isSquared: boolean; readonly data: Float64Array | Float32Array },
): void {
  const [n, m, k] = [x.rows, y.rows, x.columns];
  // Entries so large or small that squares would leave the range are scaled by a power of two first.
  const shift = safeShift(x.data, y.data);
  const factor = 2 ** shift;
  const blockRows = Math.min(n, Math.max(8, Math.floor(BLOCK_BYTES / 8 / Math.max(1, k))));
  withScratch((makeRows) => {
    const [others, block, sums] = [makeRows(m, k), makeRows(blockRows, k), makeRows(m, blockRows)];
    for (let j = 0; j < m; j++) copyRow(others.row(j), { from: y, i: j, factor });
    for (let from = 0; from < n; from += blockRows) {
      const count = Math.min(blockRows, n - from);
      for (let i = 0; i < count; i++) copyRow(block.row(i), { from: x, i: from + i, factor });
      const span = { address: block.address, stride: block.stride, count, length: k };
      let j = 0;
      for (; j + 1 < m; j += 2) {
        squaredDistancesFromBoth(span, {
          x: others.at(j, 0),
          into: sums.at(j, 0),
          y: others.at(j + 1, 0),
          alsoInto: sums.at(j + 1, 0),
        });
      }
      if (j < m) squaredDistances(span, { x: others.at(j, 0), into: sums.at(j, 0) });
      const squares = sums.data;
      const width = sums.stride / 8;
      for (let i = 0; i < count; i++) {
        for (let c = 0, to = (from + i) * m; c < m; c++) {
          const square = squares[c * width + i]!;
          const distance = isSquared ? square : Math.sqrt(square);
          data[to + c] = shift === 0 ? distance : timesPowerOfTwo(distance, isSquared ? -2 * shift : -shift);
        }
      }
    }
  });
}

function copyRow(
  to: Float64Array,
  { from, i, factor }: { readonly from: Floats; readonly i: number; readonly factor: number },
): void {
  const row = from.data.subarray(i * from.columns, (i + 1) * from.columns);
  if (factor === 1) to.set(row);
  else for (let c = 0; c < row.length; c++) to[c] = row[c]! * factor;
}

function absoluteDistances(
  x: Floats,
  y: Floats,
  { metric, data }: { readonly metric: "manhattan" | "chebyshev"; readonly data: Float64Array | Float32Array },
): void {
  const k = x.columns;
  for (let i = 0, to = 0; i < x.rows; i++) {
    for (let j = 0; j < y.rows; j++, to++) {
      let distance = 0;
      for (let c = 0; c < k; c++) {
        const difference = Math.abs(x.data[i * k + c]! - y.data[j * k + c]!);
        distance = metric === "manhattan" ? distance + difference : Math.max(distance, difference);
      }
      data[to] = distance;
    }
  }
}

/** 1 − cosine of unit vectors is half of the square of their distance: no digits of a small angle are lost. */
function cosineDistances(x: Matrix, y: Matrix, data: Float64Array | Float32Array): void {
  euclideanDistances(x, y, { isSquared: true, data });
  for (let at = 0; at < data.length; at++) data[at] = Math.min(2, data[at]! / 2);
}

/** Each row over its length. */
function unitRows({ rows, columns, data }: Floats, argument: string): Matrix {
  const result = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const row = Float64Array.from(data.subarray(i * columns, (i + 1) * columns));
    let largest = 0;
    for (let c = 0; c < columns; c++) largest = Math.max(largest, Math.abs(row[c]!));
    if (largest === 0) {
      throw new RangeError(`Cannot take distances: row ${i} of ${argument} must not be all zeros: it has no cosine`);
    }
    let squares = 0;
    for (let c = 0; c < columns; c++) squares += (row[c]! / largest) ** 2;
    const length = Math.sqrt(squares);
    for (let c = 0; c < columns; c++) result[i * columns + c] = row[c]! / largest / length;
  }
  return { rows, columns, data: result };
}

function checkFloats(a: Floats, argument: string): void {
  const action = "take distances";
  const given = a as Partial<Floats> | null | undefined;
  if (!(given?.data instanceof Float64Array || given?.data instanceof Float32Array)) {
    throw argumentError(a, { action, argument, rule: "a matrix of doubles or 32-bit floats", type: "none" });
  }
  if (given.data.length !== given.rows! * given.columns!) {
    throw new RangeError(
      `Cannot ${action}: ${argument}.data must have ${showValue(given.rows)} × ${showValue(given.columns)} entries: ` +
        `current value is ${given.data.length}`,
    );
  }
  for (let at = 0; at < given.data.length; at++) {
    if (Number.isFinite(given.data[at])) continue;
    const index = `${Math.floor(at / given.columns!)}, ${at % given.columns!}`;
    throw new RangeError(
      `Cannot ${action}: ${argument}[${index}] must be finite: current value is ${given.data[at]}`,
    );
  }
}
