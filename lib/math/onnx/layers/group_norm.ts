/**
 * Group norm: the channels of each sample are brought to mean 0 and variance 1, group by group, then scaled and
 * shifted.
 *
 * With one group it is a layer norm over channels and space, with a group for each channel an instance norm.
 *
 * **Invariant.** No sample depends on another, so training and inference are the same function.
 *
 * Cost: that of a layer norm, and two passes over x.
 *
 * Source: Y. Wu, K. He, Group Normalization (2018); PyTorch's `group_norm`.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { sameShape, showShape } from "../expressions/tensor_type.ts";
import { add, multiply } from "../operations/arithmetic.ts";
import { reshape } from "../operations/shape_ops.ts";
import { layerNorm } from "./layer_norm.ts";

/** How to normalise. */
export interface GroupNormOptions {
  /** How many groups; divides the channels. */
  readonly groups: number;
  /** (channels) @default {1} */
  readonly scale?: Expression;
  /** (channels) @default {0} */
  readonly bias?: Expression;
  /** Added to the variance. @default {1e-5} */
  readonly epsilon?: number;
}

/**
 * (x - mean) / √(variance + epsilon) · scale + bias, mean and variance of each group of each sample.
 * @param x (batch, channels, …).
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If groups does not divide the channels, which must be a number, or scale or bias is not of shape
 * (channels).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { groupNorm } from "./group_norm.ts";
 * const x = input("x", { shape: ["batch", 32, "height", "width"] });
 * assertEquals(groupNorm(x, { groups: 8 }).shape, x.shape);
 * ```
 */
export function groupNorm(x: Expression, { groups, scale, bias, epsilon = 1e-5 }: GroupNormOptions): Expression {
  checkPositiveInteger(groups, { action: "build a group norm", argument: "groups" });
  const [batch, channels, ...space] = x.shape;
  if (typeof channels !== "number" || channels % groups !== 0) {
    throw new RangeError(
      `Cannot build a group norm: x must be (batch, a multiple of ${groups} channels, …): current value is ${
        showShape(x.shape)
      }`,
    );
  }
  const perChannel = (name: string, parameter: Expression) => {
    if (sameShape(parameter.shape, [channels])) return reshape(parameter, [channels, ...space.map(() => 1)]);
    throw new RangeError(
      `Cannot build a group norm: ${name} must have the shape of x's channels, axis 1: current value is ${
        showShape(parameter.shape)
      } for x ${showShape(x.shape)}`,
    );
  };
  const grouped = reshape(x, [batch!, groups, -1]);
  const normal = reshape(layerNorm(grouped, { epsilon }), x.shape);
  const scaled = scale === undefined ? normal : multiply(normal, perChannel("scale", scale));
  return bias === undefined ? scaled : add(scaled, perChannel("bias", bias));
}
