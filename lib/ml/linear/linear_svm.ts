/**
 * A linear support-vector machine with the hinge loss, by dual coordinate descent; several classes one against the
 * rest.
 *
 * The objective is ½·‖w‖² + C·Σ max(0, 1 − y·(w·x)), the intercept being the weight of a column of ones (so it is
 * penalised, a little, as in liblinear). Its dual has one number αᵢ in 0..C for each row; each step sets one αᵢ to its
 * best value and keeps w = Σ αᵢ·yᵢ·xᵢ.
 *
 * **Invariant.** The dual objective never falls, the primal one is above it, and the difference bounds how far either
 * is from the best.
 *
 * Cost: O(n · d) a pass; a few tens of passes on columns of one scale, many more on others: standardise first.
 *
 * Not here on purpose: kernels, probabilities, shrinking of the active set.
 *
 * Source: C.-J. Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008: liblinear,
 * which scikit-learn's `LinearSVC` calls.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { type LinearWeights, manyLinearScores } from "./linear_scores.ts";

/** Where the passes for one class stand. */
export interface LinearSvmState {
  /** The label that is separated from the rest. */
  readonly label: number;
  /** Passes made so far. */
  readonly iteration: number;
  /** ½·‖w‖² + C·Σ hinge. */
  readonly cost: number;
  /** Σα − ½·‖w‖²: no larger than the best cost. */
  readonly dual: number;
}

/** Planes, one a class, or one for two classes. */
export interface LinearSvmModel {
  /** Labels, rising. */
  readonly classes: readonly number[];
  /** One plane a class; for two classes one, positive for the second. */
  readonly planes: readonly LinearWeights[];
  /** Whether all planes are within tolerance of the best. */
  readonly converged: boolean;
}

/** How it learns. */
export interface LinearSvmOptions {
  /** C: how much a row on the wrong side costs. @default {1} */
  readonly cost?: number;
  /** The gap between cost and dual that is small enough, as a share of the cost. @default {1e-6} */
  readonly tolerance?: number;
  /** Most passes a class. @default {1000} */
  readonly iterations?: number;
  /** Decides the order of the rows. @default {0} */
  readonly seed?: number;
}

/**
 * The passes, one state after each, class by class, and the model.
 * @param x (n, d).
 * @param y (n) labels, at least two distinct ones.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, there is one label, or an option is out of
 *   range.
 */
export function* linearSvmSteps(
  x: Matrix,
  y: ArrayLike<number>,
  { cost = 1, tolerance = 1e-6, iterations = 1000, seed = 0 }: LinearSvmOptions = {},
): Generator<LinearSvmState, LinearSvmModel> {
  const action = "fit a linear support-vector machine";
  checkPositive(cost, { action, argument: "cost" });
  checkPositive(tolerance, { action, argument: "tolerance" });
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: x.rows, atLeast: 2 });
  const planes: LinearWeights[] = [];
  let converged = true;
  for (const [index, label] of classes.entries()) {
    if (classes.length === 2 && index === 0) continue;
    const side = Float64Array.from(indices, (other) => other === index ? 1 : -1);
    const plane = yield* separate(x, side, { label, cost, tolerance, iterations, seed });
    planes.push(plane);
    converged &&= plane.converged;
  }
  return { classes, planes: planes.map(({ coefficients, intercept }) => ({ coefficients, intercept })), converged };
}

/**
 * The model after the last pass.
 * @throws {RangeError} As {@linkcode linearSvmSteps}.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitLinearSvm, predict } from "./linear_svm.ts";
 * // Rows at −1 and 1, C large: both touch the margin, so w = 1 and b = 0.
 * const model = fitLinearSvm(matrixOf([[-1], [1]]), [0, 1], { cost: 100 });
 * assertAlmostEquals(model.planes[0]!.coefficients[0]!, 1, 1e-5);
 * assertEquals([...predict(model, matrixOf([[-0.1], [0.2]]))], [0, 1]);
 * ```
 */
export function fitLinearSvm(x: Matrix, y: ArrayLike<number>, options: LinearSvmOptions = {}): LinearSvmModel {
  return runSteps(linearSvmSteps(x, y, options));
}

/**
 * How far each row is on the side of each class.
 * @param x (m, d).
 * @returns (m, planes).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function decisionScores({ planes }: LinearSvmModel, x: Matrix): Matrix {
  const columns = planes[0]!.coefficients.length;
  return manyLinearScores(checkFeatures(x, { action: "predict", columns }), planes);
}

/**
 * The class with the highest score; of equal ones the smallest label.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: LinearSvmModel, x: Matrix): Int32Array {
  const { data, columns } = decisionScores(model, x);
  return Int32Array.from({ length: x.rows }, (_, i) => {
    if (columns === 1) return model.classes[Number(data[i]! > 0)]!;
    const row = data.subarray(i * columns, (i + 1) * columns);
    return model.classes[row.indexOf(Math.max(...row))]!;
  });
}

/** The share of right answers on these rows. */
export function score(model: LinearSvmModel, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return accuracy(y, predict(model, x));
}

function* separate(
  { rows: n, columns: d, data }: Matrix,
  side: Float64Array,
  { label, cost, tolerance, iterations, seed }: Required<LinearSvmOptions> & { readonly label: number },
): Generator<LinearSvmState, LinearWeights & { readonly converged: boolean }> {
  const w = new Float64Array(d + 1); // the last belongs to the column of ones
  const alpha = new Float64Array(n);
  const squares = Float64Array.from({ length: n }, (_, i) => {
    let sum = 1;
    for (let at = i * d; at < (i + 1) * d; at++) sum += data[at]! ** 2;
    return sum;
  });
  const dice = random(seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const marginOf = (i: number) => {
    let sum = w[d]!;
    for (let j = 0, at = i * d; j < d; j++, at++) sum += w[j]! * data[at]!;
    return sum * side[i]!;
  };
  let converged = false;
  for (let iteration = 1; iteration <= iterations && !converged; iteration++) {
    for (const i of dice.shuffle(order)) {
      const next = Math.min(cost, Math.max(0, alpha[i]! - (marginOf(i) - 1) / squares[i]!));
      const change = (next - alpha[i]!) * side[i]!;
      if (change === 0) continue;
      alpha[i] = next;
      for (let j = 0, at = i * d; j < d; j++, at++) w[j]! += change * data[at]!;
      w[d]! += change;
    }
    const half = w.reduce((sum, value) => sum + value * value, 0) / 2;
    let [hinge, total] = [0, 0];
    for (let i = 0; i < n; i++) {
      hinge += Math.max(0, 1 - marginOf(i));
      total += alpha[i]!;
    }
    const [primal, dual] = [half + cost * hinge, total - half];
    converged = primal - dual <= tolerance * primal;
    yield { label, iteration, cost: primal, dual };
  }
  return { coefficients: Array.from(w.subarray(0, d)), intercept: w[d]!, converged };
}
