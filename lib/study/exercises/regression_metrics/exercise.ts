/**
 * The exercise `regression-metrics`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** Two numbers that say how good predictions are. */
export type RegressionMetricsGiven = {
  /** Mean squared error. */
  mse(yTrue: number[], yPred: number[]): number;
  /** Share of the variance that the predictions explain. */
  r2Score(yTrue: number[], yPred: number[]): number;
};

/** Its card. */
export const exercise: ExerciseCard<RegressionMetricsGiven> = {
  title: "MSE and R²",
  level: "easy",
  minutes: 15,
  notebook: "learning/metrics_and_losses",
  names: ["mse", "r2Score"],
  task: `/** The mean of the squared errors. */
function mse(yTrue: number[], yPred: number[]): number {
  throw new Error("Not written yet");
}

/** 1 minus the squared errors over the squared distances of yTrue from its mean. */
function r2Score(yTrue: number[], yPred: number[]): number {
  throw new Error("Not written yet");
}`,
  rules: [
    "Both take the true values first and the predictions second, and leave them as they are.",
    "Lists that are empty or differ in length are refused: an error is thrown.",
    "R² may be negative: such predictions are worse than the mean.",
    "Where all true values are equal, R² is 1 if every prediction is right, and 0 otherwise (as in scikit-learn).",
  ],
  mastery: [
    "Values around a billion with differences around one lose no digits: sums of squares that cancel do.",
  ],
  firstHint:
    "Write the two sums on paper first: squared errors, and squared distances from the mean. What is left is a division, and " +
    "two cases in which it has no answer.",
  solution: {
    file: "right/two_passes.ts",
    why:
      "One pass for the mean, a second for the sums: the shortest formula that stays accurate. The one-pass formula with the " +
      "sum of squares saves a loop and loses every digit when the values are large and close together.",
  },
};
