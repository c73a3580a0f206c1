/**
 * The exercise `linear-regression`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A fitted line, plane or hyperplane. */
export interface LinearRegressionObject {
  /** Learns. */
  fit(X: number[][], y: number[]): unknown;
  /** One number a row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** R². */
  score(X: number[][], y: number[]): number | Promise<number>;
  /** The cost before each update. */
  readonly costHistory: ArrayLike<number>;
}

/** Linear regression by gradient descent. */
export type LinearRegressionGiven = {
  /** The reader's class. */
  readonly LinearRegression: new (learningRate?: number, iterations?: number) => LinearRegressionObject;
};

/** Its card. */
export const exercise: ExerciseCard<LinearRegressionGiven> = {
  title: "Linear regression by gradient descent",
  level: "medium",
  minutes: 30,
  notebook: "learning/gradient_descent",
  names: ["LinearRegression"],
  task: `/** y is predicted as the product of weights and columns, plus a bias; learned by plain gradient descent. */
class LinearRegression {
  costHistory: number[] = [];

  constructor(learningRate = 0.01, iterations = 1000) {
    throw new Error("Not written yet");
  }

  fit(X: number[][], y: number[]): void {
    throw new Error("Not written yet");
  }

  predict(X: number[][]): number[] {
    throw new Error("Not written yet");
  }

  /** R². */
  score(X: number[][], y: number[]): number {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "Weights and bias start at 0. The columns are used as they are: nothing is scaled inside.",
    "The cost is (1/2n)·Σ(ŷ − y)² and is recorded **before** each update, so `costHistory` has one entry for each iteration, and the first is the cost of the zero model.",
    "The gradient is divided by n: for weight j it is (1/n)·Σ(ŷ − y)·x[j], for the bias (1/n)·Σ(ŷ − y). Weights and bias are updated from the same residuals.",
    "`score` is R²: 1 minus the squared errors over the squared distances of y from its mean.",
    "Calling `fit` again starts over. The rows are not changed.",
  ],
  mastery: ["`weights` (a list) and `bias` can be read after `fit`."],
  firstHint:
    "One iteration: predictions, residuals, cost, gradient, update. Write the gradient of (1/2n)·Σ(w·x + b − y)² by w[j] on paper " +
    "first: the ½ cancels the 2, and the 1/n stays.",
  solution: {
    file: "right/loops.ts",
    why:
      "The residuals are computed once for each iteration, and everything else (cost, gradient of the weights, gradient of the bias) comes from them.",
  },
};
