/**
 * RMS norm: each sample is divided by the root of the mean of its squares over its last axes, then scaled.
 *
 * **Invariant.** Without a scale the mean of squares is s / (s + epsilon), where s was the mean before. Squares do not
 * overflow: they are taken of elements divided by the largest of them, if that is above 1.
 *
 * Cost: seven passes over x.
 *
 * Not here on purpose: centring (`layer_norm.ts`).
 *
 * Source: B. Zhang, R. Sennrich, Root Mean Square Layer Normalization (2019); PyTorch's `rms_norm`.
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { checkAxis, sameShape, showShape } from "../expressions/tensor_type.ts";
import { add, divide, multiply, square } from "../operations/arithmetic.ts";
import { sqrt } from "../operations/elementwise.ts";
import { mean } from "../operations/reductions.ts";
import { magnitude } from "./_magnitude.ts";

/** How to normalise. */
export interface RmsNormOptions {
  /** The first axis of those that are normalised together; the others follow. @default {-1} */
  readonly axis?: number;
  /** Added to the mean of squares. @default {1e-6} */
  readonly epsilon?: number;
  /** Factor of each element, of the normalised axes' shape. @default {1} */
  readonly scale?: Expression;
}

/**
 * x / √(mean of x² + epsilon) · scale, over the axes from `axis` on.
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If there is no such axis, epsilon is not positive, or scale has another shape than the axes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { rmsNorm } from "./rms_norm.ts";
 * const x = input("x", { shape: ["batch", "tokens", 64] });
 * assertEquals(rmsNorm(x, { scale: input("scale", { shape: [64] }) }).shape, ["batch", "tokens", 64]);
 * ```
 */
export function rmsNorm(x: Expression, { axis = -1, epsilon = 1e-6, scale }: RmsNormOptions = {}): Expression {
  checkPositive(epsilon, { action: "build an RMS norm", argument: "epsilon" });
  const first = checkAxis(axis, { rank: x.shape.length, operation: "an RMS norm" });
  const wanted = x.shape.slice(first);
  if (scale !== undefined && !sameShape(scale.shape, wanted)) {
    throw new RangeError(
      `Cannot build an RMS norm: scale must have the shape ${
        showShape(wanted)
      } of the normalised axes: current value is ${showShape(scale.shape)}`,
    );
  }
  const axes = [...x.shape.keys()].slice(first);
  const size = magnitude(x, { axes, least: 1 });
  const scaledDown = divide(x, size);
  const squares = mean(square(scaledDown), { axes, keepDimensions: true });
  const normal = divide(scaledDown, sqrt(add(squares, divide(divide(epsilon, size), size))));
  return scale === undefined ? normal : multiply(normal, scale);
}
