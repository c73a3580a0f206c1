/**
 * How many observations an experiment needs, and how likely it is to see an effect of a given size.
 *
 * For means the power is that of the two-sample z-test with known deviation; for proportions the variances with and
 * without the effect differ, and both are used. Sample sizes are the inverse: the smallest whole number whose power is
 * enough.
 *
 * **Invariant.** The power of `sampleSizeFor…(x, power)` is at least `power`, that of one observation less is not.
 * Power rises with the effect and with the size.
 *
 * Cost: O(1) for a power, O(log n) for a size.
 *
 * Not here on purpose: t instead of z (a handful of observations more, below thirty), sequential tests (they need
 * more).
 *
 * Source: S. Chow, J. Shao, H. Wang, Sample Size Calculations in Clinical Research, 3rd ed., §3.2 and §4.2.
 *
 * @module
 */
import {
  checkFinite,
  checkOpenProbability,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
} from "../../../base/argument.ts";
import { normal } from "../distributions/normal.ts";
import { type Alternative, checkAlternative, levelOf, type LevelOptions } from "../hypothesis/hypothesis_result.ts";

/** The level of the test, where it looks, and how the arms are filled. */
export interface PowerOptions extends LevelOptions {
  /** Which differences count, as for the tests: the sign is that of `difference`, or of `changed - baseline`. @default {"two-sided"} */
  readonly alternative?: Alternative;
  /** Observations in the second arm for each one in the first. @default {1} */
  readonly allocation?: number;
}

/** A difference of means that is to be seen. */
export interface MeanEffect {
  /** The difference, in the unit of the numbers; not 0. */
  readonly difference: number;
  /** The deviation of one observation, the same in both arms. */
  readonly standardDeviation: number;
}

/** A difference of proportions that is to be seen. */
export interface ProportionEffect {
  /** The proportion in one arm, strictly between 0 and 1. */
  readonly baseline: number;
  /** The proportion in the other; a different one. */
  readonly changed: number;
}

/**
 * The chance to see a difference of means with `perArm` observations in the first arm and `allocation` times as
 * many in the second.
 * @throws {RangeError} If an argument is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanPower, meanSampleSize, proportionSampleSize } from "./sample_size.ts";
 * const effect = { difference: 0.5, standardDeviation: 1 };
 * assertEquals(meanSampleSize(effect, 0.8), 63);
 * assertEquals(meanPower(effect, 63).toFixed(3), "0.801");
 * assertEquals(proportionSampleSize({ baseline: 0.1, changed: 0.12 }, 0.8), 3841);
 * ```
 */
export function meanPower(effect: MeanEffect, perArm: number, options: PowerOptions = {}): number {
  const action = "compute a power";
  checkMeans(effect, action);
  checkPositiveInteger(perArm, { action, argument: "perArm" });
  const { allocation, ...rest } = checkPowerOptions(options, action);
  const error = Math.sqrt((1 + 1 / allocation) / perArm); // in units of the standard deviation
  return powerOf(effect.difference / effect.standardDeviation, { nullError: error, error, ...rest });
}

/**
 * Observations in the first arm that are needed to see a difference of means with chance `power`; the second needs
 * `allocation` times as many.
 * @throws {RangeError} If an argument is out of range.
 */
export function meanSampleSize(effect: MeanEffect, power: number, options: PowerOptions = {}): number {
  checkMeans(effect, "compute a sample size");
  return smallestSize(power, (perArm) => meanPower(effect, perArm, options));
}

/**
 * The chance to see a difference of proportions with `perArm` observations in the first arm and `allocation` times as
 * many in the second.
 * @throws {RangeError} If an argument is out of range.
 */
export function proportionPower(effect: ProportionEffect, perArm: number, options: PowerOptions = {}): number {
  const action = "compute a power";
  checkProportions(effect, action);
  checkPositiveInteger(perArm, { action, argument: "perArm" });
  const { baseline: p, changed: q } = effect;
  const { allocation, ...rest } = checkPowerOptions(options, action);
  const pooled = (p + allocation * q) / (1 + allocation);
  return powerOf(q - p, {
    nullError: Math.sqrt(pooled * (1 - pooled) * (1 + 1 / allocation) / perArm),
    error: Math.sqrt((p * (1 - p) + q * (1 - q) / allocation) / perArm),
    ...rest,
  });
}

/**
 * Observations in the first arm that are needed to see a difference of proportions with chance `power`; the second
 * needs `allocation` times as many.
 * @throws {RangeError} If an argument is out of range.
 */
export function proportionSampleSize(effect: ProportionEffect, power: number, options: PowerOptions = {}): number {
  checkProportions(effect, "compute a sample size");
  return smallestSize(power, (perArm) => proportionPower(effect, perArm, options));
}

/** P(the estimate is significant), where the test believes in `nullError` and the estimate has `error`. */
function powerOf(
  difference: number,
  { nullError, error, alpha, alternative }: {
    readonly nullError: number;
    readonly error: number;
    readonly alpha: number;
    readonly alternative: Alternative;
  },
): number {
  const { isf, sf } = normal();
  const bar = isf(alternative === "two-sided" ? alpha / 2 : alpha) * nullError;
  if (alternative === "greater") return sf((bar - difference) / error);
  if (alternative === "less") return sf((bar + difference) / error);
  const size = Math.abs(difference);
  return sf((bar - size) / error) + sf((bar + size) / error);
}

function smallestSize(power: number, powerAt: (perArm: number) => number): number {
  const action = "compute a sample size";
  checkOpenProbability(power, { action, argument: "power" });
  let high = 1;
  while (powerAt(high) < power) {
    high *= 2;
    if (high > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(
        `Cannot ${action}: the effect must be large enough to be seen: current value needs more than 2⁵³ observations`,
      );
    }
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (powerAt(middle) >= power) high = middle;
    else low = middle;
  }
  return high;
}

function checkPowerOptions(options: PowerOptions, action: string) {
  const { alternative = "two-sided", allocation = 1 } = checkOptions(options, { action, argument: "options" });
  checkAlternative(alternative, action);
  checkPositive(allocation, { action, argument: "allocation" });
  return { alpha: levelOf(options, { action }), alternative, allocation };
}

function checkMeans(effect: MeanEffect, action: string): void {
  const { difference, standardDeviation } = checkOptions(effect, { action, argument: "effect" });
  checkFinite(difference, { action, argument: "difference" });
  checkPositive(standardDeviation, { action, argument: "standardDeviation" });
  if (difference === 0) throw new RangeError(`Cannot ${action}: difference must not be 0: current value is 0`);
}

function checkProportions(effect: ProportionEffect, action: string): void {
  const { baseline, changed } = checkOptions(effect, { action, argument: "effect" });
  for (const [argument, value] of [["baseline", baseline], ["changed", changed]] as const) {
    checkOpenProbability(value, { action, argument });
  }
  if (baseline === changed) {
    throw new RangeError(`Cannot ${action}: changed must differ from baseline: current value is ${changed}`);
  }
}
