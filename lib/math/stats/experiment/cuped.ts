/**
 * CUPED: what was known of each user before the experiment takes variance out of the metric, so that the same effect
 * needs fewer users.
 *
 * From each number the part is taken off that its covariate predicts: y − θ·(x − mean of x), with θ the slope of y on x
 * over both arms together.
 *
 * **Invariant.** The mean over both arms does not change. The variance falls by the factor 1 − r², with r the
 * correlation of x and y.
 *
 * Cost: O(n).
 *
 * Not here on purpose: more than one covariate (least squares), covariates measured after the experiment began: they
 * would take the effect off, too.
 *
 * Source: A. Deng, Y. Xu, R. Kohavi, T. Walker, Improving the Sensitivity of Online Controlled Experiments by Utilizing
 * Pre-Experiment Data, WSDM 2013.
 *
 * @module
 */
import { timesPowerOfTwo } from "../../linalg/binary_exponent.ts";
import { centredSample } from "../_centred_sample.ts";
import { checkSameLength, checkSample } from "../sample.ts";

/** What came of it. */
export interface Cuped {
  /** The adjusted numbers, in the order of y. */
  readonly adjusted: Float64Array;
  /** The slope that was used. */
  readonly theta: number;
  /** Share of the variance that was taken out: r². */
  readonly removedRatio: number;
}

/**
 * Adjusts `y` by `covariate`.
 * @param y The metric of every user, of both arms together.
 * @param covariate The same users, measured before the experiment.
 * @throws {RangeError} If there are fewer than two users, lengths differ, a number is not finite, or one of the two
 *   does not vary.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cuped } from "./cuped.ts";
 * const { adjusted, removedRatio } = cuped([3, 5, 7], [1, 2, 3]); // y = 2x + 1: all of it was known before
 * assertEquals([[...adjusted], removedRatio], [[5, 5, 5], 1]);
 * ```
 */
export function cuped(y: ArrayLike<number>, covariate: ArrayLike<number>): Cuped {
  const action = "adjust by a covariate";
  checkSample(y, { action, argument: "y", atLeast: 2 });
  checkSample(covariate, { action, argument: "covariate", atLeast: 2 });
  checkSameLength(y, covariate, { action, names: ["y", "covariate"] });
  const [b, a] = [centredSample(y), centredSample(covariate)];
  if (!a) throw notVarying("covariate", covariate[0]!);
  if (!b) throw notVarying("y", y[0]!);
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    const [dx, dy] = [a.distances[i]!, b.distances[i]!];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const slope = xy / xx; // in units of both deviations
  return {
    adjusted: Float64Array.from(y, (value, i) => value - timesPowerOfTwo(slope * a.distances[i]!, b.exponent)),
    theta: timesPowerOfTwo(slope, b.exponent - a.exponent),
    removedRatio: Math.min(1, xy * xy / (xx * yy)),
  };
}

function notVarying(argument: string, value: number): RangeError {
  return new RangeError(
    `Cannot adjust by a covariate: ${argument} must vary: current value is ${value} throughout`,
  );
}
