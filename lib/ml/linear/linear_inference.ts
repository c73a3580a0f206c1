/**
 * What a linear regression knows about itself: standard errors, t tests and confidence intervals of its coefficients,
 * and intervals of its predictions.
 *
 * With s² = Σ residual² / (n − p) for p unknowns, the coefficients have the covariance s²·(XᵀX)⁻¹, here R⁻¹R⁻ᵀ from the
 * QR factors. An interval for the *mean* at x has the variance s²·xᵀ(XᵀX)⁻¹x; one for a *new observation* adds its own
 * s².
 *
 * **Invariant.** Intervals hold at their confidence if errors are independent, normal and of one variance; a prediction
 * interval is wider than that of the mean.
 *
 * Cost: about 2 n p² operations.
 *
 * Not here on purpose: errors of different variance (sandwich estimators), inference after choosing variables.
 *
 * Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., section 3.2.
 *
 * @module
 */
import { checkOneOf, checkOpenProbability } from "../../base/argument.ts";
import { type Matrix, matrixFrom, zeros } from "../../math/linalg/matrix.ts";
import { qr } from "../../math/linalg/qr.ts";
import { studentT } from "../../math/stats/distributions/beta.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { fitLinearRegression, type LinearModel, predict } from "./linear_regression.ts";

/** What is known of one coefficient. */
export interface CoefficientInference {
  /** Its value. */
  readonly estimate: number;
  /** The standard deviation of the estimate over samples. */
  readonly standardError: number;
  /** Estimate over standard error. */
  readonly tStatistic: number;
  /** How likely so large a |t| is if the coefficient is 0. */
  readonly pValue: number;
  /** Where the coefficient lies, at the confidence asked for. */
  readonly interval: readonly [low: number, high: number];
}

/** What is known of the whole regression. */
export interface LinearInference {
  /** The fitted plane. */
  readonly model: LinearModel;
  /** First the intercept, then one a column. */
  readonly coefficients: readonly CoefficientInference[];
  /** s: the estimated standard deviation of the errors. */
  readonly residualStandardError: number;
  /** n − p. */
  readonly degreesOfFreedom: number;
  /** (p, p): (XᵀX)⁻¹ with a column of ones first. */
  readonly unscaledCovariance: readonly (readonly number[])[];
}

