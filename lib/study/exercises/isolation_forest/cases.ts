/**
 * The cases of the exercise `isolation-forest`, and what is measured after a pass.
 *
 * Exact scores are possible although cuts are random: between rows at 1, 1e20, 1e40 … a uniform cut parts the largest
 * row from the others, but for one chance in 1e16.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { matrixOf } from "../../../math/linalg/matrix.ts";
import { anomalyScores, fitIsolationForest } from "../../../ml/anomaly/isolation_forest.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { IsolationForestGiven, IsolationForestSettings } from "./exercise.ts";

type Row = readonly [settings: IsolationForestSettings, X: number[][], queries: number[][]];
type Texts = Pick<Case<IsolationForestGiven>, "name" | "misconception" | "hints">;

/** Runs in the child. */
async function scored(
  { IsolationForest }: IsolationForestGiven,
  settings: IsolationForestSettings,
  X: number[][],
  queries: number[][],
) {
  const forest = new IsolationForest(settings);
  await forest.fit(X);
  return Array.from(await forest.score(queries));
}

const expected = (settings: IsolationForestSettings, X: number[][], queries: number[][]) =>
  X.length === 0 ? REFUSED : [...anomalyScores(fitIsolationForest(matrixOf(X), settings), matrixOf(queries))];

const scoreCase = (spec: Texts & { readonly rows: readonly Row[]; readonly frozen?: boolean }) =>
  tableCase<IsolationForestGiven, Row>({
    ...spec,
    uses: { scored },
    call: (given, ...row) => scored(given, ...row),
    shownAs: "score",
    oracle: expected,
    tolerance: 1e-9,
  });

const line = (...values: number[]) => values.map((v) => [v]);
const apart = (n: number) => Array.from({ length: n }, (_, i) => [10 ** (20 * i)]);
const whole = (X: number[][]): Row => [{ trees: 10, seed: 1 }, X, X];
const cloud = (random: Random, n: number) => Array.from({ length: n }, () => [random.normal(), random.normal()]);

const highest = (spec: Texts & { readonly outlier: number[] }) =>
  tableCase<IsolationForestGiven, Row>({
    ...spec,
    uses: { scored },
    call: (given, ...row) => scored(given, ...row),
    shownAs: "score",
    rows: (random) => {
      const X = [...cloud(random, 300), spec.outlier];
      return [[{ trees: 60, sampleSize: 301, seed: 3 }, X, X]];
    },
    accept: (got) => {
      const scores = got as number[];
      const best = Math.max(...scores);
      if (scores.length === 301 && scores[300] === best && best <= 1 && Math.min(...scores) > 0) return undefined;
      return {
        expected: "the last row highest, all in (0, 1]",
        got: `${scores.length} scores, the last ${scores[300]}`,
      };
    },
  });

const outlierCase = highest({
  name: "a far row scores highest",
  misconception: "A short path means a high score: the exponent is negative, and the score lies in (0, 1].",
  hints: [
    "Is the path of a far row short or long, and should its score be low or high?",
    "Divide the mean path by c(sample), and raise 2 to minus that.",
    "2 ** (-path / c(size))",
  ],
  outlier: [40, -40],
});

const columnCase = highest({
  name: "each column may be cut",
  misconception: "A row can be unusual in any column, so every node draws its column.",
  hints: [
    "Which columns do your trees cut?",
    "Draw a column in each node, not one a forest.",
    "const column = columns[Math.floor(random() * columns.length)];",
  ],
  outlier: [0, 60],
});

const identicalCase = scoreCase({
  name: "identical rows score ½",
  misconception: "A leaf that still holds n rows stands for the c(n) cuts that it did not make.",
  hints: [
    "Six equal rows: no column varies, so the root is a leaf. What is the path?",
    "Add c(rows of the leaf) to its depth.",
    "return depth + c(leaf.size);",
  ],
  rows: [whole(line(4, 4, 4, 4, 4, 4)), [{ trees: 5 }, [[1, 2], [1, 2], [1, 2]], [[1, 2], [9, 9]]]],
});

const twoCase = scoreCase({
  name: "two distinct rows score ½ each",
  misconception: "Both rows have path 1, and c(2) = 1: ln(1) + 0.577 would make it 0.154.",
  hints: [
    "What is c(2) in your code?",
    "Add up 1 + 1/2 + … + 1/(n − 1) instead of an approximation.",
    "for (let i = 1; i < n; i++) harmonic += 1 / i;",
  ],
  rows: [whole(line(1, 5)), whole([[0, 3], [8, 4]])],
});

const oneCase = scoreCase({
  name: "a sample of one row scores ½",
  misconception: "c(1) = 0, and 0 / 0 is NaN: trees of one row know nothing, which is ½.",
  hints: ["What is c(1)?", "Return early if the sample is one row.", "if (size === 1) return X.map(() => 0.5);"],
  rows: [whole([[7]]), [{ sampleSize: 1, trees: 3 }, line(1, 2, 3), line(1, 90)]],
});

/** Runs in the child: the scores for six seeds. */
async function sixSeeds(
  { IsolationForest }: IsolationForestGiven,
  settings: IsolationForestSettings,
  X: number[][],
  queries: number[][],
) {
  const all = [];
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const forest = new IsolationForest({ ...settings, seed });
    await forest.fit(X);
    all.push(Array.from(await forest.score(queries)));
  }
  return all;
}

const sameForAllSeeds = (got: unknown) => {
  const different = new Set((got as number[][]).map(String));
  return different.size === 1
    ? undefined
    : { expected: "the same scores for all seeds", got: `${different.size} different lists` };
};

