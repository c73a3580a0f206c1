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
import { dimensionSum } from "../expressions/dimension.ts";
import { type Expression, isOperation } from "../expressions/expression.ts";
import type { ReductionAttributes } from "../expressions/operation.ts";
import { type Dimension, sameShape, type Shape, type TensorType } from "../expressions/tensor_type.ts";
import { addsAxesInFront } from "./_broadcast_rewrite.ts";
import { type GraphBuilder, repeated, type Rewrite, type Rewrites } from "./_rewrite.ts";

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
    const ranges = starts.map((_, axis) => composedRange(axis, { outer: result, inner: x }));
    if (!ranges.every((range) => range !== undefined)) return undefined;
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
    const sum = (own: Shape, inner: Shape) => own.map((count, axis) => dimensionSum([count, inner[axis]!]));
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

interface Range {
  readonly first: Dimension;
  readonly end: Dimension | null;
  readonly step: number;
}

/** What a slice of a slice takes of an axis; undefined if that is not known in numbers and walks backwards. */
function composedRange(
  axis: number,
  { outer, inner }: { readonly outer: Expression<"Slice">; readonly inner: Expression<"Slice"> },
): Range | undefined {
  const [start, first] = [outer.attributes.starts[axis]!, inner.attributes.starts[axis]!];
  const [own, below] = [outer.attributes.steps[axis]!, inner.attributes.steps[axis]!];
  const length = outer.shape[axis]!;
  if (outer.attributes.ends[axis] === null) {
    return { first, end: inner.attributes.ends[axis]!, step: below };
  }
  if (typeof start === "number" && typeof first === "number" && typeof length === "number") {
    const step = own * below;
    const from = first + start * below;
    return { first: from, step, end: from + (length - 1) * step + Math.sign(step) };
  }
  if (own !== 1 || below !== 1) return undefined;
  const from = dimensionSum([first, start]);
  return { first: from, step: 1, end: dimensionSum([from, length]) };
}

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
