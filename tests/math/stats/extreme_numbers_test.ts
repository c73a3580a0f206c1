/** Statistics of very small and very large numbers, and of numbers that differ by rounding alone. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { timesPowerOfTwo } from "@lib/math/linalg/binary_exponent.ts";
import { covariance, pearson, spearman } from "@lib/math/stats/correlation.ts";
import { cuped } from "@lib/math/stats/experiment/cuped.ts";
import { RepeatedWelch } from "@lib/math/stats/experiment/peeking.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";
import { analysisOfVariance } from "@lib/math/stats/hypothesis/analysis_of_variance.ts";
import { mannWhitneyTest } from "@lib/math/stats/hypothesis/mann_whitney.ts";
import { pairedTTest, welchTTest, welchTTestFromSummaries } from "@lib/math/stats/hypothesis/t_tests.ts";
import type { TestResult } from "@lib/math/stats/hypothesis/hypothesis_result.ts";
import { excessKurtosis, mergeMoments, momentsOf, skewness, standardDeviation } from "@lib/math/stats/moments.ts";
import { RunningMoments } from "@lib/math/stats/running_moments.ts";
import { energyDistance, wassersteinDistance } from "@lib/math/stats/sample_distances.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const MAX = Number.MAX_VALUE;
/** Powers of two from one end of the range to the other; 1 among them. */
const EXPONENTS = [-1000, -700, -537, -536, -300, 0, 300, 510, 700, 1019];
const times = (x: readonly number[], exponent: number) => x.map((value) => timesPowerOfTwo(value, exponent));
const CLOSE = { relative: 1e-12 };

