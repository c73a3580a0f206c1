/**
 * The steps towards k-means: start, assign, update, inertia.
 *
 * @module
 */
import { answersIn } from "../answers_in.ts";
import type { LadderStep } from "../exercise_card.ts";
import { shownValue } from "../shown_value.ts";
import { tableCase } from "../table_case.ts";

/** What each step takes. */
export type KMeansSteps = {
  /** Starts. */
  readonly start: {
    /** k rows as starts. */
    initializeCentroids(X: number[][], k: number, seed: number): ArrayLike<ArrayLike<number>>;
  };
  /** Nearest centroids. */
  readonly assign: {
    /** The number of the nearest centroid of each row. */
    assignPointsToClusters(X: number[][], centroids: number[][]): ArrayLike<number>;
  };
  /** Means. */
  readonly update: {
    /** The mean of the rows of each cluster; `undefined` for a cluster without rows is replaced by the caller. */
    updateCentroids(X: number[][], labels: number[], k: number): ArrayLike<ArrayLike<number> | undefined>;
  };
  /** How good it is. */
  readonly inertia: {
    /** The sum of squared distances of the rows from the centroids of their labels. */
    inertia(X: number[][], labels: number[], centroids: number[][]): number;
  };
};

const { mistake } = answersIn(import.meta.url);
const square = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, j) => sum + (v - b[j]!) ** 2, 0);
const nearest = (X: number[][], centroids: number[][]) =>
  X.map((row) => {
    const distances = centroids.map((c) => square(row, c));
    return distances.indexOf(Math.min(...distances));
  });

const start: LadderStep<KMeansSteps["start"]> = {
  title: "k-means: start",
  minutes: 5,
  names: ["initializeCentroids"],
  task: `/** k different rows of X, drawn by the seed, as copies. */
function initializeCentroids(X: number[][], k: number, seed: number): number[][] {
  throw new Error("Not written yet");
}`,
  rules: [
    "The k centroids are rows of `X` at k different positions; they are copies, so that moving one does not change `X`.",
    "The seed decides: the same seed gives the same rows, and of four seeds at least two differ.",
  ],
  firstHint:
    "Shuffle the row numbers with a generator that starts from the seed, take the first k, and copy those rows.",
  why: "A partial Fisher–Yates shuffle draws k different numbers in k steps; slice() copies the rows.",
  cases: [
    tableCase<KMeansSteps["start"], readonly [X: number[][], k: number]>({
      name: "starts are k different rows, copied, as the seed says",
      misconception:
        "Drawing with replacement can take a row twice, and a reference to a row of X moves the data along with the centroid.",
      hints: ["Shuffle the numbers 0 … n − 1 by the seed, take k of them, and copy: X[i].slice()."],
      call: async ({ initializeCentroids }, X, k) => {
        const seen: number[][][] = [];
        for (let seed = 1; seed <= 4; seed++) {
          const first = await initializeCentroids(X, k, seed);
          const again = await initializeCentroids(X, k, seed);
          const rows = Array.from(first, (row) => Array.from(row));
          seen.push(rows, Array.from(again, (row) => Array.from(row)));
          (first[0] as number[])[0] = NaN;
          if (X.some((row) => Number.isNaN(row[0]))) return "a row of X changed with the centroid";
        }
        return seen;
      },
      shownAs: "initializeCentroids",
      rows: [[Array.from({ length: 12 }, (_, i) => [i, 100 - i]), 6]],
      accept(got, X, k) {
        if (typeof got === "string") return { expected: "copies of rows", got };
        const seen = got as number[][][];
        for (const [i, rows] of seen.entries()) {
          const numbers = rows.map((row) => X.findIndex((one) => one[0] === row[0] && one[1] === row[1]));
          if (rows.length !== k || numbers.includes(-1) || new Set(numbers).size !== k) {
            return { expected: `${k} different rows of X`, got: shownValue(rows) };
          }
          if (i % 2 === 1 && JSON.stringify(rows) !== JSON.stringify(seen[i - 1])) {
            return { expected: "the same rows for the same seed", got: "two calls with one seed differ" };
          }
        }
        if (new Set(seen.map((rows) => JSON.stringify(rows))).size > 1) return undefined;
        return { expected: "other rows for other seeds", got: "the same rows for seeds 1 to 4" };
      },
    }),
  ],
  wrong: {
    "drawn with replacement": mistake("./steps/start.ts")("starts are k different rows, copied, as the seed says", [
      "const j = i + Math.floor(random() * (order.length - i));",
      "const j = Math.floor(random() * order.length); order[i] = j;",
    ], ["[order[i], order[j]] = [order[j]!, order[i]!];", ""]),
    "rows of X itself": mistake("./steps/start.ts")("starts are k different rows, copied, as the seed says", [
      ".slice())",
      ")",
    ]),
  },
};

