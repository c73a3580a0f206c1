/**
 * The cases of the exercise `linear-regression`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { matrixOf } from "../../../math/linalg/matrix.ts";
import { fitByGradientDescent } from "../../../ml/linear/gradient_descent_regression.ts";
import { predict, score } from "../../../ml/linear/linear_regression.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { LinearRegressionGiven } from "./exercise.ts";

type Row = readonly [rate: number, iterations: number, X: number[][], y: number[]];

const modelOf = (...[learningRate, iterations, X, y]: Row) =>
  fitByGradientDescent(matrixOf(X), y, { learningRate, iterations });

/** Runs in the child: everything that a fit leaves behind. */
async function fitted({ LinearRegression }: LinearRegressionGiven, ...[rate, iterations, X, y]: Row) {
  const model = new LinearRegression(rate, iterations);
  await model.fit(X, y);
  return { model, costs: Array.from(model.costHistory), predicted: Array.from(await model.predict(X)) };
}

const LINE: Row = [0.1, 1, [[0], [1], [2]], [1, 3, 5]];

function draw(random: Random): Row {
  const d = 1 + random.integer(3), n = 4 + random.integer(5);
  const X = Array.from({ length: n }, () => Array.from({ length: d }, () => random.normal()));
  return [
    0.1,
    1 + random.integer(20),
    X,
    X.map((row) => 2 + row.reduce((sum, x, j) => sum + (j + 1) * x, random.normal())),
  ];
}

const firstCost = tableCase<LinearRegressionGiven, Row>({
  name: "the cost is (1/2n)·Σ(ŷ − y)², recorded before each update",
  misconception:
    "The first entry is the cost of the zero model: a mean over n with a ½, recorded before the weights move for the first time, once for each iteration.",
  hints: [
    "y is 1, 3, 5 and all predictions are 0: what is the first entry of costHistory?",
    "Inside the loop: residuals, then push the cost, then the update.",
    "this.costHistory.push(sumOfSquares / (2 * n)); // before the weights change",
  ],
  uses: { fitted },
  call: async (given, ...row) => (await fitted(given, ...row)).costs,
  shownAs: "costHistory",
  rows: [LINE, [0.1, 1, [[4, 1], [1, 2]], [2, -2]]],
  oracle: (...row) => modelOf(...row).costHistory,
  tolerance: 1e-9,
});

const firstStep = tableCase<LinearRegressionGiven, Row>({
  name: "a step goes against the gradient, divided by n",
  misconception:
    "The gradient of the cost is a mean over the rows, for the bias as well: without 1/n the step grows with the number of rows, and with the wrong sign the cost does.",
  hints: [
    "After one step from 0 with rate 0.1, what should the weight be for the rows (0, 1), (1, 3), (2, 5)?",
    "Weight: rate · Σ(y − ŷ)·x / n. Bias: rate · Σ(y − ŷ) / n. Both from the residuals before the step.",
    "this.bias -= rate * sum(residuals) / n;",
  ],
  uses: { fitted },
  call: async (given, ...row) => (await fitted(given, ...row)).predicted,
  shownAs: "fit and predict",
  rows: [LINE, [0.05, 1, [[1, 2], [3, 4]], [1, 2]], [0.1, 2, [[1], [2]], [3, 5]]],
  oracle: (...row) => Array.from(predict(modelOf(...row), matrixOf(row[2]))),
  tolerance: 1e-9,
});

const learns = tableCase<LinearRegressionGiven, Row>({
  name: "it learns slope and bias",
  misconception:
    "A line has a slope and a height: without a bias it must pass through the origin, whatever the data say.",
  hints: [
    "What does your model predict for a row of zeros?",
    "Add a bias to every prediction and update it with the mean residual.",
    "row.reduce((sum, x, j) => sum + x * this.weights[j], this.bias)",
  ],
  uses: { fitted },
  call: async (given, ...row) => (await fitted(given, ...row)).predicted,
  shownAs: "fit and predict",
  rows: [[0.1, 2000, [[-1], [0], [1]], [5, 7, 9]], [0.1, 3000, [[0, 0], [1, 0], [0, 1], [1, 1]], [3, 4, 1, 2]]],
  oracle: (...row) => Array.from(predict(modelOf(...row), matrixOf(row[2]))),
  tolerance: 1e-6,
});

const scored = tableCase<LinearRegressionGiven, Row>({
  name: "score is R²",
  misconception:
    "R² is 1 minus squared errors over squared distances of y from its mean; an error or a correlation is another number.",
  hints: [
    "What must score be if every prediction is the mean of y? And if all are right?",
    "Two sums over the rows; one minus the first over the second.",
    "return 1 - residual / total;",
  ],
  uses: { fitted },
  call: async (given, rate, iterations, X, y) => (await fitted(given, rate, iterations, X, y)).model.score(X, y),
  shownAs: "score",
  rows: [[0.1, 10, [[0], [1], [2], [3]], [1, 2, 2, 5]], [0.001, 1, [[0], [1]], [10, 12]]],
  oracle: (...row) => score(modelOf(...row), { x: matrixOf(row[2]), y: row[3] }),
  tolerance: 1e-9,
});

