/**
 * What every distribution answers: density, both tails, both inverses, and seeded samples; and the checks they share.
 *
 * A distribution is made of its parts, which may assume that x lies inside the support and p strictly between 0 and 1.
 * What lies outside is answered here, once.
 *
 * **Invariant.** `cdf(x) + sf(x)` is 1 up to rounding, but neither is computed from the other, so a small one keeps its
 * digits. `ppf` undoes `cdf`, `isf` undoes `sf`. NaN is never an answer: what has no answer throws, and a mean or
 * variance that does not exist is `undefined`.
 *
 * Not here on purpose: fitting to data, logarithms of densities, truncation.
 *
 * @module
 */
import { checkProbability } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";

/** A distribution of numbers. */
export interface Distribution {
  /** As a person would write it: `normal(0, 1)`. */
  readonly name: string;
  /** Smallest and largest possible number. */
  readonly support: readonly [lowest: number, highest: number];
  /** `undefined` where there is none. */
  readonly mean: number | undefined;
  /** `Infinity` where it diverges, `undefined` where there is none. */
  readonly variance: number | undefined;
  /**
   * P(X ≤ x).
   * @throws {RangeError} If `x` is NaN.
   */
  cdf(x: number): number;
  /**
   * P(X > x), with all its digits when it is small.
   * @throws {RangeError} If `x` is NaN.
   */
  sf(x: number): number;
  /**
   * The smallest x with P(X ≤ x) ≥ p; the ends of the support for 0 and 1.
   * @throws {RangeError} If `p` lies outside [0, 1].
   */
  ppf(p: number): number;
  /**
   * The x with P(X > x) = p, or the smallest with no more: the inverse of `sf`, for small p where `ppf(1 - p)` has no digits left.
   * @throws {RangeError} If `p` lies outside [0, 1].
   */
  isf(p: number): number;
  /** One number drawn with `random`. */
  sample(random: Random): number;
}

/** A distribution with a density. */
export interface ContinuousDistribution extends Distribution {
  /**
   * The density at x; 0 outside the support.
   * @throws {RangeError} If `x` is NaN.
   */
  pdf(x: number): number;
}

/** A distribution over whole numbers. */
export interface DiscreteDistribution extends Distribution {
  /**
   * P(X = x); 0 for what is not a whole number of the support.
   * @throws {RangeError} If `x` is NaN.
   */
  pmf(x: number): number;
}

/** What a distribution is made of: `x` lies inside the support, `p` strictly between 0 and 1. */
export interface DistributionParts {
  /** As a person would write it. */
  readonly name: string;
  /** Smallest and largest possible number. */
  readonly support: readonly [lowest: number, highest: number];
  /** `undefined` where there is none. */
  readonly mean: number | undefined;
  /** `undefined` where there is none. */
  readonly variance: number | undefined;
  /** P(X ≤ x). */
  lower(x: number): number;
  /** P(X > x). */
  upper(x: number): number;
  /** One number; by `ppf`, if it is left out. */
  draw?(random: Random): number;
}

/** A distribution with a density, from its parts. */
export function continuousDistribution(
  parts: DistributionParts & {
    density(x: number): number;
    lowerQuantile(p: number): number;
    upperQuantile(p: number): number;
  },
): ContinuousDistribution {
  const { name, support: [lowest, highest] } = parts;
  const shared = sharedAnswers(parts);
  const ppf = (p: number) => {
    checkProbability(p, { action: `ask ${name} for a quantile`, argument: "p" });
    return p === 0 ? lowest : p === 1 ? highest : parts.lowerQuantile(p);
  };
  return {
    ...shared,
    pdf(x) {
      number(x, name);
      return x < lowest || x > highest || Math.abs(x) === Infinity ? 0 : parts.density(x);
    },
    ppf,
    isf(p) {
      checkProbability(p, { action: `ask ${name} for a quantile`, argument: "p" });
      return p === 0 ? highest : p === 1 ? lowest : parts.upperQuantile(p);
    },
    sample: (random) => parts.draw ? parts.draw(random) : ppf(openUniform(random)),
  };
}

/**
 * A distribution over whole numbers, from its parts; its quantiles are searched for, in O(log of the quantile) steps.
 */
export function discreteDistribution(parts: DistributionParts & { mass(x: number): number }): DiscreteDistribution {
  const { name, support: [lowest, highest], mean } = parts;
  const shared = sharedAnswers({
    ...parts,
    lower: (x) => parts.lower(Math.floor(x)),
    upper: (x) => parts.upper(Math.floor(x)),
  });
  const search = (isEnough: (x: number) => boolean) =>
    smallestFrom(lowest, { highest, guess: mean ?? lowest, isEnough });
  const ppf = (p: number) => {
    checkProbability(p, { action: `ask ${name} for a quantile`, argument: "p" });
    // A probability that came out of cdf() must lead back, whatever rounding did to it.
    const wanted = p * (1 - 8 * Number.EPSILON);
    return p === 0 ? lowest : p === 1 ? highest : search((x) => shared.cdf(x) >= wanted);
  };
  return {
    ...shared,
    pmf(x) {
      number(x, name);
      return x < lowest || x > highest || !Number.isInteger(x) ? 0 : parts.mass(x);
    },
    ppf,
    isf(p) {
      checkProbability(p, { action: `ask ${name} for a quantile`, argument: "p" });
      const wanted = p * (1 + 8 * Number.EPSILON);
      return p === 0 ? highest : p === 1 ? lowest : search((x) => shared.sf(x) <= wanted);
    },
    sample: (random) => parts.draw ? parts.draw(random) : ppf(openUniform(random)),
  };
}

/** A number strictly between 0 and 1. */
export function openUniform(random: Random): number {
  for (;;) {
    const value = random.next();
    if (value > 0) return value;
  }
}

function sharedAnswers({ name, support, mean, variance, lower, upper }: DistributionParts) {
  const [lowest, highest] = support;
  return {
    name,
    support,
    mean,
    variance,
    cdf(x: number): number {
      number(x, name);
      return x < lowest || x === -Infinity ? 0 : x >= highest ? 1 : lower(x);
    },
    sf(x: number): number {
      number(x, name);
      return x < lowest || x === -Infinity ? 1 : x >= highest ? 0 : upper(x);
    },
  };
}

function number(x: number, name: string): void {
  if (typeof x === "number" && !Number.isNaN(x)) return;
  throw new RangeError(`Cannot ask ${name}: x must be a number: current value is ${String(x)}`);
}

/** The smallest whole number from `lowest` on that is enough; what is enough stays so. */
function smallestFrom(
  lowest: number,
  { highest, guess, isEnough }: { highest: number; guess: number; isEnough: (x: number) => boolean },
): number {
  let [low, high] = [lowest - 1, Math.min(highest, Math.max(lowest, Math.floor(guess)))]; // low is not enough
  for (let step = 1; high < highest && !isEnough(high); step *= 2) {
    low = high;
    high = Math.min(highest, high + step);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle <= low || middle >= high) break; // beyond 2⁵³ not every whole number is a double
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
