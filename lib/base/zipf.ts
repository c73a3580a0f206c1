/**
 * Ranks with Zipf's law: rank k of n comes up with a probability proportional to k to the power of minus `exponent`.
 *
 * Few things are asked for often and many seldom: words, pages, products. The sampler needs no table: it inverts the
 * integral of x^(−exponent), a smooth hat over the bars of the distribution, rounds to the nearest rank, and keeps it
 * if the point lies under its bar.
 *
 * **Invariant.** Each accepted rank k has exactly the area k^(−exponent) under the hat, whatever the exponent.
 *
 * | | cost |
 * | - | ---- |
 * | making a sampler | O(1) |
 * | one rank | O(1): fewer than 1.2 rounds on average, one random number each |
 *
 * Not here on purpose: which thing has which rank (shuffle the things, or popular keys are neighbours), an unbounded
 * number of ranks.
 *
 * Source: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
 * distributions", ACM Transactions on Modeling and Computer Simulation 6(3), 1996, section 3.
 *
 * @module
 */
import { checkFunction, checkNonNegative, checkOptions, checkPositiveInteger } from "./argument.ts";
import type { Random } from "./random.ts";

export type { Random };

/** What a {@linkcode zipf} sampler is made of. */
export interface ZipfOptions {
  /** How unequal the ranks are: 0 makes them equal, 1 is Zipf's own. Not negative. */
  readonly exponent: number;
  /** Number of ranks: a positive integer. */
  readonly size: number;
  /** Where the chance comes from. */
  readonly random: Pick<Random, "next">;
}

/**
 * A function that draws ranks from 1 (the most frequent) to `size`.
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `exponent` is negative or not finite, or `size` not a positive integer.
 *
 * @example With exponent 1 and two ranks the first comes up in two of three draws
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { random } from "./random.ts";
 * import { zipf } from "./zipf.ts";
 *
 * const draw = zipf({ exponent: 1, size: 2, random: random(1) });
 * let first = 0;
 * for (let n = 0; n < 10_000; n++) if (draw() === 1) first++;
 * assertAlmostEquals(first / 10_000, 2 / 3, 0.02);
 * ```
 */
export function zipf(options: ZipfOptions): () => number {
  const action = "create a Zipf sampler";
  const { exponent, size, random } = checkOptions(options, { action, argument: "options" });
  checkNonNegative(exponent, { action, argument: "exponent" });
  checkPositiveInteger(size, { action, argument: "size" });
  checkFunction(random?.next, { action, argument: "random.next" });
  // the first bar takes 1 of the area left of 1.5, however much the hat has there
  const top = hatArea(1.5, exponent) - 1;
  const bottom = hatArea(size + 0.5, exponent);
  // Closer to its rank than this, a point lies under the bar of any rank: no need to look.
  const sure = 2 - hatPoint(hatArea(2.5, exponent) - 2 ** -exponent, exponent);
  return () => {
    for (;;) {
      const area = bottom + random.next() * (top - bottom);
      const point = hatPoint(area, exponent);
      const rank = Math.min(size, Math.max(1, Math.round(point)));
      if (rank - point <= sure || area >= hatArea(rank + 0.5, exponent) - rank ** -exponent) return rank;
    }
  };
}

/** The integral of t^(−exponent) from 1 to x: (x^(1−exponent) − 1) / (1 − exponent), and ln x for exponent 1. */
function hatArea(x: number, exponent: number): number {
  const logX = Math.log(x);
  return logX * expm1Ratio((1 - exponent) * logX);
}

/** The inverse of {@linkcode hatArea}. */
function hatPoint(area: number, exponent: number): number {
  const scaled = Math.max(-1, area * (1 - exponent)); // rounding may go below −1, where the logarithm ends
  return Math.exp(area * log1pRatio(scaled));
}

/** (eˣ − 1) / x, 1 at 0; without the loss of digits near 0 that the quotient has. */
function expm1Ratio(x: number): number {
  return Math.abs(x) > 1e-8 ? Math.expm1(x) / x : 1 + x / 2;
}

/** ln(1 + x) / x, 1 at 0. */
function log1pRatio(x: number): number {
  return Math.abs(x) > 1e-8 ? Math.log1p(x) / x : 1 - x / 2;
}
