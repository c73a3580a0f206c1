/**
 * The suite of the exercise `gradient-check`: `backpropagate(tape, x)` and `checkGradient(loss, x, gradient)`.
 *
 * The order teaches: first derivatives on a tape, from one operation to whole graphs, then the differences that find out when they are wrong.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import { differenceRules } from "./difference_rules.ts";
import type { GradientCheckGiven, Line } from "./exercise.ts";
import { tapeRules } from "./tape_rules.ts";

const cost: Cost<GradientCheckGiven, readonly number[], number> = {
  time: {
    what: "200 gradients of a tape of 3,000 lines",
    input: (random) => Array.from({ length: 1000 }, () => random.next()),
    run({ backpropagate }, x) {
      const tape: Line[] = x.map(() => ({ operation: "input" }));
      for (let place = 0; place < 1000; place++) tape.push({ operation: "tanh", inputs: [place] });
      for (let place = 1; place < 1000; place++) {
        tape.push({ operation: "add", inputs: [tape.length - (place === 1 ? 1000 : 1), 1000 + place] });
      }
      let sum = 0;
      for (let round = 0; round < 200; round++) sum += backpropagate(tape, x).gradient[round]!;
      return sum;
    },
  },
  memory: {
    what: "the gradient of a tape of 20,000 lines",
    input: () => 20_000,
    build({ backpropagate }, length) {
      const tape: Line[] = [{ operation: "input" }];
      for (let line = 1; line < length; line++) tape.push({ operation: "tanh", inputs: [line - 1] });
      return backpropagate(tape, [0.5]);
    },
  },
};

/** The suite. */
export const suite: Suite<GradientCheckGiven> = {
  exercise: "gradient-check",
  names: ["backpropagate", "checkGradient"],
  task: `/** One line of a tape: an input, a constant, or an operation on earlier lines, named by their places. */
type Line =
  | { operation: "input" }
  | { operation: "constant"; value: number }
  | { operation: "add" | "multiply"; inputs: [number, number] }
  | { operation: "exp" | "tanh" | "relu"; inputs: [number] };

/** The value of the last line, and its derivative with respect to each input, in the order of the input lines; x has their values. */
function backpropagate(tape: readonly Line[], x: readonly number[]): { loss: number; gradient: number[] } {
  throw new Error("Not written yet");
}

/**
 * Compares each element of \`gradient\` with a difference of \`loss\` at \`x\`, which is left as it was. Gives the place where they disagree
 * most, and there error = |gradient - difference| / max(1, |gradient|, |difference|).
 * The error of a right gradient must be below 1e-6, also where x is as large as 1e6 and the loss as slow.
 */
function checkGradient(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): { place: number; error: number } {
  throw new Error("Not written yet");
}`,
  cases: [...tapeRules, ...differenceRules],
  cost,
};
