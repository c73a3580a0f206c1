/**
 * Linear scores: x · w + b for one or several sets of weights, as every linear model computes them.
 *
 * **Invariant.** A row's scores depend on that row alone, bit for bit.
 *
 * Cost: O(rows · columns · outputs).
 *
 * @module
 */
import { type Matrix, zeros } from "../../math/linalg/matrix.ts";

/** Weights of one output. */
export interface LinearWeights {
  /** (d). */
  readonly coefficients: readonly number[];
  /** What is added. */
  readonly intercept: number;
}

/**
 * x · w + b.
 * @param x (m, d), checked by the caller.
 * @returns (m).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { linearScores } from "./linear_scores.ts";
 * assertEquals([...linearScores(matrixOf([[1, 2]]), { coefficients: [10, 1], intercept: 0.5 })], [12.5]);
 * ```
 */
export function linearScores(x: Matrix, { coefficients, intercept }: LinearWeights): Float64Array {
  const [w, { rows, columns, data }] = [Float64Array.from(coefficients), x];
  const scores = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = intercept;
    for (let j = 0; j < columns; j++, at++) sum += data[at]! * w[j]!;
    scores[i] = sum;
  }
  return scores;
}

/**
 * The scores of several outputs.
 * @param x (m, d), checked by the caller.
 * @param outputs One a column of the result.
 * @returns (m, outputs).
 */
export function manyLinearScores(x: Matrix, outputs: readonly LinearWeights[]): Matrix {
  const result = zeros(x.rows, outputs.length);
  for (const [j, output] of outputs.entries()) {
    const scores = linearScores(x, output);
    for (let i = 0; i < x.rows; i++) result.data[i * outputs.length + j] = scores[i]!;
  }
  return result;
}

/** Rows and targets less their means, so that an intercept need not be among the unknowns. */
export interface CentredRows {
  /** (n, d). */
  readonly x: Matrix;
  /** (n). */
  readonly y: Float64Array;
  /** (d): the means that were subtracted; zeros without an intercept. */
  readonly means: Float64Array;
  /** The mean target; 0 without an intercept. */
  readonly targetMean: number;
}

/**
 * Subtracts the means, if there is to be an intercept.
 * @param x (n, d), checked by the caller.
 */
export function centreRows(
  x: Matrix,
  y: Float64Array,
  { intercept }: { readonly intercept: boolean },
): CentredRows {
  const { rows, columns, data } = x;
  const means = new Float64Array(columns);
  if (!intercept) return { x, y, means, targetMean: 0 };
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) means[j]! += data[at]!;
  for (let j = 0; j < columns; j++) means[j]! /= rows;
  const targetMean = y.reduce((sum, value) => sum + value, 0) / rows;
  const centred = data.slice();
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) centred[at]! -= means[j]!;
  return { x: { rows, columns, data: centred }, y: y.map((value) => value - targetMean), means, targetMean };
}

/** The model with these coefficients on centred rows, and the intercept that belongs to them. */
export function weightsOf(
  coefficients: Float64Array,
  { means, targetMean }: Pick<CentredRows, "means" | "targetMean">,
): LinearWeights {
  const intercept = coefficients.reduce((sum, w, j) => sum - w * means[j]!, targetMean);
  return { coefficients: Array.from(coefficients), intercept };
}
