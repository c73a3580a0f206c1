/**
 * Pegasos: a linear support-vector machine by stochastic sub-gradients, one row a step.
 *
 * The objective is λ/2·‖w‖² + (1/n)·Σ max(0, 1 − y·(w·x)), the intercept being the weight of a column of ones. Step t
 * takes a random row and the learning rate 1 / (λ·t): the weights shrink by 1 − 1/t, and a row whose margin is below 1
 * is added.
 *
 * **Invariant.** After t steps the objective is within O(log t / (λ·t)) of the best, in expectation, whatever the rows
 * are. It is the objective of `linear_svm.ts` with cost = 1 / (λ·n), divided by that cost and n.
 *
 * Cost: O(d) a step.
 *
 * Not here on purpose: kernels, more than two classes, averaging of the weights.
 *
 * Source: S. Shalev-Shwartz, Y. Singer, N. Srebro, "Pegasos: Primal Estimated sub-GrAdient SOlver for SVM", ICML 2007.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import type { LinearWeights } from "./linear_scores.ts";

/** Where the descent stands after a pass's worth of steps. */
export interface PegasosState extends LinearWeights {
  /** Steps made so far. */
  readonly iteration: number;
  /** The objective. */
  readonly cost: number;
}

/** A plane between two classes; `predict` and `score` of `perceptron.ts` take it. */
export interface PegasosModel extends LinearWeights {
  /** The two labels, rising; a score above 0 means the second. */
  readonly classes: readonly number[];
}

/** How strongly weights are held, and how long it learns. */
export interface PegasosOptions {
  /** λ: the larger, the wider the margin. @default {0.01} */
  readonly regularization?: number;
  /** Passes: n steps each. @default {50} */
  readonly epochs?: number;
  /** Decides the rows. @default {0} */
  readonly seed?: number;
}

/**
 * The descent, one state after every n steps, and the model.
 * @param x (n, d).
 * @param y (n): exactly two distinct labels.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, there are not two labels, or an option is out
 *   of
 * range.
 */
export function* pegasosSteps(
  x: Matrix,
  y: ArrayLike<number>,
  { regularization = 0.01, epochs = 50, seed = 0 }: PegasosOptions = {},
): Generator<PegasosState, PegasosModel> {
  const action = "fit a support-vector machine by Pegasos";
  checkPositive(regularization, { action, argument: "regularization" });
  checkPositiveInteger(epochs, { action, argument: "epochs" });
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: n, atLeast: 2 });
  if (classes.length > 2) {
    throw new RangeError(`Cannot ${action}: y must have two distinct labels: current value is ${classes.length}`);
  }
  const dice = random(seed);
  const w = new Float64Array(d + 1); // the last belongs to the column of ones
  const marginOf = (i: number) => {
    let sum = w[d]!;
    for (let j = 0, at = i * d; j < d; j++, at++) sum += w[j]! * data[at]!;
    return indices[i] === 1 ? sum : -sum;
  };
  for (let epoch = 1, step = 1; epoch <= epochs; epoch++) {
    for (const end = epoch * n; step <= end; step++) {
      const i = dice.integer(n);
      const isInside = marginOf(i) < 1;
      const rate = 1 / (regularization * step) * (indices[i] === 1 ? 1 : -1);
      for (let j = 0; j <= d; j++) {
        w[j]! *= 1 - 1 / step;
        if (isInside) w[j]! += rate * (j === d ? 1 : data[i * d + j]!);
      }
    }
    let hinge = 0;
    for (let i = 0; i < n; i++) hinge += Math.max(0, 1 - marginOf(i));
    const cost = regularization / 2 * w.reduce((sum, one) => sum + one * one, 0) + hinge / n;
    yield { iteration: step - 1, cost, coefficients: Array.from(w.subarray(0, d)), intercept: w[d]! };
  }
  return { classes, coefficients: Array.from(w.subarray(0, d)), intercept: w[d]! };
}

/**
 * The model after the last step.
 * @throws {RangeError} As {@linkcode pegasosSteps}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitPegasos } from "./pegasos.ts";
 * import { predict } from "./perceptron.ts";
 * const model = fitPegasos(matrixOf([[-2], [-1], [1], [2]]), [4, 4, 8, 8]);
 * assertEquals([...predict(model, matrixOf([[-3], [3]]))], [4, 8]);
 * ```
 */
export function fitPegasos(x: Matrix, y: ArrayLike<number>, options: PegasosOptions = {}): PegasosModel {
  return runSteps(pegasosSteps(x, y, options));
}
