/**
 * Relative lift: by what share the mean of the treatment lies above that of the control, with an interval.
 *
 * A lift is a ratio of two means, and the mean of the control is uncertain, too: dividing the interval of the
 * difference by it leaves that out and is too narrow. The delta method takes both.
 *
 * **Invariant.** Multiplying all numbers by one factor leaves the result as it is.
 *
 * Cost: O(n), or O(1) from summaries.
 *
 * Not here on purpose: Fieller's interval (for a control that is hardly different from 0: there no relative lift should
 * be reported), lifts of ratios (`ratio_metric.ts` gives the relative difference).
 *
 * Source: A. Deng, U. Knoblich, J. Lu, Applying the Delta Method in Metric Analytics, KDD 2018, §2.
 *
 * @module
 */
import { checkFinite, checkNonNegative, checkOptions } from "../../../base/argument.ts";
import { normal } from "../distributions/normal.ts";
import {
  checkAlternative,
  checkConfidence,
  symmetricInterval,
  symmetricPValue,
  type TestOptions,
  type TestResult,
} from "../hypothesis/hypothesis_result.ts";
import { withInfiniteJson } from "../hypothesis/result_json.ts";
import { type SampleSummary, summaryOf } from "../hypothesis/t_tests.ts";
import { momentsOf } from "../moments.ts";
import { checkSample } from "../sample.ts";

/** A control closer to 0 than so many standard errors makes the interval of a lift a rough guide. */
const SAFE_ERRORS = 4;

/**
 * The lift of a treatment over a control, and a test that it is 0.
 * @param treatment At least two numbers.
 * @param control At least two numbers, whose mean is not 0.
 * @returns Statistic: z. Effect and interval: the lift, .1 for ten percent more.
 * @throws {RangeError} If an arm has fewer than two numbers, one is not finite, the mean of the control is 0, or
 *   neither
 * varies.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { relativeLiftFromSummaries } from "./relative_lift.ts";
 * const { effect, interval } = relativeLiftFromSummaries(
 *   { count: 1000, mean: 11, standardDeviation: 5 },
 *   { count: 1000, mean: 10, standardDeviation: 5 },
 * );
 * assertEquals([effect.value, interval!.low, interval!.high].map((x) => x.toFixed(3)), ["0.100", "0.054", "0.146"]);
 * ```
 */
export function relativeLift(
  treatment: ArrayLike<number>,
  control: ArrayLike<number>,
  options: TestOptions = {},
): TestResult {
  const action = "take a relative lift";
  const a = momentsOf(checkSample(treatment, { action, argument: "treatment", atLeast: 2 }));
  const b = momentsOf(checkSample(control, { action, argument: "control", atLeast: 2 }));
  return relativeLiftFromSummaries(summaryOf(a), summaryOf(b), options);
}

/**
 * The same from summaries.
 * @throws {RangeError} If a count is below 2, a number is not finite, the mean of the control is 0, or neither varies.
 */
export function relativeLiftFromSummaries(
  treatment: SampleSummary,
  control: SampleSummary,
  options: TestOptions = {},
): TestResult {
  const action = "take a relative lift";
  const { alternative = "two-sided", confidence = 0.95 } = checkOptions(options, { action, argument: "options" });
  checkAlternative(alternative, action);
  checkConfidence(confidence, action);
  for (const [name, arm] of Object.entries({ treatment, control })) {
    const { count, mean, standardDeviation } = checkOptions(arm, { action, argument: name });
    if (!(checkFinite(count, { action, argument: `${name}.count` }) >= 2)) {
      throw new RangeError(`Cannot ${action}: ${name}.count must be at least 2: current value is ${count}`);
    }
    checkFinite(mean, { action, argument: `${name}.mean` });
    checkNonNegative(standardDeviation, { action, argument: `${name}.standardDeviation` });
  }
  if (control.mean === 0) throw new RangeError(`Cannot ${action}: control.mean must not be 0: current value is 0`);
  // Everything in units of the control's mean.
  const errorOf = ({ count, standardDeviation }: SampleSummary) =>
    standardDeviation / Math.abs(control.mean) / Math.sqrt(count);
  const ratio = treatment.mean / control.mean;
  const standardError = Math.hypot(errorOf(treatment), ratio * errorOf(control));
  if (!(standardError > 8 * 2 ** -52 * Math.abs(ratio))) {
    throw new RangeError(`Cannot ${action}: treatment or control must vary: current value is a standard error of 0`);
  }
  const lift = ratio - 1;
  return withInfiniteJson({
    test: "z-test of a relative lift",
    method: "normal distribution; standard error by the delta method",
    statistic: lift / standardError,
    pValue: symmetricPValue(lift / standardError, { alternative, ...normal() }),
    alternative,
    effect: { name: "relative lift", value: lift },
    interval: symmetricInterval(lift, {
      ...{ of: "relative lift", standardError, isf: normal().isf, alternative, confidence },
    }),
    warnings: errorOf(control) * SAFE_ERRORS > 1
      ? [`the mean of the control lies within ${SAFE_ERRORS} standard errors of 0: report the difference, not a lift`]
      : [],
  });
}
