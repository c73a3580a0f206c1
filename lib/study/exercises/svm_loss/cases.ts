/**
 * The cases of the exercise `svm-loss`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { matrixOf, rowsOf } from "../../../math/linalg/matrix.ts";
import { svmLoss } from "../../../ml/losses/svm_loss.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { SvmLossGiven } from "./exercise.ts";

type Row = readonly [W: number[][], X: number[][], y: number[], reg: number];

const expected = (...[W, X, y, regularization]: Row) => {
  const { loss, gradient } = svmLoss(matrixOf(W), { x: matrixOf(X), y, regularization });
  return { loss, gradient: rowsOf(gradient) };
};
const lossOf = (...row: Row) => expected(...row).loss;
const gradientOf = (...row: Row) => expected(...row).gradient;

const table = (rows: number, columns: number, draw: () => number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, draw));

function randomRow(random: Random): Row {
  const [N, D, C] = [1 + random.integer(6), 1 + random.integer(4), 2 + random.integer(4)];
  const normal = () => Math.round(100 * random.normal()) / 100;
  const y = Array.from({ length: N }, () => random.integer(C));
  return [table(D, C, normal), table(N, D, normal), y, random.next() < 0.5 ? 0 : 0.1];
}

/** Two classes, scores (w₀·x, w₁·x): margin 3 − 1 + 1 = 3 for the first row, 1 − 3 + 1 < 0 for the second. */
const TWO_CLASSES: Row = [[[1, 3]], [[1], [1]], [0, 1], 0];

const lossCase = tableCase<SvmLossGiven, Row>({
  name: "a wrong class costs how far its score comes within 1 of the right one",
  misconception:
    "Each wrong class j adds max(0, s[j] − s[y] + 1): nothing when the right score leads by more than 1, and the shortfall " +
    "otherwise. The right class itself adds nothing, and all wrong classes count, not the worst alone.",
  hints: [
    "W = [[1, 3]] and x = [1], y = 0: what are the two scores, and by how much is the right one ahead?",
    "Sum the margins over the classes other than y[i], each cut off below at 0.",
    "if (c !== y[i]) loss += Math.max(0, scores[c] - scores[y[i]] + 1);",
  ],
  call: async ({ svmLoss }, W, X, y, reg) => (await svmLoss(W, X, y, reg)).loss,
  shownAs: "svmLoss",
  rows: [
    [[[1, 3]], [[1]], [0], 0],
    [[[3, 1]], [[1]], [0], 0],
    [[[0, 0, 0]], [[1]], [2], 0],
    [[[2, 1.5, 0]], [[1]], [0], 0],
  ],
  oracle: lossOf,
  tolerance: 1e-9,
});

const meanCase = tableCase<SvmLossGiven, Row>({
  name: "the loss is the mean over the rows",
  misconception:
    "A loss that is summed over the rows doubles when the data are given twice, and with it every step of the descent.",
  hints: [
    "Hand in the same row twice. Should the loss change?",
    "Divide the sum of the margins by the number of rows; the regularisation is not divided.",
    "return { loss: total / N + reg * squares, … };",
  ],
  call: async ({ svmLoss }, W, X, y, reg) => (await svmLoss(W, X, y, reg)).loss,
  shownAs: "svmLoss",
  rows: [TWO_CLASSES, [[[1, 3]], [[1], [1]], [0, 0], 0]],
  oracle: lossOf,
  tolerance: 1e-9,
});

const regCase = tableCase<SvmLossGiven, Row>({
  name: "regularisation adds reg · ΣW², once",
  misconception:
    "The penalty is reg times the sum of all squared weights: without a half, not for each row, and .01 where reg is left out.",
  hints: [
    "What is the loss for W = [[1, 2]], a row that costs nothing, and reg = 0.1?",
    "One sum over all entries of W, times reg, added after the mean.",
    "loss + reg * W.flat().reduce((sum, w) => sum + w * w, 0)",
  ],
  call: async ({ svmLoss }, W, X, y, reg) => (await (reg === 0.01 ? svmLoss(W, X, y) : svmLoss(W, X, y, reg))).loss,
  shownAs: "svmLoss",
  rows: [[[[5, 2]], [[1], [2]], [0, 0], 0.1], [[[5, 2]], [[1], [2]], [0, 0], 0.01]],
  oracle: lossOf,
  tolerance: 1e-9,
});

