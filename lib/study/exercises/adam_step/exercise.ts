/**
 * The exercise `adam-step`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What is remembered between steps. */
export interface RememberedMoments {
  /** How many steps were done. */
  readonly step?: number;
  /** Running means of the gradients. */
  readonly m?: ArrayLike<number>;
  /** Running means of their squares. */
  readonly v?: ArrayLike<number>;
}

/** Rates and decays, all with defaults. */
export interface AdamRates {
  /** η. */
  readonly learningRate?: number;
  /** β₁. */
  readonly beta1?: number;
  /** β₂. */
  readonly beta2?: number;
  /** ε. */
  readonly epsilon?: number;
  /** λ. */
  readonly weightDecay?: number;
}

/** One step of Adam. */
export type AdamStepGiven = {
  /** New parameters and a new state; nothing that comes in is changed. */
  adam(
    parameters: number[],
    gradients: number[],
    state: RememberedMoments,
    options?: AdamRates,
  ): { parameters: ArrayLike<number>; state: RememberedMoments };
};

/** Its card. */
export const exercise: ExerciseCard<AdamStepGiven> = {
  title: "A step of Adam",
  level: "medium",
  minutes: 25,
  notebook: "math/backpropagation",
  names: ["adam"],
  task: `type State = { step?: number; m?: number[]; v?: number[] }; // {} before the first step
type Options = {
  learningRate?: number; // 0.001
  beta1?: number; // 0.9
  beta2?: number; // 0.999
  epsilon?: number; // 1e-8
  weightDecay?: number; // 0
};

/** One step of Adam for a list of parameters. */
function adam(
  parameters: number[],
  gradients: number[],
  state: State,
  options: Options = {},
): { parameters: number[]; state: State } {
  throw new Error("Not written yet");
}`,
  rules: [
    "m and v are running means of the gradients and of their squares, with decays beta1 and beta2; both start at 0.",
    "Both are corrected for that start: divided by 1 − beta**t, where t is 1 in the first step.",
    "epsilon is added to the root of the corrected v, not under the root.",
    "Weight decay is decoupled: learningRate · weightDecay · parameter is taken off beside the step, from the parameter as it came in.",
    "The state starts at `{}`; what you return as `state` comes back in the next call, as it is.",
    "The given lists and state are not changed: return new ones.",
  ],
  mastery: [
    "Two networks can be trained with one function: nothing is kept outside the state.",
    "Training continues unchanged from a state saved as JSON, as in a checkpoint.",
  ],
  firstHint:
    "Take one parameter, the gradient 1 and no decay. What are m and v after the first step, and what must they be divided by " +
    "so that the step is learningRate long?",
  solution: {
    file: "right/textbook.ts",
    why:
      "Dividing by the root of the mean square makes every first step as long as the learning rate, whatever the gradient's size; " +
      "the correction matters because a mean that starts at 0 holds only a share of 1 − betaᵗ of what it has seen. Decay inside the " +
      "gradient would be divided by that root too, so that weights with large gradients would hardly decay.",
  },
};
