/**
 * The normal distribution, and the log-normal, which is its exponential.
 *
 * **Invariant.** Both use the same two special functions, on (x − mean) / standardDeviation.
 *
 * Not here on purpose: more than one dimension, half-normal.
 *
 * @module
 */
import { checkFinite, checkOptions, checkPositive } from "../../../base/argument.ts";
import { normalQuantile, normalTail } from "../_special_functions.ts";
import { type ContinuousDistribution, continuousDistribution } from "./distribution.ts";

/** Parameters of the normal distribution. */
export interface NormalParameters {
  /** Where it is centred. @default {0} */
  readonly mean?: number;
  /** How wide it is. @default {1} */
  readonly standardDeviation?: number;
}

/**
 * The normal distribution.
 * @throws {RangeError} If `mean` is not finite or `standardDeviation` is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { normal } from "./normal.ts";
 * assertEquals(normal().sf(1.959963984540054).toFixed(12), "0.025000000000");
 * assertEquals(normal({ mean: 100, standardDeviation: 15 }).cdf(100), 0.5);
 * ```
 */
export function normal(parameters: NormalParameters = {}): ContinuousDistribution {
  const action = "make a normal distribution";
  const { mean = 0, standardDeviation = 1 } = checkOptions(parameters, { action, argument: "parameters" });
  checkFinite(mean, { action, argument: "mean" });
  checkPositive(standardDeviation, { action, argument: "standardDeviation" });
  const score = (x: number) => (x - mean) / standardDeviation;
  return continuousDistribution({
    name: `normal(${mean}, ${standardDeviation})`,
    support: [-Infinity, Infinity],
    mean,
    variance: standardDeviation ** 2,
    density: (x) => Math.exp(-(score(x) ** 2) / 2) / (standardDeviation * Math.sqrt(2 * Math.PI)),
    lower: (x) => normalTail(score(x), "lower"),
    upper: (x) => normalTail(score(x), "upper"),
    lowerQuantile: (p) => mean + standardDeviation * normalQuantile(p, "lower"),
    upperQuantile: (p) => mean + standardDeviation * normalQuantile(p, "upper"),
    draw: (random) => mean + standardDeviation * random.normal(),
  });
}

/**
 * The distribution of a number whose logarithm is normal.
 * @param parameters Those of the logarithm.
 * @throws {RangeError} If `logMean` is not finite or `logStandardDeviation` is not positive.
 */
export function logNormal(
  parameters: { readonly logMean?: number; readonly logStandardDeviation?: number } = {},
): ContinuousDistribution {
  const action = "make a log-normal distribution";
  const { logMean = 0, logStandardDeviation = 1 } = checkOptions(parameters, { action, argument: "parameters" });
  checkFinite(logMean, { action, argument: "logMean" });
  checkPositive(logStandardDeviation, { action, argument: "logStandardDeviation" });
  const logarithm = normal({ mean: logMean, standardDeviation: logStandardDeviation });
  const square = logStandardDeviation ** 2;
  return continuousDistribution({
    name: `logNormal(${logMean}, ${logStandardDeviation})`,
    support: [0, Infinity],
    mean: Math.exp(logMean + square / 2),
    variance: Math.expm1(square) * Math.exp(2 * logMean + square),
    density: (x) => x === 0 ? 0 : logarithm.pdf(Math.log(x)) / x,
    lower: (x) => logarithm.cdf(Math.log(x)),
    upper: (x) => logarithm.sf(Math.log(x)),
    lowerQuantile: (p) => Math.exp(logarithm.ppf(p)),
    upperQuantile: (p) => Math.exp(logarithm.isf(p)),
    draw: (random) => Math.exp(logarithm.sample(random)),
  });
}
