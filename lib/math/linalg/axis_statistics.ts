/**
 * Statistics along one axis of a matrix: sums, means, deviations and extremes.
 *
 * Axis 0 runs down the rows and gives one number a column; axis 1 runs across and gives one number a row, as in NumPy.
 *
 * **Invariant.** Deviations are taken from the mean, in a second pass, so that nothing large is subtracted from
 * something large. Means and standard deviations are finite whenever their true values are.
 *
 * Cost: O(rows · columns), one pass for sums and extremes, two for means that overflow and for deviations.
 *
 * Not here on purpose: medians and quantiles (`math/stats/quantile.ts`), weights.
 *
 * @module
 */
import { checkNonNegative, checkOptions } from "../../base/argument.ts";
import { timesPowerOfTwo } from "./binary_exponent.ts";
import type { Matrix } from "./matrix.ts";
import { checkFiniteMatrix } from "./matrix_checks.ts";
import { type Axis, checkAxis } from "./rows_and_columns.ts";

/** Along which axis. */
export interface AlongOptions {
  /** 0: down the rows, one number a column. 1: across, one number a row. */
  readonly axis: Axis;
}

/** How a variance is taken. */
export interface DeviationOptions extends AlongOptions {
  /** What is taken off the number of entries: 1 estimates the variance of the population. @default {0} */
  readonly ddof?: number;
}

/** Sums of squares between these two have lost nothing to underflow or overflow. */
const [MIN_SAFE, MAX_SAFE] = [1e-280, 1e300];

/**
 * Sums along an axis; 0 where there is nothing to add.
 * @throws {RangeError} If an entry is not finite, or the axis is neither 0 nor 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanAlong, standardDeviationAlong, sumAlong } from "./axis_statistics.ts";
 * import { matrixOf } from "./matrix.ts";
 *
 * const a = matrixOf([[1, 2], [3, 6]]);
 * assertEquals([[...sumAlong(a, { axis: 0 })], [...meanAlong(a, { axis: 1 })]], [[4, 8], [1.5, 4.5]]);
 * assertEquals([...standardDeviationAlong(a, { axis: 0 })], [1, 2]);
 * ```
 */
export function sumAlong(a: Matrix, options: AlongOptions): Float64Array {
  const action = "sum along an axis";
  const { axis } = checkOptions(options, { action, argument: "options" });
  checkFiniteMatrix(a, { action, argument: "a" });
  return sums(a, checkAxis(axis, action));
}

/**
 * Means along an axis.
 * @throws {RangeError} If there is nothing to take a mean of, an entry is not finite, or the axis is neither 0 nor 1.
 */
export function meanAlong(a: Matrix, options: AlongOptions): Float64Array {
  const action = "take means along an axis";
  const { axis } = checkOptions(options, { action, argument: "options" });
  checkFiniteMatrix(a, { action, argument: "a" });
  return means(a, { axis, action });
}

/**
 * Variances along an axis: the mean square distance from the mean.
 * @throws {RangeError} If there are not more than `ddof` entries, an entry is not finite, or an option is out of range.
 */
export function varianceAlong(a: Matrix, options: DeviationOptions): Float64Array {
  const action = "take variances along an axis";
  checkFiniteMatrix(a, { action, argument: "a" });
  return spreads(a, { ...checkOptions(options, { action, argument: "options" }), action }).variances;
}

/**
 * Standard deviations along an axis: the roots of the variances, right also where the variance is no double.
 * @throws {RangeError} As {@linkcode varianceAlong}.
 */
export function standardDeviationAlong(a: Matrix, options: DeviationOptions): Float64Array {
  const action = "take standard deviations along an axis";
  checkFiniteMatrix(a, { action, argument: "a" });
  return spreads(a, { ...checkOptions(options, { action, argument: "options" }), action }).deviations;
}

/**
 * Smallest entries along an axis.
 * @throws {RangeError} If there are none, one is not finite, or the axis is neither 0 nor 1.
 */
export function minAlong(a: Matrix, options: AlongOptions): Float64Array {
  const { axis } = checkOptions(options, { action: "take minima along an axis", argument: "options" });
  return extremes(a, { axis, action: "take minima along an axis", pick: Math.min });
}

/**
 * Largest entries along an axis.
 * @throws {RangeError} As {@linkcode minAlong}.
 */
