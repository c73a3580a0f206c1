/**
 * Convolution over any number of spatial axes, and its transpose.
 *
 * As everywhere in learning, "convolution" is correlation: the kernel is not turned round. The output at a position is
 * the sum of the window's elements times the kernel's, over all channels of the group. The transpose spreads instead:
 * each element of x adds its multiple of the kernel to the output.
 *
 * **Invariant.** `convolutionTranspose` with the same options is the transpose of `convolution` as a linear map: Σ
 * convolution(x, w) · y = Σ x · convolutionTranspose(y, w), if `outputPads` brings back the places that the last window
 * did not reach.
 *
 * The bias is an operand of its own rather than a sum afterwards: the runtime adds it while the output is in the cache.
 *
 * Cost: output elements · channels / groups · kernel.
 *
 * Not here on purpose: channels last (ONNX has them first), symbolic spatial axes (`_window.ts`).
 *
 * Source: ONNX Conv, ConvTranspose; V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning (2016).
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { isFloat, type Shape, showShape, showType } from "../expressions/tensor_type.ts";
import { perAxis, positionsOf, resolvedWindow, spatialLengths, type WindowOptions } from "./_window.ts";

export type { Padding, WindowOptions } from "./_window.ts";

/** How a convolution slides. */
export interface ConvolutionOptions extends WindowOptions {
  /** Distance of neighbouring taps. @default {1} */
  readonly dilations?: number | readonly number[];
  /** Into how many groups the channels are split; each sees only its own. @default {1} */
  readonly groups?: number;
  /** (filters): added to every output of a filter. @default {nothing} */
  readonly bias?: Expression;
}

/** How a transposed convolution spreads. */
export interface ConvolutionTransposeOptions extends ConvolutionOptions {
  /** Places by which the output is lengthened at the end of each axis, less than the stride. @default {0} */
  readonly outputPads?: number | readonly number[];
}

/**
 * Convolution.
 * @param x (batch, channels, spatial …); the batch may be a symbol.
 * @param w (filters, channels / groups, kernel …).
 * @returns (batch, filters, positions …).
 * @throws {TypeError} If x, w and bias do not hold floats of one type.
 * @throws {RangeError} If the shapes do not belong together, a channel or spatial axis is a symbol, or the kernel does
 * not fit.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { convolution } from "./convolution.ts";
 * const x = input("x", { shape: ["batch", 3, 28, 28] });
 * const w = input("w", { shape: [16, 3, 5, 5] });
 * assertEquals(convolution(x, w, { padding: "same", strides: 2 }).shape, ["batch", 16, 14, 14]);
 * ```
 */
export function convolution(x: Expression, w: Expression, options: ConvolutionOptions = {}): Expression {
  const { groups = 1, bias } = options;
  const shapes = [x.shape, w.shape];
  const lengths = spatialLengths(x.shape, "Conv");
  const kernel = kernelOf("Conv", { x, w, bias });
  const filters = w.shape[0] as number;
  checkGroups("Conv", { groups, parts: { channels: x.shape[1] as number, filters } });
  if (x.shape[1] !== Number(w.shape[1]) * groups) {
    mismatch("Conv", { axis: 1, of: "channels / groups", shapes, groups });
  }
  checkBias("Conv", { bias, filters, shapes });
  const { spans, ...window } = resolvedWindow(lengths, { ...options, kernel, operation: "Conv" });
  const positions = positionsOf(lengths, { window: { ...window, spans }, operation: "Conv", shapes });
  return node("Conv", bias === undefined ? [x, w] : [x, w, bias], {
    attributes: { ...window, groups },
    dtype: x.dtype,
    shape: [x.shape[0]!, filters, ...positions],
  });
}

/** {@linkcode convolution} over one axis: x (batch, channels, length), w (filters, channels / groups, taps). */
export function conv1d(x: Expression, w: Expression, options: ConvolutionOptions = {}): Expression {
  checkRank(x, { rank: 3, name: "conv1d" });
  return convolution(x, w, options);
}

/**
 * {@linkcode convolution} over two axes: x (batch, channels, height, width), w (filters, channels / groups, taps,
 * taps).
 */
export function conv2d(x: Expression, w: Expression, options: ConvolutionOptions = {}): Expression {
  checkRank(x, { rank: 4, name: "conv2d" });
  return convolution(x, w, options);
}

/**
 * Transposed convolution.
 * @param x (batch, filters, spatial …): what the convolution that is transposed returns.
 * @param w (filters, channels / groups, kernel …): the same kernel as its.
 * @returns (batch, channels, stride · (length - 1) + span + outputPads - padding …). `"same"` pads by span - stride in
 * all, so that the length times the stride results.
 * @throws {TypeError} As for {@linkcode convolution}.
 * @throws {RangeError} As for {@linkcode convolution}, if `outputPads` is not less than the stride, or nothing would be
 * left between the pads.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { convolutionTranspose } from "./convolution.ts";
 * const x = input("x", { shape: ["batch", 8, 7, 7] });
 * const w = input("w", { shape: [8, 3, 4, 4] });
 * assertEquals(convolutionTranspose(x, w, { strides: 2, padding: 1 }).shape, ["batch", 3, 14, 14]);
 * ```
 */
