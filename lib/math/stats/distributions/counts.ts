/**
 * Distributions of counts: binomial and Poisson.
 *
 * Their tails are incomplete beta and gamma functions, so a sum of thousands of terms is one call. Quantiles are
 * searched for by doubling and halving; samples are quantiles of uniform numbers, exact and in O(log of the spread)
 * calls.
 *
 * **Invariant.** P(X ≤ k) + P(X > k) is 1 up to rounding, both with all their digits.
 *
 * Not here on purpose: negative binomial, hypergeometric (Fisher's exact test sums its own terms), samplers by
 * rejection (ten times as fast).
 *
 * Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), for why the mass is not taken from
 * factorials; here through lib-r-math.js.
 *
 * @module
 */
import { checkNonNegative, checkNonNegativeInteger, checkOptions, checkProbability } from "../../../base/argument.ts";
import { betaTail, binomialMass, gammaTail, poissonMass } from "../_special_functions.ts";
import { type DiscreteDistribution, discreteDistribution } from "./distribution.ts";

/**
 * How many of `trials` succeed when each does with `success`.
 * @throws {RangeError} If `trials` is not a non-negative integer or `success` lies outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { binomial, poisson } from "./counts.ts";
 * assertEquals(binomial({ trials: 3, success: 0.5 }).cdf(1), 0.5);
 * assertEquals(poisson({ rate: 2 }).ppf(0.5), 2);
 * ```
 */
export function binomial(
  parameters: { readonly trials: number; readonly success: number },
): DiscreteDistribution {
  const action = "make a binomial distribution";
  const { trials, success } = checkOptions(parameters, { action, argument: "parameters" });
  checkNonNegativeInteger(trials, { action, argument: "trials" });
  checkProbability(success, { action, argument: "success" });
  const highest = success === 0 ? 0 : trials;
  const lowest = success === 1 ? trials : 0;
  return discreteDistribution({
    name: `binomial(${trials}, ${success})`,
    support: [lowest, highest],
    mean: trials * success,
    variance: trials * success * (1 - success),
    mass: (k) => lowest === highest ? 1 : binomialMass(k, { trials, success }),
    lower: (k) => betaTail(success, { a: k + 1, b: trials - k, tail: "upper" }),
    upper: (k) => betaTail(success, { a: k + 1, b: trials - k, tail: "lower" }),
  });
}

/**
 * How often something happens that happens `rate` times on average.
 * @throws {RangeError} If `rate` is negative or not finite.
 */
export function poisson(parameters: { readonly rate: number }): DiscreteDistribution {
  const context = { action: "make a Poisson distribution", argument: "rate" };
  const { rate } = checkOptions(parameters, { ...context, argument: "parameters" });
  checkNonNegative(rate, context);
  return discreteDistribution({
    name: `poisson(${rate})`,
    support: [0, rate === 0 ? 0 : Infinity],
    mean: rate,
    variance: rate,
    mass: (k) => rate === 0 ? 1 : poissonMass(k, rate),
    lower: (k) => gammaTail(rate, { shape: k + 1, tail: "upper" }),
    upper: (k) => gammaTail(rate, { shape: k + 1, tail: "lower" }),
  });
}
