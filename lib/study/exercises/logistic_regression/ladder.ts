/**
 * The step towards logistic regression: the sigmoid.
 *
 * @module
 */
import { answersIn } from "../answers_in.ts";
import type { LadderStep } from "../exercise_card.ts";
import { tableCase } from "../table_case.ts";

/** What each step takes. */
export type LogisticRegressionSteps = {
  /** The sigmoid. */
  readonly sigmoid: {
    /** 1 / (1 + e^(−x)). */
    sigmoid(x: number): number;
  };
};

const { mistake } = answersIn(import.meta.url);

const sigmoid: LadderStep<LogisticRegressionSteps["sigmoid"]> = {
  title: "Logistic regression: sigmoid",
  minutes: 5,
  names: ["sigmoid"],
  task: `/** 1 / (1 + e^(-x)): a score becomes a probability. */
function sigmoid(x: number): number {
  throw new Error("Not written yet");
}`,
  rules: ["There is no overflow: at 1000 the result is 1, at −1000 it is 0, and never NaN."],
  firstHint: "Which power of e is small for every x?",
  why: "e to the power −|x| is at most 1, so no intermediate result is infinite.",
  cases: [
    tableCase<LogisticRegressionSteps["sigmoid"], readonly [number]>({
      name: "scores become probabilities",
      misconception: "The sigmoid rises from 0 to 1 and is one half at 0; the exponent has a minus sign.",
      hints: ["1 / (1 + Math.exp(-x))"],
      call: "sigmoid",
      rows: [[0], [1], [-1], [3.5], [-8]],
      oracle: (x) => (1 + Math.tanh(x / 2)) / 2,
      tolerance: 1e-9,
    }),
    tableCase<LogisticRegressionSteps["sigmoid"], readonly [number]>({
      name: "no overflow far from 0",
      misconception: "e to the power 1000 is Infinity, and Infinity / Infinity is NaN.",
      hints: ["const small = Math.exp(-Math.abs(x));"],
      call: "sigmoid",
      rows: [[1000], [-1000], [710], [-710]],
      oracle: (x) => x > 0 ? 1 : 0,
      tolerance: 1e-9,
    }),
  ],
  wrong: {
    "the wrong sign": mistake("./steps/sigmoid.ts")("scores become probabilities", ["x >= 0", "x < 0"]),
    "e to the x over 1 plus e to the x": mistake("./steps/sigmoid.ts")("no overflow far from 0", [
      "(x >= 0 ? 1 : small) / (1 + small)",
      "Math.exp(x) / (1 + Math.exp(x))",
    ], ["const small = Math.exp(-Math.abs(x));", ""]),
  },
};

/** In order. */
export const ladder = { sigmoid };
