/**
 * Metrics of a regression: mean squared error, its root, mean absolute error, and R².
 *
 * R² is 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: the share of the variance that the model explains, negative where the mean would
 * have been better.
 *
 * **Invariant.** The errors are never negative, and 0 only for a perfect answer. If all true values are equal R² would
 * be 0 / 0: it is 1 for a perfect answer, else 0.
 *
 * Cost: O(n).
 *
 * Not here on purpose: several targets a row, weights.
 *
 * @module
 */
import { checkTargets } from "../features/feature_matrix.ts";

/**
 * The mean of (y − ŷ)².
 * @param yTrue (n), at least one.
 * @param yPredicted (n).
 * @throws {RangeError} If there are no values, the lengths differ, or a value is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanAbsoluteError, meanSquaredError, r2Score } from "./regression_metrics.ts";
 * const [yTrue, yPredicted] = [[1, 2, 3, 6], [1, 3, 3, 4]];
 * assertEquals(meanSquaredError(yTrue, yPredicted), (0 + 1 + 0 + 4) / 4);
 * assertEquals(meanAbsoluteError(yTrue, yPredicted), 3 / 4);
 * assertEquals(r2Score(yTrue, yPredicted), 1 - 5 / 14); // the mean is 3: 4 + 1 + 0 + 9
 * ```
 */
export function meanSquaredError(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>): number {
  const { truth, answer } = checkedPair(yTrue, yPredicted, "take a mean squared error");
  return squaredDistance(truth, answer) / truth.length;
}

/**
 * The root of the mean squared error, in the unit of y.
 * @throws {RangeError} If there are no values, the lengths differ, or a value is not finite.
 */
export function rootMeanSquaredError(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>): number {
  return Math.sqrt(meanSquaredError(yTrue, yPredicted));
}

/**
 * The mean of |y − ŷ|, in the unit of y.
 * @throws {RangeError} If there are no values, the lengths differ, or a value is not finite.
 */
export function meanAbsoluteError(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>): number {
  const { truth, answer } = checkedPair(yTrue, yPredicted, "take a mean absolute error");
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += Math.abs(truth[i]! - answer[i]!);
  return sum / truth.length;
}

/**
 * The share of the variance that is explained, at most 1.
 * @throws {RangeError} If there are no values, the lengths differ, or a value is not finite.
 */
export function r2Score(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>): number {
  const { truth, answer } = checkedPair(yTrue, yPredicted, "take R²");
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const isConstant = truth.every((value) => value === truth[0]);
  const [left, all] = [
    squaredDistance(truth, answer),
    squaredDistance(truth, new Float64Array(truth.length).fill(mean)),
  ];
  if (isConstant) return left === 0 ? 1 : 0;
  return 1 - left / all;
}

function checkedPair(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>, action: string) {
  if (yTrue.length === 0) {
    throw new RangeError(`Cannot ${action}: yTrue must have at least one value: current value is 0`);
  }
  return {
    truth: checkTargets(yTrue, { action, rows: yTrue.length, argument: "yTrue" }),
    answer: checkTargets(yPredicted, { action, rows: yTrue.length, argument: "yPredicted" }),
  };
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
