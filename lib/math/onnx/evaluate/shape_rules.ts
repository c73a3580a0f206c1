/**
 * The meaning of the operations that only move elements: reshape, expand, transpose, slice, concat, pad; and of constants.
 *
 * **Invariant.** No element is computed with: what arrives is what was there, bit by bit, or a zero around it.
 *
 * Source: ONNX operators, set 20.
 *
 * @module
 */
import type { Tensor } from "../expressions/tensor_type.ts";
import { broadcastStrides, placesOf, stridesOf } from "./places.ts";
import type { EvaluationRules } from "./rule.ts";

/** Rules of the operations that move elements. */
export const SHAPE_RULES = {
  Constant: ({ attributes: { values }, result }) => {
    if (values.length === 1) (result.values as Float64Array).fill(values[0] as number);
    else copy(result, values as Float64Array);
  },
  Reshape: ({ operands, result }) => copy(result, operands[0]!.values as Float64Array),
  Expand: ({ operands, result }) => {
    pick(operands[0]!, {
      result,
      places: placesOf(result.shape, { strides: broadcastStrides(operands[0]!.shape, result.shape.length) }),
    });
  },
  Transpose: ({ attributes: { permutation }, operands, result }) => {
    const strides = stridesOf(operands[0]!.shape);
    pick(operands[0]!, {
      result,
      places: placesOf(result.shape, { strides: permutation.map((axis) => strides[axis]!) }),
    });
  },
  Slice: ({ attributes: { starts, steps }, operands, result }) => {
    const strides = stridesOf(operands[0]!.shape);
    const places = placesOf(result.shape, {
      strides: strides.map((stride, axis) => stride * steps[axis]!),
      start: firstPlace(strides, starts),
    });
    pick(operands[0]!, { result, places });
  },
  Concat: ({ attributes: { axis }, operands, result }) => {
    const strides = stridesOf(result.shape);
    let start = 0;
    for (const part of operands) {
      put(part, { result, places: placesOf(part.shape, { strides, start }) });
      start += part.shape[axis]! * strides[axis]!;
    }
  },
  Pad: ({ attributes: { before }, operands, result }) => {
    const strides = stridesOf(result.shape);
    put(operands[0]!, {
      result,
      places: placesOf(operands[0]!.shape, { strides, start: firstPlace(strides, before) }),
    });
  },
} satisfies Partial<EvaluationRules>;

function copy(result: Tensor, values: Float64Array): void {
  (result.values as Float64Array).set(values);
}

/** Where elements go. */
export interface Move {
  /** The tensor that is filled. */
  readonly result: Tensor;
  /** One place for each element. */
  readonly places: Int32Array;
}

/** Fills the result with the operand's elements at the places. Both have one type, so that what is copied needs no name. */
export function pick(operand: Tensor, { result, places }: Move): void {
  const source = operand.values as Float64Array;
  const target = result.values as Float64Array;
  for (let i = 0; i < places.length; i++) target[i] = source[places[i]!]!;
}

/** Puts the operand's elements at the places of the result. */
function put(operand: Tensor, { result, places }: Move): void {
  const source = operand.values as Float64Array;
  const target = result.values as Float64Array;
  for (let i = 0; i < places.length; i++) target[places[i]!] = source[i]!;
}

function firstPlace(strides: readonly number[], starts: readonly number[]): number {
  return strides.reduce((place, stride, axis) => place + stride * starts[axis]!, 0);
}
