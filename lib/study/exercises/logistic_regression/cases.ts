/**
 * The cases of the exercise `logistic-regression`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { LogisticRegressionGiven } from "./exercise.ts";

type Row = readonly [X: number[][], y: number[], queries: number[][]];

/** Runs in the child: labels and probabilities. */
async function answered(
  { LogisticRegression }: LogisticRegressionGiven,
  X: number[][],
  y: number[],
  queries: number[][],
) {
  const model = new LogisticRegression();
  await model.fit(X, y);
  return Array.from(await model.predictProba(queries), (row) => Array.from(row));
}

/** Newton's method for one column: a slope and an intercept on the standardised values. */
function expected(X: readonly number[][], y: readonly number[], queries: readonly number[][]) {
  if (X.length === 0) return REFUSED;
  const n = X.length;
  const high = Math.max(...y);
  // Only the first column varies in these cases.
  const mean = X.reduce((sum, row) => sum + row[0]!, 0) / n;
  const scale = Math.hypot(...X.map((row) => row[0]! - mean)) / Math.sqrt(n) || 1;
  const z = X.map((row) => (row[0]! - mean) / scale);
  let [slope, intercept] = [0, 0];
  for (let step = 0; step < 30; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const [i, v] of z.entries()) {
      const p = probability(slope * v + intercept);
      const error = p - Number(y[i] === high);
      const weight = p * (1 - p);
      g0 += error;
      g1 += error * v;
      h00 += weight;
      h01 += weight * v;
      h11 += weight * v * v;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept -= (h11 * g0 - h01 * g1) / determinant;
    slope -= (h00 * g1 - h01 * g0) / determinant;
  }
  return queries.map((query) => {
    const score = slope * (query[0]! - mean) / scale + intercept;
    return [probability(-score), probability(score)];
  });
}

function probability(score: number): number {
  const small = Math.exp(-Math.abs(score));
  return (score >= 0 ? 1 : small) / (1 + small);
}

const line = (...values: number[]) => values.map((v) => [v]);

const probabilityCase = (
  texts: Pick<Case<LogisticRegressionGiven>, "name" | "misconception" | "hints"> & {
    readonly rows: readonly Row[] | ((random: Random) => readonly Row[]);
    readonly frozen?: boolean;
    readonly tolerance?: number;
  },
) =>
  tableCase<LogisticRegressionGiven, Row>({
    tolerance: 0.02,
    ...texts,
    uses: { answered },
    call: (given, ...row) => answered(given, ...row),
    shownAs: "fit and predictProba",
    oracle: expected,
  });

const labelsCase = tableCase<LogisticRegressionGiven, Row>({
  name: "labels come back as they were given",
  misconception: "Labels are names: they are any two integers, not 0 and 1, and a probability above one half decides.",
  hints: [
    "The labels are 5 and 9, or −1 and 1: what do you predict?",
    "Map the smaller label to 0 and the larger to 1 before the fit, and back after it.",
    "classes[p > 0.5 ? 1 : 0]",
  ],
  call: async ({ LogisticRegression }, X, y, queries) => {
    const model = new LogisticRegression();
    await model.fit(X, y);
    return Array.from(await model.predict(queries));
  },
  shownAs: "fit and predict",
  rows: [
    [line(-2, -1, 1, -1, 1, 2), [5, 5, 5, 9, 9, 9], line(-2, 2)],
    [line(-2, -1, 1, -1, 1, 2), [1, 1, 1, -1, -1, -1], line(-2, 2)],
    [line(-2, -1, 1, -1, 1, 2), [0, 0, 0, 1, 1, 1], line(-2, 2)],
  ],
  oracle: (_, y, queries) => {
    const [low, high] = [y[0]!, y.at(-1)!];
    return queries.map(([v]) => v! > 0 ? high : low);
  },
});

const columnsCase = probabilityCase({
  name: "one column a class, in ascending order of label",
  misconception:
    "There are two columns, also for two classes, and the smaller label has the first, whichever came first.",
  hints: [
    "The labels are 9, 9, 2, 2. Which class has the first column?",
    "Sort the labels as numbers; a row is 1 − p and p.",
    "[...new Set(y)].sort((a, b) => a - b)",
  ],
  tolerance: 0.2, // how good the fit is comes later
  rows: [
    [line(-2, -1, 1, -1, 1, 2), [9, 9, 9, 2, 2, 2], line(-1, 0, 1)],
    [line(-2, -1, 1, -1, 1, 2), [10, 10, 10, 9, 9, 9], line(1)],
  ],
});

const interceptCase = probabilityCase({
  name: "with an intercept",
  misconception: "Without an intercept the probability at the origin is always one half, however rare a class is.",
  hints: [
    "Six rows of one class and two of the other, around 0: what is the probability at 0?",
    "Add a weight that is multiplied with 1, and learn it like the others.",
    "bias -= learningRate * mean(errors)",
  ],
  tolerance: 0.15,
  rows: [[line(-2, -1, 0, 1, 2, 0, -1, 1), [0, 0, 0, 0, 0, 1, 0, 1], line(-1, 0, 1)]],
});

