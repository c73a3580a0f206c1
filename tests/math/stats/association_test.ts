import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { hellingerDistance, jensenShannonDistance, populationStabilityIndex } from "@lib/math/stats/bin_distances.ts";
import { kendallTauB, pearson, spearman } from "@lib/math/stats/correlation.ts";
import { energyDistance, wassersteinDistance } from "@lib/math/stats/sample_distances.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { VECTORS } from "./vectors.ts";

Deno.test("by hand: three correlations of four points", () => {
  const [x, y] = [[1, 2, 3, 4], [1, 3, 2, 4]];
  // distances −1.5 −.5 .5 1.5 and −1.5 .5 −.5 1.5: Σxy 4, Σxx Σyy 5: r = .8; five pairs agree, one does not: tau = 4/6
  assertAllClose([pearson(x, y), spearman(x, y), kendallTauB(x, y)], [0.8, 0.8, 2 / 3]);
  // ties in y: pairs 6, tied 1; 5 agree, 0 disagree: 5 / √(6 · 5)
  assertAllClose([kendallTauB(x, [1, 2, 2, 3])], [5 / Math.sqrt(30)]);
});
Deno.test("oracle: SciPy's correlations, with ties and without", () => {
  for (const { x, y, ...expected } of VECTORS.pairs) {
    const found = [pearson(x, y), spearman(x, y), kendallTauB(x, y)];
    assertAllClose(found, [expected.pearson, expected.spearman, expected.kendall], {
      relative: 1e-11,
      absolute: 1e-13,
    });
  }
});
Deno.test("correlations are symmetric, change sign, and stay within one", () => {
  const dice = random(5);
  for (const correlate of [pearson, spearman, kendallTauB]) {
    for (let round = 0; round < 30; round++) {
      const x = Array.from({ length: 20 }, () => dice.integer(6));
      const y = x.map((value) => 3 * value + dice.integer(4));
      assertAllClose([correlate(y, x), correlate(x.map((v) => -v), y)], [correlate(x, y), -correlate(x, y)]);
      assertAllClose([correlate(x.map((v) => 1e8 + v), y)], [correlate(x, y)], { relative: 1e-7 });
      assert(Math.abs(correlate(x, x.map((v) => 0.1 * v))) <= 1);
    }
  }
});
Deno.test("numbers whose squares vanish", () => {
  const [x, y] = [[1, 2, 4, 3], [2, 1, 4, 4]];
  const tiny = [1e-200, 1e-160].map((unit) => pearson(x.map((value) => value * unit), y.map((value) => value * unit)));
  assertAllClose(tiny, [pearson(x, y), pearson(x, y)]);
});
Deno.test("by hand: moving a sample by d costs d", () => {
  assertAllClose([wassersteinDistance([0, 1, 3], [5, 6, 8]), wassersteinDistance([0], [-2])], [5, 2]);
  assertAllClose([energyDistance([0], [2])], [2]); // √(2 · 2)
});
Deno.test("oracle: SciPy's distances of samples", () => {
  for (const { x, y, wasserstein, energy } of VECTORS.distances) {
    assertAllClose([wassersteinDistance(x, y), energyDistance(x, y)], [wasserstein, energy], {
      relative: 1e-11,
      absolute: 1e-14,
    });
  }
});
Deno.test("distances of samples are symmetric, 0 for the same sample twice, and obey the triangle", () => {
  const dice = random(6);
  const draw = () => Array.from({ length: 1 + dice.integer(15) }, () => dice.integer(8));
  for (let round = 0; round < 60; round++) {
    const [x, y, z] = [draw(), draw(), draw()];
    for (const distance of [wassersteinDistance, energyDistance]) {
      assertAllClose([distance(x, y)], [distance(y, x)], { absolute: 1e-12 });
      assertAllClose([distance(x, [...x, ...x].reverse())], [0], { absolute: 1e-7 });
      assert(distance(x, z) <= distance(x, y) + distance(y, z) + 1e-9);
    }
  }
});
Deno.test("by hand: distances of bins", () => {
  // (½ − ⅒) ln 5 + (½ − 9/10) ln (5/9) = .4 · (ln 5 + ln 1.8) = .4 · ln 9
  assertAllClose([populationStabilityIndex([1, 1], [1, 9], { pseudoCount: 0 })], [0.4 * Math.log(9)]);
  assertAllClose([jensenShannonDistance([1, 0], [0, 5]), hellingerDistance([1, 0], [0, 5])], [1, 1]);
  assertEquals([jensenShannonDistance([1, 2], [2, 4]), hellingerDistance([1, 2], [2, 4])], [0, 0]);
});
Deno.test("oracle: SciPy's and NumPy's distances of bins, empty ones among them", () => {
  for (const { p, q, jensenShannon, hellinger, stability } of VECTORS.bins) {
    assertAllClose([jensenShannonDistance(p, q), hellingerDistance(p, q)], [jensenShannon, hellinger], {
      relative: 1e-11,
    });
    assertAllClose([populationStabilityIndex(p, q), populationStabilityIndex(q, p)], [stability, stability], {
      relative: 1e-11,
    });
  }
});
Deno.test("refusals", () => {
  const refusals: [() => unknown, string][] = [
    [() => pearson([1, 2], [1]), "at least 2 numbers"],
    [() => pearson([1, 2, 3], [1, 2]), "y must have as many numbers as x: current value is 2 and 3"],
    [() => pearson([1, 1], [1, 2]), "x must vary: current value is one number throughout"],
    [() => spearman([1, 2], [3, 3]), "must vary"],
    [() => kendallTauB([1, 1], [1, 2]), "x must vary"],
    [() => kendallTauB([1, 2], [5, 5]), "y must vary"],
    [() => kendallTauB([1, NaN], [1, 2]), "x[1] must be a finite number"],
    [() => wassersteinDistance([], [1]), "x must have at least one number"],
    [() => energyDistance([1], [NaN]), "y[0] must be a finite number"],
    [() => hellingerDistance([1], [1, 2]), "q must have as many numbers as p"],
    [() => hellingerDistance([0, 0], [1, 2]), "p must count something: current value is only zeros"],
    [() => jensenShannonDistance([1, -1], [1, 2]), "p[1] must not be negative: current value is -1"],
    [
      () => populationStabilityIndex([1, 0], [1, 1], { pseudoCount: 0 }),
      "bin 1 must not be empty while pseudoCount is 0",
    ],
    [() => populationStabilityIndex([1], [1], { pseudoCount: -1 }), "pseudoCount"],
    [() => populationStabilityIndex([1], [1, 2]), "actual must have as many numbers as expected"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
