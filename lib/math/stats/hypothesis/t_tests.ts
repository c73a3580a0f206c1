/**
 * Tests of means: Welch's for two samples, from the numbers or from their summaries, and the paired one for two
 * measurements of the same things.
 *
 * Welch's test does not assume equal variances and loses next to nothing where they are equal, so the pooled test is
 * not offered. Everything is computed in units of the larger deviation, so that numbers of 1e−200 or 1e200 give the
 * p-value that they would give in any other unit.
 *
 * **Invariant.** Exchanging x and y changes the sign of the statistic, of the effect and of the interval, and exchanges
 * "less" and "greater". Numbers that differ by rounding alone do not vary: no statistic is made of noise.
 *
 * Cost: O(n).
 *
 * Not here on purpose: Student's pooled test, a test of normality before it (that spoils the level of the second test),
 * more than two samples (`analysis_of_variance.ts`).
 *
 * Source: B. Welch, The generalization of "Student's" problem when several different population variances are involved,
 * Biometrika 34 (1947).
 *
 * @module
 */
import { checkFinite, checkNonNegative, checkOptions } from "../../../base/argument.ts";
import { exponentOf, timesPowerOfTwo } from "../../linalg/binary_exponent.ts";
import { studentT } from "../distributions/beta.ts";
import { checkMoments, isConstantUpToRounding, type Moments, momentsOf, standardDeviation } from "../moments.ts";
import { checkSameLength, checkSample } from "../sample.ts";
import {
  checkAlternative,
  checkConfidence,
  symmetricInterval,
  symmetricPValue,
  type TestOptions,
  type TestResult,
} from "./hypothesis_result.ts";
import { withInfiniteJson } from "./result_json.ts";

/** What a test of means needs to know of a sample. */
export interface SampleSummary {
  /** How many numbers: at least 2. */
  readonly count: number;
  /** Their mean. */
  readonly mean: number;
  /** Their standard deviation, with n − 1. */
  readonly standardDeviation: number;
}

/** A deviation below this share of the numbers is what rounding leaves of equal ones. */
const NOISE = 8 * 2 ** -52;

/**
 * Welch's t-test: do two samples come from populations with one mean?
 * @param x At least two finite numbers.
 * @param y At least two finite numbers.
 * @returns Effect: Cohen's d, the difference over the root of the mean of both variances. Interval: the difference of
 *   means.
 * @throws {RangeError} If a sample is too small or not finite, or neither varies by more than rounding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { welchTTest } from "./t_tests.ts";
 * const { statistic, degreesOfFreedom, pValue } = welchTTest([4, 5, 6, 7], [1, 2, 3, 8]);
 * assertEquals(
 *   [statistic, degreesOfFreedom![0]!, pValue].map((value) => value.toFixed(4)),
 *   ["1.1882", "4.0046", "0.3004"],
 * );
 * ```
 */
export function welchTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TestOptions = {}): TestResult {
  const action = "make Welch's t-test";
  const a = momentsOf(checkSample(x, { action, argument: "x", atLeast: 2 }));
  const b = momentsOf(checkSample(y, { action, argument: "y", atLeast: 2 }));
  if (isConstantUpToRounding(a) && isConstantUpToRounding(b)) {
    throw new RangeError(
      `Cannot ${action}: x or y must vary: current value is ${
        a.squares === 0 && b.squares === 0 ? "a variance of 0 in both" : "rounding noise in both"
      }`,
    );
  }
  return welch(summaryOf(a), summaryOf(b), { action, options });
}

/**
 * Welch's t-test from summaries, for samples that are no longer at hand.
 * @returns As {@linkcode welchTTest}.
 * @throws {RangeError} If a count is below 2, a number is not finite, a deviation is negative, or neither sample varies
 *   by
 * more than rounding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { welchTTestFromSummaries } from "./t_tests.ts";
 * const { pValue } = welchTTestFromSummaries(
 *   { count: 4, mean: 5.5, standardDeviation: Math.sqrt(5 / 3) },
 *   { count: 4, mean: 3.5, standardDeviation: Math.sqrt(29 / 3) },
 * );
 * assertEquals(pValue.toFixed(4), "0.3004");
 * ```
 */
export function welchTTestFromSummaries(a: SampleSummary, b: SampleSummary, options: TestOptions = {}): TestResult {
  const action = "make Welch's t-test";
  for (const [argument, summary] of [["a", a], ["b", b]] as const) {
    const { count, mean, standardDeviation } = checkOptions(summary, { action, argument });
    if (!(checkFinite(count, { action, argument: `${argument}.count` }) >= 2)) {
      throw new RangeError(`Cannot ${action}: ${argument}.count must be at least 2: current value is ${count}`);
    }
    checkFinite(mean, { action, argument: `${argument}.mean` });
    checkNonNegative(standardDeviation, { action, argument: `${argument}.standardDeviation` });
  }
  if ([a, b].every(({ mean, standardDeviation }) => !(standardDeviation > NOISE * Math.abs(mean)))) {
    throw new RangeError(
      `Cannot ${action}: a or b must vary: current value is a deviation of ` +
        `${a.standardDeviation} and ${b.standardDeviation}`,
    );
  }
  return welch(a, b, { action, options });
}

