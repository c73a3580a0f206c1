/**
 * Gradient boosting on histograms: small trees one after the other, each fitted to what the sum of those before got
 * wrong.
 *
 * Squared loss for numbers; logistic loss for two classes, whose scores are log-odds. Each tree follows the gradient
 * and the Hessian of the loss; its values are scaled by the learning rate before they are added.
 *
 * **Invariant.** The training loss falls with every tree at a learning rate of at most 1 (squared loss). With early
 * stopping the model ends at the tree with the best validation loss.
 *
 * Cost: about rows · features · log leaves for each tree, in bytes instead of floats.
 *
 * Not here on purpose: more than two classes, missing values and categories (refused: impute and encode), sampling of
 * rows and features.
 *
 * Source: J. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001;
 * conventions of scikit-learn's `HistGradientBoosting`.
 *
 * @module
 */
import { checkNonNegative, checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { take } from "../../math/linalg/rows_and_columns.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { takeEntries } from "../features/take_entries.ts";
import { sigmoid, softplus } from "../losses/softmax.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { binColumns, growHistogramTree } from "./_histogram_tree.ts";
import { leavesOf, type Tree } from "./tree.ts";

/** Where the boosting stands after a tree. */
export interface BoostingState {
  /** Trees so far. */
  readonly iteration: number;
  /** Mean loss of the training rows, taken when asked for. */
  readonly trainLoss: number;
  /** Mean loss of the rows that were held back; undefined without early stopping. */
  readonly validationLoss: number | undefined;
}

/** A sum of trees. */
export interface BoostedTrees {
  /** Score before the first tree. */
  readonly base: number;
  /** Their values are scaled already. */
  readonly trees: readonly Tree[];
}

/** A sum of trees whose score is a log-odds. */
export interface BoostedClassifier extends BoostedTrees {
  /** The two labels, rising: a score above 0 means the second. */
  readonly classes: readonly number[];
}

/** How many trees, how large, and when to stop. */
export interface BoostingOptions {
  /** Most trees. @default {100} */
  readonly trees?: number;
  /** What each tree's values are scaled by. @default {0.1} */
  readonly learningRate?: number;
  /** Most leaves of a tree. @default {31} */
  readonly maxLeaves?: number;
  /** Thresholds on a tree's longest way. @default {unlimited} */
  readonly maxDepth?: number;
  /** Fewest rows of a leaf. @default {20} */
  readonly minSamplesLeaf?: number;
  /** λ: how much large leaf values cost. @default {0} */
  readonly l2?: number;
  /** Most bins of a feature, 2 to 255. @default {255} */
  readonly maxBins?: number;
  /** Stops when so many trees in a row did not lower the validation loss. @default {never} */
  readonly patience?: number;
  /** Share of rows that are held back for validation, if `patience` is set. @default {0.1} */
  readonly validationRatio?: number;
  /** Decides which rows are held back. @default {0} */
  readonly seed?: number;
}

/** A loss of a score, and what its trees follow. */
interface Loss {
  readonly base: (y: Float64Array) => number;
  readonly value: (score: number, y: number) => number;
  /** Writes the first and second derivatives of all rows. */
  readonly derive: (scores: Float64Array, y: Float64Array, into: Derivatives) => void;
}

interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

const SQUARED: Loss = {
  base: (y) => y.reduce((sum, one) => sum + one, 0) / y.length,
  value: (score, y) => (score - y) ** 2 / 2,
  derive(scores, y, { gradients, hessians }) {
    hessians.fill(1);
    for (let i = 0; i < y.length; i++) gradients[i] = scores[i]! - y[i]!;
  },
};
const LOGISTIC: Loss = {
  base(y) {
    const share = y.reduce((sum, one) => sum + one, 0) / y.length;
    return Math.log(share / (1 - share));
  },
  value: (score, y) => softplus(score) - y * score,
  derive(scores, y, { gradients, hessians }) {
    for (let i = 0; i < y.length; i++) {
      const p = sigmoid(scores[i]!);
      gradients[i] = p - y[i]!;
      hessians[i] = p * (1 - p);
    }
  },
};

/**
 * Boosts regression trees, one state after each, and the model.
 * @param x (n, d).
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 */
export function* boostingRegressorSteps(
  x: Matrix,
  y: ArrayLike<number>,
  options: BoostingOptions = {},
): Generator<BoostingState, BoostedTrees> {
  const action = "fit a boosted regressor";
  checkFeatures(x, { action });
  return yield* boost(x, checkTargets(y, { action, rows: x.rows }), { ...options, loss: SQUARED, action });
}

/**
 * Boosts a classifier of two classes, one state after each tree, and the model.
 * @param x (n, d).
 * @param y (n): exactly two distinct labels.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, there are not two labels, or an option is out
 *   of range.
 */
export function* boostingClassifierSteps(
  x: Matrix,
  y: ArrayLike<number>,
  options: BoostingOptions = {},
): Generator<BoostingState, BoostedClassifier> {
  const action = "fit a boosted classifier";
  checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: x.rows, atLeast: 2 });
  if (classes.length > 2) {
    throw new RangeError(`Cannot ${action}: y must have two distinct labels: current value is ${classes.length}`);
  }
  return { classes, ...yield* boost(x, Float64Array.from(indices), { ...options, loss: LOGISTIC, action }) };
}

/**
 * The regressor after the last tree.
 * @throws {RangeError} As {@linkcode boostingRegressorSteps}.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitBoostedRegressor, predictValues } from "./gradient_boosting.ts";
 * const rows = Array.from({ length: 50 }, (_, i) => [i / 50]);
 * const model = fitBoostedRegressor(matrixOf(rows), rows.map(([x]) => x! * x!), { minSamplesLeaf: 2 });
 * assert(Math.abs(predictValues(model, matrixOf([[0.5]]))[0]! - 0.25) < 0.01);
 * ```
 */
