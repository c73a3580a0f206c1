/**
 * Places of elements in dense tensors: where the element at an index lies.
 *
 * An element's offset is the sum of index times stride over the axes. With other strides than its own the same array is
 * read in another way: stride 0 repeats an axis (broadcasting), strides in another order transpose, negative ones
 * reverse, larger ones skip. So every operation that moves elements, reduces axes or broadcasts is one list of offsets.
 *
 * Cost: O(elements) time and memory for a list.
 *
 * @module
 */

/** The number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}

/** How far neighbours along each axis lie apart, row after row. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** Strides by which a tensor of one shape is read as if it had a larger shape that it broadcasts to. */
export function broadcastStrides(shape: readonly number[], rank: number): number[] {
  const strides = stridesOf(shape).map((stride, axis) => shape[axis] === 1 ? 0 : stride);
  return [...new Array<number>(rank - shape.length).fill(0), ...strides];
}

/**
 * For each index of `shape`, last axis fastest: `start` plus the sum of index times stride.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linearOffsets } from "./_strides.ts";
 * assertEquals([...linearOffsets([3, 2], { strides: [1, 3] })], [0, 3, 1, 4, 2, 5]); // the transpose of a 2 × 3 tensor
 * ```
 */
export function linearOffsets(
  shape: readonly number[],
  { strides, start = 0 }: { readonly strides: readonly number[]; readonly start?: number },
): Int32Array {
  const offsets = new Int32Array(elementCount(shape));
  offsets[0] = start;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis]!;
    for (let index = 1; index < length; index++) {
      const shift = index * strides[axis]!;
      for (let i = 0; i < filled; i++) offsets[index * filled + i] = offsets[i]! + shift;
    }
    filled *= length;
  }
  return offsets;
}
