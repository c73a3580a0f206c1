/**
 * The special functions behind all distributions: incomplete gamma and beta functions, their inverses, and the
 * normal's.
 *
 * They come from two libraries, each for what it gets right. Measured against SciPy and mpmath, largest relative error
 * over some 600 points, with results from 1e−300 to 1 and shapes from .1 to 10,000:
 *
 * | | normal | gamma, both tails | its inverse | beta, both tails |
 * |---|---|---|---|---|
 * | lib-r-math.js 2.0.3 (a port of R's nmath) | 1e−13 | 4e−14 | 2e−14 | wrong by 1e−3 at (.5; 2, 1) |
 * | @stdlib 0.2 to 0.3 (ports of Boost and Cephes) | 2e−13 | wrong by 8e−3 at shape 10,000 | wrong by 1e−2 | 1.2e−13 |
 *
 * Beyond, @stdlib's beta tails fail, too: with large parameters `_incomplete_beta.ts` takes over (3e−14 up to 1e15).
 * jstat was not tried in the tails (it has no upper ones), and the npm package cephes does not load on Deno.
 *
 * The inverse of the gamma fails beyond about 1e−200 (shape .1, upper tail: 109 for 683), so it is checked against its
 * own tail, and searched for where it does not lead back. That of the beta is searched for from a first guess:
 * @stdlib's would read an environment variable when it is imported (through its `debug`), for which Deno asks the user.
 *
 * **Invariant.** The upper tail is computed, never 1 minus the lower.
 *
 * Not here on purpose: checks of arguments (the distributions make them), logarithms of tails, complex arguments.
 *
 * @module
 */
import stdlibBetainc from "@stdlib/math-base-special-betainc";
import { dbinom, dpois, dt, lgamma, pgamma, pnorm, qgamma, qnorm } from "lib-r-math.js";
import {
  betaDensityFactor,
  type BetaPoint,
  betaPoint,
  largeBetaTails,
  logDeviance,
  MIN_LARGE,
  MIN_STIRLING,
  stirlingRest,
} from "./_incomplete_beta.ts";
import { invertTailProbability } from "./_inverse_cdf.ts";

/** Which tail is meant: what lies below, or what lies above. */
export type Tail = "lower" | "upper";

/** P(Z ≤ x) of a standard normal Z, or P(Z > x). */
export function normalTail(x: number, tail: Tail): number {
  return pnorm(x, 0, 1, tail === "lower");
}

/** The x below which (above which) a standard normal lies with probability `p`, in (0, 1). */
export function normalQuantile(p: number, tail: Tail): number {
  return qnorm(p, 0, 1, tail === "lower");
}

/** The regularised incomplete gamma function: P(shape, x), or Q(shape, x). */
export function gammaTail(x: number, { shape, tail }: { readonly shape: number; readonly tail: Tail }): number {
  return pgamma(x, shape, 1, undefined, tail === "lower");
}

/** The inverse of {@linkcode gammaTail} in x. */
export function gammaQuantile(p: number, { shape, tail }: { readonly shape: number; readonly tail: Tail }): number {
  return invertTailProbability(p, {
    tail: (x) => gammaTail(x, { shape, tail }),
    rises: tail === "lower",
    highest: Infinity,
    guess: qgamma(p, shape, 1, undefined, tail === "lower"),
  });
}

/** The parameters of a beta function, and which tail is meant. */
export interface BetaTail {
  /** Positive. */
  readonly a: number;
  /** Positive. */
  readonly b: number;
  /** What lies below, or what lies above. */
  readonly tail: Tail;
  /** 1 − x and a − (a + b) · x, where they are known better than by subtraction. */
  readonly exactly?: Pick<BetaPoint, "y" | "lambda">;
}

/** The regularised incomplete beta function I(x; a, b), or what is left of 1. */
export function betaTail(x: number, { a, b, tail, exactly }: BetaTail): number {
  if (Math.min(a, b) > 1 && Math.max(a, b) >= MIN_LARGE) {
    return largeBetaTails(exactly ? { a, b, x, ...exactly } : betaPoint({ a, b, x }))[tail];
  }
  // With a parameter of 1 the other tail is a power.
  if (a === 1) return tail === "upper" ? Math.exp(b * Math.log1p(-x)) : -Math.expm1(b * Math.log1p(-x));
  if (b === 1) return tail === "lower" ? Math.exp(a * Math.log(x)) : -Math.expm1(a * Math.log(x));
  return stdlibBetainc(x, a, b, true, tail === "upper");
}

/** The inverse of {@linkcode betaTail} in x; 1 where it is closer to 1 than a double can tell. */
export function betaQuantile(p: number, { a, b, tail }: BetaTail): number {
  return invertTailProbability(p, {
    tail: (x) => x >= 1 ? (tail === "lower" ? 1 : 0) : betaTail(x, { a, b, tail }),
    rises: tail === "lower",
    highest: 1,
    guess: guessBetaQuantile(tail === "lower" ? p : 1 - p, { a, b, z: normalQuantile(p, tail) }),
    density: (x) => x >= 1 ? 0 : betaDensity(x, { a, b }),
  });
}

/** A first guess: from the normal distribution, or where a parameter is below 1 from the power at that end. */
function guessBetaQuantile(
  p: number,
  { a, b, z }: { readonly a: number; readonly b: number; readonly z: number },
): number {
  if (a >= 1 && b >= 1) {
    const shift = (z * z - 3) / 6;
    const [u, v] = [1 / (2 * a - 1), 1 / (2 * b - 1)];
    const h = 2 / (u + v);
    const w = -z * Math.sqrt(Math.max(0, shift + h)) / h - (v - u) * (shift + 5 / 6 - 2 / (3 * h));
    return 1 / (1 + b / a * Math.exp(2 * w));
  }
  const [left, right] = [Math.exp(a * Math.log(a / (a + b))) / a, Math.exp(b * Math.log(b / (a + b))) / b];
  const whole = left + right;
  return p < left / whole ? (a * whole * p) ** (1 / a) : 1 - (b * whole * (1 - p)) ** (1 / b);
}

/** The density of a beta distribution at x in (0, 1). */
export function betaDensity(x: number, { a, b }: { readonly a: number; readonly b: number }): number {
  return betaDensityFactor(betaPoint({ a, b, x })) / x / (1 - x);
}

/** The density of a gamma distribution of scale 1 at x > 0. */
export function gammaDensity(x: number, shape: number): number {
  if (shape < MIN_STIRLING) return Math.exp(shape * Math.log(x) - x - lgamma(shape)) / x;
  // The value at the mean times the exponential of a deviance: no large logarithms are subtracted.
  const deviance = shape * logDeviance((x - shape) / shape, x / shape);
  return Math.sqrt(shape / (2 * Math.PI)) * Math.exp(-deviance - stirlingRest(shape)) / x;
}

/** ln Γ(x), for x > 0. */
export function logGamma(x: number): number {
  return lgamma(x);
}

/** The density of Student's t. */
export function tDensity(x: number, degreesOfFreedom: number): number {
  return dt(x, degreesOfFreedom);
}

/** P(X = successes) of a binomial. */
export function binomialMass(
  successes: number,
  { trials, success }: { readonly trials: number; readonly success: number },
): number {
  return dbinom(successes, trials, success);
}

/** P(X = count) of a Poisson distribution. */
export function poissonMass(count: number, rate: number): number {
  return dpois(count, rate);
}
