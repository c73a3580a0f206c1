import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { mannWhitneyTest } from "@lib/math/stats/hypothesis/mann_whitney.ts";
import { quantile } from "@lib/math/stats/quantile.ts";
import { bootstrapInterval, permutationTest, type Statistic } from "@lib/math/stats/hypothesis/resampling.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const mean: Statistic = (x) => x.reduce((sum, value) => sum + value, 0) / x.length;
const median: Statistic = (x) => quantile(x, 0.5);

Deno.test("by hand: of twenty deals of 1, 2, 3 and 5, 6, 7, two are as extreme, one on each side", () => {
  const options = { statistic: mean, rounds: 20_000 };
  const p = (alternative: "two-sided" | "less" | "greater") =>
    permutationTest([5, 6, 7], [1, 2, 3], { ...options, random: random(1), alternative }).pValue;
  assert(Math.abs(p("two-sided") - 0.1) < 0.01 && Math.abs(p("greater") - 0.05) < 0.008);
  assertEquals(p("less"), 1);
});
Deno.test("oracle: permuting ranks is the exact Mann–Whitney test", () => {
  const [x, y] = [[1, 4, 6, 9, 11], [2, 3, 5, 7, 8, 10]];
  const exact = mannWhitneyTest(x, y, { method: "exact", alternative: "greater" }).pValue;
  // The sum of the ranks of x decides; as a difference of "statistics" it is the sum of x, since these numbers are
  // their own ranks.
  const sumOfX: Statistic = (sample) => sample.length === x.length ? sample.reduce((sum, value) => sum + value, 0) : 0;
  const { pValue } = permutationTest(x, y, {
    statistic: sumOfX,
    random: random(2),
    alternative: "greater",
    rounds: 40_000,
  });
  assertAllClose([pValue], [exact], { relative: 0.03 });
});
Deno.test("the same seed gives the same result, and a p-value is never 0", () => {
  const run = () => permutationTest([100, 101], [1, 2], { statistic: mean, random: random(3), rounds: 99 }).pValue;
  assertEquals(run(), run());
  const far = permutationTest(Array(30).fill(100), Array.from({ length: 30 }, (_, i) => i / 100), {
    statistic: mean,
    random: random(3),
    rounds: 99,
  });
  assertEquals(far.pValue, 0.01);
  const interval = () => bootstrapInterval([1, 2, 5, 9], { statistic: mean, random: random(4), rounds: 500 });
  assertEquals(interval(), interval());
});
Deno.test("by hand: the percentile interval of a sample of two numbers", () => {
  // Resamples of (0, 1): means 0, ½, ½, 1: a quarter each side
  const { estimate, low, high } = bootstrapInterval([0, 1], {
    statistic: mean,
    random: random(5),
    method: "percentile",
    confidence: 0.4,
  });
  assertEquals([estimate, low, high], [0.5, 0.5, 0.5]);
  const wide = bootstrapInterval([0, 1], { statistic: mean, random: random(5), method: "percentile", confidence: 0.6 });
  assertEquals([wide.low, wide.high], [0, 1]);
});
Deno.test("a statistic that does not vary has an interval of one point", () => {
  const { low, high } = bootstrapInterval([3, 3, 3], { statistic: mean, random: random(6), rounds: 200 });
  assertEquals([low, high], [3, 3]);
});
Deno.test("BCa moves its interval where nearly all resamples lie on one side of the estimate", () => {
  const farFromZero: Statistic = (x) => Math.abs(mean(x)); // 0 for the sample, more for every resample
  const centred = Array.from({ length: 20 }, (_, i) => Math.sin(i) - 1 / 3);
  const middle = mean(Float64Array.from(centred));
  for (let i = 0; i < 20; i++) centred[i]! -= middle;
  const options = { statistic: farFromZero, rounds: 2000 };
  const high = (method: "bca" | "percentile") =>
    bootstrapInterval(centred, { ...options, random: random(10), method }).high;
  assert(high("bca") < 0.5 * high("percentile"), `${high("bca")} and ${high("percentile")}`);
});
Deno.test("by simulation: intervals cover; BCa better than percentile where the statistic is skewed", () => {
  const dice = random(7);
  const rounds = 400;
  const misses = { percentile: 0, bca: 0, median: 0 };
  const deviation: Statistic = (x) => {
    const centre = mean(x);
    return Math.sqrt(x.reduce((sum, value) => sum + (value - centre) ** 2, 0) / x.length);
  };
  for (let round = 0; round < rounds; round++) {
    const sample = Float64Array.from({ length: 25 }, () => dice.normal());
    for (const method of ["percentile", "bca"] as const) {
      const { low, high } = bootstrapInterval(sample, {
        statistic: deviation,
        random: dice,
        rounds: 600,
        method,
        confidence: 0.9,
      });
      if (low > 1 || high < 1) misses[method]++;
    }
    const { low, high } = bootstrapInterval(sample, {
      statistic: median,
      random: dice,
      rounds: 300,
      method: "percentile",
      confidence: 0.9,
    });
    if (low > 0 || high < 0) misses.median++;
  }
  assert(misses.bca < misses.percentile, JSON.stringify(misses));
  // 10 % in the limit; more at n = 25
  assert(misses.bca / rounds < 0.2 && misses.median / rounds < 0.17, JSON.stringify(misses));
});
Deno.test("by simulation: under the null a permutation test is exact", () => {
  const dice = random(8);
  let alarms = 0;
  for (let round = 0; round < 1000; round++) {
    const x = Array.from({ length: 6 }, () => dice.next() ** 3);
    const y = Array.from({ length: 9 }, () => dice.next() ** 3);
    if (permutationTest(x, y, { statistic: mean, random: dice, rounds: 199 }).pValue <= 0.05) alarms++;
  }
  assert(alarms > 25 && alarms < 78, String(alarms)); // 50 ± 4 · 6.9
});
Deno.test("refusals", () => {
  const options = { statistic: mean, random: random(9), rounds: 10 };
  const broken = { ...options, statistic: () => NaN };
  const refusals: [() => unknown, string][] = [
    [() => permutationTest([], [1], options), "x must have at least one number"],
    [() => permutationTest([1], [NaN], options), "y[0] must be a finite number"],
    [() => permutationTest([1], [2], { ...options, rounds: 0 }), "rounds must be a positive integer"],
    [() => permutationTest([1], [2], { ...options, alternative: "both" as never }), "alternative must be"],
    [
      () => permutationTest([1], [2], broken),
      "statistic must give a finite number for every deal: current value is NaN",
    ],
    [() => bootstrapInterval([1], options), "sample must have at least 2 numbers"],
    [
      () => bootstrapInterval([1, 2], { ...options, confidence: 0 }),
      "confidence must be a number strictly between 0 and 1",
    ],
    [() => bootstrapInterval([1, 2], { ...options, rounds: -1 }), "rounds must be a positive integer"],
    [() => bootstrapInterval([1, 2], { ...options, method: "best" as never }), 'method must be "percentile" or "bca"'],
    [() => bootstrapInterval([1, 2], broken), "statistic must give a finite number for every resample"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
