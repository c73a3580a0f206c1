/**
 * The windows of a tensor as a tensor: for every position of a sliding window a column with the elements that it
 * covers, and the way back, which adds each element of a column to the place that it came from.
 *
 * The columns are a convolution of each channel with kernels that have a single 1, one for each tap; the way back is
 * the transpose of that. So padding, strides and dilations are the runtime's business, both ways are exact (a 1
 * multiplies, zeros are added), and both have gradients again.
 *
 * **Invariant.** Σ im2col(x) · c = Σ x · col2im(c) for all x and c. x must be finite: a zero times infinity is none.
 *
 * Cost: positions · taps² multiplications for each channel. Of the ways to say this in ONNX it is the quickest in
 * onnxruntime (x 64×16×14×14, 3×3 taps, float32, two threads): 0.65 ms; one slice for each tap and their concatenation
 * 1.5 ms; a gather with a table of places 3.6 ms.
 *
 * Not here on purpose: slices (`_pooling_vjps.ts` has a case where they are cheap).
 *
 * Source: K. Chellapilla, S. Puri, P. Simard, High performance convolutional neural networks for document processing
 * (2006): convolution as a matrix product.
 *
 * @module
 */
import { constant, type Expression } from "../expressions/expression.ts";
import type { ConvolutionAttributes } from "../expressions/operation.ts";
import type { DType, Shape } from "../expressions/tensor_type.ts";
import { convolution, convolutionTranspose } from "../operations/convolution.ts";
import { reshape } from "../operations/shape_ops.ts";
import { paddingPairs } from "../operations/_window.ts";

/** A window of taps that slides. */
export type Window = Omit<ConvolutionAttributes, "groups"> & {
  /** Its taps along each spatial axis. */
  readonly kernel: readonly number[];
};

/**
 * More one-hot elements than this for all channels together would swell the model; then one kernel serves all channels,
 * which takes twice the time.
 */
const MAX_ELEMENTS = 2 ** 18;

/** The product of lengths. */
export function productOf(lengths: readonly number[]): number {
  return lengths.reduce((product, length) => product * length, 1);
}

/** Places at the end of each padded axis that the last window does not reach. */
export function unreached(lengths: Shape, { kernel, strides, padsBefore, padsAfter, dilations }: Window): number[] {
  return kernel.map((taps, axis) => {
    const padded = Number(lengths[axis]) + padsBefore[axis]! + padsAfter[axis]!;
    return (padded - dilations[axis]! * (taps - 1) - 1) % strides[axis]!;
  });
}

/**
 * The elements that each window covers, zeros in the padding.
 * @param x (n, channels, spatial …).
 * @returns (n, channels, taps, positions …); taps row after row.
 */
export function im2col(x: Expression, window: Window): Expression {
  const { strides, dilations, kernel } = window;
  const options = { strides, dilations, padding: paddingPairs(window) };
  const taps = productOf(kernel);
  const shape = [x.shape[0]!, x.shape[1]!, taps];
  const channels = Number(x.shape[1]);
  if (taps === 1 && strides.every((step) => step === 1) && options.padding.flat().every((count) => count === 0)) {
    return reshape(x, [...shape, ...x.shape.slice(2)]);
  }
  const together = channels * taps * taps > MAX_ELEMENTS;
  const alone = together ? reshape(x, [-1, 1, ...x.shape.slice(2)]) : x;
  const groups = together ? 1 : channels;
  const columns = convolution(alone, oneHotKernels(kernel, { groups, dtype: x.dtype }), { ...options, groups });
  return reshape(columns, [...shape, ...columns.shape.slice(2)]);
}

/**
 * The transpose of {@linkcode im2col} as a linear map.
 * @param columns (n, channels, taps, positions …).
 * @param lengths Spatial lengths of the result.
 * @returns (n, channels, lengths …).
 */
export function col2im(
  columns: Expression,
  { window, lengths }: { readonly window: Window; readonly lengths: Shape },
): Expression {
  const { strides, dilations, kernel } = window;
  const [n, channels, taps, ...positions] = columns.shape;
  const together = Number(channels) * Number(taps) ** 2 > MAX_ELEMENTS;
  const groups = together ? 1 : Number(channels);
  const spread = convolutionTranspose(
    reshape(columns, [-1, groups * Number(taps), ...positions]),
    oneHotKernels(kernel, { groups, dtype: columns.dtype }),
    { strides, dilations, padding: paddingPairs(window), outputPads: unreached(lengths, window), groups },
  );
  return together ? reshape(spread, [n!, channels!, ...lengths]) : spread;
}

/** (groups · taps, 1, kernel …): for each group and tap a kernel that picks the tap. */
function oneHotKernels(
  kernel: readonly number[],
  { groups, dtype }: { readonly groups: number; readonly dtype: DType },
): Expression {
  const taps = productOf(kernel);
  const values = new Float64Array(groups * taps * taps);
  for (let row = 0; row < groups * taps; row++) values[row * taps + row % taps] = 1;
  return constant(values, { dtype, shape: [groups * taps, 1, ...kernel] });
}
