/**
 * Splits for cross-validation: plain, stratified by label, grouped, and ordered in time.
 *
 * | split | keeps | for |
 * | ----- | ----- | --- |
 * | `kFold` | nothing | rows that are independent |
 * | `stratifiedKFold` | each class's share in each fold | rare classes |
 * | `groupedKFold` | a group on one side | several rows a user, a patient, a document |
 * | `timeSeriesSplit` | the past before the future | rows in order of time |
 *
 * **Invariant.** The test rows of the first three partition all rows; train is the complement, and both rise. In a time
 * split every row of train comes before every row of test. The sizes of plain test folds differ by at most one.
 *
 * Cost: O(n · folds).
 *
 * Not here on purpose: repeated and nested cross-validation (call it again, inside), the running of models
 * (`cross_validate.ts`).
 *
 * Source: scikit-learn's `KFold`, `StratifiedKFold`, `GroupKFold` and `TimeSeriesSplit`: without a seed the folds are
 * theirs, row for row.
 *
 * @module
 */
import { checkNonNegativeInteger, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { encodeLabels } from "../features/labels.ts";

/** One division of the rows. */
export interface Split {
  /** Rows to fit on, rising. */
  readonly train: Int32Array;
  /** Rows to test on, rising. */
  readonly test: Int32Array;
}

/** How many folds, and whether rows are shuffled. */
export interface KFoldOptions {
  /** How many folds: from 2 to the number of rows. @default {5} */
  readonly folds?: number;
  /** Shuffles the rows first. @default {undefined: rows stay in order} */
  readonly seed?: number;
}

/**
 * Folds of `n` rows; the first `n mod folds` test folds have one row more.
 * @param n At least `folds`.
 * @throws {RangeError} If `folds` is not an integer from 2 to `n`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kFold, stratifiedKFold, timeSeriesSplit } from "./k_fold.ts";
 * assertEquals(kFold(5, { folds: 2 }).map(({ test }) => [...test]), [[0, 1, 2], [3, 4]]);
 * assertEquals(stratifiedKFold([0, 0, 1, 1], { folds: 2 }).map(({ test }) => [...test]), [[0, 2], [1, 3]]);
 * assertEquals(timeSeriesSplit(4, { folds: 2 }).map(({ train, test }) => [[...train], [...test]]), [[[0, 1], [2]], [[0, 1, 2], [3]]]);
 * ```
 */
export function kFold(n: number, { folds = 5, seed }: KFoldOptions = {}): Split[] {
  checkFolds(folds, { most: n, of: "the number of rows" });
  const order = Int32Array.from({ length: n }, (_, i) => i);
  if (seed !== undefined) random(seed).shuffle(order);
  const foldOf = new Int32Array(n);
  for (let fold = 0, at = 0; fold < folds; fold++) {
    const size = Math.floor(n / folds) + Number(fold < n % folds);
    for (const end = at + size; at < end; at++) foldOf[order[at]!] = fold;
  }
  return splitsOf(foldOf, folds);
}

/**
 * Folds in which each class has its share, up to a row.
 * @param y (n) labels; the largest class needs at least `folds` rows.
 * @throws {RangeError} If a label is not an integer, or `folds` is not an integer from 2 to the size of the largest
 *   class.
 */
export function stratifiedKFold(y: ArrayLike<number>, { folds = 5, seed }: KFoldOptions = {}): Split[] {
  const { classes, indices } = encodeLabels(y, { action: "split into stratified folds" });
  const n = indices.length;
  const sizes = classes.map((_, index) => indices.reduce((sum, other) => sum + Number(other === index), 0));
  checkFolds(folds, { most: Math.max(...sizes), of: "the size of the largest class" });
  // Classes in order of first appearance; row i of the rows sorted by class goes to fold i mod folds.
  const inOrder = [...new Set(indices)];
  const allocation = inOrder.map(() => new Array<number>(folds).fill(0));
  let at = 0;
  for (const [place, index] of inOrder.entries()) {
    for (let i = 0; i < sizes[index]!; i++, at++) allocation[place]![at % folds]!++;
  }
  const dice = seed === undefined ? undefined : random(seed);
  const foldOf = new Int32Array(n);
  for (const [place, index] of inOrder.entries()) {
    const mine = allocation[place]!.flatMap((count, fold) => new Array<number>(count).fill(fold));
    if (dice) dice.shuffle(mine);
    for (let i = 0, next = 0; i < n; i++) if (indices[i] === index) foldOf[i] = mine[next++]!;
  }
  return splitsOf(foldOf, folds);
}

/**
 * Folds that no group is cut by: the largest group first, each into the fold with the fewest rows so far.
 * @param groups (n): an integer a row; at least `folds` distinct ones. Of groups of equal size the one with the larger
 *   number comes first.
 * @throws {RangeError} If a group is not an integer, or `folds` is not an integer from 2 to the number of groups.
 */
export function groupedKFold(groups: ArrayLike<number>, { folds = 5 }: Pick<KFoldOptions, "folds"> = {}): Split[] {
  const { classes, indices } = encodeLabels(groups, { action: "split into grouped folds", argument: "groups" });
  checkFolds(folds, { most: classes.length, of: "the number of groups" });
  const sizes = new Float64Array(classes.length);
  for (const index of indices) sizes[index]!++;
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || b - a);
  const [loads, foldOfGroup] = [new Float64Array(folds), new Int32Array(classes.length)];
  for (const group of order) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest]! += sizes[group]!;
    foldOfGroup[group] = lightest;
  }
  return splitsOf(indices.map((group) => foldOfGroup[group]!), folds);
}

/**
 * Growing pasts, each tested on the block of rows that follows.
 * @param n Rows in order of time: at least `folds` + 1.
 * @param options `gap`: rows left out between train and test, for what is not yet known at the time. @default {0}
 * @throws {RangeError} If the folds and the gap do not fit into `n` rows.
 */
export function timeSeriesSplit(
  n: number,
  { folds = 5, gap = 0 }: Pick<KFoldOptions, "folds"> & { readonly gap?: number } = {},
): Split[] {
  checkFolds(folds, { most: n - 1, of: "one less than the number of rows" });
  checkNonNegativeInteger(gap, { action: "split in order of time", argument: "gap" });
  const size = Math.floor(n / (folds + 1));
  if (n - folds * size - gap <= 0) {
    throw new RangeError(`Cannot split in order of time: gap must leave a row to train on: current value is ${gap}`);
  }
  return Array.from({ length: folds }, (_, fold) => {
    const from = n - (folds - fold) * size;
    return { train: range(0, from - gap), test: range(from, from + size) };
  });
}

function checkFolds(folds: number, { most, of }: { readonly most: number; readonly of: string }): void {
  checkPositiveInteger(folds, { action: "split into folds", argument: "folds" });
  if (folds >= 2 && folds <= most) return;
  throw new RangeError(`Cannot split into folds: folds must be from 2 to ${of} (${most}): current value is ${folds}`);
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}

function splitsOf(foldOf: Int32Array, folds: number): Split[] {
  const rows = range(0, foldOf.length);
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}
