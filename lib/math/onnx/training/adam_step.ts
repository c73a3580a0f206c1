/**
 * One step of Adam or AdamW on plain lists of numbers: the textbook's formulas, for reading, checking and small models.
 *
 * m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g² start at 0 and are too small in the first steps, so both are divided
 * by 1 − βᵗ. Then θ ← θ − η·m̂ / (√v̂ + ε) − η·λ·θ: weight decay stands beside the step and passes through neither
 * mean.
 *
 * **Invariant.** Nothing that comes in is changed. The first step moves a parameter by about η, whatever its gradient.
 *
 * Cost: O(parameters).
 *
 * Not here on purpose: graphs (`adam.ts`, the same step in fewer passes).
 *
 * Source: D. Kingma, J. Ba, Adam (2015), algorithm 1; I. Loshchilov, F. Hutter, Decoupled weight decay regularization
 * (2019), algorithm 2, with the rate on the decay as in torch.optim.AdamW.
 *
 * @module
 */
import { checkFiniteNumbers, checkNonNegative, checkPositive, checkProbability } from "../../../base/argument.ts";

/** What is remembered between steps: nothing before the first. */
export interface AdamState {
  /** How many steps were done. @default {0} */
  readonly step?: number;
  /** Mean gradients, not corrected. @default {zeros} */
  readonly m?: readonly number[];
  /** Mean squared gradients, not corrected. @default {zeros} */
  readonly v?: readonly number[];
}

/** What a step needs. */
export interface AdamStepOptions {
  /** The gradient of each parameter. */
  readonly gradients: ArrayLike<number>;
  /** What the step before returned; `{}` before the first. */
  readonly state: AdamState;
  /** η. @default {0.001} */
  readonly learningRate?: number;
  /** β₁: which part of the mean gradient is kept. @default {0.9} */
  readonly beta1?: number;
  /** β₂: the same for the mean square. @default {0.999} */
  readonly beta2?: number;
  /** ε: added to the root. @default {1e-8} */
  readonly epsilon?: number;
  /** λ: times the rate, which part of each parameter is taken off. @default {0} */
  readonly weightDecay?: number;
}

/** What a step returns. */
export interface AdamStep {
  /** The new values. */
  readonly parameters: number[];
  /** For the next step. */
  readonly state: Required<AdamState>;
}

/**
 * One step.
 * @throws {RangeError} If lengths differ, a gradient is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adamStep } from "./adam_step.ts";
 * const { parameters, state } = adamStep([1, 1], { gradients: [100, -0.01], state: {}, learningRate: 0.1 });
 * assertAlmostEquals(parameters[0]!, 0.9, 1e-6);
 * assertAlmostEquals(parameters[1]!, 1.1, 1e-6);
 * assertAlmostEquals(state.m[0]!, 10, 1e-9);
 * ```
 */
export function adamStep(parameters: ArrayLike<number>, options: AdamStepOptions): AdamStep {
  const { gradients, state, learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } =
    options;
  const action = "take a step of Adam";
  checkFiniteNumbers(parameters, { action, argument: "parameters" });
  checkFiniteNumbers(gradients, { action, argument: "gradients" });
  checkNonNegative(learningRate, { action, argument: "learningRate" });
  for (const [argument, value] of Object.entries({ beta1, beta2 })) {
    checkPositive(1 - checkProbability(value, { action, argument }), { action, argument: `1 - ${argument}` });
  }
  checkPositive(epsilon, { action, argument: "epsilon" });
  checkNonNegative(weightDecay, { action, argument: "weightDecay" });
  const { step: before = 0, m: oldM = zerosOf(parameters), v: oldV = zerosOf(parameters) } = state;
  for (const [name, list] of Object.entries({ gradients, "state.m": oldM, "state.v": oldV })) {
    if (list.length === parameters.length) continue;
    throw new RangeError(
      `Cannot ${action}: ${name} must have one number for each parameter, ${parameters.length}: current value is ${list.length}`,
    );
  }
  const step = before + 1;
  const m = oldM.map((one, i) => beta1 * one + (1 - beta1) * gradients[i]!);
  const v = oldV.map((one, i) => beta2 * one + (1 - beta2) * gradients[i]! ** 2);
  const next = Array.from(parameters, (one, i) => {
    const mean = m[i]! / (1 - beta1 ** step);
    const square = v[i]! / (1 - beta2 ** step);
    return one - learningRate * mean / (Math.sqrt(square) + epsilon) - learningRate * weightDecay * one;
  });
  return { parameters: next, state: { step, m, v } };
}

function zerosOf(parameters: ArrayLike<number>): readonly number[] {
  return new Array<number>(parameters.length).fill(0);
}
