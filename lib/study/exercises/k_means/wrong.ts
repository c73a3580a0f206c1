/**
 * The wrong answers of the exercise `k-means`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/plus_plus.ts");

const INERTIA = "inertia is the sum of squared distances to the nearest final centroid";
const SEED = "the seed decides, and a second fit starts afresh";
const MEAN = "counts[c] === 0 ? centroids[c]! : sum.map((v) => v / counts[c]!)";
const SUM = "for (const row of X) inertia += nearest(row, centroids).distance;";
const ONE_START: Edit = ["start < 5;", "start < 1;"];
const RANDOM_ROWS: Edit = [
  "while (chosen < X.length - 1 && (left -= weights[chosen]!) > 0) chosen++;",
  "chosen = Math.floor(random() * X.length);",
];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "sums instead of means": edit("centroids are the means of their rows", [MEAN, "sum"]),
  "divided by the number of all rows": edit("centroids are the means of their rows", [
    MEAN,
    "counts[c] === 0 ? centroids[c]! : sum.map((v) => v / X.length)",
  ]),
  "distances instead of squares": edit(INERTIA, [SUM, SUM.replace("distance;", "distance ** 0.5;")]),
  "the mean squared distance": edit(INERTIA, ["this.inertia = best;", "this.inertia = best / X.length;"]),
  "the later of two equal distances": edit("predict names the nearest centroid, the lower number on a tie", [
    "return X.map((row) => nearest(row, this.centroids).index);",
    "return X.map((row) => this.k - 1 - nearest(row, [...this.centroids].reverse()).index);",
  ]),
  "the mean of no rows": edit("a cluster without rows has no NaN", [MEAN, "sum.map((v) => v / counts[c]!)"]),
  "one pass": edit("it goes on until nothing moves", ["if (shift <= this.tolerance) break;", "break;"]),
  "stops early": edit("it goes on until nothing moves", ["shift <= this.tolerance", "shift <= 0.05"]),
  "Math.random": edit(SEED, [
    "const random = () => (state = (Math.imul(1664525, state) + 1013904223) >>> 0) / 4294967296;",
    "const random = Math.random; state++;",
  ]),
  "keeps the better of two fits": edit(SEED, [
    "let best = Infinity, kept: number[][] = [];",
    "let best = this.inertia || Infinity, kept: number[][] = this.centroids;",
  ]),
  "every start is the same row": edit(
    "at least half of ten seeds find three blobs that lie apart",
    ONE_START,
    ["centroids.push(X[chosen]!.slice());", "centroids.push(centroids[0]!.slice());"],
  ),
  "one start from random rows": edit("all of ten seeds find four blobs in two pairs", ONE_START, RANDOM_ROWS),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "k-means++ once": answer("./right/plus_plus.ts", ONE_START),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "arrays of arrays, twenty starts", answer: answer("./right/restarts.ts") };
