/**
 * The wrong answers of the exercise `adam-step`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/textbook.ts");

const FIRST = "the first step is as long as the learning rate";
const LATER = "later steps follow the running means";
const SMALL = "epsilon stands beside the root";
const DECAY = "weight decay stands beside the step";
const UNTOUCHED = "what was handed in stays as it is";
const MEAN = "m[i]! / (1 - beta1 ** step)";
const SQUARE = "v[i]! / (1 - beta2 ** step)";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "no bias correction": edit(FIRST, [MEAN, "m[i]!"], [SQUARE, "v[i]!"]),
  "the correction of the mean alone": edit(FIRST, [SQUARE, "v[i]!"]),
  "the gradient is not squared": edit(FIRST, ["gradients[i]! ** 2", "Math.abs(gradients[i]!)"]),
  "uphill": edit(FIRST, ["one - learningRate * mean", "one + learningRate * mean"]),
  "steps are not counted": edit(LATER, ["(state.step ?? 0) + 1", "1"]),
  "the means start again at each step": edit(LATER, ["state.m ?? zeros", "zeros"]),
  "beta1 and beta2 exchanged": edit(FIRST, [
    "beta1 * (m0[i] ?? 0) + (1 - beta1)",
    "beta2 * (m0[i] ?? 0) + (1 - beta2)",
  ]),
  "the corrected means are kept": edit(LATER, [
    "state: { step, m, v }",
    "state: { step, m: m.map((one) => one / (1 - beta1 ** step)), v }",
  ]),
  "epsilon under the root": edit(SMALL, ["(Math.sqrt(square) + epsilon)", "Math.sqrt(square + epsilon)"]),
  "epsilon left out": edit(SMALL, ["(Math.sqrt(square) + epsilon)", "(Math.sqrt(square) || 1)"]),
  "decay inside the gradient": edit(DECAY, [
    "const step =",
    "gradients = gradients.map((one, i) => one + weightDecay * parameters[i]!);\n  const step =",
  ], [" - learningRate * weightDecay * one", ""]),
  "decay without the learning rate": edit(DECAY, ["learningRate * weightDecay * one", "weightDecay * one"]),
  "decay left out": edit(DECAY, [" - learningRate * weightDecay * one", ""]),
  "the parameters are written to": edit(UNTOUCHED, [
    "return { parameters: next,",
    "next.forEach((one, i) => (parameters[i] = one));\n  return { parameters: next,",
  ]),
  "the state is written to": edit(UNTOUCHED, [
    "state: { step, m, v }",
    "state: Object.isFrozen(state) ? { step, m, v } : Object.assign(state, { step, m, v })",
  ]),
  "one memory for all": edit(
    "two networks trained in turns don't disturb each other",
    [
      "export function adam(",
      "const shared = { state: {} };\nexport function adam(",
    ],
    ["const step =", "if (state.step === undefined) shared.state = {};\n  state = shared.state;\n  const step ="],
    [
      "return { parameters: next, state: { step, m, v } };",
      "shared.state = { step, m, v };\n  return { parameters: next, state: { step, m, v } };",
    ],
  ),
  "a state of getters": edit("a state that went through JSON goes on as before", [
    "state: { step, m, v }",
    "state: Object.create({ get step() { return step; }, get m() { return m; }, get v() { return v; } })",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "the formulas, one after the other": answer("./right/textbook.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "three maps", answer: answer("./right/textbook.ts") };
