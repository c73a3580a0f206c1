/**
 * What every hypothesis test answers: a record that says which test was made, by which method and why, and how large
 * the effect is.
 *
 * A p-value alone says nothing about size. So every result carries an effect with its name, and an interval where one
 * is customary. Results and intervals keep their infinite ends in JSON (`result_json.ts`).
 *
 * **Invariant.** `pValue` lies in [0, 1] and is never a stand-in: data that allow no answer make the test throw.
 *
 * Not here on purpose: significance (comparing `pValue` with a level is the reader's decision, made before the data
 * were seen).
 *
 * @module
 */
import { checkOneOf, checkOpenProbability, checkOptions } from "../../../base/argument.ts";
import { withInfiniteJson } from "./result_json.ts";

/** What is to be shown: that the first is different, smaller ("less") or larger ("greater"). */
export type Alternative = "two-sided" | "less" | "greater";

/** The result of a test. */
export interface TestResult {
  /** The test: `Welch's t-test`. */
  readonly test: string;
  /** How the p-value was computed, and why so. */
  readonly method: string;
  /** The test statistic. */
  readonly statistic: number;
  /** The probability, if nothing is there, of a statistic as far out as this one. */
  readonly pValue: number;
  /** What was to be shown. */
  readonly alternative: Alternative;
  /** Degrees of freedom, where the test has them; two for F. */
  readonly degreesOfFreedom?: readonly number[];
  /** How large the effect is. */
  readonly effect: {
    /** Its name: `Cohen's d`. */
    readonly name: string;
    /** Its size. */
    readonly value: number;
  };
  /** Where the quantity that was estimated lies. */
  readonly interval?: ConfidenceInterval;
  /** What the reader should know before trusting the p-value. */
  readonly warnings: readonly string[];
}

/** A confidence interval. */
export interface ConfidenceInterval {
  /** Of what: `difference of means`. */
  readonly of: string;
  /** The estimate itself. */
  readonly estimate: number;
  /** `-Infinity` for a one-sided interval. */
  readonly low: number;
  /** `Infinity` for a one-sided interval. */
  readonly high: number;
  /** Its coverage, in (0, 1). */
  readonly confidence: number;
}

/** What most tests can be told. */
export interface TestOptions {
  /** What is to be shown. @default {"two-sided"} */
  readonly alternative?: Alternative;
  /** Coverage of the interval, in (0, 1). @default {0.95} */
  readonly confidence?: number;
}

/**
 * The alternative itself, once it is known to be one.
 * @throws {RangeError} If it is none.
 */
export function checkAlternative(alternative: Alternative, action: string): Alternative {
  return checkOneOf(alternative, { action, argument: "alternative", choices: ["two-sided", "less", "greater"] });
}

/** The p-value of a statistic whose distribution under the null is symmetric about 0. */
export function symmetricPValue(
  statistic: number,
  { alternative, cdf, sf }: { alternative: Alternative; cdf(x: number): number; sf(x: number): number },
): number {
  if (alternative === "less") return cdf(statistic);
  return alternative === "greater" ? sf(statistic) : Math.min(1, 2 * sf(Math.abs(statistic)));
}

/** The interval of an estimate whose error, over `standardError`, has quantiles `isf`. */
export function symmetricInterval(
  estimate: number,
  { of, standardError, isf, alternative, confidence }: {
    of: string;
    standardError: number;
    isf(p: number): number;
    alternative: Alternative;
    confidence: number;
  },
): ConfidenceInterval {
  const reach = standardError * isf(alternative === "two-sided" ? (1 - confidence) / 2 : 1 - confidence);
  const low = alternative === "less" ? -Infinity : estimate - reach;
  const high = alternative === "greater" ? Infinity : estimate + reach;
  return withInfiniteJson({ of, estimate, low, high, confidence });
}

/**
 * The level of a test in one of two words: its chance of a false alarm, or the coverage of the interval that goes with
 * it.
 */
export interface LevelOptions {
  /** 1 − `alpha`, in (0, 1). @default {0.95} */
  readonly confidence?: number;
  /** 1 − `confidence`, in (0, 1), for readers who think in false alarms. Only one of the two may be given. */
  readonly alpha?: number;
}

/**
 * The chance of a false alarm.
 * @throws {TypeError} If both are given, or one is no number.
 * @throws {RangeError} If it does not lie strictly between 0 and 1.
 */
export function levelOf(
  options: LevelOptions,
  { action, byDefault = 0.05 }: { readonly action: string; readonly byDefault?: number },
): number {
  const { confidence, alpha } = checkOptions(options, { action, argument: "options" });
  if (alpha !== undefined && confidence !== undefined) {
    throw new TypeError(
      `Cannot ${action}: alpha or confidence must be given, not both: current value is ${alpha} and ${confidence}`,
    );
  }
  if (confidence !== undefined) return 1 - checkConfidence(confidence, action);
  return checkOpenProbability(alpha ?? byDefault, { action, argument: "alpha" });
}

/**
 * The coverage itself, once it is known to be one.
 * @throws {RangeError} If it does not lie strictly between 0 and 1.
 */
export function checkConfidence(confidence: number, action: string): number {
  return checkOpenProbability(confidence, { action, argument: "confidence" });
}
