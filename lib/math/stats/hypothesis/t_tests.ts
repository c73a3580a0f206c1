/**
 * Tests of means: Welch's for two samples, and the paired one for two measurements of the same things.
 *
 * Welch's test does not assume equal variances and loses next to nothing where they are equal, so the pooled test is not offered.
 *
 * **Invariant.** Exchanging x and y changes the sign of the statistic, of the effect and of the interval, and exchanges "less" and "greater".
 *
 * Cost: O(n).
 *
 * Not here on purpose: Student's pooled test, a test of normality before it (that spoils the level of the second test), more than two samples
 * (`analysis_of_variance.ts`).
 *
 * Source: B. Welch, The generalization of "Student's" problem when several different population variances are involved, Biometrika 34 (1947).
 *
 * @module
 */
import { studentT } from "../distributions/beta.ts";
import { type Moments, momentsOf, variance } from "../moments.ts";
import { checkSameLength, checkSample } from "../sample.ts";
import {
  checkAlternative,
  checkConfidence,
  symmetricInterval,
  symmetricPValue,
  type TestOptions,
  type TestResult,
} from "./test_result.ts";

/**
 * Welch's t-test: do two samples come from populations with one mean?
 * @param x At least two finite numbers.
 * @param y At least two finite numbers.
 * @returns Effect: Cohen's d, the difference over the root of the mean of both variances. Interval: the difference of means.
 * @throws {RangeError} If a sample is too small or not finite, or neither varies.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { welchTTest } from "./t_tests.ts";
 * const { statistic, degreesOfFreedom, pValue } = welchTTest([4, 5, 6, 7], [1, 2, 3, 8]);
 * assertEquals([statistic, degreesOfFreedom![0]!, pValue].map((value) => value.toFixed(4)), ["1.1882", "4.0046", "0.3004"]);
 * ```
 */
export function welchTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TestOptions = {}): TestResult {
  const action = "make Welch's t-test";
  const a = momentsOf(checkSample(x, { action, argument: "x", atLeast: 2 }));
  const b = momentsOf(checkSample(y, { action, argument: "y", atLeast: 2 }));
  const [varianceA, varianceB] = [variance(a), variance(b)];
  const square = varianceA / a.weight + varianceB / b.weight;
  if (!(square > 0)) {
    throw new RangeError(`Cannot ${action}: x or y must vary: current value is a variance of 0 in both`);
  }
  const [shareA, shareB] = [varianceA / a.weight / square, varianceB / b.weight / square];
  return fromEstimate(a.mean - b.mean, {
    action,
    options,
    test: "Welch's t-test",
    of: "difference of means",
    standardError: Math.sqrt(square),
    degreesOfFreedom: 1 / (shareA ** 2 / (a.weight - 1) + shareB ** 2 / (b.weight - 1)),
    effect: { name: "Cohen's d", value: (a.mean - b.mean) / Math.sqrt((varianceA + varianceB) / 2) },
  });
}

/**
 * The paired t-test: is the mean of the differences x − y zero?
 * @param x At least two finite numbers.
 * @param y As many, measured on the same things.
 * @returns Effect: Cohen's d of the differences. Interval: the mean difference.
 * @throws {RangeError} If there are fewer than two pairs, one is not finite, or all differences are equal.
 */
export function pairedTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TestOptions = {}): TestResult {
  const action = "make a paired t-test";
  checkSample(x, { action, argument: "x", atLeast: 2 });
  checkSample(y, { action, argument: "y", atLeast: 2 });
  checkSameLength(x, y, { action });
  const differences: Moments = momentsOf(Float64Array.from(x, (value, i) => value - y[i]!));
  const deviation = Math.sqrt(variance(differences));
  if (!(deviation > 0)) {
    throw new RangeError(
      `Cannot ${action}: the differences must vary: current value is ${differences.mean} throughout`,
    );
  }
  return fromEstimate(differences.mean, {
    action,
    options,
    test: "paired t-test",
    of: "mean difference",
    standardError: deviation / Math.sqrt(differences.weight),
    degreesOfFreedom: differences.weight - 1,
    effect: { name: "Cohen's d of the differences", value: differences.mean / deviation },
  });
}

function fromEstimate(
  estimate: number,
  { action, options, test, of, standardError, degreesOfFreedom, effect }: {
    readonly action: string;
    readonly options: TestOptions;
    readonly test: string;
    readonly of: string;
    readonly standardError: number;
    readonly degreesOfFreedom: number;
    readonly effect: TestResult["effect"];
  },
): TestResult {
  const alternative = checkAlternative(options.alternative ?? "two-sided", action);
  const confidence = checkConfidence(options.confidence ?? 0.95, action);
  const distribution = studentT(degreesOfFreedom);
  const statistic = estimate / standardError;
  return {
    test,
    method: "Student's t distribution: exact for normal numbers, close for others from some thirty on",
    statistic,
    pValue: symmetricPValue(statistic, { alternative, ...distribution }),
    alternative,
    degreesOfFreedom: [degreesOfFreedom],
    effect,
    interval: symmetricInterval(estimate, { of, standardError, isf: distribution.isf, alternative, confidence }),
    warnings: [],
  };
}
