/**
 * Mean, variance, skewness and kurtosis in one pass, mergeable and weighted.
 *
 * Kept are the total weight, the mean and the sums of the second to fourth powers of the distances from the mean. A new
 * number, or another record, moves the mean and corrects the sums for the move; nothing large is ever subtracted from
 * something large, as the textbook's Σx² − n·x̄² does.
 *
 * Numbers whose distances are so small or so large that fourth powers would leave the range of a double are scaled by a
 * power of two first, which the record keeps as `exponent`.
 *
 * **Invariant.** Merging the records of two parts gives the record of the whole, up to rounding, in whatever order and
 * however the parts were cut. Standard deviation, skewness and kurtosis do not change when all numbers are multiplied
 * by a power of two (the first is multiplied by it), as long as they stay doubles.
 *
 * Cost: O(1) memory, about 20 operations a number; merging is O(1).
 *
 * Not here on purpose: covariance (`correlation.ts`), medians (`quantile.ts`), weights as inverse variances. Weights
 * here are how often a number was seen: `variance` with `ddof` 1 divides by Σw − 1.
 *
 * Source: P. Pébay, Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
 * Moments, Sandia SAND2008-6212; T. Chan, G. Golub, R. LeVeque, Updating Formulae and a Pairwise Algorithm for
 * Computing Sample Variances (1979).
 *
 * @module
 */
import { argumentError, checkNonNegative, checkOptions } from "../../base/argument.ts";
import { exponentOf, timesPowerOfTwo } from "../linalg/binary_exponent.ts";
import { checkSameLength, checkSample } from "./sample.ts";

/** What is known of the numbers seen so far. */
export interface Moments {
  /** How many numbers, or the sum of their weights. */
  readonly weight: number;
  /** Their mean; 0 while there are none. */
  readonly mean: number;
  /** Σw·(x − mean)², in units of 4^exponent. */
  readonly squares: number;
  /** Σw·(x − mean)³, in units of 8^exponent. */
  readonly cubes: number;
  /** Σw·(x − mean)⁴, in units of 16^exponent. */
  readonly fourths: number;
  /** Distances are counted in units of 2^exponent: only where they are very small or very large. @default {0} */
  readonly exponent?: number;
}

/** The record of no numbers. */
export const NO_MOMENTS: Moments = { weight: 0, mean: 0, squares: 0, cubes: 0, fourths: 0 };

/** Distances from 2^−200 to 2^200 have fourth powers, and sums of many of them, within the range of a double. */
const MAX_EXPONENT = 200;
/** A deviation below this share of the mean is what rounding leaves of equal numbers. */
const NOISE = 8 * 2 ** -52;

/**
 * The moments of a sample.
 * @param x Any finite numbers; none gives {@linkcode NO_MOMENTS}.
 * @param options `weights`: one a number, not negative; all 1 if left out.
 * @throws {TypeError} If it is no list of numbers.
 * @throws {RangeError} If a number is not finite, a weight is negative, or there are not as many weights as numbers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mergeMoments, momentsOf, variance } from "./moments.ts";
 * const whole = momentsOf([1, 2, 3, 6]);
 * assertEquals([whole.mean, variance(whole, { ddof: 0 })], [3, 3.5]);
 * assertEquals(mergeMoments(momentsOf([1, 2]), momentsOf([3, 6])).squares, whole.squares);
 * assertEquals(momentsOf([1, 6], { weights: [3, 1] }).mean, 2.25);
 * ```
 */
export function momentsOf(
  x: ArrayLike<number>,
  options: { readonly weights?: ArrayLike<number> } = {},
): Moments {
  const action = "take moments";
  const { weights } = checkOptions(options, { action, argument: "options" });
  checkSample(x, { action, argument: "x", atLeast: 0 });
  if (weights) {
    checkSample(weights, { action, argument: "weights", atLeast: 0 });
    checkSameLength(x, weights, { action, names: ["x", "weights"] });
    for (let i = 0; i < weights.length; i++) {
      if (weights[i]! >= 0) continue;
      throw new RangeError(
        `Cannot ${action}: weights[${i}] must not be negative: current value is ${weights[i]}`,
      );
    }
  }
  const exponent = exponentOfRange(x);
  if (exponent === 0) return plainMoments(x, weights);
  const scaled = Float64Array.from(x, (value) => timesPowerOfTwo(value, -exponent));
  const moments = plainMoments(scaled, weights);
  return { ...moments, mean: timesPowerOfTwo(moments.mean, exponent), exponent };
}

