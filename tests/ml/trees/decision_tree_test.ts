import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { classCriterion, squaredCriterion } from "@lib/ml/trees/_criterion.ts";
import {
  fitDecisionTree,
  fitRegressionTree,
  predict,
  predictProbability,
  predictValues,
  score,
  scoreValues,
} from "@lib/ml/trees/decision_tree.ts";
import { growTree, sortColumns } from "@lib/ml/trees/_grow_tree.ts";
import { printTree } from "@lib/ml/trees/print_tree.ts";
import { pruneTree, pruningPath } from "@lib/ml/trees/prune_tree.ts";
import { featureImportances, leafCount, type Tree, treeDepth } from "@lib/ml/trees/tree.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";
import { regressorContract } from "@lib/testing/regressor_contract.ts";
import vectors from "./tree_vectors.json" with { type: "json" };

// By hand
Deno.test("the best cut comes first, halfway between neighbours", () => {
  // Cutting x[0] at 2.5 leaves {0, 0} and {1, 1, 0}: better than any cut of x[1].
  const x = matrixOf([[1, 5], [2, 1], [3, 4], [4, 2], [9, 3]]);
  const { tree } = fitDecisionTree(x, [0, 0, 1, 1, 0]);
  assertEquals([tree.feature, tree.threshold], [[0, -1, 0, -1, -1], [2.5, 0, 6.5, 0, 0]]);
  assertEquals(tree.weight, [5, 2, 3, 2, 1]);
  assertAllClose(tree.impurity, [1 - 9 / 25 - 4 / 25, 0, 1 - 4 / 9 - 1 / 9, 0, 0]);
});

Deno.test("XOR is learnt, though its first cut gains nothing", () => {
  const x = matrixOf([[0, 0], [0, 1], [1, 0], [1, 1]]);
  for (const impurity of ["gini", "entropy"] as const) {
    assertEquals([...predict(fitDecisionTree(x, [3, 8, 8, 3], { impurity }), x)], [3, 8, 8, 3]);
  }
  assertEquals([...predictValues(fitRegressionTree(x, [0, 1, 1, 0]), x)], [0, 1, 1, 0]);
});

Deno.test("ties go to the lowest feature and threshold, and to the smallest label", () => {
  const twins = matrixOf([[1, 1], [2, 2], [3, 3], [4, 4]]);
  const { tree } = fitDecisionTree(twins, [0, 1, 1, 0]);
  assertEquals([tree.feature[0], tree.threshold[0]], [0, 1.5]);
  const leaf = fitDecisionTree(matrixOf([[1], [1]]), [9, 4]);
  assertEquals([[...predict(leaf, matrixOf([[1]]))], [...predictProbability(leaf, matrixOf([[1]])).data]], [[4], [
    0.5,
    0.5,
  ]]);
});

Deno.test("limits are kept: depth, rows to split, rows of a leaf", () => {
  const dice = random(1);
  const x = matrixFrom(Float64Array.from({ length: 200 }, () => dice.next()), { rows: 100, columns: 2 });
  const y = Array.from({ length: 100 }, () => dice.integer(2));
  assertEquals(leafCount(fitDecisionTree(x, y, { maxDepth: 0 }).tree), 1);
  for (const depth of [1, 2, 5]) assertEquals(treeDepth(fitDecisionTree(x, y, { maxDepth: depth }).tree), depth);
  const { tree } = fitDecisionTree(x, y, { minSamplesSplit: 10 });
  for (const [node, f] of tree.feature.entries()) assert(f < 0 || tree.weight[node]! >= 10);
  assert(tree.weight.some((weight) => weight < 5), "the limit is on what is split, not on what comes out");
  const leaves = fitDecisionTree(x, y, { minSamplesLeaf: 7 }).tree;
  for (const [node, f] of leaves.feature.entries()) assert(f >= 0 || leaves.weight[node]! >= 7);
});

