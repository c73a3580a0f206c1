/**
 * Random forests: many trees, each on rows drawn with replacement and with a few random features at each node, and
 * their mean.
 *
 * A tree does not see about a third of the rows (out of its bag); asked about those, the trees judge the forest without
 * a test set.
 *
 * **Invariant.** The seed decides everything; a tree depends on its own stream only, so the first trees of a larger
 * forest are those of a smaller one. An out-of-bag answer for a row is made by trees that never saw it.
 *
 * Cost: that of a tree times their number, features sorted once for all. One thread: on two cores the copies that
 * threads need cost what they save.
 *
 * Not here on purpose: importances by permutation (`permutation_importance.ts`), extremely randomised thresholds.
 *
 * Source: L. Breiman, "Random Forests", Machine Learning 45, 2001.
 *
 * @module
 */
import { checkBoolean, checkOneOf, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import type { Impurity } from "../metrics/entropy.ts";
import { r2Score } from "../metrics/regression_metrics.ts";
import { classCriterion, type Criterion, squaredCriterion } from "./_criterion.ts";
import { checkTreeLimits, growTree, sortColumns, type TreeLimits } from "./_grow_tree.ts";
import { featureImportances, leavesOf, type Tree } from "./tree.ts";

/** Trees that answer together. */
export interface RegressionForest {
  /** One after the other, as they were grown. */
  readonly trees: readonly Tree[];
  /** (features): the mean of the trees' importances. */
  readonly importances: readonly number[];
  /** Accuracy, or R², of out-of-bag answers; null if there are none. */
  readonly outOfBagScore: number | null;
}

/** Trees that vote. */
export interface RandomForest extends RegressionForest {
  /** Labels, rising. */
  readonly classes: readonly number[];
}

/** How many trees, and how they differ. */
export interface ForestOptions extends TreeLimits {
  /** How many. @default {100} */
  readonly trees?: number;
  /** How many features each node looks at. @default {the root of their number for classes, all for numbers} */
  readonly maxFeatures?: number;
  /** Whether each tree draws its rows with replacement; else all see all rows. @default {true} */
  readonly bootstrap?: boolean;
  /** Decides everything. @default {0} */
  readonly seed?: number;
}

/**
 * Grows a forest of classifiers.
 * @param x (n, d).
 * @param y (n) labels.
 * @param options `impurity`: what makes a split good. @default {"gini"}
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitRandomForest, predict } from "./random_forest.ts";
 * const x = matrixOf([[1], [2], [3], [7], [8], [9]]);
 * const forest = fitRandomForest(x, [0, 0, 0, 5, 5, 5], { trees: 20, seed: 1 });
 * assertEquals([...predict(forest, matrixOf([[0], [10]]))], [0, 5]);
 * ```
 */
export function fitRandomForest(
  x: Matrix,
  y: ArrayLike<number>,
  { impurity = "gini", ...options }: ForestOptions & { readonly impurity?: Impurity } = {},
): RandomForest {
  const action = "fit a random forest";
  checkOneOf(impurity, { action, argument: "impurity", choices: ["gini", "entropy"] });
  checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: x.rows });
  const k = classes.length;
  const grown = grow(x, {
    ...options,
    maxFeatures: options.maxFeatures ?? Math.max(1, Math.floor(Math.sqrt(x.columns))),
    action,
    criterionOf: (weights) =>
      classCriterion(indices, { classes: k, impurity, ...weights === undefined ? {} : { weights } }),
  });
  const seen = seenOutOfBag(grown);
  const outOfBagScore = seen.length === 0 ? null : accuracy(
    seen.map((row) => classes[indices[row]!]!),
    seen.map((row) => classes[largest(grown.outOfBag, { from: row * k, count: k })]!),
  );
  return { classes, trees: grown.trees, importances: meanImportances(grown.trees), outOfBagScore };
}

/**
 * Grows a forest of regression trees.
 * @param x (n, d).
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 */
export function fitRegressionForest(x: Matrix, y: ArrayLike<number>, options: ForestOptions = {}): RegressionForest {
  const action = "fit a regression forest";
  checkFeatures(x, { action });
  const targets = checkTargets(y, { action, rows: x.rows });
  const grown = grow(x, {
    ...options,
    maxFeatures: options.maxFeatures ?? x.columns,
    action,
    criterionOf: (weights) => squaredCriterion(targets, weights === undefined ? {} : { weights }),
  });
  const seen = seenOutOfBag(grown);
  const outOfBagScore = seen.length === 0
    ? null
    : r2Score(seen.map((row) => targets[row]!), seen.map((row) => grown.outOfBag[row]! / grown.votes[row]!));
  return { trees: grown.trees, importances: meanImportances(grown.trees), outOfBagScore };
}

