/**
 * The area under the ROC curve by its definition: every positive row is compared with every negative one.
 *
 * Cost: O(positives · negatives), which `lib/ml/metrics/roc_curve.ts` avoids by ranks.
 *
 * @module
 */

/**
 * The share of pairs in which the positive row scores higher; a tie counts one half.
 * @param yTrue (n): 1 is positive, everything else negative.
 * @param scores (n).
 * @returns From 0 to 1.
 * @throws {RangeError} If the lengths differ, or one of the two classes is missing.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { allPairsAuc } from "./all_pairs_auc.ts";
 *
 * assertEquals(allPairsAuc([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8]), 3.5 / 4);
 * ```
 */
export function allPairsAuc(yTrue: ArrayLike<number>, scores: ArrayLike<number>): number {
  if (yTrue.length !== scores.length) {
    throw new RangeError(
      `Cannot compare pairs: scores must have ${yTrue.length} entries, one a label: current value is ${scores.length}`,
    );
  }
  let won = 0, pairs = 0;
  for (let i = 0; i < yTrue.length; i++) {
    for (let j = 0; j < yTrue.length; j++) {
      if (yTrue[i] !== 1 || yTrue[j] === 1) continue;
      pairs++;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  if (pairs > 0) return won / pairs;
  throw new RangeError("Cannot compare pairs: yTrue must have both classes: current value has one");
}
