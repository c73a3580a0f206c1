/**
 * Decision trees: a classifier by Gini impurity or entropy, and a regression tree by squared error.
 *
 * **Invariant.** Rows that are all distinct are learnt without a mistake if no limit is set. Thresholds lie halfway
 * between neighbouring values; of equally good cuts the lowest feature, then the lowest threshold is taken; of equally
 * frequent classes the smallest label is the answer.
 *
 * Cost: d · n log n to sort, then d · n for each level; O(depth) for each row that is asked about.
 *
 * Not here on purpose: missing values (refused), categories as such (one-hot encode them), weights of classes.
 *
 * Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees, 1984.
 *
 * @module
 */
import { checkOneOf } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import type { Impurity } from "../metrics/entropy.ts";
import { r2Score } from "../metrics/regression_metrics.ts";
import { classCriterion, squaredCriterion } from "./_criterion.ts";
import { checkTreeLimits, growTree, sortColumns, type TreeLimits } from "./_grow_tree.ts";
import { leavesOf, type Tree } from "./tree.ts";

export type { TreeLimits };

/** A tree and its labels. */
export interface DecisionTree {
  /** Labels, rising: the order of a node's class shares. */
  readonly classes: readonly number[];
  /** The nodes. */
  readonly tree: Tree;
}

/** How a classifier is grown. */
export interface DecisionTreeOptions extends TreeLimits {
  /** What makes a split good. @default {"gini"} */
  readonly impurity?: Impurity;
}

/**
 * Grows a classifier.
 * @param x (n, d).
 * @param y (n) labels.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitDecisionTree, fitRegressionTree, predict, predictValues } from "./decision_tree.ts";
 * const x = matrixOf([[1], [2], [6], [7]]);
 * const model = fitDecisionTree(x, [5, 5, 9, 9]);
 * assertEquals([model.tree.threshold[0], [...predict(model, matrixOf([[4], [4.1]]))]], [4, [5, 9]]);
 * const tree = fitRegressionTree(x, [1, 3, 10, 12], { maxDepth: 1 });
 * assertEquals([...predictValues(tree, matrixOf([[0], [9]]))], [2, 11]);
 * ```
 */
export function fitDecisionTree(
  x: Matrix,
  y: ArrayLike<number>,
  { impurity = "gini", ...limits }: DecisionTreeOptions = {},
): DecisionTree {
  const action = "fit a decision tree";
  checkOneOf(impurity, { action, argument: "impurity", choices: ["gini", "entropy"] });
  checkTreeLimits(limits, action);
  checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: x.rows });
  const criterion = classCriterion(indices, { classes: classes.length, impurity });
  return { classes, tree: growTree({ sorted: sortColumns(x), criterion, ...limits }) };
}

/**
 * Grows a regression tree.
 * @param x (n, d).
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 */
export function fitRegressionTree(x: Matrix, y: ArrayLike<number>, options: TreeLimits = {}): Tree {
  const action = "fit a regression tree";
  checkTreeLimits(options, action);
  checkFeatures(x, { action });
  const criterion = squaredCriterion(checkTargets(y, { action, rows: x.rows }));
  return growTree({ sorted: sortColumns(x), criterion, ...options });
}

/**
 * The class shares of the leaf of each row.
 * @param x (m, d).
 * @returns (m, classes), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictProbability({ tree }: DecisionTree, x: Matrix): Matrix {
  checkFeatures(x, { action: "predict", columns: tree.features });
  const k = tree.outputs;
  const data = new Float64Array(x.rows * k);
  for (const [i, leaf] of leavesOf(tree, x).entries()) {
    for (let c = 0; c < k; c++) data[i * k + c] = tree.value[leaf * k + c]!;
  }
  return { rows: x.rows, columns: k, data };
}

/**
 * The most frequent class of the leaf of each row.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict({ classes, tree }: DecisionTree, x: Matrix): Int32Array {
  checkFeatures(x, { action: "predict", columns: tree.features });
  const k = tree.outputs;
  const answers = tree.feature.map((_, node) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (tree.value[node * k + c]! > tree.value[node * k + best]!) best = c;
    return classes[best]!;
  });
  return leavesOf(tree, x).map((leaf) => answers[leaf]!);
}

/**
 * The mean target of the leaf of each row.
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictValues(tree: Tree, x: Matrix): Float64Array {
  checkFeatures(x, { action: "predict", columns: tree.features });
  return Float64Array.from(leavesOf(tree, x), (leaf) => tree.value[leaf]!);
}

/** The share of right answers on these rows. */
export function score(model: DecisionTree, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return accuracy(y, predict(model, x));
}

/** R² of the predictions on these rows. */
export function scoreValues(tree: Tree, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return r2Score(y, predictValues(tree, x));
}
