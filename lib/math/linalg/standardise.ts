/**
 * Centred and standardised features: columns with mean 0, and with standard deviation 1.
 *
 * **Invariant.** A column whose deviation is rounding noise (below 8 units in the last place of its largest entry)
 * counts as constant: it is centred to zeros and divided by 1, never by noise.
 *
 * Cost: O(n · k) for n rows of k features.
 *
 * Not here on purpose: scalers that remember what they were fitted to (`lib/ml/preprocessing`).
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { maxAlong, meanAlong, minAlong, standardDeviationAlong } from "./axis_statistics.ts";
import { type Matrix, zeros } from "./matrix.ts";

/** What `centre` and `standardise` did, so that it can be done to other rows, or undone. */
export interface Standardised {
  /** (n, k): `(a - mean) / scale`. */
  readonly data: Matrix;
  /** (k). */
  readonly mean: Float64Array;
  /** (k): the standard deviation; 1 for a constant column. */
  readonly scale: Float64Array;
}

/** A deviation below this share of the largest entry is rounding noise. */
const NOISE = 8 * 2 ** -52;

/**
 * Each column less its mean.
 * @param a (n, k), with at least one row.
 * @throws {RangeError} If there are no rows, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 * import { centre, standardise } from "./standardise.ts";
 *
 * const a = matrixOf([[1, 10], [3, 10], [5, 10]]);
 * assertEquals(rowsOf(centre(a).data), [[-2, 0], [0, 0], [2, 0]]);
 * assertEquals([...standardise(a, { ddof: 1 }).scale], [2, 1]); // a constant column is not divided
 * ```
 */
export function centre(a: Matrix): { readonly data: Matrix; readonly mean: Float64Array } {
  const mean = meanAlong(a, { axis: 0 });
  return { data: shiftedAndScaled(a, { mean, scale: undefined }), mean };
}

/**
 * Each column less its mean, over its standard deviation.
 * @param a (n, k), with more than `ddof` rows.
 * @param options `ddof`: what is taken off the number of rows in the variance: 0 as scikit-learn's scaler. @default {0}
 * @throws {RangeError} If there are not more than `ddof` rows, or an entry is not finite.
 */
export function standardise(a: Matrix, options: { readonly ddof?: number } = {}): Standardised {
  const { ddof = 0 } = checkOptions(options, { action: "standardise", argument: "options" });
  const mean = meanAlong(a, { axis: 0 });
  const deviation = standardDeviationAlong(a, { axis: 0, ddof });
  const [low, high] = [minAlong(a, { axis: 0 }), maxAlong(a, { axis: 0 })];
  const isConstant = (j: number) => isRoundingNoise(deviation[j]!, { low: low[j]!, high: high[j]! });
  const scale = deviation.map((value, j) => isConstant(j) ? 1 : value);
  const data = shiftedAndScaled(a, { mean, scale });
  for (let j = 0; j < a.columns; j++) {
    if (!isConstant(j)) continue;
    for (let i = 0; i < a.rows; i++) data.data[i * a.columns + j] = 0;
  }
  return { data, mean, scale };
}

/** Whether a deviation is no larger than what rounding leaves of equal numbers between `low` and `high`. */
export function isRoundingNoise(
  deviation: number,
  { low, high }: { readonly low: number; readonly high: number },
): boolean {
  return !(deviation > NOISE * Math.max(-low, high));
}

function shiftedAndScaled(
  { rows, columns, data }: Matrix,
  { mean, scale }: { readonly mean: Float64Array; readonly scale: Float64Array | undefined },
): Matrix {
  const result = zeros(rows, columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const distance = data[at]! - mean[j]!;
      if (!scale) result.data[at] = distance;
      else if (Number.isFinite(distance)) result.data[at] = distance / scale[j]!;
      else result.data[at] = data[at]! / scale[j]! - mean[j]! / scale[j]!; // the distance is no double, the quotient is
    }
  }
  return result;
}
