/**
 * The answers of the exercise `gradient-check`: the stub, three right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { Answer, Answers, WrongAnswer } from "../suite.ts";
import type { GradientCheckGiven } from "./exercise.ts";
import {
  absoluteError,
  dividesByTheGradient,
  fixedStep,
  forgetsTheTwo,
  largeStep,
  lastWrong,
  leavesTheNudge,
  meanError,
  nudgesBack,
  oneSided,
  rightCheck,
  signedError,
  tinyStep,
} from "./wrong_differences.ts";
import {
  bothGetUpstream,
  differences,
  everyLineStartsAtOne,
  everyPath,
  expOfExp,
  forgetsUpstream,
  nearestFirst,
  overwrites,
  ownFactor,
  passesOnTwice,
  reluPassesAll,
  rightSweep,
  tanhOfTanh,
  undefinedWhereUnused,
} from "./wrong_sweeps.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });
const sweep = (backpropagate: GradientCheckGiven["backpropagate"]): Answer => ({
  given: { backpropagate, checkGradient: rightCheck },
});
const check = (checkGradient: GradientCheckGiven["checkGradient"]): Answer => ({
  given: { backpropagate: rightSweep, checkGradient },
});

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const stub: GradientCheckGiven = {
  backpropagate: () => {
    throw new Error("Not written yet");
  },
  checkGradient: () => {
    throw new Error("Not written yet");
  },
};

const SLOPE = "each operation passes on its own slope";
const ORDER = "a line passes on only when all who use it have passed on to it";
const UNNEEDED = "what the loss does not need counts for nothing";
const RIGHT = "a right gradient passes";
const FOUND = "a wrong element is found, with its place and the size of its error";
const UNCHANGED = "x is left as it was, to the last bit";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
const wrong: Readonly<Record<string, WrongAnswer>> = {
  "a product passes on like a sum": { by: SLOPE, answer: sweep(bothGetUpstream) },
  "each factor times itself": { by: SLOPE, answer: sweep(ownFactor) },
  "tanh's slope of the value": { by: SLOPE, answer: sweep(tanhOfTanh) },
  "exp's slope of the value": { by: SLOPE, answer: sweep(expOfExp) },
  "relu passes everything on": { by: SLOPE, answer: sweep(reluPassesAll) },
  "differences instead of derivatives": { by: SLOPE, answer: sweep(differences) },
  "slopes without what arrives from above": { by: "slopes multiply along a chain", answer: sweep(forgetsUpstream) },
  "the last share overwrites the others": {
    by: "a value that is used twice gets both shares",
    answer: sweep(overwrites),
  },
  "the nearest line first": { by: ORDER, answer: sweep(nearestFirst) },
  "a line passes on twice": { by: ORDER, answer: sweep(passesOnTwice) },
  "every line starts at one": { by: SLOPE, answer: sweep(everyLineStartsAtOne) },
  "undefined where nothing arrives": { by: UNNEEDED, answer: sweep(undefinedWhereUnused) },
  "along every path": {
    by: "the work grows with the lines, not with the paths through them",
    answer: sweep(everyPath),
  },
  "a one-sided difference": { by: RIGHT, answer: check(oneSided) },
  "divided by h instead of 2h": { by: RIGHT, answer: check(forgetsTheTwo) },
  "a step that drowns in rounding": { by: RIGHT, answer: check(tinyStep) },
  "a step over which the loss bends": { by: RIGHT, answer: check(largeStep) },
  "errors with a sign": { by: FOUND, answer: check(signedError) },
  "an error that is not relative": { by: FOUND, answer: check(absoluteError) },
  "the mean of the errors": { by: FOUND, answer: check(meanError) },
  "the last wrong element": { by: FOUND, answer: check(lastWrong) },
  "divided by the gradient alone": { by: "a derivative of zero is no trouble", answer: check(dividesByTheGradient) },
  "the same step everywhere": { by: "far from zero the step grows with x", answer: check(fixedStep) },
  "goes back by computing": { by: UNCHANGED, answer: check(nudgesBack) },
  "leaves the nudge in x": { by: UNCHANGED, answer: check(leavesTheNudge) },
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { ...stub } },
  right: {
    "one loop forwards, one backwards": right("reverse_sweep.ts"),
    "numbers that carry their derivatives": right("dual_numbers.ts"),
    "the library's, behind the exercise's names": right("library.ts"),
  },
  wrong,
  ours: right("reverse_sweep.ts"),
  naive: { what: "derivatives carried forwards, one for each input", answer: right("dual_numbers.ts") },
};
