/**
 * Comparison of ratio metrics: clicks over views, revenue over sessions, where each user brings both.
 *
 * The rows that are assigned to an arm are users, and a user's clicks and views depend on each other, so the ratio of
 * the sums is no mean of independent numbers. The delta method gives its variance: that of the mean of x − R · y, over
 * the square of the mean of y.
 *
 * **Invariant.** With a denominator of 1 for every user, it is the z-test of two means. Multiplying all denominators by
 * a number divides ratios and intervals by it and leaves the p-value.
 *
 * Cost: O(n).
 *
 * Not here on purpose: quantile metrics (bootstrap them), CUPED for ratios.
 *
 * Source: A. Deng, U. Knoblich, J. Lu, Applying the Delta Method in Metric Analytics, KDD 2018, §3.
 *
 * @module
 */
import { checkOptions } from "../../../base/argument.ts";
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
import { isConstantUpToRounding, momentsOf, standardDeviation } from "../moments.ts";
import { checkSameLength, checkSample } from "../sample.ts";

/** One arm: a numerator and a denominator of each user. */
export interface RatioSample {
  /** Clicks, revenue, … of each user. */
  readonly numerators: ArrayLike<number>;
  /** Views, sessions, … of the same users; their mean is not 0. */
  readonly denominators: ArrayLike<number>;
}

/** The ratio of an arm and its standard error. */
interface Ratio {
  readonly ratio: number;
  readonly error: number;
}

/** Below so many users the normal distribution is a rough guide. */
const FEW = 30;

/**
 * Are the ratios of two arms the same?
 * @param a At least two users.
 * @param b At least two users.
 * @returns Statistic: z. Effect: the relative difference, a over b less 1. Interval: the difference of the ratios, a −
 *   b.
 * @throws {RangeError} If an arm has fewer than two users, lengths differ, a number is not finite, a mean of
 *   denominators is
 * 0 up to its error, or neither ratio varies.
 *
 * @example Two users click on half of what they see, two on a third; views differ from user to user
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ratioMetricTest } from "./ratio_metric.ts";
 * const { effect, interval } = ratioMetricTest(
 *   { numerators: [1, 5], denominators: [3, 9] },
 *   { numerators: [1, 2], denominators: [2, 7] },
 * );
 * assertEquals([effect.value.toFixed(4), interval!.estimate.toFixed(4)], ["0.5000", "0.1667"]); // 6/12 and 3/9
 * ```
 */
export function ratioMetricTest(
  a: RatioSample,
  b: RatioSample,
  options: TestOptions = {},
): TestResult {
  const action = "compare ratio metrics";
  const { alternative = "two-sided", confidence = 0.95 } = checkOptions(options, { action, argument: "options" });
  checkAlternative(alternative, action);
  checkConfidence(confidence, action);
  const [first, second] = [ratioOf(a, { action, name: "a" }), ratioOf(b, { action, name: "b" })];
  const standardError = Math.hypot(first.error, second.error);
  if (!(standardError > 0)) {
    throw new RangeError(`Cannot ${action}: a or b must vary: current value is a standard error of 0 in both`);
  }
  const estimate = first.ratio - second.ratio;
  const fewest = Math.min(a.numerators.length, b.numerators.length);
  return withInfiniteJson({
    test: "z-test of two ratio metrics",
    method: "normal distribution; standard errors by the delta method",
    statistic: estimate / standardError,
    pValue: symmetricPValue(estimate / standardError, { alternative, ...normal() }),
    alternative,
    effect: { name: "relative difference", value: first.ratio / second.ratio - 1 },
    interval: symmetricInterval(estimate, {
      ...{ of: "difference of ratios", standardError, isf: normal().isf, alternative, confidence },
    }),
    warnings: fewest < FEW ? [`fewer than ${FEW} users in an arm: the normal distribution is rough`] : [],
  });
}

function ratioOf(
  arm: RatioSample,
  { action, name }: { readonly action: string; readonly name: string },
): Ratio {
  const { numerators: x, denominators: y } = checkOptions(arm, { action, argument: name });
  checkSample(x, { action, argument: `${name}.numerators`, atLeast: 2 });
  checkSample(y, { action, argument: `${name}.denominators`, atLeast: 2 });
  checkSameLength(x, y, { action, names: [`${name}.numerators`, `${name}.denominators`] });
  const [meanX, views] = [momentsOf(x).mean, momentsOf(y)];
  const meanY = views.mean;
  if (!(Math.abs(meanY) > standardDeviation(views) / Math.sqrt(y.length) * 1e-9 && meanY !== 0)) {
    throw new RangeError(`Cannot ${action}: the mean of ${name}.denominators must not be 0: current value is ${meanY}`);
  }
  const ratio = meanX / meanY;
  // x − R · y has mean 0: what varies is what one user's numerator adds beyond the ratio.
  const residuals = momentsOf(Float64Array.from(x, (value, i) => value - ratio * y[i]!));
  const scale = Math.max(...[x, y].map((sample, k) => largestOf(sample) * (k === 0 ? 1 : Math.abs(ratio))));
  const deviation = standardDeviation(residuals);
  const isNoise = isConstantUpToRounding(residuals) || !(deviation > 8 * 2 ** -52 * scale);
  return { ratio, error: isNoise ? 0 : deviation / Math.sqrt(x.length) / Math.abs(meanY) };
}

function largestOf(x: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  return largest;
}
