/**
 * The receiver operating characteristic: true-positive rate against false-positive rate over all thresholds, and the
 * area below.
 *
 * The area is the probability that a positive row scores higher than a negative one, a tie counting one half; it is
 * computed from ranks, as that definition says, and so ties are exact.
 *
 * **Invariant.** The curve goes from (0, 0) to (1, 1) and neither rate ever falls; rows of equal score enter together.
 * The area by trapezoids is `rocAuc`.
 *
 * Cost: O(n log n).
 *
 * Not here on purpose: several classes (one against the rest, then average), intervals (bootstrap the rows).
 *
 * Source: T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006.
 *
 * @module
 */
import { ranksOf } from "../../math/stats/ranks.ts";
import { type ScoredRows, scoredRows } from "./_scored_rows.ts";

/** The rates at each distinct score, from the highest down. */
export interface RocCurve {
  /** Share of the negatives that score at least the threshold; from 0. */
  readonly falsePositiveRates: Float64Array;
  /** Share of the positives that score at least the threshold; from 0. */
  readonly truePositiveRates: Float64Array;
  /** The scores, falling; the first is infinite: nothing reaches it. */
  readonly thresholds: Float64Array;
}

/** Which label counts as positive. */
export interface PositiveOption {
  /** The positive label; every other label is negative. @default {1} */
  readonly positive?: number;
}

/**
 * The curve.
 * @param yTrue (n) integer labels: at least one positive and one negative.
 * @param scores (n): the higher, the more likely positive.
 * @throws {RangeError} If the lengths differ, a score is not finite, or one of the two classes is missing.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rocAuc, rocCurve } from "./roc_curve.ts";
 * const [yTrue, scores] = [[0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8]];
 * assertEquals([...rocCurve(yTrue, scores).truePositiveRates], [0, 0.5, 1, 1]);
 * assertEquals(rocAuc(yTrue, scores), 3.5 / 4); // of the four pairs three are right and one ties
 * ```
 */
export function rocCurve(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: PositiveOption = {},
): RocCurve {
  const { distinct, positives, rows } = checkedBoth(yTrue, scores, { ...options, action: "draw a ROC curve" });
  return {
    falsePositiveRates: Float64Array.from([0, ...distinct.map((one) => one.falsePositives / (rows - positives))]),
    truePositiveRates: Float64Array.from([0, ...distinct.map((one) => one.truePositives / positives)]),
    thresholds: Float64Array.from([Infinity, ...distinct.map(({ score }) => score)]),
  };
}

/**
 * The area under the curve, from 0 to 1; ½ is guessing.
 * @throws {RangeError} If the lengths differ, a score is not finite, or one of the two classes is missing.
 */
export function rocAuc(yTrue: ArrayLike<number>, scores: ArrayLike<number>, options: PositiveOption = {}): number {
  const { isPositive, positives, rows } = checkedBoth(yTrue, scores, {
    ...options,
    action: "take the area under a ROC curve",
  });
  const { ranks } = ranksOf(scores);
  let sum = 0;
  for (let i = 0; i < rows; i++) if (isPositive[i]) sum += ranks[i]!;
  return (sum - positives * (positives + 1) / 2) / (positives * (rows - positives));
}

function checkedBoth(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  { action, ...options }: PositiveOption & { readonly action: string },
): ScoredRows {
  const all = scoredRows(yTrue, scores, { ...options, action });
  if (all.positives < all.rows) return all;
  throw new RangeError(
    `Cannot ${action}: yTrue must have a negative label: current value is ${all.rows} positive ones`,
  );
}
