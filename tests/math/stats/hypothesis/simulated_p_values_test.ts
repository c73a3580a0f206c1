import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { oneSampleKolmogorovSmirnovTest } from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";
import { rejectionRate, simulatedPValues } from "@lib/math/stats/hypothesis/simulated_p_values.ts";
import { permutationTest } from "@lib/math/stats/hypothesis/resampling.ts";
import { welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";
import { wilsonInterval } from "@lib/math/stats/hypothesis/two_proportions.ts";

const normals = (dice: Random, count: number, mean = 0) =>
  Float64Array.from({ length: count }, () => mean + dice.normal());

// By hand
Deno.test("by hand: each trial draws, then tests", () => {
  let drawn = 0;
  const pValues = simulatedPValues((x, y) => ({ pValue: x[0]! / y[0]! }), () => [[++drawn], [10]], {
    seed: 1,
    trials: 4,
  });
  assertEquals([...pValues], [0.1, 0.2, 0.3, 0.4]);
  const { estimate, of, confidence } = rejectionRate(pValues, { alpha: 0.2 });
  assertEquals([estimate, of, confidence], [0.5, "rejection rate", 0.95]); // a p-value that equals the level rejects
});

// Oracle: the interval is Wilson's, and the rates are those of theory
Deno.test("the interval is Wilson's", () => {
  const pValues = [0.01, 0.04, 0.06, 0.5, 0.9, 0.2, 0.3];
  const { low, high, estimate } = rejectionRate(pValues, { confidence: 0.9 });
  const wilson = wilsonInterval({ successes: 2, trials: 7 }, 0.9);
  assertEquals([low, high, estimate], [wilson.low, wilson.high, wilson.estimate]);
});
Deno.test("by simulation: Welch's p-values are uniform without an effect, and the power is that of theory with one", () => {
  const draw = (mean: number) => (dice: Random) => [normals(dice, 20, mean), normals(dice, 30)] as const;
  const none = simulatedPValues(welchTTest, draw(0), { seed: 3, trials: 4000 });
  assert(oneSampleKolmogorovSmirnovTest(none, (p) => p).pValue > 0.01);
  const { low, high } = rejectionRate(none);
  assert(low < 0.05 && 0.05 < high, `${low} to ${high}`);
  // statsmodels TTestIndPower().power(0.8, nobs1=20, ratio=1.5, alpha=.05) = 0.7750 (equal variances)
  const power = rejectionRate(simulatedPValues(welchTTest, draw(0.8), { seed: 4, trials: 4000 }));
  assert(Math.abs(power.estimate - 0.775) < 0.025, `${power.estimate}`);
});

// Invariants
Deno.test("the samples are those of the seed, whatever the test is", () => {
  const seen: number[][] = [[], []];
  const dealer = random(9);
  const draw = (dice: Random) => [normals(dice, 3), normals(dice, 4)] as const;
  simulatedPValues((x, y) => (seen[0]!.push(...x, ...y), { pValue: 1 }), draw, { seed: 5, trials: 3 });
  simulatedPValues(
    (x, y) => {
      seen[1]!.push(...x, ...y);
      return permutationTest(x, y, { statistic: (sample) => sample[0]!, random: dealer, rounds: 7 });
    },
    draw,
    { seed: 5, trials: 3 },
  );
  assertEquals(seen[0], seen[1]);
  assertEquals(seen[0]!.length, 21);
});
Deno.test("a test that sorts what it is given spoils nothing of the caller's", () => {
  const [x, y] = [[3, 1, 2], [6, 5, 4]];
  simulatedPValues((a, b) => (a.sort(), b.sort(), { pValue: 0.5 }), () => [x!, y!], { seed: 0, trials: 2 });
  assertEquals([x, y], [[3, 1, 2], [6, 5, 4]]);
});
Deno.test("a thousand trials unless told otherwise", () => {
  assertEquals(simulatedPValues(() => ({ pValue: 1 }), () => [[], []], { seed: 0 }).length, 1000);
});

// Refusals
Deno.test("refusals", () => {
  const simulate = (options: { seed: number; trials?: number }, pValue = 0.5) =>
    simulatedPValues(() => ({ pValue }), () => [[1], [2]], options);
  for (
    const [act, words] of [
      [() => simulate({ seed: -1 }), "seed must be"],
      [() => simulate({ seed: 1, trials: 0 }), "trials must be a positive integer"],
      [() => simulate({ seed: 1 }, 1.5), "pValue must"],
      [() => simulate({ seed: 1 }, NaN), "pValue must"],
      [() => rejectionRate([]), "pValues must have at least one number: current value is 0"],
      [() => rejectionRate([0.5], { alpha: 0 }), "alpha must be a number strictly between 0 and 1: current value is 0"],
      [() => rejectionRate([0.5], { alpha: 1 }), "alpha must be a number strictly between 0 and 1: current value is 1"],
      [() => rejectionRate([0.5], { confidence: 1 }), "confidence must be a number strictly between 0 and 1"],
    ] as const
  ) assertThrows(act, RangeError, words);
});
