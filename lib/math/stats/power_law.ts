/**
 * The power law that runs closest through measured costs: cost ≈ factor · n^exponent.
 *
 * A straight line through the logarithms by least squares: a relative error weighs the same at every size. For a cost
 * with a constant part the exponent is that of the range measured, not of the limit: measure where the constant is
 * small.
 *
 * Cost: O(number of points).
 *
 * Not here on purpose: confidence intervals (repeat the measurement), other laws (n log n shows up as an exponent a
 * little above 1).
 *
 * @module
 */

/** One measurement. */
export interface CostPoint {
  /** Size of the input, above 0. */
  readonly n: number;
  /** What it cost, above 0, in any one unit. */
  readonly cost: number;
}

/** cost ≈ factor · n^exponent. */
export interface PowerLaw {
  /** Slope in logarithms: 0 constant, 1 linear, 2 quadratic. */
  readonly exponent: number;
  /** The law's cost at n = 1, in the unit of the costs. */
  readonly factor: number;
  /** Share of the logarithms' variance that the law explains: 0 to 1; undefined when the costs do not vary. */
  readonly explainedRatio: number | undefined;
}

/**
 * Fits a power law.
 *
 * @throws {RangeError} If a size or cost is not positive and finite, or if there are fewer than two different sizes.
 *
 * @example Quadratic, exactly
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { fitPowerLaw } from "./power_law.ts";
 * const law = fitPowerLaw([1, 2, 4, 8].map((n) => ({ n, cost: 3 * n ** 2 })));
 * assertAlmostEquals(law.exponent, 2);
 * assertAlmostEquals(law.factor, 3);
 * ```
 */
export function fitPowerLaw(points: readonly CostPoint[]): PowerLaw {
  for (const [k, { n, cost }] of points.entries()) {
    for (const [name, value] of [["n", n], ["cost", cost]] as const) {
      if (value > 0 && value < Infinity) continue;
      throw new RangeError(
        `Cannot fit a power law: ${name} of point ${k + 1} must be positive and finite: current value is ${value}`,
      );
    }
  }
  const xs = points.map(({ n }) => Math.log(n));
  const ys = points.map(({ cost }) => Math.log(cost));
  const sizes = new Set(xs).size;
  if (sizes < 2) {
    throw new RangeError(`Cannot fit a power law: it takes two different sizes: current value is ${sizes}`);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const sum = (term: (k: number) => number) => xs.reduce((total, _, k) => total + term(k), 0);
  const spreadX = sum((k) => (xs[k]! - meanX) ** 2);
  const spreadY = sum((k) => (ys[k]! - meanY) ** 2);
  const exponent = sum((k) => (xs[k]! - meanX) * (ys[k]! - meanY)) / spreadX;
  const unexplained = sum((k) => (ys[k]! - meanY - exponent * (xs[k]! - meanX)) ** 2);
  return {
    exponent,
    factor: Math.exp(meanY - exponent * meanX),
    explainedRatio: spreadY > 0 ? Math.max(0, 1 - unexplained / spreadY) : undefined,
  };
}
