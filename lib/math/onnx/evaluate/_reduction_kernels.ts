/**
 * The meaning of the operations that work along axes: reductions, places of maxima, softmax; and of the matrix product.
 *
 * A tensor is read as lines: one for each index of the axes that stay, along the axes that are reduced. Sums of floats
 * are made in double precision and rounded once. Exponentials are taken of what lies below the line's maximum, so that
 * none overflows.
 *
 * **Invariant.** A NaN in a line makes the result of the line NaN, and is its first maximum. The sum of nothing is 0,
 * its maximum and its logSumExp are the least number of the type, its mean is NaN.
 *
 * Source: ONNX operators, set 20.
 *
 * @module
 */
import type { Tensor } from "../expressions/tensor_type.ts";
import { broadcastStrides, elementCount, linearOffsets, stridesOf } from "./_strides.ts";
import { type Kernels, numbersOf } from "./_kernel.ts";

/** The least element of each type. */
const LOWEST = { float32: -Infinity, float64: -Infinity, int32: -(2 ** 31), int64: -(2n ** 63n), bool: 0 } as const;

/** Rules of the reductions and of the matrix product. */
export const REDUCTION_KERNELS = {
  ReduceSum: ({ attributes, operands, result }) => sums(linesOf(operands[0]!, attributes.axes), result),
  ReduceMean: ({ attributes, operands, result }) => {
    const lines = linesOf(operands[0]!, attributes.axes);
    const target = numbersOf(result);
    for (let i = 0; i < target.length; i++) target[i] = sum(lines, i) / lines.length;
  },
  ReduceMax: ({ attributes, operands, result }) => {
    const lines = linesOf(operands[0]!, attributes.axes);
    const target = result.values as Float64Array;
    for (let i = 0; i < target.length; i++) {
      const index = largestIndex(lines, i);
      target[i] = index === undefined ? LOWEST[result.dtype] as number : lines.at(i, index) as number;
    }
  },
  ReduceLogSumExp: ({ attributes, operands, result }) => {
    const lines = linesOf(operands[0]!, attributes.axes);
    const target = numbersOf(result);
    for (let i = 0; i < target.length; i++) target[i] = logSumExp(exponentials(lines, i));
  },
  ArgMax: ({ attributes, operands, result }) => {
    const lines = linesOf(operands[0]!, [attributes.axis]);
    const target = result.values as BigInt64Array;
    for (let i = 0; i < target.length; i++) {
      const index = largestIndex(lines, i);
      if (index === undefined) {
        throw new RangeError("Cannot evaluate ArgMax: the axis must have elements: current value is length 0");
      }
      target[i] = BigInt(index);
    }
  },
  CumSum: ({ attributes: { axis, exclusive, reverse }, operands, result }) => {
    const lines = linesOf(operands[0]!, [axis]);
    const target = result.values as Float64Array;
    for (let line = 0; line < lines.count; line++) {
      let total = (result.dtype === "int64" ? 0n : 0) as number;
      for (let i = 0; i < lines.length; i++) {
        const index = reverse ? lines.length - 1 - i : i;
        const before = total;
        total += lines.at(line, index) as number;
        target[lines.offsetOf(line, index)] = exclusive ? before : total;
      }
    }
  },
  TopK: ({ attributes, operands, result }) => {
    forEachOfTop(operands[0]!, { ...attributes, result }, (offset, element) => {
      (result.values as Float64Array)[offset] = element.value as number;
    });
  },
  TopKIndices: ({ attributes, operands, result }) => {
    forEachOfTop(operands[0]!, { ...attributes, result }, (offset, element) => {
      (result.values as BigInt64Array)[offset] = BigInt(element.index);
    });
  },
  Softmax: ({ attributes, operands, result }) =>
    alongAxis(operands[0]!, { ...attributes, result, take: (below, total) => Math.exp(below) / total }),
  LogSoftmax: ({ attributes, operands, result }) =>
    alongAxis(operands[0]!, { ...attributes, result, take: (below, total) => below - Math.log(total) }),
  MatMul: ({ operands, result }) => product(operands as readonly [Tensor, Tensor], result),
} satisfies Partial<Kernels>;

/** A tensor as lines. */
interface Lines {
  /** How many. */
  readonly count: number;
  /** How long each is. */
  readonly length: number;
  /** The element at a place of a line. */
  readonly at: (line: number, index: number) => number | bigint;
  /** Where it lies. */
  readonly offsetOf: (line: number, index: number) => number;
}

function linesOf({ shape, values }: Tensor, axes: readonly number[]): Lines {
  const strides = stridesOf(shape);
  const pick = (list: readonly number[], reduced: boolean) => list.filter((_, axis) => axes.includes(axis) === reduced);
  const starts = linearOffsets(pick(shape, false), { strides: pick(strides, false) });
  const offsets = linearOffsets(pick(shape, true), { strides: pick(strides, true) });
  const offsetOf = (line: number, index: number) => starts[line]! + offsets[index]!;
  return {
    count: starts.length,
    length: offsets.length,
    offsetOf,
    at: (line, index) => values[offsetOf(line, index)]!,
  };
}