const likelihoodCase = probabilityCase({
  name: "the maximum of the likelihood, without a penalty",
  misconception: "A penalty or too few steps leaves the weights small, and the probabilities too near to one half.",
  hints: [
    "Do your probabilities change if you take ten times as many steps?",
    "Divide the sum of the slopes by n, take a rate near 1, and go on until nothing moves.",
    "for (let step = 0; step < 3000; step++) …",
  ],
  rows: (random) => [
    [line(-1.5, -1, -0.5, 0, 0.5, -0.5, 0.5, 1, 1.5), [0, 0, 0, 0, 0, 1, 1, 1, 1], line(-1, 0, 1)],
    drawn(random, 40),
  ],
});

const scaleCase = probabilityCase({
  name: "columns on any scale",
  misconception: "One learning rate can't suit a column in thousands and an intercept: it diverges, or hardly moves.",
  hints: [
    "What are the smallest and the largest slope of your first step?",
    "Subtract each column's mean and divide by its deviation, in fit and again in predict.",
    "(v - mean[j]) / (scale[j] || 1)",
  ],
  rows: [
    [line(1000, 2000, 3000, 2000, 3000, 4000), [0, 0, 0, 1, 1, 1], line(1500, 2500, 3500)],
    [line(1e-4, 2e-4, 3e-4, 2e-4, 3e-4, 4e-4), [0, 0, 0, 1, 1, 1], line(1.5e-4, 3.5e-4)],
    [line(1, 2, 3, 2, 3, 4).map(([v]) => [v!, 7]), [0, 0, 0, 1, 1, 1], [[1.5, 7], [3.5, 7]]],
  ],
});

const farCase = probabilityCase({
  name: "finite for rows far away",
  misconception: "e to the power of a large score is Infinity, and Infinity / Infinity is NaN.",
  hints: [
    "What is Math.exp(1000) / (1 + Math.exp(1000))?",
    "Take e only to negative powers.",
    "1 / (1 + Math.exp(-score))",
  ],
  rows: [[line(-2, -1, 1, -1, 1, 2), [0, 0, 0, 1, 1, 1], line(-1e6, 1e6, 1e12)]],
});

const refusedCase = tableCase<LogisticRegressionGiven, Row>({
  name: "no rows at all are refused",
  misconception: "Without rows there is nothing to learn from, and every later answer is undefined or NaN.",
  hints: [
    "What does your fit do with an empty list?",
    "Check the number of rows first, and throw.",
    'if (X.length === 0) throw new RangeError("…");',
  ],
  call: ({ LogisticRegression }) => new LogisticRegression().fit([], []),
  shownAs: "fit",
  rows: [[[], [], []]],
  oracle: expected,
});

const againCase = tableCase<LogisticRegressionGiven, Row>({
  name: "fit again starts afresh",
  misconception: "Labels, means or weights of the first fit that are still there change the second.",
  hints: [
    "What does your object still know of the first fit?",
    "Assign every field again at the start of fit.",
    "this.#classes = […];",
  ],
  call: async ({ LogisticRegression }, X, y, queries) => {
    const model = new LogisticRegression();
    await model.fit(X.map((row) => row.map((v) => 3 - 50 * v)), y.map((label) => label - 7));
    await model.fit(X, y);
    return {
      labels: Array.from(await model.predict(queries)),
      shares: Array.from(await model.predictProba(queries), (row) => Array.from(row)),
    };
  },
  shownAs: "two fits of one object, the second",
  rows: [[line(-2, -1, 1, -1, 1, 2), [3, 3, 3, 8, 8, 8], line(-1, 1)]],
  oracle: (X, y, queries) => ({ labels: [3, 8], shares: expected(X, y, queries) }),
  tolerance: 0.02,
});

const argumentsCase = probabilityCase({
  name: "the arguments stay as they are",
  misconception: "The caller's lists are standardised or sorted in place, and are no longer what they were.",
  hints: [
    "Which of your lines changes a list that the caller still holds?",
    "Make new rows with map, and copy before you sort.",
    "[...new Set(y)].sort((a, b) => a - b)",
  ],
  rows: [[line(-2, -1, 1, -1, 1, 2), [0, 0, 0, 1, 1, 1], line(-1, 1)]],
  frozen: true,
});

function drawn(random: Random, n: number): Row {
  const X = Array.from({ length: n }, () => [random.normal()]);
  return [X, X.map(([v], i) => i < 2 ? i : Number(v! + random.normal() > 0)), line(-1, 0, 1)];
}

/** Most instructive first. */
export const cases = [
  labelsCase,
  columnsCase,
  interceptCase,
  likelihoodCase,
  scaleCase,
  farCase,
  refusedCase,
  againCase,
  argumentsCase,
] as readonly Case<LogisticRegressionGiven>[];

/** What is measured after a pass. */
export const cost: Cost<LogisticRegressionGiven, number[][], number> = {
  time: {
    what: "a fit of 50 rows with 2 columns",
    input: (random) => Array.from({ length: 50 }, () => [random.normal(), random.normal()]),
    run({ LogisticRegression }, X) {
      const model = new LogisticRegression();
      model.fit(X, X.map((_, i) => i % 2));
      return (model.predict(X) as ArrayLike<number>).length;
    },
  },
  memory: {
    what: "a fit of 50 rows",
    input: () => 50,
    build({ LogisticRegression }, n) {
      const model = new LogisticRegression();
      model.fit(Array.from({ length: n }, (_, i) => [i % 5, i % 7]), Array.from({ length: n }, (_, i) => i % 2));
      return model;
    },
  },
};
