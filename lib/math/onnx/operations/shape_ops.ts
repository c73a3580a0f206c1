/**
 * Operations that rearrange elements: reshape, transpose, cut out, put together, repeat, pad with zeros.
 *
 * **Invariant.** No element is computed. Symbolic lengths are kept: a reshape may join and split them (`[batch, 64]` to
 * `["64*batch"]` and back), a slice or a pad takes such an axis whole.
 *
 * Not here on purpose: views that share memory, padding by reflection, tiling.
 *
 * Source: ONNX Reshape, Transpose, Expand, Slice, Concat, Pad; slices as in NumPy.
 *
 * @module
 */
import { dimensionProduct, dimensionQuotient } from "../expressions/dimension.ts";
import { type Expression, node } from "../expressions/expression.ts";
import {
  broadcastShapes,
  checkAxis,
  checkShape,
  type Dimension,
  elementCount,
  type Shape,
  showShape,
  showType,
} from "../expressions/tensor_type.ts";

/** Which part of one axis to take; as in NumPy's `start:end:step`, negative places count from the back. */
export interface AxisSlice {
  /** The axis. */
  readonly axis: number;
  /** First place. @default {the first, or the last if step is negative} */
  readonly start?: number;
  /** Place behind the last. @default {behind the end that the step walks to} */
  readonly end?: number;
  /** From one place to the next, not 0. @default {1} */
  readonly step?: number;
}

/**
 * The elements in their order, in another shape.
 * @param shape As many elements; one length may be -1, "whatever remains".
 * @throws {RangeError} If there would be more or fewer elements.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { reshape } from "./shape_ops.ts";
 * assertEquals(reshape(input("x", { shape: ["batch", 8, 8] }), [-1, 64]).shape, ["batch", 64]);
 * ```
 */
export function reshape(x: Expression, shape: Shape): Expression {
  const unknown = shape.filter((dimension) => dimension === -1).length;
  const known = dimensionProduct(shape.filter((dimension) => dimension !== -1));
  const count = elementCount(x.shape);
  const rest = unknown === 0 ? (known === count ? 1 : undefined) : dimensionQuotient(count, known);
  if (rest === undefined || unknown > 1) {
    throw new RangeError(
      `Cannot build Reshape: both shapes must have as many elements: current value is ${showShape(x.shape)} and ${
        showShape(shape)
      }`,
    );
  }
  const result = checkShape(shape.map((dimension) => dimension === -1 ? rest : dimension));
  return node("Reshape", [x], { attributes: { shape: result }, dtype: x.dtype, shape: result });
}

/**
 * With a new axis of length 1 before `axis`, which may be the rank: behind all.
 * @throws {RangeError} If there is no such place.
 */
export function unsqueeze(x: Expression, axis: number): Expression {
  const index = checkAxis(axis, { rank: x.shape.length + 1, operation: "Reshape" });
  return reshape(x, x.shape.toSpliced(index, 0, 1));
}

/** Without these axes. @throws {RangeError} If one has another length than 1. */
export function squeeze(x: Expression, axes: readonly number[]): Expression {
  const gone = new Set(axes.map((axis) => checkAxis(axis, { rank: x.shape.length, operation: "Reshape" })));
  return reshape(x, x.shape.filter((_, axis) => !gone.has(axis)));
}

/**
 * With the axes in another order.
 * @param permutation Axis i of the result is axis `permutation[i]` of x. @default {all reversed}
 * @throws {RangeError} If it is no permutation.
 */
export function transpose(x: Expression, permutation?: readonly number[]): Expression {
  const rank = x.shape.length;
  const order = (permutation ?? x.shape.map((_, axis) => rank - 1 - axis)).map((axis) =>
    checkAxis(axis, { rank, operation: "Transpose" })
  );
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new RangeError(
      `Cannot build Transpose: permutation must name each axis of ${
        showShape(x.shape)
      } once: current value is [${permutation}]`,
    );
  }
  return node("Transpose", [x], {
    attributes: { permutation: order },
    dtype: x.dtype,
    shape: order.map((axis) => x.shape[axis]!),
  });
}

/** With its last two axes exchanged. @throws {RangeError} If there are fewer. */
export function transposeLastTwo(x: Expression): Expression {
  const rank = x.shape.length;
  checkAxis(-2, { rank, operation: "Transpose" });
  return transpose(x, [...x.shape.slice(0, -2).keys(), rank - 1, rank - 2]);
}

/**
 * Repeated to a larger shape, by the rule of broadcasting.
 * @throws {RangeError} If x does not broadcast to this shape.
 */
export function expand(x: Expression, shape: Shape): Expression {
  const result = checkShape(shape);
  if (showShape(broadcastShapes([x.shape, result], "Expand")) !== showShape(result)) {
    throw new RangeError(
      `Cannot build Expand: the operand must broadcast to the shape: current value is ${showShape(x.shape)} and ${
        showShape(result)
      }`,
    );
  }
  return node("Expand", [x], { attributes: { shape: result }, dtype: x.dtype, shape: result });
}

/**
 * A part of a tensor; axes that are not named are taken whole.
 * @throws {RangeError} If an axis is named twice or not there, a place is out of range, a step is 0, or part of a
 * symbolic axis is asked for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { slice } from "./shape_ops.ts";
 * const x = input("x", { shape: ["batch", 10] });
 * assertEquals(slice(x, [{ axis: 1, start: 1, end: -1, step: 3 }]).shape, ["batch", 3]);
 * ```
 */