function sums(lines: Lines, { values }: Tensor): void {
  for (let i = 0; i < values.length; i++) {
    if (values instanceof BigInt64Array) values[i] = integerSum(lines, i);
    else values[i] = sum(lines, i);
  }
}

function sum(lines: Lines, line: number): number {
  let total = 0;
  for (let index = 0; index < lines.length; index++) total += lines.at(line, index) as number;
  return total;
}

function integerSum(lines: Lines, line: number): bigint {
  let total = 0n;
  for (let index = 0; index < lines.length; index++) total += lines.at(line, index) as bigint;
  return total;
}

/** The first place of the largest element; NaN counts as largest. */
function largestIndex(lines: Lines, line: number): number | undefined {
  let best: number | undefined;
  for (let index = 0; index < lines.length; index++) {
    if (best === undefined || isAbove(lines.at(line, index), lines.at(line, best))) best = index;
  }
  return best;
}

/** Whether a is larger than b; NaN is larger than everything but itself. */
export function isAbove(a: number | bigint, b: number | bigint): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}

interface Ranked {
  readonly value: number | bigint;
  readonly index: number;
}

/** Visits the k largest of each line, with their offsets in the result. */
function forEachOfTop(
  operand: Tensor,
  { axis, k, result }: { readonly axis: number; readonly k: number; readonly result: Tensor },
  visit: (offset: number, element: Ranked) => void,
): void {
  const [lines, targets] = [linesOf(operand, [axis]), linesOf(result, [axis])];
  if (lines.length < k) {
    throw new RangeError(`Cannot evaluate TopK: the axis must have ${k} elements: current value is ${lines.length}`);
  }
  for (let line = 0; line < lines.count; line++) {
    const ranked = Array.from(
      { length: lines.length },
      (_, index): Ranked => ({ value: lines.at(line, index), index }),
    );
    ranked.sort((a, b) => isAbove(b.value, a.value) ? 1 : isAbove(a.value, b.value) ? -1 : a.index - b.index);
    for (let rank = 0; rank < k; rank++) visit(targets.offsetOf(line, rank), ranked[rank]!);
  }
}

/** The largest element of a line, and the sum of the exponentials of what each lies below it. */
interface Exponentials {
  readonly largest: number;
  readonly total: number;
}

function exponentials(lines: Lines, line: number): Exponentials {
  const index = largestIndex(lines, line);
  if (index === undefined) return { largest: -Infinity, total: 0 };
  const largest = lines.at(line, index) as number;
  let total = 0;
  for (let i = 0; i < lines.length; i++) total += Math.exp(lines.at(line, i) as number - largest);
  return { largest, total };
}

function logSumExp({ largest, total }: Exponentials): number {
  return Number.isFinite(largest) ? largest + Math.log(total) : largest;
}

interface AlongAxis {
  readonly axis: number;
  readonly result: Tensor;
  /** Makes the result of how much an element lies below the largest, and the line's total. */
  readonly take: (below: number, total: number) => number;
}

/** Softmax or its logarithm; a line whose largest element is infinite gives NaN, as ∞ - ∞ does. */
function alongAxis(operand: Tensor, { axis, result, take }: AlongAxis): void {
  const lines = linesOf(operand, [axis]);
  const target = numbersOf(result);
  for (let line = 0; line < lines.count; line++) {
    const { largest, total } = exponentials(lines, line);
    for (let index = 0; index < lines.length; index++) {
      target[lines.offsetOf(line, index)] = take(lines.at(line, index) as number - largest, total);
    }
  }
}

/** (…, m, k) · (…, k, n). */
function product([a, b]: readonly [Tensor, Tensor], result: Tensor): void {
  const [m, n] = result.shape.slice(-2) as [number, number];
  const k = a.shape.at(-1)!;
  const leading = result.shape.slice(0, -2);
  const matrices = ({ shape }: Tensor) => {
    const size = elementCount(shape.slice(-2));
    return linearOffsets(leading, {
      strides: broadcastStrides(shape.slice(0, -2), leading.length).map((stride) => stride * size),
    });
  };
  const [lefts, rights] = [matrices(a), matrices(b)];
  const [x, y, target] = [numbersOf(a), numbersOf(b), numbersOf(result)];
  for (let i = 0; i < target.length; i++) {
    const matrix = Math.floor(i / (m * n));
    const row = lefts[matrix]! + Math.floor(i / n) % m * k;
    const column = rights[matrix]! + i % n;
    let total = 0;
    for (let j = 0; j < k; j++) total += x[row + j]! * y[column + j * n]!;
    target[i] = total;
  }
}
