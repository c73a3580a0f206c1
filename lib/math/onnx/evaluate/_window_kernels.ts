/**
 * The meaning of the operations that slide a window over the spatial axes: convolution, its transpose, pooling; over
 * any number of axes.
 *
 * All of them read one table: for each position of the window and each of its taps, where in a channel the tap lies, or
 * that it lies in the padding. A convolution sums over the table forwards, its transpose backwards.
 *
 * **Invariant.** Padding adds nothing to a sum and is never a maximum. Sums are made in double precision and rounded
 * once.
 *
 * Cost: O(positions · taps) for the table, times channels and filters for a convolution.
 *
 * Source: ONNX operators Conv, ConvTranspose, MaxPool, AveragePool, set 20.
 *
 * @module
 */
import type { ConvolutionAttributes, PoolingAttributes } from "../expressions/operation.ts";
import type { Tensor } from "../expressions/tensor_type.ts";
import { elementCount, linearOffsets, stridesOf } from "./_strides.ts";
import { isAbove } from "./_reduction_kernels.ts";
import { type Kernels, type Numbers, numbersOf } from "./_kernel.ts";

/** Rules of the operations with windows. */
export const WINDOW_KERNELS = {
  Conv: ({ attributes, operands: [x, w, bias], result }) => {
    const table = tapsOf(attributes, {
      input: x!.shape.slice(2),
      output: result.shape.slice(2),
      kernel: w!.shape.slice(2),
    });
    const [batch, channels] = x!.shape as [number, number];
    const filters = w!.shape[0]!;
    const totals = new Float64Array(result.values.length);
    const sizes = { groups: attributes.groups, batch, channels, filters };
    forEachPair(sizes, ({ sample, channel, filter, channelInGroup, channelsPerGroup }) => {
      const from = (sample * channels + channel) * table.inputs;
      const weights = (filter * channelsPerGroup + channelInGroup) * table.taps;
      const to = (sample * filters + filter) * table.positions;
      forEachTap(table, ({ position, tap, offset }) => {
        totals[to + position]! += numbersOf(x!)[from + offset]! * numbersOf(w!)[weights + tap]!;
      });
    });
    store(result, { totals, bias });
  },
  ConvTranspose: ({ attributes, operands: [x, w, bias], result }) => {
    const table = tapsOf(attributes, {
      input: result.shape.slice(2),
      output: x!.shape.slice(2),
      kernel: w!.shape.slice(2),
    });
    const [batch, filters] = x!.shape as [number, number];
    const channels = result.shape[1]!;
    const totals = new Float64Array(result.values.length);
    const sizes = { groups: attributes.groups, batch, channels, filters };
    forEachPair(sizes, ({ sample, channel, filter, channelInGroup, channelsPerGroup }) => {
      const to = (sample * channels + channel) * table.inputs;
      const weights = (filter * channelsPerGroup + channelInGroup) * table.taps;
      const from = (sample * filters + filter) * table.positions;
      forEachTap(table, ({ position, tap, offset }) => {
        totals[to + offset]! += numbersOf(x!)[from + position]! * numbersOf(w!)[weights + tap]!;
      });
    });
    store(result, { totals, bias });
  },
  MaxPool: ({ attributes, operands: [x], result }) => {
    const values = x!.values as Float64Array;
    forEachWindow(x!, { attributes, result }, (target, offsets) => {
      (result.values as Float64Array)[target] = values[largest(values, offsets)]!;
    });
  },
  MaxPoolIndices: ({ attributes, operands: [x], result }) => {
    forEachWindow(x!, { attributes, result }, (target, offsets) => {
      (result.values as BigInt64Array)[target] = BigInt(largest(x!.values as Float64Array, offsets));
    });
  },
  AveragePool: ({ attributes, operands: [x], result }) => {
    const values = numbersOf(x!);
    const size = elementCount(attributes.kernel);
    forEachWindow(x!, { attributes, result }, (target, offsets) => {
      const total = offsets.reduce((sum, offset) => sum + values[offset]!, 0);
      numbersOf(result)[target] = total / (attributes.countsPads ? size : offsets.length);
    });
  },
} satisfies Partial<Kernels>;

