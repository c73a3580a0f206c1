/**
 * The exercise `perceptron`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A classifier that learns from its mistakes. */
export interface PerceptronObject {
  /** Learns. */
  fit(X: number[][], y: number[]): unknown;
  /** One label a row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** The perceptron. */
export type PerceptronGiven = {
  /** The reader's class. */
  readonly Perceptron: new () => PerceptronObject;
};

/** Its card. */
export const exercise: ExerciseCard<PerceptronGiven> = {
  title: "Perceptron",
  level: "easy",
  minutes: 20,
  notebook: "learning/linear_classifiers",
  names: ["Perceptron"],
  task: `/** A plane between two classes: each row on the wrong side moves it. */
class Perceptron {
  fit(X: number[][], y: number[]): void {
    throw new Error("Not written yet");
  }

  predict(X: number[][]): number[] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "The constructor takes no arguments: `new Perceptron()` must reach a good fit by itself.",
    "There are two classes, whose labels are any two integers (0 and 1, −1 and 1); `predict` returns them as given.",
    "The plane has a bias.",
    "When a plane separates the rows, no training row is on the wrong side after `fit`; 1,000 passes are enough.",
    "When none does, `fit` must still end; what it predicts is open.",
    "`fit` again starts afresh; no rows at all are refused. The arguments stay as they are.",
  ],
  mastery: [],
  firstHint: "Call the two labels −1 and 1. A row is wrong when side · score ≤ 0; then add side · row to the weights.",
  solution: {
    file: "right/passes.ts",
    why:
      "Only wrong rows move the plane, so a pass without a mistake ends the fit; the number of passes is bounded for " +
      "rows that no plane separates.",
  },
};
