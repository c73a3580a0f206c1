/**
 * Precision against recall over all thresholds, and average precision, the area below without interpolation.
 *
 * Average precision is Σ (recallₙ − recallₙ₋₁) · precisionₙ over falling thresholds. Unlike the area under a ROC curve
 * it says how a rare class fares: guessing gets the share of positives, not ½.
 *
 * **Invariant.** Recall never falls along the curve and ends at 1; rows of equal score enter together, so the order of
 * ties changes nothing.
 *
 * Cost: O(n log n).
 *
 * Not here on purpose: the trapezoid below the curve, which is too optimistic; the average precision of one ranking
 * (`ranking_metrics.ts`).
 *
 * Source: J. Davis and M. Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.
 *
 * @module
 */
import type { PositiveOption } from "./roc_curve.ts";
import { scoredRows } from "./_scored_rows.ts";

/** Both at each distinct score, from the highest down. */
export interface PrecisionRecallCurve {
  /** Right among the rows that reach the threshold. */
  readonly precisions: Float64Array;
  /** Found among the positives; rises to 1. */
  readonly recalls: Float64Array;
  /** The scores, falling. */
  readonly thresholds: Float64Array;
}

/**
 * The curve.
 * @param yTrue (n) integer labels, at least one positive.
 * @param scores (n): the higher, the more likely positive.
 * @throws {RangeError} If the lengths differ, a score is not finite, or no label is positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { averagePrecisionScore, precisionRecallCurve } from "./precision_recall_curve.ts";
 * const [yTrue, scores] = [[0, 1, 0, 1], [0.1, 0.35, 0.4, 0.8]];
 * assertEquals([...precisionRecallCurve(yTrue, scores).precisions], [1, 1 / 2, 2 / 3, 2 / 4]);
 * assertEquals(averagePrecisionScore(yTrue, scores), 0.5 * 1 + 0.5 * (2 / 3));
 * ```
 */
export function precisionRecallCurve(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: PositiveOption = {},
): PrecisionRecallCurve {
  const { distinct, positives } = scoredRows(yTrue, scores, { ...options, action: "draw a precision-recall curve" });
  return {
    precisions: Float64Array.from(distinct, (one) => one.truePositives / (one.truePositives + one.falsePositives)),
    recalls: Float64Array.from(distinct, (one) => one.truePositives / positives),
    thresholds: Float64Array.from(distinct, ({ score }) => score),
  };
}

/**
 * Average precision, from 0 to 1.
 * @throws {RangeError} If the lengths differ, a score is not finite, or no label is positive.
 */
export function averagePrecisionScore(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: PositiveOption = {},
): number {
  const { precisions, recalls } = precisionRecallCurve(yTrue, scores, options);
  let sum = 0;
  for (let i = 0; i < recalls.length; i++) sum += (recalls[i]! - (recalls[i - 1] ?? 0)) * precisions[i]!;
  return sum;
}
