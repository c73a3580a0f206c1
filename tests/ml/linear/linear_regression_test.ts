import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { fitByGradientDescent, gradientDescentSteps } from "@lib/ml/linear/gradient_descent_regression.ts";
import { fitLasso, lassoSteps } from "@lib/ml/linear/lasso.ts";
import { inferLinearRegression, predictionIntervals } from "@lib/ml/linear/linear_inference.ts";
import { fitLinearRegression, fitRidgeRegression, predict, score } from "@lib/ml/linear/linear_regression.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { regressorContract } from "@lib/testing/regressor_contract.ts";
import vectors from "./linear_vectors.json" with { type: "json" };

// By hand: x = 0, 1, 2 with x̄ = 1 and Σ(x − x̄)² = 2; y = 1, 2, 4 with ȳ = 7/3 and Σ(x − x̄)(y − ȳ) = 3.
const [X, Y] = [matrixOf([[0], [1], [2]]), [1, 2, 4]];

Deno.test("least squares is Σxy / Σx², ridge has λ below, the lasso α·n less above", () => {
  const plain = fitLinearRegression(X, Y);
  assertAlmostEquals(plain.coefficients[0]!, 3 / 2, 1e-12);
  assertAlmostEquals(plain.intercept, 7 / 3 - 3 / 2, 1e-12);
  assertAlmostEquals(fitRidgeRegression(X, Y, { strength: 4 }).coefficients[0]!, 3 / 6, 1e-12);
  assertAlmostEquals(fitLasso(X, Y, { strength: 0.5 }).coefficients[0]!, (3 - 1.5) / 2, 1e-8);
  assertEquals(fitLasso(X, Y, { strength: 1 }).coefficients, [0]);
  assertAlmostEquals(fitLinearRegression(X, Y, { intercept: false }).coefficients[0]!, 10 / 5, 1e-12);
  assertAlmostEquals(score(plain, { x: X, y: Y }), 1 - (1 / 36 + 4 / 36 + 1 / 36) / (14 / 3), 1e-12);
});

Deno.test("the first step of the descent comes from the zero model", () => {
  const [zero, first] = [...gradientDescentSteps(X, Y, { learningRate: 0.3, iterations: 2 })];
  assertEquals([zero!.cost, zero!.coefficients, zero!.intercept], [(1 + 4 + 16) / 6, [0], 0]);
  assertAllClose([first!.intercept, ...first!.coefficients], [0.3 * 7 / 3, 0.3 * 10 / 3]); // means of y and of x · y
});

Deno.test("a prediction interval is wider than that of the mean by the error's own variance", () => {
  const inference = inferLinearRegression(X, Y);
  const [mean] = predictionIntervals(inference, X, { kind: "mean" });
  const [observation] = predictionIntervals(inference, X, { kind: "observation" });
  assertAlmostEquals(
    (observation!.high - observation!.value) ** 2 - (mean!.high - mean!.value) ** 2,
    (12.706204736 * inference.residualStandardError) ** 2, // t with one degree of freedom
    1e-5,
  );
});

// Oracle: scikit-learn and SciPy (linear_vectors.py)
Deno.test("all planes agree with scikit-learn", () => {
  for (const one of vectors.regression) {
    const x = matrixOf(one.x);
    const agree = (model: { coefficients: readonly number[]; intercept: number }, theirs: (number | number[])[]) => {
      assertAllClose(model.coefficients, theirs[0] as number[], { relative: 1e-6, absolute: 1e-6 });
      assertAlmostEquals(model.intercept, theirs[1] as number, 1e-6);
    };
    agree(fitLinearRegression(x, one.y), one.plain);
    agree(fitRidgeRegression(x, one.y, { strength: 0.7 }), one.ridge);
    agree(fitRidgeRegression(x, one.y, { strength: 0.7, intercept: false }), one.noIntercept);
    agree(fitLasso(x, one.y, { strength: 0.3, tolerance: 1e-14, iterations: 100_000 }), one.lasso);
    agree(fitLasso(x, one.y, { strength: 0.3, l1Ratio: 0.4, tolerance: 1e-14, iterations: 100_000 }), one.elasticNet);
  }
});

Deno.test("standard errors, p-values and intervals agree with SciPy's distributions on the normal equations", () => {
  for (const one of vectors.regression) {
    if (!one.errors) continue;
    const x = matrixOf(one.x);
    const inference = inferLinearRegression(x, one.y);
    assertAllClose(inference.coefficients.map(({ standardError }) => standardError), one.errors, { relative: 1e-9 });
    assertAllClose(inference.coefficients.map(({ pValue }) => pValue), one.p, { relative: 1e-6 });
    assertAllClose(inference.coefficients[1]!.interval, one.interval, { relative: 1e-7 });
    for (const [kind, theirs] of [["observation", one.prediction], ["mean", one.mean]] as const) {
      const [first] = predictionIntervals(inference, x, { kind, confidence: 0.9 });
      assertAllClose([first!.low, first!.high], theirs, { relative: 1e-7 });
    }
  }
});

