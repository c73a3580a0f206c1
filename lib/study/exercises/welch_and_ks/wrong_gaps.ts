/**
 * Wrong answers of the exercise `welch-and-ks` in which the Kolmogorov–Smirnov test is wrong, each alone with its mistake.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { KolmogorovSmirnov } from "./exercise.ts";
import { welch } from "./right/two_pointers.ts";

const answer = (kolmogorovSmirnov: KolmogorovSmirnov): Answer => ({ given: { welch, kolmogorovSmirnov } });

/** The gap is only measured as F − G. */
export const oneDirection: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, i / one.length - j / other.length);
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** `sort` without a comparison. */
export const sortsAsText: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort()) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** One number at a time, and a look after each. */
export const walksByIndex: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    if (one[i]! <= other[j]!) i++;
    else j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** Equal numbers leave in pairs, whatever their multiplicity. */
export const stepsInPairs: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const [x, y] = [one[i]!, other[j]!];
    if (x <= y) i++;
    if (y <= x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** A number that occurs five times is counted once. */
export const throwsDoublesAway: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...new Set(sample)].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** A hundred places at even distances. */
export const looksOnAGrid: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  const low = Math.min(one[0]!, other[0]!), high = Math.max(one.at(-1)!, other.at(-1)!);
  let [i, j, statistic] = [0, 0, 0];
  for (let k = 0; k < 100; k++) {
    const x = k === 99 ? high : low + (high - low) * k / 99;
    while (i < one.length && one[i]! <= x) i++;
    while (j < other.length && other[j]! <= x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** Twice a tail that has both sides in it. */
export const twiceTheTail: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: 2 * kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** The size of the first sample, as in the test of one sample. */
export const sizeOfOne: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  return { statistic, pValue: kolmogorovTail(Math.sqrt(a.length) * statistic) };
});

/** All numbers together. */
export const sizeOfBoth: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  return { statistic, pValue: kolmogorovTail(Math.sqrt(a.length + b.length) * statistic) };
});

/** The caller's own arrays are sorted. */
export const sortsInPlace: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a as number[], b as number[]];
  one.sort((x, y) => x - y);
  other.sort((x, y) => x - y);
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** Numbers nearer than a billionth are taken for equal. */
export const tolerantTies: Answer = answer((a, b, { kolmogorovTail }) => {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (i < one.length && one[i]! - x < 1e-9) i++;
    while (j < other.length && other[j]! - x < 1e-9) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});

/** All numbers are counted anew for each. */
export const countsForEach: Answer = answer((a, b, { kolmogorovTail }) => {
  const share = (sample: readonly number[], x: number) => {
    let count = 0;
    for (const value of sample) if (value <= x) count++;
    return count / sample.length;
  };
  let statistic = 0;
  for (const x of [...a, ...b]) statistic = Math.max(statistic, Math.abs(share(a, x) - share(b, x)));
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
});
