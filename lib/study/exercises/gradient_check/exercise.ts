/**
 * The exercise `gradient-check`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** One line of a tape: an input, a constant, or an operation on earlier lines, which are named by their places. */
export type Line =
  | { operation: "input" }
  | { operation: "constant"; value: number }
  | { operation: "add" | "multiply"; inputs: [number, number] }
  | { operation: "exp" | "tanh" | "relu"; inputs: [number] };

/** What going back over a tape gives. */
export interface LossAndGradient {
  /** Value of the last line. */
  loss: number;
  /** Its derivative with respect to each input. */
  gradient: number[];
}

/** Where a gradient is worst, and by how much. */
export interface WorstElement {
  /** Which element. */
  place: number;
  /** Its relative error. */
  error: number;
}

/** Derivatives by going back over a tape, and the check that finds out when they are wrong. */
export type GradientCheckGiven = {
  /** The value of the last line, and its derivative with respect to each input. */
  readonly backpropagate: (tape: readonly Line[], x: readonly number[]) => LossAndGradient;
  /** Where a gradient differs most from differences of the loss, and by how much. */
  readonly checkGradient: (
    loss: (x: number[]) => number,
    x: number[],
    gradient: readonly number[],
  ) => WorstElement;
};

/** Its card. */
export const exercise: ExerciseCard<GradientCheckGiven> = {
  title: "Backpropagation and its check",
  level: "medium",
  minutes: 35,
  notebook: "math/backpropagation",
  names: ["backpropagate", "checkGradient"],
  task:
    `/** One line of a tape: an input, a constant, or an operation on earlier lines, which are named by their indices. */
type Line =
  | { operation: "input" }
  | { operation: "constant"; value: number }
  | { operation: "add" | "multiply"; inputs: [number, number] }
  | { operation: "exp" | "tanh" | "relu"; inputs: [number] };

/** The value of the last line, the loss, and its derivative with respect to each input. */
function backpropagate(tape: readonly Line[], x: readonly number[]): { loss: number; gradient: number[] } {
  throw new Error("Not written yet");
}

/**
 * Compares each element of \`gradient\` with a difference of \`loss\` at \`x\`: where they disagree most, and by how
 * much.
 */
function checkGradient(
  loss: (x: number[]) => number,
  x: number[],
  gradient: readonly number[],
): { place: number; error: number } {
  throw new Error("Not written yet");
}`,
  rules: [
    "The last line is the loss. `x` has the values of the input lines, in their order; so has `gradient`. An input that the " +
    "loss does not need has derivative 0.",
    "`relu` is `max(0, value)`; derivatives are exact to nine digits, not differences.",
    "`checkGradient` gives the index (`place`) of the element where gradient and difference disagree most, and there the error " +
    "|g − d| / max(1, |g|, |d|).",
    "For a right gradient the error is below 1e-6, for a wrong one it is right to 1e-6.",
    "`x` is unchanged, to the last bit.",
  ],
  mastery: [
    "The check holds far from zero as well: where x is as large as 1e6 and the loss changes as slowly.",
    "`backpropagate` visits each line about once, no matter how many paths lead through it: steps are counted.",
  ],
  firstHint:
    "Go over the tape forwards and keep every value. Then go over it backwards with one number for each line: how much the loss " +
    "changes when that line does. The last line's number is 1; each line adds its share to the lines it was made from.",
  solution: {
    file: "right/reverse_sweep.ts",
    why:
      "Two loops over one list: because a line comes after its inputs, going backwards means that a line's derivative is " +
      "complete when its turn comes. lib/math/onnx/gradients/gradient.ts does the same with tensors, and writes expressions instead of " +
      "numbers, so that the runtime can run forward and backward pass as one graph.",
  },
};
