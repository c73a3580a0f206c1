import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Matrix, matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import {
  fitDecisionTree,
  fitRegressionTree,
  predict as predictTree,
  predictValues as predictTreeValues,
} from "@lib/ml/trees/decision_tree.ts";
import {
  boostingRegressorSteps,
  fitBoostedClassifier,
  fitBoostedRegressor,
  predict as predictBoosted,
  predictProbability as boostedProbability,
  predictValues as predictBoostedValues,
  score as scoreBoosted,
} from "@lib/ml/trees/gradient_boosting.ts";
import { binColumns } from "@lib/ml/trees/_histogram_tree.ts";
import {
  fitRandomForest,
  fitRegressionForest,
  predict,
  predictProbability,
  predictValues,
  score,
} from "@lib/ml/trees/random_forest.ts";
import type { Tree } from "@lib/ml/trees/tree.ts";
import { explainRow } from "@lib/ml/trees/tree_shap.ts";
import { permutationImportance } from "@lib/ml/validation/permutation_importance.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";
import { regressorContract } from "@lib/testing/regressor_contract.ts";
import vectors from "./boosting_vectors.json" with { type: "json" };

/** Rows whose label and target come from the first two of five columns. */
function drawn(seed: number, n = 200): { x: Matrix; y: number[]; targets: number[] } {
  const dice = random(seed);
  const x = matrixFrom(Float64Array.from({ length: 5 * n }, () => dice.normal()), { rows: n, columns: 5 });
  const targets = Array.from(
    { length: n },
    (_, i) => 2 * x.data[5 * i]! + (x.data[5 * i + 1]! > 0 ? 1 : -1) + 0.2 * dice.normal(),
  );
  return { x, y: targets.map((value) => value > 0 ? 3 : -3), targets };
}

// By hand
Deno.test("a forest of one tree without a bag and with all features is that tree", () => {
  const { x, y, targets } = drawn(1);
  const options = { trees: 1, bootstrap: false, maxFeatures: 5, maxDepth: 4 };
  assertEquals(fitRandomForest(x, y, options).trees[0], fitDecisionTree(x, y, { maxDepth: 4 }).tree);
  assertEquals(fitRegressionForest(x, targets, options).trees[0], fitRegressionTree(x, targets, { maxDepth: 4 }));
  assertEquals(fitRandomForest(x, y, options).outOfBagScore, null);
});

Deno.test("a forest answers with the mean of its trees", () => {
  const { x, y, targets } = drawn(2);
  const forest = fitRandomForest(x, y, { trees: 3, maxDepth: 3 });
  const shares = forest.trees.map((tree) =>
    predictTreeValues({ ...tree, outputs: 1, value: tree.value.filter((_, i) => i % 2 === 1) }, x)
  );
  assertAllClose(
    predictProbability(forest, x).data.filter((_, at) => at % 2 === 1),
    shares[0]!.map((one, i) => (one + shares[1]![i]! + shares[2]![i]!) / 3),
    { absolute: 1e-12 },
  );
  const regression = fitRegressionForest(x, targets, { trees: 2, maxDepth: 3 });
  const [one, other] = regression.trees.map((tree) => predictTreeValues(tree, x));
  assertAllClose(predictValues(regression, x), one!.map((value, i) => (value + other![i]!) / 2));
});

Deno.test("bins part distinct values halfway, and many values by quantiles", () => {
  const few = binColumns(matrixOf([[5], [1], [5], [2]]), 255);
  assertEquals([[...few.thresholds[0]!], [...few.bins[0]!]], [[1.5, 3.5], [2, 0, 2, 1]]);
  const many = binColumns(matrixOf(Array.from({ length: 100 }, (_, i) => [i])), 4);
  assertEquals([...many.thresholds[0]!], [24.5, 49.5, 74.5]);
  assertEquals([...many.bins[0]!].filter((bin) => bin === 3).length, 25);
});

