/**
 * The exercise `decision-tree`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A classifier. */
export interface DecisionTreeObject {
  /** Grows the tree. */
  fit(X: number[][], y: number[]): unknown;
  /** One label a row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** A decision tree. */
export type DecisionTreeGiven = {
  /** The reader's class. */
  readonly DecisionTree: new (options?: {
    readonly maxDepth?: number;
    readonly minSamplesSplit?: number;
  }) => DecisionTreeObject;
};

/** Its card. */
export const exercise: ExerciseCard<DecisionTreeGiven> = {
  title: "Decision tree",
  level: "hard",
  minutes: 45,
  notebook: "learning/decision_trees",
  names: ["DecisionTree"],
  task: `/** A classifier that splits its rows by "column ≤ threshold" until the labels are pure. */
class DecisionTree {
  constructor({ maxDepth = Infinity, minSamplesSplit = 2 } = {}) {
    throw new Error("Not written yet");
  }

  fit(X: number[][], y: number[]): void {
    throw new Error("Not written yet");
  }

  predict(X: number[][]): number[] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "`maxDepth` is the number of splits on the longest path: 0 is a single leaf. It is unlimited by default (10 is another common default); `new DecisionTree()` and `new DecisionTree({})` both work.",
    "`minSamplesSplit` (default 2) is the least number of rows that a node needs to be split. It says nothing about the size of the children: a child may have one row.",
    "A split is chosen by entropy or by Gini impurity, as you like; the impurities of the children are weighted by their numbers of rows.",
    "Rows with `x ≤ threshold` go left, and a threshold lies **halfway** between neighbouring values of its column.",
    "A node that is not pure is split even if the best gain is **zero**: XOR must be learnt. Without limits, distinct rows are learnt without error.",
    "Of equally good splits take the lowest column, then the lowest threshold. A leaf predicts its most frequent label, on a tie the smallest.",
    "Labels are any integers and are returned as they were given. Calling `fit` again starts over, and fitting no rows throws an error. `X` and `y` stay as they are.",
  ],
  mastery: [
    "Values that are neighbouring floating-point numbers, or so large that their sum overflows, are told apart as well.",
  ],
  firstHint:
    "Start with the impurity of a list of labels and the gain of one split (the steps decision-tree.entropy and decision-tree.gain). " +
    "The tree is then one recursive function: stop, or find the best column and threshold and call itself for both sides.",
  solution: {
    file: "right/running_counts.ts",
    why:
      "The rows of a node are sorted once for each column, and one walk moves them from the right counts to the left ones, so that " +
      "every threshold costs as much as there are classes. Starting from a score of Infinity accepts a split that gains nothing.",
  },
};
