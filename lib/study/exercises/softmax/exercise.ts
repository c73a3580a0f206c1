/**
 * The exercise `softmax`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** Scores to probabilities, and how these move with the scores. */
export type SoftmaxGiven = {
  /** Probabilities of a list of scores; of each row of a list of rows. */
  softmax(x: number[] | number[][]): ArrayLike<number> | ArrayLike<ArrayLike<number>>;
  /** (n, n): the derivative of probability i by score j. */
  softmaxJacobian(s: number[]): ArrayLike<ArrayLike<number>>;
};

/** Its card. */
export const exercise: ExerciseCard<SoftmaxGiven> = {
  title: "Softmax and its Jacobian",
  level: "easy",
  minutes: 20,
  notebook: "learning/metrics_and_losses",
  names: ["softmax", "softmaxJacobian"],
  aliases: { softmaxJacobian: ["softmaxDerivative"] },
  task: `/** exp(x[i]) over the sum of all exp(x[j]). */
function softmax(x: number[]): number[] {
  throw new Error("Not written yet");
}

/** J[i][j]: the derivative of s[i] by x[j], where s is the output of softmax. */
function softmaxJacobian(s: number[]): number[][] {
  throw new Error("Not written yet");
}`,
  rules: [
    "The probabilities of any finite scores are finite and add up to 1: `softmax([1000, 2000, 3000])` is `[0, 0, 1]`.",
    "`softmaxJacobian` takes the probabilities `s`, the output of `softmax`, not the scores.",
    "The name `softmaxDerivative` is accepted for `softmaxJacobian`.",
    "The list that was handed in stays as it is.",
  ],
  mastery: [
    "A list of rows gives a list of rows: softmax goes along the last axis.",
    "Scores near the largest double, and −Infinity for an impossible class, give no NaN.",
  ],
  firstHint:
    "Softmax does not change when the same number is taken off every score. Which number makes every exponent safe? For the " +
    "Jacobian, write ∂s₀/∂x₀ and ∂s₀/∂x₁ out by the quotient rule.",
  solution: {
    file: "right/shifted.ts",
    why:
      "Subtract the largest score and no exponent is above 0, so nothing overflows, and the largest term is exp(0) = 1, so the " +
      "sum is never 0. The Jacobian is diag(s) − s·sᵀ, which needs the probabilities alone.",
  },
};