/**
 * The mean class shares of all trees.
 * @param x (m, d).
 * @returns (m, classes), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictProbability({ trees, classes }: RandomForest, x: Matrix): Matrix {
  return { rows: x.rows, columns: classes.length, data: meanValues(trees, x) };
}

/**
 * The class with the largest mean share; of equal ones the smallest label.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(forest: RandomForest, x: Matrix): Int32Array {
  const { data, columns: k } = predictProbability(forest, x);
  return Int32Array.from({ length: x.rows }, (_, i) => forest.classes[largest(data, { from: i * k, count: k })]!);
}

/**
 * The mean of the trees' values.
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictValues({ trees }: RegressionForest, x: Matrix): Float64Array {
  return meanValues(trees, x);
}

/** The share of right answers on these rows. */
export function score(forest: RandomForest, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return accuracy(y, predict(forest, x));
}

interface Grown {
  readonly trees: readonly Tree[];
  /** (n · outputs): sums of the values that trees gave to rows out of their bags. */
  readonly outOfBag: Float64Array;
  /** (n): how many trees did. */
  readonly votes: Int32Array;
}

function grow(
  x: Matrix,
  { trees: count = 100, maxFeatures, bootstrap = true, seed = 0, action, criterionOf, ...limits }: ForestOptions & {
    readonly maxFeatures: number;
    readonly action: string;
    readonly criterionOf: (weights: Int32Array | undefined) => Criterion;
  },
): Grown {
  checkPositiveInteger(count, { action, argument: "trees" });
  checkPositiveInteger(maxFeatures, { action, argument: "maxFeatures" });
  checkBoolean(bootstrap, { action, argument: "bootstrap" });
  checkTreeLimits(limits, action);
  const { rows: n, columns: d } = x;
  if (maxFeatures > d) {
    throw new RangeError(
      `Cannot ${action}: maxFeatures must be at most ${d}, the number of columns: current value is ${maxFeatures}`,
    );
  }
  const seeds = random(seed);
  const sorted = sortColumns(x);
  const trees: Tree[] = [];
  let outOfBag = new Float64Array(0);
  const votes = new Int32Array(n);
  for (let t = 0; t < count; t++) {
    const dice = random(seeds.uint32());
    const weights = bootstrap ? new Int32Array(n) : undefined;
    if (weights !== undefined) { for (let draw = 0; draw < n; draw++) weights[dice.integer(n)]!++; }
    const tree = growTree({
      sorted,
      criterion: criterionOf(weights),
      ...weights === undefined ? {} : { weights },
      maxFeatures,
      dice,
      ...limits,
    });
    trees.push(tree);
    if (weights === undefined) continue;
    const k = tree.outputs;
    if (outOfBag.length === 0) outOfBag = new Float64Array(n * k);
    const leaves = leavesOf(tree, x);
    for (let i = 0; i < n; i++) {
      if (weights[i] !== 0) continue;
      votes[i]!++;
      for (let c = 0; c < k; c++) outOfBag[i * k + c]! += tree.value[leaves[i]! * k + c]!;
    }
  }
  return { trees, outOfBag, votes };
}

/** Rows that at least one tree did not see. */
function seenOutOfBag({ votes }: Grown): number[] {
  return Array.from(votes.keys()).filter((row) => votes[row]! > 0);
}

function meanImportances(trees: readonly Tree[]): number[] {
  const sums = new Float64Array(trees[0]!.features);
  for (const tree of trees) for (const [f, one] of featureImportances(tree).entries()) sums[f]! += one;
  const total = sums.reduce((sum, one) => sum + one, 0);
  return Array.from(sums, (sum) => total > 0 ? sum / total : 0);
}

function meanValues(trees: readonly Tree[], x: Matrix): Float64Array {
  const [first] = trees;
  checkFeatures(x, { action: "predict", columns: first!.features });
  const k = first!.outputs;
  const sums = new Float64Array(x.rows * k);
  for (const tree of trees) {
    const value = Float64Array.from(tree.value);
    const leaves = leavesOf(tree, x);
    for (let i = 0; i < leaves.length; i++) for (let c = 0; c < k; c++) sums[i * k + c]! += value[leaves[i]! * k + c]!;
  }
  return sums.map((sum) => sum / trees.length);
}

/** Where the largest of `count` numbers stands; the first of equal ones. */
function largest(values: Float64Array, { from, count }: { readonly from: number; readonly count: number }): number {
  let best = 0;
  for (let c = 1; c < count; c++) if (values[from + c]! > values[from + best]!) best = c;
  return best;
}
