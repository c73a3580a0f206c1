/**
 * Scored rows: rows with a score each, counted from the highest score down: what ROC and precision-recall curves are
 * made of.
 *
 * **Invariant.** Rows of equal score are counted together, so no figure depends on the order in which ties were given.
 *
 * Cost: O(n log n).
 *
 * @module
 */
import { encodeLabels } from "../features/labels.ts";
import { checkTargets } from "../features/feature_matrix.ts";

/** The counts of all thresholds. */
export interface ScoredRows {
  /** How many rows. */
  readonly rows: number;
  /** How many of them are positive; at least one. */
  readonly positives: number;
  /** (n): 1 where the row is positive. */
  readonly isPositive: Uint8Array;
  /** One a distinct score, falling. */
  readonly distinct: readonly ThresholdCounts[];
}

/** How many rows score at least `score`. */
export interface ThresholdCounts {
  /** The threshold. */
  readonly score: number;
  /** Positive rows that reach it. */
  readonly truePositives: number;
  /** Negative rows that reach it. */
  readonly falsePositives: number;
}

/**
 * Counts the rows at each distinct score.
 * @throws {RangeError} If there are no rows, the lengths differ, a score is not finite, or no row is positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scoredRows } from "./_scored_rows.ts";
 * assertEquals(scoredRows([0, 1, 1], [0.5, 0.5, 0.9], { action: "count" }).distinct, [
 *   { score: 0.9, truePositives: 1, falsePositives: 0 },
 *   { score: 0.5, truePositives: 2, falsePositives: 1 },
 * ]);
 * ```
 */
export function scoredRows(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  { action, positive = 1 }: { readonly action: string; readonly positive?: number },
): ScoredRows {
  const { classes, indices } = encodeLabels(yTrue, { action, argument: "yTrue" });
  const rows = indices.length;
  const values = checkTargets(scores, { action, rows, argument: "scores" });
  const wanted = classes.indexOf(positive);
  const isPositive = Uint8Array.from(indices, (index) => Number(index === wanted));
  const positives = isPositive.reduce((sum, one) => sum + one, 0);
  if (positives === 0) {
    throw new RangeError(
      `Cannot ${action}: yTrue must have the positive label ${positive}: current value is ${classes}`,
    );
  }
  const order = Int32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
  const distinct: ThresholdCounts[] = [];
  let [truePositives, falsePositives] = [0, 0];
  for (let at = 0; at < rows; at++) {
    const row = order[at]!;
    if (isPositive[row]) truePositives++;
    else falsePositives++;
    const isLast = at === rows - 1 || values[order[at + 1]!] !== values[row];
    if (isLast) distinct.push({ score: values[row]!, truePositives, falsePositives });
  }
  return { rows, positives, isPositive, distinct };
}
