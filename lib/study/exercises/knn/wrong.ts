/**
 * The wrong answers of the exercise `knn`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const sorted = mistake("./right/sorted.ts");

const MAJORITY = "the majority of the k nearest rows decides";
const DISTANCE = "Math.hypot(...row.map((v, j) => v - query[j]!))";
const ORDER = ".sort((a, b) => a.distance - b.distance)";
const CLASSES = "[...new Set(y)].sort((a, b) => a - b)";
const PREDICT = "this.predictProba(X).map((shares) => this.#classes[shares.indexOf(Math.max(...shares))]!)";
const VOTES = "of equal votes the smallest label wins";
const REFERENCES: Edit[] = [["X.map((row) => [...row])", "X"], ["this.#y = [...y];", "this.#y = y;"]];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "the farthest rows": sorted(MAJORITY, [ORDER, ORDER.replace("a.distance - b.distance", "b.distance - a.distance")]),
  "the label of the nearest row": sorted(MAJORITY, [".slice(0, this.#k)", ".slice(0, 1)"]),
  "the mean of the labels, rounded": sorted(MAJORITY, [
    PREDICT,
    "this.predictProba(X).map((shares) => Math.round(shares.reduce((sum, p, c) => sum + p * this.#classes[c]!, 0)))",
  ]),
  "the number of the class as the label": sorted(MAJORITY, [
    PREDICT,
    "this.predictProba(X).map((shares) => shares.indexOf(Math.max(...shares)))",
  ]),
  "sums of absolute differences": sorted("the distance is Euclidean", [
    DISTANCE,
    "row.reduce((sum, v, j) => sum + Math.abs(v - query[j]!), 0)",
  ]),
  "the widest difference": sorted("the distance is Euclidean", [
    DISTANCE,
    "Math.max(...row.map((v, j) => Math.abs(v - query[j]!)))",
  ]),
  "five neighbours": sorted("without an argument, 3 neighbours vote", ["k = 3", "k = 5"]),
  "the later of equal rows": sorted("of equal distances the earlier row counts", [
    ORDER,
    ORDER.replace("a.distance - b.distance", "a.distance - b.distance || b.i - a.i"),
  ]),
  "the largest of equal labels": sorted(VOTES, [PREDICT, PREDICT.replace("indexOf", "lastIndexOf")]),
  "labels sorted as texts": sorted(VOTES, [CLASSES, "[...new Set(y)].sort()"]),
  "labels in order of appearance": sorted(VOTES, [CLASSES, "[...new Set(y)]"]),
  "columns of the neighbours only": sorted(
    "probabilities are shares of the votes, columns ascending by label",
    [
      "return votes.map((count) => count / this.#k);",
      "return votes.filter((count) => count > 0).map((count) => count / this.#k);",
    ],
    [PREDICT, "this.#votes(X).map((votes) => this.#classes[votes.indexOf(Math.max(...votes))]!)"],
    [
      "  predictProba(",
      "  #votes(X: number[][]) {\n    return X.map((query) => {\n      const near = this.#X.map((row, i) => ({ i, distance: " +
      "Math.hypot(...row.map((v, j) => v - query[j]!)) })).sort((a, b) => a.distance - b.distance);\n      return " +
      "this.#classes.map((label) => near.slice(0, this.#k).filter(({ i }) => this.#y[i] === label).length);\n    });\n  }\n\n" +
      "  predictProba(",
    ],
  ),
  "votes that are not divided": sorted("probabilities are shares of the votes, columns ascending by label", [
    "return votes.map((count) => count / this.#k);",
    "return votes;",
  ]),
  "a fit without rows": sorted("no rows at all are refused", ["X.length === 0", "false"]),
  "rows that pile up": sorted(
    "fit again starts afresh",
    [
      "this.#X = X.map((row) => [...row]);",
      "this.#X.push(...X.map((row) => [...row]));",
    ],
    ["this.#y = [...y];", "this.#y.push(...y);"],
    [CLASSES, "[...new Set(this.#y)].sort((a, b) => a - b)"],
  ),
  "labels sorted in place": sorted("the arguments stay as they are", [
    CLASSES,
    "y.sort((a, b) => a - b).filter((label, i) => i === 0 || label !== y[i - 1])",
  ]),
  "the caller's own lists": sorted("rows that are changed after the fit change nothing", ...REFERENCES),
  "a copy of the outer list": sorted("rows that are changed after the fit change nothing", [
    "X.map((row) => [...row])",
    "[...X]",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a sort, and the caller's own lists": answer("./right/sorted.ts", ...REFERENCES),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "all distances, sorted", answer: answer("./right/sorted.ts") };
