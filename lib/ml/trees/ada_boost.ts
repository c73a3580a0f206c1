/**
 * AdaBoost: stumps (trees of one threshold), each grown on rows weighted by how often those before were wrong about
 * them.
 *
 * A stump of weighted error ε gets the say α = ½·ln((1 − ε) / ε); rows that it has wrong are multiplied by e^α, the
 * others by e^(−α), and all divided by their sum. The answer is the sign of Σ α·stump.
 *
 * **Invariant.** Weights sum to 1, and the last stump is wrong about exactly half of the new weight. The share of wrong
 * training rows is at most ∏ 2·√(ε·(1 − ε)).
 *
 * Cost: d · n log n to sort, then d · n for each stump.
 *
 * Not here on purpose: more than two classes, deeper trees, losses other than the exponential (`gradient_boosting.ts`).
 *
 * Source: Y. Freund and R. Schapire, "A Decision-Theoretic Generalization of On-Line Learning and an Application to
 * Boosting", 1997.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { sortColumns, type SortedColumns } from "./_grow_tree.ts";

/** A tree of one threshold, and its say. */
export interface Stump {
  /** The feature that is compared; rows up to the threshold get −`sign`, others `sign`. */
  readonly feature: number;
  /** Halfway between neighbouring values. */
  readonly threshold: number;
  /** 1 if rows above the threshold are of the second class, −1 if of the first. */
  readonly sign: 1 | -1;
  /** α: how much its answer counts. */
  readonly say: number;
}

/** Where the boosting stands after a stump. */
export interface AdaBoostState extends Stump {
  /** Stumps so far. */
  readonly iteration: number;
  /** ε: the weight of the rows that it has wrong, before their new weights. */
  readonly error: number;
  /** (n): the weights after. */
  readonly weights: Float64Array;
}

/** Stumps that vote. */
export interface AdaBoostModel {
  /** The two labels, rising; a score above 0 means the second. */
  readonly classes: readonly number[];
  /** d. */
  readonly features: number;
  /** First to last. */
  readonly stumps: readonly Stump[];
}

/** An error this small would give an endless say. */
const MIN_ERROR = 1e-12;

/**
 * The boosting, one state after each stump, and the model. It ends early at a stump without a mistake, or when none is
 * better than guessing.
 * @param x (n, d).
 * @param y (n): exactly two distinct labels.
 * @param options `stumps`: most stumps. @default {50}
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, there are not two labels, all rows are equal,
 *   or
 * `stumps` is not a positive integer.
 */
export function* adaBoostSteps(
  x: Matrix,
  y: ArrayLike<number>,
  { stumps: most = 50 }: { readonly stumps?: number } = {},
): Generator<AdaBoostState, AdaBoostModel> {
  const action = "fit AdaBoost";
  checkPositiveInteger(most, { action, argument: "stumps" });
  const { rows: n, columns } = checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: n, atLeast: 2 });
  if (classes.length > 2) {
    throw new RangeError(`Cannot ${action}: y must have two distinct labels: current value is ${classes.length}`);
  }
  const sides = Float64Array.from(indices, (index) => index === 1 ? 1 : -1);
  const sorted = sortColumns(x);
  const weights = new Float64Array(n).fill(1 / n);
  const stumps: Stump[] = [];
  while (stumps.length < most) {
    const best = bestStump(sorted, { sides, weights });
    if (best === undefined) {
      throw new RangeError(`Cannot ${action}: x must have a column that varies: current value is ${n} equal rows`);
    }
    const { error, ...cut } = best;
    if (error >= 0.5 - MIN_ERROR && stumps.length > 0) break;
    const say = 0.5 * Math.log((1 - error) / Math.max(error, MIN_ERROR));
    const stump = { ...cut, say };
    stumps.push(stump);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const answer = sorted.columns[cut.feature]![i]! > cut.threshold ? cut.sign : -cut.sign;
      total += weights[i] = weights[i]! * Math.exp(-say * answer * sides[i]!);
    }
    for (let i = 0; i < n; i++) weights[i]! /= total;
    yield { iteration: stumps.length, ...stump, error, weights: weights.slice() };
    if (error <= MIN_ERROR || error >= 0.5 - MIN_ERROR) break;
  }
  return { classes, features: columns, stumps };
}

/**
 * The model after the last stump.
 * @throws {RangeError} As {@linkcode adaBoostSteps}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitAdaBoost, predict } from "./ada_boost.ts";
 * // Two of three must agree: each feature alone is wrong about a quarter of the rows, three of them together about none.
 * const x = matrixOf(Array.from({ length: 8 }, (_, i) => [i & 1, i >> 1 & 1, i >> 2]));
 * const majority = [0, 0, 0, 1, 0, 1, 1, 1];
 * assertEquals([...predict(fitAdaBoost(x, majority, { stumps: 3 }), x)], majority);
 * ```
 */
export function fitAdaBoost(
  x: Matrix,
  y: ArrayLike<number>,
  options: { readonly stumps?: number } = {},
): AdaBoostModel {
  return runSteps(adaBoostSteps(x, y, options));
}

/**
 * Σ α·stump of each row: its size is how sure the vote is.
 * @param x (m, d).
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function decisionScores({ stumps, features }: AdaBoostModel, x: Matrix): Float64Array {
  const { rows, columns, data } = checkFeatures(x, { action: "predict", columns: features });
  const scores = new Float64Array(rows);
  for (const { feature, threshold, sign, say } of stumps) {
    for (let i = 0; i < rows; i++) scores[i]! += data[i * columns + feature]! > threshold ? sign * say : -sign * say;
  }
  return scores;
}

/**
 * The class that the vote is for; of a tie the smaller label.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: AdaBoostModel, x: Matrix): Int32Array {
  return Int32Array.from(decisionScores(model, x), (score) => model.classes[Number(score > 0)]!);
}

/** The share of right answers on these rows. */
export function score(model: AdaBoostModel, { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> }): number {
  return accuracy(y, predict(model, x));
}

/** The stump with the least weighted error; of equal ones the lowest feature, then threshold, then sign 1. */
function bestStump(
  { columns, orders }: SortedColumns,
  { sides, weights }: { readonly sides: Float64Array; readonly weights: Float64Array },
): Omit<Stump, "say"> & { readonly error: number } | undefined {
  let best: Omit<Stump, "say"> & { readonly error: number } | undefined;
  const secondInAll = weights.reduce((sum, weight, i) => sides[i]! > 0 ? sum + weight : sum, 0);
  for (const [feature, order] of orders.entries()) {
    const column = columns[feature]!;
    let [first, second] = [0, 0]; // weights of both classes up to the threshold
    for (let at = 0; at + 1 < order.length; at++) {
      const row = order[at]!;
      if (sides[row]! > 0) second += weights[row]!;
      else first += weights[row]!;
      const [value, next] = [column[row]!, column[order[at + 1]!]!];
      if (value === next) continue;
      // Sign 1 says that rows up to the threshold are of the first class: wrong are the second's there, the first's
      // above.
      const wrong = second + (1 - secondInAll - first);
      for (const [sign, error] of [[1, wrong], [-1, 1 - wrong]] as const) {
        if (best !== undefined && error >= best.error - MIN_ERROR) continue;
        const middle = value / 2 + next / 2;
        best = { feature, threshold: middle < next ? middle : value, sign, error: Math.max(0, error) };
      }
    }
  }
  return best;
}
