/**
 * Cross-validated average precision of three analysts who differ in when they oversample.
 *
 * @module
 */
import { random } from "../../../base/random.ts";
import { type Matrix, matrixOf } from "../../../math/linalg/matrix.ts";
import { averagePrecisionScore } from "../../../ml/metrics/precision_recall_curve.ts";
import { smote } from "../../../ml/preprocessing/smote.ts";
import { fitRandomForest, predictProbability } from "../../../ml/trees/random_forest.ts";
import { stratifiedKFold } from "../../../ml/validation/k_fold.ts";

/** When rare rows are filled up. */
export type Resampling = "never" | "inside each fold" | "before the folds";

interface Labelled {
  readonly rows: readonly (readonly number[])[];
  readonly y: readonly number[];
}

const FOLDS = 4;
const RARE = 24;

/**
 * One average precision a fold. The columns say nothing about the label, so an honest score is close to the share of
 * the rare class.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { resampledScores } from "./resampled_scores.ts";
 *
 * assertEquals(resampledScores({ seed: 1, rows: 120 }).never.length, 4);
 * ```
 */
export function resampledScores({ seed, rows: n }: {
  /** Decides rows, folds and forests. */
  readonly seed: number;
  /** Rows in all; 24 of them are rare. */
  readonly rows: number;
}): Record<Resampling, readonly number[]> {
  const dice = random(seed);
  const all = {
    rows: Array.from({ length: n }, () => [dice.normal(), dice.normal(), dice.normal()]),
    y: Array.from({ length: n }, (_, i) => Number(i < RARE)),
  };
  return {
    never: foldScores(all, { seed, prepare: (train) => train }),
    "inside each fold": foldScores(all, { seed, prepare: (train) => filledUp(train, seed) }),
    "before the folds": foldScores(filledUp(all, seed), { seed, prepare: (train) => train }),
  };
}

function filledUp({ rows, y }: Labelled, seed: number): Labelled {
  const filled = smote(matrixOf(rows), y, { seed });
  return { rows: rowsOf(filled.x), y: [...filled.y] };
}

function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

function foldScores({ rows, y }: Labelled, { seed, prepare }: {
  readonly seed: number;
  readonly prepare: (train: Labelled) => Labelled;
}): number[] {
  const taken = (indices: ArrayLike<number>): Labelled => ({
    rows: Array.from(indices, (i) => rows[i]!),
    y: Array.from(indices, (i) => y[i]!),
  });
  return stratifiedKFold(y, { folds: FOLDS, seed }).map(({ train, test }) => {
    const [known, held] = [prepare(taken(train)), taken(test)];
    const forest = fitRandomForest(matrixOf(known.rows), known.y, { trees: 20, seed });
    const { data } = predictProbability(forest, matrixOf(held.rows));
    return averagePrecisionScore(held.y, held.y.map((_, i) => data[2 * i + 1]!));
  });
}
