/**
 * Gaussian naive Bayes: in each class every feature is normal, on its own.
 *
 * Variances are the population's (they divide by n), and all get 1e−9 of the largest column variance, so that a feature
 * that is constant in a class does not divide by 0.
 *
 * **Invariant.** A row's class scores are sums of logarithms, so rows of thousands of features do not underflow.
 *
 * Cost: two passes over the rows to fit, O(classes · d) a row to predict.
 *
 * Not here on purpose: features that depend on each other (that is what "naive" means), given priors.
 *
 * Source: conventions of scikit-learn's `GaussianNB`.
 *
 * @module
 */
import { checkNonNegative } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { bestClasses, logPriors, probabilitiesOf } from "./_class_scores.ts";

/** A normal distribution for each class and feature. */
export interface GaussianNaiveBayes {
  /** Labels, rising. */
  readonly classes: readonly number[];
  /** (classes): ln of their shares. */
  readonly logPriors: readonly number[];
  /** (classes, d). */
  readonly means: readonly (readonly number[])[];
  /** (classes, d), smoothed. */
  readonly variances: readonly (readonly number[])[];
}

/**
 * Learns means and variances.
 * @param x (n, d).
 * @param y (n) labels.
 * @param options `smoothing`: share of the largest column variance that is added to all. @default {1e-9}
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitGaussianNaiveBayes, predict } from "./gaussian_naive_bayes.ts";
 * const model = fitGaussianNaiveBayes(matrixOf([[0], [2], [9], [11]]), [3, 3, 8, 8]);
 * assertEquals([model.means, [...predict(model, matrixOf([[5.4], [5.6]]))]], [[[1], [10]], [3, 8]]);
 * ```
 */
export function fitGaussianNaiveBayes(
  x: Matrix,
  y: ArrayLike<number>,
  { smoothing = 1e-9 }: { readonly smoothing?: number } = {},
): GaussianNaiveBayes {
  const action = "fit a Gaussian naive Bayes";
  checkNonNegative(smoothing, { action, argument: "smoothing" });
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: n });
  const k = classes.length;
  const [sums, counts] = [new Float64Array(k * d), new Float64Array(k)];
  for (let i = 0, at = 0; i < n; i++) {
    const base = indices[i]! * d;
    counts[indices[i]!]!++;
    for (let j = 0; j < d; j++, at++) sums[base + j]! += data[at]!;
  }
  const means = sums.map((sum, at) => sum / counts[Math.floor(at / d)]!);
  const squares = new Float64Array(k * d);
  for (let i = 0, at = 0; i < n; i++) {
    const base = indices[i]! * d;
    for (let j = 0; j < d; j++, at++) {
      const off = data[at]! - means[base + j]!;
      squares[base + j]! += off * off;
    }
  }
  const added = smoothing * largestVariance(x);
  const perClass = (values: Float64Array) => classes.map((_, c) => Array.from(values.subarray(c * d, (c + 1) * d)));
  const variances = squares.map((sum, at) => sum / counts[Math.floor(at / d)]! + added || Number.MIN_VALUE);
  return { classes, logPriors: logPriors(indices, k), means: perClass(means), variances: perClass(variances) };
}

/**
 * The joint log-likelihood of each row and class: ln p(class) + ln p(row | class).
 * @param x (m, d).
 * @returns (m, classes).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function logLikelihoods({ logPriors, means, variances }: GaussianNaiveBayes, x: Matrix): Matrix {
  const { rows: m, columns: d, data } = checkFeatures(x, { action: "predict", columns: means[0]!.length });
  const k = means.length;
  const scores = new Float64Array(m * k);
  for (let c = 0; c < k; c++) {
    const mean = Float64Array.from(means[c]!);
    const halves = Float64Array.from(variances[c]!, (variance) => 0.5 / variance);
    const constant = variances[c]!.reduce(
      (sum, variance) => sum - 0.5 * Math.log(2 * Math.PI * variance),
      logPriors[c]!,
    );
    for (let i = 0, at = 0; i < m; i++) {
      let score = constant;
      for (let j = 0; j < d; j++, at++) {
        const off = data[at]! - mean[j]!;
        score -= off * off * halves[j]!;
      }
      scores[i * k + c] = Math.max(score, -Number.MAX_VALUE); // a constant feature that is not met again
    }
  }
  return { rows: m, columns: k, data: scores };
}

/**
 * The probability of each class.
 * @returns (m, classes), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictProbability(model: GaussianNaiveBayes, x: Matrix): Matrix {
  return probabilitiesOf(logLikelihoods(model, x));
}

/**
 * The most probable class.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: GaussianNaiveBayes, x: Matrix): Int32Array {
  return bestClasses(logLikelihoods(model, x), model.classes);
}

/** The share of right answers on these rows. */
export function score(
  model: GaussianNaiveBayes,
  { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> },
): number {
  return accuracy(y, predict(model, x));
}

function largestVariance({ rows: n, columns: d, data }: Matrix): number {
  const [means, squares] = [new Float64Array(d), new Float64Array(d)];
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) means[j]! += data[at]!;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) squares[j]! += (data[at]! - means[j]! / n) ** 2;
  }
  return squares.reduce((most, one) => Math.max(most, one / n), 0);
}
