import { assert, assertEquals } from "@std/assert";
import { logBinomialMass, logPoissonMass } from "@lib/base/draws/_log_mass.ts";

/** ln n! as a sum; exact enough for the numbers here. */
const logFactorial = (n: number) => Array.from({ length: n }, (_, k) => Math.log(k + 1)).reduce((sum, x) => sum + x, 0);
const assertClose = (actual: number, expected: number, what: string) =>
  assert(Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, not ${expected}`);

// By hand
Deno.test("the smallest cases are the definitions", () => {
  assertEquals(logPoissonMass(0, 2.5), -2.5);
  assertClose(logPoissonMass(1, 2), Math.log(2) - 2, "Poisson 1");
  assertClose(logBinomialMass(1, { trials: 2, success: 0.5 }), Math.log(0.5), "one of two");
  assertClose(logBinomialMass(0, { trials: 3, success: 0.25 }), 3 * Math.log(0.75), "none of three");
  assertClose(logBinomialMass(3, { trials: 3, success: 0.25 }), 3 * Math.log(0.25), "all of three");
});

// Oracle: the definitions with factorials as sums of logarithms
Deno.test("all counts below 60 agree with the definitions, near the mean and far from it", () => {
  for (let k = 0; k < 60; k++) {
    for (const mean of [0.3, 5, 15.9, 16, 30, 200]) {
      const expected = k * Math.log(mean) - mean - logFactorial(k);
      assertClose(logPoissonMass(k, mean), expected, `Poisson ${k} of ${mean}`);
    }
    for (const success of [0.01, 0.3, 0.5, 0.9]) {
      const choices = logFactorial(60) - logFactorial(k) - logFactorial(60 - k);
      const expected = choices + k * Math.log(success) + (60 - k) * Math.log1p(-success);
      assertClose(logBinomialMass(k, { trials: 60, success }), expected, `binomial ${k} of 60, ${success}`);
    }
  }
});
// At its mean m a Poisson probability is 1 / √(2πm) · (1 − 1/(12m) …); the naive formula has an error of ln m · m ·
// 2⁻⁵³.
Deno.test("at a mean of 1e15 all digits are left", () => {
  const m = 1e15;
  assertClose(logPoissonMass(m, m), -0.5 * Math.log(2 * Math.PI * m), "Poisson");
  const half = { trials: 2 * m, success: 0.5 };
  assertClose(logBinomialMass(m, half), -0.5 * Math.log(Math.PI * m), "binomial");
  const off = 3 * Math.sqrt(m); // three deviations away: e^(−9/2) of the largest
  assert(Math.abs(logPoissonMass(m + Math.round(off), m) - logPoissonMass(m, m) + 4.5) < 1e-6);
});
