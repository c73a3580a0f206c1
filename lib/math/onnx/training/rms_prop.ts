/**
 * RMSProp: each element's step is divided by the root of its mean squared gradient.
 *
 * With the mean v ← α·v + (1 − α)·g², p ← p − η·g / (√v + ε). The slot holds the decayed sum V = v / (1 − α) instead of
 * the mean, which saves a pass over the parameter: V ← α·V + g², and √v = √(1 − α)·√V, where √(1 − α) goes into the
 * scalars η and ε.
 *
 * **Invariant.** V is never negative, so the root exists.
 *
 * Cost: 8 passes over a parameter.
 *
 * Not here on purpose: momentum, the centred variant.
 *
 * Source: T. Tieleman, G. Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012), with ε outside the root as
 * in torch.optim.RMSprop.
 *
 * @module
 */
import { checkPositive, checkProbability } from "../../../base/argument.ts";
import { add, divide, multiply, square, subtract } from "../operations/arithmetic.ts";
import { sqrt } from "../operations/elementwise.ts";
import { type Optimizer, scalarAs } from "./optimizer.ts";

/** How gradients are averaged. */
export interface RmsPropOptions {
  /** Which part of the mean square is kept from step to step, 0 … 1, not 1 itself. @default {0.99} */
  readonly decay?: number;
  /** Added to the root, so that nothing is divided by zero. @default {1e-8} */
  readonly epsilon?: number;
}

/**
 * RMSProp.
 * @throws {RangeError} If decay lies outside 0 … 1 or is 1, or epsilon is not positive.
 */
export function rmsProp({ decay = 0.99, epsilon = 1e-8 }: RmsPropOptions = {}): Optimizer {
  const action = "create rmsProp";
  const kept = checkProbability(decay, { action, argument: "decay" });
  const scale = Math.sqrt(checkPositive(1 - kept, { action, argument: "1 - decay" }));
  const floor = checkPositive(epsilon, { action, argument: "epsilon" }) / scale;
  return {
    name: "rmsProp",
    slots: ["v"],
    at({ learningRate }) {
      const scaledRate = divide(learningRate, scale);
      return (parameter, { gradient, slots }) => {
        const v = add(multiply(slots.v!, kept), square(gradient));
        const rate = scalarAs(scaledRate, parameter.dtype);
        const change = divide(multiply(gradient, rate), add(sqrt(v), floor));
        return { parameter: subtract(parameter, change), slots: { v } };
      };
    },
  };
}
