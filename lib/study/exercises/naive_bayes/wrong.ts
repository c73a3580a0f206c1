/**
 * The wrong answers of the exercise `naive-bayes`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const logs = mistake("./right/log_space.ts");

const LIKELIHOOD = "the class with the highest likelihood wins, by its own means and variances";
const ZERO = "1e-9 of the largest column variance is added to every variance";
const TERM = "0.5 * Math.log(2 * Math.PI * variances[j]!) + (row[j]! - means[j]!) ** 2 / (2 * variances[j]!);";
const PRIOR = "Math.log(rows.length / X.length)";
const LABELS = "[...new Set(y)].sort((a, b) => a - b)";
const SMOOTHED = "variances.map((v) => v + smoothing)";
const VARIANCES = "rows.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / rows.length";
const SQUARES: Edit = [VARIANCES, "rows.reduce((sum, row) => sum + row[j]! ** 2, 0) / rows.length - mean ** 2"];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "the nearest mean": logs(LIKELIHOOD, [TERM, "(row[j]! - means[j]!) ** 2;"]),
  "a density without its width": logs(LIKELIHOOD, [TERM, "(row[j]! - means[j]!) ** 2 / (2 * variances[j]!);"]),
  "the deviation in place of the variance": logs(LIKELIHOOD, [
    TERM,
    "Math.log(variances[j]!) + (row[j]! - means[j]!) ** 2 / (2 * Math.sqrt(variances[j]!));",
  ]),
  "the first column only": logs(LIKELIHOOD, ["j < row.length", "j < 1"]),
  "equal priors": logs("the prior is the class's share of the rows", [PRIOR, "0"]),
  "the sample variance": logs("variances divide by the number of rows of the class", [
    VARIANCES,
    VARIANCES.replace("rows.length", "Math.max(1, rows.length - 1)"),
  ]),
  "columns in order of appearance": logs("columns ascend by label", [LABELS, "[...new Set(y)]"]),
  "labels sorted as texts": logs("columns ascend by label", [LABELS, "[...new Set(y)].sort()"]),
  "no smoothing": logs(ZERO, [SMOOTHED, "variances"]),
  "1e-9 of nothing": logs(ZERO, [SMOOTHED, "variances.map((v) => v + 1e-9)"]),
  "each column's own variance": logs(ZERO, [
    "const smoothing = 1e-9 * Math.max(...columnStats(X).variances);",
    "const smoothing = columnStats(X).variances.map((v) => 1e-9 * v);",
  ], [SMOOTHED, "variances.map((v, j) => v + smoothing[j]!)"]),
  "only zeros are replaced": logs(ZERO, [SMOOTHED, "variances.map((v) => v || 1e-6)"]),
  "a product of densities": logs(
    "1,000 columns do not underflow",
    ["let score = logPrior;", "let score = Math.exp(logPrior);"],
    [
      `score -= ${TERM}`,
      "score *= Math.exp(-((row[j]! - means[j]!) ** 2) / (2 * variances[j]!)) / Math.sqrt(2 * Math.PI * variances[j]!);",
    ],
    ["Math.exp(score - highest)", "score"],
    ["term / total", "total > 0 ? term / total : 1 / terms.length"],
  ),
  "exp of the scores as they are": logs("far rows have probabilities, not NaN", [
    "Math.exp(score - highest)",
    "Math.exp(score)",
  ]),
  "a fit without rows": logs("no rows at all are refused", [
    'throw new RangeError("Cannot fit: X must have rows")',
    "return",
  ]),
  "classes that pile up": logs("fit again starts afresh", [
    "this.#classes = labels.map(",
    "const added = labels.map(",
  ], ["v + smoothing) };\n    });", "v + smoothing) };\n    });\n    this.#classes.push(...added);"]),
  "labels sorted in place": logs("the arguments stay as they are", [
    `const labels = ${LABELS};`,
    "const known = [...y];\n    const labels = y.sort((a, b) => a - b).filter((label, i) => label !== y[i - 1]);",
  ], ["y[i] === label", "known[i] === label"]),
  "the mean of squares minus the square of the mean": logs("columns far from 0 keep their variance", SQUARES),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "the mean of squares minus the square of the mean": answer("./right/log_space.ts", SQUARES),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "filters and reductions", answer: answer("./right/log_space.ts") };
