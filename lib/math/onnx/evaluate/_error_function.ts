/**
 * The error function and its complement, to full double precision.
 *
 * Up to 2 the series 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, whose terms are all positive, so that nothing cancels;
 * above, 1 minus the complement. The complement from ½ on is its continued fraction, backwards from a depth that grows
 * as x shrinks.
 *
 * Cost: up to 50 terms for `erf`, up to 2,000 levels for `erfc`.
 *
 * Not here on purpose: the functions of `stats/_special_functions.ts`. That door loads hundreds of packages, which a
 * graph that is compiled or simplified should not wait for.
 *
 * Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14.
 *
 * @module
 */

/** Where the series hands over to the complement, which is then so small that its last digits do not count. */
const HANDOVER = 2;

/** From here on erf is 1 to the last bit. */
const ONE = 6;

/** Levels of the continued fraction at x = 1, for an error below 1e−16; the number falls with x². */
const LEVELS = 500;

/** erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size >= ONE) return Math.sign(x);
  return size <= HANDOVER ? series(x) : Math.sign(x) * (1 - continuedFraction(size));
}

/** 1 - erf(x), without cancellation where x is large. */
export function erfc(x: number): number {
  return x > .5 ? continuedFraction(x) : 1 - erf(x);
}

function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -55; n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
}

function continuedFraction(x: number): number {
  if (x === Infinity) return 0;
  let tail = x;
  for (let level = 10 + Math.ceil(LEVELS / (x * x)); level >= 1; level--) tail = x + level / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
