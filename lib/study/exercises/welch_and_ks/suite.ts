/**
 * The suite of the exercise `welch-and-ks`: functions `welch(a, b, { studentTail })` and `kolmogorovSmirnov(a, b, { kolmogorovTail })`.
 *
 * The order teaches: the statistic of Welch's test from its sign to its last digits, its p-value, then the gap of two distribution functions and its
 * p-value, and last what both owe their caller.
 *
 * @module
 */
import type { Case, Cost, Suite } from "../suite.ts";
import { gapCases } from "./gap_cases.ts";
import { lastingCases } from "./lasting_cases.ts";
import type { Given } from "./scene.ts";
import { normals } from "./scene_case.ts";
import { welchCases } from "./welch_cases.ts";

interface Samples {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

const cost: Cost<Given, Samples, readonly Samples[]> = {
  time: {
    what: "both tests on two samples of 1,000 numbers",
    input: (random) => ({
      a: normals(random, { count: 1000, mean: 10, deviation: 2 }),
      b: normals(random, { count: 1000, mean: 10.1, deviation: 2 }),
    }),
    run({ welch, kolmogorovSmirnov }, { a, b }) {
      const tail = (x: number) => Math.exp(-2 * x * x);
      return welch(a, b, { studentTail: tail }).pValue + kolmogorovSmirnov(a, b, { kolmogorovTail: tail }).pValue;
    },
  },
  memory: {
    what: "the results of 2,000 tests",
    input: (random) =>
      Array.from({ length: 1000 }, () => ({
        a: normals(random, { count: 5, mean: 0, deviation: 1 }),
        b: normals(random, { count: 5, mean: 0, deviation: 1 }),
      })),
    build({ welch, kolmogorovSmirnov }, pairs) {
      const tail = (x: number) => Math.exp(-2 * x * x);
      const results: unknown[] = [];
      for (let i = 0; i < pairs.length; i++) {
        const { a, b } = pairs[i]!;
        results.push(welch(a, b, { studentTail: tail }), kolmogorovSmirnov(a, b, { kolmogorovTail: tail }));
      }
      return results;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "welch-and-ks",
  names: ["welch", "kolmogorovSmirnov"],
  task: `/**
 * Welch's t-test of two samples of at least two numbers each, which are not all equal. Variances and sizes may differ.
 * - statistic: the mean of a less the mean of b, over the standard error of that difference. Variances divide by n − 1.
 * - degreesOfFreedom: by Welch and Satterthwaite, not rounded: (u + v)² / (u² / (n − 1) + v² / (m − 1)), where u and v are the
 *   squared standard errors of the two means.
 * - pValue: two-sided. studentTail(t, df) is the probability that Student's t with df degrees of freedom is above t.
 * Numbers may be large and close together, like timestamps. The arrays stay as they are.
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
 * - pValue: two-sided, by Kolmogorov's limit: √(n·m / (n + m)) times the gap has about his distribution, and kolmogorovTail(x) is
 *   the probability that it is above x.
 * The work grows about like sorting. The arrays stay as they are.
 */
function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
  { kolmogorovTail }: { kolmogorovTail(x: number): number },
): { statistic: number; pValue: number } {
  throw new Error("Not written yet");
}`,
  cases: [...welchCases, ...gapCases, ...lastingCases] as readonly Case<Given>[],
  cost,
};