// Oracle: scikit-learn (boosting_vectors.py)
for (const [number, one] of vectors.entries()) {
  Deno.test(`boosting predicts what scikit-learn predicts: case ${number}`, () => {
    const { max_iter, min_samples_leaf, max_leaf_nodes, l2_regularization, learning_rate, max_depth, max_bins } = one
      .options as Record<string, number | undefined>;
    const given = {
      trees: max_iter,
      minSamplesLeaf: min_samples_leaf,
      maxLeaves: max_leaf_nodes,
      l2: l2_regularization,
      learningRate: learning_rate,
      maxDepth: max_depth,
      maxBins: max_bins,
    };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const x = matrixOf(one.x);
    // scikit-learn keeps gradients in 32 bits.
    const close = { relative: 1e-5, absolute: 1e-5 };
    assertAllClose(predictBoostedValues(fitBoostedRegressor(x, one.targets, options), x), one.values, close);
    const p = boostedProbability(fitBoostedClassifier(x, one.y, options), x);
    assertAllClose(p.data.filter((_, at) => at % 2 === 1), one.probabilities, close);
  });
}

// Oracle: all subsets
Deno.test("TreeSHAP is the Shapley value of what subsets of features know", () => {
  const { x, y, targets } = drawn(3);
  const regression = fitRegressionTree(x, targets, { maxDepth: 5 });
  const classifier = fitDecisionTree(x, y, { maxDepth: 4 }).tree;
  for (const [tree, output] of [[regression, 0], [classifier, 1]] as const) {
    for (const i of [0, 17, 33]) {
      const row = x.data.subarray(5 * i, 5 * i + 5);
      const { base, contributions } = explainRow({ trees: [tree] }, row, { output });
      assertAlmostEquals(base, worth(tree, { row, known: new Set(), output }), 1e-12);
      assertAllClose(contributions, shapley(tree, { row, output }), { absolute: 1e-10 });
    }
  }
});

interface Question {
  readonly row: Float64Array;
  readonly output: number;
}

/** The mean value of the leaves that the row reaches when unknown features go both ways. */
function worth(tree: Tree, { row, known, output, node = 0 }: Question & { known: Set<number>; node?: number }): number {
  const f = tree.feature[node]!;
  if (f < 0) return tree.value[node * tree.outputs + output]!;
  const [left, right] = [tree.left[node]!, tree.right[node]!];
  const below = (child: number) => worth(tree, { row, known, output, node: child });
  if (known.has(f)) return below(row[f]! <= tree.threshold[node]! ? left : right);
  return (tree.weight[left]! * below(left) + tree.weight[right]! * below(right)) / tree.weight[node]!;
}

function shapley(tree: Tree, question: Question): number[] {
  const factorial = (n: number): number => n < 2 ? 1 : n * factorial(n - 1);
  return Array.from({ length: 5 }, (_, f) => {
    let sum = 0;
    for (let mask = 0; mask < 32; mask++) {
      if (mask >> f & 1) continue;
      const known = new Set([0, 1, 2, 3, 4].filter((other) => mask >> other & 1));
      const share = factorial(known.size) * factorial(4 - known.size) / factorial(5);
      const without = worth(tree, { ...question, known });
      sum += share * (worth(tree, { ...question, known: new Set([...known, f]) }) - without);
    }
    return sum;
  });
}

// Invariants
Deno.test("contributions of a boosted model and of a forest add up to score less base", () => {
  const { x, targets } = drawn(4);
  const boosted = fitBoostedRegressor(x, targets, { trees: 20, maxLeaves: 8, minSamplesLeaf: 5 });
  const forest = fitRegressionForest(x, targets, { trees: 10, maxDepth: 6 });
  const [scores, means] = [predictBoostedValues(boosted, x), predictValues(forest, x)];
  for (let i = 0; i < 20; i++) {
    const row = x.data.subarray(5 * i, 5 * i + 5);
    for (
      const [explained, score] of [[boosted, scores[i]!], [{ trees: forest.trees, scale: 1 / 10 }, means[i]!]] as const
    ) {
      const { base, contributions } = explainRow(explained, row);
      assertAlmostEquals(contributions.reduce((sum, one) => sum + one, base), score, 1e-9);
    }
  }
});

