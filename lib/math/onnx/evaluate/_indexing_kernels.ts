/**
 * The meaning of the operations that look up by index: gather, scatter and one-hot.
 *
 * **Invariant.** An index must be from 0 to length - 1; another is refused, naming it (one-hot gives zeros for it).
 * What is scattered onto one element is added as often as the index occurs, in double precision, and rounded once.
 *
 * Source: ONNX operators, set 20.
 *
 * @module
 */
import type { OperationName } from "../expressions/operation.ts";
import type { Tensor, Values } from "../expressions/tensor_type.ts";
import { elementCount, linearOffsets, stridesOf } from "./_strides.ts";
import { indicesOf, type Kernels } from "./_kernel.ts";
import { pick } from "./_shape_kernels.ts";

/** Rules of the operations that look up by index. */
export const INDEXING_KERNELS = {
  Gather: ({ attributes: { axis }, operands: [data, indices], result }) => {
    const strides = stridesOf(data!.shape);
    const [before, behind] = [strides.slice(0, axis), strides.slice(axis + 1)];
    const none = (list: readonly number[]) => list.map(() => 0);
    const offsets = linearOffsets(result.shape, { strides: [...before, ...none(indices!.shape), ...behind] });
    const which = linearOffsets(result.shape, {
      strides: [...none(before), ...stridesOf(indices!.shape), ...none(behind)],
    });
    const chosen = checkIndices(indices!, { length: data!.shape[axis]!, operation: "Gather" });
    for (let i = 0; i < offsets.length; i++) offsets[i]! += chosen[which[i]!]! * strides[axis]!;
    pick(data!, { result, offsets });
  },
  GatherElements: ({ attributes: { axis }, operands: [data, indices], result }) => {
    pick(data!, { result, offsets: elementOffsets(data!, { indices: indices!, axis, operation: "GatherElements" }) });
  },
  ScatterND: ({ operands: [data, indices, updates], result }) => {
    const size = elementCount(data!.shape.slice(1));
    const rows = checkIndices(indices!, { length: data!.shape[0]!, operation: "ScatterND" });
    const offsets = Int32Array.from(
      updates!.values as Float64Array,
      (_, i) => rows[Math.floor(i / size)]! * size + i % size,
    );
    addInto(result, { data: data!.values, updates: updates!.values, offsets });
  },
  ScatterElements: ({ attributes: { axis }, operands: [data, indices, updates], result }) => {
    const offsets = elementOffsets(data!, { indices: indices!, axis, operation: "ScatterElements" });
    addInto(result, { data: data!.values, updates: updates!.values, offsets });
  },
  OneHot: ({ attributes: { axis, depth }, operands: [indices], result }) => {
    const strides = stridesOf(result.shape);
    const offsets = linearOffsets(indices!.shape, { strides: strides.toSpliced(axis, 1) });
    const chosen = indicesOf(indices!);
    const one = result.values instanceof BigInt64Array ? 1n : 1;
    for (let i = 0; i < offsets.length; i++) {
      const index = chosen[i]!;
      if (index >= 0 && index < depth) {
        (result.values as Float64Array)[offsets[i]! + index * strides[axis]!] = one as number;
      }
    }
  },
} satisfies Partial<Kernels>;

/** The place in `data` of each index: its own place, but along the axis where the index says. */
function elementOffsets(
  data: Tensor,
  { indices, axis, operation }: { readonly indices: Tensor; readonly axis: number; readonly operation: OperationName },
): Int32Array {
  const strides = stridesOf(data.shape);
  const offsets = linearOffsets(indices.shape, { strides: strides.with(axis, 0) });
  const chosen = checkIndices(indices, { length: data.shape[axis]!, operation });
  for (let i = 0; i < offsets.length; i++) offsets[i]! += chosen[i]! * strides[axis]!;
  return offsets;
}

function checkIndices(
  tensor: Tensor,
  { length, operation }: { readonly length: number; readonly operation: OperationName },
): ArrayLike<number> {
  const indices = indicesOf(tensor);
  for (let i = 0; i < indices.length; i++) {
    if (indices[i]! >= 0 && indices[i]! < length) continue;
    throw new RangeError(
      `Cannot evaluate ${operation}: indices must be from 0 to ${length - 1}: current value is ${indices[i]}`,
    );
  }
  return indices;
}

interface Scatter {
  readonly data: Values;
  readonly updates: Values;
  readonly offsets: Int32Array;
}

function addInto(result: Tensor, { data, updates, offsets }: Scatter): void {
  if (data instanceof BigInt64Array) {
    const target = result.values as BigInt64Array;
    target.set(data);
    for (let i = 0; i < offsets.length; i++) target[offsets[i]!]! += (updates as BigInt64Array)[i]!;
    return;
  }
  const totals = Float64Array.from(data);
  for (let i = 0; i < offsets.length; i++) totals[offsets[i]!]! += (updates as Float64Array)[i]!;
  (result.values as Float64Array).set(totals);
}