/** A value and where it lies. */
export interface IntervalEstimate {
  /** The plane's value. */
  readonly value: number;
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/** How sure an interval is. */
export interface ConfidenceOption {
  /** Share of samples in which the interval holds. @default {0.95} */
  readonly confidence?: number;
}

/**
 * Fits the plane and says how sure it is.
 * @param x (n, d), n > d + 1, without columns that depend on each other or on a constant.
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, there are too few rows, or columns depend on
 *   each other.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { inferLinearRegression, predictionIntervals } from "./linear_inference.ts";
 * // Slope 1.5, residuals 1/6, −1/3, 1/6: s² = 1/6 on one degree of freedom, and the slope's variance is s² / Σ(x − x̄)² = 1/12.
 * const inference = inferLinearRegression(matrixOf([[0], [1], [2]]), [1, 2, 4]);
 * assertAlmostEquals(inference.coefficients[1]!.standardError, Math.sqrt(1 / 12), 1e-12);
 * const [mean] = predictionIntervals(inference, matrixOf([[1]]), { kind: "mean" });
 * assertAlmostEquals(mean!.value, 7 / 3, 1e-12);
 * ```
 */
export function inferLinearRegression(
  x: Matrix,
  y: ArrayLike<number>,
  { confidence = 0.95 }: ConfidenceOption = {},
): LinearInference {
  const action = "infer a linear regression";
  checkOpenProbability(confidence, { action, argument: "confidence" });
  checkFeatures(x, { action });
  const targets = checkTargets(y, { action, rows: x.rows });
  const [n, p] = [x.rows, x.columns + 1];
  if (n <= p) {
    throw new RangeError(`Cannot ${action}: x must have more than ${p} rows for ${p} unknowns: current value is ${n}`);
  }
  const model = fitLinearRegression(x, targets);
  const fitted = predict(model, x);
  const squares = targets.reduce((sum, value, i) => sum + (value - fitted[i]!) ** 2, 0);
  const degreesOfFreedom = n - p;
  const residualStandardError = Math.sqrt(squares / degreesOfFreedom);
  const covariance = inverseGram(withOnes(x), { action });
  const t = studentT(degreesOfFreedom);
  const width = t.isf((1 - confidence) / 2);
  const coefficients = [model.intercept, ...model.coefficients].map((estimate, j) => {
    const standardError = residualStandardError * Math.sqrt(covariance[j]![j]!);
    const tStatistic = estimate === 0 ? 0 : estimate / standardError;
    const interval = [estimate - width * standardError, estimate + width * standardError] as const;
    return { estimate, standardError, tStatistic, pValue: Math.min(1, 2 * t.sf(Math.abs(tStatistic))), interval };
  });
  return { model, coefficients, residualStandardError, degreesOfFreedom, unscaledCovariance: covariance };
}

/**
 * Where the plane, or a new observation, lies at each row.
 * @param x (m, d).
 * @param options `kind`: `"mean"` of all observations there are at x, or a single new `"observation"`. @default
 *   {"observation"}
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictionIntervals(
  { model, unscaledCovariance, residualStandardError, degreesOfFreedom }: LinearInference,
  x: Matrix,
  { confidence = 0.95, kind = "observation" }: ConfidenceOption & { readonly kind?: "mean" | "observation" } = {},
): IntervalEstimate[] {
  const action = "give prediction intervals";
  checkOpenProbability(confidence, { action, argument: "confidence" });
  checkOneOf(kind, { action, argument: "kind", choices: ["mean", "observation"] });
  const values = predict(model, x);
  const width = studentT(degreesOfFreedom).isf((1 - confidence) / 2) * residualStandardError;
  return Array.from(values, (value, i) => {
    const row = [1, ...x.data.subarray(i * x.columns, (i + 1) * x.columns)];
    let leverage = 0;
    for (const [j, left] of row.entries()) {
      for (const [l, right] of row.entries()) leverage += left * unscaledCovariance[j]![l]! * right;
    }
    const half = width * Math.sqrt(leverage + Number(kind === "observation"));
    return { value, low: value - half, high: value + half };
  });
}

function withOnes({ rows, columns, data }: Matrix): Matrix {
  const wide = new Float64Array(rows * (columns + 1)).fill(1);
  for (let i = 0; i < rows; i++) wide.set(data.subarray(i * columns, (i + 1) * columns), i * (columns + 1) + 1);
  return matrixFrom(wide, { rows, columns: columns + 1 });
}

/** (XᵀX)⁻¹ = R⁻¹ · R⁻ᵀ, in the order of the columns of x. */
function inverseGram(x: Matrix, { action }: { readonly action: string }): number[][] {
  const { r, rank, permutation } = qr(x, { pivoting: true });
  const p = x.columns;
  if (rank < p) {
    throw new RangeError(
      `Cannot ${action}: columns must not depend on each other or be constant: current value is rank ${rank} of ${p}`,
    );
  }
  const inverse = zeros(p, p); // of R, upper triangular
  for (let j = 0; j < p; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = Number(i === j);
      for (let l = i + 1; l <= j; l++) sum -= r.data[i * p + l]! * inverse.data[l * p + j]!;
      inverse.data[i * p + j] = sum / r.data[i * p + i]!;
    }
  }
  const result = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let l = Math.max(i, j); l < p; l++) sum += inverse.data[i * p + l]! * inverse.data[j * p + l]!;
      result[permutation[i]!]![permutation[j]!] = sum;
    }
  }
  return result;
}
