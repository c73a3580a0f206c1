/**
 * Class scores of naive Bayes: log-probabilities joined with classes, whatever the features' distribution.
 *
 * **Invariant.** Scores are sums of logarithms; they become probabilities after the largest is subtracted, so nothing
 * underflows.
 *
 * @module
 */
import type { Matrix } from "../../math/linalg/matrix.ts";
import { softmax } from "../losses/softmax.ts";

/**
 * Probabilities from joint log-likelihoods.
 * @param scores (m, classes): ln p(class) + ln p(row | class).
 * @returns (m, classes): rows sum to 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bestClasses, probabilitiesOf } from "./_class_scores.ts";
 * const scores = { rows: 1, columns: 2, data: Float64Array.of(-2000 + Math.log(3), -2000) };
 * assertEquals(probabilitiesOf(scores).data.map((p) => Math.round(1e9 * p) / 1e9), Float64Array.of(0.75, 0.25));
 * assertEquals([...bestClasses(scores, [4, 9])], [4]);
 * ```
 */
export function probabilitiesOf({ rows, columns, data }: Matrix): Matrix {
  const result = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) result.set(softmax(data.subarray(i * columns, (i + 1) * columns)), i * columns);
  return { rows, columns, data: result };
}

/** The class with the highest score; of equal ones the smallest label. */
export function bestClasses({ rows, columns, data }: Matrix, classes: readonly number[]): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < columns; c++) if (data[i * columns + c]! > data[i * columns + best]!) best = c;
    return classes[best]!;
  });
}

/** ln of the shares of the classes. */
export function logPriors(indices: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const index of indices) counts[index]!++;
  return counts.map((count) => Math.log(count / indices.length));
}
