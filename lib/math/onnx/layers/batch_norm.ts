/**
 * Batch norm: each channel is brought to mean 0 and variance 1, in training over the batch, in inference with
 * statistics that training kept.
 *
 * In training the statistics of the batch are used as they are (variance: the mean of squares about the mean), and the
 * running ones move by `momentum` towards the batch's, whose variance is then taken as an estimate (divided by n - 1).
 * They are results like any other: whoever trains feeds them back.
 *
 * **Invariant.** Gradients flow through the statistics of the batch, and not through the running ones. Channels are
 * axis 1. Squares do not overflow: a variance is taken of elements divided by the largest of them, if that is above 1.
 *
 * Cost: training eight passes over x, inference one.
 *
 * Not here on purpose: folding into a convolution before it, averaging without momentum, statistics over several
 * machines.
 *
 * Source: S. Ioffe, C. Szegedy, Batch Normalization (2015); the conventions of PyTorch's `BatchNorm`: momentum is the
 * weight of the new.
 *
 * @module
 */
import { checkPositive, checkProbability } from "../../../base/argument.ts";
import { constant, type Expression } from "../expressions/expression.ts";
import { sameShape, showShape } from "../expressions/tensor_type.ts";
import { add, divide, maximum, multiply, square, subtract } from "../operations/arithmetic.ts";
import { sqrt, stopGradient } from "../operations/elementwise.ts";
import { greater, where } from "../operations/logic.ts";
import { reshape } from "../operations/shape_ops.ts";
import { mean, sum } from "../operations/reductions.ts";
import { magnitude } from "./_magnitude.ts";

/** The parameters of a batch norm, each of shape (channels). */
export interface BatchNormOptions {
  /** Factor of each channel. */
  readonly scale: Expression;
  /** Added to each channel. */
  readonly bias: Expression;
  /** Mean of each channel so far. */
  readonly runningMean: Expression;
  /** Variance of each channel so far. */
  readonly runningVariance: Expression;
  /** Added to the variance. @default {1e-5} */
  readonly epsilon?: number;
}

/** … in training. */
export interface BatchNormTrainingOptions extends BatchNormOptions {
  /** Weight of the new statistics, 0 … 1. @default {0.1} */
  readonly momentum?: number;
}

/** What a batch norm gives in training. */
export interface BatchNormTraining {
  /** x, normalised; of its shape. */
  readonly output: Expression;
  /** (channels): for the next step, and for inference. */
  readonly runningMean: Expression;
  /** (channels) */
  readonly runningVariance: Expression;
}

/**
 * (x - running mean) / √(running variance + epsilon) · scale + bias.
 * @param x (batch, channels, …).
 * @throws {RangeError} If x has no axis 1, a parameter is not of shape (channels), or epsilon is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constant, input } from "../expressions/expression.ts";
 * import { batchNorm } from "./batch_norm.ts";
 * const x = input("x", { shape: ["batch", 3, 8, 8] });
 * const [one, zero] = [constant(1, { shape: [3] }), constant(0, { shape: [3] })];
 * const y = batchNorm(x, { scale: one, bias: zero, runningMean: zero, runningVariance: one });
 * assertEquals(y.shape, x.shape);
 * ```
 */
export function batchNorm(x: Expression, options: BatchNormOptions): Expression {
  const { scale, bias, runningMean, runningVariance, epsilon = 1e-5 } = options;
  checkParameters(x, { ...options, epsilon });
  const factor = divide(scale, sqrt(add(runningVariance, epsilon))); // once for each channel, not for each element
  const shift = subtract(bias, multiply(runningMean, factor));
  return add(multiply(x, perChannel(factor, x)), perChannel(shift, x));
}

/**
 * (x - mean) / √(variance + epsilon) · scale + bias with the batch's statistics, and the running ones moved towards
 * them.
 *
 * A batch with one element in each channel has no estimate of a variance. If a symbolic batch turns out to be 1 (the
 * last one of an epoch), the running statistics stay as they are, and the output is the bias.
 * @param x (batch, channels, …).
 * @throws {RangeError} As for {@linkcode batchNorm}, if momentum is not in 0 … 1, or x is known to have one element in
 * each channel.
 */
export function batchNormTraining(x: Expression, options: BatchNormTrainingOptions): BatchNormTraining {
  const { scale, bias, runningMean, runningVariance, epsilon = 1e-5, momentum = 0.1 } = options;
  checkProbability(momentum, { action: "build a batch norm", argument: "momentum" });
  checkParameters(x, { ...options, epsilon });
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1);
  const lengths = axes.map((axis) => x.shape[axis]!);
  if (lengths.every((length) => length === 1)) {
    throw new RangeError(
      `Cannot build a batch norm: each channel must have more than one element: current value is ${showShape(x.shape)}`,
    );
  }
  const along = { axes, keepDimensions: true };
  const average = mean(x, along);
  const centred = subtract(x, average);
  const size = magnitude(centred, { axes, least: 1 });
  const scaledDown = divide(centred, size);
  const variance = mean(square(scaledDown), along);
  const deviation = sqrt(add(variance, divide(divide(epsilon, size), size)));
  const factor = divide(perChannel(scale, x), deviation);
  const count = sum(constant(1, { dtype: x.dtype, shape: lengths }));
  const unbiased = divide(count, maximum(subtract(count, 1), 1));
  const estimate = multiply(reshape(multiply(multiply(variance, size), size), scale.shape), unbiased);
  const moving = { momentum, isMoving: greater(count, 1) };
  return {
    output: add(multiply(scaledDown, factor), perChannel(bias, x)),
    runningMean: moved(runningMean, { towards: reshape(average, scale.shape), ...moving }),
    runningVariance: moved(runningVariance, { towards: estimate, ...moving }),
  };
}

/** (channels) as (channels, 1, …), to be broadcast over x. */
function perChannel(parameter: Expression, x: Expression): Expression {
  return reshape(parameter, [x.shape[1]!, ...x.shape.slice(2).map(() => 1)]);
}

interface Moving {
  readonly towards: Expression;
  readonly momentum: number;
  /** A truth value: whether the batch has statistics. */
  readonly isMoving: Expression;
}

function moved(running: Expression, { towards, momentum, isMoving }: Moving): Expression {
  const next = add(multiply(running, 1 - momentum), multiply(towards, momentum));
  return stopGradient(where(isMoving, [next, running]));
}

function checkParameters(
  x: Expression,
  { epsilon, ...options }: BatchNormOptions & { readonly epsilon: number },
): void {
  checkPositive(epsilon, { action: "build a batch norm", argument: "epsilon" });
  const channels = x.shape[1];
  for (const name of ["scale", "bias", "runningMean", "runningVariance"] as const) {
    if (channels !== undefined && sameShape(options[name].shape, [channels])) continue;
    throw new RangeError(
      `Cannot build a batch norm: ${name} must have the shape of x's channels, axis 1: current value is ${
        showShape(options[name].shape)
      } for x ${showShape(x.shape)}`,
    );
  }
}
