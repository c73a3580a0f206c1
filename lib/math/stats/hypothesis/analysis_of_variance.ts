/**
 * More than two samples: one-way analysis of variance, and Kruskal and Wallis's test on ranks.
 *
 * **Invariant.** The order of the samples does not matter. With two samples, F is the square of Student's pooled t.
 *
 * Cost: analysis of variance O(n), Kruskal–Wallis O(n log n).
 *
 * Not here on purpose: which of the samples differ (`adjusted_p_values.ts` adjusts the tests of pairs), Welch's
 * version, more than one factor.
 *
 * Source: W. Kruskal, W. Wallis, Use of Ranks in One-Criterion Variance Analysis, JASA 47 (1952).
 *
 * @module
 */
import { argumentError } from "../../../base/argument.ts";
import { timesPowerOfTwo } from "../../linalg/binary_exponent.ts";
import { fisherF } from "../distributions/beta.ts";
import { chiSquared } from "../distributions/gamma.ts";
import { inUnits, isConstantUpToRounding, mergeMoments, momentsOf, NO_MOMENTS } from "../moments.ts";
import { ranksOf } from "../ranks.ts";
import { checkSample } from "../sample.ts";
import type { TestResult } from "./hypothesis_result.ts";
import { withInfiniteJson } from "./result_json.ts";

/**
 * One-way analysis of variance: do the samples come from populations with one mean?
 * @param samples At least two, each with at least one finite number, together more than there are samples.
 * @returns Statistic: F. Effect: η², the share of the variance that lies between samples.
 * @throws {RangeError} If there are too few samples or numbers, or nothing varies within the samples.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { analysisOfVariance, kruskalWallisTest } from "./analysis_of_variance.ts";
 * const samples = [[1, 2, 3], [2, 3, 4], [6, 7, 8]];
 * assertEquals(analysisOfVariance(samples).statistic.toFixed(9), "21.000000000");
 * assertEquals(kruskalWallisTest(samples).pValue.toFixed(4), "0.0484");
 * ```
 */
export function analysisOfVariance(samples: readonly ArrayLike<number>[]): TestResult {
  const action = "make an analysis of variance";
  const count = checkSamples(samples, action);
  const k = samples.length;
  if (count <= k) {
    throw new RangeError(`Cannot ${action}: there must be more numbers than samples (${k}): current value is ${count}`);
  }
  const parts = samples.map((sample) => momentsOf(sample));
  const whole = parts.reduce(mergeMoments, NO_MOMENTS);
  // In units in which no square vanishes or overflows.
  const unit = whole.exponent ?? 0;
  const scaled = (value: number) => timesPowerOfTwo(value, -unit);
  const within = parts.reduce((sum, part) => sum + inUnits(part, unit).squares, 0);
  if (parts.every(isConstantUpToRounding)) {
    throw new RangeError(
      `Cannot ${action}: the numbers must vary within a sample: current value is ${
        within === 0 ? "a variance of 0 in all" : "rounding noise in all"
      }`,
    );
  }
  const between = parts.reduce(
    (sum, { weight, mean }) => sum + weight * (scaled(mean) - scaled(whole.mean)) ** 2,
    0,
  );
  const statistic = between / (k - 1) / (within / (count - k));
  return withInfiniteJson({
    test: "one-way analysis of variance",
    method: "F distribution: exact for normal numbers of one variance",
    statistic,
    pValue: fisherF(k - 1, count - k).sf(statistic),
    alternative: "two-sided",
    degreesOfFreedom: [k - 1, count - k],
    effect: { name: "eta squared", value: between / (between + within) },
    warnings: [],
  });
}

/**
 * Kruskal and Wallis's test: do all samples tend to numbers of one size?
 * @param samples At least two, each with at least one finite number.
 * @returns Statistic: H, corrected for ties. Effect: ε² = H / (n − 1).
 * @throws {RangeError} If there are too few samples, one is empty or not finite, or all numbers are equal.
 */
export function kruskalWallisTest(samples: readonly ArrayLike<number>[]): TestResult {
  const action = "make a Kruskal–Wallis test";
  const count = checkSamples(samples, action);
  const all = Float64Array.from(samples.flatMap((sample) => Array.from(sample)));
  const { ranks, ties } = ranksOf(all);
  const tied = ties.reduce((sum, size) => sum + (size ** 3 - size), 0);
  const correction = 1 - tied / (count ** 3 - count);
  if (!(correction > 0)) {
    throw new RangeError(`Cannot ${action}: the numbers must not all be equal: current value is ${all[0]} throughout`);
  }
  let [from, sum] = [0, 0];
  for (const { length } of samples) {
    let distance = 0; // of the mean rank from the middle
    for (let i = from; i < from + length; i++) distance += ranks[i]! - (count + 1) / 2;
    sum += distance ** 2 / length;
    from += length;
  }
  const statistic = 12 / (count * (count + 1)) * sum / correction;
  const smallest = Math.min(...samples.map(({ length }) => length));
  return withInfiniteJson({
    test: "Kruskal–Wallis test",
    method: `chi-squared distribution${ties.length > 0 ? ", H corrected for ties" : ""}`,
    statistic,
    pValue: chiSquared(samples.length - 1).sf(statistic),
    alternative: "two-sided",
    degreesOfFreedom: [samples.length - 1],
    effect: { name: "epsilon squared", value: statistic / (count - 1) },
    warnings: smallest < 5 ? ["fewer than 5 numbers in a sample: the chi-squared distribution is rough"] : [],
  });
}

function checkSamples(samples: readonly ArrayLike<number>[], action: string): number {
  if (!Array.isArray(samples)) {
    throw argumentError(samples, { action, argument: "samples", rule: "a list of samples", type: "none" });
  }
  if (samples.length < 2) {
    throw new RangeError(`Cannot ${action}: there must be at least two samples: current value is ${samples.length}`);
  }
  let count = 0;
  for (const [i, sample] of samples.entries()) {
    count += checkSample(sample, { action, argument: `samples[${i}]` }).length;
  }
  return count;
}