function plainMoments(x: ArrayLike<number>, weights: ArrayLike<number> | undefined): Moments {
  let [weight, mean, squares, cubes, fourths] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (w === 0) continue;
    if (weight === 0) {
      [weight, mean] = [w, x[i]!];
      continue;
    }
    const total = weight + w;
    const delta = x[i]! - mean;
    const step = delta * w / total;
    const cross = delta * step * weight;
    fourths += cross * delta * delta * (weight * weight - weight * w + w * w) / (total * total) +
      6 * step * step * squares - 4 * step * cubes;
    cubes += cross * delta * (weight - w) / total - 3 * step * squares;
    squares += cross;
    mean += step;
    weight = total;
  }
  return { weight, mean, squares, cubes, fourths };
}

/** The moments of two parts together. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  checkMoments(a, { action: "merge moments", argument: "a" });
  checkMoments(b, { action: "merge moments", argument: "b" });
  if (a.weight === 0) return b;
  if (b.weight === 0) return a;
  const distance = b.mean / 2 - a.mean / 2; // halves: the distance itself may be no double
  const exponents = [
    ...(a.squares > 0 ? [a.exponent ?? 0] : []),
    ...(b.squares > 0 ? [b.exponent ?? 0] : []),
    ...(distance === 0 ? [] : [withinRange(exponentOf(distance) + 1)]),
  ];
  const exponent = exponents.length === 0 ? 0 : Math.max(...exponents);
  const [first, second] = [inUnits(a, exponent), inUnits(b, exponent)];
  const weight = a.weight + b.weight;
  const delta = exponent === 0 ? b.mean - a.mean : timesPowerOfTwo(distance, 1 - exponent);
  const [shareA, shareB] = [a.weight / weight, b.weight / weight];
  const cross = delta * delta * shareA * b.weight;
  return {
    weight,
    mean: exponent === 0 ? a.mean + delta * shareB : a.mean * shareA + b.mean * shareB,
    squares: first.squares + second.squares + cross,
    cubes: first.cubes + second.cubes + cross * delta * (shareA - shareB) +
      3 * delta * (shareA * second.squares - shareB * first.squares),
    fourths: first.fourths + second.fourths +
      cross * delta * delta * (shareA * shareA - shareA * shareB + shareB * shareB) +
      6 * delta * delta * (shareA * shareA * second.squares + shareB * shareB * first.squares) +
      4 * delta * (shareA * second.cubes - shareB * first.cubes),
    ...(exponent === 0 ? {} : { exponent }),
  };
}

/**
 * The variance: Σw·(x − mean)² / (Σw − ddof).
 * @param options `ddof`: 1 estimates that of the population the sample is from, 0 describes the sample itself. @default
 *   {1}
 * @throws {RangeError} If the weight is not larger than `ddof`, or the variance is larger than every double (the
 *   standard
 * deviation is not).
 */
export function variance(moments: Moments, options: { readonly ddof?: number } = {}): number {
  const action = "take a variance";
  const { ddof = 1 } = checkOptions(options, { action, argument: "options" });
  const value = timesPowerOfTwo(scaledVariance(moments, { ddof, action }), 2 * (moments.exponent ?? 0));
  if (value < Infinity) return value;
  throw new RangeError(`Cannot ${action}: it must not overflow (take a standard deviation): current value is Infinity`);
}

/**
 * The standard deviation: the root of the variance, right also where the variance itself is no double.
 * @param options `ddof`: 1 estimates that of the population the sample is from, 0 describes the sample itself. @default
 *   {1}
 * @throws {RangeError} If the weight is not larger than `ddof`.
 */
export function standardDeviation(moments: Moments, options: { readonly ddof?: number } = {}): number {
  const { ddof = 1 } = checkOptions(options, { action: "take a standard deviation", argument: "options" });
  const square = scaledVariance(moments, { ddof, action: "take a standard deviation" });
  return timesPowerOfTwo(Math.sqrt(square), moments.exponent ?? 0);
}

