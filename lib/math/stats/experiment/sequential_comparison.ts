/**
 * A comparison of two means that may be looked at after every observation: a mixture sequential probability ratio test,
 * and the confidence sequence that goes with it.
 *
 * The likelihood of the difference seen so far, averaged over a normal prior of effects, is set against its likelihood
 * without an effect. That ratio is a martingale if there is no effect, so by Ville's inequality it ever reaches 1 / α
 * with probability at most α: however often one looks, and whenever one stops. Inverted, it gives an interval around
 * the difference that covers the true one at all times at once.
 *
 * Variances are estimated, so the guarantee is asymptotic: no verdict is given before `fewestPerArm` observations in
 * each arm, and for proportions (numbers that are all 0 or 1) not before `fewestPerArm / 10` of either kind in each
 * arm.
 *
 * **Invariant.** `pValue` never rises and `interval` never grows: both keep the best that was reached.
 *
 * Cost: O(1) an observation, and O(1) memory.
 *
 * Not here on purpose: group-sequential bounds (Pocock, O'Brien–Fleming: narrower, if the looks are planned), one-sided
 * tests, stopping for futility.
 *
 * Source: R. Johari, P. Koomen, L. Pekelis, D. Walsh, Always Valid Inference, Operations Research 70 (2022), §4; I.
 * Waudby-Smith et al., Time-uniform central limit theory and asymptotic confidence sequences, Ann. Statist. 52 (2024).
 *
 * @module
 */
import { checkFinite, checkOneOf, checkOptions, checkPositive, checkPositiveInteger } from "../../../base/argument.ts";
import { levelOf, type LevelOptions, type TestResult } from "../hypothesis/hypothesis_result.ts";
import { withInfiniteJson } from "../hypothesis/result_json.ts";
import { RunningMoments } from "../running_moments.ts";

/** What a comparison is told; its level is the chance of ever raising a false alarm. */
export interface SequentialOptions extends LevelOptions {
  /** The effects that one hopes for have about this size, in the unit of the numbers: the standard deviation of the prior. */
  readonly effectScale: number;
  /** No verdict before there are so many observations in each arm. @default {100} */
  readonly fewestPerArm?: number;
}

/** How things stand. */
export interface SequentialVerdict {
  /** Observations in the first arm and in the second. */
  readonly counts: readonly [a: number, b: number];
  /** Mean of a less mean of b; `undefined` before both arms have an observation. */
  readonly difference: number | undefined;
  /** Valid at every look; 1 while there is no verdict. */
  readonly pValue: number;
  /** Covers the true difference at every look with probability 1 − α; the whole line while there is no verdict. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Whether `pValue` has reached α: it stays so. */
  readonly isDecided: boolean;
}

/**
 * Two arms of an experiment, compared while it runs.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../../../base/random.ts";
 * import { SequentialComparison } from "./sequential_comparison.ts";
 *
 * const comparison = new SequentialComparison({ effectScale: 0.3 });
 * const dice = random(1);
 * for (let i = 0; i < 2000 && !comparison.verdict().isDecided; i++) {
 *   comparison.add("a", 0.4 + dice.normal());
 *   comparison.add("b", dice.normal());
 * }
 * const { counts, interval } = comparison.verdict();
 * assert(counts[0] < 1000 && interval.low > 0);
 * ```
 */
export class SequentialComparison {
  readonly #effectScale: number;
  readonly #alpha: number;
  readonly #fewestPerArm: number;
  readonly #a = new RunningMoments();
  readonly #b = new RunningMoments();
  /** Observations that are neither 0 nor 1. */
  #others = 0;
  /** Of the last look; `undefined` before there was one. */
  #logRatio: number | undefined;
  #pValue = 1;
  #low = -Infinity;
  #high = Infinity;

