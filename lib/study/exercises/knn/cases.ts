/**
 * The cases of the exercise `knn`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { matrixOf } from "../../../math/linalg/matrix.ts";
import { buildKDTree, searchKDTree } from "../../../ml/neighbors/k_d_tree.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { KnnGiven } from "./exercise.ts";

type Row = readonly [k: number | undefined, X: number[][], y: number[], queries: number[][]];

/** Runs in the child: labels and shares. */
async function answered({ KNN }: KnnGiven, k: number | undefined, X: number[][], y: number[], queries: number[][]) {
  const knn = k === undefined ? new KNN() : new KNN(k);
  await knn.fit(X, y);
  const labels = Array.from(await knn.predict(queries));
  return { labels, shares: Array.from(await knn.predictProba(queries), (row) => Array.from(row)) };
}

function expected(k: number | undefined, X: readonly number[][], y: readonly number[], queries: readonly number[][]) {
  if (X.length === 0) return REFUSED;
  const asked = k ?? 3;
  const { rows } = searchKDTree(buildKDTree(matrixOf(X)), matrixOf(queries), { k: asked });
  const classes = [...new Set(y)].sort((a, b) => a - b);
  const shares = queries.map((_, query) => {
    const near = Array.from(rows.subarray(query * asked, (query + 1) * asked), (row) => y[row]!);
    return classes.map((label) => near.filter((one) => one === label).length / asked);
  });
  return { labels: shares.map((row) => classes[row.indexOf(Math.max(...row))]!), shares };
}

const labelCase = (
  texts: Pick<Case<KnnGiven>, "name" | "misconception" | "hints"> & {
    readonly rows: readonly Row[];
  },
) =>
  tableCase<KnnGiven, Row>({
    ...texts,
    uses: { answered },
    call: async (given, ...row) => (await answered(given, ...row)).labels,
    shownAs: "predict",
    oracle: (...row) => (expected(...row) as Exclude<ReturnType<typeof expected>, typeof REFUSED>).labels,
  });

const line = (...values: number[]) => values.map((v) => [v]);

const majorityCase = labelCase({
  name: "the majority of the k nearest rows decides",
  misconception:
    "The k nearest rows vote, and labels are names: neither the single nearest row nor the mean of the labels decides.",
  hints: [
    "Rows at 0, 1, 2 and 9 with labels 5, 7, 7, 1: which label has the query −1 with k = 1, and with k = 3?",
    "Sort the rows by distance, take k of them, and count how often each label occurs.",
    "for (const { i } of near) votes.set(y[i], (votes.get(y[i]) ?? 0) + 1);",
  ],
  rows: [
    [3, line(0, 1, 2, 9), [5, 7, 7, 1], line(-1)],
    [1, line(0, 1, 2, 9), [5, 7, 7, 1], line(-1, 8)],
    [5, line(0, 1, 2, 20, 21, 22), [1, 1, 4, 9, 9, 9], line(23)],
  ],
});

const euclideanCase = labelCase({
  name: "the distance is Euclidean",
  misconception: "Distances are roots of sums of squares: sums of absolute differences put other rows first.",
  hints: [
    "From (0, 0): is (3, 3) nearer, or (0, 5)?",
    "Square the difference of each column, and add them up; the root changes no order.",
    "sum += (row[j] - query[j]) ** 2;",
  ],
  rows: [
    [1, [[3, 3], [0, 5]], [1, 2], [[0, 0]]],
    [1, [[4, 4], [0, 5]], [1, 2], [[0, 0]]],
    [1, [[-9, 0], [2, 0]], [1, 2], [[0, 0]]],
  ],
});

const defaultCase = labelCase({
  name: "without an argument, 3 neighbours vote",
  misconception: "The statement says `k = 3`; libraries often take 5.",
  hints: [
    "How many neighbours does `new KNN()` ask?",
    "Give the parameter of the constructor a default.",
    "constructor(k = 3)",
  ],
  rows: [
    [undefined, line(0, 1, 2, 3, 4), [1, 1, 2, 2, 2], line(-1)],
    [undefined, line(0, 1, 2, 3), [1, 2, 2, 1], line(-1)],
  ],
});

const distanceTieCase = labelCase({
  name: "of equal distances the earlier row counts",
  misconception: "Several rows can be equally far, and only some of them have a place: here the earlier ones.",
  hints: [
    "Rows at 1 and −1, query 0, k = 1: which of the two do you take?",
    "A stable sort keeps the order of equal entries; with a loop, replace only if the new distance is smaller.",
    "if (distance < worst) …",
  ],
  rows: [
    [1, line(1, -1), [8, 3], line(0)],
    [3, line(2, 1, -2, -1), [6, 6, 7, 7], line(0)],
    [1, line(4, 4, 4), [2, 1, 0], line(4)],
  ],
});

const voteTieCase = labelCase({
  name: "of equal votes the smallest label wins",
  misconception:
    "The label that is met first, or that comes first as text, is not the smallest: −1 is less than 2, and 9 less than 10.",
  hints: [
    "Two neighbours with the labels 10 and 9: which one do you return?",
    "Go through the labels in ascending order, and replace the best only by a higher count.",
    "labels.sort((a, b) => a - b)",
  ],
  rows: [
    [2, line(0, 2), [7, 4], line(0)],
    [2, line(0, 2), [10, 9], line(0)],
    [2, line(0, 2), [2, -1], line(0)],
    [4, line(0, 1, 2, 3), [3, 3, 1, 1], line(0, 9)],
  ],
});

