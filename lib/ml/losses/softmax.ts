/**
 * Softmax, its logarithm and its Jacobian, and the logistic sigmoid: scores as probabilities, without overflow.
 *
 * The largest score is subtracted first: that changes no ratio, and leaves no exponential above 1. The sigmoid takes
 * the form that has only e^(−|x|).
 *
 * **Invariant.** Probabilities are in 0..1 and sum to 1 up to rounding; adding a constant to all scores changes
 * nothing; a score of 1000 is as welcome as one of 1.
 *
 * Cost: O(k); the Jacobian O(k²).
 *
 * Not here on purpose: rows of a matrix at once (`lib/math/onnx/operations/softmax.ts`), temperature (divide the
 * scores).
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 4.1.
 *
 * @module
 */
import { checkFinite } from "../../base/argument.ts";
import { checkTargets } from "../features/feature_matrix.ts";
import { type Matrix, zeros } from "../../math/linalg/matrix.ts";

/**
 * eˣⁱ / Σ eˣʲ.
 * @param scores (k), at least one of them finite, the rest finite or −Infinity (a class that is ruled out).
 * @returns (k).
 * @throws {RangeError} If there are no scores, one is NaN or Infinity, or all are −Infinity.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rowsOf } from "../../math/linalg/matrix.ts";
 * import { sigmoid, softmax, softmaxJacobian } from "./softmax.ts";
 * assertEquals([...softmax([1000, 2000, 3000])], [0, 0, 1]);
 * assertEquals(rowsOf(softmaxJacobian([0.5, 0.5])), [[0.25, -0.25], [-0.25, 0.25]]);
 * assertEquals([sigmoid(0), sigmoid(1000), sigmoid(-1000)], [0.5, 1, 0]);
 * ```
 */
export function softmax(scores: ArrayLike<number>): Float64Array {
  const { values, largest } = checkedScores(scores, "take a softmax");
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp(values[i]! - largest);
  for (let i = 0; i < values.length; i++) values[i]! /= sum;
  return values;
}

/**
 * xᵢ − ln Σ eˣʲ: exact also where the softmax rounds to 0.
 * @throws {RangeError} If there are no scores, one is NaN or Infinity, or all are −Infinity.
 */
export function logSoftmax(scores: ArrayLike<number>): Float64Array {
  const { values, largest } = checkedScores(scores, "take a log softmax");
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  const logSum = Math.log(sum); // taken off after the largest score: added to a large one, it would lose its digits
  for (let i = 0; i < values.length; i++) values[i] = values[i]! - largest - logSum;
  return values;
}

/**
 * The derivatives ∂sᵢ/∂xⱼ = sᵢ·(δᵢⱼ − sⱼ) at softmax `s`.
 * @param s (k): what `softmax` returned.
 * @returns (k, k), symmetric; each row sums to 0.
 * @throws {RangeError} If there are no entries, or one is not finite.
 */
export function softmaxJacobian(s: ArrayLike<number>): Matrix {
  const values = checkTargets(s, { action: "take a softmax's Jacobian", rows: s.length, argument: "s" });
  const k = values.length;
  const jacobian = zeros(k, k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) jacobian.data[i * k + j] = values[i]! * (Number(i === j) - values[j]!);
  }
  return jacobian;
}

/** 1 / (1 + e⁻ˣ), from 0 to 1; NaN stays NaN. */
export function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/** ln(1 + eˣ) without overflow: the logistic loss of a margin −x. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function checkedScores(scores: ArrayLike<number>, action: string) {
  let largest = -Infinity;
  const values = Float64Array.from(scores, (score, i) => {
    if (score !== -Infinity) checkFinite(score, { action, argument: `scores[${i}]` });
    largest = Math.max(largest, score);
    return score;
  });
  if (largest > -Infinity) return { values, largest };
  const value = values.length === 0 ? "an empty list" : "-Infinity throughout";
  throw new RangeError(`Cannot ${action}: scores must have a finite entry: current value is ${value}`);
}
