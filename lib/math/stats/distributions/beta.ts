/**
 * The beta distribution, and the two that are made from it: Student's t and F.
 *
 * Both tails of t and F are incomplete beta functions of the smaller of two shares that add up to 1, so that neither is
 * ever 1 minus the other: for F the shares are d₁x / (d₁x + d₂) and d₂ / (d₁x + d₂), for t they are t² / (t² + n) and n
 * / (t² + n).
 *
 * **Invariant.** t² with n degrees of freedom is F with 1 and n.
 *
 * Not here on purpose: noncentral versions (power is computed elsewhere), a location and scale for t.
 *
 * @module
 */
import { type ArgumentContext, argumentError, checkOptions, checkPositive } from "../../../base/argument.ts";
import { betaDensityFactor } from "../_incomplete_beta.ts";
import { betaDensity, betaQuantile, betaTail, logGamma, tDensity } from "../_special_functions.ts";
import { type ContinuousDistribution, continuousDistribution } from "./distribution.ts";
import { drawGamma } from "./gamma.ts";

/**
 * The beta distribution on [0, 1].
 * @throws {RangeError} If `alpha` or `beta` is not positive, or larger than 1e300.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { beta, fisherF, studentT } from "./beta.ts";
 * assertEquals(beta({ alpha: 2, beta: 1 }).cdf(0.5), 0.25);
 * assertEquals(studentT(10).isf(0.025).toFixed(6), "2.228139");
 * assertEquals(fisherF(1, 10).isf(0.05).toFixed(6), "4.964603");
 * ```
 */
export function beta(parameters: { readonly alpha: number; readonly beta: number }): ContinuousDistribution {
  const action = "make a beta distribution";
  const { alpha: a, beta: b } = checkOptions(parameters, { action, argument: "parameters" });
  checkPositive(a, { action, argument: "alpha" });
  checkPositive(b, { action, argument: "beta" });
  checkSize(a, { action, argument: "alpha" });
  checkSize(b, { action, argument: "beta" });
  return continuousDistribution({
    name: `beta(${a}, ${b})`,
    support: [0, 1],
    mean: a / (a + b),
    variance: (a / (a + b)) * (b / (a + b)) / (a + b + 1),
    density(x) {
      if (x === 0) return a < 1 ? Infinity : a === 1 ? b : 0;
      if (x === 1) return b < 1 ? Infinity : b === 1 ? a : 0;
      return betaDensity(x, { a, b });
    },
    lower: (x) => betaTail(x, { a, b, tail: "lower" }),
    upper: (x) => betaTail(x, { a, b, tail: "upper" }),
    lowerQuantile: (p) => betaQuantile(p, { a, b, tail: "lower" }),
    upperQuantile: (p) => betaQuantile(p, { a, b, tail: "upper" }),
    draw(random) {
      const x = drawGamma(random, a);
      return x / (x + drawGamma(random, b));
    },
  });
}

/** Where t² is larger than this many times n, the tail of t is a power of t to the last bit. */
const FAR = 1e40;

/**
 * Student's t distribution.
 * @param degreesOfFreedom Positive, not only whole.
 * @throws {RangeError} If it is not positive and finite.
 */
