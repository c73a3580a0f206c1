/**
 * The cases of the exercise `k-means`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, Failure } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { KMeansGiven } from "./exercise.ts";

type Options = {
  readonly k?: number;
  readonly seed?: number;
  readonly tolerance?: number;
  readonly maxIterations?: number;
};
type Row = readonly [X: number[][], options: Options, queries: number[][]];

/** What a fit leaves behind. */
interface Fit {
  readonly centroids: number[][];
  readonly inertia: number;
  readonly labels: number[];
}

/** Runs in the child: a fit, and predictions. */
async function fitted({ KMeans }: KMeansGiven, X: number[][], options: Options, queries: number[][]): Promise<Fit> {
  const means = new KMeans(options);
  await means.fit(X);
  const labels = Array.from(await means.predict(queries));
  return { centroids: Array.from(means.centroids, (row) => Array.from(row)), inertia: means.inertia, labels };
}

/**
 * Three blobs, and four in two pairs: no centroid gets from one pair to the other. All at least 10 deviations apart.
 */
const CENTRES = { 3: [[0, 0], [10, 0], [0, 10]], 4: [[0, 0], [10, 0], [60, 0], [70, 0]] } as const;

function blobs(random: Random, { k = 3, rows = 30 }: { readonly k?: 3 | 4; readonly rows?: number } = {}): number[][] {
  return Array.from({ length: rows }, (_, i) => CENTRES[k][i % k]!.map((c) => c + random.normal()));
}

const square = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, j) => sum + (v - b[j]!) ** 2, 0);

function readFit(got: unknown, { k, rows }: { readonly k: number; readonly rows: number }): Fit | Failure {
  const { centroids, inertia, labels } = (got ?? {}) as Partial<Fit>;
  const isRow = (row: unknown) => Array.isArray(row) && row.every((v) => typeof v === "number");
  if (!Array.isArray(centroids) || centroids.length !== k || !centroids.every(isRow)) {
    return { expected: `${k} centroids, each a list of numbers`, got: shownValue(centroids) };
  }
  if (typeof inertia !== "number") return { expected: "a number as the inertia", got: shownValue(inertia) };
  if (!Array.isArray(labels) || labels.length !== rows) {
    return { expected: `${rows} cluster numbers from predict`, got: shownValue(labels) };
  }
  return { centroids, inertia, labels };
}

const handCase = tableCase<KMeansGiven, Row>({
  name: "centroids are the means of their rows",
  misconception:
    "After the last pass a centroid is the mean of the rows that are nearest to it, column by column: a sum divided by the number of rows.",
  hints: [
    "Cluster 0, 1, 9, 11 into two groups by hand. Where do the centroids end?",
    "Add the rows of each cluster up, column by column, and divide by how many there are.",
    "sums[c][j] += row[j]; counts[c]++; … centroid[j] = sums[c][j] / counts[c];",
  ],
  uses: { fitted },
  call: (given, ...row) => fitted(given, ...row),
  shownAs: "fit and predict",
  rows: [[[[0], [1], [9], [11]], { k: 2, tolerance: 0 }, [[0], [1], [9], [11]]], [
    [[0, 0], [2, 0], [20, 30], [20, 32], [23, 31]],
    { k: 2, tolerance: 0 },
    [[1, 1]],
  ]],
  accept(got, X, { k }, queries) {
    const fit = readFit(got, { k: k!, rows: queries.length });
    if ("expected" in fit) return fit;
    const expected = X[0]!.length === 1 ? [[0.5], [10]] : [[1, 0], [21, 31]];
    const seen = [...fit.centroids].sort((a, b) => a[0]! - b[0]!);
    if (seen.every((row, c) => square(row, expected[c]!) < 1e-12)) return undefined;
    return { expected: `the centroids ${shownValue(expected)}, in either order`, got: shownValue(fit.centroids) };
  },
});

const inertiaCase = tableCase<KMeansGiven, Row>({
  name: "inertia is the sum of squared distances to the nearest final centroid",
  misconception:
    "Inertia adds up squared distances: not distances, not a mean, and measured from the centroids as they are after the last move.",
  hints: [
    "For 0, 1, 9, 11 and the centroids 0.5 and 10: what are the four squared distances?",
    "When the loop has ended, go over all rows once more and add up the least squared distance of each.",
    "for (const row of X) this.inertia += nearest(row, this.centroids).distance;",
  ],
  uses: { fitted },
  call: (given, ...row) => fitted(given, ...row),
  shownAs: "fit and predict",
  rows: (random) =>
    [[[[0], [1], [9], [11]], { k: 2 }, [[0]]], [blobs(random), { k: 3, maxIterations: 1 }, [[0, 0]]], [
      blobs(random),
      { k: 5, seed: 2 },
      [[0, 0]],
    ]] as const,
  accept(got, X, { k }, queries) {
    const fit = readFit(got, { k: k!, rows: queries.length });
    if ("expected" in fit) return fit;
    const expected = X.reduce((sum, row) => sum + Math.min(...fit.centroids.map((c) => square(row, c))), 0);
    if (Math.abs(fit.inertia - expected) <= 1e-6 * (1 + expected)) return undefined;
    return {
      expected: `the inertia ${expected}, by the centroids ${shownValue(fit.centroids)}`,
      got: String(fit.inertia),
    };
  },
});