  /**
   * A comparison without observations.
   * @throws {RangeError} If `effectScale` is not positive, the level lies outside (0, 1), or `fewestPerArm` is not an
   *   integer of at least 2.
   */
  constructor(options: SequentialOptions) {
    const action = "compare two arms";
    const { effectScale, fewestPerArm = 100, ...level } = checkOptions(options, { action, argument: "options" });
    this.#effectScale = checkPositive(effectScale, { action, argument: "effectScale" });
    this.#alpha = levelOf(level, { action });
    this.#fewestPerArm = Math.max(2, checkPositiveInteger(fewestPerArm, { action, argument: "fewestPerArm" }));
  }

  /**
   * Takes one observation and looks.
   * @throws {TypeError} If `value` is no number, or the arm no text.
   * @throws {RangeError} If `value` is not finite, or the arm neither "a" nor "b"; nothing has changed then.
   */
  add(arm: "a" | "b", value: number): void {
    const action = "compare two arms";
    checkOneOf(arm, { action, argument: "arm", choices: ["a", "b"] });
    checkFinite(value, { action, argument: "value" });
    (arm === "a" ? this.#a : this.#b).add(value);
    if (value !== 0 && value !== 1) this.#others++;
    if (this.#isEnough()) this.#look();
  }

  /** How things stand after all observations so far. */
  verdict(): SequentialVerdict {
    const counts = [this.#a.count, this.#b.count] as const;
    return {
      counts,
      difference: counts[0] > 0 && counts[1] > 0 ? this.#a.mean - this.#b.mean : undefined,
      pValue: this.#pValue,
      interval: withInfiniteJson({ low: this.#low, high: this.#high }),
      isDecided: this.#pValue <= this.#alpha,
    };
  }

  /** How things stand as the record that every other test gives; `undefined` while there is no verdict. */
  result(): TestResult | undefined {
    if (this.#logRatio === undefined) return undefined;
    const difference = this.#a.mean - this.#b.mean;
    return withInfiniteJson({
      test: "mixture sequential probability ratio test",
      method: "always valid: holds at every look and at any time of stopping",
      statistic: Math.exp(this.#logRatio),
      pValue: this.#pValue,
      alternative: "two-sided" as const,
      effect: { name: "difference of means", value: difference },
      interval: withInfiniteJson({
        of: "difference of means",
        estimate: difference,
        low: this.#low,
        high: this.#high,
        confidence: 1 - this.#alpha,
      }),
      warnings: [],
    });
  }

  #isEnough(): boolean {
    const fewest = this.#fewestPerArm;
    if (this.#a.count < fewest || this.#b.count < fewest) return false;
    if (this.#others > 0) return true;
    return [this.#a, this.#b].every(({ count, mean }) => Math.min(mean, 1 - mean) * count >= fewest / 10);
  }

  #look(): void {
    if (this.#a.isConstantUpToRounding && this.#b.isConstantUpToRounding) return;
    // In units of the effect that is hoped for: its square is 1, whatever the unit of the numbers.
    const difference = this.#a.mean / this.#effectScale - this.#b.mean / this.#effectScale;
    const square = this.#squaredError(this.#a) + this.#squaredError(this.#b);
    if (!(square > 0 && square < Infinity)) return;
    const both = square + 1;
    const logRatio = (Math.log(square / both) + difference ** 2 / (square * both)) / 2;
    this.#logRatio = logRatio;
    this.#pValue = Math.min(this.#pValue, Math.exp(-logRatio));
    const reach = Math.sqrt(square * both * (Math.log(both / square) - 2 * Math.log(this.#alpha)));
    this.#low = Math.max(this.#low, (difference - reach) * this.#effectScale);
    this.#high = Math.min(this.#high, (difference + reach) * this.#effectScale);
  }

  /** The square of the standard error of an arm's mean, in units of the effect. */
  #squaredError({ count, standardDeviation }: RunningMoments): number {
    return (standardDeviation / this.#effectScale) ** 2 / count;
  }
}
