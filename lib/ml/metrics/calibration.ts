/**
 * Calibration: whether what is predicted with probability p happens in a share p of the cases.
 *
 * Rows are put into bins by their probability; each bin compares its mean probability with its share of positives. The
 * expected calibration error is the mean of the differences, weighted by how many rows the bins hold.
 *
 * **Invariant.** Every row is in one bin; empty bins are left out. A probability of exactly 1 is in the last bin.
 *
 * Cost: O(n + bins); with quantiles O(n log n).
 *
 * Not here on purpose: making a model calibrated (Platt, isotonic regression).
 *
 * Source: scikit-learn's `calibration_curve`; C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
 *
 * @module
 */
import { checkOneOf, checkPositiveInteger } from "../../base/argument.ts";
import { quantiles } from "../../math/stats/quantile.ts";
import { encodeLabels } from "../features/labels.ts";
import { checkProbabilities } from "./log_loss.ts";

/** The bins that have rows, by rising probability. */
export interface CalibrationCurve {
  /** Mean predicted probability of each bin. */
  readonly meanPredicted: readonly number[];
  /** Share of positives in each bin. */
  readonly positiveRatio: readonly number[];
  /** Rows of each bin. */
  readonly counts: readonly number[];
}

/** How rows are binned. */
export interface CalibrationOptions {
  /** How many bins. @default {5} */
  readonly bins?: number;
  /** Equally wide bins, or bins of about equally many rows. @default {"uniform"} */
  readonly strategy?: "uniform" | "quantile";
  /** The positive label. @default {1} */
  readonly positive?: number;
}

/**
 * The curve; on the diagonal, the model is calibrated.
 * @param yTrue (n) labels.
 * @param probabilities (n): of the positive class.
 * @throws {RangeError} If the lengths differ, a probability lies outside 0..1, or `bins` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { calibrationCurve, expectedCalibrationError } from "./calibration.ts";
 * const [yTrue, p] = [[0, 1, 1, 1], [0.25, 0.25, 0.75, 0.75]];
 * const curve = calibrationCurve(yTrue, p, { bins: 2 });
 * assertEquals([curve.meanPredicted, curve.positiveRatio], [[0.25, 0.75], [0.5, 1]]);
 * assertEquals(expectedCalibrationError(curve), 0.25);
 * ```
 */
export function calibrationCurve(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { bins = 5, strategy = "uniform", positive = 1 }: CalibrationOptions = {},
): CalibrationCurve {
  const action = "draw a calibration curve";
  checkPositiveInteger(bins, { action, argument: "bins" });
  checkOneOf(strategy, { action, argument: "strategy", choices: ["uniform", "quantile"] });
  const { classes, indices } = encodeLabels(yTrue, { action, argument: "yTrue" });
  const p = checkProbabilities(probabilities, { action, rows: indices.length });
  const shares = Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins);
  const edges = strategy === "uniform" ? shares : quantiles(p, shares);
  const [sums, hits, counts] = [
    new Array<number>(bins).fill(0),
    new Array<number>(bins).fill(0),
    new Array<number>(bins).fill(0),
  ];
  for (let i = 0; i < p.length; i++) {
    let bin = 0;
    while (bin < bins - 1 && p[i]! > edges[bin]!) bin++; // a value on an edge is in the lower bin
    sums[bin]! += p[i]!;
    hits[bin]! += Number(classes[indices[i]!] === positive);
    counts[bin]!++;
  }
  const filled = counts.flatMap((count, bin) => count > 0 ? [bin] : []);
  return {
    meanPredicted: filled.map((bin) => sums[bin]! / counts[bin]!),
    positiveRatio: filled.map((bin) => hits[bin]! / counts[bin]!),
    counts: filled.map((bin) => counts[bin]!),
  };
}

/** The mean distance from the diagonal, weighted by rows: from 0 (calibrated) to 1. */
export function expectedCalibrationError({ meanPredicted, positiveRatio, counts }: CalibrationCurve): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, i) => sum + count / rows * Math.abs(meanPredicted[i]! - positiveRatio[i]!), 0);
}
