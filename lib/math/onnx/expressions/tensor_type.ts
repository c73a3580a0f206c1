/**
 * What is known of a tensor before it has values: the type of its elements and its shape.
 *
 * **Invariant.** Everything that has a `TensorType` has passed these checks: dimensions are spelled in their one way
 * (`dimension.ts`), and shapes that meet in one operation broadcast by NumPy's rule: aligned at the last axis, two
 * lengths fit if they are equal or one of them is 1. A symbol fits itself and 1, nothing else: the check holds for
 * every batch size.
 *
 * Cost: linear in the rank.
 *
 * Not here on purpose: strides and layouts (tensors are dense, row after row), 16-bit floats, strings.
 *
 * @module
 */
import { argumentError, showValue } from "../../../base/argument.ts";
import { type Dimension, dimensionOf, dimensionProduct, termsOf } from "./dimension.ts";

export type { Dimension };

/** Types of elements. */
export type DType = "float32" | "float64" | "int32" | "int64" | "bool";

/** Lengths of the axes, first axis first; a scalar has none. */
export type Shape = readonly Dimension[];

/** What is known of a tensor. */
export interface TensorType {
  /** The type of its elements. */
  readonly dtype: DType;
  /** Its shape. */
  readonly shape: Shape;
}

/** The array that holds the elements of each type; truth values are bytes 0 and 1. */
export interface ArrayOf {
  /** Single precision. */
  readonly float32: Float32Array;
  /** Double precision. */
  readonly float64: Float64Array;
  /** Whole numbers of 32 bits. */
  readonly int32: Int32Array;
  /** Whole numbers of 64 bits. */
  readonly int64: BigInt64Array;
  /** Truth values. */
  readonly bool: Uint8Array;
}

/** An array that holds a tensor's elements, row after row. */
export type Values = ArrayOf[DType];

/** A tensor with values, its shape known. */
export interface Tensor {
  /** The type of its elements. */
  readonly dtype: DType;
  /** Its shape, in numbers. */
  readonly shape: readonly number[];
  /** Its elements, row after row; as many as the product of the shape. */
  readonly values: Values;
}

/** The constructors of {@linkcode Values}. */
export const ARRAY_OF = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;

/** Whether elements of this type have gradients. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}

/** Whether two shapes are equal for all values of their symbols. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** A shape as people write it: `[batch, 64]`. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** A type as people write it: `float32[batch, 64]`; what has none is shown as it is. */
export function showType(type: TensorType): string {
  const { dtype, shape } = type ?? {};
  return Array.isArray(shape) ? `${dtype}${showShape(shape)}` : showValue(type);
}

/** An array as people call it: `Float32Array`; anything else is shown as it is. */
export function showArray(values: unknown): string {
  return ArrayBuffer.isView(values) ? values.constructor.name : showValue(values);
}

/**
 * The shape with each dimension in its one spelling.
 * @throws {TypeError | RangeError} If it is no list of dimensions.
 */
export function checkShape(shape: Shape): Shape {
  if (!Array.isArray(shape)) {
    throw argumentError(shape, { action: "read a shape", argument: "it", rule: "a list of dimensions", type: "none" });
  }
  return shape.map((dimension) => dimensionOf(termsOf(dimension)));
}

/**
 * Refuses an operand of other elements than floats.
 * @throws {TypeError} Naming the operation and the operand's type.
 */
export function checkFloats(operation: string, operand: TensorType): void {
  if (isFloat(operand?.dtype)) return;
  throw new TypeError(`Cannot build ${operation}: the operand must hold floats: current value is ${showType(operand)}`);
}

/** How many elements; a product of symbols and numbers. */
export function elementCount(shape: Shape): Dimension {
  return dimensionProduct(shape);
}

/**
 * The axis counted from the front.
 * @param axis -rank … rank - 1; negative ones count from the back.
 * @throws {RangeError} If there is no such axis.
 */
export function checkAxis(
  axis: number,
  { rank, operation }: { readonly rank: number; readonly operation: string },
): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new RangeError(
      `Cannot build ${operation}: axis must be an integer from ${-rank} to ${rank - 1}: current value is ${axis}`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * The shape that two shapes broadcast to.
 * @throws {RangeError} If they do not fit; both shapes and the operation are named.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { broadcastShapes } from "./tensor_type.ts";
 * assertEquals(broadcastShapes([["batch", 1, 5], [4, 1]], "Add"), ["batch", 4, 5]);
 * assertThrows(() => broadcastShapes([[2, 3], [4]], "Add"), RangeError, "[2, 3] and [4]");
 * ```
 */
export function broadcastShapes([a, b]: readonly [Shape, Shape], operation: string): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new RangeError(
      `Cannot build ${operation}: shapes must broadcast, axis by axis equal or 1: current value is ${
        showShape(a)
      } and ${showShape(b)}`,
    );
  });
}
