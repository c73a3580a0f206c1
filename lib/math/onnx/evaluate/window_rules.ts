/**
 * The meaning of the operations that slide a window over the spatial axes: convolution, its transpose, pooling; over any number of axes.
 *
 * All of them read one table: for each position of the window and each of its taps, where in a channel the tap lies, or that it lies in the padding. A
 * convolution sums over the table forwards, its transpose backwards.
 *
 * **Invariant.** Padding adds nothing to a sum and is never a maximum. Sums are made in double precision and rounded once.
 *
 * Cost: O(positions · taps) for the table, times channels and filters for a convolution.
 *
 * Source: ONNX operators Conv, ConvTranspose, MaxPool, AveragePool, set 20.
 *
 * @module
 */
import type { ConvolutionAttributes, PoolingAttributes } from "../expressions/operation.ts";
import type { Tensor } from "../expressions/tensor_type.ts";
import { countOf, placesOf, stridesOf } from "./places.ts";
import { isAbove } from "./reduction_rules.ts";
import { type EvaluationRules, type Numbers, numbersOf } from "./rule.ts";

/** Rules of the operations with windows. */
export const WINDOW_RULES = {
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
      forEachTap(table, ({ position, tap, place }) => {
        totals[to + position]! += numbersOf(x!)[from + place]! * numbersOf(w!)[weights + tap]!;
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
      forEachTap(table, ({ position, tap, place }) => {
        totals[to + place]! += numbersOf(x!)[from + position]! * numbersOf(w!)[weights + tap]!;
      });
    });
    store(result, { totals, bias });
  },
  MaxPool: ({ attributes, operands: [x], result }) => {
    const values = x!.values as Float64Array;
    forEachWindow(x!, { attributes, result }, (target, places) => {
      (result.values as Float64Array)[target] = values[largest(values, places)]!;
    });
  },
  MaxPoolIndices: ({ attributes, operands: [x], result }) => {
    forEachWindow(x!, { attributes, result }, (target, places) => {
      (result.values as BigInt64Array)[target] = BigInt(largest(x!.values as Float64Array, places));
    });
  },
  AveragePool: ({ attributes, operands: [x], result }) => {
    const values = numbersOf(x!);
    const size = countOf(attributes.kernel);
    forEachWindow(x!, { attributes, result }, (target, places) => {
      const total = places.reduce((sum, place) => sum + values[place]!, 0);
      numbersOf(result)[target] = total / (attributes.countsPads ? size : places.length);
    });
  },
} satisfies Partial<EvaluationRules>;

/** For position p and tap t, `places[p * taps + t]` is where in a channel the tap lies, or -1 if in the padding. */
interface TapTable {
  readonly inputs: number;
  readonly positions: number;
  readonly taps: number;
  readonly places: Int32Array;
}

interface Spatial {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
}

type Window = Pick<ConvolutionAttributes, "strides" | "padsBefore"> & Partial<Pick<ConvolutionAttributes, "dilations">>;

function tapsOf({ strides, padsBefore, dilations = [] }: Window, { input, output, kernel }: Spatial): TapTable {
  const [positions, taps] = [countOf(output), countOf(kernel)];
  const places = new Int32Array(positions * taps);
  const inputStrides = stridesOf(input);
  input.forEach((length, axis) => {
    const one = (_: number, other: number) => other === axis ? 1 : 0;
    const positionAlong = placesOf(output, { strides: output.map(one) });
    const tapAlong = placesOf(kernel, { strides: kernel.map(one) });
    for (let i = 0; i < places.length; i++) {
      const index = positionAlong[Math.floor(i / taps)]! * strides[axis]! +
        tapAlong[i % taps]! * (dilations[axis] ?? 1) - padsBefore[axis]!;
      if (index < 0 || index >= length) places[i] = -1;
      else if (places[i]! >= 0) places[i]! += index * inputStrides[axis]!;
    }
  });
  return { inputs: countOf(input), positions, taps, places };
}

function forEachTap(
  { positions, taps, places }: TapTable,
  visit: (at: { readonly position: number; readonly tap: number; readonly place: number }) => void,
): void {
  for (let position = 0; position < positions; position++) {
    for (let tap = 0; tap < taps; tap++) {
      const place = places[position * taps + tap]!;
      if (place >= 0) visit({ position, tap, place });
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
  const size = countOf(result.shape.slice(2));
  for (let i = 0; i < target.length; i++) {
    target[i] = totals[i]! + (bias === undefined ? 0 : numbersOf(bias)[Math.floor(i / size) % channels]!);
  }
}

/** For each element of the result, the places in x that its window covers. */
function forEachWindow(
  x: Tensor,
  { attributes, result }: { readonly attributes: PoolingAttributes; readonly result: Tensor },
  visit: (target: number, places: readonly number[]) => void,
): void {
  const table = tapsOf(attributes, {
    input: x.shape.slice(2),
    output: result.shape.slice(2),
    kernel: attributes.kernel,
  });
  for (let target = 0; target < result.values.length; target++) {
    const channel = Math.floor(target / table.positions);
    const first = target % table.positions * table.taps;
    const places = [...table.places.subarray(first, first + table.taps)].filter((place) => place >= 0);
    visit(target, places.map((place) => channel * table.inputs + place));
  }
}

/** The place of the largest value; of equal ones the first. */
function largest(values: ArrayLike<number>, places: readonly number[]): number {
  if (places.length === 0) {
    throw new RangeError(
      "Cannot evaluate MaxPool: every window must cover an element: current value is one in the padding",
    );
  }
  return places.reduce((best, place) => isAbove(values[place]!, values[best]!) ? place : best);
}
