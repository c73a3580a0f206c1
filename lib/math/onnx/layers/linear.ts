/**
 * A linear layer: x times a weight matrix, plus a bias.
 *
 * Rows of all leading axes make one tall matrix, because the runtime adds a bias within the product of matrices, and
 * only there.
 *
 * **Invariant.** The weight is (inputs, outputs), as the product is written; PyTorch's `Linear` keeps its transpose.
 *
 * Cost: rows of x · inputs · outputs.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { sameShape, showShape } from "../expressions/tensor_type.ts";
import { add } from "../operations/arithmetic.ts";
import { matmul } from "../operations/matmul.ts";
import { reshape } from "../operations/shape_ops.ts";

/** The parameters of a linear layer. */
export interface LinearOptions {
  /** (inputs, outputs) */
  readonly weight: Expression;
  /** (outputs) @default {nothing} */
  readonly bias?: Expression;
}

/**
 * x · weight + bias.
 * @param x (…, inputs).
 * @returns (…, outputs).
 * @throws {TypeError} If element types differ.
 * @throws {RangeError} If shapes do not belong together.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { linear } from "./linear.ts";
 * const x = input("x", { shape: ["batch", 784] });
 * const layer = { weight: input("w", { shape: [784, 10] }), bias: input("b", { shape: [10] }) };
 * assertEquals(linear(x, layer).shape, ["batch", 10]);
 * ```
 */
export function linear(x: Expression, { weight, bias }: LinearOptions): Expression {
  const outputs = weight.shape.at(-1);
  if (weight.shape.length !== 2 || (bias !== undefined && !sameShape(bias.shape, [outputs!]))) {
    throw new RangeError(
      `Cannot build a linear layer: weight must be (inputs, outputs) and bias (outputs): current value is ${
        showShape(weight.shape)
      } and ${bias === undefined ? "none" : showShape(bias.shape)}`,
    );
  }
  const { shape } = x;
  const product = matmul(shape.length > 2 ? reshape(x, [-1, shape.at(-1)!]) : x, weight);
  const result = bias === undefined ? product : add(product, bias);
  return shape.length > 2 ? reshape(result, [...shape.slice(0, -1), outputs!]) : result;
}
