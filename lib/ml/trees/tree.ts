/**
 * A binary tree of thresholds, as flat arrays: what decision trees, forests and boosting are made of.
 *
 * Node 0 is the root; a row goes left where `x[feature] <= threshold`. Nodes stand in the order in which they were
 * made: a node, all of its left side, all of its right.
 *
 * **Invariant.** `left[i]` and `right[i]` are larger than i, and −1 exactly where `feature[i]` is −1: a leaf. All
 * arrays are plain numbers, so a tree is JSON.
 *
 * Cost: O(depth) a row.
 *
 * Not here on purpose: missing values and categories: a threshold has no side for either. Impute and one-hot encode
 * first.
 *
 * @module
 */
import type { Matrix } from "../../math/linalg/matrix.ts";

/** The nodes. */
export interface Tree {
  /** How many features a row has. */
  readonly features: number;
  /** How many numbers a value has: classes, or 1. */
  readonly outputs: number;
  /** (nodes): the feature that is compared; −1 for a leaf. */
  readonly feature: readonly number[];
  /** (nodes): what it is compared with; 0 for a leaf. */
  readonly threshold: readonly number[];
  /** (nodes): where rows up to the threshold go; −1 for a leaf. */
  readonly left: readonly number[];
  /** (nodes): where rows above the threshold go; −1 for a leaf. */
  readonly right: readonly number[];
  /** (nodes · outputs): class shares, or the mean target, of the rows that came through. */
  readonly value: readonly number[];
  /** (nodes): how mixed these rows are. */
  readonly impurity: readonly number[];
  /** (nodes): how many they are, by weight. */
  readonly weight: readonly number[];
}

/**
 * The leaf that each row ends in.
 * @param x (m, features), checked by the caller.
 * @returns (m): node numbers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { leavesOf, treeDepth } from "./tree.ts";
 * const leaf = { feature: -1, threshold: 0, left: -1, right: -1 };
 * const nodes = [{ feature: 0, threshold: 0.5, left: 1, right: 2 }, leaf, leaf];
 * const of = (name: "feature" | "threshold" | "left" | "right") => nodes.map((node) => node[name]);
 * const shape = { feature: of("feature"), threshold: of("threshold"), left: of("left"), right: of("right") };
 * const tree = { features: 1, outputs: 1, ...shape, value: [0, -1, 1], impurity: [1, 0, 0], weight: [2, 1, 1] };
 * assertEquals([...leavesOf(tree, matrixOf([[0.5], [0.6]]))], [1, 2]);
 * assertEquals(treeDepth(tree), 1);
 * ```
 */
export function leavesOf(tree: Tree, x: Matrix): Int32Array {
  const [feature, threshold] = [Int32Array.from(tree.feature), Float64Array.from(tree.threshold)];
  const children = new Int32Array(2 * feature.length); // left and right, side by side
  for (let node = 0; node < feature.length; node++) {
    children[2 * node] = tree.left[node]!;
    children[2 * node + 1] = tree.right[node]!;
  }
  const { rows, columns, data } = x;
  const leaves = new Int32Array(rows);
  for (let i = 0, from = 0; i < rows; i++, from += columns) {
    let node = 0;
    for (let f = feature[0]!; f >= 0; f = feature[node]!) {
      node = children[2 * node + Number(data[from + f]! > threshold[node]!)]!; // no branch that could be guessed wrong
    }
    leaves[i] = node;
  }
  return leaves;
}

/** Thresholds on the longest way from the root to a leaf; 0 for a tree that is a leaf. */
export function treeDepth({ left, right }: Tree): number {
  const depth = new Int32Array(left.length);
  for (let node = 0; node < left.length; node++) {
    if (left[node]! < 0) continue;
    depth[left[node]!] = depth[right[node]!] = depth[node]! + 1;
  }
  return depth.reduce((most, one) => Math.max(most, one), 0);
}

/** How many leaves a tree has. */
export function leafCount({ feature }: Tree): number {
  return feature.reduce((count, f) => count + Number(f < 0), 0);
}

/**
 * How much each feature lowered the impurity, by the weight of the rows it split; sums to 1, or all 0 for a leaf.
 * @returns (features).
 */
export function featureImportances({ features, feature, left, right, impurity, weight }: Tree): Float64Array {
  const importances = new Float64Array(features);
  for (const [node, f] of feature.entries()) {
    if (f < 0) continue;
    const below = [left[node]!, right[node]!].reduce((sum, child) => sum + weight[child]! * impurity[child]!, 0);
    importances[f]! += weight[node]! * impurity[node]! - below;
  }
  const total = importances.reduce((sum, one) => sum + one, 0);
  return total > 0 ? importances.map((one) => one / total) : importances;
}
