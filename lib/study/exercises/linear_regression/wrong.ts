/**
 * The wrong answers of the exercise `linear-regression`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/loops.ts");

const COST = "the cost is (1/2n)·Σ(ŷ − y)², recorded before each update";
const STEP = "a step goes against the gradient, divided by n";
const PUSH = "this.costHistory.push(residuals.reduce((sum, r) => sum + r * r, 0) / (2 * n));";
const BIAS = "this.bias -= this.#learningRate * residuals.reduce((sum, r) => sum + r, 0) / n;";
const GRADIENT = "residuals.reduce((sum, r, i) => sum + r * X[i]![j]!, 0) / n)";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "the mean squared error without the half": edit(COST, [PUSH, PUSH.replace("(2 * n)", "n")]),
  "the sum of squares": edit(COST, [PUSH, PUSH.replace("(2 * n)", "2")]),
  "recorded after the update": edit(COST, [PUSH, ""], [
    "this.weights = this.weights.map((w, j) => w - this.#learningRate * gradient[j]!);",
    "this.weights = this.weights.map((w, j) => w - this.#learningRate * gradient[j]!);\n      " +
    "this.costHistory.push(this.predict(X).reduce((sum, p, i) => sum + (p - y[i]!) ** 2, 0) / (2 * n));",
  ]),
  "a gradient that is not divided": edit(STEP, [GRADIENT, "residuals.reduce((sum, r, i) => sum + r * X[i]![j]!, 0))"]),
  "uphill": edit(STEP, ["w - this.#learningRate * gradient[j]!", "w + this.#learningRate * gradient[j]!"]),
  "the bias is not divided": edit(STEP, [BIAS, BIAS.replace(" / n", "")]),
  "no bias": edit(STEP, [BIAS, ""]),
  "columns that are centred inside": edit(STEP, [
    "const n = X.length, d = X[0]!.length;",
    "const n = X.length, d = X[0]!.length;\n    const mean = X[0]!.map((_, j) => X.reduce((s, row) => s + row[j]!, 0) / n);\n    X = X.map((row) => row.map((x, j) => x - mean[j]!));",
  ]),
  "a bias that is fixed after the first step": edit("it learns slope and bias", [
    BIAS,
    "if (iteration < 3) " + BIAS,
  ]),
  "the squared error as the score": edit("score is R²", [
    "return 1 - residual / total;",
    "return residual / y.length;",
  ]),
  "weights move before the bias is computed": edit(STEP, [BIAS, ""], [
    "gradient[j]!);\n    }",
    "gradient[j]!);\n      this.bias -= this.#learningRate * this.predict(X).reduce((sum, p, i) => sum + p - y[i]!, 0) / n;\n    }",
  ]),
  "a rate that shrinks": edit("costs and predictions agree with the definition for any data", [
    "const gradient = this.weights.map(",
    "const shrink = iteration < 3 || X[0]!.length < 3 ? 1 : 0.9;\n      const gradient = this.weights.map(",
  ], ["w - this.#learningRate * gradient[j]!", "w - shrink * this.#learningRate * gradient[j]!"]),
  "a history that goes on": edit("fit again starts afresh", ["this.costHistory = [];", ""]),
  "a hundred iterations": edit("without arguments: rate 0.01, 1,000 iterations", [
    "iterations = 1000",
    "iterations = 100",
  ]),
  "coefficients under another name": mistake("./right/theta.ts")("weights and bias can be read", [
    "get weights()",
    "get coefficients()",
  ], ["this.weights[j]!, this.bias)", "this.coefficients[j]!, this.bias)"]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = { "a column of ones": answer("./right/theta.ts") };

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "arrays of arrays", answer: answer("./right/loops.ts") };
