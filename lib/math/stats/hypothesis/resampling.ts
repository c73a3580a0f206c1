/**
 * Inference by resampling: permutation tests and bootstrap intervals, seeded.
 *
 * A permutation test deals the numbers out anew between the samples: under the null every deal is as good as the one
 * that was seen. The bootstrap draws samples from the sample, with replacement. Its percentile interval takes the
 * quantiles of the statistic; BCa moves them for bias and for a spread that changes with the statistic, which the
 * jackknife estimates.
 *
 * **Invariant.** The same seed gives the same result. A permutation p-value is never 0: the deal that was seen counts
 * as one of them.
 *
 * Cost: `rounds` evaluations of the statistic; BCa n more.
 *
 * Not here on purpose: studentised intervals, blocks for dependent data, all permutations of tiny samples.
 *
 * Source: B. Efron, Better Bootstrap Confidence Intervals, JASA 82 (1987); B. Phipson, G. Smyth, Permutation P-values
 * Should Never Be Zero, Stat. Appl. Genet. Mol. Biol. 9 (2010).
 *
 * @module
 */
import { checkFunction, checkOptions, checkPositiveInteger } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";
import type { Alternative, ConfidenceInterval, TestResult } from "./hypothesis_result.ts";
import { withInfiniteJson } from "./result_json.ts";
import { checkAlternative, checkConfidence } from "./hypothesis_result.ts";
import { quantiles } from "../quantile.ts";
import { checkSample } from "../sample.ts";
import { normalQuantile, normalTail } from "../_special_functions.ts";

/** A number made of a sample: its mean, its median, its 99th percentile. */
export type Statistic = (sample: Float64Array) => number;

/**
 * A permutation test of the difference of a statistic between two samples.
 * @param x At least one finite number.
 * @param y At least one finite number.
 * @param options `statistic`: of one sample. `rounds`: how many deals. @default {9999}
 * @returns Statistic and effect: that of x less that of y.
 * @throws {RangeError} If a sample is empty or not finite, or the statistic is not finite for a deal.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../../../base/random.ts";
 * import { permutationTest } from "./resampling.ts";
 * const mean = (sample: Float64Array) => sample.reduce((sum, x) => sum + x, 0) / sample.length;
 * const { pValue } = permutationTest([5, 6, 7], [1, 2, 3], { statistic: mean, random: random(1) });
 * assert(Math.abs(pValue - 0.1) < 0.02); // 2 of the 20 deals
 * ```
 */
export function permutationTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: {
    readonly statistic: Statistic;
    readonly random: Random;
    readonly rounds?: number;
    readonly alternative?: Alternative;
  },
): TestResult {
  const action = "make a permutation test";
  const { statistic, random, rounds = 9999, alternative = "two-sided" } = checkOptions(options, {
    action,
    argument: "options",
  });
  checkSample(x, { action, argument: "x" });
  checkSample(y, { action, argument: "y" });
  checkAlternative(alternative, action);
  checkPositiveInteger(rounds, { action, argument: "rounds" });
  checkFunction(statistic, { action, argument: "statistic" });
  checkRandom(random, action);
  const all = new Float64Array(x.length + y.length);
  all.set(x);
  all.set(y, x.length);
  const difference = () => {
    const value = statistic(all.slice(0, x.length)) - statistic(all.slice(x.length));
    if (Number.isFinite(value)) return value;
    throw new RangeError(
      `Cannot ${action}: statistic must give a finite number for every deal: current value is ${value}`,
    );
  };
  const seen = difference();
  // Deals that are equal but for rounding are as extreme.
  const slack = 1e-12 * Math.max(1e-300, Math.abs(seen));
  let extreme = 1;
  for (let round = 0; round < rounds; round++) {
    random.shuffle(all);
    const dealt = difference();
    if (
      alternative === "greater"
        ? dealt >= seen - slack
        : alternative === "less"
        ? dealt <= seen + slack
        : Math.abs(dealt) >= Math.abs(seen) - slack
    ) extreme++;
  }
  return withInfiniteJson({
    test: "permutation test",
    method: `${rounds} random deals`,
    statistic: seen,
    pValue: extreme / (rounds + 1),
    alternative,
    effect: { name: "difference", value: seen },
    warnings: [],
  });
}

