/**
 * Counts: numbers from the Poisson and the binomial distribution.
 *
 * Small means are drawn by walking up the probabilities from 0. Large ones by transformed rejection: a uniform number
 * is stretched into a hat over the distribution, and kept where a second one lies under it; nine of ten are kept
 * without computing a probability.
 *
 * | | cost |
 * | - | ---- |
 * | mean below 10 | O(mean) |
 * | mean from 10 | O(1) expected: fewer than 1.4 rounds of two numbers |
 *
 * Not here on purpose: probabilities (`math/stats/distributions`).
 *
 * Source: W. Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
 * Mathematics and Economics 12(1), 1993 (PTRS), and "The generation of binomial random variates", Journal of
 * Statistical Computation and Simulation 46, 1993 (BTRS).
 *
 * @module
 */
import {
  argumentError,
  checkFunction,
  checkNonNegative,
  checkNonNegativeInteger,
  checkOptions,
  checkProbability,
} from "../argument.ts";
import type { Random } from "../random.ts";
import { logBinomialMass, logPoissonMass } from "./_log_mass.ts";

export type { Random };

/** Above this mean a count would no longer be a whole number that a double holds with its neighbours. */
const MAX_MEAN = 2 ** 50;
/** From this mean on the hats lie over the distributions. */
const MIN_HAT_MEAN = 10;

/**
 * How often something happens that happens `rate` times on average.
 * @param options `rate`: the mean, from 0 to 2⁵⁰.
 * @throws {RangeError} If it is not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../random.ts";
 * import { drawPoisson } from "./counts.ts";
 *
 * assertEquals(drawPoisson(random(1), { rate: 0 }), 0);
 * assertEquals(Number.isSafeInteger(drawPoisson(random(1), { rate: 1e9 })), true);
 * ```
 */
export function drawPoisson(random: Pick<Random, "next">, options: { readonly rate: number }): number {
  const action = "draw a Poisson number";
  const context = { action, argument: "rate" };
  const { rate } = checkOptions(options, { action, argument: "options" });
  checkFunction(random?.next, { action, argument: "random.next" });
  checkNonNegative(rate, context);
  if (rate > MAX_MEAN) throw argumentError(rate, { ...context, rule: "at most 2^50" });
  if (rate < MIN_HAT_MEAN) return walkUp(random, { first: Math.exp(-rate), ratio: (k) => rate / k });
  const deviation = Math.sqrt(rate);
  const b = 0.931 + 2.53 * deviation;
  const a = -0.059 + 0.02483 * b;
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const logScale = Math.log(1.1239 + 1.1328 / (b - 3.4));
  for (;;) {
    const { u, v, tail } = pair(random);
    const k = Math.floor((2 * a / tail + b) * u + rate + 0.43);
    if (tail >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (tail < 0.013 && v > tail)) continue;
    if (Math.log(v) + logScale - Math.log(a / (tail * tail) + b) <= logPoissonMass(k, rate)) return k;
  }
}

/**
 * How many of `trials` succeed, each with probability `success`.
 * @param options `trials`: a non-negative integer up to 2⁵⁰; `success`: from 0 to 1.
 * @throws {RangeError} If one of them is not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../random.ts";
 * import { drawBinomial } from "./counts.ts";
 *
 * assertEquals(drawBinomial(random(1), { trials: 10, success: 1 }), 10);
 * ```
 */
export function drawBinomial(
  random: Pick<Random, "next">,
  options: { readonly trials: number; readonly success: number },
): number {
  const action = "draw a binomial number";
  const { trials, success } = checkOptions(options, { action, argument: "options" });
  checkFunction(random?.next, { action, argument: "random.next" });
  checkNonNegativeInteger(trials, { action, argument: "trials" });
  checkProbability(success, { action, argument: "success" });
  if (trials > MAX_MEAN) throw argumentError(trials, { action, argument: "trials", rule: "at most 2^50" });
  if (success > 0.5) return trials - smallBinomial(random, { trials, success: 1 - success });
  return smallBinomial(random, { trials, success });
}

/** A binomial number with a probability of at most ½. */
function smallBinomial(
  random: Pick<Random, "next">,
  { trials, success }: { readonly trials: number; readonly success: number },
): number {
  if (success === 0 || trials === 0) return 0;
  const odds = success / (1 - success);
  if (trials * success < MIN_HAT_MEAN) {
    const first = Math.exp(trials * Math.log1p(-success));
    return Math.min(trials, walkUp(random, { first, ratio: (k) => odds * (trials - k + 1) / k }));
  }
  const deviation = Math.sqrt(trials * success * (1 - success));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * success;
  const squeeze = 0.92 - 4.2 / b;
  const mode = logBinomialMass(Math.floor((trials + 1) * success), { trials, success });
  const logScale = Math.log((2.83 + 5.1 / b) * deviation);
  for (;;) {
    const { u, v, tail } = pair(random);
    const k = Math.floor((2 * a / tail + b) * u + trials * success + 0.5);
    if (tail >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > trials) continue;
    const logHat = Math.log(v) + logScale - Math.log(a / (tail * tail) + b);
    if (logHat <= logBinomialMass(k, { trials, success }) - mode) return k;
  }
}

/** The point that a round of rejection begins with: u in [−½, ½), v in (0, 1], and how far u is from its ends. */
function pair(random: Pick<Random, "next">): { u: number; v: number; tail: number } {
  const u = random.next() - 0.5;
  return { u, v: 1 - random.next(), tail: 0.5 - Math.abs(u) };
}

/** Adds up probabilities from that of 0 on until they exceed a uniform number; `ratio(k)` is p(k) / p(k − 1). */
function walkUp(
  random: Pick<Random, "next">,
  { first, ratio }: { readonly first: number; readonly ratio: (k: number) => number },
): number {
  let left = random.next();
  let mass = first;
  let k = 0;
  while (left >= mass && mass > 2 ** -56) { // what is left beyond that is rounding
    left -= mass;
    mass *= ratio(++k);
  }
  return k;
}
