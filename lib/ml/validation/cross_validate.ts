/**
 * Cross-validation: a model is fitted on the train rows of each split and scored on its test rows.
 *
 * **Invariant.** `fit` sees train rows only, so whatever it learns (means, vocabularies, oversampled rows) cannot leak:
 * put preprocessing into it.
 *
 * Cost: one fit and one score a split, one after the other.
 *
 * Not here on purpose: the choice of a model by its scores (nest the calls), threads.
 *
 * @module
 */
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { take } from "../../math/linalg/rows_and_columns.ts";
import { takeEntries } from "../features/take_entries.ts";
import type { Split } from "./k_fold.ts";

/** What is cross-validated. */
export interface Scorable<Model> {
  /** Learns from rows and their labels or targets. */
  fit(x: Matrix, y: Float64Array): Model | Promise<Model>;
  /** How good the model is on rows that it has not seen: accuracy, R², anything where more is better. */
  score(model: Model, rows: { readonly x: Matrix; readonly y: Float64Array }): number | Promise<number>;
}

/** All rows, and how they are split. */
export interface CrossValidateOptions {
  /** (n, d). */
  readonly x: Matrix;
  /** (n) labels or targets. */
  readonly y: ArrayLike<number>;
  /** Splits of the n rows. */
  readonly splits: readonly Split[];
}

/**
 * The score on each split, in their order.
 * @throws {RangeError} If the lengths differ, an entry is not finite, or there is no split.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { crossValidate } from "./cross_validate.ts";
 * import { kFold } from "./k_fold.ts";
 * const mean = {
 *   fit: (_: unknown, y: Float64Array) => y.reduce((a, b) => a + b) / y.length,
 *   score: (model: number, { y }: { y: Float64Array }) => -Math.abs(y[0]! - model),
 * };
 * const options = { x: matrixOf([[0], [0], [0]]), y: [1, 2, 6], splits: kFold(3, { folds: 3 }) };
 * assertEquals(await crossValidate(mean, options), [-3, -1.5, -4.5]);
 * ```
 */
export async function crossValidate<Model>(
  estimator: Scorable<Model>,
  { x, y, splits }: CrossValidateOptions,
): Promise<number[]> {
  const action = "cross-validate";
  checkFeatures(x, { action });
  const targets = checkTargets(y, { action, rows: x.rows });
  if (splits.length === 0) {
    throw new RangeError(`Cannot ${action}: splits must have at least one split: current value is 0`);
  }
  const scores: number[] = [];
  for (const { train, test } of splits) {
    const model = await estimator.fit(take(x, train), takeEntries(targets, train));
    scores.push(await estimator.score(model, { x: take(x, test), y: takeEntries(targets, test) }));
  }
  return scores;
}
