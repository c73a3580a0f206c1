import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { cuped } from "@lib/math/stats/experiment/cuped.ts";
import { sampleRatioTest } from "@lib/math/stats/experiment/sample_ratio.ts";
import {
  meanPower,
  meanSampleSize,
  proportionPower,
  proportionSampleSize,
} from "@lib/math/stats/experiment/sample_size.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";
import { RepeatedWelch } from "@lib/math/stats/experiment/peeking.ts";
import { welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";
import { twoProportionZTest } from "@lib/math/stats/hypothesis/two_proportions.ts";
import { momentsOf, variance } from "@lib/math/stats/moments.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

Deno.test("by hand: the mixture ratio and its interval", () => {
  const comparison = new SequentialComparison({ effectScale: 1, fewestPerArm: 2 });
  for (const value of [2, 4]) comparison.add("a", value);
  assertEquals(comparison.verdict(), {
    counts: [2, 0],
    difference: undefined,
    pValue: 1,
    interval: { low: -Infinity, high: Infinity },
    isDecided: false,
  });
  for (const value of [-1, 1]) comparison.add("b", value);
  // difference 3; squared error 2/2 + 2/2 = 2; ratio √(2/3) · exp(1 · 9 / (2 · 2 · 3)) = √(2/3) · e^.75
  const { pValue, difference, interval } = comparison.verdict();
  assertAllClose([difference!, pValue], [3, 1 / (Math.sqrt(2 / 3) * Math.exp(0.75))]);
  const reach = Math.sqrt(2 * 3 / 1 * (Math.log(3 / 2) - 2 * Math.log(0.05)));
  assertAllClose([interval.low, interval.high], [3 - reach, 3 + reach]);
});
Deno.test("the interval leaves out 0 exactly when the p-value reaches α", () => {
  const dice = random(1);
  for (let round = 0; round < 20; round++) {
    const comparison = new SequentialComparison({ effectScale: 0.2 });
    for (let i = 0; i < 1500; i++) {
      comparison.add(i % 2 ? "a" : "b", dice.normal() + (i % 2 ? 0.25 : 0));
      const { interval, isDecided } = comparison.verdict();
      assertEquals(isDecided, interval.low > 0 || interval.high < 0);
    }
  }
});
Deno.test("what was reached is kept: p-values never rise, intervals never grow, and nothing is said too early", () => {
  const dice = random(2);
  const comparison = new SequentialComparison({ effectScale: 0.5 });
  let last = comparison.verdict();
  for (let i = 0; i < 4000; i++) {
    comparison.add(dice.next() < 0.7 ? "a" : "b", dice.normal());
    const next = comparison.verdict();
    assert(
      next.pValue <= last.pValue && next.interval.low >= last.interval.low && next.interval.high <= last.interval.high,
    );
    if (Math.min(...next.counts) < 100) assertEquals([next.pValue, next.interval.low], [1, -Infinity]);
    last = next;
  }
  const rare = new SequentialComparison({ effectScale: 0.01 }); // 100 zeros in each arm, and no success: too early
  for (let i = 0; i < 400; i++) rare.add(i % 2 ? "a" : "b", i % 100 === 0 ? 1 : 0);
  assertEquals(rare.verdict().interval, { low: -Infinity, high: Infinity });
});
Deno.test("by simulation: the sequential test finds an effect, and its interval covers it at every look", () => {
  const dice = random(3);
  let [found, covered] = [0, 0];
  for (let experiment = 0; experiment < 200; experiment++) {
    const comparison = new SequentialComparison({ effectScale: 0.2 });
    for (let i = 0; i < 4000; i++) comparison.add(i % 2 ? "a" : "b", dice.normal() + (i % 2 ? 0.2 : 0));
    const { isDecided, interval } = comparison.verdict();
    if (isDecided) found++;
    if (interval.low <= 0.2 && 0.2 <= interval.high) covered++;
  }
  assert(found > 180, String(found));
  assert(covered >= 184, String(covered)); // at least 95 %, three deviations below
});
Deno.test("CUPED: the mean stays, the variance falls by r², and an effect is found with fewer users", () => {
  const dice = random(4);
  const covariate = Array.from({ length: 4000 }, () => dice.normal());
  const y = covariate.map((x, i) => 10 + 2 * x + dice.normal() + (i % 2 ? 0.2 : 0));
  const { adjusted, theta, removedRatio } = cuped(y, covariate);
  const [before, after] = [momentsOf(y), momentsOf(adjusted)];
  assertAllClose([after.mean], [before.mean]);
  assertAllClose([variance(after)], [variance(before) * (1 - removedRatio)], { relative: 1e-9 });
  assertAllClose([theta, removedRatio], [2, 0.8], { relative: 0.03 });
  const halves = (x: ArrayLike<number>) =>
    [0, 1].map((arm) => Array.from(x).filter((_, i) => i % 2 === arm)) as [number[], number[]];
  assert(welchTTest(...halves(adjusted)).pValue < 0.001 * welchTTest(...halves(y)).pValue);
});
Deno.test("oracle: sizes and powers of statsmodels", () => {
  // statsmodels 0.14: NormalIndPower().solve_power(.5 / .2 / .1, power=.8 / .9 / .95), zt_ind; samplesize by
  // power_proportions_2indep
  const sizes = [[0.5, 0.8, 62.79], [0.2, 0.9, 525.37], [0.1, 0.95, 2598.94]] as const;
  for (const [difference, power, size] of sizes) {
    assertEquals(meanSampleSize({ difference, standardDeviation: 1 }, power), Math.ceil(size));
    assertEquals(meanSampleSize({ difference: -3 * difference, standardDeviation: 3 }, power), Math.ceil(size));
  }
  // the textbook's formula by hand: 3840.8
  assertEquals(proportionSampleSize({ baseline: 0.1, changed: 0.12 }, 0.8), 3841);
  assert(
    meanPower({ difference: 0.5, standardDeviation: 1 }, 50, { alternative: "greater" }) >
      meanPower({ difference: 0.5, standardDeviation: 1 }, 50),
  );
});
Deno.test("a loss is as easy to see as a gain", () => {
  const power = (difference: number, alternative: "less" | "greater" | "two-sided") =>
    meanPower({ difference, standardDeviation: 1 }, 50, { alternative });
  assertEquals(power(0.5, "greater"), power(-0.5, "less"));
  assertEquals(power(0.5, "two-sided"), power(-0.5, "two-sided"));
  assert(power(-0.5, "greater") < 1e-4); // looked for on the other side
});
Deno.test("a size has the power that was asked for, one less has not", () => {
  for (const power of [0.5, 0.8, 0.99]) {
    for (const size of [0.05, 0.3, 3]) {
      const effect = { difference: size, standardDeviation: 1 };
      const n = meanSampleSize(effect, power);
      assert(meanPower(effect, n) >= power && (n === 1 || meanPower(effect, n - 1) < power));
    }
    const effect = { baseline: 0.3, changed: 0.25 };
    const n = proportionSampleSize(effect, power, { alpha: 0.01 });
    assert(
      proportionPower(effect, n, { alpha: 0.01 }) >= power && proportionPower(effect, n - 1, { alpha: 0.01 }) < power,
    );
  }
});
Deno.test("by simulation: experiments of that size find the effect as often as said", () => {
  const dice = random(5);
  const [means, proportions] = [{ difference: 0.4, standardDeviation: 1 }, { baseline: 0.2, changed: 0.3 }];
  const [n, m] = [meanSampleSize(means, 0.8), proportionSampleSize(proportions, 0.8)];
  let [seen, counted] = [0, 0];
  const draw = (count: number, mean: number) => Array.from({ length: count }, () => mean + dice.normal());
  const successes = (trials: number, p: number) => ({
    trials,
    successes: Array.from({ length: trials }, () => dice.next() < p).filter(Boolean).length,
  });
  for (let round = 0; round < 1000; round++) {
    if (welchTTest(draw(n, 0.4), draw(n, 0)).pValue <= 0.05) seen++;
    if (twoProportionZTest(successes(m, 0.3), successes(m, 0.2)).pValue <= 0.05) counted++;
  }
  assert(Math.abs(seen - 800) < 50, String(seen)); // ± 4 deviations of 12.6
  assert(Math.abs(counted - 800) < 50, String(counted));
});
Deno.test("a sample ratio is believed or not", () => {
  assertEquals(sampleRatioTest([500, 520], [1, 1]).isMismatch, false);
  assertEquals(sampleRatioTest([9000, 1200], [90, 10]).isMismatch, true);
  assertEquals(sampleRatioTest([9000, 1010], [9, 1]).isMismatch, false);
  const { isMismatch, result } = sampleRatioTest([9000, 1070], [9, 1], { alpha: 0.05 });
  assertEquals([isMismatch, result.pValue < 0.05], [true, true]);
});
Deno.test("refusals", () => {
  const effect = { difference: 1, standardDeviation: 1 };
  const refusals: [() => unknown, string][] = [
    [() => new SequentialComparison({ effectScale: 0 }), "effectScale must be"],
    [() => new SequentialComparison({ effectScale: 1, alpha: 1 }), "alpha must be a number strictly between 0 and 1"],
    [() => new SequentialComparison({ effectScale: 1, fewestPerArm: 0.5 }), "fewestPerArm must be"],
    [() => new SequentialComparison({ effectScale: 1 }).add("a", NaN), "value must be"],
    [
      () => new SequentialComparison({ effectScale: 1 }).add("c" as never, 1),
      'arm must be "a" or "b": current value is "c"',
    ],
    [() => new RepeatedWelch().add("c" as never, 1), 'arm must be "a" or "b": current value is "c"'],
    [() => sampleRatioTest([10.5, 9.5], [1, 1]), "counts[0] must be a non-negative integer: current value is 10.5"],
    [() => sampleRatioTest([1, -1], [1, 1]), "counts[1] must be a non-negative integer: current value is -1"],
    [() => sampleRatioTest([1, 1], [1, 0]), "shares[1] must be a positive finite number: current value is 0"],
    [() => sampleRatioTest([1, 1], [1]), "shares must have as many numbers as counts: current value is 1 and 2"],
    [() => sampleRatioTest([1], [1]), "counts must have at least 2 numbers: current value is 1"],
    [() => sampleRatioTest([0, 0], [1, 1]), "Cannot test a sample ratio: counts must count something"],
    [() => cuped([1], [1]), "y must have at least 2 numbers"],
    [() => cuped([1, 2], [1, 1]), "covariate must vary: current value is 1 throughout"],
    [() => cuped([1, 1], [1, 2]), "y must vary"],
    [() => cuped([1, 2, 3], [1, 2]), "covariate must have as many numbers as y"],
    [() => sampleRatioTest([1, 2], [1, 1], { alpha: 0 }), "alpha must be a number strictly between 0 and 1"],
    [() => sampleRatioTest([1], [1]), "at least 2 numbers"],
    [() => meanPower({ ...effect, difference: 0 }, 5), "difference must not be 0"],
    [() => meanPower({ ...effect, standardDeviation: 0 }, 5), "standardDeviation must be"],
    [() => meanPower(effect, 0), "perArm must be"],
    [() => meanPower(effect, 5, { alpha: 2 }), "alpha must be a number strictly"],
    [() => meanSampleSize(effect, 1), "power must be a number strictly between 0 and 1: current value is 1"],
    [() => meanSampleSize({ ...effect, difference: 1e-9 }, 0.8), "the effect must be large enough to be seen"],
    [() => proportionPower({ baseline: 0, changed: 0.1 }, 5), "baseline must be a number strictly between 0 and 1"],
    [() => proportionPower({ baseline: 0.1, changed: 1.5 }, 5), "changed must be"],
    [() => proportionSampleSize({ baseline: 0.1, changed: 0.1 }, 0.8), "changed must differ from baseline"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
