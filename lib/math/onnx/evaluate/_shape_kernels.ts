/**
 * The meaning of the operations that only move elements: reshape, expand, transpose, slice, concat, pad; and of
 * constants.
 *
 * **Invariant.** No element is computed with: what arrives is what was there, bit by bit, or a zero around it.
 *
 * Source: ONNX operators, set 20.
 *
 * @module
 */
import type { Tensor } from "../expressions/tensor_type.ts";
import { broadcastStrides, linearOffsets, stridesOf } from "./_strides.ts";
import type { Kernels } from "./_kernel.ts";

/** Rules of the operations that move elements. */
export const SHAPE_KERNELS = {
  Constant: ({ attributes: { values }, result }) => {
    if (values.length === 1) (result.values as Float64Array).fill(values[0] as number);
    else copy(result, values as Float64Array);
  },
  Reshape: ({ operands, result }) => copy(result, operands[0]!.values as Float64Array),
  Expand: ({ operands, result }) => {
    pick(operands[0]!, {
      result,
      offsets: linearOffsets(result.shape, { strides: broadcastStrides(operands[0]!.shape, result.shape.length) }),
    });
  },
  Transpose: ({ attributes: { permutation }, operands, result }) => {
    const strides = stridesOf(operands[0]!.shape);
    pick(operands[0]!, {
      result,
      offsets: linearOffsets(result.shape, { strides: permutation.map((axis) => strides[axis]!) }),
    });
  },
  Slice: ({ attributes, length, operands, result }) => {
    const { steps } = attributes;
    const { shape } = operands[0]!;
    const strides = stridesOf(shape);
    const starts = attributes.starts.map((start) => length(start));
    checkWithin(shape, { starts, steps, lengths: result.shape });
    const offsets = linearOffsets(result.shape, {
      strides: strides.map((stride, axis) => stride * steps[axis]!),
      start: firstOffset(strides, starts),
    });
    pick(operands[0]!, { result, offsets });
  },
  Concat: ({ attributes: { axis }, operands, result }) => {
    const strides = stridesOf(result.shape);
    let start = 0;
    for (const part of operands) {
      put(part, { result, offsets: linearOffsets(part.shape, { strides, start }) });
      start += part.shape[axis]! * strides[axis]!;
    }
  },
  Pad: ({ attributes, length, operands, result }) => {
    const before = attributes.before.map((count) => length(count));
    const strides = stridesOf(result.shape);
    put(operands[0]!, {
      result,
      offsets: linearOffsets(operands[0]!.shape, { strides, start: firstOffset(strides, before) }),
    });
  },
} satisfies Partial<Kernels>;

interface Ranges {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  readonly lengths: readonly number[];
}

/** Refuses a part that is not inside; known lengths were checked when the slice was built. */
function checkWithin(shape: readonly number[], { starts, steps, lengths }: Ranges): void {
  for (const [axis, length] of shape.entries()) {
    const [first, last] = [starts[axis]!, starts[axis]! + (lengths[axis]! - 1) * steps[axis]!];
    if (lengths[axis] === 0 || (first < length && last >= 0 && last < length)) continue;
    throw new RangeError(
      `Cannot evaluate Slice: the part must lie within axis ${axis} of length ${length}: current value is ${first} to ${last}`,
    );
  }
}

function copy(result: Tensor, values: Float64Array): void {
  (result.values as Float64Array).set(values);
}

/** Where elements go. */
export interface Move {
  /** The tensor that is filled. */
  readonly result: Tensor;
  /** One place for each element. */
  readonly offsets: Int32Array;
}

/**
 * Fills the result with the operand's elements at the places. Both have one type, so that what is copied needs no name.
 */
export function pick(operand: Tensor, { result, offsets }: Move): void {
  const source = operand.values as Float64Array;
  const target = result.values as Float64Array;
  for (let i = 0; i < offsets.length; i++) target[i] = source[offsets[i]!]!;
}

/** Puts the operand's elements at the places of the result. */
function put(operand: Tensor, { result, offsets }: Move): void {
  const source = operand.values as Float64Array;
  const target = result.values as Float64Array;
  for (let i = 0; i < offsets.length; i++) target[offsets[i]!] = source[i]!;
}

function firstOffset(strides: readonly number[], starts: readonly number[]): number {
  return strides.reduce((offset, stride, axis) => offset + stride * starts[axis]!, 0);
}