/** For position p and tap t, `places[p * taps + t]` is where in a channel the tap lies, or -1 if in the padding. */
interface TapTable {
  readonly inputs: number;
  readonly positions: number;
  readonly taps: number;
  readonly offsets: Int32Array;
}

interface Spatial {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
}

type Window = Pick<ConvolutionAttributes, "strides" | "padsBefore"> & Partial<Pick<ConvolutionAttributes, "dilations">>;

function tapsOf({ strides, padsBefore, dilations = [] }: Window, { input, output, kernel }: Spatial): TapTable {
  const [positions, taps] = [elementCount(output), elementCount(kernel)];
  const offsets = new Int32Array(positions * taps);
  const inputStrides = stridesOf(input);
  input.forEach((length, axis) => {
    const one = (_: number, other: number) => other === axis ? 1 : 0;
    const positionAlong = linearOffsets(output, { strides: output.map(one) });
    const tapAlong = linearOffsets(kernel, { strides: kernel.map(one) });
    for (let i = 0; i < offsets.length; i++) {
      const index = positionAlong[Math.floor(i / taps)]! * strides[axis]! +
        tapAlong[i % taps]! * (dilations[axis] ?? 1) - padsBefore[axis]!;
      if (index < 0 || index >= length) offsets[i] = -1;
      else if (offsets[i]! >= 0) offsets[i]! += index * inputStrides[axis]!;
    }
  });
  return { inputs: elementCount(input), positions, taps, offsets };
}

function forEachTap(
  { positions, taps, offsets }: TapTable,
  visit: (at: { readonly position: number; readonly tap: number; readonly offset: number }) => void,
): void {
  for (let position = 0; position < positions; position++) {
    for (let tap = 0; tap < taps; tap++) {
      const offset = offsets[position * taps + tap]!;
      if (offset >= 0) visit({ position, tap, offset });
    }
  }
}

interface Sizes {
  readonly groups: number;
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
}

interface Pair {
  readonly sample: number;
  readonly channel: number;
  readonly filter: number;
  readonly channelInGroup: number;
  readonly channelsPerGroup: number;
}

/** Every filter of every sample with every channel of its group. */
function forEachPair({ groups, batch, channels, filters }: Sizes, visit: (pair: Pair) => void): void {
  const channelsPerGroup = channels / groups;
  for (let sample = 0; sample < batch; sample++) {
    for (let filter = 0; filter < filters; filter++) {
      const first = Math.floor(filter / (filters / groups)) * channelsPerGroup;
      for (let channelInGroup = 0; channelInGroup < channelsPerGroup; channelInGroup++) {
        visit({ sample, filter, channel: first + channelInGroup, channelInGroup, channelsPerGroup });
      }
    }
  }
}

function store(
  result: Tensor,
  { totals, bias }: { readonly totals: Float64Array; readonly bias: Tensor | undefined },
): void {
  const target: Numbers = numbersOf(result);
  const channels = result.shape[1]!;
  const size = elementCount(result.shape.slice(2));
  for (let i = 0; i < target.length; i++) {
    target[i] = totals[i]! + (bias === undefined ? 0 : numbersOf(bias)[Math.floor(i / size) % channels]!);
  }
}

/** For each element of the result, the places in x that its window covers. */
function forEachWindow(
  x: Tensor,
  { attributes, result }: { readonly attributes: PoolingAttributes; readonly result: Tensor },
  visit: (target: number, offsets: readonly number[]) => void,
): void {
  const table = tapsOf(attributes, {
    input: x.shape.slice(2),
    output: result.shape.slice(2),
    kernel: attributes.kernel,
  });
  for (let target = 0; target < result.values.length; target++) {
    const channel = Math.floor(target / table.positions);
    const first = target % table.positions * table.taps;
    const offsets = [...table.offsets.subarray(first, first + table.taps)].filter((offset) => offset >= 0);
    visit(target, offsets.map((offset) => channel * table.inputs + offset));
  }
}

/** The place of the largest value; of equal ones the first. */
function largest(values: ArrayLike<number>, offsets: readonly number[]): number {
  if (offsets.length === 0) {
    throw new RangeError(
      "Cannot evaluate MaxPool: every window must cover an element: current value is one in the padding",
    );
  }
  return offsets.reduce((best, offset) => isAbove(values[offset]!, values[best]!) ? offset : best);
}
