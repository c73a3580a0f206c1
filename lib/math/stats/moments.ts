/**
 * Mean, variance, skewness and kurtosis in one pass, mergeable and weighted.
 *
 * Kept are the total weight, the mean and the sums of the second to fourth powers of the distances from the mean. A new number, or another record, moves the
 * mean and corrects the sums for the move; nothing large is ever subtracted from something large, as the textbook's Σx² − n·x̄² does.
 *
 * **Invariant.** Merging the records of two parts gives the record of the whole, up to rounding, in whatever order and however the parts were cut.
 *
 * Cost: O(1) memory, about 20 operations a number; merging is O(1).
 *
 * Not here on purpose: covariance (`correlation.ts`), medians (`quantile.ts`), weights as inverse variances. Weights here are how often a number was
 * seen: `variance` with `ddof` 1 divides by Σw − 1.
 *
 * Source: P. Pébay, Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments, Sandia
 * SAND2008-6212; T. Chan, G. Golub, R. LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979).
 *
 * @module
 */
import { checkSameLength, checkSample } from "./sample.ts";

/** What is known of the numbers seen so far. */
export interface Moments {
  /** How many numbers, or the sum of their weights. */
  readonly weight: number;
  /** Their mean; 0 while there are none. */
  readonly mean: number;
  /** Σw·(x − mean)². */
  readonly squares: number;
  /** Σw·(x − mean)³. */
  readonly cubes: number;
  /** Σw·(x − mean)⁴. */
  readonly fourths: number;
}

/** The record of no numbers. */
export const NO_MOMENTS: Moments = { weight: 0, mean: 0, squares: 0, cubes: 0, fourths: 0 };

/**
 * The moments of a sample.
 * @param x Any finite numbers; none gives {@linkcode NO_MOMENTS}.
 * @param options `weights`: one a number, not negative; all 1 if left out.
 * @throws {RangeError} If a number is not finite, a weight is negative, there are not as many weights as numbers, or the numbers are so far apart that squares overflow.
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
  { weights }: { readonly weights?: ArrayLike<number> } = {},
): Moments {
  const action = "take moments";
  checkSample(x, { action, argument: "x", atLeast: 0 });
  if (weights) {
    checkSameLength(x, weights, { action, names: ["x", "weights"] });
    checkSample(weights, { action, argument: "weights", atLeast: 0 });
  }
  let [weight, mean, squares, cubes, fourths] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (w < 0) throw new RangeError(`Cannot ${action}: weights[${i}] must not be negative: current value is ${w}`);
    if (w === 0) continue;
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
  if (squares < Infinity) return { weight, mean, squares, cubes, fourths };
  throw new RangeError(
    `Cannot ${action}: squares of distances from the mean must not overflow: current value is Infinity`,
  );
}

/** The moments of two parts together. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.weight === 0) return b;
  if (b.weight === 0) return a;
  const weight = a.weight + b.weight;
  const delta = b.mean - a.mean;
  const [shareA, shareB] = [a.weight / weight, b.weight / weight];
  const cross = delta * delta * shareA * b.weight;
  return {
    weight,
    mean: a.mean + delta * shareB,
    squares: a.squares + b.squares + cross,
    cubes: a.cubes + b.cubes + cross * delta * (shareA - shareB) +
      3 * delta * (shareA * b.squares - shareB * a.squares),
    fourths: a.fourths + b.fourths +
      cross * delta * delta * (shareA * shareA - shareA * shareB + shareB * shareB) +
      6 * delta * delta * (shareA * shareA * b.squares + shareB * shareB * a.squares) +
      4 * delta * (shareA * b.cubes - shareB * a.cubes),
  };
}

/**
 * The variance: Σw·(x − mean)² / (Σw − ddof).
 * @param options `ddof`: 1 estimates that of the population the sample is from, 0 describes the sample itself. @default {1}
 * @throws {RangeError} If the weight is not larger than `ddof`.
 */
export function variance({ weight, squares }: Moments, { ddof = 1 }: { readonly ddof?: number } = {}): number {
  if (!(weight > ddof)) {
    throw new RangeError(
      `Cannot take a variance: the weight must be larger than ddof (${ddof}): current value is ${weight}`,
    );
  }
  return squares / (weight - ddof);
}

/**
 * The skewness √n·Σd³ / (Σd²)^1.5 of the sample itself: 0 for a symmetric one, positive with a long right tail.
 * @throws {RangeError} If all numbers are equal, or there are none (skewness is 0 / 0 then), or their cubes overflowed.
 */
export function skewness(moments: Moments): number {
  const { weight, squares, cubes } = spread(moments, { what: "skewness", sum: moments.cubes });
  return Math.sqrt(weight) * cubes / squares ** 1.5;
}

/**
 * The excess kurtosis n·Σd⁴ / (Σd²)² − 3 of the sample itself: 0 for a normal distribution, positive with heavy tails.
 * @throws {RangeError} If all numbers are equal, or there are none (kurtosis is 0 / 0 then), or their fourth powers overflowed.
 */
export function excessKurtosis(moments: Moments): number {
  const { weight, squares, fourths } = spread(moments, { what: "kurtosis", sum: moments.fourths });
  return weight * fourths / squares ** 2 - 3;
}

function spread(moments: Moments, { what, sum }: { readonly what: string; readonly sum: number }): Moments {
  if (moments.squares > 0 && Number.isFinite(sum)) return moments;
  if (moments.squares > 0) {
    throw new RangeError(`Cannot take a ${what}: powers of distances must not overflow: current value is ${sum}`);
  }
  throw new RangeError(`Cannot take a ${what}: the numbers must not all be equal: current value is a variance of 0`);
}
