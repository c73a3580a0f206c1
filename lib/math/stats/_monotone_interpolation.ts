/**
 * Monotone interpolation: curves through points that never fall, as steps or as lines, and the way back: where does a
 * curve reach a height?
 *
 * **Invariant.** The way back is the generalised inverse: the smallest x at which the curve is at least as high as
 * asked. So f(x) ≥ h exactly when x ≥ reach(h), up to rounding, also where the curve jumps or stays level.
 *
 * Cost: O(log n) to ask.
 *
 * Not here on purpose: checks of arguments (a sketch asks thousands of times, and has checked).
 *
 * @module
 */

/** Points of a curve, none below or left of the one before; before the first point its height is 0. */
export interface MonotoneCurve {
  /** Where the points are. */
  readonly values: Float64Array;
  /** How high the curve is there. */
  readonly heights: Float64Array;
}

/** Steps up by `weights[i]` at `at[i]`, which may be in any order. */
export function cumulativeSteps(at: Float64Array, weights: Float64Array): MonotoneCurve {
  const order = Uint32Array.from(at.keys()).sort((i, j) => at[i]! - at[j]!);
  let height = 0;
  return {
    values: Float64Array.from(order, (i) => at[i]!),
    heights: Float64Array.from(order, (i) => height += weights[i]!),
  };
}

/** The height of the steps at `x`, a step there included. */
export function stepValueAt({ values, heights }: MonotoneCurve, x: number): number {
  const next = firstIndex(values.length, (i) => values[i]! > x);
  return next === 0 ? 0 : heights[next - 1]!;
}

/** The smallest x at which the steps are at least `height` high; the last one if they never are. */
export function stepInverseAt({ values, heights }: MonotoneCurve, height: number): number {
  return values[Math.min(values.length - 1, firstIndex(heights.length, (i) => heights[i]! >= height))]!;
}

/** The height at `x` of the lines from point to point. */
export function linearValueAt({ values, heights }: MonotoneCurve, x: number): number {
  const next = firstIndex(values.length, (i) => values[i]! > x);
  if (next === 0) return 0;
  const [a, from] = [values[next - 1]!, heights[next - 1]!];
  if (next === values.length || a === x) return from;
  const share = (x / 2 - a / 2) / (values[next]! / 2 - a / 2); // halves: the distance of two doubles can overflow
  return from + share * (heights[next]! - from);
}

/** The smallest x at which the lines are at least `height` high; the last point's if they never are. */
export function linearInverseAt({ values, heights }: MonotoneCurve, height: number): number {
  const next = firstIndex(heights.length, (i) => heights[i]! >= height);
  if (next === 0) return values[0]!;
  if (next === heights.length) return values[next - 1]!;
  const [a, from] = [values[next - 1]!, heights[next - 1]!];
  const share = (height - from) / (heights[next]! - from);
  return 2 * (a / 2 + share * (values[next]! / 2 - a / 2));
}

/** The first of `count` indices that is one, where all after it are; `count` if none is. */
function firstIndex(count: number, isOne: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isOne(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
