import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import {
  decisionScores,
  fitLinearSvm,
  linearSvmSteps,
  predict as predictSvm,
  score as scoreSvm,
} from "@lib/ml/linear/linear_svm.ts";
import { logisticObjective, nativeObjective } from "@lib/ml/linear/_logistic_objective.ts";
import {
  fitLogisticRegression,
  type LogisticOptions,
  logisticRegressionSteps,
  predict,
  predictProbability,
  score,
} from "@lib/ml/linear/logistic_regression.ts";
import {
  fitPerceptron,
  perceptronSteps,
  predict as predictPerceptron,
  score as scorePerceptron,
} from "@lib/ml/linear/perceptron.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";
import vectors from "./linear_vectors.json" with { type: "json" };

// By hand
Deno.test("a logistic model of counts has their log-odds", async () => {
  // At x = 0 one of four is of class 1, at x = 1 three of four: intercept ln(1/3), slope 2·ln 3.
  const model = await fitLogisticRegression(matrixOf([[0], [0], [0], [0], [1], [1], [1], [1]]), [
    0,
    0,
    0,
    1,
    0,
    1,
    1,
    1,
  ], {
    penalty: "none",
    tolerance: 1e-9,
  });
  assertAlmostEquals(model.planes[0]!.intercept, -Math.log(3), 1e-6);
  assertEquals(score(model, { x: matrixOf([[0], [1]]), y: [0, 0] }), 1 / 2);
  assertAlmostEquals(model.planes[0]!.coefficients[0]!, 2 * Math.log(3), 1e-6);
  assertEquals([model.converged, model.separable], [true, false]);
  assertAlmostEquals(model.cost, -(3 / 4) * Math.log(3 / 4) - (1 / 4) * Math.log(1 / 4), 1e-9);
});

Deno.test("separable classes without a penalty are reported, with a penalty they are not", async () => {
  const [x, y] = [matrixOf([[0], [1], [2], [3]]), [0, 0, 1, 1]];
  assertEquals((await fitLogisticRegression(x, y, { penalty: "none" })).separable, true);
  assertEquals((await fitLogisticRegression(x, [0, 1, 2, 2], { penalty: "none" })).separable, true);
  assertEquals((await fitLogisticRegression(x, y, { strength: 0 })).separable, true);
  assertEquals((await fitLogisticRegression(x, y)).separable, false);
  assertEquals((await fitLogisticRegression(x, [0, 1, 0, 1], { penalty: "none" })).separable, false);
});

Deno.test("the perceptron moves by the rows that it has wrong", () => {
  // From zeros the first row is a mistake (a score of 0 is one): w = 1 and b = ±1. The other row then scores 0, a
  // mistake too: w = 2 and b = 0.
  const model = fitPerceptron(matrixOf([[1], [-1]]), [1, 0]);
  assertEquals([model.coefficients, model.intercept, model.converged], [[2], 0, true]);
  assertEquals([...predictPerceptron(model, matrixOf([[5], [-5]]))], [1, 0]);
  assertEquals(scorePerceptron(model, { x: matrixOf([[5], [-5]]), y: [1, 1] }), 0.5);
});

Deno.test("the averaged plane is the mean of the planes after every row", () => {
  // One row, label 1: after it w = (2, 1) and the second pass changes nothing. Planes: 0 before, (2, 1) after 2 rows: 2
  // of 3.
  const model = fitPerceptron(matrixOf([[2], [-2]]), [1, 0], { averaged: true });
  const steps = [...perceptronSteps(matrixOf([[2], [-2]]), [1, 0])];
  const rows = 2 * steps.length;
  assertAllClose(model.coefficients, [2 * rows / (rows + 1)]);
});

Deno.test("the support-vector machine has a margin of 1 where the classes can be separated", () => {
  const model = fitLinearSvm(matrixOf([[-2, 0], [2, 0]]), [3, 4], { cost: 1000 });
  assertAllClose(decisionScores(model, matrixOf([[-2, 5], [2, -5], [0, 0]])).data, [-1, 1, 0], { absolute: 1e-5 });
  assertEquals(scoreSvm(model, { x: matrixOf([[-2, 0], [2, 0]]), y: [3, 4] }), 1);
});