Deno.test("a forest is better than a tree on new rows, and rows out of the bag say how good it is", () => {
  const [train, test] = [drawn(5, 300), drawn(6, 500)];
  const forest = fitRandomForest(train.x, train.y, { trees: 60, seed: 2 });
  const single = predictTree(fitDecisionTree(train.x, train.y), test.x);
  const rightOfTree = single.filter((label, i) => label === test.y[i]).length / 500;
  const accuracy = score(forest, test);
  assert(accuracy >= rightOfTree, `${accuracy} against ${rightOfTree}`);
  assert(Math.abs(forest.outOfBagScore! - accuracy) < 0.05, `${forest.outOfBagScore} against ${accuracy}`);
  assert(forest.outOfBagScore! < score(forest, train), "rows in the bag are known by heart");
  assert(new Set(forest.trees.map(({ feature }) => feature[0])).size > 2, "not all roots look at the best feature");
  assert(forest.importances[0]! > 0.3 && forest.importances[4]! < 0.15);
  const regression = fitRegressionForest(train.x, train.targets, { trees: 40 });
  assert(regression.outOfBagScore! > 0.8 && regression.outOfBagScore! < 1);
});

Deno.test("the seed decides a forest, and more trees begin with the same", () => {
  const { x, y } = drawn(7, 60);
  const of = (trees: number, seed: number) => fitRandomForest(x, y, { trees, seed }).trees;
  assertEquals(of(5, 1), of(5, 1));
  assertEquals(of(8, 1).slice(0, 5), of(5, 1));
  assertNotEquals(of(2, 1), of(2, 2));
  assertNotEquals(of(2, 1)[0], of(2, 1)[1]);
});

Deno.test("with many columns nodes sort again, and find the same cuts", () => {
  const dice = random(9);
  const wide = matrixFrom(
    Float64Array.from({ length: 60 * 40 }, (_, at) => at % 40 < 20 ? dice.integer(4) : dice.normal()),
    { rows: 60, columns: 40 },
  );
  const y = Array.from({ length: 60 }, (_, i) => Number(wide.data[40 * i]! + wide.data[40 * i + 30]! > 1.5));
  // Two of forty features at a node: sorted again. Each cut must be where the node's rows say.
  for (const tree of fitRandomForest(wide, y, { trees: 5, maxFeatures: 2 }).trees) {
    for (const [node, f] of tree.feature.entries()) {
      if (f < 0) continue;
      assertEquals(tree.weight[node], tree.weight[tree.left[node]!]! + tree.weight[tree.right[node]!]!);
      assert(tree.weight[tree.left[node]!]! > 0 && tree.weight[tree.right[node]!]! > 0);
    }
    for (const [leaf, f] of tree.feature.entries()) if (f < 0) assertEquals(tree.impurity[leaf], 0);
  }
  for (const tree of fitRandomForest(wide, y, { trees: 20, maxFeatures: 2, bootstrap: false, maxDepth: 1 }).trees) {
    const column = matrixFrom(Float64Array.from({ length: 60 }, (_, i) => wide.data[40 * i + tree.feature[0]!]!), {
      rows: 60,
      columns: 1,
    });
    const alone = fitDecisionTree(column, y, { maxDepth: 1 }).tree; // the best cut of the feature that was taken
    assertEquals([tree.threshold, tree.weight, tree.impurity], [alone.threshold, alone.weight, alone.impurity]);
  }
  const forest = fitRandomForest(wide, y, { trees: 30, maxFeatures: 2, bootstrap: false });
  assertEquals(score(forest, { x: wide, y }), 1);
});

Deno.test("boosting lowers the training loss with every tree, and stops at the best validation loss", () => {
  const { x, y, targets } = drawn(8, 400);
  let last = Infinity;
  for (const { trainLoss, validationLoss } of boostingRegressorSteps(x, targets, { trees: 30 })) {
    assert(trainLoss < last);
    assertEquals(validationLoss, undefined);
    last = trainLoss;
  }
  const noise = targets.map((_, i) => Math.sin(i * 12.9898) * 5);
  const losses: number[] = [];
  const steps = boostingRegressorSteps(x, noise, { trees: 200, patience: 5, validationRatio: 0.25, seed: 3 });
  let step = steps.next();
  for (; !step.done; step = steps.next()) losses.push(step.value.validationLoss!);
  assert(losses.length < 100, `${losses.length} trees on noise`);
  assertEquals(step.value.trees.length, losses.indexOf(Math.min(...losses)) + 1);
  assertEquals(losses.length, step.value.trees.length + 5);
  assert(scoreBoosted(fitBoostedClassifier(x, y), { x, y }) > 0.95);
});

