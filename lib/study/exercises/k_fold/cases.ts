/**
 * The cases of the exercise `k-fold`, and what is measured after a pass.
 *
 * @module
 */
import { REFUSED } from "../script_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, Failure } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { KFoldGiven } from "./exercise.ts";

type Row = readonly [n: number, k: number, seed: number];
type Folds = { readonly train: number[]; readonly test: number[] }[];

const ROWS: readonly Row[] = [[6, 3, 1], [10, 3, 2], [7, 7, 3], [25, 4, 4], [2, 2, 5]];

/** Runs in the child: typed arrays as arrays. */
async function foldsOf({ kFold }: KFoldGiven, ...[n, k, seed]: Row): Promise<Folds> {
  return (await kFold(n, k, seed)).map(({ train, test }) => ({ train: Array.from(train), test: Array.from(test) }));
}

/** The folds, if they have the form of folds; a failure otherwise. */
function readFolds(got: unknown, k: number): Folds | Failure {
  const isList = (value: unknown) => Array.isArray(value) && value.every((row) => typeof row === "number");
  const isFold = (fold: unknown) => isList((fold as Folds[0])?.train) && isList((fold as Folds[0])?.test);
  if (Array.isArray(got) && got.length === k && got.every(isFold)) return got as Folds;
  return { expected: `a list of ${k} records { train, test } of row numbers`, got: shownValue(got) };
}

const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);
const all = (n: number) => Array.from({ length: n }, (_, i) => i);
const isSame = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((row, i) => row === b[i]);

const partition = tableCase<KFoldGiven, Row>({
  name: "every row is tested exactly once",
  misconception:
    "The test parts are a partition: a row in two of them is counted twice, a row in none is never tested, and the rows left " +
    "over by a division must go somewhere.",
  hints: [
    "10 rows in 3 folds: where does the tenth row go?",
    "Deal the shuffled rows out: row i of the list goes to fold i mod k.",
    "test: rows.filter((_, i) => i % k === fold)",
  ],
  call: foldsOf,
  shownAs: "kFold",
  rows: ROWS,
  accept(got, n, k) {
    const folds = readFolds(got, k);
    if ("expected" in folds) return folds;
    const tested = sorted(folds.flatMap(({ test }) => test));
    if (isSame(tested, all(n))) return undefined;
    return {
      expected: `the rows 0 to ${n - 1}, each once in a test part`,
      got: `in the test parts: ${tested.join(", ")}`,
    };
  },
});

const complement = tableCase<KFoldGiven, Row>({
  name: "a model is never tested on rows that it was trained on",
  misconception:
    "Train is what test is not. A test row left in the train part makes every score too good; a row in neither is wasted.",
  hints: [
    "For one fold, write train and test beside each other: is a number in both, or in neither?",
    "Train = all rows but those of this fold's test part.",
    "train: rows.filter((_, i) => i % k !== fold)",
  ],
  call: foldsOf,
  shownAs: "kFold",
  rows: ROWS,
  accept(got, n, k) {
    const folds = readFolds(got, k);
    if ("expected" in folds) return folds;
    for (const { train, test } of folds) {
      if (isSame(sorted([...train, ...test]), all(n))) continue;
      const both = train.filter((row) => test.includes(row));
      const what = both.length > 0
        ? `rows ${both.join(", ")} in both`
        : `train ${shownValue(train)}, test ${shownValue(test)}`;
      return { expected: "each row either in train or in test", got: what };
    }
  },
});

const sizes = tableCase<KFoldGiven, Row>({
  name: "the sizes of the test parts differ by 1 at most",
  misconception:
    "floor(n/k) rows for each fold and the rest for the last makes the last fold up to twice as large, and its score weigh the same.",
  hints: [
    "11 rows in 4 folds: which sizes does your code give? Which are the fairest?",
    "The n mod k rows left over go to different folds, one each.",
    "const size = Math.floor(n / k) + (fold < n % k ? 1 : 0);",
  ],
  call: foldsOf,
  shownAs: "kFold",
  rows: [[11, 4, 1], [10, 3, 1], [19, 10, 2]],
  accept(got, n, k) {
    const folds = readFolds(got, k);
    if ("expected" in folds) return folds;
    const counts = folds.map(({ test }) => test.length);
    if (Math.max(...counts) - Math.min(...counts) <= 1) return undefined;
    return {
      expected: `test parts of ${Math.floor(n / k)} or ${Math.ceil(n / k)} rows`,
      got: `of ${counts.join(", ")}`,
    };
  },
});

