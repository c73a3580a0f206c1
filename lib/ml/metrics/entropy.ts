/**
 * How mixed a set of labels is: Shannon entropy and Gini impurity, and what a split gains.
 *
 * Entropy is −Σ p·log₂ p in bits, Gini 1 − Σ p²; both are 0 for one class and largest for equal shares. A probability
 * of 0 contributes nothing: that is the limit of p·log₂ p.
 *
 * **Invariant.** 0 ≤ entropy ≤ log₂ classes, 0 ≤ Gini ≤ 1 − 1 / classes, and no split has a negative gain (up to
 * rounding).
 *
 * Cost: O(classes); O(n) from labels.
 *
 * Not here on purpose: the search for a split (`lib/ml/trees`), differential entropy.
 *
 * @module
 */
import { checkOneOf } from "../../base/argument.ts";
import { encodeLabels } from "../features/labels.ts";
import { checkProbabilities } from "./log_loss.ts";

/** What measures impurity. */
export type Impurity = "entropy" | "gini";

/**
 * The entropy of a distribution, in bits.
 * @param probabilities From 0 to 1, summing to 1 (within 1e−6); at least one.
 * @throws {RangeError} If there are none, one lies outside 0..1, or they do not sum to 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { entropy, entropyOfLabels, giniImpurity, informationGain } from "./entropy.ts";
 * assertEquals([entropy([0.5, 0.25, 0.25]), entropy([1, 0]), giniImpurity([0.5, 0.5])], [1.5, 0, 0.5]);
 * assertEquals(entropyOfLabels([7, 7, 3, 3]), 1);
 * assertEquals(informationGain([0, 0, 1, 1], [[0, 0], [1, 1]]), 1);
 * ```
 */
export function entropy(probabilities: ArrayLike<number>): number {
  return checkedShares(probabilities, "take an entropy").reduce((sum, p) => p === 0 ? sum : sum - p * Math.log2(p), 0);
}

/**
 * The Gini impurity 1 − Σ p²: how often two rows, drawn with replacement, are of different classes.
 * @throws {RangeError} If there are no probabilities, one lies outside 0..1, or they do not sum to 1.
 */
export function giniImpurity(probabilities: ArrayLike<number>): number {
  return checkedShares(probabilities, "take a Gini impurity").reduce((rest, p) => rest - p * p, 1);
}

/**
 * The entropy of the shares of the classes, in bits.
 * @throws {RangeError} If there are no labels, or one is not an integer.
 */
export function entropyOfLabels(y: ArrayLike<number>): number {
  return entropy(classShares(y, "take an entropy"));
}

/**
 * The Gini impurity of the shares of the classes.
 * @throws {RangeError} If there are no labels, or one is not an integer.
 */
export function giniOfLabels(y: ArrayLike<number>): number {
  return giniImpurity(classShares(y, "take a Gini impurity"));
}

/**
 * What a split gains: the parent's impurity less that of its children, weighted by their sizes.
 * @param parent (n) labels.
 * @param children Labels of each part; together as many as the parent has. Empty parts weigh nothing.
 * @param options `impurity`. @default {"entropy", so the gain is in bits}
 * @throws {RangeError} If the parts do not have as many labels as the parent, or a label is not an integer.
 */
export function informationGain(
  parent: ArrayLike<number>,
  children: readonly ArrayLike<number>[],
  { impurity = "entropy" }: { readonly impurity?: Impurity } = {},
): number {
  const count = children.reduce((sum, { length }) => sum + length, 0);
  if (count !== parent.length) {
    throw new RangeError(
      `Cannot take an information gain: children must have the parent's ${parent.length} labels: current value is ${count}`,
    );
  }
  checkOneOf(impurity, { action: "take an information gain", argument: "impurity", choices: ["entropy", "gini"] });
  const of = impurity === "entropy" ? entropyOfLabels : giniOfLabels;
  return children.reduce((left, y) => y.length === 0 ? left : left - y.length / count * of(y), of(parent));
}

function classShares(y: ArrayLike<number>, action: string): Float64Array {
  const { classes, indices } = encodeLabels(y, { action });
  const shares = new Float64Array(classes.length);
  for (const index of indices) shares[index]!++;
  return shares.map((count) => count / indices.length);
}

function checkedShares(probabilities: ArrayLike<number>, action: string): Float64Array {
  const p = checkProbabilities(probabilities, { action, rows: probabilities.length });
  const sum = p.reduce((all, one) => all + one, 0);
  if (Math.abs(sum - 1) <= 1e-6) return p;
  throw new RangeError(`Cannot ${action}: probabilities must sum to 1: current value is ${sum}`);
}
