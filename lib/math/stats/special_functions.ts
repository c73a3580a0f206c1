/**
 * The special functions behind all distributions: incomplete gamma and beta functions, their inverses, and the normal's.
 *
 * They come from two libraries, each for what it gets right. Measured against SciPy and mpmath, largest relative error over some 600 points, with
 * results from 1e−300 to 1 and shapes from .1 to 10,000:
 *
 * | | normal | gamma, both tails | its inverse | beta, both tails | its inverse |
 * |---|---|---|---|---|---|
 * | lib-r-math.js 2.0.3 (a port of R's nmath) | 1e−13 | 4e−14 | 2e−14 | wrong by 1e−3 at (.5; 2, 1) | wrong |
 * | @stdlib 0.2 to 0.3 (ports of Boost and Cephes) | 2e−13 | wrong by 8e−3 at shape 10,000 | wrong by 1e−2 | 1.2e−13 | 2e−14 |
 *
 * jstat was not tried in the tails (it has no upper ones), and the npm package cephes does not load on Deno. The price is 222 small packages of
 * @stdlib for the two functions: 25 MB on disk, and together a third of a second at the first import.
 *
 * Both inverses fail beyond about 1e−200 (gamma of shape .1, upper tail: 109 for 683), so each is checked against its own tail, and searched for where it does
 * not lead back.
 *
 * **Invariant.** The upper tail is computed, never 1 minus the lower.
 *
 * Not here on purpose: checks of arguments (the distributions make them), logarithms of tails, complex arguments.
 *
 * @module
 */
import stdlibBetainc from "@stdlib/math-base-special-betainc";
import stdlibBetaincinv from "@stdlib/math-base-special-betaincinv";
import { dbinom, dpois, dt, lgamma, pgamma, pnorm, qgamma, qnorm } from "lib-r-math.js";
import { invertTail } from "./invert_tail.ts";

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
  return invertTail(p, {
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
}

/** The regularised incomplete beta function I(x; a, b), or what is left of 1. */
export function betaTail(x: number, { a, b, tail }: BetaTail): number {
  return stdlibBetainc(x, a, b, true, tail === "upper");
}

/** The inverse of {@linkcode betaTail} in x; 1 where it is closer to 1 than a double can tell. */
export function betaQuantile(p: number, { a, b, tail }: BetaTail): number {
  return invertTail(p, {
    tail: (x) => betaTail(x, { a, b, tail }),
    rises: tail === "lower",
    highest: 1,
    guess: stdlibBetaincinv(p, a, b, tail === "upper"),
  });
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