const randomCase = tableCase<LinearRegressionGiven, Row>({
  name: "costs and predictions agree with the definition for any data",
  misconception:
    "Every step must use residuals of the same model: updating the weights before the bias is computed mixes two models.",
  hints: [
    "Print weight and bias after two steps: do they come from the same residuals?",
    "Compute all gradients first, then update all parameters.",
    "const gradient = …; const mean = …; // then both updates",
  ],
  uses: { fitted },
  call: async (given, ...row) => {
    const { costs, predicted } = await fitted(given, ...row);
    return { costs, predicted };
  },
  shownAs: "fit",
  rows: (random) => Array.from({ length: 15 }, () => draw(random)),
  oracle: (...row) => ({
    costs: modelOf(...row).costHistory,
    predicted: Array.from(predict(modelOf(...row), matrixOf(row[2]))),
  }),
  tolerance: 1e-8,
  frozen: true,
});

const afresh = tableCase<LinearRegressionGiven, Row>({
  name: "fit again starts afresh",
  misconception: "Weights or costs that are left from an earlier fit make the second one depend on the first.",
  hints: [
    "Fit twice: how long is costHistory?",
    "Reset weights, bias and history at the beginning of fit.",
    "this.costHistory = [];",
  ],
  call: async ({ LinearRegression }, rate, iterations, X, y) => {
    const model = new LinearRegression(rate, iterations);
    await model.fit(X.map((row) => row.map((x) => -x)), y.map((v) => 3 * v));
    await model.fit(X, y);
    return { costs: Array.from(model.costHistory), predicted: Array.from(await model.predict(X)) };
  },
  shownAs: "two fits",
  rows: [[0.1, 4, [[0], [1], [2]], [1, 3, 5]]],
  oracle: (...row) => ({
    costs: modelOf(...row).costHistory,
    predicted: Array.from(predict(modelOf(...row), matrixOf(row[2]))),
  }),
  tolerance: 1e-9,
});

const defaults = tableCase<LinearRegressionGiven, readonly [X: number[][], y: number[]]>({
  name: "without arguments: rate 0.01, 1,000 iterations",
  misconception: "Both arguments have defaults, so that new LinearRegression() works.",
  hints: [
    "What does new LinearRegression() do?",
    "Give both parameters a default.",
    "constructor(learningRate = 0.01, iterations = 1000)",
  ],
  call: async ({ LinearRegression }, X, y) => {
    const model = new LinearRegression();
    await model.fit(X, y);
    return { length: model.costHistory.length, last: model.costHistory[model.costHistory.length - 1] };
  },
  shownAs: "new LinearRegression()",
  rows: [[[[0], [1], [2]], [1, 3, 5]]],
  oracle: (X, y) => ({ length: 1000, last: modelOf(0.01, 1000, X, y).costHistory.at(-1) }),
  tolerance: 1e-9,
});

const readable = tableCase<LinearRegressionGiven, Row>({
  name: "weights and bias can be read",
  stretch: true,
  misconception: "A model is only useful if its coefficients can be looked at.",
  hints: [
    "Which names do your parameters have?",
    "Keep them as public fields: a list of weights and one bias.",
    "weights: number[] = []; bias = 0;",
  ],
  call: async ({ LinearRegression }, rate, iterations, X, y) => {
    const model = new LinearRegression(rate, iterations) as unknown as {
      fit: LinearFit;
      weights?: ArrayLike<number>;
      bias?: number;
    };
    await model.fit(X, y);
    return { weights: Array.from(model.weights ?? []), bias: model.bias };
  },
  shownAs: "weights and bias",
  rows: [[0.1, 20, [[0, 1], [1, 0], [2, 2]], [1, 3, 5]]],
  oracle: (...row) => ({ weights: modelOf(...row).coefficients, bias: modelOf(...row).intercept }),
  tolerance: 1e-9,
});

type LinearFit = (X: number[][], y: number[]) => unknown;

/** Most instructive first. */
export const cases = [
  firstCost,
  firstStep,
  learns,
  scored,
  randomCase,
  afresh,
  defaults,
  readable,
] as readonly Case<LinearRegressionGiven>[];

/** What is measured after a pass. */
export const cost: Cost<LinearRegressionGiven, { readonly X: number[][]; readonly y: number[] }, number> = {
  time: {
    what: "100 iterations on 1,000 rows with 10 columns",
    input: (random) => {
      const X = Array.from({ length: 1000 }, () => Array.from({ length: 10 }, () => random.normal()));
      return { X, y: X.map((row) => row[0]! - 2 * row[3]! + random.normal()) };
    },
    run({ LinearRegression }, { X, y }) {
      const model = new LinearRegression(0.1, 100);
      model.fit(X, y);
      return model.costHistory[99]!;
    },
  },
  memory: {
    what: "a fit of 1,000 rows",
    input: () => 1000,
    build({ LinearRegression }, n) {
      const model = new LinearRegression(0.1, 50);
      model.fit(Array.from({ length: n }, (_, i) => [i / n]), Array.from({ length: n }, (_, i) => i / n));
      return model;
    },
  },
};
