/**
 * Layer norm: each sample is brought to mean 0 and variance 1 over its last axes, then scaled and shifted.
 *
 * **Invariant.** Without scale and bias the result has mean 0 along the axes, and variance σ² / (σ² + epsilon). The
 * variance is the mean of squares about the mean, so that it does not cancel where the mean is large; and of elements
 * that are divided by the largest of them, if that is above 1, so that it does not overflow.
 *
 * Cost: eight passes over x. The runtime is no slower than with the five that the textbook's formula takes.
 *
 * Not here on purpose: statistics over the batch (`batch_norm.ts`), norms without centring (RMS norm).
 *
 * Source: J. Ba, J. Kiros, G. Hinton, Layer Normalization (2016); ONNX LayerNormalization.
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { checkAxis, sameShape, type Shape, showShape } from "../expressions/tensor_type.ts";
import { add, divide, multiply, square, subtract } from "../operations/arithmetic.ts";
import { sqrt } from "../operations/elementwise.ts";
import { mean } from "../operations/reductions.ts";
import { magnitude } from "./_magnitude.ts";

/** How to normalise. */
export interface LayerNormOptions {
  /** The first axis of those that are normalised together; the others follow. @default {-1} */
  readonly axis?: number;
  /** Added to the variance. @default {1e-5} */
  readonly epsilon?: number;
  /** Factor of each element, of the normalised axes' shape. @default {1} */
  readonly scale?: Expression;
  /** Added to each element, of the same shape. @default {0} */
  readonly bias?: Expression;
}

/**
 * (x - mean) / √(variance + epsilon) · scale + bias, over the axes from `axis` on.
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If there is no such axis, epsilon is not positive, or scale or bias has another shape than the
 * axes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { layerNorm } from "./layer_norm.ts";
 * const x = input("x", { shape: ["batch", "tokens", 64] });
 * assertEquals(layerNorm(x, { scale: input("scale", { shape: [64] }) }).shape, ["batch", "tokens", 64]);
 * ```
 */
export function layerNorm(x: Expression, options: LayerNormOptions = {}): Expression {
  const { axis = -1, epsilon = 1e-5, scale, bias } = options;
  checkPositive(epsilon, { action: "build a layer norm", argument: "epsilon" });
  const rank = x.shape.length;
  const first = checkAxis(axis, { rank, operation: "a layer norm" });
  checkShape("scale", scale, x.shape.slice(first));
  checkShape("bias", bias, x.shape.slice(first));
  const along = { axes: [...x.shape.keys()].slice(first), keepDimensions: true };
  const centred = subtract(x, mean(x, along));
  const size = magnitude(centred, { axes: along.axes, least: 1 });
  const scaledDown = divide(centred, size);
  const deviation = sqrt(add(mean(square(scaledDown), along), divide(divide(epsilon, size), size)));
  const normal = divide(scaledDown, deviation);
  const scaled = scale === undefined ? normal : multiply(normal, scale);
  return bias === undefined ? scaled : add(scaled, bias);
}

function checkShape(name: string, parameter: Expression | undefined, wanted: Shape): void {
  if (parameter === undefined || sameShape(parameter.shape, wanted)) return;
  throw new RangeError(
    `Cannot build a layer norm: ${name} must have the shape ${
      showShape(wanted)
    } of the normalised axes: current value is ${showShape(parameter.shape)}`,
  );
}