Deno.test("neighbouring floats are parted", () => {
  const [low, high] = [1 + Number.EPSILON, 1 + 2 * Number.EPSILON]; // half the way rounds up, to the even one
  const model = fitDecisionTree(matrixOf([[low], [high]]), [0, 1]);
  assertEquals([...predict(model, matrixOf([[low], [high]]))], [0, 1]);
  const far = fitDecisionTree(matrixOf([[1.6e308], [1.7e308]]), [0, 1]);
  assertAllClose([far.tree.threshold[0]!], [1.65e308]);
});

Deno.test("weights count rows as often as they say, 0 leaves them out", () => {
  const x = matrixOf([[1], [2], [3], [4]]);
  const weights = Int32Array.of(3, 0, 1, 2);
  const repeated = [0, 0, 0, 2, 3, 3];
  const [indices, targets] = [Int32Array.of(0, 1, 1, 0), Float64Array.of(1, 5, 9, 2)];
  const often = matrixOf(repeated.map((row) => [x.data[row]!]));
  for (const impurity of ["gini", "entropy"] as const) {
    const weighted = growTree({
      sorted: sortColumns(x),
      criterion: classCriterion(indices, { classes: 2, impurity, weights }),
      weights,
    });
    const plain = fitDecisionTree(often, repeated.map((row) => indices[row]!), { impurity }).tree;
    assertEquals(weighted, plain);
  }
  const weighted = growTree({ sorted: sortColumns(x), criterion: squaredCriterion(targets, { weights }), weights });
  const plain = fitRegressionTree(often, repeated.map((row) => targets[row]!));
  assertEquals([weighted.threshold, weighted.weight], [plain.threshold, plain.weight]);
  assertAllClose(weighted.value, plain.value);
});

Deno.test("a printed tree says each condition and leaf", () => {
  const tree = fitRegressionTree(matrixOf([[1], [2], [4]]), [1, 1, 3.5]);
  assertEquals(printTree(tree), "x[0] <= 3\n  1 (2 rows)\nx[0] > 3\n  3.5 (1 row)");
  const mixed = fitDecisionTree(matrixOf([[1], [1], [1]]), [0, 1, 1]);
  assertEquals(printTree(mixed.tree, { classes: ["no", "yes"] }), "yes (3 rows, 67 %)");
});

// Oracle: scikit-learn (tree_vectors.py)
type Nodes = Omit<Tree, "features" | "outputs"> & { readonly importances: number[] };
function assertSameTree(ours: Tree, theirs: Nodes): void {
  assertEquals([ours.feature, ours.left, ours.right, ours.weight], [
    theirs.feature,
    theirs.left,
    theirs.right,
    theirs.weight,
  ]);
  assertAllClose(ours.threshold, theirs.threshold, { relative: 1e-12, absolute: 1e-12 });
  assertAllClose(ours.value, theirs.value, { relative: 1e-9, absolute: 1e-12 });
  assertAllClose(ours.impurity, theirs.impurity, { relative: 1e-9, absolute: 1e-9 });
  assertAllClose(featureImportances(ours), theirs.importances, { relative: 1e-9, absolute: 1e-12 });
}
for (const [number, one] of vectors.entries()) {
  Deno.test(`trees are scikit-learn's, node for node, and so are their pruning paths: case ${number}`, () => {
    const [x, limits] = [matrixOf(one.x), { maxDepth: 4, minSamplesLeaf: one.leaf }];
    for (const impurity of ["gini", "entropy"] as const) {
      const { tree } = fitDecisionTree(x, one.y, { impurity, ...limits });
      assertSameTree(tree, one[impurity]);
      const path = pruningPath(tree);
      assertAllClose(path.map(({ alpha }) => alpha), one[impurity].alphas, { relative: 1e-9, absolute: 1e-12 });
      assertAllClose(path.map(({ impurity }) => impurity), one[impurity].impurities, {
        relative: 1e-9,
        absolute: 1e-12,
      });
      assertSameTree(pruneTree(tree, { alpha: one[impurity].alpha }), one[impurity].pruned);
    }
    assertSameTree(fitRegressionTree(x, one.targets, limits), one.squared);
  });
}

