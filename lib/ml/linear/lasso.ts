/**
 * The lasso and the elastic net by coordinate descent: linear regression that sets coefficients to exactly 0.
 *
 * The objective is (1 / 2n)·Σ(y − ŷ)² + α·ρ·Σ|w| + α·(1 − ρ) / 2·Σw², ρ the share of the first penalty (1: the lasso).
 * One coordinate at a time is set to its best value, which is a soft threshold of the correlation of its column with
 * what the others leave.
 *
 * **Invariant.** The objective never rises. The model is within `gap` of the best objective there is: the duality gap
 * proves it.
 *
 * Cost: O(n · d) a sweep over all coordinates.
 *
 * Not here on purpose: paths over many α (start the next from the last), screening rules, ρ = 0 (ridge:
 * `linear_regression.ts`).
 *
 * Source: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate
 * Descent", JSS 33(1), 2010; scikit-learn's `ElasticNet` has the same objective.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import { type Matrix, transpose } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";
import { centreRows, type LinearWeights, weightsOf } from "./linear_scores.ts";

/** Where the descent stands after a sweep. */
export interface LassoState extends LinearWeights {
  /** Sweeps made so far. */
  readonly iteration: number;
  /** The objective. */
  readonly cost: number;
  /** How far it is from the best there is, at most. */
  readonly gap: number;
}

/** The sparse plane; `predict` and `score` of `linear_regression.ts` take it. */
export interface LassoModel extends LinearWeights {
  /** How far the objective is from the best there is, at most. */
  readonly gap: number;
  /** Sweeps made. */
  readonly iterations: number;
  /** Whether the gap became small enough. */
  readonly converged: boolean;
}

/** What is penalised, and how well it is solved. */
export interface LassoOptions {
  /** α: how much coefficients cost. @default {1} */
  readonly strength?: number;
  /** ρ: share of |w| in the penalty, above 0, at most 1. @default {1} */
  readonly l1Ratio?: number;
  /** Most sweeps. @default {1000} */
  readonly iterations?: number;
  /** The gap that is small enough, as a share of the variance of y. @default {1e-9} */
  readonly tolerance?: number;
  /** Whether the plane may miss the origin. @default {true} */
  readonly intercept?: boolean;
}

/**
 * The descent, one state after each sweep, and the model.
 * @param x (n, d).
 * @param y (n) targets.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or an option is out of range.
 */
export function* lassoSteps(
  x: Matrix,
  y: ArrayLike<number>,
  { strength = 1, l1Ratio = 1, iterations = 1000, tolerance = 1e-9, intercept = true }: LassoOptions = {},
): Generator<LassoState, LassoModel> {
  const action = "fit a lasso";
  checkPositive(strength, { action, argument: "strength" });
  checkPositive(tolerance, { action, argument: "tolerance" });
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  if (!(l1Ratio > 0 && l1Ratio <= 1)) {
    throw new RangeError(`Cannot ${action}: l1Ratio must be above 0 and at most 1: current value is ${l1Ratio}`);
  }
  checkFeatures(x, { action });
  const centred = centreRows(x, checkTargets(y, { action, rows: x.rows }), { intercept });
  const [n, d] = [x.rows, x.columns];
  const columns = transpose(centred.x).data; // column j in one piece
  const column = Array.from({ length: d }, (_, j) => columns.subarray(j * n, (j + 1) * n));
  const squares = column.map((values) => dot(values, values));
  const [l1, l2] = [strength * l1Ratio * n, strength * (1 - l1Ratio) * n];
  const w = new Float64Array(d);
  const residual = centred.y.slice();
  const enough = tolerance * dot(centred.y, centred.y) / n;
  let gap = Infinity;
  let iteration = 0;
  while (iteration < iterations && gap > enough) {
    iteration++;
    for (let j = 0; j < d; j++) {
      if (squares[j] === 0) continue;
      const pull = dot(column[j]!, residual) + squares[j]! * w[j]!;
      const next = Math.sign(pull) * Math.max(0, Math.abs(pull) - l1) / (squares[j]! + l2);
      const change = w[j]! - next;
      if (change === 0) continue;
      for (let i = 0; i < n; i++) residual[i]! += change * column[j]![i]!;
      w[j] = next;
    }
    const measured = objective({ w, residual, targets: centred.y, column, l1, l2 });
    gap = measured.gap / n;
    yield { iteration, cost: measured.value / n, gap, ...weightsOf(w, centred) };
  }
  return { ...weightsOf(w, centred), gap: Math.max(0, gap), iterations: iteration, converged: gap <= enough };
}

/**
 * The model after the last sweep.
 * @throws {RangeError} As {@linkcode lassoSteps}.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitLasso } from "./lasso.ts";
 * // One column: Σ(x − x̄)(y − ȳ) = 4, Σ(x − x̄)² = 2, n = 3: the slope is (4 − 3α) / 2, and 0 from α = 4/3 on.
 * const [x, y] = [matrixOf([[0], [1], [2]]), [1, 3, 5]];
 * assertAlmostEquals(fitLasso(x, y, { strength: 1 }).coefficients[0]!, 0.5, 1e-9);
 * assertEquals(fitLasso(x, y, { strength: 1.4 }).coefficients, [0]);
 * ```
 */
export function fitLasso(x: Matrix, y: ArrayLike<number>, options: LassoOptions = {}): LassoModel {
  return runSteps(lassoSteps(x, y, options));
}

/** n times the objective, and n times the duality gap. */
function objective({ w, residual, targets, column, l1, l2 }: {
  readonly w: Float64Array;
  readonly residual: Float64Array;
  readonly targets: Float64Array;
  readonly column: readonly Float64Array[];
  readonly l1: number;
  readonly l2: number;
}): { value: number; gap: number } {
  const correlation = column.reduce(
    (most, values, j) => Math.max(most, Math.abs(dot(values, residual) - l2 * w[j]!)),
    0,
  );
  const shrink = correlation > l1 ? l1 / correlation : 1; // what makes the residual a feasible point of the dual
  const [left, square] = [dot(residual, residual), dot(w, w)];
  const size = w.reduce((sum, value) => sum + Math.abs(value), 0);
  const gap = 0.5 * (1 + shrink ** 2) * (left + l2 * square) + l1 * size - shrink * dot(residual, targets);
  return { value: 0.5 * left + l1 * size + 0.5 * l2 * square, gap };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