/**
 * Whether the numbers differ by no more than rounding leaves of equal ones: a deviation below 8 units in the last place
 * of the mean. What divides by such a deviation takes noise for a signal.
 */
export function isConstantUpToRounding(moments: Moments): boolean {
  const { weight, mean } = checkMoments(moments, { action: "compare with rounding", argument: "moments" });
  if (!(weight > 0)) return true;
  return !(standardDeviation(moments, { ddof: 0 }) > NOISE * Math.abs(mean));
}

/**
 * The skewness √n·Σd³ / (Σd²)^1.5 of the sample itself: 0 for a symmetric one, positive with a long right tail.
 * @throws {RangeError} If there are no numbers, or they do not vary by more than rounding (skewness is 0 / 0 then).
 */
export function skewness(moments: Moments): number {
  const { weight, squares, cubes } = checkSpread(moments, "take a skewness");
  return Math.sqrt(weight) * cubes / squares ** 1.5;
}

/**
 * The excess kurtosis n·Σd⁴ / (Σd²)² − 3 of the sample itself: 0 for a normal distribution, positive with heavy tails.
 * @throws {RangeError} If there are no numbers, or they do not vary by more than rounding (kurtosis is 0 / 0 then).
 */
export function excessKurtosis(moments: Moments): number {
  const { weight, squares, fourths } = checkSpread(moments, "take a kurtosis");
  return weight * fourths / squares ** 2 - 3;
}

/**
 * A record of moments, such as JSON gives back.
 * @throws {TypeError} If it is none.
 * @throws {RangeError} If a number in it is not finite, or weight or squares are negative.
 */
export function checkMoments(
  moments: Moments,
  context: { readonly action: string; readonly argument: string },
): Moments {
  const given: unknown = moments;
  if (typeof given !== "object" || given === null || !("weight" in given) || !("squares" in given)) {
    throw argumentError(given, { ...context, rule: "a record of moments (see momentsOf)", type: "none" });
  }
  checkNonNegative(moments.weight, { ...context, argument: `${context.argument}.weight` });
  checkNonNegative(moments.squares, { ...context, argument: `${context.argument}.squares` });
  if (Number.isFinite(moments.mean)) return moments;
  throw argumentError(moments.mean, { ...context, argument: `${context.argument}.mean`, rule: "a finite number" });
}

/** The sums of a record in units of another power of two; sums too small for these units vanish. */
export function inUnits(moments: Moments, exponent: number): Pick<Moments, "squares" | "cubes" | "fourths"> {
  const shift = (moments.exponent ?? 0) - exponent;
  if (shift === 0) return moments;
  const { squares, cubes, fourths } = moments;
  return {
    squares: timesPowerOfTwo(squares, 2 * shift),
    cubes: timesPowerOfTwo(cubes, 3 * shift),
    fourths: timesPowerOfTwo(fourths, 4 * shift),
  };
}

/** 0 for most; the exponent of the largest distance, where that is very small or very large. */
function exponentOfRange(x: ArrayLike<number>): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    low = Math.min(low, x[i]!);
    high = Math.max(high, x[i]!);
  }
  const half = high / 2 - low / 2;
  return half > 0 ? withinRange(exponentOf(half) + 1) : 0;
}

function withinRange(exponent: number): number {
  return Math.abs(exponent) <= MAX_EXPONENT ? 0 : exponent;
}

function scaledVariance(
  moments: Moments,
  { ddof, action }: { readonly ddof: number; readonly action: string },
): number {
  const { weight, squares } = checkMoments(moments, { action, argument: "moments" });
  if (weight > ddof) return squares / (weight - ddof);
  throw new RangeError(
    `Cannot ${action}: the weight must be larger than ddof (${ddof}): current value is ${weight}`,
  );
}

function checkSpread(moments: Moments, action: string): Moments {
  checkMoments(moments, { action, argument: "moments" });
  if (!isConstantUpToRounding(moments)) return moments;
  const found = moments.squares > 0 ? "rounding noise" : "a variance of 0";
  throw new RangeError(`Cannot ${action}: the numbers must not all be equal: current value is ${found}`);
}
