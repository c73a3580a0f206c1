import { assertEquals } from "@std/assert";
import { fitDecisionTree, score as scoreTree } from "@lib/ml/trees/decision_tree.ts";
import { fitBoostedClassifier, score as scoreBoosted } from "@lib/ml/trees/gradient_boosting.ts";
import { fitRandomForest, score as scoreForest } from "@lib/ml/trees/random_forest.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import { DecisionTreeClassifier } from "ml-cart";
import { RandomForestClassifier } from "ml-random-forest";
import { type Blobs, blobs, inFloat32, once } from "../blobs.ts";

const treeData = once(() => blobs({ rows: 50_000, columns: 20, groups: 4 }));
const forestData = once(() => blobs({ rows: 20_000, columns: 20, groups: 4 }));
const boostData = once(() => blobs({ rows: 100_000, columns: 20, groups: 2, spread: 8 }));
const smallData = once(() => blobs({ rows: 3000, columns: 20, groups: 4 }));
const forPython = (data: () => Blobs, more: Record<string, number> = {}) =>
  once(() => ({ x: inFloat32(data().x), y: { values: data().y, shape: [data().y.length] }, ...more }));
const [treeInput, forestInput, boostInput] = [
  forPython(treeData),
  forPython(forestData, { trees: 100 }),
  forPython(boostData, { trees: 100 }),
];
const sklearn = (prepare: string, input: () => ReturnType<typeof treeInput>) =>
  pythonPeer({
    name: "scikit-learn",
    source: new URL("../sklearn_peer.py", import.meta.url),
    prepare,
    packages: ["numpy", "sklearn"],
    input: () => input(),
  });
/** Accuracies on the training rows: those of two methods that draw differently differ a little. */
const agree = (theirs: unknown, mine: unknown) => Math.abs(Number(theirs) - Number(mine)) < 0.01;
const check = () => {
  const { x, y } = blobs({ rows: 300, columns: 3, groups: 3 });
  assertEquals(scoreTree(fitDecisionTree(x, y), { x, y }), 1);
};
const tree = (data: () => Blobs) => ({
  name: "fitDecisionTree",
  prepare: () => (({ x, y }) => () => scoreTree(fitDecisionTree(x, y), { x, y }))(data()),
});
const forest = (data: () => Blobs, trees: number) => ({
  name: "fitRandomForest",
  prepare: () => (({ x, y }) => () => scoreForest(fitRandomForest(x, y, { trees }), { x, y }))(data()),
});

export const rows: BenchRow[] = [
  {
    row: "decision_tree: 50k × 20, 4 classes, unlimited, scikit-learn",
    target: 0.8,
    check,
    agree,
    ours: tree(treeData),
    rounds: 3,
    peers: [sklearn("decision_tree", treeInput)],
  },
  {
    row: "decision_tree: 3k × 20, 4 classes, unlimited, ml-cart",
    target: 10,
    check,
    agree: (theirs, mine) => Math.abs(Number(theirs) - Number(mine)) < 0.05,
    ours: tree(smallData),
    rounds: 1,
    peers: [{
      name: "ml-cart",
      prepare: () => {
        const { rows, y } = smallData();
        return () => {
          const model = new DecisionTreeClassifier({ gainFunction: "gini", maxDepth: 40, minNumSamples: 1 });
          model.train(rows, Array.from(y));
          return model.predict(rows).filter((label: number, i: number) => label === y[i]).length / y.length;
        };
      },
    }],
  },
  {
    row: "random_forest: 100 trees, 20k × 20, scikit-learn on two cores",
    target: 0.8,
    check,
    agree,
    ours: forest(forestData, 100),
    rounds: 1,
    peers: [sklearn("random_forest", forestInput as typeof treeInput)],
  },
  {
    row: "random_forest: 10 trees, 3k × 20, ml-random-forest",
    target: 10,
    check,
    agree: (theirs, mine) => Math.abs(Number(theirs) - Number(mine)) < 0.05,
    ours: forest(smallData, 10),
    rounds: 1,
    peers: [{
      name: "ml-random-forest",
      prepare: () => {
        const { rows, y } = smallData();
        return () => {
          const model = new RandomForestClassifier({ nEstimators: 10, maxFeatures: 4, seed: 1, noOOB: true });
          model.train(rows, Array.from(y));
          return model.predict(rows).filter((label: number, i: number) => label === y[i]).length / y.length;
        };
      },
    }],
  },
  {
    row: "gradient_boosting: 100 trees, 100k × 20, scikit-learn",
    target: 0.8,
    check,
    agree,
    ours: {
      name: "fitBoostedClassifier",
      prepare: () => (({ x, y }) => () => scoreBoosted(fitBoostedClassifier(x, y), { x, y }))(boostData()),
    },
    rounds: 1,
    peers: [sklearn("boosting", boostInput as typeof treeInput)],
  },
];
