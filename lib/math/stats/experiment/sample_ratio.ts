/**
 * Sample-ratio mismatch: do the arms have the sizes that the assignment was to give them?
 *
 * A chi-squared test of the counts. It is made on every experiment, and an alarm means a broken assignment or broken
 * logging, not an effect: so the level is strict, and no result of the experiment can be trusted after it.
 *
 * **Invariant.** Only the proportions of `shares` matter.
 *
 * Cost: O(arms).
 *
 * Not here on purpose: why the arms differ; looking after every user (use a sequential test for that).
 *
 * Source: A. Fabijan et al., Diagnosing Sample Ratio Mismatch in Online Controlled Experiments, KDD 2019.
 *
 * @module
 */
import { checkNonNegativeInteger, checkPositive } from "../../../base/argument.ts";
import { goodnessOfFitTest } from "../hypothesis/count_tests.ts";
import { levelOf, type LevelOptions, type TestResult } from "../hypothesis/hypothesis_result.ts";
import { withInfiniteJson } from "../hypothesis/result_json.ts";
import { checkSameLength, checkSample } from "../sample.ts";

/** The test, and whether the sizes can be believed. */
export interface SampleRatio extends TestResult {
  /** Whether the p-value is below `alpha`. */
  readonly isMismatch: boolean;
  /** The test alone. */
  readonly result: TestResult;
}

/**
 * Makes the test.
 * @param counts Users in each arm.
 * @param shares What each arm was to get, in any unit; positive.
 * @param options `alpha`: the level below which sizes are not believed, .001 if it is left out; or `confidence`.
 * @throws {TypeError} If a count or share is no number.
 * @throws {RangeError} If there are fewer than two arms, a count is not a whole number of at least 0, or a share is not
 *   positive.
 *
 * @example Fifty to fifty was wanted
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sampleRatioTest } from "./sample_ratio.ts";
 * assertEquals(sampleRatioTest([50_000, 50_300], [1, 1]).isMismatch, false);
 * assertEquals(sampleRatioTest([50_000, 51_500], [1, 1]).isMismatch, true);
 * ```
 */
export function sampleRatioTest(
  counts: ArrayLike<number>,
  shares: ArrayLike<number>,
  options: LevelOptions = {},
): SampleRatio {
  const action = "test a sample ratio";
  const alpha = levelOf(options, { action, byDefault: 0.001 });
  checkSample(counts, { action, argument: "counts", atLeast: 2 });
  checkSample(shares, { action, argument: "shares" });
  checkSameLength(counts, shares, { action, names: ["counts", "shares"] });
  for (let i = 0; i < counts.length; i++) {
    checkNonNegativeInteger(counts[i]!, { action, argument: `counts[${i}]` });
    checkPositive(shares[i]!, { action, argument: `shares[${i}]` });
  }
  if (Array.prototype.every.call(counts, (count) => count === 0)) {
    throw new RangeError(`Cannot ${action}: counts must count something: current value is only zeros`);
  }
  const result = goodnessOfFitTest(counts, shares);
  return withInfiniteJson({ ...result, isMismatch: result.pValue < alpha, result });
}