// Oracle: scikit-learn (linear_vectors.py)
const solvers: Record<string, LogisticOptions> = {
  "l2, L-BFGS": { strength: 0.8, tolerance: 1e-9, iterations: 1000 },
  "l2, Newton": { strength: 0.8, tolerance: 1e-9, solver: "newton" },
  "l2, gradient descent": {
    strength: 0.8,
    tolerance: 1e-8,
    solver: "gradient-descent",
    iterations: 20_000,
    learningRate: 0.3,
  },
  "l1": { penalty: "l1", strength: 2, tolerance: 1e-8, iterations: 20_000 },
  "none": { penalty: "none", tolerance: 1e-9, iterations: 2000 },
};
for (const [name, options] of Object.entries(solvers)) {
  Deno.test(`logistic regression, ${name}, agrees with scikit-learn`, async () => {
    for (const one of vectors.classification) {
      const x = matrixOf(one.x);
      const model = await fitLogisticRegression(x, one.y, options);
      const [coefficients, intercepts, p] = one[name.slice(0, name.includes(",") ? 2 : 4) as "l2"] as [
        number[][],
        number[],
        number[][],
      ];
      const close = { relative: 1e-5, absolute: 1e-5 };
      assertAllClose(predictProbability(model, x).data, p.flat(), close);
      // softmax planes are unique up to a shift only
      if (name !== "none" && one !== vectors.classification[0] && name === "l1") continue;
      if (name === "none" && p[0]!.length > 2) continue;
      assertAllClose(model.planes.flatMap((plane) => plane.coefficients), coefficients.flat(), close);
      if (p[0]!.length === 2) assertAlmostEquals(model.planes[0]!.intercept, intercepts[0]!, 1e-5);
    }
  });
}

Deno.test("the linear support-vector machine agrees with liblinear", () => {
  for (const { x, y, svm } of vectors.classification) {
    const model = fitLinearSvm(matrixOf(x), y, { cost: 0.5, tolerance: 1e-10, iterations: 100_000 });
    assert(model.converged);
    const close = { relative: 1e-4, absolute: 1e-4 };
    assertAllClose(model.planes.flatMap(({ coefficients }) => coefficients), (svm[0] as number[][]).flat(), close);
    assertAllClose(model.planes.map(({ intercept }) => intercept), svm[1] as number[], close);
  }
});

// Invariants
Deno.test("the gradient is what central differences say, in loops and natively, and both agree", async () => {
  const dice = random(8);
  for (const [classes, precision] of [[2, "float64"], [3, "float64"], [3, "float32"], [2, "float32"]] as const) {
    const x = matrixFrom(Float64Array.from({ length: 40 }, () => dice.normal()), { rows: 10, columns: 4 });
    const problem = { x, indices: Int32Array.from({ length: 10 }, (_, i) => i % classes), classes, l2: 0.7, precision };
    await using loops = await logisticObjective(problem);
    await using native = await nativeObjective(problem);
    const at = Float64Array.from({ length: (classes === 2 ? 1 : 3) * 5 }, () => dice.normal());
    const [one, other] = [await loops.evaluate(at), await native.evaluate(at)];
    const close = precision === "float64" ? 1e-12 : 1e-5;
    assertAlmostEquals(other.value, one.value, close);
    assertAllClose(other.gradient, one.gradient, { relative: close, absolute: close });
    const h = 1e-6;
    for (let j = 0; j < at.length; j++) {
      const moved = async (by: number) =>
        (await loops.evaluate(at.map((value, i) => i === j ? value + by : value))).value;
      assertAlmostEquals((await moved(h) - await moved(-h)) / (2 * h), one.gradient[j]!, 1e-8);
    }
  }
});

Deno.test("no solver lets the cost rise", async () => {
  const { x, y } = vectors.classification[1]!;
  for (const options of Object.values(solvers)) {
    let last = Infinity;
    for await (const { cost } of logisticRegressionSteps(matrixOf(x), y, { ...options, iterations: 60 })) {
      assert(cost <= last + 1e-14);
      last = cost;
    }
  }
});

Deno.test("solvers stop when the slope is small enough, Newton's after a few steps", async () => {
  const { x, y } = vectors.classification[1]!;
  const newton = await fitLogisticRegression(matrixOf(x), y, { solver: "newton", tolerance: 1e-8 });
  assert(newton.converged && newton.iterations < 10, `${newton.iterations} steps`);
  const slow = await fitLogisticRegression(matrixOf(x), y, {
    solver: "gradient-descent",
    iterations: 5000,
    tolerance: 1e-4,
  });
  assert(slow.converged && slow.iterations < 5000);
  assertEquals((await fitLogisticRegression(matrixOf(x), y, { iterations: 2 })).converged, false);
});