// Oracle: brute force
Deno.test("the root's cut is the best of all cuts, by impurities computed from scratch", () => {
  const dice = random(7);
  const giniOf = (rows: number[], y: number[]) =>
    1 - [0, 1, 2].reduce((sum, c) => sum + (rows.filter((i) => y[i] === c).length / rows.length) ** 2, 0);
  for (let round = 0; round < 30; round++) {
    const rows = Array.from({ length: 12 }, () => [dice.integer(5), dice.integer(5)]);
    const y = rows.map(() => dice.integer(3));
    const { tree } = fitDecisionTree(matrixOf(rows), y, { maxDepth: 1 });
    let best = Infinity;
    for (const f of [0, 1]) {
      for (const cut of [0.5, 1.5, 2.5, 3.5]) {
        const left = [...rows.keys()].filter((i) => rows[i]![f]! <= cut);
        const right = [...rows.keys()].filter((i) => rows[i]![f]! > cut);
        if (left.length === 0 || right.length === 0) continue;
        best = Math.min(best, (left.length * giniOf(left, y) + right.length * giniOf(right, y)) / 12);
      }
    }
    const ours = (tree.weight[1]! * tree.impurity[1]! + tree.weight[2]! * tree.impurity[2]!) / 12;
    assertAlmostEquals(ours, best, 1e-12);
  }
});

// Invariants
Deno.test("distinct rows are learnt without a mistake, and α = ∞ leaves the root", () => {
  const dice = random(8);
  for (let round = 0; round < 10; round++) {
    const x = matrixFrom(Float64Array.from({ length: 180 }, () => dice.normal()), { rows: 60, columns: 3 });
    const y = Array.from({ length: 60 }, () => dice.integer(4) - 2);
    const model = fitDecisionTree(x, y, { impurity: round % 2 ? "gini" : "entropy" });
    assertEquals(score(model, { x, y }), 1);
    assertAlmostEquals(scoreValues(fitRegressionTree(x, y), { x, y }), 1, 1e-12);
    const path = pruningPath(model.tree);
    for (const [at, step] of path.entries()) {
      if (at > 0) assert(step.alpha >= path[at - 1]!.alpha - 1e-12 && step.leaves < path[at - 1]!.leaves);
      assertEquals(
        leafCount(pruneTree(model.tree, { alpha: step.alpha })),
        path.findLast(({ alpha }) => alpha <= step.alpha)!.leaves,
      );
    }
    assertEquals(leafCount(pruneTree(model.tree, { alpha: 1e6 })), 1);
    assertAlmostEquals(featureImportances(model.tree).reduce((a, b) => a + b), 1, 1e-12);
  }
});

// Contract
for (
  const { name, run } of classifierContract({ fit: fitDecisionTree, predict, predictProbability }, {
    singleClass: "predicted",
  })
) {
  Deno.test(`decision tree: ${name}`, run);
}
for (const { name, run } of regressorContract({ fit: fitRegressionTree, predict: predictValues })) {
  Deno.test(`regression tree: ${name}`, run);
}

// Refusals
Deno.test("limits that are none are refused", () => {
  const [x, y] = [matrixOf([[1], [2]]), [0, 1]];
  const refused: [() => unknown, string][] = [
    [() => fitDecisionTree(x, y, { impurity: "error" as "gini" }), 'impurity must be "gini" or "entropy"'],
    [
      () => fitDecisionTree(x, y, { maxDepth: -1 }),
      "maxDepth must be a non-negative integer or Infinity: current value is -1",
    ],
    [() => fitDecisionTree(x, y, { maxDepth: 1.5 }), "maxDepth must be a non-negative integer or Infinity"],
    [() => fitDecisionTree(x, y, { minSamplesSplit: 0 }), "minSamplesSplit must be a positive integer"],
    [() => fitRegressionTree(x, y, { minSamplesLeaf: 0.5 }), "minSamplesLeaf must be a positive integer"],
    [() => pruneTree(fitRegressionTree(x, y), { alpha: -1 }), "alpha must be a non-negative finite number"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
  assertEquals(treeDepth(fitDecisionTree(x, y, { maxDepth: Infinity }).tree), 1);
});
