/**
 * Linear regression in closed form: ordinary least squares by QR, and ridge regression by Cholesky.
 *
 * The rows are centred first, so the intercept is not among the unknowns and is not penalised. Least squares never
 * forms XᵀX, which would square the condition number; where columns depend on each other it gives the shortest of the
 * best solutions. Ridge adds λ to the diagonal of XᵀX, and has one solution always.
 *
 * **Invariant.** The residuals of least squares are orthogonal to every column and sum to 0 (with an intercept).
 *
 * Cost: least squares about 4 n d² operations, ridge n d² + d³ / 3.
 *
 * Not here on purpose: standard errors and intervals (`linear_inference.ts`), the lasso (`lasso.ts`), weights.
 *
 * Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., sections 3.2 and 3.4.1.
 *
 * @module
 */
import { checkPositive } from "../../base/argument.ts";
import { cholesky, choleskySolve } from "../../math/linalg/cholesky.ts";
import { leastSquares } from "../../math/linalg/least_squares.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { gram, matvec } from "../../math/linalg/products.ts";
import { transpose } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { r2Score } from "../metrics/regression_metrics.ts";
import { centreRows, linearScores, type LinearWeights, weightsOf } from "./linear_scores.ts";

/** A plane: ŷ = x · coefficients + intercept. */
export type LinearModel = LinearWeights;

/** Whether there is an intercept. */
export interface InterceptOption {
  /** Whether the plane may miss the origin. @default {true} */
  readonly intercept?: boolean;
}

/**
 * The plane with the least squared error.
 * @param x (n, d).
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitLinearRegression, fitRidgeRegression, predict, score } from "./linear_regression.ts";
 * const [x, y] = [matrixOf([[0], [1], [2]]), [1, 3, 5]];
 * const model = fitLinearRegression(x, y);
 * assertAlmostEquals(predict(model, matrixOf([[10]]))[0]!, 21, 1e-12);
 * assertAlmostEquals(score(model, { x, y }), 1, 1e-12);
 * // Σ(x − x̄)(y − ȳ) = 4, Σ(x − x̄)² = 2: the slope 4 / 2 shrinks to 4 / (2 + 2)
 * assertAlmostEquals(fitRidgeRegression(x, y, { strength: 2 }).coefficients[0]!, 1, 1e-12);
 * ```
 */
export function fitLinearRegression(
  x: Matrix,
  y: ArrayLike<number>,
  { intercept = true }: InterceptOption = {},
): LinearModel {
  const action = "fit a linear regression";
  checkFeatures(x, { action });
  const centred = centreRows(x, checkTargets(y, { action, rows: x.rows }), { intercept });
  return weightsOf(leastSquares(centred.x, centred.y).x, centred);
}

/**
 * The plane with the least Σ(y − ŷ)² + strength · Σw².
 * @param x (n, d).
 * @param y (n) targets.
 * @param options `strength`: how much large coefficients cost; the larger, the closer to 0 they are. @default {1}
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or the strength is not positive.
 */
export function fitRidgeRegression(
  x: Matrix,
  y: ArrayLike<number>,
  { strength = 1, intercept = true }: InterceptOption & { readonly strength?: number } = {},
): LinearModel {
  const action = "fit a ridge regression";
  checkPositive(strength, { action, argument: "strength" });
  checkFeatures(x, { action });
  const centred = centreRows(x, checkTargets(y, { action, rows: x.rows }), { intercept });
  const products = gram(centred.x); // (d, d)
  for (let j = 0; j < x.columns; j++) products.data[j * x.columns + j]! += strength;
  const factor = cholesky(products);
  if (factor === undefined) {
    throw new RangeError(
      `Cannot ${action}: strength must be larger for columns of this size: current value is ${strength}`,
    );
  }
  return weightsOf(choleskySolve(factor, matvec(transpose(centred.x), centred.y)), centred);
}

/**
 * The values of the plane.
 * @param x (m, d).
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: LinearModel, x: Matrix): Float64Array {
  return linearScores(checkFeatures(x, { action: "predict", columns: model.coefficients.length }), model);
}

/** R² of the predictions on these rows. */
export function score(model: LinearModel, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return r2Score(y, predict(model, x));
}
