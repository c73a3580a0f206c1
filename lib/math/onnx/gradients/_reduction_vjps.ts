/**
 * Gradient rules of reductions, softmax and the matrix product.
 *
 * **Invariant.** A reduced axis comes back with length 1 and is broadcast over what was reduced. Equal largest elements
 * share the derivative of their maximum evenly.
 *
 * A product of many matrices with one (activations with weights) is differentiated with respect to the one as a single
 * product of two tall matrices, rather than one product for each of the many and their sum. Where the one stands on the
 * left, the products that are summed have the longer side first: on two cores that took 10 to 38 % less time for
 * kernels of convolutions.
 *
 * @module
 */
import { constant, type Expression } from "../expressions/expression.ts";
import type { Dimension, DType } from "../expressions/tensor_type.ts";
import { divide, multiply, subtract } from "../operations/arithmetic.ts";
import { equal } from "../operations/logic.ts";
import { cast, exp } from "../operations/elementwise.ts";
import { topKIndices } from "../operations/top_k.ts";
import { matmul } from "../operations/matmul.ts";
import { expand, reshape, transposeLastTwo } from "../operations/shape_ops.ts";
import { scatterElements } from "../operations/indexing.ts";
import { cumulativeSum, sum, sumTo } from "../operations/reductions.ts";
import type { Vjps } from "./_vjp.ts";

/** Rules by operation. */
export const REDUCTION_VJPS = {
  ReduceSum: ({ inputs: [x], attributes: { axes } }, upstream) => [expand(kept(upstream, { x: x!, axes }), x!.shape)],
  ReduceMean: ({ inputs: [x], attributes: { axes } }, upstream) => {
    const count = countOf(axes.map((axis) => x!.shape[axis]!), upstream.dtype);
    return [expand(divide(kept(upstream, { x: x!, axes }), count), x!.shape)];
  },
  ReduceMax: (largest, upstream) => {
    const { inputs: [x], attributes: { axes } } = largest;
    const isLargest = cast(equal(x!, kept(largest, { x: x!, axes })), upstream.dtype);
    const share = divide(isLargest, sum(isLargest, { axes, keepDimensions: true }));
    return [multiply(kept(upstream, { x: x!, axes }), share)];
  },
  ReduceLogSumExp: (result, upstream) => {
    const { inputs: [x], attributes: { axes } } = result;
    return [multiply(kept(upstream, { x: x!, axes }), exp(subtract(x!, kept(result, { x: x!, axes }))))];
  },
  ArgMax: "none",
  CumSum: ({ attributes: { axis, exclusive, reverse } }, upstream) => [
    cumulativeSum(upstream, { axis, exclusive, reverse: !reverse }),
  ],
  TopK: (largest, upstream) => {
    const x = largest.inputs[0]!;
    const zeros = constant(0, { dtype: x.dtype, shape: x.shape });
    return [scatterElements(zeros, {
      indices: topKIndices(largest),
      updates: upstream,
      axis: largest.attributes.axis,
    })];
  },
  TopKIndices: "none",
  Softmax: (result, upstream) => {
    const { axis } = result.attributes;
    const weighted = multiply(upstream, result);
    return [subtract(weighted, multiply(result, sum(weighted, { axes: [axis], keepDimensions: true })))];
  },
  LogSoftmax: (result, upstream) => {
    const { axis } = result.attributes;
    return [subtract(upstream, multiply(exp(result), sum(upstream, { axes: [axis], keepDimensions: true })))];
  },
  MatMul: ({ inputs: [a, b] }, upstream) => [
    isShared(a!, b!) && Number(a!.shape[0]) < Number(a!.shape[1])
      ? transposeLastTwo(sumTo(matmul(b!, transposeLastTwo(upstream)), [a!.shape[1]!, a!.shape[0]!]))
      : sumTo(matmul(upstream, transposeLastTwo(b!)), a!.shape),
    isShared(b!, a!)
      ? matmul(transposeLastTwo(tall(a!)), tall(upstream))
      : sumTo(matmul(transposeLastTwo(a!), upstream), b!.shape),
  ],
} satisfies Partial<Vjps>;

/** A result of a reduction with the reduced axes back in their places, with length 1. */
function kept(
  reduced: Expression,
  { x, axes }: { readonly x: Expression; readonly axes: readonly number[] },
): Expression {
  if (reduced.shape.length === x.shape.length) return reduced;
  return reshape(reduced, x.shape.map((length, axis) => axes.includes(axis) ? 1 : length));
}

/** How many elements axes of these lengths have, as far as it is known before the graph runs a number. */
function countOf(lengths: readonly Dimension[], dtype: DType): Expression {
  const known = lengths.filter((length) => typeof length === "number").reduce((product, length) => product * length, 1);
  const symbols = lengths.filter((length) => typeof length === "string");
  const factor = constant(known, { dtype });
  return symbols.length === 0 ? factor : multiply(sum(constant(1, { dtype, shape: symbols })), factor);
}

/** Whether one matrix is multiplied with many. */
function isShared(one: Expression, many: Expression): boolean {
  return one.shape.length === 2 && many.shape.length > 2;
}

/** All axes but the last joined into one. */
function tall(x: Expression): Expression {
  return reshape(x, [-1, x.shape.at(-1)!]);
}
