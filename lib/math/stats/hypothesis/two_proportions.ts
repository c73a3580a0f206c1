/**
 * The z-test of two proportions: do two groups succeed equally often?
 *
 * The statistic takes its standard error from both groups together, as the null hypothesis has it; the interval of the
 * difference is Newcombe's, made of the two Wilson intervals, which does not leave [−1, 1] and does not collapse when a
 * group has no success.
 *
 * **Invariant.** The square of the two-sided statistic is Pearson's chi-squared of the two by two table.
 *
 * Cost: O(1).
 *
 * Not here on purpose: small counts (`fisherExactTest`), paired proportions (McNemar), a ratio.
 *
 * Source: R. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
 * 17 (1998), method 10.
 *
 * @module
 */
import { checkNonNegativeInteger, checkOptions, checkPositiveInteger } from "../../../base/argument.ts";
import { normal } from "../distributions/normal.ts";
import {
  checkAlternative,
  checkConfidence,
  type ConfidenceInterval,
  symmetricPValue,
  type TestOptions,
  type TestResult,
} from "./hypothesis_result.ts";
import { withInfiniteJson } from "./result_json.ts";

/** One group. */
export interface Successes {
  /** How many succeeded. */
  readonly successes: number;
  /** How many there are. */
  readonly trials: number;
}

/** Fewer successes or failures than this in a group make the normal distribution a rough guide. */
const FEW = 5;

/**
 * Makes the test.
 * @returns Effect: Cohen's h. Interval: the difference of the proportions, a − b.
 * @throws {RangeError} If a count is not a whole number, there are more successes than trials, or nobody or everybody
 *   succeeded in both.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { twoProportionZTest } from "./two_proportions.ts";
 * const { statistic, interval } = twoProportionZTest({ successes: 56, trials: 70 }, { successes: 48, trials: 80 });
 * assertEquals(statistic.toFixed(4), "2.6502");
 * assertEquals([interval!.low, interval!.high].map((value) => value.toFixed(4)), ["0.0524", "0.3339"]); // Newcombe's own example
 * ```
 */
export function twoProportionZTest(
  a: Successes,
  b: Successes,
  options: TestOptions = {},
): TestResult {
  const action = "make a test of two proportions";
  const { alternative = "two-sided", confidence = 0.95 } = checkOptions(options, { action, argument: "options" });
  checkAlternative(alternative, action);
  checkConfidence(confidence, action);
  for (const [name, group] of [["a", a], ["b", b]] as const) {
    const { successes, trials } = checkOptions(group, { action, argument: name });
    checkPositiveInteger(trials, { action, argument: `${name}.trials` });
    checkNonNegativeInteger(successes, { action, argument: `${name}.successes` });
    if (successes > trials) {
      throw new RangeError(
        `Cannot ${action}: ${name}.successes must not exceed its ${trials} trials: current value is ${successes}`,
      );
    }
  }
  const pooled = (a.successes + b.successes) / (a.trials + b.trials);
  if (pooled === 0 || pooled === 1) {
    throw new RangeError(
      `Cannot ${action}: there must be a success and a failure: current value is ${
        a.successes + b.successes
      } successes of ${a.trials + b.trials}`,
    );
  }
  const [p, q] = [a.successes / a.trials, b.successes / b.trials];
  const statistic = (p - q) / Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  const fewest = Math.min(a.successes, a.trials - a.successes, b.successes, b.trials - b.successes);
  return withInfiniteJson({
    test: "z-test of two proportions",
    method: "normal distribution with the pooled standard error; Newcombe's interval",
    statistic,
    pValue: symmetricPValue(statistic, { alternative, ...normal() }),
    alternative,
    effect: { name: "Cohen's h", value: 2 * (Math.asin(Math.sqrt(p)) - Math.asin(Math.sqrt(q))) },
    interval: newcombe(a, b, { alternative, confidence }),
    warnings: fewest < FEW ? [`fewer than ${FEW} successes or failures in a group: Fisher's exact test is safer`] : [],
  });
}

/**
 * Wilson's interval for one proportion.
 * @param confidence Its coverage, in (0, 1).
 * @throws {RangeError} If a count is not a whole number, there are more successes than trials, or `confidence` is out
 *   of range.
 */
export function wilsonInterval(group: Successes, confidence = 0.95): ConfidenceInterval {
  const action = "take Wilson's interval";
  const { successes, trials } = checkOptions(group, { action, argument: "group" });
  checkPositiveInteger(trials, { action, argument: "trials" });
  checkNonNegativeInteger(successes, { action, argument: "successes" });
  if (successes > trials) {
    throw new RangeError(`Cannot ${action}: successes must not exceed ${trials} trials: current value is ${successes}`);
  }
  const z = normal().isf((1 - checkConfidence(confidence, action)) / 2);
  const { low, high } = wilson(successes / trials, { trials, z });
  return withInfiniteJson({ of: "proportion", estimate: successes / trials, low, high, confidence });
}

function wilson(
  p: number,
  { trials, z }: { readonly trials: number; readonly z: number },
): { low: number; high: number } {
  const denominator = 1 + z * z / trials;
  const centre = (p + z * z / (2 * trials)) / denominator;
  const reach = z * Math.sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials)) / denominator;
  return { low: p === 0 ? 0 : centre - reach, high: p === 1 ? 1 : centre + reach };
}

function newcombe(
  a: Successes,
  b: Successes,
  { alternative, confidence }: Required<TestOptions>,
): ConfidenceInterval {
  const z = normal().isf(alternative === "two-sided" ? (1 - confidence) / 2 : 1 - confidence);
  const [p, q] = [a.successes / a.trials, b.successes / b.trials];
  const [first, second] = [wilson(p, { trials: a.trials, z }), wilson(q, { trials: b.trials, z })];
  return withInfiniteJson({
    of: "difference of proportions",
    estimate: p - q,
    low: alternative === "less" ? -1 : p - q - Math.hypot(p - first.low, second.high - q),
    high: alternative === "greater" ? 1 : p - q + Math.hypot(first.high - p, q - second.low),
    confidence,
  });
}
