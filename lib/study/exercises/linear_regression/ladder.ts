/**
 * The steps towards linear regression: the cost, and one step.
 *
 * @module
 */
import { answersIn } from "../answers_in.ts";
import type { LadderStep } from "../exercise_card.ts";
import { tableCase } from "../table_case.ts";

/** What each step takes. */
export type LinearRegressionSteps = {
  /** The cost. */
  readonly cost: {
    /** (1/2n)·Σ(ŷ − y)². */
    cost(yTrue: number[], yPred: number[]): number;
  };
  /** One step of any descent. */
  readonly step: {
    /** θ − rate · gradient. */
    gradientStep(theta: number[], gradient: number[], learningRate: number): ArrayLike<number>;
  };
};

const { mistake } = answersIn(import.meta.url);

const cost: LadderStep<LinearRegressionSteps["cost"]> = {
  title: "Linear regression: cost",
  minutes: 5,
  names: ["cost"],
  task: `/** Half the mean of the squared errors: (1/2n) times the sum of (yPred - yTrue) squared. */
function cost(yTrue: number[], yPred: number[]): number {
  throw new Error("Not written yet");
}`,
  rules: ["The sum of the squared errors is divided by 2n: the half cancels the 2 of the derivative."],
  firstHint: "Add up (yPred − yTrue)² over the rows, and divide once.",
  why: "Half the mean squared error has the gradient (1/n)·Σ(ŷ − y)·x, without a factor of 2.",
  cases: [
    tableCase<LinearRegressionSteps["cost"], readonly [number[], number[]]>({
      name: "half the mean of the squared errors",
      misconception: "The sum is divided by 2n: neither by n alone nor by 2.",
      hints: ["sum / (2 * yTrue.length)"],
      call: "cost",
      rows: [[[1, 3, 5], [0, 0, 0]], [[1, 2], [1, 4]], [[7], [7]]],
      oracle: (yTrue, yPred) => yTrue.reduce((sum, y, i) => sum + (yPred[i]! - y) ** 2, 0) / (2 * yTrue.length),
      tolerance: 1e-9,
      frozen: true,
    }),
  ],
  wrong: {
    "the mean": mistake("./steps/cost.ts")("half the mean of the squared errors", [
      "(2 * yTrue.length)",
      "yTrue.length",
    ]),
    "half the sum": mistake("./steps/cost.ts")("half the mean of the squared errors", ["(2 * yTrue.length)", "2"]),
  },
};

const step: LadderStep<LinearRegressionSteps["step"]> = {
  title: "Linear regression: step",
  minutes: 5,
  names: ["gradientStep"],
  task: `/** A new list: theta moved against the gradient by learningRate times its size. */
function gradientStep(theta: number[], gradient: number[], learningRate: number): number[] {
  throw new Error("Not written yet");
}`,
  rules: ["The result is a new list; `theta` and `gradient` stay as they are."],
  firstHint: "Each entry moves by the rate times its own gradient, downhill.",
  why: "map() makes the new list; every optimiser is a variation of this line.",
  cases: [
    tableCase<LinearRegressionSteps["step"], readonly [number[], number[], number]>({
      name: "each entry goes downhill",
      misconception: "Downhill is against the gradient: minus, entry by entry.",
      hints: ["theta.map((t, j) => t - learningRate * gradient[j])"],
      call: "gradientStep",
      rows: [[[1, 2], [10, -10], 0.1], [[0], [3], 1], [[5, 5, 5], [0, 1, 2], 0.5]],
      oracle: (theta, gradient, rate) => theta.map((t, j) => t - rate * gradient[j]!),
      tolerance: 1e-12,
    }),
    tableCase<LinearRegressionSteps["step"], readonly [number[], number[], number]>({
      name: "the arguments stay as they are",
      misconception: "The caller may still need the old point, to compare costs or to draw the path.",
      hints: ["Make a new list instead of assigning into theta."],
      call: "gradientStep",
      rows: [[[1, 2], [1, 1], 0.5]],
      oracle: (theta, gradient, rate) => theta.map((t, j) => t - rate * gradient[j]!),
      frozen: true,
    }),
  ],
  wrong: {
    "uphill": mistake("./steps/step.ts")("each entry goes downhill", ["t - learningRate", "t + learningRate"]),
    "in place": mistake("./steps/step.ts")("the arguments stay as they are", [
      "return theta.map((t, j) => t - learningRate * gradient[j]!);",
      "theta.forEach((t, j) => theta[j] = t - learningRate * gradient[j]!);\n  return theta;",
    ]),
  },
};

/** In order. */
export const ladder = { cost, step };
