/**
 * Learning-rate schedules: functions from the number of steps done to the rate of the next.
 *
 * Step 0 is the first. A schedule is a plain function, so `(step) => 0.1 / (1 + step)` is one too.
 *
 * **Invariant.** A schedule is pure: a training that is resumed at step n meets the rates it would have met.
 *
 * Not here on purpose: rates that follow the loss, restarts.
 *
 * Source: P. Goyal and others, Accurate, large minibatch SGD (2017), section 2.2 (warm-up); I. Loshchilov, F. Hutter,
 * SGDR (2017), equation 5 (cosine).
 *
 * @module
 */
import { checkNonNegative, checkPositiveInteger } from "../../../base/argument.ts";

/** The rate of the step that comes after `step` steps. */
export type LearningRate = (step: number) => number;

/**
 * Always the same rate.
 * @throws {RangeError} If the rate is negative or not finite.
 */
export function constantRate(rate: number): LearningRate {
  checkNonNegative(rate, { action: "create a constant rate", argument: "rate" });
  return () => rate;
}

/**
 * Linear warm-up in front of a schedule: step n < steps gets (n + 1) / steps of the rate it would have.
 * @param schedule What follows; it is not shifted.
 * @throws {RangeError} If steps is no positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constantRate, linearWarmUp } from "./learning_rate.ts";
 * const rate = linearWarmUp(constantRate(0.4), { steps: 4 });
 * assertEquals([0, 1, 2, 3, 4].map(rate), [0.1, 0.2, 0.30000000000000004, 0.4, 0.4]);
 * ```
 */
export function linearWarmUp(schedule: LearningRate, { steps }: { readonly steps: number }): LearningRate {
  checkPositiveInteger(steps, { action: "create a warm-up", argument: "steps" });
  return (step) => step < steps ? schedule(step) * (step + 1) / steps : schedule(step);
}

/**
 * Half a cosine from one rate down (or up) to another, which stays.
 * @param options.steps After how many steps `to` is reached.
 * @throws {RangeError} If a rate is negative, or steps is no positive integer.
 */
export function cosineRate(
  { from, to = 0, steps }: { readonly from: number; readonly to?: number; readonly steps: number },
): LearningRate {
  const action = "create a cosine rate";
  checkNonNegative(from, { action, argument: "from" });
  checkNonNegative(to, { action, argument: "to" });
  checkPositiveInteger(steps, { action, argument: "steps" });
  return (step) => to + (from - to) * (1 + Math.cos(Math.PI * Math.min(step / steps, 1))) / 2;
}

/**
 * A straight line from one rate to another, which stays.
 * @param options.steps After how many steps `to` is reached.
 * @throws {RangeError} If a rate is negative, or steps is no positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linearRate } from "./learning_rate.ts";
 * assertEquals([0, 1, 2, 3].map(linearRate({ from: 4, to: 2, steps: 2 })), [4, 3, 2, 2]);
 * ```
 */
export function linearRate(
  { from, to = 0, steps }: { readonly from: number; readonly to?: number; readonly steps: number },
): LearningRate {
  const action = "create a linear rate";
  checkNonNegative(from, { action, argument: "from" });
  checkNonNegative(to, { action, argument: "to" });
  checkPositiveInteger(steps, { action, argument: "steps" });
  return (step) => from + (to - from) * Math.min(step / steps, 1);
}

/**
 * A rate that is multiplied by a factor again and again.
 * @param options.every After how many steps each time.
 * @throws {RangeError} If the rate or the factor is negative, or every is no positive integer.
 */
export function stepDecay(
  { rate, factor, every }: { readonly rate: number; readonly factor: number; readonly every: number },
): LearningRate {
  const action = "create a step decay";
  checkNonNegative(rate, { action, argument: "rate" });
  checkNonNegative(factor, { action, argument: "factor" });
  checkPositiveInteger(every, { action, argument: "every" });
  return (step) => rate * factor ** Math.floor(step / every);
}
