/**
 * The k largest elements along an axis, and where they are.
 *
 * **Invariant.** The largest comes first; of equal ones the one with the smaller index. NaN counts as larger than all.
 *
 * Not here on purpose: the smallest (negate before and after), k as a tensor.
 *
 * Source: ONNX TopK.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { type Expression, node } from "../expressions/expression.ts";
import { checkAxis, showShape, showType } from "../expressions/tensor_type.ts";

/** How many, and where. */
export interface TopKOptions {
  /** How many; at most as many as the axis has. */
  readonly k: number;
  /** Along which axis; negative ones count from the back. @default {-1} */
  readonly axis?: number;
}

/** The largest elements. */
export interface TopK {
  /** The elements; the shape of x with k along the axis. */
  readonly values: Expression;
  /** Their indices along the axis, int64, of the same shape. */
  readonly indices: Expression;
}

/**
 * The k largest elements along an axis. Gradients flow to the elements that were taken.
 * @throws {TypeError} If x holds truth values, or k is no number.
 * @throws {RangeError} If there is no such axis, or it is known to have fewer than k elements.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate } from "../evaluate/evaluate.ts";
 * import { constant } from "../expressions/expression.ts";
 * import { topK } from "./top_k.ts";
 * const { values, indices } = topK(constant([3, 9, 1, 9]), { k: 3 });
 * const [largest, where] = evaluate([values, indices], {});
 * assertEquals(largest!.values, new Float32Array([9, 9, 3]));
 * assertEquals(where!.values, new BigInt64Array([1n, 3n, 0n]));
 * ```
 */
export function topK(x: Expression, { k, axis = -1 }: TopKOptions): TopK {
  checkPositiveInteger(k, { action: "build TopK", argument: "k" });
  if (x.dtype === "bool") {
    throw new TypeError(`Cannot build TopK: the operand must hold numbers: current value is ${showType(x)}`);
  }
  const own = checkAxis(axis, { rank: x.shape.length, operation: "TopK" });
  const length = x.shape[own]!;
  if (typeof length === "number" && k > length) {
    throw new RangeError(
      `Cannot build TopK: k must be at most the length of axis ${own} of ${showShape(x.shape)}: current value is ${k}`,
    );
  }
  const values = node("TopK", [x], { attributes: { axis: own, k }, dtype: x.dtype, shape: x.shape.with(own, k) });
  return { values, indices: topKIndices(values) };
}

/** Where the elements that were taken lie along the axis. */
export function topKIndices(largest: Expression<"TopK">): Expression {
  return node("TopKIndices", largest.inputs, {
    attributes: largest.attributes,
    dtype: "int64",
    shape: largest.shape,
  });
}
