/**
 * Indexing: rows of a table, single elements, sums into places that indices name, and one-hot vectors.
 *
 * **Invariant.** Indices are whole numbers from 0 to the length of the axis, exclusive. Shapes can be checked before
 * the graph runs; whether an index is in range only when it does, and then the runtime says so. Only `oneHot` takes any
 * index: one out of range gives zeros.
 *
 * Not here on purpose: negative indices, boolean masks (`where`), nonzero (its shape depends on values).
 *
 * Source: ONNX Gather, GatherElements, ScatterND, ScatterElements, OneHot.
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { checkAxis, type DType, sameShape, showShape, showType } from "../expressions/tensor_type.ts";

/**
 * Slices of `data` along an axis, one for each index: an embedding is `gather(table, tokens)`.
 * @param indices int32 or int64.
 * @param options.axis @default {0}
 * @returns The shape of data with that axis replaced by the shape of the indices.
 * @throws {TypeError} If indices are no whole numbers.
 * @throws {RangeError} If there is no such axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { gather } from "./indexing.ts";
 * const table = input("table", { shape: [1000, 64] });
 * const tokens = input("tokens", { dtype: "int32", shape: ["batch", 16] });
 * assertEquals(gather(table, tokens).shape, ["batch", 16, 64]);
 * ```
 */
export function gather(
  data: Expression,
  indices: Expression,
  { axis = 0 }: { readonly axis?: number } = {},
): Expression {
  wholeNumbers("Gather", indices);
  const index = checkAxis(axis, { rank: data.shape.length, operation: "Gather" });
  return node("Gather", [data, indices], {
    attributes: { axis: index },
    dtype: data.dtype,
    shape: data.shape.toSpliced(index, 1, ...indices.shape),
  });
}

/**
 * For each index the element of `data` at that place along the axis, and at the index's own place on all others.
 * @throws {TypeError} If indices are no whole numbers.
 * @throws {RangeError} If the shapes differ but on that axis.
 */
export function gatherElements(data: Expression, indices: Expression, { axis }: { readonly axis: number }): Expression {
  wholeNumbers("GatherElements", indices);
  const index = sameButAxis("GatherElements", { data, indices, axis });
  return node("GatherElements", [data, indices], {
    attributes: { axis: index },
    dtype: data.dtype,
    shape: indices.shape,
  });
}

/**
 * `data` with each update added at the place along the axis that its index names; repeated indices add up.
 * @param options.updates Of the indices' shape and the data's element type.
 * @throws {TypeError} If indices are no whole numbers or the element types differ.
 * @throws {RangeError} If the shapes do not fit.
 */
export function scatterElements(
  data: Expression,
  { indices, updates, axis }: { readonly indices: Expression; readonly updates: Expression; readonly axis: number },
): Expression {
  wholeNumbers("ScatterElements", indices);
  const index = sameButAxis("ScatterElements", { data, indices, axis });
  sameType("ScatterElements", data, updates);
  if (!sameShape(updates.shape, indices.shape)) {
    throw new RangeError(
      `Cannot build ScatterElements: updates must have the indices' shape: current value is ${
        showShape(updates.shape)
      } and ${showShape(indices.shape)}`,
    );
  }
  return node("ScatterElements", [data, indices, updates], {
    attributes: { axis: index, reduction: "add" },
    dtype: data.dtype,
    shape: data.shape,
  });
}

/**
 * `data` (rows, …) with each update added to the row that its index names; repeated indices add up.
 * @param options.indices (n), int64: the runtime takes no other.
 * @param options.updates (n, …).
 * @throws {TypeError} If indices are not int64 or the element types differ.
 * @throws {RangeError} If the shapes do not fit.
 */
export function scatterRows(
  data: Expression,
  { indices, updates }: { readonly indices: Expression; readonly updates: Expression },
): Expression {
  if (indices.dtype !== "int64") {
    throw new TypeError(`Cannot build ScatterND: indices must be int64: current value is ${showType(indices)}`);
  }
  sameType("ScatterND", data, updates);
  const wanted = [indices.shape[0]!, ...data.shape.slice(1)];
  if (data.shape.length === 0 || indices.shape.length !== 1 || !sameShape(wanted, updates.shape)) {
    throw new RangeError(
      `Cannot build ScatterND: updates must be one row of data for each index: current value is ${
        showShape(updates.shape)
      }, data ${showShape(data.shape)}, indices ${showShape(indices.shape)}`,
    );
  }
  const column = node("Reshape", [indices], {
    attributes: { shape: [...indices.shape, 1] },
    dtype: "int64",
    shape: [...indices.shape, 1],
  });
  return node("ScatterND", [data, column, updates], {
    attributes: { reduction: "add" },
    dtype: data.dtype,
    shape: data.shape,
  });
}

/**
 * 1 at the index's place along a new axis, 0 elsewhere; zeros only, if the index is out of range.
 * @param options.depth Length of the new axis.
 * @param options.axis Where it is put. @default {-1}
 * @param options.dtype Element type of the result. @default {"float32"}
 * @throws {TypeError} If indices are no whole numbers.
 * @throws {RangeError} If depth is no positive integer, or there is no such place for an axis.
 */
export function oneHot(
  indices: Expression,
  { depth, axis = -1, dtype = "float32" }: { readonly depth: number; readonly axis?: number; readonly dtype?: DType },
): Expression {
  wholeNumbers("OneHot", indices);
  if (!Number.isInteger(depth) || depth < 1) {
    throw new RangeError(`Cannot build OneHot: depth must be a positive integer: current value is ${depth}`);
  }
  const index = checkAxis(axis, { rank: indices.shape.length + 1, operation: "OneHot" });
  return node("OneHot", [indices], {
    attributes: { axis: index, depth, to: dtype },
    dtype,
    shape: indices.shape.toSpliced(index, 0, depth),
  });
}

function wholeNumbers(name: string, indices: Expression): void {
  if (indices.dtype !== "int32" && indices.dtype !== "int64") {
    throw new TypeError(`Cannot build ${name}: indices must be int32 or int64: current value is ${showType(indices)}`);
  }
}

function sameType(name: string, data: Expression, updates: Expression): void {
  if (data.dtype !== updates.dtype) {
    throw new TypeError(
      `Cannot build ${name}: updates must have the data's element type: current value is ${showType(updates)} and ${
        showType(data)
      }`,
    );
  }
}

/** The axis from the front. @throws {RangeError} If the shapes differ on another one. */
function sameButAxis(
  name: string,
  { data, indices, axis }: { readonly data: Expression; readonly indices: Expression; readonly axis: number },
): number {
  const index = checkAxis(axis, { rank: data.shape.length, operation: name });
  const fits = indices.shape.length === data.shape.length &&
    indices.shape.every((length, other) => other === index || length === data.shape[other]);
  if (fits) return index;
  throw new RangeError(
    `Cannot build ${name}: shapes must agree but on axis ${index}: current value is ${showShape(data.shape)} and ${
      showShape(indices.shape)
    }`,
  );
}
