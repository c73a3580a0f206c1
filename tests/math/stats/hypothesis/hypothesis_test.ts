import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { normal } from "@lib/math/stats/distributions/normal.ts";
import { analysisOfVariance, kruskalWallisTest } from "@lib/math/stats/hypothesis/analysis_of_variance.ts";
import { fisherExactTest, goodnessOfFitTest, independenceTest } from "@lib/math/stats/hypothesis/count_tests.ts";
import {
  kolmogorovSmirnovTest,
  oneSampleKolmogorovSmirnovTest,
} from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";
import { mannWhitneyTest } from "@lib/math/stats/hypothesis/mann_whitney.ts";
import { adjustPValues } from "@lib/math/stats/hypothesis/adjusted_p_values.ts";
import { pairedTTest, welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";
import type { Alternative, TestResult } from "@lib/math/stats/hypothesis/hypothesis_result.ts";
import { twoProportionZTest, wilsonInterval } from "@lib/math/stats/hypothesis/two_proportions.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./hypothesis_vectors.json" with { type: "json" };

const ALTERNATIVES: readonly Alternative[] = ["two-sided", "less", "greater"];
const exact = { relative: 1e-10, absolute: 1e-300 };
/** From 140 numbers on SciPy takes Pelz and Good's approximation, of five to seven digits; ours goes on counting. */
const SCIPY_BEYOND_140 = 1e-5;
const numbers = (values: readonly unknown[]) => values.map(Number);
const inFull = ({ statistic, pValue, degreesOfFreedom, interval }: TestResult) => [
  statistic,
  pValue,
  degreesOfFreedom![0]!,
  interval!.low,
  interval!.high,
];

Deno.test("by hand: small samples", () => {
  // x beats y in 8 of 9 pairs; of the 20 deals, 1 + 1 have U ≥ 8, twice for two sides
  const { statistic, pValue, effect } = mannWhitneyTest([3, 5, 6], [1, 2, 4]);
  assertAllClose([statistic, pValue, effect.value], [8, 0.2, 8 / 9]);
  assertAllClose([kolmogorovSmirnovTest([1, 2], [3, 4]).pValue], [1 / 3]); // 2 of 6 paths
  assertAllClose([fisherExactTest([[3, 1], [1, 3]]).pValue], [34 / 70]);
  assertAllClose([goodnessOfFitTest([30, 10], [1, 1]).statistic, independenceTest([[10, 20], [20, 10]]).statistic], [
    10,
    20 / 3,
  ]);
  const paired = pairedTTest([1, 2, 4], [0, 0, 3]); // differences 1, 2, 1: mean 4/3, variance 1/3
  assertAllClose([paired.statistic, paired.effect.value], [4, 4 / Math.sqrt(3)]);
});
Deno.test("oracle: SciPy's two-sample tests", () => {
  for (const row of vectors.two) {
    const { x, y } = row;
    const alternative = row.alternative as Alternative;
    assertAllClose(inFull(welchTTest(x, y, { alternative })), numbers(row.welch), exact);
    if (row.paired) assertAllClose(inFull(pairedTTest(x, y, { alternative })), numbers(row.paired), exact);
    const u = mannWhitneyTest(x, y, { alternative, method: "asymptotic" });
    assertAllClose([u.statistic, u.pValue], row.mannWhitney, exact);
    if (row.mannWhitneyExact !== undefined) {
      assertAllClose([mannWhitneyTest(x, y, { alternative, method: "exact" }).pValue], [row.mannWhitneyExact], exact);
    }
    const gap = kolmogorovSmirnovTest(x, y, { alternative, method: "exact" });
    assertAllClose([gap.statistic, gap.pValue], row.kolmogorovSmirnov, exact);
  }
});
Deno.test("oracle: SciPy's one-sample Kolmogorov–Smirnov tests", () => {
  for (const { x, alternative, result } of vectors.one) {
    const found = oneSampleKolmogorovSmirnovTest(x, normal().cdf, {
      alternative: alternative as Alternative,
      method: "exact",
    });
    assertAllClose([found.statistic, found.pValue], result, { relative: x.length > 140 ? SCIPY_BEYOND_140 : 1e-9 });
  }
});
Deno.test("oracle: Kolmogorov's two-sided probabilities for finite n", () => {
  for (const [n, gap, expected] of vectors.gaps as [number, number, number][]) {
    // n points whose distribution function leaves the diagonal by exactly the gap: all moved to the right by it
    const sample = Array.from({ length: n }, (_, i) => Math.min(1, (i + 1) / n - 1 / n + gap));
    const found = oneSampleKolmogorovSmirnovTest(sample, (x) => x, { method: "exact" });
    if (Math.abs(found.statistic - gap) > 1e-12) continue;
    assertAllClose([found.pValue], [expected], { relative: n > 140 ? SCIPY_BEYOND_140 : 1e-8 });
  }
});
Deno.test("oracle: SciPy's tests on counts", () => {
  for (const { observed, expected, statistic, result } of vectors.counts) {
    const found = goodnessOfFitTest(observed, expected, { statistic: statistic as "g" });
    assertAllClose([found.statistic, found.pValue], result, exact);
  }
  for (const { table, statistic, result, cramer } of vectors.tables) {
    const found = independenceTest(table, { statistic: statistic as "g" });
    assertAllClose([found.statistic, found.pValue, found.degreesOfFreedom![0]!, found.effect.value], [
      ...result,
      cramer,
    ], exact);
  }
  for (const { table, alternative, pValue } of vectors.fisher) {
    const found = fisherExactTest(table as [[number, number], [number, number]], {
      alternative: alternative as Alternative,
    });
    assertAllClose([found.pValue], [pValue], { relative: 1e-9 });
  }
});
Deno.test("oracle: statsmodels' z-test, Newcombe's and Wilson's intervals", () => {
  for (const { a: [a, n], b: [b, m], alternative, result, newcombe, wilson } of vectors.proportions) {
    const [first, second] = [{ successes: a!, trials: n! }, { successes: b!, trials: m! }];
    const found = twoProportionZTest(first, second, { alternative: alternative as Alternative });
    assertAllClose([found.statistic, found.pValue], result, exact);
    if (alternative === "two-sided") {
      assertAllClose([found.interval!.low, found.interval!.high], newcombe, { relative: 1e-9, absolute: 1e-12 });
    }
    const { low, high } = wilsonInterval(first);
    assertAllClose([low, high], wilson, { relative: 1e-9, absolute: 1e-12 });
  }
});
Deno.test("oracle: SciPy's tests of several samples, statsmodels' adjustments", () => {
  for (const { samples, anova, kruskal } of vectors.several) {
    const [f, h] = [analysisOfVariance(samples), kruskalWallisTest(samples)];
    assertAllClose([f.statistic, f.pValue], anova, exact);
    assertAllClose([h.statistic, h.pValue], kruskal, exact);
  }
  for (const { p, ...expected } of vectors.adjusted) {
    for (const adjustment of ["bonferroni", "holm", "benjamini-hochberg"] as const) {
      assertAllClose(adjustPValues(p, adjustment), expected[adjustment], { relative: 1e-12 });
    }
  }
});
Deno.test("exchanging the samples turns the result round", () => {
  const dice = random(1);
  for (let round = 0; round < 30; round++) {
    const x = Array.from({ length: 4 + dice.integer(5) }, () => dice.integer(9));
    const y = Array.from({ length: 4 + dice.integer(5) }, () => dice.integer(9) + 0.5 * dice.integer(2));
    for (const test of [welchTTest, mannWhitneyTest, kolmogorovSmirnovTest]) {
      const turned = { "two-sided": "two-sided", less: "greater", greater: "less" } as const;
      for (const alternative of ALTERNATIVES) {
        const [there, back] = [test(x, y, { alternative }), test(y, x, { alternative: turned[alternative] })];
        assertAllClose([there.pValue], [back.pValue], { relative: 1e-10 });
      }
    }
    const [there, back] = [welchTTest(x, y), welchTTest(y, x)];
    assertAllClose([there.statistic, there.interval!.low, there.effect.value], [
      -back.statistic,
      -back.interval!.high,
      -back.effect.value,
    ]);
    assertAllClose([mannWhitneyTest(x, y).statistic + mannWhitneyTest(y, x).statistic], [x.length * y.length]);
  }
});
Deno.test("the unit of measurement does not matter, however small or large", () => {
  const [x, y] = [[1, 5, 3, 8], [2, 9, 9, 12, 30]];
  const { statistic, pValue, degreesOfFreedom } = welchTTest(x, y);
  for (const unit of [1e-120, 1e120]) {
    const found = welchTTest(x.map((value) => value * unit), y.map((value) => value * unit));
    assertAllClose([found.statistic, found.pValue, ...found.degreesOfFreedom!], [
      statistic,
      pValue,
      ...degreesOfFreedom!,
    ]);
  }
});
Deno.test("with two samples F is the square of the pooled t, and z² is chi-squared", () => {
  const [x, y] = [[1, 5, 3, 8], [2, 9, 9, 12]]; // equal sizes: Welch's t is the pooled one
  assertAllClose([analysisOfVariance([x, y]).statistic], [welchTTest(x, y).statistic ** 2]);
  const z = twoProportionZTest({ successes: 30, trials: 80 }, { successes: 50, trials: 90 });
  const table = independenceTest([[30, 50], [50, 40]]);
  assertAllClose([z.statistic ** 2, z.pValue], [table.statistic, table.pValue], { relative: 1e-10 });
});
Deno.test("the method follows from the data, and what makes a p-value rough is said", () => {
  assert(mannWhitneyTest([1, 2], [3, 4]).method.startsWith("exact"));
  assert(mannWhitneyTest([1, 2], [2, 4]).method.includes("ties"));
  assertEquals(mannWhitneyTest([1, 2], [2, 4]).warnings.length, 1);
  const long = Array.from({ length: 3000 }, (_, i) => i);
  assert(kolmogorovSmirnovTest(long, long.map((x) => x + 0.5)).method.startsWith("exact"));
  assert(kolmogorovSmirnovTest(long, long.map((x) => x + 1500)).method.includes("corrected"));
  assert(oneSampleKolmogorovSmirnovTest(long, (x) => x / 3000).method.includes("corrected"));
  for (const method of ["exact", "corrected", "asymptotic"] as const) { // no gap on this side
    assertEquals(kolmogorovSmirnovTest([3, 4], [1, 2, 2.5], { alternative: "greater", method }).pValue, 1);
    assertEquals(oneSampleKolmogorovSmirnovTest([3, 4], () => 1, { alternative: "greater", method }).pValue, 1);
  }
  // Three against a million: there are many cells, but few for each number.
  assert(kolmogorovSmirnovTest([-3, -2, -1], new Float64Array(1e6)).method.startsWith("exact"));
  assert(kolmogorovSmirnovTest([1, 2], [2, 3]).warnings[0]!.includes("conservative"));
  assertEquals(
    [goodnessOfFitTest([3, 4], [1, 1]).warnings.length, goodnessOfFitTest([30, 40], [1, 1]).warnings.length],
    [1, 0],
  );
  assertEquals(twoProportionZTest({ successes: 1, trials: 9 }, { successes: 5, trials: 9 }).warnings.length, 1);
  assertEquals(kruskalWallisTest([[1, 2], [3, 4]]).warnings.length, 1);
  assertEquals(goodnessOfFitTest([10, 20, 30], [1, 1, 1], { estimated: 1 }).degreesOfFreedom, [1]);
});
Deno.test("large samples: the corrected limit is close to the exact count, the limit itself too large", () => {
  const dice = random(2);
  const draw = (length: number, shift = 0) => Float64Array.from({ length }, () => dice.normal() + shift);
  for (const [n, m] of [[900, 900], [900, 1350], [901, 1350], [900, 5000]] as const) {
    for (const alternative of ["two-sided", "less", "greater"] as const) {
      const [x, y] = [draw(n), draw(m, alternative === "less" ? -0.05 : 0.05)];
      const [exact, corrected, limit] = (["exact", "corrected", "asymptotic"] as const).map((method) =>
        kolmogorovSmirnovTest(x, y, { alternative, method }).pValue
      );
      assertAllClose([corrected!], [exact!], { relative: 0.015 });
      assertAllClose([limit!], [exact!], { relative: 0.12 });
      assert(n === m || limit! > exact!);
    }
  }
  for (const alternative of ["two-sided", "less", "greater"] as const) {
    const sample = draw(900, alternative === "less" ? 0.05 : -0.05);
    const [exact, corrected, limit] = (["exact", "corrected", "asymptotic"] as const).map((method) =>
      oneSampleKolmogorovSmirnovTest(sample, normal().cdf, { alternative, method }).pValue
    );
    assertAllClose([corrected!], [exact!], { relative: 0.005 });
    assertAllClose([limit!], [exact!], { relative: 0.1 });
    assert(limit! > exact!);
  }
});
Deno.test("oracle: of all ways to interleave two samples, those with at least the gap", () => {
  for (const [n, m] of [[1, 1], [1, 6], [4, 4], [4, 6], [5, 3], [3, 7]] as const) {
    const masks = Array.from({ length: 2 ** (n + m) }, (_, mask) => mask)
      .filter((mask) => mask.toString(2).replaceAll("0", "").length === n);
    const samples = masks.map((mask) => {
      const places = Array.from({ length: n + m }, (_, place) => place);
      return [places.filter((place) => mask >> place & 1), places.filter((place) => !(mask >> place & 1))] as const;
    });
    for (const alternative of ["two-sided", "less", "greater"] as const) {
      const found = samples.map(([x, y]) => kolmogorovSmirnovTest(x, y, { alternative, method: "exact" }));
      for (const { statistic, pValue } of found) {
        const extreme = found.filter((other) => other.statistic >= statistic - 1e-12).length;
        assertAllClose([pValue], [extreme / found.length]);
      }
    }
  }
});

/** How many of `rounds` simulated data sets give a p-value of at most 5 %. */
function alarms(rounds: number, pValue: () => number): number {
  let count = 0;
  for (let round = 0; round < rounds; round++) if (pValue() <= 0.05) count++;
  return count;
}
Deno.test("by simulation: under the null every test raises an alarm as often as it says, with an effect far more often", () => {
  const dice = random(20261121);
  const rounds = 2000;
  const draw = (count: number, shift = 0) => Array.from({ length: count }, () => dice.normal() + shift);
  const successes = (trials: number, p: number) => ({
    trials,
    successes: Array.from({ length: trials }, () => dice.next() < p).filter(Boolean).length,
  });
  const tests: [name: string, pValue: (shift: number) => number, isExactlyFive: boolean][] = [
    ["Welch", (shift) => welchTTest(draw(12, shift), draw(30).map((z) => 3 * z)).pValue, true],
    ["paired", (shift) => pairedTTest(draw(10, shift), draw(10)).pValue, true],
    ["Mann–Whitney", (shift) => mannWhitneyTest(draw(25, shift / 2), draw(25)).pValue, true],
    ["two-sample Kolmogorov–Smirnov", (shift) => kolmogorovSmirnovTest(draw(40, shift / 2), draw(40)).pValue, false],
    [
      "one-sample Kolmogorov–Smirnov",
      (shift) => oneSampleKolmogorovSmirnovTest(draw(30, shift / 2), normal().cdf).pValue,
      true,
    ],
    ["proportions", (shift) => twoProportionZTest(successes(200, 0.3 + shift / 10), successes(200, 0.3)).pValue, true],
    ["analysis of variance", (shift) => analysisOfVariance([draw(10), draw(10), draw(10, shift)]).pValue, true],
    ["Kruskal–Wallis", (shift) => kruskalWallisTest([draw(10), draw(10), draw(10, shift)]).pValue, true],
  ];
  for (const [name, pValue, isExactlyFive] of tests) {
    const wrong = alarms(rounds, () => pValue(0));
    // 5 % of 2000 is 100 ± 9.7; four deviations either way. A discrete test may stay below, never above.
    assert(wrong < 139 && wrong > (isExactlyFive ? 61 : 20), `${name}: ${wrong} false alarms in ${rounds}`);
    assert(alarms(200, () => pValue(1.5)) > 100, `${name}: power`);
  }
});
Deno.test("by simulation: intervals cover what they say", () => {
  const dice = random(3);
  let [means, proportions] = [0, 0];
  for (let round = 0; round < 2000; round++) {
    const { low, high } = welchTTest(
      Array.from({ length: 8 }, () => 2 + dice.normal()),
      Array.from({ length: 15 }, () => 2 * dice.normal()),
    ).interval!;
    if (low <= 2 && 2 <= high) means++;
    const successes = Array.from({ length: 40 }, () => dice.next() < 0.2).filter(Boolean).length;
    const wilson = wilsonInterval({ successes, trials: 40 });
    if (wilson.low <= 0.2 && 0.2 <= wilson.high) proportions++;
  }
  assert(Math.abs(means - 1900) < 40, String(means));
  assert(proportions > 1840 && proportions < 1980, String(proportions)); // discrete: about 95 %, not exactly
});
Deno.test("by simulation: Holm holds the chance of one false alarm, Benjamini and Hochberg the share of false ones", () => {
  const dice = random(4);
  let [holmAlarms, falseShare] = [0, 0];
  const rounds = 1500;
  for (let round = 0; round < rounds; round++) {
    const nulls = Array.from({ length: 15 }, () => dice.next());
    const effects = Array.from({ length: 5 }, () => dice.next() / 1000);
    if (adjustPValues([...nulls, ...effects], "holm").slice(0, 15).some((p) => p <= 0.05)) holmAlarms++;
    const found = adjustPValues([...nulls, ...effects], "benjamini-hochberg").map((p) => p <= 0.1 ? 1 : 0);
    const wrong = found.slice(0, 15).reduce((sum, one) => sum + one, 0);
    falseShare += wrong / Math.max(1, found.reduce((sum, one) => sum + one, 0)) / rounds;
  }
  assert(holmAlarms / rounds < 0.07, String(holmAlarms / rounds));
  assert(falseShare > 0.05 && falseShare < 0.09, String(falseShare)); // .1 · 15 / 20 = .075
});
Deno.test("refusals", () => {
  const wide = { alternative: "both" as never };
  const one = { successes: 1, trials: 2 };
  const refusals: [() => unknown, string][] = [
    [() => welchTTest([1], [1, 2]), "x must have at least 2 numbers"],
    [() => welchTTest([1, 1], [2, 2]), "x or y must vary: current value is a variance of 0 in both"],
    [() => welchTTest([1, 2], [1, NaN]), "y[1] must be a finite number"],
    [
      () => welchTTest([1, 2], [3, 4], wide),
      'alternative must be "two-sided", "less" or "greater": current value is "both"',
    ],
    [
      () => welchTTest([1, 2], [3, 4], { confidence: 1 }),
      "confidence must be a number strictly between 0 and 1: current value is 1",
    ],
    [() => pairedTTest([1, 2, 3], [1, 2]), "y must have as many numbers as x"],
    [() => pairedTTest([1, 2], [0, 1]), "the differences must vary: current value is 1 throughout"],
    [() => mannWhitneyTest([], [1]), "x must have at least one number"],
    [() => mannWhitneyTest([1, 1], [1]), "the numbers must not all be equal"],
    [() => mannWhitneyTest([1], [1, 2], { method: "exact" }), "exact counting must have no ties"],
    [() => mannWhitneyTest([1], [2], wide), "alternative must be"],
    [() => mannWhitneyTest([1], [2], { method: "best" as never }), 'method must be "exact" or "asymptotic"'],
    [() => kolmogorovSmirnovTest([1], [2], { method: "best" as never }), 'method must be "exact", "corrected" or'],
    [() => oneSampleKolmogorovSmirnovTest([1], () => 0, { method: "" as never }), "method must be"],
    [() => kolmogorovSmirnovTest([1], []), "y must have at least one number"],
    [() => kolmogorovSmirnovTest([1], [2], wide), "alternative must be"],
    [() => oneSampleKolmogorovSmirnovTest([1], () => 2), "cdf(1) must lie in [0, 1]: current value is 2"],
    [() => oneSampleKolmogorovSmirnovTest([1], () => NaN), "current value is NaN"],
    [() => oneSampleKolmogorovSmirnovTest([1], () => 0, wide), "alternative must be"],
    [() => goodnessOfFitTest([1], [1]), "observed must have at least 2 numbers"],
    [() => goodnessOfFitTest([1, -1], [1, 1]), "observed[1] must not be negative: current value is -1"],
    [() => goodnessOfFitTest([1, 1], [0, 1]), "expected[0] must be positive: current value is 0"],
    [() => goodnessOfFitTest([0, 0], [1, 1]), "observed must count something"],
    [() => goodnessOfFitTest([1, 1, 1], [1, 1]), "expected must have as many numbers as observed"],
    [() => goodnessOfFitTest([1, 1], [1, 1], { estimated: 1 }), "a degree of freedom must be left: current value is 0"],
    [() => independenceTest([[1, 2]]), "at least two rows and two columns: current value is 1 × 2"],
    [() => independenceTest([[1, 2], [1]]), "row 1 must have 2 counts"],
    [() => independenceTest([[1, 0], [2, 0]]), "column 1 must count something"],
    [() => fisherExactTest([[1, 2], [0.5, 1]]), "c must be a non-negative integer"],
    [() => fisherExactTest([[0, 0], [1, 1]]), "row 0 must not be empty"],
    [() => fisherExactTest([[0, 1], [0, 1]]), "column 0 must not be empty"],
    [() => twoProportionZTest({ successes: 3, trials: 2 }, one), "a.successes must not exceed its 2 trials"],
    [() => twoProportionZTest(one, { successes: 0, trials: 0 }), "b.trials must be a positive integer"],
    [
      () => twoProportionZTest({ successes: 0, trials: 2 }, { successes: 0, trials: 3 }),
      "current value is 0 successes of 5",
    ],
    [() => wilsonInterval({ successes: 3, trials: 2 }), "successes must not exceed 2 trials"],
    [() => wilsonInterval(one, 0), "confidence must be a number strictly between 0 and 1"],
    [() => analysisOfVariance([[1, 2]]), "at least two samples: current value is 1"],
    [() => analysisOfVariance([[1], [2]]), "there must be more numbers than samples (2): current value is 2"],
    [() => analysisOfVariance([[1, 1], [2, 2]]), "must vary within a sample"],
    [() => kruskalWallisTest([[1, 1], [1]]), "must not all be equal"],
    [() => kruskalWallisTest([[1], []]), "samples[1] must have at least one number"],
    [() => adjustPValues([0.5, 2], "holm"), "pValues[1] must be"],
    [() => adjustPValues([0.5], "sidak" as never), 'adjustment must be "bonferroni", "holm" or "benjamini-hochberg"'],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
