/**
 * Gradient descent: plain, with momentum, and with Nesterov's look ahead.
 *
 * - `sgd`: p ← p − η·g.
 * - `momentum`: b ← μ·b + g; p ← p − η·b. The buffer is a decayed sum of gradients, not a mean: with μ = 0.9 it grows
 *   to ten times a constant gradient.
 * - `nesterov`: b as before; p ← p − η·(g + μ·b).
 *
 * **Invariant.** The rate multiplies the buffer, it is not inside it: a change of the rate acts at once on all that was
 * collected.
 *
 * Cost: 2, 4 and 6 passes over a parameter.
 *
 * Not here on purpose: dampening, a penalty on weights (part of the loss, or `adamW`).
 *
 * Source: I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep
 * learning (2013), in the form of torch.optim.SGD.
 *
 * @module
 */
import { checkProbability } from "../../../base/argument.ts";
import { add, multiply, subtract } from "../operations/arithmetic.ts";
import { type Optimizer, scalarAs } from "./optimizer.ts";

/** How much is remembered. */
export interface MomentumOptions {
  /** Which part of the buffer is kept from step to step, 0 … 1. @default {0.9} */
  readonly momentum?: number;
}

/**
 * Plain gradient descent.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constant } from "../expressions/expression.ts";
 * import { evaluate } from "../evaluate/evaluate.ts";
 * import { sgd } from "./gradient_descent.ts";
 * const learningRate = constant(0.5, { dtype: "float64" });
 * const step = constant(1, { dtype: "float64" });
 * const { parameter } = sgd().at({ learningRate, step })(constant([1, 2]), { gradient: constant([2, -2]), slots: {} });
 * assertEquals(evaluate([parameter], {})[0]!.values, new Float32Array([0, 3]));
 * ```
 */
export function sgd(): Optimizer {
  return {
    name: "sgd",
    slots: [],
    at: ({ learningRate }) => (parameter, { gradient }) => ({
      parameter: subtract(parameter, multiply(gradient, scalarAs(learningRate, parameter.dtype))),
      slots: {},
    }),
  };
}

/**
 * Gradient descent with momentum.
 * @throws {RangeError} If momentum lies outside 0 … 1.
 */
export function momentum(options: MomentumOptions = {}): Optimizer {
  return withBuffer("momentum", { ...options, looksAhead: false });
}

/**
 * Gradient descent with Nesterov's momentum: the gradient is followed from where the buffer leads.
 * @throws {RangeError} If momentum lies outside 0 … 1.
 */
export function nesterov(options: MomentumOptions = {}): Optimizer {
  return withBuffer("nesterov", { ...options, looksAhead: true });
}

function withBuffer(
  name: string,
  { momentum = 0.9, looksAhead }: MomentumOptions & { readonly looksAhead: boolean },
): Optimizer {
  const kept = checkProbability(momentum, { action: `create ${name}`, argument: "momentum" });
  return {
    name,
    slots: ["buffer"],
    at: ({ learningRate }) => (parameter, { gradient, slots }) => {
      const buffer = add(multiply(slots.buffer!, kept), gradient);
      const direction = looksAhead ? add(gradient, multiply(buffer, kept)) : buffer;
      const rate = scalarAs(learningRate, parameter.dtype);
      return { parameter: subtract(parameter, multiply(direction, rate)), slots: { buffer } };
    },
  };
}
