/**
 * The exercise `gradient-check`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

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

/** Its entry. */
export const gradientCheckExercise: CatalogueEntry<GradientCheckGiven> = {
  title: "Backpropagation and its check",
  level: "medium",
  minutes: 35,
  notebook: "math/backpropagation",
  firstHint:
    "Go over the tape forwards and keep every value. Then go over it backwards with one number for each line: how much the loss " +
    "changes when that line does. The last line's number is 1; each line adds its share to the lines it was made from.",
  solution: {
    file: new URL("./right/reverse_sweep.ts", import.meta.url),
    why:
      "Two loops over one list: because a line comes after its inputs, going backwards means that a line's derivative is " +
      "complete when its turn comes. lib/math/onnx/gradients/gradient.ts does the same with tensors, and writes expressions instead of " +
      "numbers, so that the runtime can run forward and backward pass as one graph.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
