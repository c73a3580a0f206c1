/**
 * The exercise `naive-bayes`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A classifier that takes columns to be normal and independent. */
export interface NaiveBayesObject {
  /** Learns means and variances. */
  fit(X: number[][], y: number[]): unknown;
  /** One label a row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** (rows, classes): rows sum to 1. */
  predictProba(X: number[][]): ArrayLike<ArrayLike<number>> | Promise<ArrayLike<ArrayLike<number>>>;
}

/** Gaussian naive Bayes. */
export type NaiveBayesGiven = {
  /** The reader's class. */
  readonly NaiveBayes: new () => NaiveBayesObject;
};

/** Its card. */
export const exercise: ExerciseCard<NaiveBayesGiven> = {
  title: "Gaussian naive Bayes",
  level: "medium",
  minutes: 30,
  notebook: "learning/neighbors_and_bayes",
  names: ["NaiveBayes"],
  task: `/** Within a class every column is normal, independently of the others. */
class NaiveBayes {
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
    "`new NaiveBayes()` takes no argument. A class's prior is its share of the training rows.",
    "Each class has a mean and a variance for each column. The variance is the population's: divided by the number of rows of the class, not by one less.",
    "1e-9 times the largest column variance (of all rows, whatever their class) is added to every variance, so that none is 0.",
    "Labels are integers of any sign; `predict` returns them as they were given.",
    "`predictProba` has a column for each label, ascending by number; its rows sum to 1, also for 1,000 columns and for rows far from all classes.",
    "Calling `fit` again starts over; fitting no rows throws an error. The arguments are not changed.",
  ],
  mastery: ["Columns far from 0, such as times in milliseconds since 1970, lose no accuracy."],
  firstHint:
    "For each class: the logarithm of its prior, plus the logarithm of a normal density for each column. Add up, and only then " +
    "turn the sums into probabilities.",
  solution: {
    file: "right/log_space.ts",
    why:
      "Sums of logarithms don't underflow; subtracting the largest before exp makes the largest term 1, so the division is safe " +
      "for any row.",
  },
};