export function slice(x: Expression, parts: readonly AxisSlice[]): Expression {
  const rank = x.shape.length;
  const named = new Map<number, AxisSlice>();
  for (const part of parts) {
    const axis = checkAxis(part.axis, { rank, operation: "Slice" });
    if (named.has(axis)) {
      throw new RangeError(`Cannot build Slice: an axis must be named once: current value is ${part.axis}`);
    }
    named.set(axis, part);
  }
  const ranges = x.shape.map((length, axis) => rangeOf(length, named.get(axis)));
  return node("Slice", [x], {
    attributes: {
      starts: ranges.map(({ start }) => start),
      ends: ranges.map(({ end }) => end),
      steps: ranges.map(({ step }) => step),
    },
    dtype: x.dtype,
    shape: ranges.map(({ length }) => length),
  });
}

/**
 * Tensors one behind the other along an axis.
 * @throws {RangeError} If there are none, or their shapes differ on another axis.
 * @throws {TypeError} If their element types differ.
 */
export function concat(parts: readonly Expression[], { axis }: { readonly axis: number }): Expression {
  const [first] = parts;
  if (first === undefined) throw new RangeError("Cannot build Concat: parts must not be empty: current value is []");
  const index = checkAxis(axis, { rank: first.shape.length, operation: "Concat" });
  for (const part of parts) {
    const fits = part.shape.length === first.shape.length &&
      part.shape.every((length, other) => other === index || length === first.shape[other]);
    if (!fits) {
      throw new RangeError(
        `Cannot build Concat: shapes must agree but on axis ${index}: current value is ${showShape(first.shape)} and ${
          showShape(part.shape)
        }`,
      );
    }
    if (part.dtype !== first.dtype) {
      throw new TypeError(
        `Cannot build Concat: parts must have one element type: current value is ${showType(first)} and ${
          showType(part)
        }`,
      );
    }
  }
  return node("Concat", parts, {
    attributes: { axis: index },
    dtype: first.dtype,
    shape: first.shape.with(index, lengthOfAll(parts, index)),
  });
}

/** The sum of lengths along an axis. @throws {RangeError} If one of several is a symbol. */
function lengthOfAll(parts: readonly Expression[], axis: number): Dimension {
  const lengths = parts.map((part) => part.shape[axis]!);
  if (lengths.length === 1) return lengths[0]!;
  return lengths.reduce<number>((sum, length) => {
    if (typeof length === "string") {
      throw new RangeError(
        `Cannot build Concat: lengths along axis ${axis} must be numbers: current value is ${length}`,
      );
    }
    return sum + length;
  }, 0);
}

/**
 * Zeros around a tensor.
 * @param before How many on each axis, and `after` behind it.
 * @throws {RangeError} If a count is negative or fractional, there is not one for each axis, or a symbolic axis is
 * padded.
 */
export function pad(
  x: Expression,
  { before, after }: { readonly before: readonly number[]; readonly after: readonly number[] },
): Expression {
  for (const counts of [before, after]) {
    if (counts.length !== x.shape.length || !counts.every((count) => Number.isInteger(count) && count >= 0)) {
      throw new RangeError(
        `Cannot build Pad: there must be a non-negative integer for each axis of ${
          showShape(x.shape)
        }: current value is [${counts}]`,
      );
    }
  }
  const shape = x.shape.map((length, axis) => {
    const more = before[axis]! + after[axis]!;
    if (more === 0) return length;
    if (typeof length === "number") return length + more;
    throw new RangeError(`Cannot build Pad: a padded axis must have a length in numbers: current value is ${length}`);
  });
  return node("Pad", [x], { attributes: { before: [...before], after: [...after] }, dtype: x.dtype, shape });
}

interface AxisRange {
  readonly start: number;
  readonly end: number | null;
  readonly step: number;
  readonly length: Dimension;
}

function rangeOf(length: Dimension, part: AxisSlice | undefined): AxisRange {
  if (typeof length === "string") {
    if (part === undefined) return { start: 0, end: null, step: 1, length };
    throw new RangeError(`Cannot build Slice: a sliced axis must have a length in numbers: current value is ${length}`);
  }
  const { start, end, step = 1 } = part ?? {};
  if (!Number.isInteger(step) || step === 0) {
    throw new RangeError(`Cannot build Slice: step must be an integer other than 0: current value is ${step}`);
  }
  const first = resolvedIndex(start, { length, fallback: step > 0 ? 0 : length - 1, name: "start" });
  const from = step > 0 ? first : Math.min(first, length - 1);
  const to = resolvedIndex(end, { length, fallback: step > 0 ? length : -1, name: "end" });
  return { start: from, end: to, step, length: Math.max(0, Math.ceil((to - from) / step)) };
}

/** A place from the front; a missing one is the fallback. @throws {RangeError} If it lies outside of the axis. */
function resolvedIndex(
  index: number | undefined,
  { length, fallback, name }: { readonly length: number; readonly fallback: number; readonly name: string },
): number {
  if (index === undefined) return fallback;
  if (!Number.isInteger(index) || index < -length || index > length) {
    throw new RangeError(
      `Cannot build Slice: ${name} must be an integer from ${-length} to ${length}: current value is ${index}`,
    );
  }
  return index < 0 ? index + length : index;
}
