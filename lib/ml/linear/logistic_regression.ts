/**
 * Logistic regression for two or more classes, with an L2 penalty, an L1 penalty, or none.
 *
 * The cost is (1/n)·Σ cross-entropy + (strength / n)·penalty, the penalty being ½·Σw² or Σ|w|, intercepts left out.
 * That is scikit-learn's objective with C = 1 / strength, divided by C·n. Solvers: L-BFGS, Newton's method (IRLS: few
 * steps, each of (classes · d)³), and plain gradient descent to be watched; with the L1 penalty always proximal
 * gradients.
 *
 * **Invariant.** Probabilities are finite and sum to 1 for rows however far away. Without a penalty and with classes
 * that a plane separates there is no best model: weights grow without bound, and the model says `separable`.
 *
 * Cost: 4 · n · d · classes operations an evaluation, natively from about two million on; predictions in loops.
 *
 * Not here on purpose: weights of classes, standard errors.
 *
 * Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., section 4.4.
 *
 * @module
 */
import { checkNonNegative, checkOneOf, checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { runAsyncSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { sigmoid, softmax } from "../losses/softmax.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { type LbfgsResult, type LbfgsState, lbfgsSteps } from "../optimizers/lbfgs.ts";
import { proximalGradientSteps } from "../optimizers/proximal_gradient.ts";
import { type LinearWeights, manyLinearScores } from "./linear_scores.ts";
import { logisticObjective, parameterRows } from "./_logistic_objective.ts";
import { gradientSteps, newtonSteps } from "./_logistic_solvers.ts";

/** Where the fit stands. */
export interface LogisticState {
  /** Steps made so far. */
  readonly iteration: number;
  /** The cost, its penalty included. */
  readonly cost: number;
  /** The weights: one plane for two classes, else one a class. */
  readonly planes: readonly LinearWeights[];
}

/** Planes whose scores are log-odds. */
export interface LogisticModel {
  /** Labels, rising. */
  readonly classes: readonly number[];
  /** For two classes one plane, whose sigmoid is the second's probability; else one a class, with softmax. */
  readonly planes: readonly LinearWeights[];
  /** The cost at the end. */
  readonly cost: number;
  /** Steps made. */
  readonly iterations: number;
  /** Whether the slope became small enough. */
  readonly converged: boolean;
  /** Whether planes separate the classes and no penalty holds the weights: they would grow for ever. */
  readonly separable: boolean;
}

/** What is penalised, and how it is solved. */
export interface LogisticOptions {
  /** What holds the weights. @default {"l2"} */
  readonly penalty?: "l2" | "l1" | "none";
  /** λ, scikit-learn's 1 / C. @default {1} */
  readonly strength?: number;
  /** How the cost is lowered; the L1 penalty has a way of its own. @default {"lbfgs"} */
  readonly solver?: "lbfgs" | "newton" | "gradient-descent";
  /** Most steps. @default {100; 1000 for gradients} */
  readonly iterations?: number;
  /** The largest slope of the cost that is small enough. @default {1e-5} */
  readonly tolerance?: number;
  /** What gradient descent multiplies the gradient with. @default {0.1} */
  readonly learningRate?: number;
  /** Numbers of the native graph: float32 is twice as fast and exact to about 1e-4. @default {"float64"} */
  readonly precision?: "float64" | "float32";
}

/**
 * The fit, one state before the first and after each step, and the model.
 * @param x (n, d).
 * @param y (n) labels, at least two distinct ones.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, there is one label, or an option is out of
 *   range.
 */
export async function* logisticRegressionSteps(
  x: Matrix,
  y: ArrayLike<number>,
  options: LogisticOptions = {},
): AsyncGenerator<LogisticState, LogisticModel> {
  const action = "fit a logistic regression";
  const {
    penalty = "l2",
    strength = 1,
    solver = "lbfgs",
    tolerance = 1e-5,
    learningRate = 0.1,
    precision = "float64",
  } = options;
  checkOneOf(penalty, { action, argument: "penalty", choices: ["l2", "l1", "none"] });
  checkOneOf(solver, { action, argument: "solver", choices: ["lbfgs", "newton", "gradient-descent"] });
  checkOneOf(precision, { action, argument: "precision", choices: ["float64", "float32"] });
  checkNonNegative(strength, { action, argument: "strength" });
  checkPositive(tolerance, { action, argument: "tolerance" });
  checkPositive(learningRate, { action, argument: "learningRate" });
  const usesGradients = penalty === "l1" || solver === "gradient-descent";
  const { iterations = usesGradients ? 1000 : 100 } = options;
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  const { rows: n, columns: d } = checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: n, atLeast: 2 });
  const l2 = penalty === "l2" ? strength : 0;
  const problem = { x, indices, classes: classes.length, l2, precision };
  await using objective = await logisticObjective(problem);
  const start = new Float64Array(parameterRows(classes.length) * (d + 1));
  const limits = { iterations, tolerance };
  const steps: AsyncIterator<LbfgsState, LbfgsResult> = penalty === "l1"
    ? proximalGradientSteps(objective.evaluate, start, {
      ...limits,
      penalty: start.map((_, at) => at % (d + 1) === d ? 0 : strength / n),
    })
    : solver === "lbfgs"
    ? lbfgsSteps(objective.evaluate, start, limits)
    : solver === "newton"
    ? newtonSteps(problem, { ...limits, evaluate: objective.evaluate })
    : gradientSteps(objective.evaluate, start, { ...limits, learningRate });
  let step = await steps.next();
  while (!step.done) {
    yield { iteration: step.value.iteration, cost: step.value.value, planes: planesOf(step.value.x, d) };
    step = await steps.next();
  }
  const { x: parameters, value: cost, iteration, converged } = step.value;
  const planes = planesOf(parameters, d);
  const isHeld = penalty !== "none" && strength > 0;
  const separable = !isHeld && isSeparating(manyLinearScores(x, planes), indices);
  return { classes, planes, cost, iterations: iteration, converged, separable };
}

