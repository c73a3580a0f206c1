/**
 * The cases of the exercise `naive-bayes`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { matrixOf, rowsOf } from "../../../math/linalg/matrix.ts";
import { fitGaussianNaiveBayes, predict, predictProbability } from "../../../ml/naive_bayes/gaussian_naive_bayes.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { NaiveBayesGiven } from "./exercise.ts";

type Row = readonly [X: number[][], y: number[], queries: number[][]];

/** Runs in the child: labels and probabilities. */
async function answered({ NaiveBayes }: NaiveBayesGiven, X: number[][], y: number[], queries: number[][]) {
  const bayes = new NaiveBayes();
  await bayes.fit(X, y);
  const labels = Array.from(await bayes.predict(queries));
  return { labels, probabilities: Array.from(await bayes.predictProba(queries), (row) => Array.from(row)) };
}

function expected(X: number[][], y: number[], queries: number[][]) {
  const model = fitGaussianNaiveBayes(matrixOf(X), y);
  const asked = matrixOf(queries);
  return { labels: Array.from(predict(model, asked)), probabilities: rowsOf(predictProbability(model, asked)) };
}

interface Texts extends Pick<Case<NaiveBayesGiven>, "name" | "misconception" | "hints" | "stretch"> {
  readonly rows: readonly Row[] | ((random: Random) => readonly Row[]);
  readonly tolerance?: number;
  readonly frozen?: boolean;
}

const bothCase = (texts: Texts) =>
  tableCase<NaiveBayesGiven, Row>({
    tolerance: 1e-7,
    ...texts,
    uses: { answered },
    call: (given, ...row) => answered(given, ...row),
    shownAs: "fit, predict and predictProba",
    oracle: expected,
  });

const labelsCase = (texts: Texts) =>
  tableCase<NaiveBayesGiven, Row>({
    ...texts,
    uses: { answered },
    call: async (given, ...row) => (await answered(given, ...row)).labels,
    shownAs: "predict",
    oracle: (...row) => expected(...row).labels,
  });

const line = (...values: number[]) => values.map((v) => [v]);

const likelihoodCase = labelsCase({
  name: "the class with the highest likelihood wins, by its own means and variances",
  misconception:
    "The nearest mean is not enough: a row between two classes belongs to the wider one even if its mean is farther away.",
  hints: [
    "Class 3 has the rows 0 and 2, class 8 the rows 0 and 20. To which belongs 5?",
    "The density of a normal: exp(−(x − mean)² / (2·variance)) / √(2π·variance), with the class's own two numbers.",
    "score -= 0.5 * Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / (2 * variance);",
  ],
  rows: [
    [line(0, 2, 9, 11), [3, 3, 8, 8], line(0, 5, 6, 12)],
    [line(0, 2, 0, 20), [3, 3, 8, 8], line(1, 2, 4.2, 5, -9)],
    [[[0, 0], [2, 30], [0, 50], [2, 80]], [-1, -1, 4, 4], [[50, 20], [1, 60]]],
  ],
});

const priorCase = labelsCase({
  name: "the prior is the class's share of the rows",
  misconception: "Classes are not equally likely: where two densities are equal, the more frequent class wins.",
  hints: [
    "Six rows of class 1 and two of class 2, equally wide: what does a row halfway between them get?",
    "Add the logarithm of the share of the class to its score.",
    "let score = Math.log(rows.length / X.length);",
  ],
  rows: [[line(0, 2, 0, 2, 0, 2, 4, 6), [1, 1, 1, 1, 1, 1, 2, 2], line(3, 3.2)]],
});

const varianceCase = bothCase({
  name: "variances divide by the number of rows of the class",
  misconception: "The sample variance, divided by n − 1, makes small classes wider: four rows differ by a third.",
  hints: [
    "What is the variance of 0 and 2: 1, or 2?",
    "Divide by the number of rows of the class.",
    "rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / rows.length",
  ],
  rows: [[line(0, 2, 3, 5), [0, 0, 1, 1], line(2, 3)], [line(0, 2, 4, 3, 5), [0, 0, 0, 1, 1], line(2.5, 3)]],
});

const columnsCase = bothCase({
  name: "columns ascend by label",
  misconception:
    "In order of appearance, or sorted as texts, 10 comes before 9 and before −1: the columns are exchanged.",
  hints: [
    "The labels are 10, 9 and −1: which is the first column?",
    "Sort the labels as numbers once, in fit.",
    "[...new Set(y)].sort((a, b) => a - b)",
  ],
  rows: [
    [line(0, 2, 3, 5), [7, 7, 4, 4], line(2)],
    [line(0, 2, 3, 5, 6, 8), [10, 10, 9, 9, -1, -1], line(2, 5)],
  ],
});

const zeroCase = bothCase({
  name: "1e-9 of the largest column variance is added to every variance",
  misconception:
    "A column that is constant in a class divides by 0. What is added is a share of the largest variance, so that it " +
    "follows the scale of the data: neither a fixed number nor a replacement for zeros.",
  hints: [
    "What is your score for a class whose column is always 1?",
    "Compute the variance of every column over all rows, and add 1e-9 times the largest one.",
    "const smoothing = 1e-9 * Math.max(...variancesOfAllRows);",
  ],
  rows: [
    [[[1, 0], [1, 400], [1.01, 100], [1.01, 300]], [0, 0, 1, 1], [[1, 100], [1.004, 200], [1.006, 100]]],
    [[[1, 0], [1, 4e6], [1, 1e6], [1, 3e6]], [0, 0, 1, 1], [[1, 1e6], [1, 4e6]]],
    [[[1e-6], [1e-6], [3e-6], [5e-6]], [0, 0, 1, 1], [[1.0001e-6], [1.0005e-6]]],
  ],
});

