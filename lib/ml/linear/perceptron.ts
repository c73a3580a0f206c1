/**
 * The perceptron: each row that is on the wrong side moves the plane towards itself; and the averaged one, which
 * answers with the mean of all planes.
 *
 * **Invariant.** If a plane separates the two classes, the mistakes are finite, (R / margin)² at most, so the passes
 * end without a mistake. If none does, they go on until `epochs` is reached; the averaged plane is still of use then,
 * the last one is whatever the last rows made it.
 *
 * Cost: O(n · d) a pass.
 *
 * Not here on purpose: more than two classes, probabilities (logistic regression), a margin (`linear_svm.ts`).
 *
 * Source: F. Rosenblatt, 1958; A. Novikoff, 1962; Y. Freund and R. Schapire, "Large Margin Classification Using the
 * Perceptron Algorithm", Machine Learning 37, 1999.
 *
 * @module
 */
import { checkBoolean, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { linearScores, type LinearWeights } from "./linear_scores.ts";

/** Where the passes stand. */
export interface PerceptronState extends LinearWeights {
  /** Passes made so far. */
  readonly epoch: number;
  /** Rows of the last pass that moved the plane. */
  readonly mistakes: number;
}

/** A plane between two classes. */
export interface PerceptronModel extends LinearWeights {
  /** The two labels, rising; a score above 0 means the second. */
  readonly classes: readonly number[];
  /** Whether the last pass made no mistake. */
  readonly converged: boolean;
  /** Passes made. */
  readonly epochs: number;
}

/** How it learns. */
export interface PerceptronOptions {
  /** Most passes over the rows. @default {1000} */
  readonly epochs?: number;
  /** Whether the answer is the mean of the planes after every row. @default {false} */
  readonly averaged?: boolean;
  /** Decides the order of the rows, drawn again for each pass. @default {0} */
  readonly seed?: number;
}

/**
 * The passes, one state after each, and the model.
 * @param x (n, d).
 * @param y (n): exactly two distinct labels.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or there are not two labels.
 */
export function* perceptronSteps(
  x: Matrix,
  y: ArrayLike<number>,
  { epochs = 1000, averaged = false, seed = 0 }: PerceptronOptions = {},
): Generator<PerceptronState, PerceptronModel> {
  const action = "fit a perceptron";
  checkPositiveInteger(epochs, { action, argument: "epochs" });
  checkBoolean(averaged, { action, argument: "averaged" });
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: n, atLeast: 2 });
  if (classes.length > 2) {
    throw new RangeError(`Cannot ${action}: y must have two distinct labels: current value is ${classes.length}`);
  }
  const dice = random(seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const w = new Float64Array(d + 1); // the last is the intercept
  const late = new Float64Array(d + 1); // Σ t · update at step t: the mean is w − late / steps
  let [epoch, mistakes, step] = [0, n, 1];
  while (epoch < epochs && mistakes > 0) {
    [epoch, mistakes] = [epoch + 1, 0];
    for (const i of dice.shuffle(order)) {
      const row = data.subarray(i * d, (i + 1) * d);
      const side = indices[i] === 1 ? 1 : -1;
      let score = w[d]!;
      for (let j = 0; j < d; j++) score += w[j]! * row[j]!;
      if (score * side <= 0) {
        mistakes++;
        for (let j = 0; j <= d; j++) {
          const update = side * (row[j] ?? 1);
          w[j]! += update;
          late[j]! += step * update;
        }
      }
      step++;
    }
    yield { epoch, mistakes, coefficients: Array.from(w.subarray(0, d)), intercept: w[d]! };
  }
  const answer = averaged ? w.map((value, j) => value - late[j]! / step) : w;
  return {
    classes,
    coefficients: Array.from(answer.subarray(0, d)),
    intercept: answer[d]!,
    converged: mistakes === 0,
    epochs: epoch,
  };
}

/**
 * The model after the last pass.
 * @throws {RangeError} As {@linkcode perceptronSteps}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitPerceptron, predict } from "./perceptron.ts";
 * const x = matrixOf([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * const or = fitPerceptron(x, [-1, 1, 1, 1]);
 * assertEquals([or.converged, [...predict(or, x)]], [true, [-1, 1, 1, 1]]);
 * assertEquals(fitPerceptron(x, [0, 1, 1, 0], { epochs: 50 }).converged, false); // no plane separates XOR
 * ```
 */
export function fitPerceptron(x: Matrix, y: ArrayLike<number>, options: PerceptronOptions = {}): PerceptronModel {
  return runSteps(perceptronSteps(x, y, options));
}

/**
 * The side that each row is on.
 * @param x (m, d).
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: Pick<PerceptronModel, "classes" | "coefficients" | "intercept">, x: Matrix): Int32Array {
  const scores = linearScores(checkFeatures(x, { action: "predict", columns: model.coefficients.length }), model);
  return Int32Array.from(scores, (score) => model.classes[Number(score > 0)]!);
}

/** The share of right answers on these rows. */
export function score(
  model: Pick<PerceptronModel, "classes" | "coefficients" | "intercept">,
  { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> },
): number {
  return accuracy(y, predict(model, x));
}