const assign: LadderStep<KMeansSteps["assign"]> = {
  title: "k-means: assign",
  minutes: 5,
  names: ["assignPointsToClusters"],
  task: `/** The number of the nearest centroid of each row; the lower number on a tie. */
function assignPointsToClusters(X: number[][], centroids: number[][]): number[] {
  throw new Error("Not written yet");
}`,
  rules: ["Nearest by Euclidean distance; of equally near centroids the one with the lower number."],
  firstHint:
    "For one row: the squared distance to each centroid, and the index of the least. No root is needed to compare.",
  why: "Squares order as roots do, and `<` keeps the first of equal distances.",
  cases: [
    tableCase<KMeansSteps["assign"], readonly [X: number[][], centroids: number[][]]>({
      name: "each row gets its nearest centroid",
      misconception:
        "The distance adds the squared differences of all columns; differences that are not squared cancel.",
      hints: ["sum += (row[j] - c[j]) ** 2 over all columns; keep the index of the least."],
      call: "assignPointsToClusters",
      rows: (random) =>
        Array.from({ length: 10 }, () => {
          const rows = (n: number) =>
            Array.from({ length: n }, () => [random.normal(), random.normal(), random.normal()]);
          return [rows(8), rows(3)] as const;
        }),
      oracle: nearest,
      frozen: true,
    }),
    tableCase<KMeansSteps["assign"], readonly [X: number[][], centroids: number[][]]>({
      name: "a tie goes to the lower number",
      misconception: "`<=` replaces the best centroid by one that is only as near.",
      hints: ["Compare with <, walking from centroid 0."],
      call: "assignPointsToClusters",
      rows: [[[[1]], [[0], [2]]], [[[0, 0]], [[3, 4], [4, 3], [0, 5]]]],
      oracle: nearest,
    }),
  ],
  wrong: {
    "differences that are not squared": mistake("./steps/assign.ts")("each row gets its nearest centroid", [
      "** 2",
      "** 1",
    ]),
    "the first column alone": mistake("./steps/assign.ts")("each row gets its nearest centroid", [
      "j < row.length",
      "j < 1",
    ]),
    "the last of equals": mistake("./steps/assign.ts")("a tie goes to the lower number", [
      "sum < least",
      "sum <= least",
    ]),
  },
};

