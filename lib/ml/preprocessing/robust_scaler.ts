/**
 * Robust scaling: every column gets median 0 and interquartile range 1, so that a few wild rows do not decide the scale
 * of all others.
 *
 * **Invariant.** Moving one row of many arbitrarily far changes the scale only boundedly. A column whose middle half is
 * constant is only centred.
 *
 * Cost: O(d · n log n) to fit.
 *
 * Not here on purpose: clipping of outliers, other quantiles.
 *
 * @module
 */
import type { Matrix } from "../../math/linalg/matrix.ts";
import { quantiles } from "../../math/stats/quantile.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import type { ColumnScaler } from "./standard_scaler.ts";

/**
 * Learns medians and interquartile ranges (quartiles by linear interpolation); `transform` and `inverseTransform` of
 * `standard_scaler.ts` apply them.
 * @param x (n, d).
 * @throws {RangeError} If `x` is empty or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "../../math/linalg/matrix.ts";
 * import { fitRobustScaler } from "./robust_scaler.ts";
 * import { transform } from "./standard_scaler.ts";
 * const x = matrixOf([[1], [2], [3], [4], [1e9]]); // quartiles 2 and 4, median 3
 * assertEquals(rowsOf(transform(fitRobustScaler(x), matrixOf([[1], [5]]))), [[-1], [1]]);
 * ```
 */
export function fitRobustScaler(x: Matrix): ColumnScaler {
  const { rows, columns, data } = checkFeatures(x, { action: "fit a robust scaler" });
  const [centers, scales]: [number[], number[]] = [[], []];
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]!);
    const [lower, median, upper] = quantiles(column, [0.25, 0.5, 0.75]);
    centers.push(median!);
    scales.push(upper! - lower! || 1);
  }
  return { centers, scales };
}
