/**
 * Losses of predicted probabilities: log loss (cross-entropy) and the Brier score.
 *
 * Both are proper: they are smallest, on average, for the true probabilities. Log loss punishes confident errors
 * without bound, so probabilities are clipped to [ε, 1 − ε]; the Brier score is a mean of squares and needs no such
 * choice.
 *
 * **Invariant.** Neither is negative; both are 0 only if every row's own class has probability 1 (log loss up to ε).
 *
 * Cost: O(n · classes).
 *
 * Not here on purpose: losses of logits (`lib/ml/losses/softmax.ts`: a probability that was rounded to 0 cannot be
 * repaired here).
 *
 * @module
 */
import { checkPositive } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";

/** What the columns stand for, and how far probabilities are clipped. */
export interface LogLossOptions {
  /** The labels of the columns, rising. @default {the labels that occur, of which there must be as many as columns} */
  readonly classes?: readonly number[];
  /** Probabilities are kept within [epsilon, 1 − epsilon]. @default {2 ** -52} */
  readonly epsilon?: number;
}

/**
 * The mean of −ln p of each row's own class, in nats.
 * @param yTrue (n) labels.
 * @param probabilities (n, classes), rows summing to 1.
 * @throws {RangeError} If the shapes do not fit, a row does not sum to 1 (within 1e−6), or an entry lies outside 0..1.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { brierScore, logLoss } from "./log_loss.ts";
 * assertAlmostEquals(logLoss([0, 1], matrixOf([[0.5, 0.5], [0.75, 0.25]])), (Math.log(2) + Math.log(4)) / 2);
 * assertAlmostEquals(brierScore([0, 1], [0.5, 0.25]), (0.5 ** 2 + 0.75 ** 2) / 2);
 * ```
 */
export function logLoss(
  yTrue: ArrayLike<number>,
  probabilities: Matrix,
  { classes: given, epsilon = 2 ** -52 }: LogLossOptions = {},
): number {
  const action = "take a log loss";
  checkPositive(epsilon, { action, argument: "epsilon" });
  const { rows, columns, data } = checkProbabilityRows(probabilities, { action });
  const { classes, indices } = encodeLabels(yTrue, {
    action,
    argument: "yTrue",
    rows,
    ...given === undefined ? {} : { classes: given },
  });
  if (classes.length !== columns) {
    throw new RangeError(
      `Cannot ${action}: probabilities must have ${classes.length} columns, one a class: current value is ${columns}`,
    );
  }
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const p = data[i * columns + indices[i]!]!;
    sum -= Math.log(Math.min(1 - epsilon, Math.max(epsilon, p)));
  }
  return sum / rows;
}

/**
 * The mean squared distance of the positive class's probability from what happened, 0 or 1: from 0 to 1.
 * @param yTrue (n) labels.
 * @param probabilities (n): of the positive class.
 * @param options `positive`: the positive label. @default {1}
 * @throws {RangeError} If the lengths differ, or a probability lies outside 0..1.
 */
export function brierScore(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { positive = 1 }: { readonly positive?: number } = {},
): number {
  const action = "take a Brier score";
  const { classes, indices } = encodeLabels(yTrue, { action, argument: "yTrue" });
  const p = checkProbabilities(probabilities, { action, rows: indices.length });
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (p[i]! - Number(classes[indices[i]!] === positive)) ** 2;
  return sum / p.length;
}

/**
 * The probabilities as floats.
 * @throws {RangeError} If there are not `rows` of them, or one lies outside 0..1.
 */
export function checkProbabilities(
  probabilities: ArrayLike<number>,
  { action, rows }: { readonly action: string; readonly rows: number },
): Float64Array {
  const p = checkTargets(probabilities, { action, rows, argument: "probabilities" });
  const at = p.findIndex((value) => value < 0 || value > 1);
  if (at === -1) return p;
  throw new RangeError(`Cannot ${action}: probabilities[${at}] must be from 0 to 1: current value is ${p[at]}`);
}

function checkProbabilityRows(p: Matrix, { action }: { readonly action: string }): Matrix {
  checkFeatures(p, { action, argument: "probabilities" });
  for (let i = 0; i < p.rows; i++) {
    let sum = 0;
    for (let at = i * p.columns; at < (i + 1) * p.columns; at++) sum += p.data[at]! < 0 ? NaN : p.data[at]!;
    if (Math.abs(sum - 1) <= 1e-6) continue;
    throw new RangeError(
      `Cannot ${action}: row ${i} of probabilities must be non-negative and sum to 1: current value is ${
        p.data.subarray(i * p.columns, (i + 1) * p.columns).join(", ")
      }`,
    );
  }
  return p;
}
