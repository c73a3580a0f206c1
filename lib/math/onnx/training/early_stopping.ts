/**
 * Early stopping: whether a metric is still getting better, and whether it is time to stop.
 *
 * **Invariant.** NaN is never better. A metric is better if it beats the best by more than `minDelta`; after `patience`
 * metrics in a row that are not, it is time to stop.
 *
 * Source: L. Prechelt, Early Stopping — But When? (1998), criterion UP.
 *
 * @module
 */
import { checkNonNegative, checkOneOf, checkPositiveInteger } from "../../../base/argument.ts";

/** When to stop. */
export interface EarlyStoppingOptions {
  /** How many metrics in a row may be no better. */
  readonly patience: number;
  /** By how much a metric has to be better. @default {0} */
  readonly minDelta?: number;
  /** Which way is better. @default {"min"} */
  readonly mode?: "min" | "max";
}

/** What a metric means. */
export interface StoppingVerdict {
  /** Whether it is the best so far: the moment to keep a checkpoint. */
  readonly isBest: boolean;
  /** Whether it is time to stop. */
  readonly shouldStop: boolean;
  /** The best so far; undefined if all were NaN. */
  readonly best: number | undefined;
}

/**
 * A function that is told one metric after the other.
 * @throws {RangeError} If patience is no positive integer, minDelta negative, or the mode unknown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { earlyStopping } from "./early_stopping.ts";
 * const watch = earlyStopping({ patience: 2 });
 * assertEquals([0.5, 0.4, 0.41, 0.4].map((loss) => watch(loss).shouldStop), [false, false, false, true]);
 * ```
 */
export function earlyStopping(
  { patience, minDelta = 0, mode = "min" }: EarlyStoppingOptions,
): (metric: number) => StoppingVerdict {
  const action = "create an early stopping";
  checkPositiveInteger(patience, { action, argument: "patience" });
  checkNonNegative(minDelta, { action, argument: "minDelta" });
  checkOneOf(mode, { action, argument: "mode", choices: ["min", "max"] });
  let best: number | undefined;
  let waited = 0;
  return (metric) => {
    const gain = best === undefined ? Infinity : mode === "min" ? best - metric : metric - best;
    const isBest = !Number.isNaN(metric) && (best === undefined || gain > minDelta);
    if (isBest) best = metric;
    waited = isBest ? 0 : waited + 1;
    return { isBest, shouldStop: waited >= patience, best };
  };
}
