/**
 * The exercise `logistic-regression`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A classifier that gives probabilities. */
export interface LogisticRegressionObject {
  /** Learns. */
  fit(X: number[][], y: number[]): unknown;
  /** One label a row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** (rows, classes): probabilities. */
  predictProba(X: number[][]): ArrayLike<ArrayLike<number>> | Promise<ArrayLike<ArrayLike<number>>>;
}

/** Logistic regression. */
export type LogisticRegressionGiven = {
  /** The reader's class. */
  readonly LogisticRegression: new () => LogisticRegressionObject;
};

/** Its card. */
export const exercise: ExerciseCard<LogisticRegressionGiven> = {
  title: "Logistic regression",
  level: "medium",
  minutes: 30,
  notebook: "learning/linear_classifiers",
  names: ["LogisticRegression"],
  task: `/** The probability of the second class is the sigmoid of a weighted sum of the columns and an intercept. */
class LogisticRegression {
  fit(X: number[][], y: number[]): void {
    throw new Error("Not written yet");
  }

  predict(X: number[][]): number[] {
    throw new Error("Not written yet");
  }

  /** One list a row: the probability of each class, in ascending order of label. */
  predictProba(X: number[][]): number[][] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "The constructor takes no arguments: `new LogisticRegression()` must reach a good fit by itself.",
    "There are two classes, whose labels are any two integers; `predict` returns them as they were given.",
    "`predictProba` gives one row a query and one column a class, in ascending order of label.",
    "The fit is the maximum of the likelihood without a penalty; probabilities may differ from it by 0.02.",
    "There is an intercept, and columns may have any scale and any mean.",
    "Probabilities are finite for every row, however far away.",
    "`fit` again starts afresh; no rows at all are refused. The arguments stay as they are.",
  ],
  mastery: [],
  firstHint:
    "Call the smaller label 0 and the larger 1. The slope of the loss is the mean of (p − target) times the row.",
  solution: {
    file: "right/gradient.ts",
    why:
      "With columns of mean 0 and deviation 1 one learning rate suits all of them, so plain gradient descent arrives; " +
      "the labels are mapped to 0 and 1 before the fit and back after it.",
  },
};
