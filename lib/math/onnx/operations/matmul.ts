/**
 * The matrix product of tensors: over the last two axes, for every combination of the axes before.
 *
 * **Invariant.** (…, m, k) times (…, k, n) gives (…, m, n), where the leading axes broadcast. A vector on the left
 * counts as one row, on the right as one column, and that axis is gone from the result: NumPy's rule.
 *
 * Cost of running it: 2 · m · k · n operations for each combination of leading axes.
 *
 * Not here on purpose: flags for transposed operands: write `transpose`, the runtime fuses it.
 *
 * Source: ONNX MatMul; NumPy's matmul.
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { broadcastShapes, isFloat, showShape, showType } from "../expressions/tensor_type.ts";
import { squeeze, unsqueeze } from "./shape_ops.ts";

/**
 * a · b.
 * @throws {TypeError} If the operands are not floats of one element type.
 * @throws {RangeError} If the inner lengths differ, leading axes do not broadcast, or an operand is a scalar.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { matmul } from "./matmul.ts";
 * const x = input("x", { shape: ["batch", 784] });
 * assertEquals(matmul(x, input("w", { shape: [784, 10] })).shape, ["batch", 10]);
 * assertThrows(() => matmul(x, input("v", { shape: [10, 784] })), RangeError, "[batch, 784] and [10, 784]");
 * ```
 */
export function matmul(a: Expression, b: Expression): Expression {
  const shapes = `${showShape(a.shape)} and ${showShape(b.shape)}`;
  if (a.dtype !== b.dtype || !isFloat(a.dtype)) {
    throw new TypeError(
      `Cannot build MatMul: operands must hold floats of one type: current value is ${showType(a)} and ${showType(b)}`,
    );
  }
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new RangeError(`Cannot build MatMul: operands must have an axis: current value is ${shapes}`);
  }
  if (a.shape.length === 1) return squeeze(matmul(unsqueeze(a, 0), b), [b.shape.length === 1 ? 0 : -2]);
  if (b.shape.length === 1) return squeeze(matmul(a, unsqueeze(b, 1)), [-1]);
  if (a.shape.at(-1) !== b.shape.at(-2)) {
    throw new RangeError(
      `Cannot build MatMul: the last axis of a must be as long as the last but one of b: current value is ${shapes}`,
    );
  }
  const leading = broadcastShapes([a.shape.slice(0, -2), b.shape.slice(0, -2)], "MatMul");
  return node("MatMul", [a, b], {
    attributes: {},
    dtype: a.dtype,
    shape: [...leading, a.shape.at(-2)!, b.shape.at(-1)!],
  });
}
