/**
 * Initialisers: first values of parameters, drawn so that signals neither die out nor blow up on their way through a
 * network.
 *
 * The variance of a sum of n products is n times that of one. So weights are drawn with a variance of about 1 / inputs
 * (`glorot…`: the mean of inputs and outputs, for curves that are steep at 0) or 2 / inputs (`he…`: a relu lets half of
 * it through).
 *
 * **Invariant.** The same seed gives the same values on every machine.
 *
 * How many inputs and outputs (fan-in, fan-out) follows from the shape: (inputs, outputs) of a linear layer; (filters,
 * channels, kernel …) of a convolution, whose outputs have channels · taps inputs.
 *
 * Cost: O(elements); `orthogonal` that of a QR factorisation.
 *
 * Source: K. He et al., Delving Deep into Rectifiers (2015), section 2.2; X. Glorot, Y. Bengio, Understanding the
 * difficulty of training deep feedforward neural networks (2010), equation 16; A. Saxe et al., Exact solutions to the
 * nonlinear dynamics of learning in deep linear neural networks (2014).
 *
 * @module
 */
import { checkFinite, checkPositive } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";
import { matrixFrom, transpose } from "../../linalg/matrix.ts";
import { qr } from "../../linalg/qr.ts";
import { sameShape, showShape, type Tensor } from "../expressions/tensor_type.ts";

/** Gives the elements of a shape, row after row, in double precision. */
export type Initializer = (shape: readonly number[], draw: Random) => ArrayLike<number>;

/** Every element 0: biases. */
export function zeros(): Initializer {
  return filled(0);
}

/** Every element 1: scales of norms. */
export function ones(): Initializer {
  return filled(1);
}

/** Every element the same. @throws {RangeError} If the value is not finite. */
export function filled(value: number): Initializer {
  checkFinite(value, { action: "create an initialiser", argument: "value" });
  return (shape) => new Float64Array(countOf(shape)).fill(value);
}

/**
 * Normal numbers.
 * @param options.deviation Standard deviation. @default {0.02}
 * @throws {RangeError} If the deviation is not positive, or the mean not finite.
 */
export function normal(
  { deviation = 0.02, mean = 0 }: { readonly deviation?: number; readonly mean?: number } = {},
): Initializer {
  const action = "create a normal initialiser";
  checkPositive(deviation, { action, argument: "deviation" });
  checkFinite(mean, { action, argument: "mean" });
  return (shape, draw) => drawn(shape, () => mean + deviation * draw.normal());
}

/** Uniform numbers from -limit to limit. @throws {RangeError} If the limit is not positive. */
export function uniform({ limit }: { readonly limit: number }): Initializer {
  checkPositive(limit, { action: "create a uniform initialiser", argument: "limit" });
  return (shape, draw) => drawn(shape, () => limit * (2 * draw.next() - 1));
}

/** Normal numbers of variance 2 / fan-in: layers before a relu. */
export function heNormal(): Initializer {
  return (shape, draw) => {
    const deviation = Math.sqrt(2 / fansOf(shape).fanIn);
    return drawn(shape, () => deviation * draw.normal());
  };
}

/** Uniform numbers of variance 2 / fan-in. */
export function heUniform(): Initializer {
  return (shape, draw) => uniform({ limit: Math.sqrt(6 / fansOf(shape).fanIn) })(shape, draw);
}

/**
 * Normal numbers of variance 2 / (fan-in + fan-out): layers before a tanh, a sigmoid, or nothing.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { random } from "../../../base/random.ts";
 * import { glorotNormal } from "./initializers.ts";
 * const values = Array.from(glorotNormal()([200, 300], random(1)));
 * const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
 * assertAlmostEquals(variance, 2 / 500, 1e-4);
 * ```
 */
export function glorotNormal(): Initializer {
  return (shape, draw) => {
    const { fanIn, fanOut } = fansOf(shape);
    const deviation = Math.sqrt(2 / (fanIn + fanOut));
    return drawn(shape, () => deviation * draw.normal());
  };
}

/** Uniform numbers of variance 2 / (fan-in + fan-out). */
export function glorotUniform(): Initializer {
  return (shape, draw) => {
    const { fanIn, fanOut } = fansOf(shape);
    return uniform({ limit: Math.sqrt(6 / (fanIn + fanOut)) })(shape, draw);
  };
}

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer, times a gain: it keeps lengths. All axes but
 * the first are taken as one.
 * @throws {RangeError} If the gain is not positive.
 */
export function orthogonal({ gain = 1 }: { readonly gain?: number } = {}): Initializer {
  checkPositive(gain, { action: "create an orthogonal initialiser", argument: "gain" });
  return (shape, draw) => {
    fansOf(shape);
    const [rows, columns] = [shape[0]!, countOf(shape.slice(1))];
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const entries = drawn([long, short], () => draw.normal());
    const { q, r } = qr(matrixFrom(entries, { rows: long, columns: short }));
    // the signs of R's diagonal make the distribution uniform over all such matrices
    const signed = q.data.map((entry, i) => gain * entry * (r.data[(i % short) * (short + 1)]! < 0 ? -1 : 1));
    const matrix = matrixFrom(signed, { rows: long, columns: short });
    return (rows < columns ? transpose(matrix) : matrix).data;
  };
}

/** The values of a tensor: a checkpoint, a published network. @throws {RangeError} If it is used for another shape. */
export function fromTensor({ shape: own, values }: Tensor): Initializer {
  return (shape) => {
    if (sameShape(own, shape)) return Float64Array.from(values as Float64Array, Number);
    throw new RangeError(
      `Cannot initialise a parameter: the tensor must have its shape ${showShape(shape)}: current value is ${
        showShape(own)
      }`,
    );
  };
}

/** How many inputs each output has, and how many outputs each input goes to. */
function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2 || shape.includes(0)) {
    throw new RangeError(
      `Cannot initialise a parameter: its shape must be (inputs, outputs) or (filters, channels, kernel …): current value is ${
        showShape(shape)
      }`,
    );
  }
  const [first, second, ...kernel] = shape as [number, number, ...number[]];
  if (kernel.length === 0) return { fanIn: first, fanOut: second };
  return { fanIn: second * countOf(kernel), fanOut: first * countOf(kernel) };
}

function drawn(shape: readonly number[], next: () => number): Float64Array {
  return Float64Array.from({ length: countOf(shape) }, next);
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}
