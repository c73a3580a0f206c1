/**
 * The exercise `svm-loss`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** The multiclass hinge loss and its gradient. */
export type SvmLossGiven = {
  /** W is (D, C), X is (N, D), y holds N classes from 0 to C − 1. */
  svmLoss(
    W: number[][],
    X: number[][],
    y: number[],
    reg?: number,
  ): { loss: number; gradient: ArrayLike<ArrayLike<number>> };
};

/** Its card. */
export const exercise: ExerciseCard<SvmLossGiven> = {
  title: "Multiclass SVM loss",
  level: "medium",
  minutes: 30,
  notebook: "learning/metrics_and_losses",
  names: ["svmLoss"],
  task: `/**
 * The mean over rows of the summed margins max(0, s[j] - s[y] + 1) of the wrong classes j,
 * plus reg times the sum of all W squared. W is (D, C), X is (N, D), y holds N classes from 0 to C - 1;
 * scores are s = X[i] · W. The gradient is (D, C), as W.
 */
function svmLoss(W: number[][], X: number[][], y: number[], reg = 0.01): { loss: number; gradient: number[][] } {
  throw new Error("Not written yet");
}`,
  rules: [
    "The margin is 1, and the right class adds nothing: a row that is right by more than 1 costs nothing.",
    "A margin of exactly 0 adds nothing to the gradient.",
    "The data loss is averaged over the rows; regularisation `reg · ΣW²` is added once, with the gradient `2 · reg · W`.",
    "`W`, `X` and `y` stay as they are.",
  ],
  mastery: ["One class alone has no wrong class: its loss is the regularisation."],
  firstHint:
    "Take one row: its scores, the margin of each wrong class, their sum. Then ask of each margin that is above 0: which two " +
    "columns of W move it, and by how much?",
  solution: {
    file: "right/loops.ts",
    why:
      "Each violated margin pulls its own column by +x and the right class's column by −x. Counting the violations and " +
      "subtracting once is the same; the loop says it more plainly.",
  },
};