export function fitBoostedRegressor(x: Matrix, y: ArrayLike<number>, options: BoostingOptions = {}): BoostedTrees {
  return runSteps(boostingRegressorSteps(x, y, options));
}

/**
 * The classifier after the last tree.
 * @throws {RangeError} As {@linkcode boostingClassifierSteps}.
 */
export function fitBoostedClassifier(
  x: Matrix,
  y: ArrayLike<number>,
  options: BoostingOptions = {},
): BoostedClassifier {
  return runSteps(boostingClassifierSteps(x, y, options));
}

/**
 * The score of each row: the predicted value of a regressor, the log-odds of a classifier.
 * @param x (m, d).
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictValues({ base, trees }: BoostedTrees, x: Matrix): Float64Array {
  checkFeatures(x, { action: "predict", columns: trees[0]!.features });
  const scores = new Float64Array(x.rows).fill(base);
  for (const tree of trees) for (const [i, leaf] of leavesOf(tree, x).entries()) scores[i]! += tree.value[leaf]!;
  return scores;
}

/**
 * The probabilities of both classes.
 * @returns (m, 2), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predictProbability(model: BoostedClassifier, x: Matrix): Matrix {
  const data = new Float64Array(2 * x.rows);
  for (const [i, score] of predictValues(model, x).entries()) data.set([sigmoid(-score), sigmoid(score)], 2 * i);
  return { rows: x.rows, columns: 2, data };
}

/**
 * The more probable class.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: BoostedClassifier, x: Matrix): Int32Array {
  return Int32Array.from(predictValues(model, x), (score) => model.classes[Number(score > 0)]!);
}

/** The share of right answers on these rows. */
export function score(
  model: BoostedClassifier,
  { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> },
): number {
  return accuracy(y, predict(model, x));
}

function* boost(
  all: Matrix,
  targets: Float64Array,
  { loss, action, ...options }: BoostingOptions & { readonly loss: Loss; readonly action: string },
): Generator<BoostingState, BoostedTrees> {
  const { trees: most = 100, learningRate = 0.1, maxLeaves = 31, maxDepth = Infinity, minSamplesLeaf = 20 } = options;
  const { l2 = 0, maxBins = 255, patience = Infinity, validationRatio = 0.1, seed = 0 } = options;
  for (const [argument, value] of Object.entries({ trees: most, maxLeaves, minSamplesLeaf, maxBins })) {
    checkPositiveInteger(value, { action, argument });
  }
  for (const [argument, value] of Object.entries({ maxDepth, patience })) {
    if (value !== Infinity) checkPositiveInteger(value, { action, argument });
  }
  checkPositive(learningRate, { action, argument: "learningRate" });
  checkNonNegative(l2, { action, argument: "l2" });
  if (maxBins < 2 || maxBins > 255) {
    throw new RangeError(`Cannot ${action}: maxBins must be from 2 to 255: current value is ${maxBins}`);
  }
  if (!(validationRatio > 0 && validationRatio < 1)) {
    throw new RangeError(
      `Cannot ${action}: validationRatio must be between 0 and 1: current value is ${validationRatio}`,
    );
  }
  const held = patience === Infinity ? 0 : Math.max(1, Math.round(validationRatio * all.rows));
  const order = Int32Array.from({ length: all.rows }, (_, i) => i);
  if (held > 0) random(seed).shuffle(order);
  const [x, validation] = [take(all, order.subarray(held)), take(all, order.subarray(0, held))];
  const [y, wanted] = [takeEntries(targets, order.subarray(held)), takeEntries(targets, order.subarray(0, held))];
  if (x.rows === 0) throw new RangeError(`Cannot ${action}: x must have rows to learn from: current value is 0`);
  const columns = binColumns(x, maxBins);
  const base = loss.base(y);
  if (!Number.isFinite(base)) {
    throw new RangeError(`Cannot ${action}: the training rows must have both labels: current value is one label`);
  }
  let scores = new Float64Array(y.length).fill(base);
  const asked = new Float64Array(held).fill(base);
  const [gradients, hessians] = [new Float64Array(y.length), new Float64Array(y.length)];
  const trees: Tree[] = [];
  const meanLoss = (of: Float64Array, truth: Float64Array) =>
    of.reduce((sum, score, i) => sum + loss.value(score, truth[i]!), 0) / of.length;
  let [bestLoss, bestCount] = [Infinity, 0];
  while (trees.length < most && trees.length - bestCount < patience) {
    loss.derive(scores, y, { gradients, hessians });
    const grown = growHistogramTree(columns, { gradients, hessians, maxLeaves, maxDepth, minSamplesLeaf, l2 });
    const tree = { ...grown.tree, value: grown.tree.value.map((value) => learningRate * value) };
    trees.push(tree);
    for (let i = 0; i < y.length; i++) scores[i]! += learningRate * grown.fitted[i]!;
    if (held > 0) { for (const [i, leaf] of leavesOf(tree, validation).entries()) asked[i]! += tree.value[leaf]!; }
    const validationLoss = held > 0 ? meanLoss(asked, wanted) : undefined;
    if (validationLoss === undefined) bestCount = trees.length;
    else if (validationLoss < bestLoss) [bestLoss, bestCount] = [validationLoss, trees.length];
    const now = scores;
    scores = scores.slice();
    yield {
      iteration: trees.length,
      get trainLoss() {
        return meanLoss(now, y);
      },
      validationLoss,
    };
  }
  return { base, trees: trees.slice(0, bestCount) };
}