// Invariants
Deno.test("a safe descent never rises and ends at least squares; an unsafe one says so", () => {
  const dice = random(3);
  for (let round = 0; round < 10; round++) {
    const x = matrixFrom(Float64Array.from({ length: 60 }, () => dice.normal()), { rows: 20, columns: 3 });
    const y = Array.from({ length: 20 }, () => dice.normal());
    const { costHistory, diverged, ...model } = fitByGradientDescent(x, y, { learningRate: 0.2, iterations: 3000 });
    assert(!diverged && costHistory.every((cost, i) => i === 0 || cost <= costHistory[i - 1]! + 1e-15));
    assertEquals(costHistory.length, 3000);
    const exact = fitLinearRegression(x, y);
    assertAllClose([...model.coefficients, model.intercept], [...exact.coefficients, exact.intercept], {
      relative: 1e-6,
      absolute: 1e-8,
    });
    const lost = fitByGradientDescent(x, y, { learningRate: 50 });
    assert(lost.diverged && lost.costHistory.length < 10 && lost.coefficients.every(Number.isFinite));
  }
});

Deno.test("the lasso's objective never rises and its gap holds what it promises", () => {
  const dice = random(4);
  const x = matrixFrom(Float64Array.from({ length: 200 }, () => dice.normal()), { rows: 20, columns: 10 });
  const y = Array.from({ length: 20 }, (_, i) => x.data[10 * i]! + x.data[10 * i + 9]! + 0.1 * dice.normal());
  const states = [...lassoSteps(x, y, { strength: 0.1, tolerance: 1e-14 })];
  const best = states.at(-1)!.cost;
  for (const [i, { cost, gap }] of states.entries()) {
    if (i > 0) assert(cost <= states[i - 1]!.cost + 1e-15);
    assert(cost - best <= gap + 1e-12);
  }
  assert(states.at(-1)!.coefficients.filter((w) => w === 0).length > 3);
  const limited = fitLasso(x, y, { strength: 0.1, iterations: 1 });
  assertEquals([limited.converged, limited.iterations], [false, 1]);
});

Deno.test("least squares leaves residuals that are orthogonal to every column", () => {
  for (const { x: rows, y } of vectors.regression.slice(0, 3)) {
    const x = matrixOf(rows);
    const residuals = predict(fitLinearRegression(x, y), x).map((value, i) => y[i]! - value);
    for (let j = -1; j < x.columns; j++) {
      const product = residuals.reduce((sum, r, i) => sum + r * (j < 0 ? 1 : x.data[i * x.columns + j]!), 0);
      assert(Math.abs(product) < 1e-9);
    }
  }
});

// Contract
const estimators = {
  "least squares": { fit: fitLinearRegression, predict },
  ridge: { fit: fitRidgeRegression, predict },
  lasso: { fit: (x: typeof X, y: ArrayLike<number>) => fitLasso(x, y, { strength: 0.01 }), predict },
  "gradient descent": {
    fit: (x: typeof X, y: ArrayLike<number>) => fitByGradientDescent(x, y, { iterations: 4000 }),
    predict,
  },
};
for (const [name, estimator] of Object.entries(estimators)) {
  for (const { name: demand, run } of regressorContract<ReturnType<typeof fitLinearRegression>>(estimator)) {
    Deno.test(`${name}: ${demand}`, run);
  }
}

// Refusals
Deno.test("options out of range are refused", () => {
  const refused: [() => unknown, string][] = [
    [() => fitRidgeRegression(X, Y, { strength: 0 }), "strength must be a positive finite number"],
    [() => fitLasso(X, Y, { strength: -1 }), "strength must be a positive finite number"],
    [() => fitLasso(X, Y, { l1Ratio: 0 }), "l1Ratio must be above 0 and at most 1: current value is 0"],
    [() => fitLasso(X, Y, { iterations: 0 }), "iterations must be a positive integer"],
    [() => fitByGradientDescent(X, Y, { learningRate: 0 }), "learningRate must be a positive finite number"],
    [() => fitByGradientDescent(X, Y, { iterations: 1.5 }), "iterations must be a positive integer"],
    [() => inferLinearRegression(matrixOf([[0], [1]]), [1, 2]), "x must have more than 2 rows for 2 unknowns"],
    [() => inferLinearRegression(matrixOf([[1], [1], [1]]), Y), "columns must not depend on each other or be constant"],
    [() => inferLinearRegression(X, Y, { confidence: 1 }), "confidence must be a number strictly between 0 and 1"],
    [
      () => predictionIntervals(inferLinearRegression(X, Y), X, { kind: "median" as "mean" }),
      'kind must be "mean" or "observation"',
    ],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
