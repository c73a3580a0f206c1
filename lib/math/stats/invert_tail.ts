/**
 * Inversion of a tail probability on the positive numbers, for where a library's own inverse gives up.
 *
 * A guess is taken if the tail there is p to thirteen digits. Otherwise the answer is searched for by halving: first the exponent, between the smallest and the
 * largest double, then the digits.
 *
 * **Invariant.** The answer lies within two units in the last place of where the tail passes p, as far as the tail itself is right.
 *
 * Cost: one evaluation for a good guess, about 70 for a search.
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
}

/** What counts as the same probability: thirteen digits. */
const SAME = 1e-13;

/**
 * The x > 0 where the tail is `p`.
 * @param p In (0, 1).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { invertTail } from "./invert_tail.ts";
 * const tail = (x: number) => Math.exp(-x);
 * assertEquals(invertTail(1e-200, { tail, rises: false, highest: Infinity, guess: 1 }).toFixed(6), "460.517019");
 * ```
 */
export function invertTail(p: number, { tail, rises, highest, guess }: TailToInvert): number {
  if (guess > 0 && guess <= highest && Math.abs(tail(guess) - p) <= SAME * p) return guess;
  let [low, high] = [Number.MIN_VALUE, Math.min(highest, Number.MAX_VALUE)];
  for (;;) {
    const middle = high / low > 2 ? Math.sqrt(low) * Math.sqrt(high) : low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if ((tail(middle) >= p) === rises) high = middle;
    else low = middle;
  }
}
