/**
 * The wrong answers of the exercise `perceptron`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const passes = mistake("./right/passes.ts");

const LABELS = "labels come back as they were given";
const MORE = "only wrong rows move the plane, pass after pass";
const ENOUGH = "separable rows end without a mistake";
const CLASSES = "[...new Set(y)].sort((a, b) => a - b)";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "labels taken as −1 and 1": passes(LABELS, ["y[i] === this.#classes[1] ? 1 : -1", "y[i]!"]),
  "the side instead of the label": passes(LABELS, [
    "this.#classes[this.#score(row) > 0 ? 1 : 0]!",
    "this.#score(row) > 0 ? 1 : 0",
  ]),
  "a score of 0 counted as right": passes("a row on the border is not right yet", [
    "* this.#score(row) > 0) continue",
    "* this.#score(row) >= 0) continue",
  ]),
  "no bias": passes("the plane has a bias", ["this.#bias += side;", ""]),
  "one pass": passes(MORE, ["pass < 2000", "pass < 1"]),
  "ten passes": passes(MORE, ["pass < 2000", "pass < 10"]),
  "twenty passes": passes(ENOUGH, ["pass < 2000", "pass < 20"]),
  "right rows move the plane too": passes(MORE, [
    "if (side * this.#score(row) > 0) continue;",
    "",
  ], ["pass < 2000", "pass < 200"]),
  "no end without a plane": passes("the fit ends when no plane separates the rows", [
    "pass < 2000",
    "true",
  ]),
  "a fit without rows": passes("no rows at all are refused", [
    'if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");',
    "if (X.length === 0) return;",
  ]),
  "labels that pile up": passes("fit again starts afresh", [
    CLASSES,
    "[...new Set([...this.#classes, ...y])].sort((a, b) => a - b)",
  ]),
  "labels overwritten": passes("the arguments stay as they are", [
    "    this.#bias = 0;",
    "    y.fill(y[0]!, 0, 1);\n    this.#bias = 0;",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "Rosenblatt's rule": answer("./right/passes.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "passes over the rows", answer: answer("./right/passes.ts") };
