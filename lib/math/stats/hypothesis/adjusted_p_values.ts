/**
 * Many tests at once: p-values adjusted so that a level holds for all of them together.
 *
 * Bonferroni and Holm hold the chance of even one false alarm; Holm does it with less loss and is never worse.
 * Benjamini and Hochberg hold the expected share of false alarms among the findings, for independent or positively
 * dependent tests.
 *
 * **Invariant.** An adjusted value is never below the p-value, never above 1, and the order of the values stays:
 * comparing it with the level makes the same decisions as the stepwise procedure.
 *
 * Cost: O(m log m).
 *
 * Not here on purpose: resampling (Westfall–Young), Benjamini–Yekutieli for arbitrary dependence.
 *
 * Source: S. Holm, Scand. J. Statist. 6 (1979); Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995).
 *
 * @module
 */
import { checkFiniteNumbers, checkProbability } from "../../../base/argument.ts";

/** A way to adjust p-values. */
export type Adjustment = "bonferroni" | "holm" | "benjamini-hochberg";

/**
 * The adjusted p-values, in the order of the given ones.
 * @param pValues Each in [0, 1].
 * @param adjustment The way.
 * @throws {RangeError} If a p-value lies outside [0, 1], or the adjustment is unknown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { adjustPValues } from "./adjusted_p_values.ts";
 * assertEquals([...adjustPValues([0.01, 0.04, 0.03], "bonferroni")], [0.03, 0.12, 0.09]);
 * assertEquals([...adjustPValues([0.01, 0.04, 0.03], "holm")], [0.03, 0.06, 0.06]);
 * assertEquals([...adjustPValues([0.01, 0.04, 0.03], "benjamini-hochberg")], [0.03, 0.04, 0.04]);
 * ```
 */
export function adjustPValues(pValues: ArrayLike<number>, adjustment: Adjustment): Float64Array {
  const action = "adjust p-values";
  checkFiniteNumbers(pValues, { action, argument: "pValues" });
  const p = Float64Array.from(pValues, (value, i) => checkProbability(value, { action, argument: `pValues[${i}]` }));
  const m = p.length;
  const rising = Uint32Array.from({ length: m }, (_, i) => i).sort((i, j) => p[i]! - p[j]!);
  const adjusted = new Float64Array(m);
  switch (adjustment) {
    case "bonferroni":
      return p.map((value) => Math.min(1, m * value));
    case "holm":
      for (let rank = 0, largest = 0; rank < m; rank++) {
        largest = Math.max(largest, Math.min(1, (m - rank) * p[rising[rank]!]!));
        adjusted[rising[rank]!] = largest;
      }
      return adjusted;
    case "benjamini-hochberg":
      for (let rank = m - 1, smallest = 1; rank >= 0; rank--) {
        smallest = Math.min(smallest, m / (rank + 1) * p[rising[rank]!]!);
        adjusted[rising[rank]!] = smallest;
      }
      return adjusted;
    default:
      throw new RangeError(
        `Cannot ${action}: adjustment must be "bonferroni", "holm" or "benjamini-hochberg": current value is ${adjustment as string}`,
      );
  }
}