/**
 * The model after the last step.
 * @throws {RangeError} As {@linkcode logisticRegressionSteps}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitLogisticRegression, predict, predictProbability } from "./logistic_regression.ts";
 * const model = await fitLogisticRegression(matrixOf([[0], [1], [2], [3]]), [5, 5, 9, 9]);
 * assertEquals([...predict(model, matrixOf([[-1e6], [1e6]]))], [5, 9]);
 * assertEquals(predictProbability(model, matrixOf([[1.5]])).data[1]!.toFixed(3), "0.500");
 * ```
 */
export function fitLogisticRegression(
  x: Matrix,
  y: ArrayLike<number>,
  options: LogisticOptions = {},
): Promise<LogisticModel> {
  return runAsyncSteps(logisticRegressionSteps(x, y, options));
}

/**
 * The probability of each class.
 * @param x (m, d).
 * @returns (m, classes), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictProbability({ classes, planes }: LogisticModel, x: Matrix): Matrix {
  const scores = manyLinearScores(
    checkFeatures(x, { action: "predict", columns: planes[0]!.coefficients.length }),
    planes,
  );
  const [m, k] = [x.rows, classes.length];
  const data = new Float64Array(m * k);
  for (let i = 0; i < m; i++) {
    if (k === 2) data.set([sigmoid(-scores.data[i]!), sigmoid(scores.data[i]!)], i * 2);
    else data.set(softmax(scores.data.subarray(i * k, (i + 1) * k)), i * k);
  }
  return { rows: m, columns: k, data };
}

/**
 * The most probable class; of equal ones the smallest label.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: LogisticModel, x: Matrix): Int32Array {
  const { data, columns } = predictProbability(model, x);
  return Int32Array.from({ length: x.rows }, (_, i) => {
    const row = data.subarray(i * columns, (i + 1) * columns);
    let best = 0;
    for (let c = 1; c < columns; c++) if (row[c]! > row[best]!) best = c;
    return model.classes[best]!;
  });
}

/** The share of right answers on these rows. */
export function score(model: LogisticModel, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return accuracy(y, predict(model, x));
}

function planesOf(parameters: Float64Array, d: number): LinearWeights[] {
  return Array.from({ length: parameters.length / (d + 1) }, (_, c) => ({
    coefficients: Array.from(parameters.subarray(c * (d + 1), c * (d + 1) + d)),
    intercept: parameters[c * (d + 1) + d]!,
  }));
}

/** Whether every row's own class scores above all others: then larger weights are always better. */
function isSeparating({ rows, columns, data }: Matrix, indices: Int32Array): boolean {
  for (let i = 0; i < rows; i++) {
    const own = indices[i]!;
    if (columns === 1 && !(own === 1 ? data[i]! > 0 : data[i]! < 0)) return false;
    for (let c = 0; c < columns && columns > 1; c++) {
      if (c !== own && !(data[i * columns + own]! > data[i * columns + c]!)) return false;
    }
  }
  return true;
}
