/**
 * The cases of the exercise `regression-metrics`, and what is measured after a pass.
 *
 * @module
 */
import { meanSquaredError, r2Score } from "../../../ml/metrics/regression_metrics.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { RegressionMetricsGiven } from "./exercise.ts";

type Row = readonly [yTrue: number[], yPred: number[]];

const meanCase = tableCase<RegressionMetricsGiven, Row>({
  name: "the squared errors are averaged",
  misconception:
    "The error is the mean of the squared differences: a sum grows with the number of rows, and differences that are not " +
    "squared cancel.",
  hints: [
    "Work [1, 2] against [2, 4] by hand: what are the two differences, and what is done with them?",
    "Square each difference, add the squares, divide once by the number of rows.",
    "sum += (yTrue[i] - yPred[i]) ** 2; … return sum / yTrue.length;",
  ],
  call: "mse",
  rows: [[[1, 2], [2, 4]], [[3], [3]], [[0, 0, 0, 0], [1, -1, 2, -2]], [[1.5, -2, 8], [1, -2.5, 10]]],
  oracle: meanSquaredError,
  tolerance: 1e-9,
  frozen: true,
});

const varianceCase = tableCase<RegressionMetricsGiven, Row>({
  name: "R² compares the errors with the distances from the mean of the true values",
  misconception:
    "R² is 1 − (squared errors) / (squared distances of the true values from their own mean). The mean of the predictions, " +
    "or the square of a correlation, gives another number.",
  hints: [
    "What would R² be if every prediction were the mean of the true values? And if every prediction were right?",
    "Two sums over the rows: (y − prediction)² and (y − mean of y)². One minus the first over the second.",
    "return 1 - residual / total;",
  ],
  call: "r2Score",
  rows: [
    [[3, -0.5, 2, 7], [2.5, 0, 2, 8]],
    [[1, 2, 3], [1, 2, 3]],
    [[1, 2, 3], [2, 2, 2]],
    [[1, 2, 3, 4], [1.5, 2.25, 3, 3.75]], // perfectly correlated, and yet not right
  ],
  oracle: r2Score,
  tolerance: 1e-9,
  frozen: true,
});

const negativeCase = tableCase<RegressionMetricsGiven, Row>({
  name: "R² is negative for predictions that are worse than the mean",
  misconception:
    "R² is called a square, but it is a difference: predictions can be worse than the mean, and it then falls below 0.",
  hints: [
    "Predict [3, 2, 1] for [1, 2, 3]. Are you better or worse off than with 2, 2, 2?",
    "Return the difference as it comes; there is nothing to clip.",
    "return 1 - residual / total; // 1 − 8/2 = −3",
  ],
  call: "r2Score",
  rows: [[[1, 2, 3], [3, 2, 1]], [[0, 1], [10, 10]]],
  oracle: r2Score,
  tolerance: 1e-9,
});

const constantCase = tableCase<RegressionMetricsGiven, Row>({
  name: "equal true values give 1 when all predictions are right, 0 otherwise",
  misconception:
    "Where the true values don't vary there is no variance to explain, and the division has no answer: 0/0 is NaN, 1/0 infinite.",
  hints: [
    "What does your formula divide by when all true values are 5?",
    "Decide before dividing: no variance means 1 for a perfect answer and 0 for any other.",
    "if (total === 0) return residual === 0 ? 1 : 0;",
  ],
  call: "r2Score",
  rows: [[[5, 5, 5], [5, 5, 5]], [[5, 5, 5], [5, 6, 5]], [[2], [2]], [[2], [3]]],
  oracle: r2Score,
});

const refusedCase = tableCase<RegressionMetricsGiven, Row>({
  name: "lists that are empty or differ in length are refused",
  misconception:
    "A loop over the shorter list gives a plausible number for rows that were never compared, and a mean of nothing is NaN.",
  hints: [
    "What does your function return for ([1, 2], [1])? And for two empty lists?",
    "Check both lengths before anything else, and throw.",
    'if (yTrue.length === 0 || yTrue.length !== yPred.length) throw new RangeError("…");',
  ],
  call: async ({ mse, r2Score }, yTrue, yPred) => {
    let first: unknown;
    try {
      await mse(yTrue, yPred);
    } catch (error) {
      first = error;
    }
    if (!first) return "mse returned a number";
    return r2Score(yTrue, yPred);
  },
  shownAs: "mse and r2Score",
  rows: [[[], []], [[1, 2], [1]], [[1], [1, 2]]],
  oracle: () => REFUSED,
});

const digitsCase = tableCase<RegressionMetricsGiven, Row>({
  name: "large values that are close together lose no digits",
  stretch: true,
  misconception:
    "Σy² − n·mean² subtracts two huge, nearly equal numbers: what is left is rounding noise. Subtract the mean first, then square.",
  hints: [
    "How many digits has y² for y around a billion? And how many does a double hold?",
    "Take the mean in a first pass; add up (y − mean)² in a second.",
    "total += (yTrue[i] - mean) ** 2;",
  ],
  call: "r2Score",
  rows: (random) =>
    [1e8, 1e9, 1e10].map((offset): Row => {
      const yTrue = Array.from({ length: 50 }, () => offset + Math.round(100 * random.normal()) / 100);
      return [yTrue, yTrue.map((y) => y + Math.round(50 * random.normal()) / 100)];
    }),
  oracle: r2Score,
  tolerance: 1e-5,
});

/** Most instructive first. */
export const cases = [
  meanCase,
  varianceCase,
  negativeCase,
  constantCase,
  refusedCase,
  digitsCase,
] as readonly Case<RegressionMetricsGiven>[];

/** What is measured after a pass. */
export const cost: Cost<RegressionMetricsGiven, readonly (readonly number[])[], number> = {
  time: {
    what: "both metrics of 200,000 rows",
    input: (random) => [0, 1].map(() => Array.from({ length: 200_000 }, () => random.normal())),
    run: ({ mse, r2Score }, [yTrue, yPred]) =>
      mse(yTrue as number[], yPred as number[]) + r2Score(yTrue as number[], yPred as number[]),
  },
  memory: {
    what: "the metrics of 1,000 rows",
    input: () => 1000,
    build: ({ mse, r2Score }, n) => {
      const y = Array.from({ length: n }, (_, i) => i);
      return [mse(y, y), r2Score(y, y)];
    },
  },
};
