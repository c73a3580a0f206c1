import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import {
  anomalyScores,
  averagePathLength,
  fitIsolationForest,
  type IsolationForest,
  meanPathLengths,
} from "@lib/ml/anomaly/isolation_forest.ts";
import { rocAuc } from "@lib/ml/metrics/roc_curve.ts";
import { treeDepth } from "@lib/ml/trees/tree.ts";
import { explainRow } from "@lib/ml/trees/tree_shap.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { estimatorCases } from "@lib/testing/estimator_cases.ts";
import vectors from "./isolation_forest_vectors.json" with { type: "json" };

function drawn(rows: number, seed = 1) {
  const dice = random(seed);
  return matrixFrom(Float64Array.from({ length: 3 * rows }, () => dice.normal()), { rows, columns: 3 });
}

// By hand
Deno.test("rows that are alike, or two that differ, score ½; so does a tree of one row", () => {
  for (const rows of [[[1], [1], [1]], [[1, 2], [3, 2]], [[5]]]) {
    const scores = anomalyScores(fitIsolationForest(matrixOf(rows)), matrixOf(rows));
    assertAllClose(scores, rows.map(() => 0.5));
  }
});

Deno.test("a path is the depth, and c of the rows of its leaf", () => {
  // Rows 0, 0 and 9: every cut parts 9 from the others, at depth 1; the two that are left cannot be parted: 1 + c(2).
  const forest = fitIsolationForest(matrixOf([[0], [0], [9]]), { trees: 3 });
  assertAllClose(meanPathLengths(forest, matrixOf([[9], [0]])), [1, 2]);
  const whole = 2 * (1 + 1 / 2) - 2 * 2 / 3;
  assertAllClose(anomalyScores(forest, matrixOf([[9], [0]])), [2 ** (-1 / whole), 2 ** (-2 / whole)]);
});

// Oracle: exact fractions, and trees of scikit-learn (isolation_forest_vectors.py)
Deno.test("c(n) is exact, and a given forest gives the scores that its leaves say", () => {
  for (const [n, c] of vectors.c) assertAlmostEquals(averagePathLength(n!), c!, 1e-13);
  const trees = vectors.trees.map(({ depth, rows, ...shape }) => ({
    features: 3,
    outputs: 1,
    ...shape,
    value: depth.map((one, node) => one + averagePathLength(rows[node]!)),
    impurity: depth.map(() => 0),
    weight: rows,
  }));
  const forest: IsolationForest = { trees, sampleSize: vectors.sampleSize };
  assertAllClose(anomalyScores(forest, matrixOf(vectors.x)), vectors.scores);
});

// Invariants
Deno.test("trees see a sample, keep to the height limit, and cut only columns that vary", () => {
  const x = drawn(300);
  for (let i = 0; i < 300; i++) x.data[3 * i + 1] = 7;
  const { trees, sampleSize } = fitIsolationForest(x, { trees: 20, sampleSize: 60 });
  assertEquals(sampleSize, 60);
  for (const tree of trees) {
    assertEquals(tree.weight[0], 60);
    assert(treeDepth(tree) <= 6);
    assert(!tree.feature.includes(1));
    for (const [node, f] of tree.feature.entries()) {
      if (f < 0) continue;
      const [left, right] = [tree.weight[tree.left[node]!]!, tree.weight[tree.right[node]!]!];
      assert(left > 0 && right > 0 && left + right === tree.weight[node]);
    }
  }
  assertEquals(fitIsolationForest(x, { sampleSize: 1e6, trees: 1 }).sampleSize, 300);
});

Deno.test("samples are drawn without replacement", () => {
  for (const tree of fitIsolationForest(matrixOf([[1], [2]]), { trees: 30 }).trees) {
    assertEquals(tree.weight, [2, 1, 1]);
  }
});

Deno.test("anomalies score higher, and features' contributions add up to the path", () => {
  const x = drawn(400, 2);
  const isFar = Array.from({ length: 400 }, (_, i) => Number(i % 40 === 0));
  for (let i = 0; i < 400; i++) if (isFar[i]) x.data[3 * i] = 6 + i / 100;
  const forest = fitIsolationForest(x, { seed: 4 });
  const scores = anomalyScores(forest, x);
  assert(scores.every((score) => score > 0 && score <= 1));
  assert(rocAuc(isFar, scores) > 0.97);
  const paths = meanPathLengths(forest, x);
  for (const i of [0, 1, 40]) {
    const row = x.data.subarray(3 * i, 3 * i + 3);
    const { base, contributions } = explainRow({ trees: forest.trees, scale: 1 / 100 }, row);
    assertAlmostEquals(contributions.reduce((sum, one) => sum + one, base), paths[i]!, 1e-9);
    if (isFar[i]) {
      assertEquals(contributions.indexOf(Math.min(...contributions)), 0, "the far column shortens the path most");
    }
  }
});

Deno.test("the seed decides everything", () => {
  const x = drawn(100);
  assertEquals(fitIsolationForest(x, { seed: 1, trees: 3 }), fitIsolationForest(x, { seed: 1, trees: 3 }));
  assertNotEquals(fitIsolationForest(x, { seed: 1, trees: 3 }), fitIsolationForest(x, { seed: 2, trees: 3 }));
});

// Contract
for (
  const { name, run } of estimatorCases({
    fit: (x) => fitIsolationForest(x, { trees: 20 }),
    answer: anomalyScores,
    usesLabels: false,
  })
) {
  Deno.test(`isolation forest: ${name}`, run);
}

// Refusals
Deno.test("what is no forest is refused", () => {
  const x = drawn(5);
  const refused: [() => unknown, string][] = [
    [() => fitIsolationForest(x, { trees: 0 }), "trees must be a positive integer"],
    [() => fitIsolationForest(x, { sampleSize: 0 }), "sampleSize must be a positive integer"],
    [() => averagePathLength(-1), "n must be a non-negative integer: current value is -1"],
    [() => averagePathLength(1.5), "n must be a non-negative integer: current value is 1.5"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