const replacementCase = tableCase<IsolationForestGiven, Row>({
  name: "rows are drawn without replacement",
  misconception: "A sample as large as the data holds every row once; with replacement some are missing.",
  hints: [
    "Three rows, a sample of three: can a tree see one row twice?",
    "Shuffle the row numbers, and take the first ones.",
    "[rows[i], rows[other]] = [rows[other], rows[i]];",
  ],
  uses: { sixSeeds },
  call: (given, ...row) => sixSeeds(given, ...row),
  shownAs: "score, for six seeds of one tree",
  rows: [[{ trees: 1, sampleSize: 3 }, apart(3), apart(3)]],
  accept: sameForAllSeeds,
});

const varyCase = tableCase<IsolationForestGiven, Row>({
  name: "only columns that still vary are cut",
  misconception: "A cut of a constant column parts nothing, but it uses up a level or ends the branch.",
  hints: [
    "Columns 0 and 1 are constant. What does your node do if it draws one of them?",
    "Keep the columns whose least and greatest values differ, and draw among them.",
    "columns.filter((j) => rows.some((row) => row[j] !== rows[0][j]))",
  ],
  uses: { sixSeeds },
  call: (given, ...row) => sixSeeds(given, ...row),
  shownAs: "score, for six seeds of one tree",
  rows: [[{ trees: 1, sampleSize: 3 }, apart(3).map((row) => [7, 7, ...row]), apart(3).map((row) => [7, 7, ...row])]],
  accept: sameForAllSeeds,
});

const harmonicCase = scoreCase({
  name: "c is exact",
  misconception: "c(3) = 2·(1 + ½) − 4/3 = 1.667; the logarithm gives 1.207, and it stays too small for all n.",
  hints: [
    "Print c(3) and c(4): they are 5/3 and 13/6.",
    "H(n − 1) is a sum of n − 1 terms.",
    "return 2 * harmonic - 2 * (n - 1) / n;",
  ],
  rows: [whole(apart(3)), whole(apart(4))],
});

const limitCase = scoreCase({
  name: "trees stop at depth ⌈log₂ sample⌉",
  misconception: "Normal rows need no exact path: the limit rounds the logarithm up, and c stands for the rest.",
  hints: [
    "Twelve rows: how deep may a tree be?",
    "Make a leaf at the limit, whatever its rows.",
    "const limit = Math.ceil(Math.log2(size));",
  ],
  rows: [whole(apart(12)), whole(apart(16))],
});

const againCase = tableCase<IsolationForestGiven, Row>({
  name: "fit again starts afresh",
  misconception: "Trees or a sample size of the first fit that are still there take part in the second.",
  hints: [
    "What does your object still know of the first fit?",
    "Assign a new list of trees in fit.",
    "this.#trees = [];",
  ],
  uses: { scored },
  call: async ({ IsolationForest }, settings, X, queries) => {
    const forest = new IsolationForest(settings);
    await forest.fit([[1], [1], [1], [1], [2]]);
    await forest.fit(X);
    return Array.from(await forest.score(queries));
  },
  shownAs: "score, after a second fit",
  rows: [whole(apart(5))],
  oracle: expected,
  tolerance: 1e-9,
});

const seedCase = tableCase<IsolationForestGiven, Row>({
  name: "equal seeds give equal scores",
  misconception: "`Math.random` has no seed, so no score can be explained later.",
  hints: [
    "Where do your random numbers come from?",
    "Write a small generator whose state starts from the seed, in fit.",
    "this.#state = this.#seed;",
  ],
  uses: { scored },
  call: async (given, ...row) => [await scored(given, ...row), await scored(given, ...row)],
  shownAs: "score, by two forests",
  rows: (random) => [[{ trees: 5, sampleSize: 16, seed: 9 }, cloud(random, 60), [[0, 0], [3, 3]]]],
  accept: (got) => {
    const [first, second] = got as number[][];
    return `${first}` === `${second}` ? undefined : { expected: `again [${first}]`, got: `[${second}]` };
  },
});

const refusedCase = scoreCase({
  name: "no rows at all are refused",
  misconception: "Without rows there is nothing to cut, and every score is NaN or made up.",
  hints: [
    "What does your fit do with an empty list?",
    "Check the rows first, and throw.",
    'if (X.length === 0) throw new RangeError("…");',
  ],
  rows: [[{}, [], [[1]]]],
});

const frozenCase = scoreCase({
  name: "the arguments stay as they are",
  misconception: "The caller's list is shuffled in place; from then on rows and labels no longer belong together.",
  hints: ["Which list do you shuffle?", "Shuffle a copy.", "const rows = [...X];"],
  rows: [whole(apart(4))],
  frozen: true,
});

/** Most instructive first. */
export const cases = [
  outlierCase,
  columnCase,
  identicalCase,
  twoCase,
  oneCase,
  refusedCase,
  replacementCase,
  varyCase,
  harmonicCase,
  limitCase,
  againCase,
  frozenCase,
  seedCase,
] as readonly Case<IsolationForestGiven>[];

/** What is measured after a pass. */
export const cost: Cost<IsolationForestGiven, number[][], number> = {
  time: {
    what: "20 trees of 64 rows, and scores of 500 rows with 4 columns",
    input: (random) => Array.from({ length: 500 }, () => Array.from({ length: 4 }, () => random.normal())),
    run({ IsolationForest }, X) {
      const forest = new IsolationForest({ trees: 20, sampleSize: 64, seed: 1 });
      forest.fit(X);
      return (forest.score(X) as ArrayLike<number>).length;
    },
  },
  memory: {
    what: "20 trees of 256 rows",
    input: () => 256,
    build({ IsolationForest }, n) {
      const forest = new IsolationForest({ trees: 20, sampleSize: n, seed: 1 });
      forest.fit(Array.from({ length: n }, (_, i) => [i, i % 7]));
      return forest;
    },
  },
};
