/**
 * Softmax and its logarithm along an axis.
 *
 * **Invariant.** Along the axis the results of `softmax` are positive and sum to 1; both subtract the largest element
 * first, so that no exponential overflows.
 *
 * Not here on purpose: temperatures (divide before), masks (`layers/attention.ts`).
 *
 * Source: ONNX Softmax, LogSoftmax.
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { checkAxis, checkFloats } from "../expressions/tensor_type.ts";

/**
 * eˣ / Σ eˣ along an axis.
 * @param options.axis Negative ones count from the back. @default {-1}
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If there is no such axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { softmax } from "./softmax.ts";
 * assertEquals(softmax(input("logits", { shape: ["batch", 10] })).shape, ["batch", 10]);
 * ```
 */
export function softmax(x: Expression, options: { readonly axis?: number } = {}): Expression {
  return alongAxis("Softmax", x, options);
}

/** x - ln Σ eˣ along an axis; options and errors as for {@linkcode softmax}. */
export function logSoftmax(x: Expression, options: { readonly axis?: number } = {}): Expression {
  return alongAxis("LogSoftmax", x, options);
}

function alongAxis(
  name: "Softmax" | "LogSoftmax",
  x: Expression,
  { axis = -1 }: { readonly axis?: number },
): Expression {
  checkFloats(name, x);
  return node(name, [x], {
    attributes: { axis: checkAxis(axis, { rank: x.shape.length, operation: name }) },
    dtype: x.dtype,
    shape: x.shape,
  });
}
