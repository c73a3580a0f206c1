/**
 * Kolmogorov's limiting distribution of √n times the largest gap between an empirical distribution function and the
 * true one.
 *
 * Two series give it: one whose terms fall fast for large x, and one, by Jacobi's theta identity, for small x. Each is
 * used on its side, so three or four terms are enough anywhere.
 *
 * **Invariant.** The series on both sides agree to the last digits where they meet, at x = 1.
 *
 * Cost: at most five terms; a quantile about sixty evaluations of a tail.
 *
 * Not here on purpose: the exact distribution for finite n (the tests that need it have it).
 *
 * Source: N. Smirnov, Table for Estimating the Goodness of Fit of Empirical Distributions, Ann. Math. Statist. 19
 * (1948); G. Marsaglia, W. Tsang, J. Wang, Evaluating Kolmogorov's Distribution, J. Stat. Softw. 8 (2003).
 *
 * @module
 */
import { type ContinuousDistribution, continuousDistribution } from "./distribution.ts";

/** Where the two series meet. */
const MEETING = 1;

/**
 * Kolmogorov's distribution.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kolmogorov } from "./kolmogorov.ts";
 * assertEquals(kolmogorov().isf(0.05).toFixed(6), "1.358099");
 * ```
 */
export function kolmogorov(): ContinuousDistribution {
  return continuousDistribution({
    name: "kolmogorov()",
    support: [0, Infinity],
    mean: Math.sqrt(Math.PI / 2) * Math.LN2,
    variance: Math.PI ** 2 / 12 - Math.PI / 2 * Math.LN2 ** 2,
    density,
    lower,
    upper,
    lowerQuantile: (p) => p < 0.5 ? solve((x) => lower(x) >= p) : solve((x) => upper(x) <= 1 - p),
    upperQuantile: (p) => p < 0.5 ? solve((x) => upper(x) <= p) : solve((x) => lower(x) >= 1 - p),
  });
}

function lower(x: number): number {
  return x < MEETING ? theta(x) : 1 - alternating(x);
}

function upper(x: number): number {
  return x < MEETING ? 1 - theta(x) : alternating(x);
}

/** √(2π) / x · Σ exp(−(2k − 1)² π² / 8x²) */
function theta(x: number): number {
  if (x === 0) return 0;
  let sum = 0;
  for (let k = 1; k <= 9; k += 2) sum += Math.exp(-((k * Math.PI / x) ** 2) / 8);
  return Math.sqrt(2 * Math.PI) / x * sum;
}

/** 2 Σ (−1)^(k−1) exp(−2 k² x²) */
function alternating(x: number): number {
  let sum = 0;
  for (let k = 1; k <= 5; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * (k * x) ** 2);
  return 2 * sum;
}

function density(x: number): number {
  if (x === 0) return 0;
  let sum = 0;
  if (x < MEETING) {
    for (let k = 1; k <= 9; k += 2) {
      const square = (k * Math.PI / x) ** 2;
      sum += (square / 4 - 1) * Math.exp(-square / 8);
    }
    return Math.sqrt(2 * Math.PI) / x ** 2 * sum;
  }
  for (let k = 1; k <= 5; k++) sum += (k % 2 === 1 ? 1 : -1) * k ** 2 * Math.exp(-2 * (k * x) ** 2);
  return 8 * x * sum;
}

/** The smallest x that is enough, to the last bit or two. */
function solve(isEnough: (x: number) => boolean): number {
  let [low, high] = [0, 1];
  while (!isEnough(high)) [low, high] = [high, 2 * high];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
