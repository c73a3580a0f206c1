/**
 * Trees as an ONNX model: ONNX Runtime gives the scores that walking the trees gives, also on the thresholds.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { loadGraph } from "@lib/math/onnx/native/load_graph.ts";
import { type EnsembleTree, treeEnsembleModel, type TreeEnsembleOptions } from "@lib/math/onnx/native/tree_ensemble.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const STUMP: EnsembleTree = {
  feature: [0, -1, -1],
  threshold: [0.5, 0, 0],
  left: [1, -1, -1],
  right: [2, -1, -1],
  value: [0, -1, 1],
};

/** A random tree, left before right. */
function drawnTree(
  dice: Random,
  { features, outputs, depth }: { features: number; outputs: number; depth: number },
): EnsembleTree {
  const tree = {
    feature: [] as number[],
    threshold: [] as number[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
  };
  const grow = (left: number): number => {
    const node = tree.feature.push(-1) - 1;
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(...Array.from({ length: outputs }, () => dice.normal()));
    if (left === 0 || dice.next() < 0.15) return node;
    tree.feature[node] = dice.integer(features);
    tree.threshold[node] = dice.normal();
    tree.left[node] = grow(left - 1);
    tree.right[node] = grow(left - 1);
    return node;
  };
  grow(depth);
  return tree;
}

function walked(tree: EnsembleTree, row: ArrayLike<number>, outputs: number): number[] {
  let node = 0;
  while (tree.feature[node]! >= 0) {
    node = row[tree.feature[node]!]! <= tree.threshold[node]! ? tree.left[node]! : tree.right[node]!;
  }
  return Array.from({ length: outputs }, (_, id) => tree.value[node * outputs + id]!);
}

Deno.test("by hand: a row on the threshold goes left", async () => {
  await using graph = await loadGraph(treeEnsembleModel([STUMP], { features: 1, scale: 0.5, base: [10] }));
  const { scores } = await graph.run({ x: new Float32Array([0.5, 0.50001]) });
  assertEquals([...scores!.values], [9.5, 10.5]);
});

Deno.test("oracle: walking the trees in double precision, also on thresholds that float32 does not have", async () => {
  const dice = random(4);
  for (const outputs of [1, 3]) {
    for (const aggregate of ["sum", "mean"] as const) {
      const trees = Array.from({ length: 30 }, () => drawnTree(dice, { features: 5, outputs, depth: 6 }));
      const base = Array.from({ length: outputs }, () => dice.normal());
      await using graph = await loadGraph(
        treeEnsembleModel(trees, { features: 5, outputs, aggregate, base, scale: 0.1 }),
      );
      // half of the features are thresholds, as near as float32 comes
      const thresholds = trees.flatMap(({ threshold }) => Array.from(threshold));
      const x = Float32Array.from(
        { length: 5 * 400 },
        () => dice.integer(2) ? dice.normal() : thresholds[dice.integer(thresholds.length)]!,
      );
      const { scores } = await graph.run({ x });
      const expected = Array.from({ length: 400 }, (_, row) => {
        const all = trees.map((tree) => walked(tree, x.subarray(5 * row, 5 * row + 5), outputs));
        return base.map((start, id) =>
          start + 0.1 * all.reduce((sum, one) => sum + one[id]!, 0) / (aggregate === "mean" ? 30 : 1)
        );
      }).flat();
      assertAllClose(Array.from(scores!.values as Float32Array), expected, { absolute: 1e-6, relative: 1e-6 });
    }
  }
});

Deno.test("oracle: the logistic of a score, and softmax of several", async () => {
  await using one = await loadGraph(treeEnsembleModel([STUMP], { features: 1, transform: "logistic" }));
  const { scores } = await one.run({ x: new Float32Array([0]) });
  assertAllClose(Array.from(scores!.values as Float32Array), [1 / (1 + Math.E)], { absolute: 1e-6 });
  const two = { ...STUMP, value: [0, 0, 1, 2, 3, 5] };
  await using several = await loadGraph(treeEnsembleModel([two], { features: 1, outputs: 2, transform: "softmax" }));
  const { scores: shares } = await several.run({ x: new Float32Array([0, 1]) });
  const share = (d: number) => [1 / (1 + Math.exp(d)), 1 / (1 + Math.exp(-d))];
  assertAllClose(Array.from(shares!.values as Float32Array), [...share(1), ...share(2)], { absolute: 1e-6 });
});

Deno.test("refusals: trees that are none", () => {
  const table: readonly (readonly [readonly EnsembleTree[], Partial<TreeEnsembleOptions>, string])[] = [
    [[], {}, "there must be a tree"],
    [[{ ...STUMP, threshold: [1] }], {}, "trees[0].threshold must have 3 numbers: current value is 1"],
    [[STUMP, { ...STUMP, value: [1] }], {}, "trees[1].value must have 3 numbers: current value is 1"],
    [[{ ...STUMP, threshold: [NaN, 0, 0] }], {}, "trees[0].threshold[0] must be a finite number"],
    [
      [{ ...STUMP, feature: [1, -1, -1] }],
      {},
      "node 0 of trees[0] must have a feature below 1 and children behind it: current value is 1, 1 and 2",
    ],
    [[{ ...STUMP, left: [0, -1, -1] }], {}, "current value is 0, 0 and 2"],
    [[{ ...STUMP, right: [3, -1, -1] }], {}, "current value is 0, 1 and 3"],
    [[STUMP], { features: 0 }, "features must be a positive integer"],
    [[STUMP], { base: [1, 2] }, "base must have 1 numbers: current value is 2"],
    [[STUMP], { aggregate: "max" as never }, 'aggregate must be "sum" or "mean"'],
    [[STUMP], { transform: "exp" as never }, "transform must be"],
    [[STUMP], { scale: NaN }, "scale"],
  ];
  for (const [trees, options, message] of table) {
    assertThrows(() => treeEnsembleModel(trees, { features: 1, ...options }), RangeError, message);
  }
});
