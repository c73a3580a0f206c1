/**
 * Accelerated proximal gradient descent (FISTA): minimises a smooth function plus an L1 penalty, which leaves entries
 * at exactly 0.
 *
 * Each step goes down the smooth part from a point that looks ahead, then pulls every penalised entry towards 0 by the
 * same amount. The step size is halved until a quadratic above the function proves it safe; where the objective rises,
 * the momentum is dropped.
 *
 * **Invariant.** The objective of the states never rises.
 *
 * Cost: one evaluation a step, and one more each time the step size is halved or momentum is dropped.
 *
 * Not here on purpose: other penalties, screening.
 *
 * Source: A. Beck and M. Teboulle, SIAM Journal on Imaging Sciences 2(1), 2009; the restart of B. O'Donoghue and E.
 * Candès, 2015.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import type { LbfgsResult, LbfgsState, Objective } from "./lbfgs.ts";

/** The penalty, and how long and how exact. */
export interface ProximalOptions {
  /** (n): what |x| costs at each entry; 0 for one that is free. */
  readonly penalty: Float64Array;
  /** Most steps. @default {1000} */
  readonly iterations?: number;
  /** The largest change of an entry, over the step size, that is small enough. @default {1e-6} */
  readonly tolerance?: number;
}

/**
 * The search, one state for the start and one after each step, and the result; `value` includes the penalty.
 * @param start (n).
 * @throws {RangeError} If an option is out of range, or the value at the start is not finite.
 *
 * @example (x − 3)² / 2 + |x| is smallest at 2, (x − 0.5)² / 2 + |x| at 0
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { runAsyncSteps } from "../features/estimator.ts";
 * import { proximalGradientSteps } from "./proximal_gradient.ts";
 * const smooth = ([a, b]: Float64Array) => ({
 *   value: (a! - 3) ** 2 / 2 + (b! - 0.5) ** 2 / 2,
 *   gradient: Float64Array.of(a! - 3, b! - 0.5),
 * });
 * const { x } = await runAsyncSteps(proximalGradientSteps(smooth, new Float64Array(2), { penalty: Float64Array.of(1, 1) }));
 * assertAlmostEquals(x[0]!, 2, 1e-5);
 * assertEquals(x[1], 0);
 * ```
 */
export async function* proximalGradientSteps(
  objective: Objective,
  start: Float64Array,
  { penalty, iterations = 1000, tolerance = 1e-6 }: ProximalOptions,
): AsyncGenerator<LbfgsState, LbfgsResult> {
  const action = "minimise by proximal gradients";
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  checkPositive(tolerance, { action, argument: "tolerance" });
  const penalised = (x: Float64Array, value: number) =>
    x.reduce((sum, one, j) => sum + penalty[j]! * Math.abs(one), value);
  let x = start.slice();
  let [ahead, momentum, step] = [x, 1, 1];
  let at = await objective(ahead.slice());
  let value = penalised(x, at.value);
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot ${action}: the value at the start must be finite: current value is ${value}`);
  }
  for (let iteration = 0;; iteration++) {
    const state = { iteration, x: x.slice(), value, gradient: at.gradient.slice() };
    yield state;
    if (iteration === iterations) return { ...state, converged: false };
    let [next, after] = [x, at];
    for (;;) {
      next = ahead.map((one, j) => softThreshold(one - step * at.gradient[j]!, step * penalty[j]!));
      after = await objective(next.slice());
      let bound = at.value;
      for (let j = 0; j < x.length; j++) {
        const move = next[j]! - ahead[j]!;
        bound += at.gradient[j]! * move + move * move / (2 * step);
      }
      if (after.value <= bound + 1e-12 * Math.abs(bound)) break;
      step /= 2;
    }
    const nextValue = penalised(next, after.value);
    if (nextValue > value && momentum > 1) { // it rose: look ahead from where we stand
      [ahead, momentum] = [x, 1];
      at = await objective(x.slice());
      continue;
    }
    const largest = next.reduce((most, one, j) => Math.max(most, Math.abs(one - ahead[j]!)), 0) / step;
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    ahead = next.map((one, j) => one + (momentum - 1) / nextMomentum * (one - x[j]!));
    [x, momentum, value] = [next, nextMomentum, Math.min(value, nextValue)];
    at = await objective(ahead.slice());
    if (largest <= tolerance) {
      return { iteration: iteration + 1, x, value, gradient: after.gradient, converged: true };
    }
  }
}

function softThreshold(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}
