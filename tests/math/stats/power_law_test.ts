import { assertAlmostEquals, assertEquals, assertGreater, assertLess, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { fitPowerLaw } from "@lib/math/stats/power_law.ts";

// By hand: log2 of sizes 0, 1, 2 and of costs 0, 1, 4; mean 1 and 5/3; slope (−1·−5/3 + 0 + 1·7/3) / 2 = 2;
// intercept 5/3 − 2 = −1/3; the law gives −1/3, 5/3, 11/3, residuals 1/3, −2/3, 1/3: 6/9 of 78/9 in all are
// unexplained.
Deno.test("fitPowerLaw() is least squares on the logarithms", () => {
  const law = fitPowerLaw([{ n: 1, cost: 1 }, { n: 2, cost: 2 }, { n: 4, cost: 16 }]);
  assertAlmostEquals(law.exponent, 2);
  assertAlmostEquals(law.factor, 2 ** (-1 / 3));
  assertAlmostEquals(law.explainedRatio!, 1 - 6 / 78, 1e-12);
});

Deno.test("fitPowerLaw() finds any exact law, in any unit and order", () => {
  for (const exponent of [-1, 0, 0.5, 1, 2, 3]) {
    const points = [1000, 10, 100_000].map((n) => ({ n, cost: 0.003 * n ** exponent }));
    const law = fitPowerLaw(points);
    assertAlmostEquals(law.exponent, exponent, 1e-9);
    assertAlmostEquals(law.factor, 0.003, 1e-9);
  }
});

Deno.test("fitPowerLaw() is close under noise of 20 %, and admits what it does not explain", () => {
  const numbers = random(5);
  const points = Array.from({ length: 60 }, (_, k) => {
    const n = 10 * 1.2 ** k;
    return { n, cost: n * (0.8 + 0.4 * numbers.next()) };
  });
  const law = fitPowerLaw(points);
  assertAlmostEquals(law.exponent, 1, 0.03);
  assertGreater(law.explainedRatio!, 0.99);
  assertLess(law.explainedRatio!, 1);
});

Deno.test("costs that do not vary leave nothing to explain", () => {
  assertEquals(fitPowerLaw([{ n: 1, cost: 1 }, { n: 10, cost: 1 }]).explainedRatio, undefined);
});

Deno.test("fitPowerLaw() refuses what has no logarithm, and a single size", () => {
  for (const bad of [0, -1, NaN, Infinity]) {
    assertThrows(() => fitPowerLaw([{ n: 1, cost: 1 }, { n: bad, cost: 1 }]), RangeError, "n of point 2");
    assertThrows(() => fitPowerLaw([{ n: 1, cost: bad }, { n: 2, cost: 1 }]), RangeError, `cost of point 1`);
  }
  assertThrows(() => fitPowerLaw([{ n: 5, cost: 1 }, { n: 5, cost: 2 }]), RangeError, "current value is 1");
});
