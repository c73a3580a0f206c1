/**
 * The cases of the exercise `softmax`, and what is measured after a pass.
 *
 * @module
 */
import { softmax } from "../../../ml/losses/softmax.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { SoftmaxGiven } from "./exercise.ts";

type Scores = readonly [x: number[]];

const shares = tableCase<SoftmaxGiven, Scores>({
  name: "scores become shares of their exponentials",
  misconception:
    "The probability of a class is exp(score) over the sum of the exponentials of all scores; scores over the sum of scores " +
    "are something else, and not even positive.",
  hints: [
    "What must softmax([0, 0]) be? And how many times as likely is a class whose score is 1 higher?",
    "Exponentials first, then divide each by their sum.",
    "const exps = x.map((v) => Math.exp(v)); … exps.map((e) => e / sum)",
  ],
  call: "softmax",
  rows: (random) => [
    [[0, 0]],
    [[1, 2, 3]],
    [[-1, 0.5]],
    [[7]],
    [Array.from({ length: 6 }, () => 3 * random.normal())],
  ],
  oracle: (x) => Array.from(softmax(x)),
  tolerance: 1e-9,
  frozen: true,
});

const overflow = tableCase<SoftmaxGiven, Scores>({
  name: "large scores don't overflow",
  misconception:
    "exp(1000) is Infinity, and Infinity / Infinity is NaN. Softmax only depends on differences, so take the largest score off all.",
  hints: [
    "What is Math.exp(1000)? What happens when you divide by the sum of such numbers?",
    "softmax(x) = softmax(x − c) for any number c. Choose c so that the largest exponent is 0.",
    "const max = Math.max(...x); const exps = x.map((v) => Math.exp(v - max));",
  ],
  call: "softmax",
  rows: [[[1000, 2000, 3000]], [[1000, 1000]], [[800, 801, 799.5]]],
  oracle: (x) => Array.from(softmax(x)),
  tolerance: 1e-9,
});

const underflow = tableCase<SoftmaxGiven, Scores>({
  name: "very negative scores don't vanish together",
  misconception:
    "All of exp(−1000), exp(−1001) are 0, and 0/0 is NaN. A constant taken off (or a clip at 700) does not help; the largest score does.",
  hints: [
    "What is Math.exp(-1000)? What is the sum of your exponentials then?",
    "Take off the largest score, whatever its sign: one exponential is then 1, and the sum can't be 0.",
    "Math.exp(v - max)",
  ],
  call: "softmax",
  rows: [[[-1000, -1001]], [[-1e5, -1e5, -1e5]], [[-5000, -4999]]],
  oracle: (x) => Array.from(softmax(x)),
  tolerance: 1e-9,
});

const jacobian = tableCase<SoftmaxGiven, readonly [s: number[]]>({
  name: "the Jacobian is s[i]·(δ[i,j] − s[j])",
  misconception:
    "Every probability depends on every score, since all share one sum: the Jacobian is a full matrix, with s(1 − s) on its " +
    "diagonal and −s[i]·s[j] beside it. It takes the probabilities as they are: softmax is not applied once more.",
  hints: [
    "If one score rises, what happens to the other probabilities? Must a row of the Jacobian add up to something?",
    "On the diagonal s[i]·(1 − s[i]), elsewhere −s[i]·s[j]. Each row adds up to 0.",
    "s.map((si, i) => s.map((sj, j) => (i === j ? si * (1 - si) : -si * sj)))",
  ],
  call: "softmaxJacobian",
  rows: (random) =>
    [[0.5, 0.5], [1, 0], [0.2, 0.3, 0.5], Array.from(softmax(Array.from({ length: 5 }, () => random.normal())))].map((
      s,
    ) => [s] as const),
  oracle: (s) => s.map((si, i) => s.map((sj, j) => i === j ? si * (1 - si) : -si * sj)),
  tolerance: 1e-9,
  frozen: true,
});

const rows = tableCase<SoftmaxGiven, readonly [x: number[][]]>({
  name: "a list of rows gives the probabilities of each row",
  stretch: true,
  misconception:
    "A batch is a list of rows, and each row is a distribution of its own: the sum must not run over the whole batch.",
  hints: [
    "What should softmax([[0, 0], [5, 5]]) be?",
    "If the first entry is a list, apply softmax to each row.",
    "if (Array.isArray(x[0])) return x.map((row) => softmax(row));",
  ],
  call: "softmax",
  rows: [[[[0, 0], [5, 5]]], [[[1, 2, 3], [3000, 2000, 1000]]]],
  oracle: (x) => x.map((row) => Array.from(softmax(row))),
  tolerance: 1e-9,
});

const extremes = tableCase<SoftmaxGiven, Scores>({
  name: "the ends of the range give no NaN",
  stretch: true,
  misconception: "−Infinity marks a class that can't be: its probability is 0, and it must not spoil the others.",
  hints: [
    "What is −Infinity minus the largest score? And its exponential?",
    "Subtracting the largest finite score handles it without a special case; starting the maximum at 0 does not.",
    "let max = -Infinity; for (const v of x) max = Math.max(max, v);",
  ],
  call: "softmax",
  rows: [[[-Infinity, 0, 1]], [[-Infinity, -2000, -2000]], [[1.7e308, -1.7e308]]],
  oracle: (x) => Array.from(softmax(x)),
  tolerance: 1e-9,
});

/** Most instructive first. */
export const cases = [shares, overflow, underflow, jacobian, rows, extremes] as readonly Case<SoftmaxGiven>[];

/** What is measured after a pass. */
export const cost: Cost<SoftmaxGiven, readonly number[][], number> = {
  time: {
    what: "2,000 softmaxes of 100 scores",
    input: (random) => Array.from({ length: 2000 }, () => Array.from({ length: 100 }, () => random.normal())),
    run({ softmax }, all) {
      let sum = 0;
      for (const x of all) sum += softmax(x)[0] as number;
      return sum;
    },
  },
  memory: {
    what: "the Jacobian of 200 probabilities",
    input: () => 200,
    build: ({ softmaxJacobian }, n) => softmaxJacobian(new Array<number>(n).fill(1 / n)),
  },
};
