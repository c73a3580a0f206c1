/**
 * Three ways to cross-validate one nearest neighbour on labels that nothing can predict: an honest one, and two that
 * leak.
 *
 * Not here on purpose: the estimator of the library (`lib/ml/neighbors`); the leak does not depend on it.
 *
 * Source: T. Hastie, R. Tibshirani and J. Friedman, "The Elements of Statistical Learning", 2nd edition, section
 * 7.10.2.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { type Random, random } from "../../../base/random.ts";
import { accuracy } from "../../../ml/metrics/confusion_matrix.ts";
import { kFold } from "../../../ml/validation/k_fold.ts";

/** How the three differ. */
export type Estimate = "splits first" | "copies rows, then splits" | "selects features, then splits";

/** Which data are drawn. */
export interface ThreeEstimatesOptions {
  /** Numbers of rows. */
  readonly sizes: readonly number[];
  /** Decides everything. */
  readonly seed: number;
  /** Data sets of each size. @default {20} */
  readonly repeats?: number;
  /** Columns of noise, of which ten are used. @default {200} */
  readonly features?: number;
}

/** Rows of noise and labels that are coin flips. */
interface CoinFlips {
  readonly x: readonly Float64Array[];
  readonly y: readonly number[];
}

const USED_FEATURES = 10;

/**
 * The estimated accuracy of each way, one for each size: the true one is ½.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { threeEstimates } from "./three_estimates.ts";
 *
 * const estimates = threeEstimates({ sizes: [40], seed: 1 });
 * assert(estimates["copies rows, then splits"][0]! > 0.7);
 * ```
 */
export function threeEstimates(
  { sizes, seed, repeats = 20, features = 200 }: ThreeEstimatesOptions,
): Record<Estimate, number[]> {
  const action = "estimate accuracies";
  checkPositiveInteger(repeats, { action, argument: "repeats" });
  checkPositiveInteger(features, { action, argument: "features" });
  const dice = random(seed);
  const estimates: Record<Estimate, number[]> = {
    "splits first": [],
    "copies rows, then splits": [],
    "selects features, then splits": [],
  };
  for (const size of sizes) {
    const sums = { "splits first": 0, "copies rows, then splits": 0, "selects features, then splits": 0 };
    for (let repeat = 0; repeat < repeats; repeat++) {
      const data = coinFlips(size, { features, dice });
      const foldSeed = dice.uint32();
      sums["splits first"] += crossValidated(firstFeatures(data), foldSeed);
      sums["copies rows, then splits"] += crossValidated(copied(firstFeatures(data), dice), foldSeed);
      sums["selects features, then splits"] += crossValidated(mostCorrelated(data), foldSeed);
    }
    for (const name of Object.keys(estimates) as Estimate[]) estimates[name].push(sums[name] / repeats);
  }
  return estimates;
}

function coinFlips(rows: number, { features, dice }: { readonly features: number; readonly dice: Random }): CoinFlips {
  const x = Array.from({ length: rows }, () => Float64Array.from({ length: features }, () => dice.normal()));
  return { x, y: x.map((_, i) => i % 2) };
}

function firstFeatures({ x, y }: CoinFlips): CoinFlips {
  return { x: x.map((row) => row.slice(0, USED_FEATURES)), y };
}

/** As many rows once more, drawn with replacement. */
function copied({ x, y }: CoinFlips, dice: Random): CoinFlips {
  const drawn = y.map(() => dice.integer(y.length));
  return { x: [...x, ...drawn.map((i) => x[i]!)], y: [...y, ...drawn.map((i) => y[i]!)] };
}

/** The features whose means differ most between the labels, of all rows. */
function mostCorrelated({ x, y }: CoinFlips): CoinFlips {
  const gaps = Array.from(x[0]!, (_, feature) => {
    let gap = 0;
    for (const [i, row] of x.entries()) gap += (2 * y[i]! - 1) * row[feature]!;
    return { feature, gap: Math.abs(gap) };
  });
  const best = gaps.sort((a, b) => b.gap - a.gap).slice(0, USED_FEATURES);
  return { x: x.map((row) => Float64Array.from(best, ({ feature }) => row[feature]!)), y };
}

/** Accuracy of one nearest neighbour in five folds. */
function crossValidated({ x, y }: CoinFlips, seed: number): number {
  const predicted = new Array<number>(y.length);
  for (const { train, test } of kFold(y.length, { folds: 5, seed })) {
    for (const i of test) predicted[i] = y[nearest(x[i]!, { x, train })]!;
  }
  return accuracy(y, predicted);
}

function nearest(row: Float64Array, { x, train }: { readonly x: CoinFlips["x"]; readonly train: Int32Array }): number {
  let best = train[0]!, least = Infinity;
  for (const i of train) {
    let distance = 0;
    for (let k = 0; k < row.length; k++) distance += (row[k]! - x[i]![k]!) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
