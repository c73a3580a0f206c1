/**
 * The inverse of a distribution function (CDF) or of its upper tail, on the positive numbers.
 *
 * A guess is taken if the tail there is p to thirteen digits. With a density, Newton's steps follow, kept inside a
 * bracket that every step narrows. Otherwise the answer is searched for by halving: first the exponent, between the
 * smallest and the largest double, then the digits.
 *
 * **Invariant.** The answer lies within two units in the last place of where the tail passes p, or has a tail that is p
 * to thirteen digits, as far as the tail itself is right.
 *
 * Cost: one evaluation for a good guess, about six with a density, about 70 for a search.
 *
 * Not here on purpose: negative numbers, functions that do not rise or fall all the way.
 *
 * @module
 */

/** What is inverted. */
export interface TailToInvert {
  /** The tail: rises from 0 to 1 with x if it is the lower one, falls from 1 to 0 if it is the upper. */
  readonly tail: (x: number) => number;
  /** Whether it rises. */
  readonly rises: boolean;
  /** The largest x there is. */
  readonly highest: number;
  /** Where it may well be. */
  readonly guess: number;
  /** The slope of the tail, without its sign. */
  readonly density?: (x: number) => number;
}

/** What counts as the same probability: thirteen digits; with Newton's steps, which can do better, fifteen. */
const [SAME, SAME_BY_NEWTON] = [1e-13, 1e-15];
const MAX_NEWTON_STEPS = 40;

/**
 * The x > 0 where the tail is `p`.
 * @param p In (0, 1).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { invertTailProbability } from "./_inverse_cdf.ts";
 * const tail = (x: number) => Math.exp(-x);
 * const x = invertTailProbability(1e-200, { tail, rises: false, highest: Infinity, guess: 1 });
 * assertEquals(x.toFixed(6), "460.517019");
 * ```
 */
export function invertTailProbability(p: number, { tail, rises, highest, guess, density }: TailToInvert): number {
  let [low, high] = [Number.MIN_VALUE, Math.min(highest, Number.MAX_VALUE)];
  const isUsable = guess > 0 && guess <= highest;
  if (isUsable && !density && Math.abs(tail(guess) - p) <= SAME * p) return guess;
  const narrow = (x: number, value: number) => {
    if ((value >= p) === rises) high = x;
    else low = x;
  };
  if (density) {
    let x = isUsable && guess < highest ? guess : Math.min(1, highest) / 2;
    for (let step = 0; step < MAX_NEWTON_STEPS; step++) {
      const value = tail(x);
      if (Math.abs(value - p) <= SAME_BY_NEWTON * p) return x;
      narrow(x, value);
      const slope = density(x);
      // In logarithms of both, tails are almost straight: ln x changes by (ln p − ln value) over their slope.
      const move = Math.log(p / value) * value / (slope * x) * (rises ? 1 : -1);
      const next = Math.abs(move) < 0.1 ? x + x * Math.expm1(move) : x * Math.exp(Math.max(-50, Math.min(50, move)));
      if (!(next > low && next < high)) {
        if (Math.abs(next - x) <= 2 ** -51 * x && Math.abs(value - p) <= SAME * p) return x;
        x = middleOf(low, high);
        if (x <= low || x >= high) return high;
      } else if (next === x) return x;
      else x = next;
    }
  }
  for (;;) {
    const middle = middleOf(low, high);
    if (middle <= low || middle >= high) return high;
    narrow(middle, tail(middle));
  }
}

/** The middle of the digits, or of the exponents where these are far apart. */
function middleOf(low: number, high: number): number {
  return high / low > 2 ? Math.sqrt(low) * Math.sqrt(high) : low + (high - low) / 2;
}