const seeded = tableCase<KFoldGiven, Row>({
  name: "the seed decides, and the rows are shuffled",
  misconception:
    "Data often come sorted, by class or by date: folds of neighbours are no random sample. And without a seed no result can be repeated.",
  hints: [
    "Call kFold(20, 4, 1) twice: are the folds the same? And kFold(20, 4, 2)?",
    "Shuffle the list once, with a generator that starts from the seed; Math.random can't be repeated.",
    "for (let i = n - 1; i > 0; i--) { const j = Math.floor(next() * (i + 1)); [rows[i], rows[j]] = [rows[j], rows[i]]; }",
  ],
  uses: { foldsOf },
  call: async (given, n, k, seed) => {
    const twice = [await foldsOf(given, n, k, seed), await foldsOf(given, n, k, seed)];
    const others: unknown[] = [];
    for (let other = 1; other < 4; other++) others.push(await foldsOf(given, n, k, seed + other));
    return { twice, others };
  },
  shownAs: "kFold",
  rows: [[20, 4, 1], [30, 5, 40]],
  accept(got, n, k, seed) {
    const { twice: [a, b], others } = got as { twice: [Folds, Folds]; others: Folds[] };
    const text = (folds: Folds) => JSON.stringify(folds.map(({ test }) => sorted(test)));
    if (text(a) !== text(b)) {
      return { expected: "the same folds for the same seed", got: `two calls with seed ${seed} differ` };
    }
    if (others.some((folds) => text(folds) !== text(a))) {
      const neighbours = a.every(({ test }) => Math.max(...test) - Math.min(...test) === test.length - 1);
      return neighbours
        ? { expected: "shuffled rows", got: `folds of neighbours: ${shownValue(a[0]!.test)}, …` }
        : undefined;
    }
    return { expected: "folds that depend on the seed", got: `the same ${k} folds of ${n} rows for four seeds` };
  },
});

const refused = tableCase<KFoldGiven, Row>({
  name: "fewer than 2 folds, or more than there are rows, are refused",
  misconception:
    "One fold leaves nothing to train on, and more folds than rows leave test parts empty: their score is 0/0.",
  hints: [
    "What does kFold(3, 4, 1) return? What would the score of the empty fold be?",
    "Check k before shuffling.",
    "if (!(k >= 2 && k <= n)) throw new RangeError(…);",
  ],
  call: "kFold",
  rows: [[5, 1, 1], [3, 4, 1], [5, 0, 1]],
  oracle: () => REFUSED,
});

const scored = tableCase<KFoldGiven, readonly [n: number, k: number]>({
  name: "kFoldCv() fits on the train part and scores on the test part of each fold",
  stretch: true,
  misconception:
    "Each fold needs a fresh fit on its own train part, and is scored on its own test part: k fits, k scores.",
  hints: [
    "How often must fit be called for 5 folds, and with how many rows?",
    "For each split: pick the rows of X and y, fit, score, keep the score.",
    "for (const { train, test } of kFold(X.length, k, seed)) { … scores.push(model.score(…)); }",
  ],
  call: async ({ kFoldCv }, n, k) => {
    if (!kFoldCv) return "kFoldCv is not exported";
    const seen: number[][] = [];
    let trained: number[] = [];
    const rows = Array.from({ length: n }, (_, i) => i);
    const model = {
      fit(X: number[][], y: number[]) {
        trained = X.map(([row], i) => y[i] === 10 * row! ? row! : -1);
      },
      score(X: number[][], y: number[]) {
        const tested = X.map(([row], i) => y[i] === 10 * row! ? row! : -1);
        seen.push([...trained, ...tested].sort((a, b) => a - b));
        return tested.length + tested.reduce((sum, row) => sum + row, 0) / 1000;
      },
    };
    const scores = Array.from(await kFoldCv(model, rows.map((row) => [row]), rows.map((row) => 10 * row), k, 3));
    return {
      fits: seen.filter((all) => all.join() === rows.join()).length,
      sum: scores.reduce((a, b) => a + b, 0),
      count: scores.length,
    };
  },
  shownAs: "kFoldCv of rows and folds",
  rows: [[10, 5], [9, 2]],
  oracle: (n, k) => ({ fits: k, sum: n + n * (n - 1) / 2000, count: k }),
  tolerance: 1e-9,
});

/** Most instructive first. */
export const cases = [partition, complement, sizes, seeded, refused, scored] as readonly Case<KFoldGiven>[];

/** What is measured after a pass. */
export const cost: Cost<KFoldGiven, number, number> = {
  time: {
    what: "10 folds of 20,000 rows",
    input: () => 20_000,
    run: ({ kFold }, n) => kFold(n, 10, 1).length,
  },
  memory: {
    what: "5 folds of 10,000 rows",
    input: () => 10_000,
    build: ({ kFold }, n) => kFold(n, 5, 1),
  },
};
