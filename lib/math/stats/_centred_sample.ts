/**
 * A sample as distances from its mean, in a unit in which their squares neither vanish nor overflow.
 *
 * @module
 */
import { exponentOf, timesPowerOfTwo } from "../linalg/binary_exponent.ts";
import { isConstantUpToRounding, momentsOf, standardDeviation } from "./moments.ts";

/** A sample as distances from its mean. */
export interface CentredSample {
  /** (n): distances from the mean, in units of 2^exponent. */
  readonly distances: Float64Array;
  /** The unit: the deviation lies between 1 and 2 of them. */
  readonly exponent: number;
  /** In plain units. */
  readonly mean: number;
}

/**
 * The distances of the numbers from their mean; `undefined` if they do not vary by more than rounding.
 * @param x Finite numbers.
 */
export function centredSample(x: ArrayLike<number>): CentredSample | undefined {
  const moments = momentsOf(x);
  if (isConstantUpToRounding(moments)) return undefined;
  const exponent = exponentOf(standardDeviation(moments, { ddof: 0 }));
  const { mean } = moments;
  const scaledMean = timesPowerOfTwo(mean, -exponent);
  // Where a difference is no double, the scaled numbers have one.
  const distances = Float64Array.from(x, (value) => {
    const distance = value - mean;
    return Number.isFinite(distance)
      ? timesPowerOfTwo(distance, -exponent)
      : timesPowerOfTwo(value, -exponent) - scaledMean;
  });
  return { distances, exponent, mean };
}
