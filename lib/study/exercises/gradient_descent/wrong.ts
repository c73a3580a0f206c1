/**
 * The wrong answers of the exercise `gradient-descent`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/three_loops.ts");
const one = mistake("./right/one_loop.ts");

const PLAIN = "plain descent: the start, then a point after each step";
const VELOCITY = "momentum adds the rate times the gradient to a velocity that fades";
const FIRST = "Adam's first step is as long as the rate, whatever the gradient";
const ADAM = "Adam agrees with its definition";
const STEP = "path.push(path[t - 1]!.map((x, j) => x - learningRate * g[j]!));";
const SQUARES = "(1 - beta2) * g[j]! ** 2";
const ROOT = "(Math.sqrt(square[j]!) + epsilon)";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "uphill": edit(PLAIN, [STEP, STEP.replace("x - learningRate", "x + learningRate")]),
  "a path without its start": one(PLAIN, ["return path;\n}", "return path.slice(1);\n}"]),
  "one step too few": one(PLAIN, ["t <= iterations; t++", "t < iterations; t++"]),
  "the start itself in the path": edit("every point is a list of its own, and the start is left alone", [
    "{ learningRate = 0.01, iterations = 100 } = {}) {\n  const path = [start.slice()];",
    "{ learningRate = 0.01, iterations = 100 } = {}) {\n  const path = [start];",
  ]),
  "one list, moved": edit(PLAIN, [
    STEP,
    "path.push(path[t - 1]!);\n    path[t]!.forEach((x, j) => path[t]![j] = x - learningRate * g[j]!);",
  ]),
  "the averaged form of momentum": edit(VELOCITY, [
    "beta * v + learningRate * g[j]!",
    "beta * v + (1 - beta) * learningRate * g[j]!",
  ]),
  "a velocity that is forgotten": edit(VELOCITY, ["beta * v + learningRate * g[j]!", "learningRate * g[j]!"]),
  "Adam without bias correction": edit(FIRST, ["value / (1 - beta1 ** t)", "value"], [
    "value / (1 - beta2 ** t)",
    "value",
  ]),
  "t from 0": edit(FIRST, ["value / (1 - beta1 ** t)", "value / (1 - beta1 ** (t - 1) || 1)"], [
    "value / (1 - beta2 ** t)",
    "value / (1 - beta2 ** (t - 1) || 1)",
  ]),
  "no root": edit(FIRST, [ROOT, "(square[j]! + epsilon)"]),
  "the square of the mean": edit(ADAM, [SQUARES, "(1 - beta2) * (t === 1 ? g[j]! : m[j]!) ** 2"]),
  "ε inside the root": edit(ADAM, [ROOT, "Math.sqrt(square[j]! + epsilon)"]),
  "ten times the default rate": edit("the defaults are those of the statement", [
    "{ learningRate = 0.01, iterations = 100, beta = 0.9 }",
    "{ learningRate = 0.1, iterations = 100, beta = 0.9 }",
  ]),
  "hands out its own point": one("a gradient function may change the list that it is handed", [
    "const g = gradient(Array.from(path[t - 1]!));",
    "const g = gradient(path[t - 1] as unknown as number[]);",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "three loops that hand out their point": answer("./right/one_loop.ts", [
    "const g = gradient(Array.from(path[t - 1]!));",
    "const g = gradient(path[t - 1] as unknown as number[]);",
  ]),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "three loops", answer: answer("./right/three_loops.ts") };