Deno.test("the machine's cost and dual close in on each other", () => {
  const { x, y } = vectors.classification[1]!;
  let last = { label: NaN, dual: 0 };
  for (const { label, cost, dual } of linearSvmSteps(matrixOf(x), y)) {
    assert(dual <= cost + 1e-12);
    if (label === last.label) assert(dual >= last.dual - 1e-12, "the dual never falls");
    last = { label, dual };
  }
});

Deno.test("probabilities stay finite for rows however far away", async () => {
  const model = await fitLogisticRegression(matrixOf([[0], [1], [2], [3], [4], [5]]), [0, 0, 1, 1, 2, 2]);
  const far = predictProbability(model, matrixOf([[1e300], [-1e300]]));
  assertEquals([...far.data], [0, 0, 1, 1, 0, 0]);
});

Deno.test("a perceptron ends without a mistake where a plane separates, and says so where none does", () => {
  const dice = random(6);
  for (let round = 0; round < 20; round++) {
    const rows = Array.from({ length: 30 }, () => [dice.normal(), dice.normal()]);
    const y = rows.map(([a, b]) => a! - 2 * b! + 0.3 > 0 ? 5 : -5);
    if (new Set(y).size < 2) continue;
    const model = fitPerceptron(matrixOf(rows), y, { seed: round, epochs: 100_000 });
    assertEquals([model.converged, [...predictPerceptron(model, matrixOf(rows))]], [true, y]);
  }
  const xor = matrixOf([[0, 0], [0, 1], [1, 0], [1, 1]]);
  const model = fitPerceptron(xor, [0, 1, 1, 0], { epochs: 20 });
  assertEquals([model.converged, model.epochs], [false, 20]);
});

// Contract
const fitted = {
  "logistic regression": { fit: fitLogisticRegression, predict, predictProbability },
  "logistic regression, Newton": {
    fit: (x: ReturnType<typeof matrixOf>, y: ArrayLike<number>) => fitLogisticRegression(x, y, { solver: "newton" }),
    predict,
    predictProbability,
  },
};
for (const [name, estimator] of Object.entries(fitted)) {
  for (const { name: demand, run } of classifierContract(estimator)) Deno.test(`${name}: ${demand}`, run);
}
for (const { name, run } of classifierContract({ fit: fitLinearSvm, predict: predictSvm })) {
  Deno.test(`linear SVM: ${name}`, run);
}
for (const averaged of [false, true]) {
  const estimator = {
    fit: (x: ReturnType<typeof matrixOf>, y: ArrayLike<number>) => fitPerceptron(x, y, { averaged }),
    predict: predictPerceptron,
  };
  for (
    const { name, run } of classifierContract(estimator, { isBinary: true, ...averaged ? { leastAccuracy: 0.9 } : {} })
  ) {
    Deno.test(`perceptron, averaged ${averaged}: ${name}`, run);
  }
}

// Refusals
Deno.test("options out of range are refused", async () => {
  const [x, y] = [matrixOf([[0], [1], [2]]), [0, 1, 1]];
  const refused: [LogisticOptions, string][] = [
    [{ penalty: "l3" as "l2" }, 'penalty must be "l2", "l1" or "none": current value is "l3"'],
    [{ solver: "adam" as "lbfgs" }, 'solver must be "lbfgs", "newton" or "gradient-descent"'],
    [{ strength: -1 }, "strength must be a non-negative finite number"],
    [{ tolerance: 0 }, "tolerance must be a positive finite number"],
    [{ iterations: 0 }, "iterations must be a positive integer"],
    [{ learningRate: 0 }, "learningRate must be a positive finite number"],
    [{ precision: "float16" as "float32" }, 'precision must be "float64" or "float32"'],
  ];
  for (const [options, why] of refused) {
    await assertRejects(() => fitLogisticRegression(x, y, options), RangeError, why);
  }
  assertThrows(() => fitPerceptron(x, [0, 1, 2]), RangeError, "y must have two distinct labels: current value is 3");
  assertThrows(() => fitPerceptron(x, y, { epochs: 0 }), RangeError, "epochs must be a positive integer");
  assertThrows(() => fitLinearSvm(x, y, { cost: 0 }), RangeError, "cost must be a positive finite number");
  assertThrows(() => fitLinearSvm(x, y, { tolerance: 0 }), RangeError, "tolerance must be a positive finite number");
});
