/**
 * Pooling: the largest or the mean element of each window, channel by channel.
 *
 * **Invariant.** Every window covers an element, so padding never is the maximum and a mean never divides by zero:
 * padding is less than the window.
 *
 * What `relu` lets through has the same maximum as what there was, let through afterwards. So `maxPool(relu(x))` is
 * built as `relu(maxPool(x))`, and the relu and its gradient have as many elements less as a window has taps. Both
 * forms agree in every value and derivative.
 *
 * Cost: output elements times the window.
 *
 * Not here on purpose: dilated windows, windows that stick out of the axis (`ceil_mode`).ts` over the spatial axes).
 *
 * Source: ONNX MaxPool, AveragePool.
 *
 * @module
 */
import { type Expression, isOperation, node } from "../expressions/expression.ts";
import type { PoolingAttributes } from "../expressions/operation.ts";
import { checkFloats, type Shape, showShape } from "../expressions/tensor_type.ts";
import { relu } from "./activations.ts";
import { max, mean } from "./reductions.ts";
import { perAxis, positionsOf, resolvedWindow, spatialLengths, type WindowOptions } from "./_window.ts";

export type { Padding, WindowOptions } from "./_window.ts";

/** Which windows. */
export interface PoolingOptions extends WindowOptions {
  /** Size of the window. */
  readonly kernel: number | readonly number[];
  /** Steps from one window to the next. @default {kernel: windows that lie side by side} */
  readonly strides?: number | readonly number[];
}

/** How a mean is taken. */
export interface AveragePoolOptions extends PoolingOptions {
  /** Whether zeros of the padding count as elements, as in PyTorch. @default {true} */
  readonly countsPads?: boolean;
}

/**
 * The largest element of each window.
 * @param x (batch, channels, spatial …); the batch may be a symbol.
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If an axis but the batch is a symbol, the window does not fit, or the padding is as large as the
 * window.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { maxPool } from "./pooling.ts";
 * assertEquals(maxPool(input("x", { shape: ["batch", 16, 28, 28] }), { kernel: 2 }).shape, ["batch", 16, 14, 14]);
 * ```
 */
export function maxPool(x: Expression, options: PoolingOptions): Expression {
  const within = isOperation(x, "Relu") ? x.inputs[0]! : x;
  const { attributes, shape } = pooled("MaxPool", within, options);
  const largest = node("MaxPool", [within], { attributes, dtype: x.dtype, shape });
  return within === x ? largest : relu(largest);
}

/**
 * Where each maximum lies, counted over all of x, row after row; of equal ones the first. For the gradient of
 * {@linkcode maxPool}.
 */
export function maxPoolIndices(pool: Expression<"MaxPool">): Expression {
  return node("MaxPoolIndices", pool.inputs, { attributes: pool.attributes, dtype: "int64", shape: pool.shape });
}

/**
 * The mean of each window; operands and errors as for {@linkcode maxPool}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { averagePool } from "./pooling.ts";
 * assertEquals(averagePool(input("x", { shape: ["batch", 4, 9] }), { kernel: 3, strides: 2 }).shape, ["batch", 4, 4]);
 * ```
 */
export function averagePool(x: Expression, options: AveragePoolOptions): Expression {
  const { attributes, shape } = pooled("AveragePool", x, options);
  const { countsPads = true } = options;
  return node("AveragePool", [x], { attributes: { ...attributes, countsPads }, dtype: x.dtype, shape });
}

/**
 * The mean over all spatial axes: (batch, channels, spatial …) → (batch, channels).
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If it has no spatial axis.
 */
export function globalAveragePool(x: Expression): Expression {
  return mean(x, { axes: spatialAxes(x, "AveragePool") });
}

/** The largest over all spatial axes; operands and errors as for {@linkcode globalAveragePool}. */
export function globalMaxPool(x: Expression): Expression {
  checkFloats("MaxPool", x);
  return max(x, { axes: spatialAxes(x, "MaxPool") });
}

function spatialAxes(x: Expression, operation: string): readonly number[] {
  if (x.shape.length > 2) return [...x.shape.keys()].slice(2);
  throw new RangeError(
    `Cannot build ${operation}: x must be (batch, channels, spatial …): current value is ${showShape(x.shape)}`,
  );
}

function pooled(
  operation: "MaxPool" | "AveragePool",
  x: Expression,
  options: PoolingOptions,
): { readonly attributes: PoolingAttributes; readonly shape: Shape } {
  checkFloats(operation, x);
  const lengths = spatialLengths(x.shape, operation);
  const kernel = perAxis(options.kernel, { axes: lengths.length, least: 1, name: "kernel", operation });
  const window = resolvedWindow(lengths, { strides: kernel, ...options, kernel, operation });
  const { strides, padsBefore, padsAfter } = window;
  for (const [axis, taps] of kernel.entries()) {
    const most = Math.max(padsBefore[axis]!, padsAfter[axis]!);
    if (most < taps) continue;
    throw new RangeError(
      `Cannot build ${operation}: padding must be less than the window of ${taps} along axis ${
        axis + 2
      }: current value is ${most} for ${showShape(x.shape)}`,
    );
  }
  const positions = positionsOf(lengths, { window, operation, shapes: [x.shape, kernel] });
  return {
    attributes: { kernel, strides, padsBefore, padsAfter },
    shape: [x.shape[0]!, x.shape[1]!, ...positions],
  };
}