export function convolutionTranspose(
  x: Expression,
  w: Expression,
  options: ConvolutionTransposeOptions = {},
): Expression {
  const name = "ConvTranspose";
  const { groups = 1, bias, outputPads = 0, padding = "valid" } = options;
  const shapes = [x.shape, w.shape];
  const lengths = spatialLengths(x.shape, name);
  const kernel = kernelOf(name, { x, w, bias });
  if (x.shape[1] !== w.shape[0]) mismatch(name, { axis: 0, of: "filters", shapes, groups });
  checkGroups(name, { groups, parts: { filters: x.shape[1] as number } });
  const channels = Number(w.shape[1]) * groups;
  checkBias(name, { bias, filters: channels, shapes });
  const free = resolvedWindow(lengths, {
    ...options,
    padding: padding === "same" ? "valid" : padding,
    kernel,
    operation: name,
  });
  const { spans, ...window } = padding === "same" ? keepingMultiples(free) : free;
  const extra = perAxis(outputPads, { axes: lengths.length, least: 0, name: "outputPads", operation: name });
  const spread = lengths.map((length, axis) => {
    if (extra[axis]! >= window.strides[axis]!) {
      throw new RangeError(
        `Cannot build ${name}: outputPads must be less than the stride ${window.strides[axis]}: current value is ${
          extra[axis]
        }`,
      );
    }
    const whole = window.strides[axis]! * (length - 1) + spans[axis]! + extra[axis]!;
    const left = whole - window.padsBefore[axis]! - window.padsAfter[axis]!;
    if (left >= 1 && length >= 1) return left;
    throw new RangeError(
      `Cannot build ${name}: padding must leave a place of the ${whole} along axis ${axis + 2}: current value is ${
        window.padsBefore[axis]
      } + ${window.padsAfter[axis]} for shapes ${shapes.map(showShape).join(" and ")}`,
    );
  });
  return node(name, bias === undefined ? [x, w] : [x, w, bias], {
    attributes: { ...window, groups, outputPads: extra },
    dtype: x.dtype,
    shape: [x.shape[0]!, channels, ...spread],
  });
}

/** Pads so that each axis becomes its length times the stride. */
function keepingMultiples<Window extends { readonly spans: readonly number[]; readonly strides: readonly number[] }>(
  window: Window,
) {
  const totals = window.spans.map((span, axis) => Math.max(0, span - window.strides[axis]!));
  return {
    ...window,
    padsBefore: totals.map((total) => Math.floor(total / 2)),
    padsAfter: totals.map((total) => Math.ceil(total / 2)),
  };
}

interface Operands {
  readonly x: Expression;
  readonly w: Expression;
  readonly bias: Expression | undefined;
}

/** The taps along each axis, in numbers. @throws {TypeError|RangeError} If w is no kernel for x. */
function kernelOf(name: string, { x, w, bias }: Operands): number[] {
  const types = [x, w, ...bias === undefined ? [] : [bias]];
  if (!isFloat(x.dtype) || types.some(({ dtype }) => dtype !== x.dtype)) {
    throw new TypeError(
      `Cannot build ${name}: operands must hold floats of one type: current value is ${
        types.map(showType).join(" and ")
      }`,
    );
  }
  const rightRank = w.shape.length === x.shape.length;
  if (rightRank && w.shape.every((length) => typeof length === "number" && length >= 1)) {
    return w.shape.slice(2) as number[];
  }
  throw new RangeError(
    `Cannot build ${name}: w must have as many axes as x, all with positive lengths in numbers: current value is ${
      showShape(w.shape)
    } for x ${showShape(x.shape)}`,
  );
}

function checkRank(x: Expression, { rank, name }: { readonly rank: number; readonly name: string }): void {
  if (x.shape.length === rank) return;
  throw new RangeError(
    `Cannot build Conv: ${name} must have x with ${rank} axes: current value is ${showShape(x.shape)}`,
  );
}

function checkGroups(
  name: string,
  { groups, parts }: { readonly groups: number; readonly parts: Readonly<Record<string, number>> },
): void {
  for (const [part, count] of Object.entries(parts)) {
    if (Number.isSafeInteger(groups) && groups >= 1 && count % groups === 0) continue;
    throw new RangeError(
      `Cannot build ${name}: groups must be a positive integer that divides the ${count} ${part}: current value is ${groups}`,
    );
  }
}

function checkBias(
  name: string,
  { bias, filters, shapes }: {
    readonly bias: Expression | undefined;
    readonly filters: number;
    readonly shapes: readonly Shape[];
  },
): void {
  if (bias === undefined || showShape(bias.shape) === `[${filters}]`) return;
  throw new RangeError(
    `Cannot build ${name}: bias must be [${filters}]: current value is ${showShape(bias.shape)} for shapes ${
      shapes.map(showShape).join(" and ")
    }`,
  );
}

function mismatch(
  name: string,
  { axis, of, shapes, groups }: {
    readonly axis: number;
    readonly of: string;
    readonly shapes: readonly Shape[];
    readonly groups: number;
  },
): never {
  throw new RangeError(
    `Cannot build ${name}: axis ${axis} of w must be x's ${of}: current value is ${
      shapes.map(showShape).join(" and ")
    } with ${groups} groups`,
  );
}