/**
 * A bootstrap interval of a statistic.
 * @param sample At least two finite numbers.
 * @param options `statistic`: of one sample. `rounds`: how many resamples. @default {9999} `method`: @default {"bca"}
 * @throws {RangeError} If there are fewer than two numbers, one is not finite, or the statistic is not finite for a
 *   resample.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../../../base/random.ts";
 * import { quantile } from "../quantile.ts";
 * import { bootstrapInterval } from "./resampling.ts";
 * const sample = Float64Array.from({ length: 101 }, (_, i) => i);
 * const { estimate, low, high } = bootstrapInterval(sample, { statistic: (x) => quantile(x, 0.5), random: random(1) });
 * assert(estimate === 50 && low > 30 && high < 70);
 * ```
 */
export function bootstrapInterval(
  sample: ArrayLike<number>,
  options: {
    readonly statistic: Statistic;
    readonly random: Random;
    readonly rounds?: number;
    readonly confidence?: number;
    readonly method?: "percentile" | "bca";
  },
): ConfidenceInterval {
  const action = "take a bootstrap interval";
  const { statistic, random, rounds = 9999, confidence = 0.95, method = "bca" } = checkOptions(options, {
    action,
    argument: "options",
  });
  const x = Float64Array.from(checkSample(sample, { action, argument: "sample", atLeast: 2 }));
  checkConfidence(confidence, action);
  checkPositiveInteger(rounds, { action, argument: "rounds" });
  checkFunction(statistic, { action, argument: "statistic" });
  checkRandom(random, action);
  if (method !== "percentile" && method !== "bca") {
    throw new RangeError(
      `Cannot ${action}: method must be "percentile" or "bca": current value is ${method as string}`,
    );
  }
  const value = (resample: Float64Array) => {
    const result = statistic(resample);
    if (Number.isFinite(result)) return result;
    throw new RangeError(
      `Cannot ${action}: statistic must give a finite number for every resample: current value is ${result}`,
    );
  };
  const estimate = value(x);
  const resample = new Float64Array(x.length);
  const values = Float64Array.from({ length: rounds }, () => {
    for (let i = 0; i < x.length; i++) resample[i] = x[random.integer(x.length)]!;
    return value(resample);
  });
  const tail = (1 - confidence) / 2;
  const ends = method === "percentile" ? [tail, 1 - tail] : correctedEnds(tail, { x, value, values, estimate });
  const [low, high] = quantiles(values, ends) as unknown as [number, number];
  return withInfiniteJson({ of: "statistic", estimate, low, high, confidence });
}

function checkRandom(random: Random, action: string): void {
  checkOptions(random, { action, argument: "random" });
  checkFunction(random.integer, { action, argument: "random.integer" });
}

/** BCa: the shares of the resamples that take the places of `tail` and `1 - tail`. */
function correctedEnds(
  tail: number,
  { x, value, values, estimate }: { x: Float64Array; value: Statistic; values: Float64Array; estimate: number },
): [number, number] {
  const below = values.filter((v) => v < estimate).length + values.filter((v) => v === estimate).length / 2;
  const share = Math.min(values.length - 0.5, Math.max(0.5, below)) / values.length;
  const bias = normalQuantile(share, "lower");
  const left = Float64Array.from(x, (_, i) => value(Float64Array.from(x.filter((_, j) => j !== i))));
  const mean = left.reduce((sum, v) => sum + v, 0) / left.length;
  const largest = left.reduce((most, v) => Math.max(most, Math.abs(mean - v)), 0);
  let [squares, cubes] = [0, 0];
  for (const v of left) {
    const distance = largest > 0 ? (mean - v) / largest : 0; // the unit does not matter, and cubes overflow soon
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const moved = (p: number) => {
    const z = bias + normalQuantile(p, "lower");
    return normalTail(bias + z / (1 - acceleration * z), "lower");
  };
  return [moved(tail), moved(1 - tail)];
}
