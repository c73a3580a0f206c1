/**
 * Standardisation: every column gets mean 0 and standard deviation 1, as the rows of the fit had them.
 *
 * The standard deviation is the population's (it divides by n), as scikit-learn's is. A constant column is only
 * centred: there is no spread to divide by.
 *
 * **Invariant.** What is learnt comes from the rows of the fit alone, so rows that are only transformed leak nothing.
 *
 * Cost: two passes over the entries to fit, one to transform.
 *
 * Not here on purpose: outliers (`robust_scaler.ts`), scaling to 0..1.
 *
 * @module
 */
import { meanAlong, standardDeviationAlong } from "../../math/linalg/axis_statistics.ts";
import { type Matrix, matrixFrom } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";

/** What was learnt of the columns. */
export interface ColumnScaler {
  /** (d): what is subtracted. */
  readonly centers: readonly number[];
  /** (d): what is divided by; 1 for a constant column. */
  readonly scales: readonly number[];
}

/**
 * Learns means and standard deviations.
 * @param x (n, d).
 * @throws {RangeError} If `x` is empty or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "../../math/linalg/matrix.ts";
 * import { fitStandardScaler, inverseTransform, transform } from "./standard_scaler.ts";
 * const x = matrixOf([[1, 7], [3, 7]]);
 * const scaler = fitStandardScaler(x);
 * assertEquals(rowsOf(transform(scaler, x)), [[-1, 0], [1, 0]]);
 * assertEquals(rowsOf(inverseTransform(scaler, matrixOf([[2, 0]]))), [[4, 7]]);
 * ```
 */
export function fitStandardScaler(x: Matrix): ColumnScaler {
  const { data } = checkFeatures(x, { action: "fit a standard scaler" });
  const [means, deviations] = [meanAlong(x, { axis: 0 }), standardDeviationAlong(x, { axis: 0 })];
  const constant = Array.from(means, (_, j) => isConstant(x, j));
  return {
    centers: Array.from(means, (mean, j) => constant[j] ? data[j]! : mean),
    scales: Array.from(deviations, (deviation, j) => constant[j] ? 1 : deviation || 1),
  };
}

/**
 * (x − center) / scale, column by column.
 * @param x (m, d).
 * @returns (m, d).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function transform({ centers, scales }: ColumnScaler, x: Matrix): Matrix {
  return columnwise(x, {
    centers,
    by: (value, j) => scaledDistance(value - centers[j]!, { value, center: centers[j]!, scale: scales[j]! }),
  });
}

/**
 * x · scale + center, column by column: what `transform` undoes.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function inverseTransform({ centers, scales }: ColumnScaler, x: Matrix): Matrix {
  return columnwise(x, { centers, by: (value, j) => value * scales[j]! + centers[j]! });
}

/** `distance` / `scale`, also where the distance from the center is no double. */
function scaledDistance(
  distance: number,
  { value, center, scale }: { readonly value: number; readonly center: number; readonly scale: number },
): number {
  return Number.isFinite(distance) ? distance / scale : value / scale - center / scale;
}

/** Whether all rows have the same value in column j: rounding may leave such a column a tiny variance. */
function isConstant({ rows, columns, data }: Matrix, j: number): boolean {
  for (let i = 1; i < rows; i++) if (data[i * columns + j] !== data[j]) return false;
  return true;
}

function columnwise(
  x: Matrix,
  { centers, by }: { readonly centers: readonly number[]; readonly by: (value: number, j: number) => number },
): Matrix {
  const { rows, columns, data } = checkFeatures(x, { action: "scale columns", columns: centers.length });
  const scaled = new Float64Array(data.length);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) scaled[at] = by(data[at]!, j);
  return matrixFrom(scaled, x);
}
