/**
 * The exercise `knn`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A classifier that asks the nearest rows. */
export interface KNNObject {
  /** Keeps the rows. */
  fit(X: number[][], y: number[]): unknown;
  /** One label a row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** (rows, classes): shares of the votes. */
  predictProba(X: number[][]): ArrayLike<ArrayLike<number>> | Promise<ArrayLike<ArrayLike<number>>>;
}

/** k nearest neighbours. */
export type KnnGiven = {
  /** The reader's class. */
  readonly KNN: new (k?: number) => KNNObject;
};

/** Its card. */
export const exercise: ExerciseCard<KnnGiven> = {
  title: "k nearest neighbours",
  level: "easy",
  minutes: 20,
  notebook: "learning/neighbors_and_bayes",
  names: ["KNN"],
  task: `/** A row gets the label that most of its k nearest training rows have. */
class KNN {
  constructor(k = 3) {
    throw new Error("Not written yet");
  }

  fit(X: number[][], y: number[]): void {
    throw new Error("Not written yet");
  }

  predict(X: number[][]): number[] {
    throw new Error("Not written yet");
  }

  /** One list a row: the share of the votes of each class, in ascending order of label. */
  predictProba(X: number[][]): number[][] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "`new KNN()` asks 3 neighbours. There are always at least k training rows.",
    "The distance is Euclidean. The columns are used as they are: nothing is scaled inside.",
    "Of equal distances the row that comes earlier in `X` is the nearer one.",
    "Every neighbour has one vote. Of equal votes the smallest label wins, by number.",
    "Labels are integers of any sign; `predict` returns them as they were given.",
    "`predictProba` has a column for every label of the training rows, ascending by number, and 0 where no neighbour has the label.",
    "`fit` again starts afresh; no rows at all are refused. The arguments stay as they are.",
  ],
  mastery: [
    "The model keeps copies: a caller that changes the training rows or labels after `fit` changes no prediction.",
  ],
  firstHint:
    "Fitting keeps the rows. For one query: a distance for every row, the k smallest of them, and a count of their labels.",
  solution: {
    file: "right/sorted.ts",
    why:
      "The sort is stable, so of equal distances the earlier row stays in front; and the classes are sorted once, in `fit`, so " +
      "the first of several equal counts belongs to the smallest label.",
  },
};
