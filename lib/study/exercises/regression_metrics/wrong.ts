/**
 * The wrong answers of the exercise `regression-metrics`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/two_passes.ts");

const MEAN = "the squared errors are averaged";
const R2 = "R² compares the errors with the distances from the mean of the true values";
const CHECKS: Edit = [
  "if (yTrue.length === 0 || yTrue.length !== yPred.length) {",
  "if (yTrue.length !== yPred.length) {",
];
const ONE_PASS: Edit = [
  "total += (yTrue[i]! - mean) ** 2;\n  }",
  "total += yTrue[i]! ** 2;\n  }\n  total -= yTrue.length * mean ** 2;",
];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "a sum instead of a mean": edit(MEAN, ["return sum / yTrue.length;", "return sum;"]),
  "differences that are not squared": edit(MEAN, [
    "sum += (yTrue[i]! - yPred[i]!) ** 2;",
    "sum += Math.abs(yTrue[i]! - yPred[i]!);",
  ]),
  "the root of the error": edit(MEAN, ["return sum / yTrue.length;", "return Math.sqrt(sum / yTrue.length);"]),
  "the mean of the predictions": edit(R2, [
    "yTrue.reduce((sum, y) => sum + y, 0) / yTrue.length",
    "yPred.reduce((sum, y) => sum + y, 0) / yTrue.length",
  ]),
  "explained over total variance": edit(R2, [
    "residual += (yTrue[i]! - yPred[i]!) ** 2;",
    "residual += (yPred[i]! - mean) ** 2;",
  ], ["return 1 - residual / total;", "return residual / total;"]),
  "clipped at 0": edit("R² is negative for predictions that are worse than the mean", [
    "return 1 - residual / total;",
    "return Math.max(0, 1 - residual / total);",
  ]),
  "0/0": edit("equal true values give 1 when all predictions are right, 0 otherwise", [
    "if (total === 0) return residual === 0 ? 1 : 0;",
    "",
  ]),
  "no error where nothing varies": edit("equal true values give 1 when all predictions are right, 0 otherwise", [
    "return residual === 0 ? 1 : 0;",
    "return 0;",
  ]),
  "the mean of nothing": edit("lists that are empty or differ in length are refused", CHECKS),
  "squares that cancel": edit("large values that are close together lose no digits", ONE_PASS, [
    "if (total === 0)",
    "if (total <= 1e-300)",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "the one-pass formula": answer("./right/two_passes.ts", ONE_PASS, [
    "if (total === 0)",
    "if (Math.abs(total) < 1e-12)",
  ]),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "two passes", answer: answer("./right/two_passes.ts") };