Deno.test("shuffling a feature that the model does not use costs nothing", async () => {
  const { x, targets } = drawn(10);
  const tree = fitRegressionTree(x, targets, { maxDepth: 2 });
  const before = x.data.slice();
  const r2 = (rows: Matrix) =>
    -predictTreeValues(tree, rows).reduce((sum, value, i) => sum + (value - targets[i]!) ** 2, 0);
  const { means, deviations } = await permutationImportance(r2, x, { repeats: 3, seed: 1 });
  for (const f of [0, 1, 2, 3, 4]) {
    if (tree.feature.includes(f)) assert(means[f]! > 0 && deviations[f]! > 0);
    else assertEquals([means[f], deviations[f]], [0, 0]);
  }
  assertEquals(x.data, before);
  const seeded = async (seed: number) => (await permutationImportance(r2, x, { repeats: 3, seed })).means[0];
  assertNotEquals(await seeded(2), await seeded(3));
});

// Contract
for (
  const { name, run } of classifierContract(
    { fit: (x, y) => fitRandomForest(x, y, { trees: 20 }), predict, predictProbability },
    { singleClass: "predicted", isColumnSymmetric: false },
  )
) Deno.test(`random forest: ${name}`, run);
for (
  const { name, run } of regressorContract({
    fit: (x, y) => fitRegressionForest(x, y, { trees: 20 }),
    predict: predictValues,
  }, { isColumnSymmetric: false })
) {
  Deno.test(`regression forest: ${name}`, run);
}
for (
  const { name, run } of classifierContract(
    {
      fit: (x, y) => fitBoostedClassifier(x, y, { trees: 20, minSamplesLeaf: 5 }),
      predict: predictBoosted,
      predictProbability: boostedProbability,
    },
    { isBinary: true },
  )
) Deno.test(`boosted classifier: ${name}`, run);
for (
  const { name, run } of regressorContract({
    fit: (x, y) => fitBoostedRegressor(x, y, { minSamplesLeaf: 5 }),
    predict: predictBoostedValues,
  })
) {
  Deno.test(`boosted regressor: ${name}`, run);
}

// Refusals
Deno.test("options that do not fit are refused", () => {
  const { x, y, targets } = drawn(11, 30);
  const refused: [() => unknown, string][] = [
    [() => fitRandomForest(x, y, { trees: 0 }), "trees must be a positive integer"],
    [
      () => fitRandomForest(x, y, { maxFeatures: 6 }),
      "maxFeatures must be at most 5, the number of columns: current value is 6",
    ],
    [() => fitRandomForest(x, y, { maxDepth: -1 }), "maxDepth must be a non-negative integer or Infinity"],
    [() => fitRandomForest(x, y, { impurity: "mse" as "gini" }), 'impurity must be "gini" or "entropy"'],
    [() => fitBoostedRegressor(x, targets, { maxBins: 256 }), "maxBins must be from 2 to 255: current value is 256"],
    [() => fitBoostedRegressor(x, targets, { learningRate: 0 }), "learningRate must be a positive finite number"],
    [() => fitBoostedRegressor(x, targets, { l2: -1 }), "l2 must be a non-negative finite number"],
    [() => fitBoostedRegressor(x, targets, { validationRatio: 1 }), "validationRatio must be between 0 and 1"],
    [() => fitBoostedRegressor(x, targets, { patience: 0 }), "patience must be a positive integer"],
    [
      () => fitBoostedClassifier(x, targets.map((_, i) => i % 3)),
      "y must have two distinct labels: current value is 3",
    ],
    [() => explainRow(fitBoostedRegressor(x, targets), [1]), "row must have 5 entries: current value is 1"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
