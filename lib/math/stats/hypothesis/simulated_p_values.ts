/**
 * Simulated p-values: a hypothesis test is tried on data that are drawn again and again, and asked how often it
 * rejects.
 *
 * If the data are drawn so that the null hypothesis holds, the rate of rejections is the test's real rate of false
 * alarms, to be compared with the one it promises; if an effect is drawn in, it is the power.
 *
 * **Invariant.** The samples depend on the seed alone, not on the test: two tests with one seed see the same data.
 *
 * Cost: `trials` draws and tests.
 *
 * Not here on purpose: the test of uniformity of the p-values (`oneSampleKolmogorovSmirnovTest` makes it), stopping
 * early (`experiment/peeking.ts`).
 *
 * Source: T. Morris, I. White, M. Crowther, Using simulation studies to evaluate statistical methods, Statistics in
 * Medicine 38 (2019), §5.
 *
 * @module
 */
import {
  checkFunction,
  checkOpenProbability,
  checkOptions,
  checkPositiveInteger,
  checkProbability,
} from "../../../base/argument.ts";
import { type Random, random } from "../../../base/random.ts";
import type { ConfidenceInterval } from "./hypothesis_result.ts";
import { checkSample } from "../sample.ts";
import { wilsonInterval } from "./two_proportions.ts";

/** A test of two samples. One that needs chance itself has its own generator. */
export type TwoSampleTest = (x: Float64Array, y: Float64Array) => { readonly pValue: number };

/** Draws two samples. */
export type DrawSamples = (random: Random) => readonly [x: ArrayLike<number>, y: ArrayLike<number>];

/**
 * The p-values of a test on samples that are drawn anew for each trial.
 * @param options `seed`: decides the samples. `trials`: how many. @default {1000}
 * @throws {RangeError} If `trials` is not a positive integer, or the test gives something outside [0, 1]. What the test
 *   throws goes through.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { rejectionRate, simulatedPValues } from "./simulated_p_values.ts";
 * import { welchTTest } from "./t_tests.ts";
 * const noEffect = simulatedPValues(welchTTest, (random) => {
 *   const sample = () => Float64Array.from({ length: 20 }, () => random.normal());
 *   return [sample(), sample()];
 * }, { seed: 1 });
 * const { low, high } = rejectionRate(noEffect);
 * assert(low < 0.05 && 0.05 < high);
 * ```
 */
export function simulatedPValues(
  test: TwoSampleTest,
  draw: DrawSamples,
  options: { readonly seed: number; readonly trials?: number },
): Float64Array {
  const action = "simulate p-values";
  const { seed, trials = 1000 } = checkOptions(options, { action, argument: "options" });
  checkPositiveInteger(trials, { action, argument: "trials" });
  checkFunction(test, { action, argument: "test" });
  checkFunction(draw, { action, argument: "draw" });
  const dice = random(seed);
  return Float64Array.from({ length: trials }, () => {
    const [x, y] = draw(dice);
    const { pValue } = test(Float64Array.from(x), Float64Array.from(y));
    return checkProbability(pValue, { action, argument: "pValue" });
  });
}

/**
 * The share of p-values that are not above `alpha`, with Wilson's interval for the rate behind it.
 * @param options `alpha`: the level of the test, in (0, 1). @default {0.05} `confidence`: of the interval. @default
 *   {0.95}
 * @throws {RangeError} If there are no p-values, or `alpha` or `confidence` is out of range.
 */
export function rejectionRate(
  pValues: ArrayLike<number>,
  options: { readonly alpha?: number; readonly confidence?: number } = {},
): ConfidenceInterval {
  const action = "take a rejection rate";
  const { alpha = 0.05, confidence = 0.95 } = checkOptions(options, { action, argument: "options" });
  checkOpenProbability(alpha, { action, argument: "alpha" });
  checkSample(pValues, { action, argument: "pValues" });
  let rejections = 0;
  for (let i = 0; i < pValues.length; i++) if (pValues[i]! <= alpha) rejections++;
  return { ...wilsonInterval({ successes: rejections, trials: pValues.length }, confidence), of: "rejection rate" };
}