const sharesCase = tableCase<KnnGiven, Row>({
  name: "probabilities are shares of the votes, columns ascending by label",
  misconception:
    "Every row has a column for every label of the training rows, by number, also where no neighbour has that label.",
  hints: [
    "The training labels are 10, 9 and −1. How long is a row of predictProba, and in which order?",
    "Collect the labels in fit and sort them as numbers; divide the votes by k.",
    "this.classes = [...new Set(y)].sort((a, b) => a - b);",
  ],
  uses: { answered },
  call: async (given, ...row) => (await answered(given, ...row)).shares,
  shownAs: "predictProba",
  rows: [
    [3, line(0, 1, 2, 9, 9), [7, 4, 4, 4, 5], line(0)],
    [2, line(0, 1, 8, 9), [10, 9, -1, -1], line(0, 9)],
  ],
  oracle: (...row) => (expected(...row) as Exclude<ReturnType<typeof expected>, typeof REFUSED>).shares,
  tolerance: 1e-9,
});

const refusedCase = tableCase<KnnGiven, Row>({
  name: "no rows at all are refused",
  misconception: "Without rows there are no neighbours, and every later answer is undefined or NaN.",
  hints: [
    "What does your fit do with an empty list?",
    "Check the number of rows first, and throw.",
    'if (X.length === 0) throw new RangeError("…");',
  ],
  uses: { answered },
  call: ({ KNN }, k) => new KNN(k).fit([], []),
  shownAs: "fit",
  rows: [[1, [], [], []]],
  oracle: expected,
});

const drawn = (random: Random, rows: number): Row => [
  1 + random.integer(6),
  Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()]),
  Array.from({ length: rows }, () => random.integer(4) - 1),
  Array.from({ length: 8 }, () => [random.normal(), random.normal(), random.normal()]),
];

const againCase = tableCase<KnnGiven, Row>({
  name: "fit again starts afresh",
  misconception: "Rows or classes of the first fit that are still there take part in the second.",
  hints: [
    "What does your object still know of the first fit?",
    "Assign new lists in fit instead of adding to old ones.",
    "this.#X = […];",
  ],
  uses: { answered },
  call: async ({ KNN }, k, X, y, queries) => {
    const knn = new KNN(k);
    await knn.fit(queries, queries.map(() => 12));
    await knn.fit(X, y);
    const labels = Array.from(await knn.predict(queries));
    return { labels, shares: Array.from(await knn.predictProba(queries), (row) => Array.from(row)) };
  },
  shownAs: "two fits of one object, the second",
  rows: (random) => [[1, line(0, 5), [1, 2], line(1, 4)], drawn(random, 20)],
  oracle: expected,
  tolerance: 1e-9,
});

const anyCase = tableCase<KnnGiven, Row>({
  name: "the arguments stay as they are",
  misconception:
    "The caller's lists are sorted or changed in place; from then on rows and labels no longer belong together.",
  hints: [
    "Which of your lines sorts or changes a list that the caller still holds?",
    "Copy first, then sort.",
    "[...y].sort((a, b) => a - b)",
  ],
  uses: { answered },
  call: (given, ...row) => answered(given, ...row),
  shownAs: "fit, predict and predictProba",
  rows: (random) => [[3, line(0, 1, 2), [2, 1, 1], line(0)], ...[10, 20, 40].map((rows) => drawn(random, rows))],
  oracle: expected,
  tolerance: 1e-9,
  frozen: true,
});

const copyCase = tableCase<KnnGiven, Row>({
  name: "rows that are changed after the fit change nothing",
  stretch: true,
  misconception:
    "The model is its rows: if it keeps the caller's own lists, a caller that fills them with the next batch rewrites the model.",
  hints: [
    "What else refers to the lists that fit keeps?",
    "Copy the labels and every row: a copy of the outer list still shares the rows.",
    "this.#X = X.map((row) => [...row]);",
  ],
  call: async ({ KNN }, k, X, y, queries) => {
    const knn = new KNN(k);
    const [rows, labels] = [X.map((row) => [...row]), [...y]];
    await knn.fit(rows, labels);
    for (const row of rows) row.fill(50);
    labels.fill(y[0]!);
    rows.length = 0;
    return Array.from(await knn.predict(queries));
  },
  shownAs: "predict, after the training rows were overwritten",
  rows: [[1, line(0, 9, 50), [1, 2, 3], line(8, 1)]],
  oracle: () => [2, 1],
});

/** Most instructive first. */
export const cases = [
  majorityCase,
  euclideanCase,
  defaultCase,
  distanceTieCase,
  voteTieCase,
  sharesCase,
  refusedCase,
  againCase,
  anyCase,
  copyCase,
] as readonly Case<KnnGiven>[];

/** What is measured after a pass. */
export const cost: Cost<KnnGiven, number[][], number> = {
  time: {
    what: "100 queries against 1,000 rows with 4 columns",
    input: (random) => Array.from({ length: 1000 }, () => Array.from({ length: 4 }, () => random.normal())),
    run({ KNN }, X) {
      const knn = new KNN();
      knn.fit(X, X.map((_, i) => i % 3));
      return (knn.predict(X.slice(0, 100)) as ArrayLike<number>).length;
    },
  },
  memory: {
    what: "a fit of 1,000 rows",
    input: () => 1000,
    build({ KNN }, n) {
      const knn = new KNN();
      knn.fit(Array.from({ length: n }, (_, i) => [i, i % 7]), Array.from({ length: n }, (_, i) => i % 2));
      return knn;
    },
  },
};
