/**
 * Operations that rearrange elements: reshape, transpose, cut out, put together, repeat, pad with zeros.
 *
 * **Invariant.** No element is computed. Symbolic lengths are kept: a reshape may join and split them (`[batch, 64]` to
 * `["64*batch"]` and back), tensors of `past` and `tokens` put together have `past+tokens`.
 *
 * Not here on purpose: views that share memory, padding by reflection, tiling.
 *
 * Source: ONNX Reshape, Transpose, Expand, Slice, Concat, Pad; slices as in NumPy.
 *
 * @module
 */
import { dimensionDifference, dimensionProduct, dimensionQuotient, dimensionSum } from "../expressions/dimension.ts";
import { type Expression, node } from "../expressions/expression.ts";
import {
  broadcastShapes,
  checkAxis,
  checkShape,
  type Dimension,
  elementCount,
  sameShape,
  type Shape,
  showShape,
  showType,
} from "../expressions/tensor_type.ts";

/** Which part of one axis to take; as in NumPy's `start:end:step`, negative places count from the back. */
export interface AxisSlice {
  /** The axis. */
  readonly axis: number;
  /** First place: a number, or a dimension such as `"past"`. @default {the first, or the last if step is negative} */
  readonly start?: Dimension;
  /** Place behind the last. @default {behind the end that the step walks to} */
  readonly end?: Dimension;
  /** From one place to the next, not 0; 1 or -1 where a length is not known in numbers. @default {1} */
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
  if (!sameShape(broadcastShapes([x.shape, result], "Expand"), result)) {
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
 *
 * Of a symbolic axis a part can be cut too, and its length follows: the last token of `tokens` (`start: -1`, length 1),
 * all but the last (`end: -1`, length `tokens-1`), or the positions of a sequence out of a table
 * (`end: "tokens"`). Whether a symbolic part lies inside is checked when the graph runs.
 * @throws {RangeError} If an axis is named twice or not there, a place is out of range, or a step is 0, or
 * neither 1 nor -1 on a symbolic axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { slice } from "./shape_ops.ts";
 * const x = input("x", { shape: ["batch", 10] });
 * assertEquals(slice(x, [{ axis: 1, start: 1, end: -1, step: 3 }]).shape, ["batch", 3]);
 * assertEquals(slice(x, [{ axis: 0, end: -1 }]).shape, ["batch-1", 10]);
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
    shape: first.shape.with(index, dimensionSum(parts.map((part) => part.shape[index]!))),
  });
}

/** How a tensor is split. */
export interface SplitOptions {
  /** Along which axis; negative ones count from the back. */
  readonly axis: number;
  /** The lengths of the parts, in their order; together as long as the axis. */
  readonly lengths: readonly Dimension[];
}

/**
 * Parts of a tensor along an axis, which {@linkcode concat} puts together again.
 * @throws {RangeError} If there is no such axis, or the parts are together not as long as it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { split } from "./shape_ops.ts";
 * const all = input("all", { shape: ["past+tokens", 64] });
 * const [past, tokens] = split(all, { axis: 0, lengths: ["past", "tokens"] });
 * assertEquals([past!.shape, tokens!.shape], [["past", 64], ["tokens", 64]]);
 * ```
 */
export function split(x: Expression, { axis, lengths }: SplitOptions): Expression[] {
  const own = checkAxis(axis, { rank: x.shape.length, operation: "Slice" });
  const parts = checkShape(lengths);
  if (dimensionSum(parts) !== x.shape[own]) {
    throw new RangeError(
      `Cannot build Slice: parts must be together as long as the axis, ${x.shape[own]}: current value is ${
        dimensionSum(parts)
      }`,
    );
  }
  let start: Dimension = 0;
  return parts.map((length) => {
    const end = dimensionSum([start, length]);
    const part = slice(x, [{ axis: own, start, end }]);
    start = end;
    return part;
  });
}

/**
 * Zeros around a tensor.
 * @param before How many on each axis, and `after` behind it.
 * @throws {RangeError} If a count is negative or fractional, or there is not one for each axis.
 */
export function pad(
  x: Expression,
  { before, after }: { readonly before: readonly Dimension[]; readonly after: readonly Dimension[] },
): Expression {
  for (const counts of [before, after]) {
    if (counts.length !== x.shape.length || !counts.every(isCount)) {
      throw new RangeError(
        `Cannot build Pad: there must be a non-negative integer for each axis of ${
          showShape(x.shape)
        }: current value is [${counts}]`,
      );
    }
  }
  const shape = x.shape.map((length, axis) => dimensionSum([length, before[axis]!, after[axis]!]));
  const attributes = { before: checkShape(before), after: checkShape(after) };
  return node("Pad", [x], { attributes, dtype: x.dtype, shape });
}

function isCount(count: Dimension): boolean {
  return typeof count === "string" || (Number.isInteger(count) && count >= 0);
}

interface AxisRange {
  readonly start: Dimension;
  readonly end: Dimension | null;
  readonly step: number;
  readonly length: Dimension;
}

function rangeOf(length: Dimension, part: AxisSlice | undefined): AxisRange {
  if (typeof length === "string" && part === undefined) return { start: 0, end: null, step: 1, length };
  const { start, end, step = 1 } = part ?? {};
  if (!Number.isInteger(step) || step === 0) {
    throw new RangeError(`Cannot build Slice: step must be an integer other than 0: current value is ${step}`);
  }
  const isBackwards = step < 0;
  const last = dimensionDifference(length, 1) ?? -1;
  const first = resolvedIndex(start, { length, fallback: isBackwards ? last : 0, name: "start" });
  const from = isBackwards && first === length ? last : first;
  const to = resolvedIndex(end, { length, fallback: isBackwards ? -1 : length, name: "end" });
  if (typeof from === "number" && typeof to === "number") {
    return { start: from, end: to, step, length: Math.max(0, Math.ceil((to - from) / step)) };
  }
  if (Math.abs(step) !== 1) {
    throw new RangeError(
      `Cannot build Slice: step must be 1 or -1 where a length is not in numbers: current value is ${step}`,
    );
  }
  if (!isBackwards && from === 0 && to === length) return { start: 0, end: null, step, length };
  const count = isBackwards && to === -1
    ? dimensionSum([from, 1])
    : dimensionDifference(isBackwards ? from : to, isBackwards ? to : from);
  return { start: from, end: to, step, length: count ?? 0 };
}

/** A place from the front; a missing one is the fallback. @throws {RangeError} If it lies outside of the axis. */
function resolvedIndex(
  index: Dimension | undefined,
  { length, fallback, name }: { readonly length: Dimension; readonly fallback: Dimension; readonly name: string },
): Dimension {
  if (index === undefined) return fallback;
  if (typeof index === "string") return checkShape([index])[0]!;
  const isInside = typeof length === "string" || (index >= -length && index <= length);
  const own = !Number.isInteger(index) || !isInside
    ? undefined
    : index >= 0
    ? index
    : dimensionDifference(length, -index);
  if (own !== undefined) return own;
  throw new RangeError(
    `Cannot build Slice: ${name} must be an integer from ${
      typeof length === "string" ? `-${length}` : -length
    } to ${length}: current value is ${index}`,
  );
}
