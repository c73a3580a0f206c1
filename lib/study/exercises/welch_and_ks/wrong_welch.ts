/**
 * Wrong answers of the exercise `welch-and-ks` in which Welch's test is wrong.
 *
 * They travel to the child as text, one function each, so each stands alone: what they share with the right answer is repeated, and the mistake is the only thing
 * to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { Welch } from "./exercise.ts";
import { kolmogorovSmirnov } from "./right/two_pointers.ts";

const answer = (welch: Welch): Answer => ({ given: { welch, kolmogorovSmirnov } });

/** The mean of b less that of a. */
export const turnedRound: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(b) - mean(a)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** The absolute value is returned, not only looked up. */
export const withoutSign: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = Math.abs(mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(statistic, degreesOfFreedom) };
});

/** Standard errors are added, not their squares. */
export const addsErrors: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / (Math.sqrt(u) + Math.sqrt(v));
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** Divided by a deviation, not by the error of a mean. */
export const effectInsteadOfError: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1);
  const [u, v] = [variance(a), variance(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** The variance of the numbers themselves, not of what they were drawn from. */
export const populationVariance: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / x.length / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** Student's test: one variance for both. */
export const pooledVariance: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const squares = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0);
  const degreesOfFreedom = a.length + b.length - 2;
  const pooled = (squares(a) + squares(b)) / degreesOfFreedom;
  const statistic = (mean(a) - mean(b)) / Math.sqrt(pooled * (1 / a.length + 1 / b.length));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** Welch's statistic with Student's degrees of freedom. */
export const studentsFreedom: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const statistic = (mean(a) - mean(b)) / Math.sqrt(error(a) + error(b));
  const degreesOfFreedom = a.length + b.length - 2;
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** The careful guess of a time before computers. */
export const smallerFreedom: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const statistic = (mean(a) - mean(b)) / Math.sqrt(error(a) + error(b));
  const degreesOfFreedom = Math.min(a.length, b.length) - 1;
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** Rounded down, for a table. */
export const roundedFreedom: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = Math.floor((u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1)));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** One tail. */
export const oneSided: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: studentTail(Math.abs(statistic), degreesOfFreedom) };
});

/** Twice the upper tail, also of a negative statistic. */
export const twiceTheUpperTail: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(statistic, degreesOfFreedom) };
});

/** So many degrees of freedom that the t distribution is the normal one. */
export const normalTails: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), 100_000) };
});

/** The degrees of freedom that are returned are not those that are looked up. */
export const looksUpStudents: Answer = answer((a, b, { studentTail }) => {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const error = (x: readonly number[]) => x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1) / x.length;
  const [u, v] = [error(a), error(b)];
  const statistic = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), a.length + b.length - 2) };
});

/** The textbook's one pass: Σx² − n·mean². */
export const onePass: Answer = answer((a, b, { studentTail }) => {
  const summary = (x: readonly number[]) => {
    let [sum, squares] = [0, 0];
    for (const v of x) {
      sum += v;
      squares += v * v;
    }
    const mean = sum / x.length;
    return { mean, error: (squares - x.length * mean * mean) / (x.length - 1) / x.length };
  };
  const [{ mean: meanA, error: u }, { mean: meanB, error: v }] = [summary(a), summary(b)];
  const statistic = (meanA - meanB) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
});