Deno.test("t-tests and analysis of variance do not depend on the unit of the numbers (SciPy's values)", () => {
  for (const k of EXPONENTS) {
    const by = (x: readonly number[]) => times(x, k);
    const welch = welchTTest(by([1, 2, 4]), by([8, 9, 11]));
    assertAllClose([welch.pValue, welch.statistic], [0.004952036865346257, -5.612486080160912], CLOSE);
    const { estimate, low, high } = welch.interval!;
    const plain = welchTTest([1, 2, 4], [8, 9, 11]).interval!;
    assertAllClose([estimate, low, high], times([plain.estimate, plain.low, plain.high], k), {
      relative: 1e-12,
      absolute: Number.MIN_VALUE,
    });
    assertAllClose([welch.effect.value], [welchTTest([1, 2, 4], [8, 9, 11]).effect.value], CLOSE);
    const paired = pairedTTest(by([1, 2]), [0, 0]);
    assertAllClose([paired.statistic, paired.pValue], [3, 0.20483276469913345], CLOSE);
    const anova = analysisOfVariance([by([1, 2, 3]), by([2, 3, 5]), by([6, 7, 8])]);
    assertAllClose([anova.statistic, anova.pValue], [13.923076923076927, 0.0055709053343350814], CLOSE);
  }
  assertAllClose([pairedTTest([2 ** -600, 2 ** -599], [0, 0]).pValue], [0.20483276469913345], CLOSE);
  assertAllClose([welchTTest([1, 2, 4].map((x) => x * 1e-170), [8, 9, 11].map((x) => x * 1e-170)).pValue], [
    0.004952036865346257,
  ], CLOSE);
  // One sample is much larger than the other: only its own spread counts.
  assertAllClose([welchTTest([1e200, 2e200, 4e200], [1e-200, 2e-200]).pValue], [
    welchTTest([1, 2, 4], [0, 1e-9]).pValue,
  ], {
    relative: 1e-6,
  });
});
Deno.test("differences of the largest doubles are no infinities", () => {
  const paired = pairedTTest([MAX, MAX / 2, MAX], [-MAX, -MAX / 2, -MAX / 2]);
  assertAllClose([paired.statistic], [pairedTTest([2, 1, 2], [-2, -1, -1]).statistic], CLOSE);
  const welch = welchTTest([MAX, MAX / 2], [-MAX, -MAX / 2]);
  assertAllClose([welch.pValue], [welchTTest([2, 1], [-2, -1]).pValue], CLOSE);
});
Deno.test("moments, correlations and CUPED do not depend on the unit either (SciPy's and NumPy's values)", () => {
  for (const k of EXPONENTS) {
    const x = times([1, 2, 4, 9], k);
    const moments = momentsOf(x);
    assertAllClose([skewness(moments), excessKurtosis(moments)], [0.7684172579878226, -1], { relative: 1e-11 });
    assertAllClose([standardDeviation(moments), moments.mean], times([Math.sqrt(38 / 3), 4], k), CLOSE);
    const merged = mergeMoments(
      momentsOf(x.slice(0, 1)),
      mergeMoments(momentsOf(x.slice(1, 2)), momentsOf(x.slice(2))),
    );
    assertAllClose([skewness(merged), excessKurtosis(merged)], [0.7684172579878226, -1], { relative: 1e-11 });
    assertAllClose([standardDeviation(merged)], times([Math.sqrt(38 / 3)], k), CLOSE);
    assertAllClose([pearson(times([1, 2, 4], k), [1, 2, 3])], [0.9819805060619655], CLOSE);
    assertAllClose([pearson(times([1, 2, 4], k), times([1, 2, 3], -k))], [0.9819805060619655], CLOSE);
    const { adjusted, theta, removedRatio } = cuped(times([3, 5, 8], k), [1, 2, 3]);
    assertAllClose([theta], times([2.5], k), CLOSE);
    assertAllClose(adjusted, times([5.5, 5, 5.5], k), CLOSE);
    assertAllClose([removedRatio], [2.5 ** 2 * 2 / (38 / 3)], CLOSE);
    const running = new RunningMoments();
    for (const value of x) running.add(value);
    assertAllClose([running.mean, running.standardDeviation], times([4, Math.sqrt(38 / 3)], k), CLOSE);
  }
  assertAllClose([covariance([1, 2, 4], [1, 2, 3])], [1.5], CLOSE);
  assertAllClose([covariance([1e200, 2e200, 4e200], [1e-200, 2e-200, 3e-200])], [1.5], CLOSE);
  assertEquals(covariance([1, 2, 3], [5, 5, 5]), 0);
  assertAllClose([momentsOf([MAX, -MAX, -MAX]).mean], [-MAX / 3], CLOSE);
  assertAllClose([pearson([MAX, -MAX, -MAX], [2, 1, 1])], [1], CLOSE);
});
Deno.test("numbers of any sizes one after another have the moments of all of them", () => {
  const dice = random(4);
  for (let round = 0; round < 30; round++) {
    const x = Array.from({ length: 20 }, () => dice.normal() * 2 ** (dice.integer(1800) - 900));
    const running = new RunningMoments();
    for (const value of x) running.add(value);
    const all = momentsOf(x);
    assertAllClose([running.mean, running.standardDeviation], [all.mean, standardDeviation(all)], { relative: 1e-9 });
    const merged = x.map((value) => momentsOf([value])).reduce(mergeMoments);
    assertAllClose([merged.mean, standardDeviation(merged)], [all.mean, standardDeviation(all)], { relative: 1e-9 });
  }
});
Deno.test("what differs by rounding alone does not vary: it is refused like equal numbers", () => {
  const refusals: [() => unknown, string][] = [
    [() => pairedTTest([3, 4, 5, 11], [1, 2, 3, 9]), "the differences must vary: current value is 2 throughout"],
    [() => pairedTTest([0.3, 0.4, 0.5, 1.1], [0.1, 0.2, 0.3, 0.9]), "the differences must vary"],
    [() => pairedTTest([70.1, 80.2, 65.3], [69.9, 80, 65.1]), "throughout, but for rounding"],
    [() => welchTTest([.1 + .2, .3], [.6 / 2 + .1, .4]), "x or y must vary: current value is rounding noise in both"],
    [() => welchTTest([5, 5], [5, 5]), "x or y must vary: current value is a variance of 0 in both"],
    [() => welchTTest([1e-200 * (.1 + .2), 3e-201], [4e-201, 4e-201]), "rounding noise in both"],
    [() => analysisOfVariance([[.1 + .2, .3], [.4, .4]]), "the numbers must vary within a sample"],
    [() => pearson([.1 + .2, .3, .3], [1, 2, 3]), "x must vary"],
    [() => pearson([1, 2, 3], [1.1, 1.1, 11 * 0.1]), "y must vary"],
    [() => cuped([1, 2, 3], [.1 + .2, .3, .3]), "covariate must vary"],
    [() => cuped([.1 + .2, .3, .3], [1, 2, 3]), "y must vary"],
    [() => skewness(momentsOf([.1 + .2, .3, .3])), "the numbers must not all be equal"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assert(spearman([.1 + .2, .3, .4], [2, 1, 3]) > 0.999); // ranks: every difference counts
  assert(welchTTest([1, 1 + 1e-13], [2, 2]).pValue < 1e-10); // small, but no rounding
});
Deno.test("watching does not take rounding noise or small numbers for something else", () => {
  const noise = [.1 + .2, .3];
  const watched = new RepeatedWelch();
  const sequential = new SequentialComparison({ effectScale: 1, fewestPerArm: 2 });
  for (let i = 0; i < 10; i++) {
    for (const one of [watched, sequential]) {
      one.add("a", noise[i % 2]!);
      one.add("b", noise[i % 2]! + 0.1);
    }
  }
  assertEquals(watched.verdict(), { pValue: undefined, isDecided: false });
  assertEquals([sequential.verdict().pValue, sequential.verdict().isDecided], [1, false]);
  const verdicts = [0, -700, 700].map((k) => {
    const dice = random(9);
    const [rule, comparison] = [
      new RepeatedWelch(),
      new SequentialComparison({ effectScale: timesPowerOfTwo(0.5, k), fewestPerArm: 5 }),
    ];
    for (let i = 0; i < 40; i++) {
      for (const one of [rule, comparison]) {
        one.add("a", timesPowerOfTwo(1 + dice.normal(), k));
        one.add("b", timesPowerOfTwo(dice.normal(), k));
      }
    }
    const { pValue, interval } = comparison.verdict();
    return [rule.verdict().pValue!, pValue, timesPowerOfTwo(interval.low, -k), timesPowerOfTwo(interval.high, -k)];
  });
  assertAllClose(verdicts[1]!, verdicts[0]!, { relative: 1e-10 });
  assertAllClose(verdicts[2]!, verdicts[0]!, { relative: 1e-10 });
});
Deno.test("distances of distributions are no NaN at the top of the range", () => {
  assertEquals([wassersteinDistance([MAX, -MAX], [-MAX, MAX]), energyDistance([MAX, -MAX], [-MAX, MAX])], [0, 0]);
  assertAllClose([wassersteinDistance([MAX], [MAX / 2])], [MAX / 2]);
  assertAllClose([energyDistance([MAX], [MAX / 2])], [Math.sqrt(MAX)]);
});
Deno.test("oracle: SciPy's Welch test from summaries, and from the numbers", () => {
  const [a, b] = [
    { count: 40, mean: 10.3, standardDeviation: 2.1 },
    { count: 25, mean: 9.1, standardDeviation: 3.3 },
  ];
  const pOf = ({ pValue }: TestResult) => pValue;
  assertAllClose([welchTTestFromSummaries(a, b).statistic, pOf(welchTTestFromSummaries(a, b))], [
    1.6242190082143133,
    0.11299243578101567,
  ], CLOSE);
  assertAllClose([pOf(welchTTestFromSummaries(a, b, { alternative: "greater" }))], [0.056496217890507835], CLOSE);
  const [x, y] = [[4.1, 5.2, 6.3, 7.4, 5.5], [1, 2, 3, 8.5]];
  const { pValue, interval } = welchTTest(x, y, { confidence: 0.9 });
  assertAllClose([pValue, interval!.low, interval!.high], [
    0.31040140850068615,
    -1.7903159034523792,
    5.940315903452377,
  ], CLOSE);
  const refusals: [() => unknown, string][] = [
    [() => welchTTestFromSummaries({ ...a, count: 1 }, b), "a.count must be at least 2: current value is 1"],
    [() => welchTTestFromSummaries(a, { ...b, standardDeviation: -1 }), "b.standardDeviation must be a non-negative"],
    [() => welchTTestFromSummaries(a, { ...b, mean: NaN }), "b.mean must be a finite number: current value is NaN"],
    [
      () => welchTTestFromSummaries({ ...a, standardDeviation: 0 }, { ...b, standardDeviation: 1e-16 }),
      "a or b must vary: current value is a deviation of 0 and 1e-16",
    ],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
Deno.test("exact Mann–Whitney p-values for samples of hundreds: never 0 or NaN, and close to the asymptotic ones", () => {
  for (
    const [n, m, expected] of [
      [515, 515, 0.0486890966345],
      [520, 530, 0.0590415851070],
      [300, 1100, 0.5532893086486],
      [20, 2000, 0.6757165942516], // SciPy 1.17 agrees on this one; for those above it gives NaN
    ] as const
  ) {
    const dice = random(1);
    const sample = (size: number) => Array.from({ length: size }, () => dice.next());
    const [x, y] = [sample(n), sample(m)];
    const exact = mannWhitneyTest(x, y, { method: "exact" });
    const asymptotic = mannWhitneyTest(x, y, { method: "asymptotic" });
    assertAllClose([exact.pValue], [expected], { relative: 1e-10 });
    assertAllClose([exact.pValue], [asymptotic.pValue], { relative: 5e-3 });
    if (n > 20) continue;
    assertAllClose([mannWhitneyTest(y, x, { method: "exact" }).pValue], [exact.pValue], CLOSE);
    const both = (["less", "greater"] as const).map((alternative) =>
      mannWhitneyTest(x, y, { method: "exact", alternative }).pValue
    );
    assert(both[0]! + both[1]! > 1 && both[0]! + both[1]! < 1.01);
  }
});
Deno.test("oracle: exact Mann–Whitney p-values counted with big integers, down to one way in 1e30", () => {
  for (const [n, m] of [[3, 3], [5, 9], [1, 7], [60, 40]] as const) {
    const ways = Array.from({ length: n + 1 }, () => [1n, ...new Array<bigint>(n * m).fill(0n)]);
    for (let j = 1; j <= m; j++) {
      for (let i = 1; i <= n; i++) for (let u = i * j; u >= j; u--) ways[i]![u]! += ways[i - 1]![u - j]!;
    }
    const total = ways[n]!.reduce((sum, count) => sum + count, 0n);
    let count = 0n;
    for (let u = 0; u <= n * m; u++) {
      count += ways[n]![u]!;
      if (u % Math.ceil(n * m / 12) !== 0) continue;
      // x beats as many of y as are left, the largest first.
      let left = u;
      const x = Array.from({ length: n }, (_, i) => {
        const beaten = Math.min(m, left);
        left -= beaten;
        return beaten + 0.9 - 0.8 * (i / n);
      });
      const y = Array.from({ length: m }, (_, j) => j + 1);
      const { statistic, pValue } = mannWhitneyTest(x, y, { method: "exact", alternative: "less" });
      assertEquals(statistic, u);
      assertAllClose([pValue], [Number(count * 10n ** 60n / total) / 1e60], { relative: 1e-12 });
    }
  }
});
