/**
 * A fit of logistic regression, watched: the loss and the size of the weights before each step.
 *
 * @module
 */
import type { Matrix } from "../../../math/linalg/matrix.ts";
import { type LogisticOptions, logisticRegressionSteps } from "../../../ml/linear/logistic_regression.ts";

/** What was seen before the first step and after each. */
export interface LogisticPath {
  /** The cost, its penalty included, in nats. */
  readonly losses: readonly number[];
  /** The length of the first plane's coefficients, without the intercept. */
  readonly weights: readonly number[];
}

/**
 * Fits, and notes every state.
 * @param x (n, d).
 * @param y (n) labels, at least two distinct ones.
 * @throws {RangeError} As the fit: shapes that do not fit, entries that are not finite, options out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../../math/linalg/matrix.ts";
 * import { logisticPath } from "./logistic_path.ts";
 * const { losses, weights } = await logisticPath(matrixOf([[-1], [1]]), [0, 1], { iterations: 3 });
 * assertEquals([losses[0]!.toFixed(3), weights[0]], ["0.693", 0]); // log 2 before the first step
 * ```
 */
export async function logisticPath(
  x: Matrix,
  y: ArrayLike<number>,
  options: LogisticOptions = {},
): Promise<LogisticPath> {
  const losses: number[] = [];
  const weights: number[] = [];
  for await (const { cost, planes } of logisticRegressionSteps(x, y, options)) {
    losses.push(cost);
    weights.push(Math.hypot(...planes[0]!.coefficients));
  }
  return { losses, weights };
}
