/**
 * The gamma distribution and its two special cases, the chi-squared and the exponential.
 *
 * Samples are Marsaglia and Tsang's: a cube of a normal number, taken or thrown away; for shapes below 1 one more
 * factor.
 *
 * **Invariant.** `chiSquared(k)` is `gamma({ shape: k / 2, scale: 2 })`. The exponential has formulas of its own, exact
 * to the last bits.
 *
 * Not here on purpose: rates (a scale is 1 / rate), a location.
 *
 * Source: G. Marsaglia, W. Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 26 (2000).
 *
 * @module
 */
import { checkOptions, checkPositive } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";
import { gammaDensity, gammaQuantile, gammaTail } from "../_special_functions.ts";
import { type ContinuousDistribution, continuousDistribution, openUniform } from "./distribution.ts";

/**
 * The gamma distribution.
 * @throws {RangeError} If `shape` or `scale` is not positive and finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { chiSquared, gamma } from "./gamma.ts";
 * assertEquals(chiSquared(2).sf(2 * Math.log(20)).toFixed(12), "0.050000000000");
 * assertEquals(gamma({ shape: 3, scale: 2 }).mean, 6);
 * ```
 */
export function gamma(
  parameters: { readonly shape: number; readonly scale?: number },
): ContinuousDistribution {
  const action = "make a gamma distribution";
  const { shape, scale = 1 } = checkOptions(parameters, { action, argument: "parameters" });
  checkPositive(shape, { action, argument: "shape" });
  checkPositive(scale, { action, argument: "scale" });
  return named(`gamma(${shape}, ${scale})`, { shape, scale });
}

/**
 * The chi-squared distribution: the sum of squares of standard normal numbers.
 * @param degreesOfFreedom How many; positive, not only whole.
 * @throws {RangeError} If it is not positive and finite.
 */
export function chiSquared(degreesOfFreedom: number): ContinuousDistribution {
  const context = { action: "make a chi-squared distribution", argument: "degreesOfFreedom" };
  checkPositive(degreesOfFreedom, context);
  return named(`chiSquared(${degreesOfFreedom})`, { shape: degreesOfFreedom / 2, scale: 2 });
}

/**
 * The exponential distribution: the wait for what happens at a constant rate.
 * @throws {RangeError} If `scale`, the mean wait, is not positive and finite.
 */
export function exponential(parameters: { readonly scale?: number } = {}): ContinuousDistribution {
  const context = { action: "make an exponential distribution", argument: "scale" };
  const { scale = 1 } = checkOptions(parameters, { ...context, argument: "parameters" });
  checkPositive(scale, context);
  return continuousDistribution({
    name: `exponential(${scale})`,
    support: [0, Infinity],
    mean: scale,
    variance: scale ** 2,
    density: (x) => Math.exp(-x / scale) / scale,
    lower: (x) => -Math.expm1(-x / scale),
    upper: (x) => Math.exp(-x / scale),
    lowerQuantile: (p) => -scale * Math.log1p(-p),
    upperQuantile: (p) => -scale * Math.log(p),
    draw: (random) => -scale * Math.log(openUniform(random)),
  });
}

/** One gamma number of scale 1. */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * openUniform(random) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = random.normal();
    const cube = (1 + c * z) ** 3;
    if (cube > 0 && Math.log(openUniform(random)) < z * z / 2 + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}

function named(
  name: string,
  { shape, scale }: { readonly shape: number; readonly scale: number },
): ContinuousDistribution {
  return continuousDistribution({
    name,
    support: [0, Infinity],
    mean: shape * scale,
    variance: shape * scale ** 2,
    density(x) {
      if (x === 0) return shape < 1 ? Infinity : shape === 1 ? 1 / scale : 0;
      return gammaDensity(x / scale, shape) / scale;
    },
    lower: (x) => gammaTail(x / scale, { shape, tail: "lower" }),
    upper: (x) => gammaTail(x / scale, { shape, tail: "upper" }),
    lowerQuantile: (p) => scale * gammaQuantile(p, { shape, tail: "lower" }),
    upperQuantile: (p) => scale * gammaQuantile(p, { shape, tail: "upper" }),
    draw: (random) => scale * drawGamma(random, shape),
  });
}
