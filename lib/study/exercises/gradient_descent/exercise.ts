/**
 * The exercise `gradient-descent`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** The slope at a point. */
export type Gradient = (x: number[]) => number[];

/** The points of a descent, the start first. */
export type Path = ArrayLike<ArrayLike<number>>;

/** Three optimisers. */
export type GradientDescentGiven = {
  /** Plain. */
  gradientDescent(gradient: Gradient, start: number[], options?: { learningRate?: number; iterations?: number }): Path;
  /** With velocity. */
  momentum(
    gradient: Gradient,
    start: number[],
    options?: { learningRate?: number; iterations?: number; beta?: number },
  ): Path;
  /** With bias-corrected moments. */
  adam(
    gradient: Gradient,
    start: number[],
    options?: { learningRate?: number; iterations?: number; beta1?: number; beta2?: number; epsilon?: number },
  ): Path;
};

/** Its card. */
export const exercise: ExerciseCard<GradientDescentGiven> = {
  title: "Gradient descent, momentum and Adam",
  level: "medium",
  minutes: 35,
  notebook: "learning/gradient_descent",
  names: ["gradientDescent", "momentum", "adam"],
  task: `type Gradient = (x: number[]) => number[];
type Options = { learningRate?: number; iterations?: number; beta?: number };

/** The points visited, the start first: iterations + 1 of them. */
function gradientDescent(gradient: Gradient, start: number[], options: Options = {}): number[][] {
  throw new Error("Not written yet");
}

/** v = beta * v + learningRate * g; x = x - v. */
function momentum(gradient: Gradient, start: number[], options: Options = {}): number[][] {
  throw new Error("Not written yet");
}

type AdamOptions = Options & { beta1?: number; beta2?: number; epsilon?: number };

/** Moments m and v of the gradient, corrected for their start at 0; epsilon stands outside the root. */
function adam(gradient: Gradient, start: number[], options: AdamOptions = {}): number[][] {
  throw new Error("Not written yet");
}`,
  rules: [
    "Each function returns the path: the start first, then the point after each step, `iterations + 1` points in all, each a list of its own.",
    "Momentum: v ← β·v + η·g and x ← x − v, with v = 0 at the start (not the averaged form with 1 − β).",
    "Adam: m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g², divided by 1 − β₁ᵗ and 1 − β₂ᵗ with t = 1 in the first step; then x ← x − η·m̂ / (√v̂ + ε).",
    "The defaults are learningRate 0.01, iterations 100, beta 0.9, beta1 0.9, beta2 0.999, epsilon 1e-8.",
    "`start` is not changed.",
  ],
  mastery: ["A gradient function that changes the list it is handed does no harm: it gets a copy."],
  firstHint:
    "Write plain descent with its path first. The other two differ in one thing: what is subtracted. Momentum keeps one list " +
    "between the steps, Adam two and a counter.",
  solution: {
    file: "right/three_loops.ts",
    why:
      "The state that lives between steps stands before the loop, and nothing else does: nothing, one velocity, or two moments.",
  },
};
