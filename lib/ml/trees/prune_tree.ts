/**
 * Cost-complexity pruning: the subtrees that are best when every leaf costs α.
 *
 * With R the impurity weighted by the share of rows, a node's link is worth (R(node) − R(its leaves)) / (leaves − 1) a
 * leaf. The weakest link is cut first; the worths of the links that go are the α from which the next smaller tree is
 * the best.
 *
 * **Invariant.** α rises along the path, and the subtrees are nested: the last is the root alone.
 *
 * Cost: O(nodes · cuts) at worst.
 *
 * Not here on purpose: the choice of α (cross-validate along the path).
 *
 * Source: Breiman et al., Classification and Regression Trees, 1984, section 3.3; scikit-learn's `ccp_alpha`.
 *
 * @module
 */
import { checkNonNegative } from "../../base/argument.ts";
import type { Tree } from "./tree.ts";

/** A subtree of the path. */
export interface PruningStep {
  /** From this α on the subtree is the best. */
  readonly alpha: number;
  /** Weighted impurity of its leaves. */
  readonly impurity: number;
  /** How many leaves it has. */
  readonly leaves: number;
}

/**
 * All subtrees that are the best for some α, from the whole tree to the root.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitDecisionTree } from "./decision_tree.ts";
 * import { pruneTree, pruningPath } from "./prune_tree.ts";
 * const { tree } = fitDecisionTree(matrixOf([[1], [2], [3], [4]]), [0, 0, 1, 0]);
 * // The root's Gini is 3/8. Cutting off row 2 as well costs two leaves more for 3/8: 3/16 each.
 * assertEquals(pruningPath(tree), [{ alpha: 0, impurity: 0, leaves: 3 }, { alpha: 0.1875, impurity: 0.375, leaves: 1 }]);
 * assertEquals(pruneTree(tree, { alpha: 0.2 }).feature, [-1]);
 * ```
 */
export function pruningPath(tree: Tree): PruningStep[] {
  const path: PruningStep[] = [];
  walk(tree, (step) => {
    path.push(step);
    return false;
  });
  return path;
}

/**
 * The smallest subtree that is the best for `alpha`.
 * @param options `alpha`: what a leaf costs, in weighted impurity.
 * @throws {RangeError} If `alpha` is negative or not finite.
 */
export function pruneTree(tree: Tree, { alpha }: { readonly alpha: number }): Tree {
  checkNonNegative(alpha, { action: "prune a tree", argument: "alpha" });
  const isLeaf = walk(tree, (step) => step.alpha > alpha);
  return subtree(tree, isLeaf);
}

/** Cuts links, weakest first, until `stopsBefore` says so. Returns which nodes are leaves then. */
function walk(tree: Tree, stopsBefore: (step: PruningStep) => boolean): boolean[] {
  const { left, right, impurity, weight } = tree;
  const nodes = left.length;
  const risk = impurity.map((one, node) => one * weight[node]! / weight[0]!);
  const isLeaf = left.map((child) => child < 0);
  const [leafRisk, leaves] = [new Float64Array(nodes), new Float64Array(nodes)];
  const measure = () => {
    for (let node = nodes - 1; node >= 0; node--) { // children stand behind their parents
      const [l, r] = [left[node]!, right[node]!];
      leafRisk[node] = isLeaf[node] ? risk[node]! : leafRisk[l]! + leafRisk[r]!;
      leaves[node] = isLeaf[node] ? 1 : leaves[l]! + leaves[r]!;
    }
  };
  measure();
  if (stopsBefore({ alpha: 0, impurity: leafRisk[0]!, leaves: leaves[0]! })) return isLeaf;
  while (!isLeaf[0]) {
    const reached = reachable(tree, isLeaf);
    let [weakest, worth] = [-1, Infinity];
    for (const node of reached) {
      if (isLeaf[node]) continue;
      const link = (risk[node]! - leafRisk[node]!) / (leaves[node]! - 1);
      if (link < worth) [weakest, worth] = [node, link];
    }
    const before = isLeaf.slice();
    isLeaf[weakest] = true;
    measure();
    if (stopsBefore({ alpha: Math.max(0, worth), impurity: leafRisk[0]!, leaves: leaves[0]! })) return before;
  }
  return isLeaf;
}

function reachable({ left, right }: Tree, isLeaf: readonly boolean[]): number[] {
  const reached = [0];
  for (const node of reached) if (!isLeaf[node]) reached.push(left[node]!, right[node]!);
  return reached;
}

/** The tree in which these nodes are leaves, its nodes in the same order. */
function subtree(tree: Tree, isLeaf: readonly boolean[]): Tree {
  const kept = reachable(tree, isLeaf).sort((a, b) => a - b);
  const place = new Map(kept.map((node, at) => [node, at]));
  const child = (node: number, side: readonly number[]) => isLeaf[node] ? -1 : place.get(side[node]!)!;
  return {
    features: tree.features,
    outputs: tree.outputs,
    feature: kept.map((node) => isLeaf[node] ? -1 : tree.feature[node]!),
    threshold: kept.map((node) => isLeaf[node] ? 0 : tree.threshold[node]!),
    left: kept.map((node) => child(node, tree.left)),
    right: kept.map((node) => child(node, tree.right)),
    value: kept.flatMap((node) => tree.value.slice(node * tree.outputs, (node + 1) * tree.outputs)),
    impurity: kept.map((node) => tree.impurity[node]!),
    weight: kept.map((node) => tree.weight[node]!),
  };
}
