/**
 * A convolution whose output is max-pooled in windows side by side, computed together: the values and gradients of
 * `maxPool(convolution(x, w))`, sooner.
 *
 * The elements of x that one output needs are laid out as columns, and the columns in the order of the pooling: all
 * that end up in the first place of a window, then all in the second, and so on. Then the convolution is one matrix
 * product per sample, whose columns also serve the gradient of w; and the windows' elements lie in separate planes, so
 * that the maximum and its gradient compare whole planes. The columns are themselves a convolution, with kernels that
 * have a single 1, one for each tap and place of the window, and steps as wide as the pooling.
 *
 * **Invariant.** The result equals `maxPool(convolution(x, w, …))` up to rounding; so do the gradients, ties included.
 * A relu is best applied to the result. x must be finite (`gradients/_im2col.ts`).
 *
 * Cost: that of the convolution, and memory for taps · pooled places times x. Forward and backward pass of conv 16,
 * pool, conv 32, pool, linear (64 images of 28×28, float32, one thread of onnxruntime, sums of the kernels' fastest
 * times) take 9.8 ms with this, 12.7 ms with the two operations, 10.8 ms in PyTorch; on two threads 6.5, 9.3 and 5.9
 * ms: the way back from the columns, `ConvTranspose`, runs on one thread.
 *
 * Not here on purpose: groups, dilations, padding of the pooling, windows that overlap: use the two operations.
 *
 * @module
 */
import { constant, type Expression } from "../expressions/expression.ts";
import type { DType } from "../expressions/tensor_type.ts";
import { add } from "../operations/arithmetic.ts";
import { convolution } from "../operations/convolution.ts";
import { matmul } from "../operations/matmul.ts";
import { maxPool } from "../operations/pooling.ts";
import { reshape } from "../operations/shape_ops.ts";
import { type Padding, paddingPairs, perAxis, resolvedWindow, spatialLengths } from "../operations/_window.ts";

export type { Padding } from "../operations/_window.ts";

/** How a pooled convolution slides. */
export interface PooledConvolutionOptions {
  /** Size of the pooling windows, and their steps. */
  readonly pool: number | readonly number[];
  /** Steps of the convolution. @default {1} */
  readonly strides?: number | readonly number[];
  /** Places around the axes. @default {"valid"} */
  readonly padding?: Padding;
  /** (filters) @default {nothing} */
  readonly bias?: Expression;
  /**
   * Whether it is built of the two operations themselves, which other tools know by sight: for the form of a model that
   * is exported, `isPlain: !scope.isTraining`. @default {false}
   */
  readonly isPlain?: boolean;
}

/**
 * The maximum over windows of a convolution.
 * @param x (batch, channels, spatial …); the batch may be a symbol.
 * @param w (filters, channels, kernel …).
 * @returns (batch, filters, windows …).
 * @throws {TypeError} If x, w and bias do not hold floats of one type.
 * @throws {RangeError} As for `convolution` and `maxPool`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { pooledConvolution } from "./pooled_convolution.ts";
 * const x = input("x", { shape: ["batch", 1, 28, 28] });
 * const w = input("w", { shape: [16, 1, 3, 3] });
 * assertEquals(pooledConvolution(x, w, { padding: "same", pool: 2 }).shape, ["batch", 16, 14, 14]);
 * ```
 */
export function pooledConvolution(x: Expression, w: Expression, options: PooledConvolutionOptions): Expression {
  const { strides = 1, padding = "valid", bias, isPlain = false } = options;
  const unpooled = convolution(x, w, { strides, padding, ...bias === undefined ? {} : { bias } });
  const plain = maxPool(unpooled, { kernel: options.pool });
  if (isPlain) return plain;
  const { shape: [n, filters, ...windows] } = plain;
  const lengths = spatialLengths(x.shape, "Conv");
  const kernel = w.shape.slice(2) as number[];
  const pool = perAxis(options.pool, { axes: kernel.length, least: 1, name: "pool", operation: "MaxPool" });
  const window = resolvedWindow(lengths, { kernel, strides, padding, operation: "Conv" });
  const channels = Number(x.shape[1]);
  const kernels = placeKernels({ kernel, pool, strides: window.strides, channels, dtype: x.dtype });
  const columns = convolution(x, kernels, {
    strides: window.strides.map((step, axis) => step * pool[axis]!),
    padding: paddingPairs(window),
    groups: channels,
  });
  const [taps, places, count] = [kernel, pool, windows as number[]].map((list) => list.reduce((a, b) => a * b, 1));
  const rows = channels * taps!;
  const product = matmul(reshape(w, [filters!, rows]), reshape(columns, [n!, rows, places! * count!]));
  const largest = maxPool(reshape(product, [n!, filters!, places!, count!]), { kernel: [places!, 1] });
  const pooled = reshape(largest, [n!, filters!, ...windows]);
  return bias === undefined ? pooled : add(pooled, reshape(bias, [filters!, ...windows.map(() => 1)]));
}

interface Places {
  readonly kernel: readonly number[];
  readonly pool: readonly number[];
  readonly strides: readonly number[];
  readonly channels: number;
  readonly dtype: DType;
}

/**
 * (channels · taps · places, 1, span …): for each tap, and each place of the pooling window, the kernel that picks it.
 */
function placeKernels({ kernel, pool, strides, channels, dtype }: Places): Expression {
  const spans = kernel.map((taps, axis) => (pool[axis]! - 1) * strides[axis]! + taps);
  const size = spans.reduce((a, b) => a * b, 1);
  const places = indicesOf(pool).map((place) => place.map((index, axis) => index * strides[axis]!));
  const picked = indicesOf(kernel).flatMap((tap) =>
    places.map((place) => spans.reduce((at, span, axis) => at * span + place[axis]! + tap[axis]!, 0))
  );
  const values = new Float64Array(channels * picked.length * size);
  for (let row = 0; row < channels * picked.length; row++) values[row * size + picked[row % picked.length]!] = 1;
  return constant(values, { dtype, shape: [channels * picked.length, 1, ...spans] });
}

/** All indices of a block, last axis fastest. */
function indicesOf(lengths: readonly number[]): number[][] {
  return lengths.reduce<number[][]>(
    (heads, length) => heads.flatMap((head) => Array.from({ length }, (_, index) => [...head, index])),
    [[]],
  );
}
