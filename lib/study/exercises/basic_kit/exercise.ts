/**
 * The exercise `basic-kit`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** Three functions of every classifier's evaluation. */
export type BasicKitGiven = {
  /** Bits. */
  entropy(probabilities: number[]): number;
  /** A row of 0 and 1 for each value. */
  oneHotEncode(categories: unknown[]): {
    encoded: ArrayLike<ArrayLike<number>>;
    categories: ArrayLike<unknown>;
  };
  /** Binary metrics with the positive class 1. */
  classificationMetrics(yTrue: number[], yPred: number[]): {
    precision: number;
    recall: number;
    f1?: number;
    f1Score?: number;
    accuracy: number;
  };
};

/** Its card. */
export const exercise: ExerciseCard<BasicKitGiven> = {
  title: "Entropy, one-hot, precision and recall",
  level: "easy",
  minutes: 20,
  notebook: "learning/metrics_and_losses",
  names: ["entropy", "oneHotEncode", "classificationMetrics"],
  aliases: { classificationMetrics: ["calculateMetrics"] },
  task: `/** Minus the sum of p times log2(p), in bits. */
function entropy(probabilities: number[]): number {
  throw new Error("Not written yet");
}

/** One row of 0 and 1 for each value, and the categories in order of first appearance: the columns. */
function oneHotEncode(categories: (string | number)[]): { encoded: number[][]; categories: (string | number)[] } {
  throw new Error("Not written yet");
}

/** Of binary labels: 1 is positive, everything else negative. */
function classificationMetrics(
  yTrue: number[],
  yPred: number[],
): { precision: number; recall: number; f1: number; accuracy: number } {
  throw new Error("Not written yet");
}`,
  rules: [
    "Entropy is in bits. A probability of 0 contributes 0; probabilities are taken as they are given.",
    'The columns of `encoded` are the categories in order of first appearance. Categories keep their type and are compared by `===`: 1 and "1" are two.',
    "Label 1 is positive, every other label negative; `accuracy` counts all rows.",
    "A division by zero gives 0: precision without positive predictions, recall without positive rows, F1 where both are 0.",
    "Empty lists of labels and lists of different lengths are refused. An empty list of categories gives empty lists.",
    "The names `calculateMetrics` for `classificationMetrics` and `f1Score` for `f1` are accepted.",
  ],
  mastery: [
    "NaN is a category like any other: all NaN values share one column.",
    "100,000 values of 5 categories are encoded quickly: don't search the list for each value.",
  ],
  firstHint:
    "Three small functions, each with one trap: 0 · log 0, the order of the columns, and 0/0. Write the trap of each down before you begin.",
  solution: {
    file: "right/maps.ts",
    why:
      "Each trap is met where it arises: zeros are skipped in the sum, a Map remembers the order of first appearance, and one " +
      "helper divides and knows what to answer for a denominator of 0.",
  },
};