const gradientCase = tableCase<SvmLossGiven, Row>({
  name: "each margin above 0 pulls two columns of the gradient",
  misconception:
    "The margin s[j] − s[y] + 1 contains the column of class j with +x and the column of class y with −x. Forgetting the " +
    "second leaves the right class where it is.",
  hints: [
    "Nudge one entry of W's column y: which margins of that row move?",
    "For each margin above 0 add x to column j and subtract x from column y; divide by the number of rows.",
    "gradient[d][c] += X[i][d] / N; gradient[d][y[i]] -= X[i][d] / N;",
  ],
  call: async ({ svmLoss }, W, X, y, reg) => (await svmLoss(W, X, y, reg)).gradient,
  shownAs: "svmLoss",
  rows: [TWO_CLASSES, [[[0, 0, 0], [0, 0, 0]], [[1, 2]], [1], 0], [[[1, 3]], [[1], [2]], [0, 0], 0]],
  oracle: gradientOf,
  tolerance: 1e-9,
});

const kinkCase = tableCase<SvmLossGiven, Row>({
  name: "a margin of exactly 0 adds nothing to the gradient",
  misconception: "At the kink the loss is 0, and by convention so is its slope: only margins above 0 pull.",
  hints: [
    "The right score leads by exactly 1. Does this row still cost anything?",
    "Compare with > 0, not with ≥ 0.",
    "if (margin <= 0) continue;",
  ],
  call: async ({ svmLoss }, W, X, y, reg) => (await svmLoss(W, X, y, reg)).gradient,
  shownAs: "svmLoss",
  rows: [[[[2, 1]], [[1]], [0], 0]],
  oracle: gradientOf,
  tolerance: 1e-9,
});

const randomCase = tableCase<SvmLossGiven, Row>({
  name: "loss and gradient agree with the definition for any data",
  misconception:
    "Loss and gradient must be of the same function: what the loss divides, adds or leaves out, the gradient does as well.",
  hints: [
    "Check your gradient against (loss(W + h) − loss(W − h)) / 2h, entry by entry.",
    "Regularisation has the gradient 2 · reg · W; the data part is divided by the number of rows, as the loss is.",
    "const gradient = W.map((row) => row.map((w) => 2 * reg * w));",
  ],
  call: "svmLoss",
  rows: (random) => Array.from({ length: 25 }, () => randomRow(random)),
  oracle: expected,
  tolerance: 1e-9,
  frozen: true,
});

const oneClass = tableCase<SvmLossGiven, Row>({
  name: "a single class costs its regularisation alone",
  stretch: true,
  misconception: "With one class there is no wrong class, and no margin.",
  hints: [
    "Which classes does your inner loop visit when there is one?",
    "Skip class y[i] before computing a margin.",
    "if (c === y[i]) continue;",
  ],
  call: "svmLoss",
  rows: [[[[2], [1]], [[1, 1], [3, 4]], [0, 0], 0.5]],
  oracle: ([first, second], _X, _y, reg) => {
    const [a, b] = [first![0]!, second![0]!];
    return { loss: reg * (a * a + b * b), gradient: [[2 * reg * a], [2 * reg * b]] };
  },
  tolerance: 1e-9,
});

/** Most instructive first. */
export const cases = [
  lossCase,
  meanCase,
  regCase,
  gradientCase,
  kinkCase,
  randomCase,
  oneClass,
] as readonly Case<SvmLossGiven>[];

/** What is measured after a pass. */
export const cost: Cost<
  SvmLossGiven,
  { readonly W: number[][]; readonly X: number[][]; readonly y: number[] },
  number
> = {
  time: {
    what: "loss and gradient of 500 rows, 50 features, 10 classes",
    input: (random) => ({
      W: table(50, 10, () => 0.1 * random.normal()),
      X: table(500, 50, () => random.normal()),
      y: Array.from({ length: 500 }, () => random.integer(10)),
    }),
    run: ({ svmLoss }, { W, X, y }) => svmLoss(W, X, y, 0.01).loss,
  },
  memory: {
    what: "the gradient of 100 features and 20 classes",
    input: () => 100,
    build: ({ svmLoss }, d) =>
      svmLoss(Array.from({ length: d }, () => new Array<number>(20).fill(0)), [new Array<number>(d).fill(1)], [0], 0)
        .gradient,
  },
};
