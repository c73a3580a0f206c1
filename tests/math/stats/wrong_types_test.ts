/** What a notebook or a JSON file can hand in by mistake to statistics: cells are not type-checked. */
import { assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { hellingerDistance } from "@lib/math/stats/bin_distances.ts";
import { covariance, kendallTauB, pearson, spearman } from "@lib/math/stats/correlation.ts";
import { beta, fisherF, studentT } from "@lib/math/stats/distributions/beta.ts";
import { binomial, poisson } from "@lib/math/stats/distributions/counts.ts";
import { gamma } from "@lib/math/stats/distributions/gamma.ts";
import { normal } from "@lib/math/stats/distributions/normal.ts";
import { cuped } from "@lib/math/stats/experiment/cuped.ts";
import { RepeatedWelch, simulatePeeking } from "@lib/math/stats/experiment/peeking.ts";
import { ratioMetricTest } from "@lib/math/stats/experiment/ratio_metric.ts";
import { relativeLift } from "@lib/math/stats/experiment/relative_lift.ts";
import { meanPower } from "@lib/math/stats/experiment/sample_size.ts";
import { sampleRatioTest } from "@lib/math/stats/experiment/sample_ratio.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";
import { adjustPValues } from "@lib/math/stats/hypothesis/adjusted_p_values.ts";
import { analysisOfVariance, kruskalWallisTest } from "@lib/math/stats/hypothesis/analysis_of_variance.ts";
import { fisherExactTest, goodnessOfFitTest, independenceTest } from "@lib/math/stats/hypothesis/count_tests.ts";
import {
  kolmogorovSmirnovTest,
  oneSampleKolmogorovSmirnovTest,
} from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";
import { mannWhitneyTest } from "@lib/math/stats/hypothesis/mann_whitney.ts";
import { bootstrapInterval, permutationTest } from "@lib/math/stats/hypothesis/resampling.ts";
import { pairedTTest, summaryOf, welchTTest, welchTTestFromSummaries } from "@lib/math/stats/hypothesis/t_tests.ts";
import { twoProportionZTest } from "@lib/math/stats/hypothesis/two_proportions.ts";
import { mergeMoments, momentsOf, NO_MOMENTS, skewness, variance } from "@lib/math/stats/moments.ts";
import { quantile, quantiles } from "@lib/math/stats/quantile.ts";
import { ranksOf } from "@lib/math/stats/ranks.ts";
import { wassersteinDistance } from "@lib/math/stats/sample_distances.ts";

const x = [1, 2, 4, 3];
const y = [2, 1, 3, 5];
const options = { statistic: (sample: Float64Array) => sample[0]!, random: random(1) };

Deno.test("samples that are no lists of numbers are refused, with texts in quotes", () => {
  const takesSample: Record<string, (sample: never) => unknown> = {
    momentsOf,
    ranksOf,
    quantile: (sample) => quantile(sample, 0.5),
    ...Object.fromEntries(
      Object.entries({
        ...{ pearson, spearman, kendallTauB, covariance, cuped, welchTTest, pairedTTest, mannWhitneyTest },
        ...{ kolmogorovSmirnovTest, wassersteinDistance, relativeLift, goodnessOfFitTest, sampleRatioTest },
        hellingerDistance,
      }).flatMap(([name, test]) => [
        [`${name}(x)`, (sample: never) => test(sample, y)],
        [`${name}(y)`, (sample: never) => test(x, sample)],
      ]),
    ),
    permutationTest: (sample) => permutationTest(sample, y, options),
    bootstrapInterval: (sample) => bootstrapInterval(sample, options),
    analysisOfVariance: (sample) => analysisOfVariance([x, sample]),
    kruskalWallisTest: (sample) => kruskalWallisTest([x, sample]),
    adjustPValues: (sample) => adjustPValues(sample, "holm"),
    ratioMetricTest: (sample) =>
      ratioMetricTest({ numerators: sample, denominators: y }, { numerators: x, denominators: y }),
  };
  const wrong: [unknown, RegExp][] = [
    [undefined, /current value is undefined$/],
    [null, /current value is null$/],
    ["1234", /current value is "1234"$/],
    [5, /current value is 5$/],
    [{ length: 4 }, /current value is an object$/],
    [["1", "2", "3", "4"], /\[0\] must be a finite number: current value is "1"$/],
    [[1, null, 3, 4], /\[1\] must be a finite number: current value is null$/],
    [[1, undefined, 3, 4], /\[1\] must be a finite number: current value is undefined$/],
    [new BigInt64Array(4), /\[0\] must be a finite number: current value is 0n$/],
  ];
  for (const [name, call] of Object.entries(takesSample)) {
    for (const [sample, message] of wrong) {
      const error = assertThrows(() => call(sample as never), TypeError) as Error;
      if (!message.test(error.message)) throw new Error(`${name}: ${error.message}`);
    }
  }
});
Deno.test("options and records that are none are refused by name", () => {
  const refusals: [() => unknown, string][] = [
    [() => welchTTest(x, y, null as never), "options must be an object: current value is null"],
    [() => pairedTTest(x, y, "less" as never), 'options must be an object: current value is "less"'],
    [() => mannWhitneyTest(x, y, null as never), "options must be an object"],
    [() => momentsOf(x, null as never), "options must be an object"],
    [
      () => variance(undefined as never),
      "moments must be a record of moments (see momentsOf): current value is undefined",
    ],
    [() => skewness([1, 2] as never), "moments must be a record of moments"],
    [() => mergeMoments(NO_MOMENTS, 5 as never), "b must be a record of moments (see momentsOf): current value is 5"],
    [() => summaryOf(undefined as never), "moments must be a record of moments"],
    [() => welchTTestFromSummaries(x as never, undefined as never), "a must be an object: current value is an array"],
    [() => twoProportionZTest(undefined as never, { successes: 1, trials: 2 }), "a must be an object"],
    [
      () => beta(undefined as never),
      "Cannot make a beta distribution: parameters must be an object: current value is undefined",
    ],
    [() => binomial(5 as never), "parameters must be an object: current value is 5"],
    [() => poisson(undefined as never), "parameters must be an object"],
    [() => gamma(undefined as never), "parameters must be an object"],
    [() => normal(null as never), "parameters must be an object"],
    [() => beta({ alpha: "2", beta: 1 } as never), 'alpha must be a positive finite number: current value is "2"'],
    [() => studentT("5" as never), 'degreesOfFreedom must be a positive finite number: current value is "5"'],
    [() => fisherF(1, undefined as never), "d2 must be a positive finite number: current value is undefined"],
    [() => meanPower(0.5 as never, 5), "effect must be an object: current value is 0.5"],
    [() => new SequentialComparison(undefined as never), "options must be an object: current value is undefined"],
    [
      () => new SequentialComparison({ effectScale: 1 }).add("a", "1" as never),
      'value must be a finite number: current value is "1"',
    ],
    [() => new RepeatedWelch(null as never), "options must be an object"],
    [() => simulatePeeking({}, undefined as never), "plan must be an object"],
    [() => ratioMetricTest(x as never, y as never), "a must be an object"],
    [() => quantiles(x, 0.5 as never), "ps must be a list of numbers: current value is 0.5"],
    [() => fisherExactTest([1, 2, 3, 4] as never), "table must be two rows of two counts"],
    [() => independenceTest("1,2" as never), 'table must be a list of rows of counts: current value is "1,2"'],
    [() => analysisOfVariance(5 as never), "samples must be a list of samples: current value is 5"],
    [() => oneSampleKolmogorovSmirnovTest(x, "normal" as never), 'cdf must be a function: current value is "normal"'],
    [() => permutationTest(x, y, {} as never), "statistic must be a function: current value is undefined"],
    [() => bootstrapInterval(x, { ...options, random: 5 as never }), "random must be an object: current value is 5"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, Error, message);
});