const predictCase = tableCase<KMeansGiven, Row>({
  name: "predict names the nearest centroid, the lower number on a tie",
  misconception:
    "New rows are compared with the fitted centroids: nothing is fitted again, and `<` instead of `<=` keeps the first of two equal distances.",
  hints: [
    "A row lies exactly between centroids 0 and 1. Which number does your loop keep?",
    "Walk over the centroids from 0 and replace the best only by a smaller distance.",
    "if (distance < best) { best = distance; index = c; }",
  ],
  uses: { fitted },
  call: (given, ...row) => fitted(given, ...row),
  shownAs: "fit and predict",
  rows: [
    [[[0], [0], [8], [8]], { k: 2, tolerance: 0 }, [[4], [3], [5], [-100], [100]]],
    [[[0, 0], [6, 0]], { k: 2, tolerance: 0 }, [[3, 50], [2, 0], [4, 0]]],
  ],
  accept(got, _X, { k }, queries) {
    const fit = readFit(got, { k: k!, rows: queries.length });
    if ("expected" in fit) return fit;
    const expected = queries.map((row) => {
      const distances = fit.centroids.map((c) => square(row, c));
      return distances.indexOf(Math.min(...distances));
    });
    if (expected.every((label, i) => label === fit.labels[i])) return undefined;
    return {
      expected: `the clusters ${shownValue(expected)} by the centroids ${shownValue(fit.centroids)}`,
      got: shownValue(fit.labels),
    };
  },
});

const emptyCase = tableCase<KMeansGiven, Row>({
  name: "a cluster without rows has no NaN",
  misconception:
    "Duplicate rows leave clusters empty: the mean of no rows is 0/0, and one NaN centroid poisons every distance after it.",
  hints: [
    "Six equal rows and k = 3: how many rows does each cluster get? What is their mean?",
    "An empty cluster keeps its centroid, or takes over the row that is farthest from its own.",
    "counts[c] === 0 ? centroids[c] : sum.map((v) => v / counts[c])",
  ],
  uses: { fitted },
  call: (given, ...row) => fitted(given, ...row),
  shownAs: "fit and predict",
  rows: [0, 1, 2].map((seed) => [[[5, 5], [5, 5], [5, 5], [5, 5], [1, 1], [1, 1]], { k: 3, seed }, [[1, 1]]] as const),
  accept(got, _X, { k }, queries) {
    const fit = readFit(got, { k: k!, rows: queries.length });
    if ("expected" in fit) return fit;
    if (fit.centroids.flat().every(Number.isFinite) && Number.isFinite(fit.inertia)) return undefined;
    return { expected: "finite centroids and inertia", got: `${shownValue(fit.centroids)}, inertia ${fit.inertia}` };
  },
});

const iteratesCase = tableCase<KMeansGiven, Row>({
  name: "it goes on until nothing moves",
  misconception:
    "One pass is a start: rows change sides when centroids move, so assign and move again until the centroids come to rest.",
  hints: [
    "After your last pass, assign the rows once more: does a row change its cluster?",
    "Repeat both steps while some centroid has moved by more than the tolerance.",
    "if (shift <= this.tolerance) break;",
  ],
  uses: { fitted },
  call: (given, ...row) => fitted(given, ...row),
  shownAs: "fit and predict",
  rows: (random) =>
    [1, 2, 3].map((seed) => {
      const X = Array.from({ length: 60 }, () => [random.next(), random.next()]);
      return [X, { k: 5, tolerance: 0, seed }, X] as const;
    }),
  accept(got, X, { k }, queries) {
    const fit = readFit(got, { k: k!, rows: queries.length });
    if ("expected" in fit) return fit;
    for (const [c, centroid] of fit.centroids.entries()) {
      const rows = X.filter((_, i) => fit.labels[i] === c);
      if (rows.length === 0) continue;
      const mean = centroid.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
      if (square(mean, centroid) < 1e-18) continue;
      return {
        expected: `centroid ${c} at the mean of its ${rows.length} rows, ${shownValue(mean)}`,
        got: shownValue(centroid),
      };
    }
  },
});

