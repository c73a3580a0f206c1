import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { ratioMetricTest } from "@lib/math/stats/experiment/ratio_metric.ts";
import { relativeLift, relativeLiftFromSummaries } from "@lib/math/stats/experiment/relative_lift.ts";
import { meanPower, meanSampleSize, proportionPower } from "@lib/math/stats/experiment/sample_size.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";
import { sampleRatioTest } from "@lib/math/stats/experiment/sample_ratio.ts";
import { fisherExactTest } from "@lib/math/stats/hypothesis/count_tests.ts";
import { parseResult } from "@lib/math/stats/hypothesis/result_json.ts";
import { welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";
import { twoProportionZTest, wilsonInterval } from "@lib/math/stats/hypothesis/two_proportions.ts";
import type { TestResult } from "@lib/math/stats/hypothesis/hypothesis_result.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const A = { numerators: [1, 5, 2, 0, 3, 4], denominators: [3, 9, 4, 2, 5, 6] };
const B = { numerators: [1, 2, 0, 1, 2, 1], denominators: [2, 7, 3, 4, 5, 2] };
const CLOSE = { relative: 1e-12 };

Deno.test("oracle: the delta method written out in NumPy", () => {
  const { statistic, pValue, effect, interval } = ratioMetricTest(A, B, { confidence: 0.9 });
  assertAllClose([statistic, pValue, effect.value, interval!.low, interval!.high], [
    ...[2.5856282710631224, 0.009720169780860736, 0.6995073891625616, 0.07746080865872007, 0.34832629778805657],
  ], CLOSE);
  const lift = relativeLift([11, 14, 9, 13, 12.5], [10, 9, 12, 8, 10.5]);
  assertAllClose([lift.effect.value, lift.statistic, lift.pValue, lift.interval!.low, lift.interval!.high], [
    ...[0.202020202020202, 1.6756319033598983, 0.09381031572807903, -0.034280097177465996, 0.43832050121787],
  ], CLOSE);
});
Deno.test("units cancel, however small or large", () => {
  const times = (x: readonly number[], by: number) => x.map((value) => value * by);
  for (const by of [2 ** -600, 2 ** 600]) {
    const scaled = (arm: typeof A) => ({ ...arm, denominators: times(arm.denominators, by) });
    assertAllClose([ratioMetricTest(scaled(A), scaled(B)).pValue], [ratioMetricTest(A, B).pValue], CLOSE);
    const lift = (k: number) => relativeLift(times([11, 14, 9], k), times([10, 9, 12], k));
    assertAllClose([lift(by).pValue, lift(by).interval!.high], [lift(1).pValue, lift(1).interval!.high], CLOSE);
  }
});
Deno.test("the false-positive rate of both is their level, and intervals cover", () => {
  const dice = random(17);
  const rounds = 800;
  let [ratios, lifts, covered] = [0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    const arm = () => {
      const denominators = Array.from({ length: 60 }, () => 1 + dice.integer(9));
      // Users differ in how often they click: clicks depend on each other, views do not explain them.
      const numerators = denominators.map((views) => {
        const rate = 0.1 + 0.8 * dice.next();
        return Array.from({ length: views }, () => dice.next() < rate ? 1 : 0).reduce((sum, x) => sum + x, 0 as number);
      });
      return { numerators, denominators };
    };
    if (ratioMetricTest(arm(), arm()).pValue <= 0.05) ratios++;
    const sample = (mean: number) => Array.from({ length: 60 }, () => mean + dice.normal());
    const { pValue } = relativeLift(sample(5), sample(5));
    if (pValue <= 0.05) lifts++;
    const { low, high } = relativeLift(sample(6), sample(5)).interval!;
    if (low <= 0.2 && 0.2 <= high) covered++;
  }
  const near = (count: number, share: number) => assert(Math.abs(count / rounds - share) < 0.025, `${count / rounds}`);
  near(ratios, 0.05);
  near(lifts, 0.05);
  near(covered, 0.95);
});
Deno.test("oracle: power with unequal arms", () => {
  const effect = { difference: 0.3, standardDeviation: 1 };
  assertAllClose([meanPower(effect, 100, { allocation: 2 })], [0.687770420076401], CLOSE);
  assertAllClose([meanPower(effect, 100, { allocation: 0.5, alternative: "greater" })], [0.5347426098180925], CLOSE);
  assertAllClose(
    [proportionPower({ baseline: 0.1, changed: 0.13 }, 1500, { allocation: 3 })],
    [0.8800017564962481],
    CLOSE,
  );
  const sizes = [0.5, 1, 2, 4].map((allocation) => meanSampleSize(effect, 0.8, { allocation }));
  assertEquals(sizes, sizes.toSorted((a, b) => b - a)); // the more in the second arm, the fewer in the first
  const totals = [0.5, 1, 2, 4].map((allocation, i) => sizes[i]! * (1 + allocation));
  assert(totals.every((total) => total >= totals[1]! - 3)); // and none needs fewer in all than equal arms
});
Deno.test("a level may be said as confidence or as alpha, not both", () => {
  const effect = { difference: 0.3, standardDeviation: 1 };
  assertAllClose([meanPower(effect, 50, { confidence: 0.99 })], [meanPower(effect, 50, { alpha: 0.01 })]);
  assertEquals(sampleRatioTest([480, 520], [1, 1], { confidence: 0.9 }).isMismatch, false);
  assertEquals(sampleRatioTest([400, 600], [1, 1], { confidence: 0.9 }).isMismatch, true);
  assertThrows(() => meanPower(effect, 50, { alpha: 0.1, confidence: 0.9 }), TypeError, "must be given, not both");
  assertThrows(
    () => new SequentialComparison({ effectScale: 1, confidence: 1 }),
    RangeError,
    "confidence must be a number strictly between 0 and 1: current value is 1",
  );
});
Deno.test("one result record everywhere", () => {
  const comparison = new SequentialComparison({ effectScale: 1, fewestPerArm: 2, confidence: 0.9 });
  assertEquals(comparison.result(), undefined);
  for (const value of [1, 2, 3, 4]) {
    comparison.add("a", value + 5);
    comparison.add("b", value);
  }
  const results: TestResult[] = [
    comparison.result()!,
    sampleRatioTest([48, 52], [1, 1]),
    relativeLift([3, 4], [1, 2]),
    ratioMetricTest(A, B),
  ];
  for (const { test, method, pValue, alternative, effect, warnings } of results) {
    assert(test.length > 0 && method.length > 0 && pValue >= 0 && pValue <= 1 && effect.name.length > 0);
    assertEquals([alternative, Array.isArray(warnings)], ["two-sided", true]);
  }
  const { interval, pValue } = comparison.verdict();
  const { confidence, estimate, low, high } = comparison.result()!.interval!;
  assertEquals([pValue, low, high, estimate], [comparison.result()!.pValue, interval.low, interval.high, 5]);
  assertAllClose([confidence], [0.9]);
});
Deno.test("JSON keeps the infinite ends of intervals and infinite odds", () => {
  const results = [
    welchTTest([1, 2, 4], [8, 9, 11], { alternative: "less" }),
    welchTTest([1, 2, 4], [8, 9, 11], { alternative: "greater" }),
    fisherExactTest([[3, 0], [1, 3]]),
    relativeLift([3, 4], [1, 2], { alternative: "less" }),
    twoProportionZTest({ successes: 6, trials: 10 }, { successes: 3, trials: 10 }),
    wilsonInterval({ successes: 6, trials: 10 }),
    new SequentialComparison({ effectScale: 1 }).verdict(),
  ];
  for (const result of results) {
    const text = JSON.stringify(result);
    assert(!text.includes("null"), text);
    assertEquals(
      parseResult(text),
      JSON.parse(JSON.stringify(result), (_, v) => typeof v === "string" && /^-?Infinity$/.test(v) ? Number(v) : v),
    );
  }
  const { interval } = parseResult<TestResult>(JSON.stringify(results[0]));
  assertEquals([interval!.low, interval!.high < 0], [-Infinity, true]);
  assertEquals(parseResult<TestResult>(JSON.stringify(results[2])).statistic, Infinity);
  assertEquals(structuredClone(results[0]), results[0]); // to another thread
  assertThrows(() => parseResult(5 as never), TypeError, "text must be a string: current value is 5");
});
Deno.test("refusals", () => {
  const good = { count: 10, mean: 1, standardDeviation: 1 };
  const refusals: [() => unknown, string][] = [
    [() => ratioMetricTest({ ...A, denominators: [1] }, B), "a.denominators must have at least 2 numbers"],
    [
      () => ratioMetricTest(A, { ...B, numerators: [1, 2] }),
      "b.denominators must have as many numbers as b.numerators",
    ],
    [
      () => ratioMetricTest({ numerators: [1, 2], denominators: [1, -1] }, B),
      "the mean of a.denominators must not be 0",
    ],
    [
      () =>
        ratioMetricTest({ numerators: [.1, .7, .3], denominators: [.3, 2.1, .9] }, {
          numerators: [1, 2],
          denominators: [1, 2],
        }),
      "a or b must vary: current value is a standard error of 0 in both",
    ],
    [() => ratioMetricTest(A, B, { confidence: 2 }), "confidence must be a number strictly between 0 and 1"],
    [() => relativeLift([1], [1, 2]), "treatment must have at least 2 numbers"],
    [() => relativeLift([1, 2], [1, -1]), "control.mean must not be 0: current value is 0"],
    [() => relativeLift([.1 + .2, .3], [.1, .1]), "treatment or control must vary"],
    [() => relativeLiftFromSummaries({ ...good, count: 1 }, good), "treatment.count must be at least 2"],
    [() => relativeLiftFromSummaries(good, { ...good, mean: NaN }), "control.mean must be a finite number"],
    [
      () => meanPower({ difference: 1, standardDeviation: 1 }, 5, { allocation: 0 }),
      "allocation must be a positive finite",
    ],
    [
      () => meanPower({ difference: 1, standardDeviation: 1 }, 5, { alternative: "up" as never }),
      "alternative must be",
    ],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertEquals(relativeLiftFromSummaries(good, { ...good, mean: 0.1 }).warnings.length, 1);
});