export function studentT(degreesOfFreedom: number): ContinuousDistribution {
  const context = { action: "make a t distribution", argument: "degreesOfFreedom" };
  const n = checkPositive(degreesOfFreedom, context);
  const logScale = logGamma((n + 1) / 2) - logGamma(n / 2) - Math.log(n * Math.PI) / 2;
  /** P(T > t) · t^n as t grows; closer than a double can tell once n / t² is below 2⁻⁵³ by far. */
  const logFarScale = logScale + (n + 1) / 2 * Math.log(n) - Math.log(n);
  /** P(T > |t|). */
  const tail = (t: number) => {
    const square = t * t;
    if (square > FAR * n) return Math.exp(logFarScale - n * Math.log(Math.abs(t)));
    return square < n
      ? betaTail(square / (square + n), { a: 1 / 2, b: n / 2, tail: "upper" }) / 2
      : betaTail(n / (square + n), { a: n / 2, b: 1 / 2, tail: "lower" }) / 2;
  };
  /** The t > 0 with P(T > t) = p, for p ≤ ½. */
  const quantile = (p: number) => {
    if (p === 0.5) return 0;
    const share = betaQuantile(2 * p, { a: n / 2, b: 1 / 2, tail: "lower" }); // n / (t² + n)
    if (share < 1 / FAR) return Math.exp((logFarScale - Math.log(p)) / n);
    if (share < 0.5) return Math.sqrt(n * (1 - share) / share);
    const other = betaQuantile(2 * p, { a: 1 / 2, b: n / 2, tail: "upper" }); // t² / (t² + n)
    return Math.sqrt(n * other / (1 - other));
  };
  return continuousDistribution({
    name: `studentT(${n})`,
    support: [-Infinity, Infinity],
    mean: n > 1 ? 0 : undefined,
    variance: n > 2 ? n / (n - 2) : n > 1 ? Infinity : undefined,
    density: (x) => tDensity(x, n),
    lower: (x) => x < 0 ? tail(x) : 1 - tail(x),
    upper: (x) => x > 0 ? tail(x) : 1 - tail(x),
    lowerQuantile: (p) => p <= 0.5 ? 0 - quantile(p) : quantile(1 - p),
    upperQuantile: (p) => p <= 0.5 ? quantile(p) : 0 - quantile(1 - p),
    draw: (random) => random.normal() / Math.sqrt(drawGamma(random, n / 2) * 2 / n),
  });
}

/**
 * Fisher's F distribution: the ratio of two mean squares.
 * @param d1 Degrees of freedom of the numerator.
 * @param d2 Degrees of freedom of the denominator.
 * @throws {RangeError} If one is not positive, or larger than 1e300.
 */
export function fisherF(d1: number, d2: number): ContinuousDistribution {
  const action = "make an F distribution";
  checkPositive(d1, { action, argument: "d1" });
  checkPositive(d2, { action, argument: "d2" });
  checkSize(d1, { action, argument: "d1" });
  checkSize(d2, { action, argument: "d2" });
  const [a, b] = [d1 / 2, d2 / 2];
  /**
   * The shares d₁x / (d₁x + d₂) and d₂ / (d₁x + d₂), and how far the first lies below its mean, without a subtraction.
   */
  const sharesAt = (x: number) => {
    const share = d1 * x === Infinity ? 1 : d1 * x / (d1 * x + d2);
    const other = d2 / (d1 * x + d2);
    return { share, other, lambda: a * other * (1 - x) };
  };
  const quantile = (p: number, tail: "lower" | "upper") => {
    const share = betaQuantile(p, { a, b, tail }); // d₁x / (d₁x + d₂)
    if (share < 0.5) return d2 * share / (d1 * (1 - share));
    const other = betaQuantile(p, { a: b, b: a, tail: tail === "lower" ? "upper" : "lower" });
    return d2 * (1 - other) / (d1 * other);
  };
  const tailOf = (x: number, tail: "lower" | "upper") => {
    const { share, other, lambda } = sharesAt(x);
    if (share < 0.5) return betaTail(share, { a, b, tail, exactly: { y: other, lambda } });
    const turned = tail === "lower" ? "upper" : "lower";
    return betaTail(other, { a: b, b: a, tail: turned, exactly: { y: share, lambda: -lambda } });
  };
  return continuousDistribution({
    name: `fisherF(${d1}, ${d2})`,
    support: [0, Infinity],
    mean: d2 > 2 ? d2 / (d2 - 2) : undefined,
    variance: d2 > 4 ? 2 * (d2 / (d2 - 2)) ** 2 * ((d1 + d2 - 2) / (d2 - 4)) / d1 : undefined,
    density(x) {
      if (x === 0) return d1 < 2 ? Infinity : d1 === 2 ? 1 : 0;
      const { share, other, lambda } = sharesAt(x);
      return betaDensityFactor({ a, b, x: share, y: other, lambda }) / x;
    },
    lower: (x) => tailOf(x, "lower"),
    upper: (x) => tailOf(x, "upper"),
    lowerQuantile: (p) => quantile(p, "lower"),
    upperQuantile: (p) => quantile(p, "upper"),
    draw: (random) => drawGamma(random, a) / d1 / (drawGamma(random, b) / d2),
  });
}

/** Sums of larger parameters may leave the range of a double. */
const MAX_SIZE = 1e300;

function checkSize(value: number, context: ArgumentContext): void {
  if (value <= MAX_SIZE) return;
  throw argumentError(value, { ...context, rule: `at most ${MAX_SIZE}` });
}
