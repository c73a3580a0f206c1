/**
 * The exercise `welch-and-ks`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

/** Welch's t-test, two-sided. `studentTail(t, df)`: the probability that Student's t with `df` degrees of freedom exceeds `t`. */
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

/** Its entry. */
export const welchAndKsExercise: CatalogueEntry<WelchAndKsGiven> = {
  title: "Welch's t-test and Kolmogorov–Smirnov",
  level: "medium",
  minutes: 30,
  notebook: "statistics/hypothesis_test",
  firstHint:
    "Welch: write a function that gives size, mean and variance of one sample, call it twice, and the rest is three formulas. " +
    "Kolmogorov–Smirnov: sort copies of both samples, walk over them side by side, and look at the gap after each different number.",
  solution: {
    file: new URL("./right/two_pointers.ts", import.meta.url),
    why:
      "Two passes for a variance and one walk over two sorted copies: all that an interview asks for. Say in an interview what you left out: " +
      "refusing NaN and constant samples, an interval for the difference, and an exact p-value where samples are small. " +
      "lib/math/stats/hypothesis/t_tests.ts and kolmogorov_smirnov.ts do all of it.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
