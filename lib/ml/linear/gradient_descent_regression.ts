/**
 * Linear regression by gradient descent, step by step: the textbook's first learning algorithm, to be watched.
 *
 * The cost is (1 / 2n)·Σ(ŷ − y)²; each step moves weights and intercept, both from the same residuals, against its
 * gradient. The columns are taken as they are: put them on one scale first, or the steps that are safe for the largest
 * column are tiny for all others.
 *
 * **Invariant.** A step whose learning rate is below 2 / λmax, λmax the largest eigenvalue of (1/n)·XᵀX with a column
 * of ones, does not raise the cost. If the cost grows a thousandfold or overflows, the descent stops and says that it
 * diverged.
 *
 * Cost: O(n · d) a step.
 *
 * Not here on purpose: the closed form (`linear_regression.ts`), other optimisers (`lib/ml/optimizers`).
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { linearScores, type LinearWeights } from "./linear_scores.ts";

/** Where the descent stands before a step. */
export interface DescentState extends LinearWeights {
  /** Steps made so far; 0 for the zero model. */
  readonly iteration: number;
  /** (1 / 2n)·Σ(ŷ − y)². */
  readonly cost: number;
}

/** Where the descent ended. */
export interface DescentModel extends LinearWeights {
  /** The cost before each step; the first is that of the zero model. */
  readonly costHistory: readonly number[];
  /** Whether the cost grew a thousandfold or overflowed: the learning rate is too large for these columns. */
  readonly diverged: boolean;
}

/** How far and how long. */
export interface DescentOptions {
  /** What the gradient is multiplied with. @default {0.01} */
  readonly learningRate?: number;
  /** How many steps. @default {1000} */
  readonly iterations?: number;
}

/** A cost this many times that of the zero model is a divergence, not a detour. */
const DIVERGENCE_FACTOR = 1000;

/**
 * The descent, one state before each step, and the model after the last.
 * @param x (n, d).
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 */
export function* gradientDescentSteps(
  x: Matrix,
  y: ArrayLike<number>,
  { learningRate = 0.01, iterations = 1000 }: DescentOptions = {},
): Generator<DescentState, DescentModel> {
  const action = "fit a linear regression by gradient descent";
  checkPositive(learningRate, { action, argument: "learningRate" });
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const targets = checkTargets(y, { action, rows: n });
  const costHistory: number[] = [];
  let coefficients = new Array<number>(d).fill(0);
  let intercept = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const residuals = linearScores(x, { coefficients, intercept });
    let squares = 0;
    for (let i = 0; i < n; i++) {
      residuals[i]! -= targets[i]!;
      squares += residuals[i]! ** 2;
    }
    const cost = squares / (2 * n);
    const isLost = !(cost <= DIVERGENCE_FACTOR * Math.max(costHistory[0] ?? cost, Number.MIN_VALUE));
    if (isLost && iteration > 0) return { coefficients, intercept, costHistory, diverged: true };
    costHistory.push(cost);
    yield { iteration, cost, coefficients, intercept };
    const gradient = new Float64Array(d);
    let sum = 0;
    for (let i = 0, at = 0; i < n; i++) {
      sum += residuals[i]!;
      for (let j = 0; j < d; j++, at++) gradient[j]! += residuals[i]! * data[at]!;
    }
    coefficients = coefficients.map((w, j) => w - learningRate * gradient[j]! / n);
    intercept -= learningRate * sum / n;
    if (!Number.isFinite(intercept) || !coefficients.every(Number.isFinite)) {
      return { coefficients: coefficients.map(() => 0), intercept: 0, costHistory, diverged: true };
    }
  }
  return { coefficients, intercept, costHistory, diverged: false };
}

/**
 * The model after the last step.
 * @throws {RangeError} As {@linkcode gradientDescentSteps}.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitByGradientDescent } from "./gradient_descent_regression.ts";
 * const [x, y] = [matrixOf([[0], [1], [2]]), [1, 3, 5]];
 * const model = fitByGradientDescent(x, y, { learningRate: 0.3 });
 * assertEquals(model.costHistory[0], (1 + 9 + 25) / 6);
 * assert(Math.abs(model.coefficients[0]! - 2) < 1e-6);
 * assert(fitByGradientDescent(x, y, { learningRate: 3 }).diverged);
 * ```
 */
export function fitByGradientDescent(x: Matrix, y: ArrayLike<number>, options: DescentOptions = {}): DescentModel {
  return runSteps(gradientDescentSteps(x, y, options));
}