export function maxAlong(a: Matrix, options: AlongOptions): Float64Array {
  const { axis } = checkOptions(options, { action: "take maxima along an axis", argument: "options" });
  return extremes(a, { axis, action: "take maxima along an axis", pick: Math.max });
}

function sums({ rows, columns, data }: Matrix, axis: Axis): Float64Array {
  if (axis === 0) {
    const result = new Float64Array(columns);
    for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) result[j]! += data[at]!;
    return result;
  }
  const result = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++, at++) sum += data[at]!;
    result[i] = sum;
  }
  return result;
}

function means(a: Matrix, { axis, action }: AlongOptions & { readonly action: string }): Float64Array {
  const count = checkCount(a, { axis, action, above: 0 });
  const result = sums(a, axis);
  for (let k = 0; k < result.length; k++) result[k]! /= count;
  if (result.every(Number.isFinite)) return result;
  return sums({ ...a, data: a.data.map((value) => value / count) }, axis); // the sum overflows, the mean does not
}

/**
 * Variances and standard deviations; where a sum of squares would vanish or overflow, both are made of scaled
 * distances.
 */
function spreads(
  a: Matrix,
  { axis, ddof = 0, action }: DeviationOptions & { readonly action: string },
): { readonly variances: Float64Array; readonly deviations: Float64Array } {
  checkNonNegative(ddof, { action, argument: "ddof" });
  const over = checkCount(a, { axis, action, above: ddof }) - ddof;
  const mean = means(a, { axis, action });
  const squares = sumsOfSquares(a, { axis, mean, exponent: 0 });
  const variances = squares.map((square) => square / over);
  const deviations = variances.map(Math.sqrt);
  if (!squares.every((square) => square >= MIN_SAFE && square <= MAX_SAFE)) {
    const scaled = scaledDeviations(a, { axis, mean, over });
    for (const [k, square] of squares.entries()) {
      if (square >= MIN_SAFE && square <= MAX_SAFE) continue;
      deviations[k] = scaled[k]!;
      variances[k] = scaled[k]! ** 2;
    }
  }
  return { variances, deviations };
}

/** Deviations by distances that were scaled so that their squares can neither vanish nor overflow. */
function scaledDeviations(
  a: Matrix,
  { axis, mean, over }: { readonly axis: Axis; readonly mean: Float64Array; readonly over: number },
): Float64Array {
  const large = sumsOfSquares(a, { axis, mean, exponent: -600 });
  const small = sumsOfSquares(a, { axis, mean, exponent: 600 });
  return mean.map((_, k) => {
    const [squares, exponent] = large[k]! > MIN_SAFE ? [large[k]!, 600] : [small[k]!, -600];
    return timesPowerOfTwo(Math.sqrt(squares / over), exponent);
  });
}

function sumsOfSquares(
  { rows, columns, data }: Matrix,
  { axis, mean, exponent }: { readonly axis: Axis; readonly mean: Float64Array; readonly exponent: number },
): Float64Array {
  const factor = 2 ** exponent;
  const result = new Float64Array(mean.length);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const k = axis === 0 ? j : i;
      // A small factor comes first, so that no difference overflows; a large one last, so that no entry does.
      const distance = factor > 1 ? (data[at]! - mean[k]!) * factor : data[at]! * factor - mean[k]! * factor;
      result[k]! += distance * distance;
    }
  }
  return result;
}

function extremes(
  a: Matrix,
  { axis, action, pick }: AlongOptions & { readonly action: string; readonly pick: (x: number, y: number) => number },
): Float64Array {
  checkFiniteMatrix(a, { action, argument: "a" });
  checkCount(a, { axis, action, above: 0 });
  const { rows, columns, data } = a;
  const result = new Float64Array(axis === 0 ? columns : rows).fill(
    pick(-Infinity, Infinity) < 0 ? Infinity : -Infinity,
  );
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const k = axis === 0 ? j : i;
      result[k] = pick(result[k]!, data[at]!);
    }
  }
  return result;
}

/** How many entries each answer is made of. */
function checkCount(
  { rows, columns }: Matrix,
  { axis, action, above }: AlongOptions & { readonly action: string; readonly above: number },
): number {
  const count = checkAxis(axis, action) === 0 ? rows : columns;
  if (count > above) return count;
  const least = above === 0 ? "at least one entry" : `more entries than ddof (${above})`;
  throw new RangeError(`Cannot ${action}: axis ${axis} must have ${least}: current value is ${count}`);
}
