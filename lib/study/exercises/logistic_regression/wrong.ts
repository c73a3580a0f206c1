/**
 * The wrong answers of the exercise `logistic-regression`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const gradient = mistake("./right/gradient.ts");

const LABELS = "labels come back as they were given";
const COLUMNS = "one column a class, in ascending order of label";
const LIKELIHOOD = "the maximum of the likelihood, without a penalty";
const PAIR = "return [1 - p, p];";
const CLASSES = "[...new Set(y)].sort((a, b) => a - b)";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "labels taken as 0 and 1": gradient(LABELS, ["? high : low", "? 1 : 0"]),
  "a threshold at 0": gradient(LABELS, ["> 0.5", "> 0"]),
  "one column of probabilities": gradient(COLUMNS, [PAIR, "return [p];"]),
  "columns in order of appearance": gradient(
    COLUMNS,
    [
      PAIR,
      "return this.#classes[0]! < this.#classes[1]! ? [1 - p, p] : [p, 1 - p].reverse();",
    ],
    [CLASSES, "[...new Set(y)]"],
    [
      "const [low, high] = [Math.min(...this.#classes), Math.max(...this.#classes)];",
      "const [low, high] = this.#classes as [number, number];",
    ],
  ),
  "no intercept": gradient("with an intercept", [
    "this.#bias -= errors.reduce((sum, error) => sum + error, 0) / n;",
    "",
  ]),
  "the penalty of scikit-learn": gradient(LIKELIHOOD, ["slope / n", "(slope + w) / n"]),
  "five steps": gradient(LIKELIHOOD, ["step < 3000", "step < 5"]),
  "columns as they are": gradient("columns on any scale", [
    "(v - this.#means[j]!) / this.#scales[j]!",
    "v",
  ]),
  "e to the score over 1 plus e to the score": gradient("finite for rows far away", [
    "1 / (1 + Math.exp(-score))",
    "Math.exp(score) / (1 + Math.exp(score))",
  ]),
  "a fit without rows": gradient("no rows at all are refused", [
    'if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");',
    "if (X.length === 0) return;",
  ]),
  "labels that pile up": gradient("fit again starts afresh", [
    CLASSES,
    "[...new Set([...this.#classes, ...y])].sort((a, b) => a - b)",
  ]),
  "labels overwritten": gradient("the arguments stay as they are", [
    "const targets =",
    "y.fill(y[0]!, 0, 1);\n    const targets =",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "standardise, then descend": answer("./right/gradient.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "3,000 steps of gradient descent", answer: answer("./right/gradient.ts") };
