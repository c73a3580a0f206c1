/**
 * The exercise `welch-and-ks`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/**
 * Welch's t-test, two-sided. `studentTail(t, df)`: the probability that Student's t with `df` degrees of freedom
 * exceeds `t`.
 */
export type Welch = (
  a: readonly number[],
  b: readonly number[],
  tails: { studentTail(t: number, degreesOfFreedom: number): number },
) => { statistic: number; degreesOfFreedom: number; pValue: number };

/** The two-sample Kolmogorov–Smirnov test. `kolmogorovTail(x)`: the probability that Kolmogorov's limit exceeds `x`. */
export type KolmogorovSmirnov = (
  a: readonly number[],
  b: readonly number[],
  tails: { kolmogorovTail(x: number): number },
) => { statistic: number; pValue: number };

/** Two tests of two samples. */
export type WelchAndKsGiven = {
  /** The reader's test of means. */
  readonly welch: Welch;
  /** The reader's test of distributions. */
  readonly kolmogorovSmirnov: KolmogorovSmirnov;
};

/** Its card. */
export const exercise: ExerciseCard<WelchAndKsGiven> = {
  title: "Welch's t-test and Kolmogorov–Smirnov",
  level: "medium",
  minutes: 30,
  notebook: "statistics/hypothesis_test",
  names: ["welch", "kolmogorovSmirnov"],
  task: `/**
 * Welch's t-test of two samples of at least two numbers each, which are not all equal. Variances and sizes may differ.
 * - statistic: the mean of a less the mean of b, over the standard error of that difference. Variances divide by n − 1.
 * - degreesOfFreedom: by Welch and Satterthwaite, not rounded: (u + v)² / (u² / (n − 1) + v² / (m − 1)), where u and v
 *   are the squared standard errors of the two means.
 * - pValue: two-sided. studentTail(t, df) is the probability that Student's t with df degrees of freedom is above t.
 */
function welch(
  a: readonly number[],
  b: readonly number[],
  { studentTail }: { studentTail(t: number, degreesOfFreedom: number): number },
): { statistic: number; degreesOfFreedom: number; pValue: number } {
  throw new Error("Not written yet");
}

/**
 * The two-sample Kolmogorov–Smirnov test, for samples of at least one number each; numbers may occur more than once.
 * - statistic: the largest gap between the two empirical distribution functions, in either direction.
 * - pValue: two-sided, by Kolmogorov's limit: √(n·m / (n + m)) times the gap has about that distribution, and
 *   kolmogorovTail(x) is the probability that it is above x.
 */
function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
  { kolmogorovTail }: { kolmogorovTail(x: number): number },
): { statistic: number; pValue: number } {
  throw new Error("Not written yet");
}`,
  rules: [
    "The arrays are not changed.",
    "Numbers may be of any size, and are compared exactly.",
    "The cost of `kolmogorovSmirnov` grows about like that of sorting: steps are counted.",
  ],
  mastery: [
    "Numbers may be large and close together, like timestamps.",
  ],
  firstHint:
    "Welch: write a function that gives size, mean and variance of one sample, call it twice, and the rest is three formulas. " +
    "Kolmogorov–Smirnov: sort copies of both samples, walk over them side by side, and look at the gap after each different number.",
  solution: {
    file: "right/two_pointers.ts",
    why:
      "Two passes for a variance and one walk over two sorted copies: all that an interview asks for. There, say what you " +
      "left out: refusing NaN and constant samples, an interval for the difference, and an exact p-value where samples are small. " +
      "lib/math/stats/hypothesis/t_tests.ts and kolmogorov_smirnov.ts do all of it.",
  },
};