const seedCase = tableCase<KMeansGiven, Row>({
  name: "the seed decides, and a second fit starts afresh",
  misconception:
    "Math.random makes a result that can't be repeated, and centroids or sums left over from an earlier fit make one that depends on the past.",
  hints: [
    "Fit twice with one object, then with a new one of the same seed: are the centroids the same?",
    "Draw from a generator that starts from the seed at the beginning of every fit.",
    "let state = seed; const random = () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;",
  ],
  uses: { fitted },
  call: async ({ KMeans }, X, options, other) => {
    const one = new KMeans(options), two = new KMeans(options);
    await one.fit(other);
    await one.fit(X);
    await two.fit(X);
    const textOf = (means: { centroids: ArrayLike<ArrayLike<number>>; inertia: number }) =>
      JSON.stringify([Array.from(means.centroids, (row) => Array.from(row)), means.inertia]);
    return textOf(one) === textOf(two);
  },
  shownAs: "two fits of one object and one of another",
  rows: (random) =>
    [1, 2, 3, 4].map((seed) => {
      const draw = () => Array.from({ length: 40 }, () => [random.next(), random.next()]);
      return [draw(), { k: 6, seed }, draw()] as const;
    }),
  oracle: () => true,
});

/** How many of ten seeds must find the blobs. */
const blobCase = (
  { least, k }: { readonly least: number; readonly k: 3 | 4 },
  texts: Pick<Case<never>, "name" | "misconception" | "hints" | "stretch">,
) =>
  tableCase<KMeansGiven, readonly [X: number[][], k: 3 | 4]>({
    ...texts,
    uses: { fitted },
    call: async (given, X, k) => {
      const inertias: number[] = [];
      for (let seed = 0; seed < 10; seed++) inertias.push((await fitted(given, X, { k, seed }, X)).inertia);
      return inertias;
    },
    shownAs: "ten seeds",
    rows: (random) => [[blobs(random, { k, rows: 60 }), k], [blobs(random, { k, rows: 84 }), k]],
    accept(got, X) {
      const inertias = got as number[];
      const best = CENTRES[k].reduce((sum, _, blob) => {
        const rows = X.filter((_, i) => i % k === blob);
        const mean = [0, 1].map((j) => rows.reduce((total, row) => total + row[j]!, 0) / rows.length);
        return sum + rows.reduce((total, row) => total + square(row, mean), 0);
      }, 0);
      const found = inertias.filter((inertia) => inertia <= 1.01 * best).length;
      if (found >= least) return undefined;
      return {
        input: `${k} blobs, ten seeds`,
        expected: `the blobs found by at least ${least} seeds`,
        got: `by ${found}`,
      };
    },
  });

const halfCase = blobCase({ least: 5, k: 3 }, {
  name: "at least half of ten seeds find three blobs that lie apart",
  misconception:
    "Starts drawn close together (the first k rows, or random numbers) leave two centroids in one blob, and Lloyd's steps never get them out.",
  hints: [
    "Where do your centroids start? How likely are two of them in one blob?",
    "Start from rows, far from each other: k-means++ draws with a probability proportional to the squared distance.",
    "let left = random() * total; while ((left -= weights[chosen]) > 0) chosen++;",
  ],
});

const allCase = blobCase({ least: 10, k: 4 }, {
  name: "all of ten seeds find four blobs in two pairs",
  stretch: true,
  misconception:
    "Even k-means++ puts two starts into one blob now and then: keep the best of several starts, by inertia.",
  hints: [
    "Which number tells two clusterings of the same rows apart?",
    "Run the whole algorithm a few times, and keep the centroids with the least inertia.",
    "if (inertia < best) [best, kept] = [inertia, centroids];",
  ],
});

/** Most instructive first. */
export const cases = [
  handCase,
  inertiaCase,
  predictCase,
  emptyCase,
  iteratesCase,
  seedCase,
  halfCase,
  allCase,
] as readonly Case<KMeansGiven>[];

/** What is measured after a pass. */
export const cost: Cost<KMeansGiven, number[][], number> = {
  time: {
    what: "5 clusters of 2,000 rows with 4 columns",
    input: (random) => Array.from({ length: 2000 }, () => Array.from({ length: 4 }, () => random.normal())),
    run({ KMeans }, X) {
      const means = new KMeans({ k: 5, maxIterations: 20 });
      means.fit(X);
      return means.inertia;
    },
  },
  memory: {
    what: "a fit of 1,000 rows",
    input: () => 1000,
    build({ KMeans }, n) {
      const means = new KMeans();
      means.fit(Array.from({ length: n }, (_, i) => [i, i % 7]));
      return means;
    },
  },
};
