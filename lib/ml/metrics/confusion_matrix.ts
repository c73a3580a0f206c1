/**
 * The confusion matrix of a classifier, and its accuracy: how often each class was taken for each other.
 *
 * **Invariant.** Rows are true classes, columns predicted ones, both rising; all counts together are the number of
 * rows, those on the diagonal the right answers.
 *
 * Cost: O(n + classes²).
 *
 * Not here on purpose: rates (divide the rows by their sums), plots, several labels a row.
 *
 * @module
 */
import { encodeLabels } from "../features/labels.ts";

/** How often each class was predicted as each other. */
export interface ConfusionMatrix {
  /** The labels, rising: those given, or all that occur among the true and the predicted ones. */
  readonly classes: readonly number[];
  /** `counts[i][j]`: how many rows of class i were predicted as class j. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Counts each pair of true and predicted label.
 * @param yTrue (n), at least one.
 * @param yPredicted (n).
 * @param options `classes`: rising labels, also ones that never occur. @default {those that occur}
 * @throws {RangeError} If there are no labels, the lengths differ, or a label is not an integer or not among `classes`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { accuracy, confusionMatrix } from "./confusion_matrix.ts";
 * const [yTrue, yPredicted] = [[0, 0, 1, 1, 2], [0, 1, 1, 1, 0]];
 * assertEquals(confusionMatrix(yTrue, yPredicted).counts, [[1, 1, 0], [0, 2, 0], [1, 0, 0]]);
 * assertEquals(accuracy(yTrue, yPredicted), 3 / 5);
 * ```
 */
export function confusionMatrix(
  yTrue: ArrayLike<number>,
  yPredicted: ArrayLike<number>,
  { classes: given }: { readonly classes?: readonly number[] } = {},
): ConfusionMatrix {
  const action = "count a confusion matrix";
  const classes = given ?? classesOfBoth(yTrue, yPredicted, { action });
  const truth = encodeLabels(yTrue, { action, argument: "yTrue", classes }).indices;
  const answer = encodeLabels(yPredicted, { action, argument: "yPredicted", classes, rows: yTrue.length }).indices;
  const counts = classes.map(() => new Array<number>(classes.length).fill(0));
  for (let i = 0; i < truth.length; i++) counts[truth[i]!]![answer[i]!]!++;
  return { classes, counts };
}

/**
 * The share of right answers, from 0 to 1.
 * @throws {RangeError} If there are no labels, the lengths differ, or a label is not an integer.
 */
export function accuracy(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>): number {
  return accuracyFromConfusion(confusionMatrix(yTrue, yPredicted));
}

/**
 * The share of the diagonal.
 * @throws {RangeError} If all counts are 0.
 */
export function accuracyFromConfusion({ counts }: Pick<ConfusionMatrix, "counts">): number {
  let [right, all] = [0, 0];
  for (const [i, row] of counts.entries()) {
    right += row[i]!;
    for (const count of row) all += count;
  }
  if (all > 0) return right / all;
  throw new RangeError("Cannot take an accuracy: counts must not all be 0: current value is a sum of 0");
}

function classesOfBoth(a: ArrayLike<number>, b: ArrayLike<number>, { action }: { readonly action: string }): number[] {
  const all = new Set<number>();
  for (const [argument, y] of [["yTrue", a], ["yPredicted", b]] as const) {
    for (const label of encodeLabels(y, { action, argument, rows: a.length }).classes) all.add(label);
  }
  return [...all].sort((x, y) => x - y);
}
