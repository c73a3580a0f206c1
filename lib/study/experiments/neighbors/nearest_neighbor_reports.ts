/**
 * Three ways to prepare the same rows for one nearest neighbour: the accuracy that each reports, and the accuracy on
 * rows that it has never seen.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { type Random, random } from "../../../base/random.ts";
import { matrixOf } from "../../../math/linalg/matrix.ts";
import { accuracy } from "../../../ml/metrics/confusion_matrix.ts";
import { buildKDTree, searchKDTree } from "../../../ml/neighbors/k_d_tree.ts";
import { fitStandardScaler, transform } from "../../../ml/preprocessing/standard_scaler.ts";
import { kFold } from "../../../ml/validation/k_fold.ts";

/** How the three differ. */
export type Preparation = "standardises" | "leaves the units" | "copies rows, then splits";

/** What one of them reports, and what is true. */
export interface Report {
  /** Accuracy in its own five folds, one for each size. */
  readonly reported: readonly number[];
  /** Accuracy on new rows, one for each size. */
  readonly onNewRows: readonly number[];
}

/** Rows with a label of 0 or 1. */
interface Rows {
  readonly x: readonly number[][];
  readonly y: readonly number[];
}

const NEW_ROWS = 1000;

/**
 * The three reports. In each of the first two columns the classes are 1.5 standard deviations apart; the third is
 * noise in a small unit.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { nearestNeighborReports } from "./nearest_neighbor_reports.ts";
 *
 * const { "leaves the units": report } = nearestNeighborReports({ sizes: [200], seed: 1 });
 * assert(report.onNewRows[0]! < 0.6);
 * ```
 */
export function nearestNeighborReports({ sizes, seed }: {
  /** Numbers of training rows. */
  readonly sizes: readonly number[];
  /** Decides the rows. */
  readonly seed: number;
}): Record<Preparation, Report> {
  for (const size of sizes) checkPositiveInteger(size, { action: "report accuracies", argument: "sizes" });
  const dice = random(seed);
  const unseen = drawn(NEW_ROWS, dice);
  const training = sizes.map((size) => drawn(size, dice));
  const report = (rowsOf: (rows: Rows) => Rows, isScaled: boolean): Report => ({
    reported: training.map((rows) => inFolds(rowsOf(rows), isScaled)),
    onNewRows: training.map((rows) => rightAnswers(rowsOf(rows), { asked: unseen, isScaled })),
  });
  return {
    "standardises": report((rows) => rows, true),
    "leaves the units": report((rows) => rows, false),
    "copies rows, then splits": report(twice, true),
  };
}

/** Length and width in metres, and a weight in grams that says nothing. */
function drawn(count: number, dice: Random): Rows {
  const y = Array.from({ length: count }, (_, i) => i % 2);
  return { x: y.map((label) => [1.5 * label + dice.normal(), 1.5 * label + dice.normal(), 1000 * dice.normal()]), y };
}

function twice({ x, y }: Rows): Rows {
  return { x: [...x, ...x], y: [...y, ...y] };
}

function inFolds({ x, y }: Rows, isScaled: boolean): number {
  const folds = kFold(y.length, { folds: 5, seed: 0 });
  const part = (indices: Int32Array): Rows => ({
    x: Array.from(indices, (i) => x[i]!),
    y: Array.from(indices, (i) => y[i]!),
  });
  const shares = folds.map(({ train, test }) => rightAnswers(part(train), { asked: part(test), isScaled }));
  return shares.reduce((sum, share) => sum + share, 0) / folds.length;
}

function rightAnswers(known: Rows, { asked, isScaled }: { readonly asked: Rows; readonly isScaled: boolean }): number {
  const x = matrixOf(known.x);
  const scaler = fitStandardScaler(x);
  const prepared = (rows: Rows) => isScaled ? transform(scaler, matrixOf(rows.x)) : matrixOf(rows.x);
  const { rows } = searchKDTree(buildKDTree(prepared(known)), prepared(asked), { k: 1 });
  return accuracy(asked.y, Array.from(rows, (row) => known.y[row]!));
}
