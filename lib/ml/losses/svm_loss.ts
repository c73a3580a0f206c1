/**
 * The multiclass hinge loss of a linear support-vector machine, and its gradient.
 *
 * A row's own class should score at least 1 above every other class: the loss is the mean over the rows of Σⱼ max(0, sⱼ
 * − s_own + 1), plus λ·ΣW². The gradient adds the row to the columns of all classes that come too close, and subtracts
 * it as often from its own column.
 *
 * **Invariant.** The loss is never negative. A margin of exactly 0 adds nothing to the loss nor to the gradient.
 *
 * Cost: 4 · n · D · C operations, C classes and D features.
 *
 * Not here on purpose: a bias (append a column of ones), squared hinge, training (`lib/ml/linear/linear_svm.ts`).
 *
 * Source: J. Weston and C. Watkins, "Support Vector Machines for Multi-Class Pattern Recognition", ESANN 1999, as
 * taught in Stanford's CS231n.
 *
 * @module
 */
import { checkNonNegative } from "../../base/argument.ts";
import { type Matrix, zeros } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";

/** The rows, and how large weights are punished. */
export interface SvmLossOptions {
  /** (n, D). */
  readonly x: Matrix;
  /** (n): the column of `weights` that each row belongs to, 0 … C − 1. */
  readonly y: ArrayLike<number>;
  /** λ of λ·ΣW². @default {0.01} */
  readonly regularization?: number;
}

/** The loss and where it rises. */
export interface LossAndGradient {
  /** Its value. */
  readonly loss: number;
  /** Its derivatives, of the shape of the weights. */
  readonly gradient: Matrix;
}

/**
 * The loss at `weights` and its gradient.
 * @param weights (D, C).
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or a label is no column of `weights`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "../../math/linalg/matrix.ts";
 * import { svmLoss } from "./svm_loss.ts";
 * // Scores 1 and 0.5 with class 0 right: the margin 0.5 − 1 + 1 = 0.5 is what is lost.
 * const { loss, gradient } = svmLoss(matrixOf([[1, 0.5]]), { x: matrixOf([[1]]), y: [0], regularization: 0 });
 * assertEquals([loss, rowsOf(gradient)], [0.5, [[-1, 1]]]);
 * ```
 */
export function svmLoss(weights: Matrix, { x, y, regularization = 0.01 }: SvmLossOptions): LossAndGradient {
  const action = "take a multiclass hinge loss";
  checkFeatures(weights, { action, argument: "weights" });
  checkFeatures(x, { action });
  if (x.columns !== weights.rows) {
    throw new RangeError(
      `Cannot ${action}: weights must have a row a column of x (${x.columns}): current value is ${weights.rows}`,
    );
  }
  checkNonNegative(regularization, { action, argument: "regularization" });
  const [n, d, c] = [x.rows, x.columns, weights.columns];
  const { indices: own } = encodeLabels(y, { action, rows: n, classes: Array.from({ length: c }, (_, j) => j) });
  const w = weights.data;
  const gradient = zeros(d, c);
  const scores = new Float64Array(c);
  const pull = new Float64Array(c); // how often the row is added to each column
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const row = x.data.subarray(i * d, (i + 1) * d);
    scores.fill(0);
    for (let f = 0; f < d; f++) for (let j = 0; j < c; j++) scores[j]! += row[f]! * w[f * c + j]!;
    const mine = own[i]!;
    pull.fill(0);
    for (let j = 0; j < c; j++) {
      const margin = scores[j]! - scores[mine]! + 1;
      if (j === mine || margin <= 0) continue;
      loss += margin;
      pull[j]!++;
      pull[mine]!--;
    }
    for (let f = 0; f < d; f++) for (let j = 0; j < c; j++) gradient.data[f * c + j]! += row[f]! * pull[j]! / n;
  }
  let squares = 0;
  for (let at = 0; at < w.length; at++) {
    squares += w[at]! * w[at]!;
    gradient.data[at]! += 2 * regularization * w[at]!;
  }
  return { loss: loss / n + regularization * squares, gradient };
}