const update: LadderStep<KMeansSteps["update"]> = {
  title: "k-means: update",
  minutes: 5,
  names: ["updateCentroids"],
  task: `/** The mean of the rows of each cluster 0 … k - 1; undefined for a cluster without rows. */
function updateCentroids(X: number[][], labels: number[], k: number): (number[] | undefined)[] {
  throw new Error("Not written yet");
}`,
  rules: [
    "`labels[i]` is the cluster of row i. A cluster without rows gives `undefined`: the caller decides what becomes of it.",
  ],
  firstHint: "A sum and a count for each cluster, filled in one pass over the rows; the division comes last.",
  why: "One pass for all clusters: filtering the rows once for each cluster reads them k times.",
  cases: [
    tableCase<KMeansSteps["update"], readonly [X: number[][], labels: number[], k: number]>({
      name: "a centroid is the mean of its rows",
      misconception:
        "Each column is averaged over the rows of the cluster alone: divide by their number, not by that of all rows.",
      hints: ["sums[label][j] += row[j]; counts[label]++; then sums[c][j] / counts[c]."],
      call: "updateCentroids",
      rows: [[[[0, 2], [2, 4], [10, 10]], [0, 0, 1], 2], [[[1], [2], [3], [6]], [1, 0, 1, 1], 2]],
      oracle: (X, labels, k) =>
        Array.from({ length: k }, (_, c) => {
          const rows = X.filter((_, i) => labels[i] === c);
          return rows.length === 0
            ? undefined
            : rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
        }),
      tolerance: 1e-9,
      frozen: true,
    }),
    tableCase<KMeansSteps["update"], readonly [X: number[][], labels: number[], k: number]>({
      name: "a cluster without rows has no mean",
      misconception:
        "0/0 is NaN, and a NaN centroid is nearest to no row ever after; a centroid at 0 is a place that no row chose.",
      hints: ["Look at the count before you divide."],
      call: "updateCentroids",
      rows: [[[[4], [6]], [0, 0], 2], [[[4, 4]], [2], 3]],
      oracle: (X, labels, k) =>
        Array.from({ length: k }, (_, c) => labels.includes(c) ? (X.length === 2 ? [5] : [4, 4]) : undefined),
    }),
  ],
  wrong: {
    "divided by all rows": mistake("./steps/update.ts")("a centroid is the mean of its rows", [
      "v / counts[c]!",
      "v / X.length",
    ]),
    "not divided": mistake("./steps/update.ts")("a centroid is the mean of its rows", ["v / counts[c]!", "v"]),
    "0/0": mistake("./steps/update.ts")("a cluster without rows has no mean", ["counts[c] === 0 ? undefined : ", ""]),
  },
};

const inertia: LadderStep<KMeansSteps["inertia"]> = {
  title: "k-means: inertia",
  minutes: 5,
  names: ["inertia"],
  task: `/** The sum over all rows of the squared distance from the centroid of their label. */
function inertia(X: number[][], labels: number[], centroids: number[][]): number {
  throw new Error("Not written yet");
}`,
  rules: ["Squared Euclidean distances, added up: neither a root nor a mean."],
  firstHint: "One row: the squared differences from its own centroid, added over the columns. Then add over the rows.",
  why: "It is what both of Lloyd's steps lower, which is why the algorithm ends.",
  cases: [
    tableCase<KMeansSteps["inertia"], readonly [X: number[][], labels: number[], centroids: number[][]]>({
      name: "inertia adds up squared distances",
      misconception:
        "Distances are squared and summed: with roots or a mean, moving a centroid to the mean of its rows need not lower the number.",
      hints: ["sum += (row[j] - centroids[labels[i]][j]) ** 2 for every row and column."],
      call: "inertia",
      rows: [[[[0], [1], [9], [11]], [0, 0, 1, 1], [[0.5], [10]]], [[[0, 0], [3, 4]], [0, 0], [[0, 0]]]],
      oracle: (X, labels, centroids) => X.reduce((sum, row, i) => sum + square(row, centroids[labels[i]!]!), 0),
      tolerance: 1e-9,
      frozen: true,
    }),
  ],
  wrong: {
    "roots": mistake("./steps/inertia.ts")("inertia adds up squared distances", [
      "sum += square;",
      "sum += Math.sqrt(square);",
    ]),
    "a mean": mistake("./steps/inertia.ts")("inertia adds up squared distances", [
      "return sum;",
      "return sum / X.length;",
    ]),
  },
};

/** In order. */
export const ladder = { start, assign, update, inertia };
