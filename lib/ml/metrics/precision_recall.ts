/**
 * Precision, recall and F-score: of one class, and averaged over all of them in three ways.
 *
 * Precision is the share of the predicted positives that are right, recall the share of the true positives that were
 * found, F their harmonic mean (with `beta` above 1, recall weighs more). Where a share is 0 / 0 the caller has to
 * choose what it is: 0, 1, or left out of the averages.
 *
 * | average | what it weighs equally |
 * | ------- | ---------------------- |
 * | micro   | rows: all decisions counted together; with one label a row it is the accuracy |
 * | macro   | classes, however rare |
 * | weighted | classes by how many rows they have |
 *
 * **Invariant.** All figures lie in 0..1. F is computed from counts, not from the rounded shares, and is 0 / 0 only for
 * a class that occurs nowhere.
 *
 * Cost: O(n + classes²).
 *
 * Not here on purpose: the mean of F over batches, which is the F of nothing; thresholds (`precision_recall_curve.ts`).
 *
 * Source: scikit-learn's `precision_recall_fscore_support`, whose figures these are, ties and zero divisions included.
 *
 * @module
 */
import { checkPositive } from "../../base/argument.ts";
import { confusionMatrix } from "./confusion_matrix.ts";

/** What 0 / 0 is: a number, or nothing, and then averages leave it out. */
export type ZeroDivision = 0 | 1 | "exclude";

/** A share; with `"exclude"` it may be undefined. */
export type Share<Z extends ZeroDivision> = Z extends "exclude" ? number | undefined : number;

/** The figures of one class, or of an average. */
export interface PrecisionRecall<Z extends ZeroDivision = 0> {
  /** Right among those predicted. */
  readonly precision: Share<Z>;
  /** Found among those there are. */
  readonly recall: Share<Z>;
  /** Their harmonic mean, or with `beta` the weighted one. */
  readonly f1: Share<Z>;
  /** How many rows are truly of the class; of all classes for an average. */
  readonly support: number;
}

/** The figures of all classes. */
export interface ClassificationReport<Z extends ZeroDivision = 0> {
  /** Labels, rising: the order of `perClass`. */
  readonly classes: readonly number[];
  /** One a class. */
  readonly perClass: readonly PrecisionRecall<Z>[];
  /** From the counts of all classes together. */
  readonly micro: PrecisionRecall<Z>;
  /** The plain mean over the classes. */
  readonly macro: PrecisionRecall<Z>;
  /** The mean weighted by support. */
  readonly weighted: PrecisionRecall<Z>;
  /** Share of right rows. */
  readonly accuracy: number;
}

/** How 0 / 0 is read, and how recall weighs. */
export interface PrecisionRecallOptions<Z extends ZeroDivision> {
  /** What 0 / 0 is. @default {0} */
  readonly zeroDivision?: Z;
  /** How many times as much recall weighs as precision. @default {1} */
  readonly beta?: number;
}

/**
 * The figures of one class against all others.
 * @param yTrue (n), at least one.
 * @param yPredicted (n).
 * @param options `positive`: the label that counts as found. @default {1}
 * @throws {RangeError} If there are no labels, the lengths differ, a label is not an integer, or `beta` is not
 *   positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { classificationReport, precisionRecall } from "./precision_recall.ts";
 * const [yTrue, yPredicted] = [[1, 1, 1, 0, 0], [1, 0, 1, 1, 0]];
 * assertEquals(precisionRecall(yTrue, yPredicted), { precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 });
 * assertEquals(classificationReport(yTrue, yPredicted).macro.recall, (1 / 2 + 2 / 3) / 2);
 * ```
 */
export function precisionRecall<Z extends ZeroDivision = 0>(
  yTrue: ArrayLike<number>,
  yPredicted: ArrayLike<number>,
  { positive = 1, ...options }: PrecisionRecallOptions<Z> & { readonly positive?: number } = {},
): PrecisionRecall<Z> {
  const { classes, perClass } = classificationReport(yTrue, yPredicted, options);
  return perClass[classes.indexOf(positive)] ??
    figures({ right: 0, predicted: 0, actual: 0 }, { ...options, beta: options.beta ?? 1 });
}

/**
 * The figures of every class and their averages.
 * @param options `classes`: rising labels, also ones that never occur. @default {those that occur}
 * @throws {RangeError} If there are no labels, the lengths differ, a label is not an integer, or `beta` is not
 *   positive.
 */
export function classificationReport<Z extends ZeroDivision = 0>(
  yTrue: ArrayLike<number>,
  yPredicted: ArrayLike<number>,
  { classes: given, beta = 1, ...options }: PrecisionRecallOptions<Z> & { readonly classes?: readonly number[] } = {},
): ClassificationReport<Z> {
  checkZeroDivision(options.zeroDivision);
  checkPositive(beta, { action: "compute precision and recall", argument: "beta" });
  const { classes, counts } = confusionMatrix(yTrue, yPredicted, given === undefined ? {} : { classes: given });
  const perCount = classes.map((_, i) => ({
    right: counts[i]![i]!,
    predicted: counts.reduce((sum, row) => sum + row[i]!, 0),
    actual: counts[i]!.reduce((sum, count) => sum + count, 0),
  }));
  const together = perCount.reduce((a, b) => ({
    right: a.right + b.right,
    predicted: a.predicted + b.predicted,
    actual: a.actual + b.actual,
  }));
  const perClass = perCount.map((one) => figures<Z>(one, { ...options, beta }));
  const averaged = (weightOf: (one: PrecisionRecall<Z>) => number): PrecisionRecall<Z> => ({
    precision: mean<Z>(perClass.map((one) => [one.precision, weightOf(one)])),
    recall: mean<Z>(perClass.map((one) => [one.recall, weightOf(one)])),
    f1: mean<Z>(perClass.map((one) => [one.f1, weightOf(one)])),
    support: together.actual,
  });
  return {
    classes,
    perClass,
    micro: figures<Z>(together, { ...options, beta }),
    macro: averaged(() => 1),
    weighted: averaged(({ support }) => support),
    accuracy: together.right / together.actual,
  };
}

function checkZeroDivision(choice: ZeroDivision | undefined): void {
  if (choice === undefined || choice === 0 || choice === 1 || choice === "exclude") return;
  throw new RangeError(
    `Cannot compute precision and recall: zeroDivision must be 0, 1 or "exclude": current value is ${String(choice)}`,
  );
}

interface Counts {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

function figures<Z extends ZeroDivision>(
  { right, predicted, actual }: Counts,
  { zeroDivision, beta }: { readonly zeroDivision?: Z; readonly beta: number },
): PrecisionRecall<Z> {
  const undefinedShare = (zeroDivision === "exclude" ? undefined : zeroDivision ?? 0) as Share<Z>;
  const share = (part: number, whole: number) => whole === 0 ? undefinedShare : part / whole as Share<Z>;
  return {
    precision: share(right, predicted),
    recall: share(right, actual),
    f1: share((1 + beta * beta) * right, beta * beta * actual + predicted),
    support: actual,
  };
}

/** The weighted mean of the shares that there are. */
function mean<Z extends ZeroDivision>(weighted: readonly (readonly [Share<Z>, number])[]): Share<Z> {
  let [sum, weights] = [0, 0];
  for (const [value, weight] of weighted) {
    if (value === undefined) continue;
    sum += weight * value;
    weights += weight;
  }
  return (weights === 0 ? undefined : sum / weights) as Share<Z>;
}
