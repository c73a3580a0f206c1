/**
 * The answers of the exercise `welch-and-ks`: the stub, three right ones that differ in kind, and the wrong ones, each with the case that must be the
 * first to catch it.
 *
 * @module
 */
import type { Answer, Answers, WrongAnswer } from "../suite.ts";
import type { KolmogorovSmirnov, Welch } from "./exercise.ts";
import * as gaps from "./wrong_gaps.ts";
import * as means from "./wrong_welch.ts";

const right = (file: string): Answer => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const welch: Welch = function welch() {
  throw new Error("Not written yet");
};
const kolmogorovSmirnov: KolmogorovSmirnov = function kolmogorovSmirnov() {
  throw new Error("Not written yet");
};

const SIGN = "the statistic is positive where a has the larger mean";
const SQUARES = "the squares of the two standard errors add up, not the errors";
const FREEDOM = "the degrees of freedom are Welch's and Satterthwaite's, not rounded";
const SMALL = "small samples have the heavy tails of their own degrees of freedom";
const TIES = "equal numbers are passed together";
const SIZE = "the p-value takes the size n·m / (n + m), under a root";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
const wrong: Readonly<Record<string, WrongAnswer>> = {
  "b less a": { by: SIGN, answer: means.turnedRound },
  "a statistic without its sign": { by: SIGN, answer: means.withoutSign },
  "the two standard errors added up": { by: SQUARES, answer: means.addsErrors },
  "deviations where standard errors belong": { by: SQUARES, answer: means.effectInsteadOfError },
  "variances that divide by n": { by: "the variance of a sample divides by n − 1", answer: means.populationVariance },
  "a pooled variance": { by: "each sample keeps its own variance", answer: means.pooledVariance },
  "n + m − 2 degrees of freedom": { by: FREEDOM, answer: means.studentsFreedom },
  "the smaller sample's degrees of freedom": { by: FREEDOM, answer: means.smallerFreedom },
  "degrees of freedom rounded down": { by: FREEDOM, answer: means.roundedFreedom },
  "a one-sided p-value": { by: "the p-value counts both tails", answer: means.oneSided },
  "twice the upper tail of a negative t": {
    by: "a negative statistic is as surprising as a positive one",
    answer: means.twiceTheUpperTail,
  },
  "the tails of the normal distribution": { by: SMALL, answer: means.normalTails },
  "returns one number of degrees of freedom, looks up another": { by: SMALL, answer: means.looksUpStudents },
  "Σx² − n·mean²": { by: "large numbers that are close together keep their variance", answer: means.onePass },
  "a gap in one direction": { by: "the gap is looked for in both directions", answer: gaps.oneDirection },
  "numbers sorted as text": { by: "numbers are sorted as numbers", answer: gaps.sortsAsText },
  "ties walked by index": { by: TIES, answer: gaps.walksByIndex },
  "ties that leave in pairs": { by: TIES, answer: gaps.stepsInPairs },
  "numbers that occur twice counted once": { by: TIES, answer: gaps.throwsDoublesAway },
  "a grid of a hundred places": {
    by: "the gap is looked at where the numbers are, not on a grid",
    answer: gaps.looksOnAGrid,
  },
  "twice Kolmogorov's tail": { by: "Kolmogorov's tail has both directions in it already", answer: gaps.twiceTheTail },
  "the size of the first sample": { by: SIZE, answer: gaps.sizeOfOne },
  "the size of both samples together": { by: SIZE, answer: gaps.sizeOfBoth },
  "sorts the caller's arrays": { by: "the caller's arrays stay as they are", answer: gaps.sortsInPlace },
  "equal up to a billionth": {
    by: "any two samples, at any scale, get the right numbers",
    answer: gaps.tolerantTies,
  },
  "all numbers counted for each": {
    by: "the work grows like sorting, not like the square",
    answer: gaps.countsForEach,
  },
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { welch, kolmogorovSmirnov } },
  right: {
    "the library's moments and distribution functions": right("library.ts"),
    "two passes and two pointers": right("two_pointers.ts"),
    "a running variance and signed steps": right("signed_steps.ts"),
  },
  wrong,
  ours: right("library.ts"),
  naive: { what: "a count of all numbers for each", answer: gaps.countsForEach },
};
