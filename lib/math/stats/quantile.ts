/**
 * Quantiles of a sample, by all nine definitions of Hyndman and Fan.
 *
 * Each definition says where among the sorted numbers the quantile lies: at position n·p + m, with its own m. The first
 * three are steps (they give back numbers of the sample), the other six draw a line between neighbours.
 *
 * **Invariant.** A quantile never falls when p rises, and lies between the smallest and the largest number.
 *
 * Cost: O(n log n) for the sorting, O(1) for each p of the same call.
 *
 * Not here on purpose: weights, streams (`t_digest.ts`), confidence intervals.
 *
 * Source: R. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996).
 *
 * @module
 */
import { argumentError, checkOptions, checkProbability } from "../../base/argument.ts";
import { checkSample, sorted } from "./sample.ts";

/** The nine definitions, by the names that NumPy gives them; types 1 to 9 in this order. */
export const QUANTILE_METHODS = [
  "inverted_cdf",
  "averaged_inverted_cdf",
  "closest_observation",
  "interpolated_inverted_cdf",
  "hazen",
  "weibull",
  "linear",
  "median_unbiased",
  "normal_unbiased",
] as const;

/** A definition of the quantile. */
export type QuantileMethod = typeof QUANTILE_METHODS[number];

/** Interpolating definitions: position is n·p + a + p·(1 − a − b), counted from 1. */
const LINES: Readonly<Partial<Record<QuantileMethod, readonly [a: number, b: number]>>> = {
  interpolated_inverted_cdf: [0, 1],
  hazen: [1 / 2, 1 / 2],
  weibull: [0, 0],
  linear: [1, 1],
  median_unbiased: [1 / 3, 1 / 3],
  normal_unbiased: [3 / 8, 3 / 8],
};

/**
 * The quantile of order `p`.
 * @param x At least one finite number, in any order.
 * @param p In [0, 1].
 * @param options `method`: type 7 (`"linear"`) if left out, the default of NumPy and R.
 * @throws {RangeError} If `x` is empty or not finite, or `p` lies outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quantile } from "./quantile.ts";
 * assertEquals(quantile([4, 1, 3, 2], 0.5), 2.5);
 * assertEquals(quantile([4, 1, 3, 2], 0.5, { method: "inverted_cdf" }), 2);
 * ```
 */
export function quantile(x: ArrayLike<number>, p: number, options: { readonly method?: QuantileMethod } = {}): number {
  return quantiles(x, [p], options)[0]!;
}

/**
 * Many quantiles of one sample, which is sorted once.
 * @throws {RangeError} As {@linkcode quantile}.
 */
export function quantiles(
  x: ArrayLike<number>,
  ps: ArrayLike<number>,
  options: { readonly method?: QuantileMethod } = {},
): Float64Array {
  const action = "take a quantile";
  const { method = "linear" } = checkOptions(options, { action, argument: "options" });
  checkSample(x, { action, argument: "x" });
  if (!QUANTILE_METHODS.includes(method)) {
    throw new RangeError(
      `Cannot ${action}: method must be one of ${QUANTILE_METHODS.join(", ")}: current value is ${method}`,
    );
  }
  if (!Array.isArray(ps) && !ArrayBuffer.isView(ps)) {
    throw argumentError(ps, { action, argument: "ps", rule: "a list of numbers", type: "none" });
  }
  const rising = sorted(x);
  return Float64Array.from(
    ps,
    (p) => quantileOfSorted(rising, checkProbability(p, { action, argument: "p" }), { method }),
  );
}

/** The quantile of numbers that are known to be finite and in rising order. */
export function quantileOfSorted(
  rising: Float64Array,
  p: number,
  { method = "linear" }: { readonly method?: QuantileMethod } = {},
): number {
  const n = rising.length;
  const at = (position: number) => rising[Math.min(n, Math.max(1, position)) - 1]!;
  const line = LINES[method];
  if (line) {
    const [a, b] = line;
    // Four units in the last place forgive a product that rounding has moved off a whole number.
    const position = a + p * (n + 1 - a - b);
    const below = Math.floor(position + 4 * Number.EPSILON);
    const share = Math.abs(position - below) < 4 * Number.EPSILON ? 0 : position - below;
    // Halves: the distance of two doubles can overflow.
    return share === 0 ? at(below) : 2 * (at(below) / 2 + share * (at(below + 1) / 2 - at(below) / 2));
  }
  const position = n * p;
  const below = Math.floor(position + 4 * Number.EPSILON * n);
  const isWhole = Math.abs(position - below) <= 4 * Number.EPSILON * n;
  if (method === "inverted_cdf") return at(isWhole ? below : below + 1);
  if (method === "averaged_inverted_cdf") return isWhole ? at(below) / 2 + at(below + 1) / 2 : at(below + 1);
  const half = Math.floor(position - 0.5 + 4 * Number.EPSILON * n); // closest observation; of two, the even one
  const isHalf = Math.abs(position - 0.5 - half) <= 4 * Number.EPSILON * n;
  return at(isHalf && half % 2 === 0 ? half : half + 1);
}