/** Count, mean and standard deviation of a record of moments. */
export function summaryOf(moments: Moments): SampleSummary {
  checkMoments(moments, { action: "summarise a sample", argument: "moments" });
  return { count: moments.weight, mean: moments.mean, standardDeviation: standardDeviation(moments) };
}

/**
 * The paired t-test: is the mean of the differences x − y zero?
 * @param x At least two finite numbers.
 * @param y As many, measured on the same things.
 * @returns Effect: Cohen's d of the differences. Interval: the mean difference.
 * @throws {RangeError} If there are fewer than two pairs, one is not finite, or the differences do not vary by more
 *   than
 * rounding.
 */
export function pairedTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TestOptions = {}): TestResult {
  const action = "make a paired t-test";
  checkSample(x, { action, argument: "x", atLeast: 2 });
  checkSample(y, { action, argument: "y", atLeast: 2 });
  checkSameLength(x, y, { action });
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!), Math.abs(y[i]!));
  // Near the top of the range the difference of two doubles may be none: halves have one.
  const half = largest > Number.MAX_VALUE / 2 ? 1 : 0;
  const differences = Float64Array.from(x, (value, i) => timesPowerOfTwo(value, -half) - timesPowerOfTwo(y[i]!, -half));
  const { count, mean, standardDeviation } = summaryOf(momentsOf(differences));
  if (!(standardDeviation > NOISE * timesPowerOfTwo(largest, -half))) {
    throw new RangeError(
      `Cannot ${action}: the differences must vary: current value is ${mean} throughout${
        standardDeviation > 0 ? ", but for rounding" : ""
      }`,
    );
  }
  const unit = exponentOf(standardDeviation);
  const [estimate, deviation] = [mean, standardDeviation].map((value) => timesPowerOfTwo(value, -unit)) as [
    number,
    number,
  ];
  return fromEstimate(estimate, {
    ...{ action, options, unit: unit + half },
    test: "paired t-test",
    of: "mean difference",
    standardError: deviation / Math.sqrt(count),
    degreesOfFreedom: count - 1,
    effect: { name: "Cohen's d of the differences", value: estimate / deviation },
  });
}

function welch(
  a: SampleSummary,
  b: SampleSummary,
  { action, options }: { readonly action: string; readonly options: TestOptions },
): TestResult {
  const unit = exponentOf(Math.max(a.standardDeviation, b.standardDeviation));
  const scaled = (value: number) => timesPowerOfTwo(value, -unit);
  const [varianceA, varianceB] = [scaled(a.standardDeviation) ** 2, scaled(b.standardDeviation) ** 2];
  const square = varianceA / a.count + varianceB / b.count;
  const [shareA, shareB] = [varianceA / a.count / square, varianceB / b.count / square];
  const estimate = scaled(a.mean) - scaled(b.mean);
  return fromEstimate(estimate, {
    ...{ action, options, unit },
    test: "Welch's t-test",
    of: "difference of means",
    standardError: Math.sqrt(square),
    degreesOfFreedom: 1 / (shareA ** 2 / (a.count - 1) + shareB ** 2 / (b.count - 1)),
    effect: { name: "Cohen's d", value: estimate / Math.sqrt((varianceA + varianceB) / 2) },
  });
}

/** The result for an estimate and its error, both in units of 2^unit. */
function fromEstimate(
  estimate: number,
  { action, options, unit, test, of, standardError, degreesOfFreedom, effect }: {
    readonly action: string;
    readonly options: TestOptions;
    readonly unit: number;
    readonly test: string;
    readonly of: string;
    readonly standardError: number;
    readonly degreesOfFreedom: number;
    readonly effect: TestResult["effect"];
  },
): TestResult {
  checkOptions(options, { action, argument: "options" });
  const alternative = checkAlternative(options.alternative ?? "two-sided", action);
  const confidence = checkConfidence(options.confidence ?? 0.95, action);
  const distribution = studentT(degreesOfFreedom);
  const statistic = estimate / standardError;
  const interval = symmetricInterval(estimate, { of, standardError, isf: distribution.isf, alternative, confidence });
  return withInfiniteJson({
    test,
    method: "Student's t distribution: exact for normal numbers, close for others from some thirty on",
    statistic,
    pValue: symmetricPValue(statistic, { alternative, ...distribution }),
    alternative,
    degreesOfFreedom: [degreesOfFreedom],
    effect,
    interval: withInfiniteJson({
      ...interval,
      estimate: timesPowerOfTwo(interval.estimate, unit),
      low: timesPowerOfTwo(interval.low, unit),
      high: timesPowerOfTwo(interval.high, unit),
    }),
    warnings: [],
  });
}
