/**
 * Identities of what only moves elements: two moves in a row are one, and a move that moves nothing is none.
 *
 * A transpose that only moves axes of length 1 is a reshape, which costs nothing and joins with its neighbours; so is a
 * reduction over axes of length 1.
 *
 * **Invariant.** Every element and its place are kept, bit by bit.
 *
 * A transpose that exchanges the last two axes stays alone: the runtime makes it part of the product that uses it, and
 * the transpose beneath is often used by others.
 *
 * Not here on purpose: transposes of the operands of a product, which the runtime fuses; moves past arithmetic; sums of
 * sums, because the inner sum may be needed by others as well.
 *
 * @module
 */
import { type Expression, isOperation } from "../expressions/expression.ts";
import type { ReductionAttributes } from "../expressions/operation.ts";
import type { TensorType } from "../expressions/tensor_type.ts";
import { addsAxesInFront } from "./_broadcast_rewrite.ts";
import { type GraphBuilder, repeated, type Rewrite, type Rewrites, sameShape } from "./_rewrite.ts";

/** Rules of rearrangement. */
export const SHAPE_REWRITES = {
  Reshape: (result, builder) => {
    const x = result.inputs[0]!;
    if (sameShape(x.shape, result.shape)) return x;
    if (isOperation(x, "Reshape")) return builder.make("Reshape", [x.inputs[0]!], result);
    if (!isOperation(x, "Expand") || x.inputs[0]!.shape.some((length) => length !== 1)) return undefined;
    return x.inputs[0]!.shape.length <= result.shape.length ? repeated(x.inputs[0]!, result, builder) : undefined;
  },
  Expand: (result, builder) => {
    const x = result.inputs[0]!;
    if (sameShape(x.shape, result.shape)) return x;
    return isOperation(x, "Expand") || addsAxesInFront(x) ? builder.make("Expand", [x.inputs[0]!], result) : undefined;
  },
  Transpose: (result, builder) => {
    const x = result.inputs[0]!;
    const { permutation } = result.attributes;
    if (permutation.every((axis, index) => axis === index)) return x;
    if (isOperation(x, "Transpose")) {
      const composed = permutation.map((axis) => x.attributes.permutation[axis]!);
      if (exchangesLastTwo(permutation) && !composed.every((axis, index) => axis === index)) return undefined;
      return builder.make("Transpose", [x.inputs[0]!], { ...result, attributes: { permutation: composed } });
    }
    const moved = permutation.filter((axis) => x.shape[axis] !== 1);
    return moved.every((axis, index) => index === 0 || axis > moved[index - 1]!)
      ? reshaped(x, result, builder)
      : undefined;
  },
  Slice: (result, builder) => {
    const x = result.inputs[0]!;
    const { starts, steps } = result.attributes;
    if (sameShape(x.shape, result.shape) && steps.every((step) => step === 1)) return x;
    if (!isOperation(x, "Slice") || result.shape.includes(0)) return undefined;
    const inner = x.attributes;
    const ranges = starts.map((start, axis) => {
      const first = inner.starts[axis]! + start * inner.steps[axis]!;
      const step = steps[axis]! * inner.steps[axis]!;
      const length = result.shape[axis]!;
      return { first, step, end: typeof length === "string" ? null : first + (length - 1) * step + Math.sign(step) };
    });
    return builder.make("Slice", [x.inputs[0]!], {
      ...result,
      attributes: {
        starts: ranges.map(({ first }) => first),
        ends: ranges.map(({ end }) => end),
        steps: ranges.map(({ step }) => step),
      },
    });
  },
  Concat: (result, builder) => {
    const { axis } = result.attributes;
    const parts = result.inputs.flatMap((part) =>
      isOperation(part, "Concat") && part.attributes.axis === axis ? part.inputs : [part]
    ).filter(({ shape }) => shape[axis] !== 0);
    if (parts.length === 1) return parts[0];
    const same = parts.length === result.inputs.length && parts.every((part, index) => part === result.inputs[index]);
    return same || parts.length === 0 ? undefined : builder.make("Concat", parts, result);
  },
  Pad: (result, builder) => {
    const x = result.inputs[0]!;
    if (sameShape(x.shape, result.shape)) return x;
    if (!isOperation(x, "Pad")) return undefined;
    const { before, after } = result.attributes;
    const sum = (own: readonly number[], inner: readonly number[]) => own.map((count, axis) => count + inner[axis]!);
    return builder.make("Pad", [x.inputs[0]!], {
      ...result,
      attributes: { before: sum(before, x.attributes.before), after: sum(after, x.attributes.after) },
    });
  },
  ReduceSum: overOnes("ReduceSum"),
  ReduceMean: overOnes("ReduceMean"),
  ReduceMax: overOnes("ReduceMax"),
  ReduceLogSumExp: overOnes("ReduceLogSumExp"),
} satisfies Rewrites;

/**
 * The same elements in the result's shape, if the runtime knows that shape without computing: with one symbol at most.
 */
function reshaped(x: Expression, { dtype, shape }: TensorType, { make }: GraphBuilder): Expression | undefined {
  if (shape.filter((length) => typeof length === "string").length > 1) return undefined;
  return make("Reshape", [x], { attributes: { shape }, dtype, shape });
}

/** Whether all that it does is to exchange the last two axes. */
function exchangesLastTwo(permutation: readonly number[]): boolean {
  const rank = permutation.length;
  return rank >= 2 && permutation[rank - 1] === rank - 2 && permutation[rank - 2] === rank - 1 &&
    permutation.every((axis, index) => axis === index || index >= rank - 2);
}

/** A reduction without its axes of length 1, whose only element is what it gives. */
function overOnes<Name extends "ReduceSum" | "ReduceMean" | "ReduceMax" | "ReduceLogSumExp">(
  name: Name,
): Rewrite<Name> {
  return (result: Expression, builder) => {
    const x = result.inputs[0]!;
    const { axes, keepDimensions } = result.attributes as ReductionAttributes;
    const longer = axes.filter((axis) => x.shape[axis] !== 1);
    if (longer.length === 0) return reshaped(x, result, builder);
    if (longer.length === axes.length || !keepDimensions) return undefined;
    return builder.make<Name>(name, [x], { ...result, attributes: { axes: longer, keepDimensions } });
  };
}
