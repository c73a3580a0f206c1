/**
 * Two solvers of logistic regression that are worth watching: plain gradient descent, and Newton's method (iteratively
 * reweighted least squares).
 *
 * Newton's step solves H·s = −g with the Hessian H = (1/n)·Σ pₐ(δₐᵦ − pᵦ)·x·xᵀ; where softmax leaves a direction flat,
 * a tiny ridge makes it solvable, and a step that does not lower the cost is halved.
 *
 * **Invariant.** Newton's cost never rises.
 *
 * Cost: a Newton step n · (classes · d)² / 2 + (classes · d)³ / 3, a gradient step one evaluation.
 *
 * @module
 */
import { cholesky, choleskySolve } from "../../math/linalg/cholesky.ts";
import { type Matrix, zeros } from "../../math/linalg/matrix.ts";
import { sigmoid, softmax } from "../losses/softmax.ts";
import type { LbfgsResult, LbfgsState, Objective } from "../optimizers/lbfgs.ts";
import { type LogisticProblem, parameterRows } from "./_logistic_objective.ts";

/** How long, and how exact. */
export interface SolverLimits {
  /** Most steps. */
  readonly iterations: number;
  /** The largest entry of the gradient that is small enough. */
  readonly tolerance: number;
}

/**
 * Gradient descent from `start`.
 *
 * @example x² / 2 halves its distance at a learning rate of ½
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gradientSteps } from "./_logistic_solvers.ts";
 * const parabola = ([x]: Float64Array) => ({ value: x! ** 2 / 2, gradient: Float64Array.of(x!) });
 * const path: number[] = [];
 * const options = { iterations: 3, tolerance: 1e-9, learningRate: 0.5 };
 * for await (const { x } of gradientSteps(parabola, Float64Array.of(8), options)) path.push(x[0]!);
 * assertEquals(path, [8, 4, 2, 1]);
 * ```
 */
export async function* gradientSteps(
  evaluate: Objective,
  start: Float64Array,
  { iterations, tolerance, learningRate }: SolverLimits & { readonly learningRate: number },
): AsyncGenerator<LbfgsState, LbfgsResult> {
  let x = start.slice();
  for (let iteration = 0;; iteration++) {
    const { value, gradient } = await evaluate(x.slice());
    const state = { iteration, x: x.slice(), value, gradient };
    yield state;
    const converged = isFlat(gradient, tolerance);
    if (converged || iteration === iterations) return { ...state, converged };
    x = x.map((one, j) => one - learningRate * gradient[j]!);
  }
}

/** Newton's method from zeros. */
export async function* newtonSteps(
  problem: LogisticProblem,
  { iterations, tolerance, evaluate }: SolverLimits & { readonly evaluate: Objective },
): AsyncGenerator<LbfgsState, LbfgsResult> {
  let x = new Float64Array(parameterRows(problem.classes) * (problem.x.columns + 1));
  let at = await evaluate(x.slice());
  for (let iteration = 0;; iteration++) {
    const state = { iteration, x: x.slice(), value: at.value, gradient: at.gradient.slice() };
    yield state;
    const converged = isFlat(at.gradient, tolerance);
    if (converged || iteration === iterations) return { ...state, converged };
    const factor = cholesky(hessian(problem, x));
    if (factor === undefined) return { ...state, converged };
    const step = choleskySolve(factor, at.gradient);
    let share = 1;
    let next = x.map((one, j) => one - step[j]!);
    let after = await evaluate(next.slice());
    while (!(after.value <= at.value) && share > 1e-10) {
      share /= 2;
      next = x.map((one, j) => one - share * step[j]!);
      after = await evaluate(next.slice());
    }
    if (!(after.value <= at.value)) return { ...state, converged };
    [x, at] = [next, after];
  }
}

function isFlat(gradient: Float64Array, tolerance: number): boolean {
  return gradient.every((slope) => Math.abs(slope) <= tolerance);
}

function hessian({ x: { rows: n, columns: d, data }, classes, l2 }: LogisticProblem, parameters: Float64Array): Matrix {
  const k = parameterRows(classes);
  const size = k * (d + 1);
  const result = zeros(size, size);
  const row = new Float64Array(d + 1).fill(1);
  for (let i = 0; i < n; i++) {
    row.set(data.subarray(i * d, (i + 1) * d));
    const scores = Float64Array.from({ length: k }, (_, c) => {
      let score = 0;
      for (let j = 0; j <= d; j++) score += parameters[c * (d + 1) + j]! * row[j]!;
      return score;
    });
    const p = k === 1 ? Float64Array.of(sigmoid(scores[0]!)) : softmax(scores);
    for (let a = 0; a < k; a++) {
      for (let b = 0; b <= a; b++) {
        const weight = p[a]! * (Number(a === b) - p[b]!) / n;
        for (let j = 0; j <= d; j++) {
          const at = (a * (d + 1) + j) * size + b * (d + 1);
          for (let l = 0; l <= d; l++) result.data[at + l]! += weight * row[j]! * row[l]!;
        }
      }
    }
  }
  let largest = 0;
  for (let at = 0; at < size; at++) {
    if (at % (d + 1) !== d) result.data[at * size + at]! += l2 / n;
    largest = Math.max(largest, result.data[at * size + at]!);
  }
  for (let a = 0; a < size; a++) {
    result.data[a * size + a]! += 1e-10 * largest;
    for (let b = 0; b < a; b++) result.data[b * size + a] = result.data[a * size + b]!;
  }
  return result;
}
