/**
 * Numbers from the exponential, gamma and beta distributions.
 *
 * A gamma number is a cube of a normal one, shifted and kept with a probability above 95 %. Below shape 1, where that
 * fails, it is a gamma number of shape + 1 times u^(1 / shape), in logarithms, so that tiny shapes lose nothing that a
 * double can hold. A beta number is X / (X + Y) of two gamma numbers.
 *
 * | | cost |
 * | - | ---- |
 * | `drawExponential` | O(1): one number |
 * | `drawGamma` | O(1) expected: fewer than 1.06 rounds of a normal number and one more |
 * | `drawBeta` | two gamma numbers |
 *
 * Not here on purpose: their densities and distribution functions (`math/stats/distributions`).
 *
 * Source: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM Transactions on
 * Mathematical Software 26(3), 2000.
 *
 * @module
 */
import { checkFunction, checkOptions, checkPositive } from "../argument.ts";
import type { Random } from "../random.ts";

export type { Random };

/**
 * The wait for what happens at a constant rate.
 * @param options `scale`: the mean wait, positive and finite. @default {1}
 * @throws {RangeError} If `scale` is not positive and finite.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../random.ts";
 * import { drawExponential } from "./gamma.ts";
 *
 * assert(drawExponential(random(1), { scale: 10 }) >= 0);
 * ```
 */
export function drawExponential(random: Pick<Random, "next">, options: { readonly scale?: number } = {}): number {
  const action = "draw an exponential number";
  const { scale = 1 } = checkOptions(options, { action, argument: "options" });
  checkPositive(scale, { action, argument: "scale" });
  checkFunction(random?.next, { action, argument: "random.next" });
  return -scale * Math.log1p(-random.next());
}

/**
 * A gamma number: mean `shape` · `scale`, variance `shape` · `scale`².
 * @param options `shape` and `scale` (1 if left out): positive and finite.
 * @throws {RangeError} If one of them is not.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../random.ts";
 * import { drawGamma } from "./gamma.ts";
 *
 * assert(drawGamma(random(1), { shape: 2.5, scale: 2 }) > 0);
 * ```
 */
export function drawGamma(
  random: Pick<Random, "next" | "normal">,
  options: { readonly shape: number; readonly scale?: number },
): number {
  const action = "draw a gamma number";
  const { shape, scale = 1 } = checkOptions(options, { action, argument: "options" });
  checkFunction(random?.normal, { action, argument: "random.normal" });
  checkPositive(shape, { action, argument: "shape" });
  checkPositive(scale, { action, argument: "scale" });
  return shape < 1 ? scale * Math.exp(logGamma(random, shape)) : scale * largeGamma(random, shape);
}

/**
 * A beta number in [0, 1]: mean `alpha` / (`alpha` + `beta`).
 * @param options `alpha` and `beta`: positive and finite.
 * @throws {RangeError} If one of them is not.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../random.ts";
 * import { drawBeta } from "./gamma.ts";
 *
 * const share = drawBeta(random(1), { alpha: 2, beta: 3 });
 * assert(share > 0 && share < 1);
 * ```
 */
export function drawBeta(
  random: Pick<Random, "next" | "normal">,
  options: { readonly alpha: number; readonly beta: number },
): number {
  const action = "draw a beta number";
  const { alpha, beta } = checkOptions(options, { action, argument: "options" });
  checkFunction(random?.normal, { action, argument: "random.normal" });
  checkPositive(alpha, { action, argument: "alpha" });
  checkPositive(beta, { action, argument: "beta" });
  // In logarithms: with small parameters both gamma numbers may be too small for a double.
  return 1 / (1 + Math.exp(logGamma(random, beta) - logGamma(random, alpha)));
}

/** The logarithm of a gamma number of scale 1. */
function logGamma(random: Pick<Random, "next" | "normal">, shape: number): number {
  if (shape >= 1) return Math.log(largeGamma(random, shape));
  return Math.log(largeGamma(random, shape + 1)) + Math.log1p(-random.next()) / shape;
}

/** A gamma number of scale 1 and a shape of at least 1. */
function largeGamma(random: Pick<Random, "next" | "normal">, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const logU = Math.log1p(-random.next());
    if (logU < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}
