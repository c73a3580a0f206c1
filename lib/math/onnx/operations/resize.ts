/**
 * Resize: images, or signals of any number of axes, made larger or smaller by interpolation.
 *
 * The pixel i of n has its centre at (i + ½) / n of the axis, before and after. `nearest` takes the pixel whose centre
 * is nearest (of two the one before); `bilinear` mixes the two around it by distance, and repeats the pixel at the
 * edge. Both are linear maps along one axis after the other: a lookup, or a product with a small constant matrix. So
 * gradients and export need nothing of their own.
 *
 * **Invariant.** An axis that keeps its length keeps its elements. The weights of each new pixel sum to 1.
 *
 * Cost: `nearest` one copy an axis; `bilinear` old · new length multiplications for each line along an axis.
 *
 * Not here on purpose: smoothing before an image shrinks (average-pool it), cubic interpolation, other conventions for
 * where pixels lie.
 *
 * Source: PyTorch's `interpolate` with `align_corners=False`, modes `nearest-exact` and `bilinear`; ONNX Resize with
 * `half_pixel`.
 *
 * @module
 */
import { checkOneOf } from "../../../base/argument.ts";
import { constant, type Expression } from "../expressions/expression.ts";
import { checkFloats, showShape } from "../expressions/tensor_type.ts";
import { gather } from "./indexing.ts";
import { matmul } from "./matmul.ts";
import { transpose } from "./shape_ops.ts";
import { perAxis, spatialLengths } from "./_window.ts";

/** How an image is resized. */
export interface ResizeOptions {
  /** The new lengths of the spatial axes, or one for all. */
  readonly size: number | readonly number[];
  /** How pixels are made. @default {"bilinear"} */
  readonly mode?: "nearest" | "bilinear";
}

/**
 * x with spatial axes of other lengths.
 * @param x (batch, channels, spatial …); the batch may be a symbol.
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If an axis but the batch is a symbol, there is not one length for each spatial axis, or one is
 * no positive integer, or the mode is unknown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate } from "../evaluate/evaluate.ts";
 * import { constant } from "../expressions/expression.ts";
 * import { resize } from "./resize.ts";
 * const line = constant([0, 4], { shape: [1, 1, 2] });
 * assertEquals(evaluate([resize(line, { size: 4 })], {})[0]!.values, new Float32Array([0, 1, 3, 4]));
 * ```
 */
export function resize(x: Expression, { size, mode = "bilinear" }: ResizeOptions): Expression {
  checkOneOf(mode, { action: "build Resize", argument: "mode", choices: ["nearest", "bilinear"] });
  checkFloats("Resize", x);
  const lengths = spatialLengths(x.shape, "Resize");
  const sizes = perAxis(size, { axes: lengths.length, least: 1, name: "size", operation: "Resize" });
  if (lengths.includes(0)) {
    throw new RangeError(
      `Cannot build Resize: spatial axes must not be empty: current value is ${showShape(x.shape)}`,
    );
  }
  return sizes.reduce((image, to, index) => {
    const axis = index + 2;
    const from = lengths[index]!;
    if (from === to) return image;
    return mode === "nearest" ? nearest(image, { axis, from, to }) : bilinear(image, { axis, from, to });
  }, x);
}

interface AxisResize {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
}

function nearest(image: Expression, { axis, from, to }: AxisResize): Expression {
  const indices = Array.from({ length: to }, (_, index) => Math.floor((index + 0.5) * from / to));
  return gather(image, constant(indices, { dtype: "int64" }), { axis });
}

function bilinear(image: Expression, { axis, from, to }: AxisResize): Expression {
  const weights = new Float64Array(from * to); // (from, to)
  for (let index = 0; index < to; index++) {
    const centre = Math.min(Math.max((index + 0.5) * from / to - 0.5, 0), from - 1);
    const before = Math.floor(centre);
    weights[before * to + index]! += 1 - (centre - before);
    if (before + 1 < from) weights[(before + 1) * to + index]! += centre - before;
  }
  const matrix = constant(weights, { dtype: image.dtype, shape: [from, to] });
  const rank = image.shape.length;
  const toLast = [...image.shape.keys()].map((own) => own === axis ? rank - 1 : own === rank - 1 ? axis : own);
  return transpose(matmul(transpose(image, toLast), matrix), toLast);
}
