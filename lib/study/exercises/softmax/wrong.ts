/**
 * The wrong answers of the exercise `softmax`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/shifted.ts");

const SHARES = "scores become shares of their exponentials";
const JACOBIAN = "the Jacobian is s[i]·(δ[i,j] − s[j])";
const EXP = "Math.exp(v - max)";
const ENTRY = "i === j ? si * (1 - si) : -si * sj";
const ONE_ROW: Edit = ["if (Array.isArray(x[0])) return (x as number[][]).map((row) => softmax(row) as number[]);", ""];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "scores over their sum": edit(SHARES, [EXP, "v"]),
  "exponentials that are not divided": edit(SHARES, ["e / sum", "e"]),
  "powers of 2": edit(SHARES, [EXP, "2 ** (v - max)"]),
  "exponents that overflow": edit("large scores don't overflow", [EXP, "Math.exp(v)"]),
  "scores cut off at 700": edit("large scores don't overflow", [EXP, "Math.exp(Math.min(v, 700))"]),
  "the maximum begins at 0": edit("very negative scores don't vanish together", [
    "let max = -Infinity;",
    "let max = 0;",
  ]),
  "the diagonal alone": edit(JACOBIAN, [ENTRY, "i === j ? si * (1 - si) : sj * 0"]),
  "the sign off the diagonal": edit(JACOBIAN, [ENTRY, "i === j ? si * (1 - si) : si * sj"]),
  "softmax applied twice": edit(JACOBIAN, [
    "return s.map((si, i) => s.map((sj, j) =>",
    "s = softmax(s);\n  return s.map((si, i) => s.map((sj, j) =>",
  ]),
  "one sum for the whole batch": edit("a list of rows gives the probabilities of each row", [
    ONE_ROW[0],
    "if (Array.isArray(x[0])) { const flat = softmax(x.flat()); return x.map((row: number[], i: number) => flat.slice(i * row.length, (i + 1) * row.length)); }",
  ]),
  "an impossible class is dropped": edit("the ends of the range give no NaN", [
    "const exps = x.map(",
    "const exps = x.filter(Number.isFinite).map(",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "one row, the largest score taken off": answer("./right/shifted.ts", ONE_ROW),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "two maps and a sum", answer: answer("./right/shifted.ts") };
