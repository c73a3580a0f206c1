/**
 * Naive Bayes for counts: multinomial for how often a word occurs in a text, Bernoulli for whether it does.
 *
 * Every word gets `smoothing` occurrences (Laplace's 1) in every class, so that a word that a class has never seen does
 * not rule it out. The Bernoulli model also counts the words that are missing from a text, which the multinomial one
 * does not.
 *
 * **Invariant.** In each multinomial class the words' probabilities sum to 1. Both models are linear in the counts: a
 * weight a word, and a constant.
 *
 * Cost: one pass over the counts to fit; O(classes · counts) to predict: of a sparse matrix, only the counts above 0.
 *
 * Not here on purpose: the making of counts (`lib/ml/text/bag_of_words.ts`), given priors.
 *
 * Source: A. McCallum and K. Nigam, "A Comparison of Event Models for Naive Bayes Text Classification", 1998;
 * conventions of scikit-learn.
 *
 * @module
 */
import { checkOneOf, checkPositive } from "../../base/argument.ts";
import { csrFromDense, type CsrMatrix } from "../../math/linalg/csr_matrix.ts";
import { type Matrix, zeros } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkFeatureShape } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import type { LinearWeights } from "../linear/linear_scores.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { bestClasses, logPriors, probabilitiesOf } from "./_class_scores.ts";

/** Counts of words, a row a text: dense or sparse. */
export type Counts = Matrix | CsrMatrix;

/** A weight for each class and word. */
export interface CountNaiveBayes {
  /** Labels, rising. */
  readonly classes: readonly number[];
  /** What a row of counts is read as. */
  readonly kind: "multinomial" | "bernoulli";
  /** One a class: ln-probabilities of the words (multinomial), or log-odds (Bernoulli), and the constant. */
  readonly scores: readonly LinearWeights[];
}

/** What counts are read as, and how they are smoothed. */
export interface CountOptions {
  /** How often words occur, or whether they do (any count above 0). @default {"multinomial"} */
  readonly kind?: "multinomial" | "bernoulli";
  /** Occurrences that every word is given in every class. @default {1} */
  readonly smoothing?: number;
}

/**
 * Learns the words' probabilities.
 * @param x (n, words): counts, not negative.
 * @param y (n) labels.
 * @throws {RangeError} If the shapes do not fit, a count is negative or not finite, or the smoothing is not positive.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitCountNaiveBayes, predict } from "./count_naive_bayes.ts";
 * const model = fitCountNaiveBayes(matrixOf([[3, 0], [1, 2]]), [0, 1]);
 * assertAlmostEquals(Math.exp(model.scores[0]!.coefficients[1]!), (0 + 1) / (3 + 2), 1e-12);
 * assertEquals([...predict(model, matrixOf([[2, 0], [0, 1]]))], [0, 1]);
 * ```
 */
export function fitCountNaiveBayes(
  x: Counts,
  y: ArrayLike<number>,
  { kind = "multinomial", smoothing = 1 }: CountOptions = {},
): CountNaiveBayes {
  const action = "fit a naive Bayes of counts";
  checkOneOf(kind, { action, argument: "kind", choices: ["multinomial", "bernoulli"] });
  checkPositive(smoothing, { action, argument: "smoothing" });
  const { rows: n, columns: d, indptr, indices: words, data } = checkCounts(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: n });
  const [sums, rows] = [classes.map(() => new Float64Array(d)), new Float64Array(classes.length)];
  for (let i = 0; i < n; i++) {
    const own = sums[indices[i]!]!;
    rows[indices[i]!]!++;
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) {
      own[words[at]!]! += kind === "multinomial" ? data[at]! : Number(data[at]! > 0);
    }
  }
  const priors = logPriors(indices, classes.length);
  const scores = sums.map((counts, c) => {
    if (kind === "multinomial") {
      const total = counts.reduce((sum, count) => sum + count, smoothing * d);
      return {
        coefficients: Array.from(counts, (count) => Math.log((count + smoothing) / total)),
        intercept: priors[c]!,
      };
    }
    const logs = Array.from(counts, (count) => {
      const p = (count + smoothing) / (rows[c]! + 2 * smoothing);
      return { present: Math.log(p), missing: Math.log(1 - p) };
    });
    return {
      coefficients: logs.map(({ present, missing }) => present - missing),
      intercept: logs.reduce((sum, { missing }) => sum + missing, priors[c]!),
    };
  });
  return { classes, kind, scores };
}

/**
 * The probability of each class.
 * @param x (m, words).
 * @returns (m, classes), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or a count is negative or not finite.
 */
export function predictProbability(model: CountNaiveBayes, x: Counts): Matrix {
  return probabilitiesOf(logLikelihoods(model, x));
}

/**
 * The most probable class.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or a count is negative or not finite.
 */
export function predict(model: CountNaiveBayes, x: Counts): Int32Array {
  return bestClasses(logLikelihoods(model, x), model.classes);
}

/** The share of right answers on these rows. */
export function score(model: CountNaiveBayes, { x, y }: { readonly x: Counts; readonly y: ArrayLike<number> }): number {
  return accuracy(y, predict(model, x));
}

function logLikelihoods({ kind, scores }: CountNaiveBayes, x: Counts): Matrix {
  const counts = checkCounts(x, { action: "predict", columns: scores[0]!.coefficients.length });
  const { rows, indptr, indices: words, data } = counts;
  const result = zeros(rows, scores.length);
  for (const [c, { coefficients, intercept }] of scores.entries()) {
    const weights = Float64Array.from(coefficients);
    for (let i = 0; i < rows; i++) {
      let sum = intercept;
      for (let at = indptr[i]!; at < indptr[i + 1]!; at++) {
        sum += weights[words[at]!]! * (kind === "multinomial" ? data[at]! : Number(data[at]! > 0));
      }
      result.data[i * scores.length + c] = sum;
    }
  }
  return result;
}

/** The counts as a sparse matrix, once none is negative. */
function checkCounts(
  x: Counts,
  { action, columns }: { readonly action: string; readonly columns?: number },
): CsrMatrix {
  const shape = columns === undefined ? {} : { columns };
  if (typeof x !== "object" || x === null || !("indptr" in x)) {
    checkFeatures(x, { action, ...shape });
    checkSigns(x.data, { action, cell: (at) => [Math.floor(at / x.columns), at % x.columns] });
    return csrFromDense(x);
  }
  const { indptr, indices, data } = x;
  checkFeatureShape(x, { action, ...shape });
  checkSigns(data, { action, cell: (at) => [indptr.findIndex((end) => end > at) - 1, indices[at]!] });
  return x;
}

function checkSigns(
  data: Float64Array,
  { action, cell }: { readonly action: string; readonly cell: (at: number) => readonly [number, number] },
): void {
  const at = data.findIndex((count) => !(count >= 0 && count < Infinity));
  if (at === -1) return;
  const [row, column] = cell(at);
  throw new RangeError(
    `Cannot ${action}: x (row ${row}, column ${column}) must be a count of at least 0: current value is ${data[at]}`,
  );
}