const manyColumns = (random: Random): Row => {
  const y = Array.from({ length: 12 }, (_, i) => i % 2);
  const draw = (shift: number) => Array.from({ length: 1000 }, () => shift + 20 * random.normal());
  return [y.map((label) => draw(label)), y, [draw(0), draw(1)]];
};

const underflowCase = labelsCase({
  name: "1,000 columns do not underflow",
  misconception: "A product of 1,000 densities is 0 in floating point for every class; then all classes look alike.",
  hints: [
    "What is 0.02 ** 1000 in JavaScript?",
    "Add logarithms of densities instead of multiplying densities.",
    "score += Math.log(density)  // or better its formula: the density itself can be 0",
  ],
  rows: (random) => [1, 2, 3, 4].map(() => manyColumns(random)),
});

const farCase = bothCase({
  name: "far rows have probabilities, not NaN",
  misconception: "exp of a score of −5,000 is 0 for every class, and 0/0 is NaN.",
  hints: [
    "What are your scores for a row 1,000 deviations away, and what is their exp?",
    "Subtract the largest score before exp: its term becomes 1.",
    "Math.exp(score - Math.max(...scores))",
  ],
  rows: [[line(0, 2, 9, 11), [3, 3, 8, 8], line(1000, -1000, 1e6)]],
});

const drawn = (random: Random, { rows, offset = 0 }: { readonly rows: number; readonly offset?: number }): Row => {
  const y = Array.from({ length: rows }, (_, i) => i % 3 - 1);
  const draw = (label: number) => [offset + label + random.normal(), offset - label + 2 * random.normal()];
  return [y.map(draw), y, Array.from({ length: 8 }, (_, i) => draw(i % 3 - 1))];
};

const refusedCase = tableCase<NaiveBayesGiven, readonly []>({
  name: "no rows at all are refused",
  misconception: "Without rows there are no classes, and every answer is undefined or NaN.",
  hints: [
    "What does your fit do with an empty list?",
    "Check the number of rows first, and throw.",
    'if (X.length === 0) throw new RangeError("…");',
  ],
  call: ({ NaiveBayes }) => new NaiveBayes().fit([], []),
  shownAs: "fit of no rows",
  rows: [[]],
  oracle: () => REFUSED,
});

const againCase = tableCase<NaiveBayesGiven, Row>({
  name: "fit again starts afresh",
  misconception: "Classes, counts or sums of the first fit that are still there take part in the second.",
  hints: [
    "What does your object still know of the first fit?",
    "Assign new lists and maps in fit instead of adding to old ones.",
    "this.#classes = […];",
  ],
  call: async ({ NaiveBayes }, X, y, queries) => {
    const bayes = new NaiveBayes();
    await bayes.fit(queries, queries.map((_, i) => 12 + i % 2));
    await bayes.fit(X, y);
    return Array.from(await bayes.predictProba(queries), (row) => Array.from(row));
  },
  shownAs: "two fits of one object, the second",
  rows: (random) => [drawn(random, { rows: 12 })],
  oracle: (...row) => expected(...row).probabilities,
  tolerance: 1e-7,
});

const frozenCase = bothCase({
  name: "the arguments stay as they are",
  misconception: "Lists of the caller that are sorted or centred in place no longer belong together afterwards.",
  hints: [
    "Which of your lines changes a list that the caller still holds?",
    "Copy first, then sort.",
    "[...y].sort((a, b) => a - b)",
  ],
  rows: (random) => [9, 30, 60].map((rows) => drawn(random, { rows })),
  frozen: true,
});

const offsetCase = bothCase({
  name: "columns far from 0 keep their variance",
  stretch: true,
  misconception:
    "The mean of the squares minus the square of the mean subtracts two huge numbers: of a variance of 1 at 10⁹ nothing is left.",
  hints: [
    "What is 1e9 ** 2 + 1 in JavaScript?",
    "Take the mean first, then square the differences from it.",
    "sum + (row[j] - mean) ** 2",
  ],
  rows: (
    random,
  ) => [[line(1e9, 1e9 + 2, 1e9 + 5, 1e9 + 9), [0, 0, 1, 1], line(1e9 + 3)], drawn(random, { rows: 30, offset: 1e8 })],
  tolerance: 1e-4,
});

/** Most instructive first. */
export const cases = [
  likelihoodCase,
  priorCase,
  varianceCase,
  columnsCase,
  zeroCase,
  underflowCase,
  farCase,
  refusedCase,
  againCase,
  frozenCase,
  offsetCase,
] as readonly Case<NaiveBayesGiven>[];

/** What is measured after a pass. */
export const cost: Cost<NaiveBayesGiven, number[][], number> = {
  time: {
    what: "a fit of 2,000 rows with 10 columns, and as many predictions",
    input: (random) => Array.from({ length: 2000 }, () => Array.from({ length: 10 }, () => random.normal())),
    run({ NaiveBayes }, X) {
      const bayes = new NaiveBayes();
      bayes.fit(X, X.map((_, i) => i % 3));
      return (bayes.predict(X) as ArrayLike<number>).length;
    },
  },
  memory: {
    what: "a fit of 1,000 rows",
    input: () => 1000,
    build({ NaiveBayes }, n) {
      const bayes = new NaiveBayes();
      bayes.fit(Array.from({ length: n }, (_, i) => [i, i % 7]), Array.from({ length: n }, (_, i) => i % 2));
      return bayes;
    },
  },
};
