/**
 * Beta, F and binomial distributions with parameters up to 1e15, where the libraries that others use lose their digits.
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { beta, fisherF, studentT } from "@lib/math/stats/distributions/beta.ts";
import { binomial, poisson } from "@lib/math/stats/distributions/counts.ts";
import type { ContinuousDistribution } from "@lib/math/stats/distributions/distribution.ts";
import { chiSquared, gamma } from "@lib/math/stats/distributions/gamma.ts";
import { fisherExactTest } from "@lib/math/stats/hypothesis/count_tests.ts";
import { normal } from "@lib/math/stats/distributions/normal.ts";
import { logDeviance } from "@lib/math/stats/_incomplete_beta.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./large_parameters_vectors.json" with { type: "json" };

/** Below the smallest normal double there are no thirteen digits. */
const CLOSE = { relative: 1e-12, absolute: 1e-300 };

Deno.test("by hand: by symmetry, half lies on either side", () => {
  for (const size of [1e4, 1e8, 1e9, 1e10, 1e15, 1e300]) {
    const symmetric = beta({ alpha: size, beta: size });
    assertEquals([symmetric.cdf(0.5), symmetric.sf(0.5)], [0.5, 0.5]);
    assertAllClose([fisherF(size, size).sf(1), fisherF(size, size).cdf(1)], [0.5, 0.5], { relative: 1e-15 });
    assertAllClose([symmetric.ppf(0.5), symmetric.isf(0.5), fisherF(size, size).ppf(0.5)], [0.5, 0.5, 1], {
      relative: 1e-15,
    });
  }
  assertEquals(binomial({ trials: 1e9, success: 0.5 }).ppf(0.5), 500_000_000);
  assertEquals(binomial({ trials: 2e15, success: 0.5 }).ppf(0.5), 1e15);
});
Deno.test("oracle: mpmath's tails and densities of the beta distribution, 20 deviations far out too", () => {
  for (
    const [alpha, b, x, lower, upper, density] of vectors.beta as [number, number, number, number, number, number][]
  ) {
    const one = beta({ alpha, beta: b });
    assertAllClose([one.cdf(x), one.sf(x), one.pdf(x)], [lower, upper, density], CLOSE);
  }
});
Deno.test("oracle: mpmath's binomial probabilities and masses", () => {
  for (
    const [trials, success, k, lower, upper, mass] of vectors.binomial as [
      ...[number, number, number, number, number, number],
    ][]
  ) {
    const one = binomial({ trials, success });
    assertAllClose([one.cdf(k), one.sf(k), one.pmf(k)], [lower, upper, mass], CLOSE);
    assertEquals([one.ppf(one.cdf(k)), one.isf(one.sf(k))], [k, k]);
  }
});
Deno.test("oracle: mpmath's F distribution", () => {
  for (
    const [d1, d2, x, lower, upper, density] of vectors.fisher as [
      ...[number, number, number, number, number, number],
    ][]
  ) {
    const one = fisherF(d1, d2);
    assertAllClose([one.cdf(x), one.sf(x), one.pdf(x)], [lower, upper, density], { relative: 1e-12 });
  }
});
Deno.test("quantiles undo tails, as far as doubles near them allow", () => {
  const distributions: ContinuousDistribution[] = [
    beta({ alpha: 1e9, beta: 1e9 }),
    beta({ alpha: 3, beta: 1e9 }),
    beta({ alpha: 0.3, beta: 1e6 }),
    beta({ alpha: 1e12, beta: 1e4 }),
    fisherF(1e9, 1e9),
    fisherF(5, 1e10),
    fisherF(1e7, 3),
  ];
  for (const one of distributions) {
    for (const p of [1e-100, 1e-9, 0.01, 0.3, 0.5, 0.9, 0.999]) {
      for (const [quantile, tail] of [[one.ppf(p), one.cdf], [one.isf(p), one.sf]] as const) {
        if (quantile < 1e-300) continue; // below it there are few doubles to lead back to
        const around = [quantile * (1 - 2 ** -50), quantile, quantile * (1 + 2 ** -50)].map(tail);
        const [low, high] = [Math.min(...around), Math.max(...around)];
        assert(low * (1 - 1e-13) <= p && p <= high * (1 + 1e-13), `${one.name} at ${p}: ${quantile} gives ${around}`);
      }
    }
  }
});
Deno.test("with parameter 1 tails are powers, for any size of the other", () => {
  for (const b of [1e8, 1e10, 1e15]) {
    const one = beta({ alpha: 1, beta: b });
    assertAllClose([beta({ alpha: b, beta: 1 }).cdf(1 - 2 / b)], [Math.exp(b * Math.log(1 - 2 / b))], {
      relative: 1e-13,
    });
    assertAllClose([one.sf(2 / b), one.cdf(2 / b)], [
      Math.exp(b * Math.log1p(-2 / b)),
      -Math.expm1(b * Math.log1p(-2 / b)),
    ]);
    assertAllClose([binomial({ trials: b, success: 1 / b }).cdf(0)], [Math.exp(b * Math.log1p(-1 / b))], {
      relative: 1e-14,
    });
  }
});
Deno.test("large gamma, chi-squared and t agree with their limits and with mpmath", () => {
  // mpmath: gammainc(1e10, ∞ …) at 6 deviations below the mean
  assertAllClose([gamma({ shape: 1e10 }).cdf(1e10 - 6e5)], [9.85879015e-10], { relative: 1e-8 });
  // At its mean less 1 the density is 1 / √(2π · shape), but for 1 / (12 · shape).
  for (const shape of [1e6, 1e10, 1e15]) {
    assertAllClose([gamma({ shape }).pdf(shape)], [1 / Math.sqrt(2 * Math.PI * shape)], {
      relative: 2 / shape + 1e-14,
    });
    assertAllClose([studentT(shape).pdf(1), studentT(shape).sf(1)], [normal().pdf(1), normal().sf(1)], {
      relative: 2 / shape,
      absolute: 1e-14,
    });
  }
  assertAllClose([chiSquared(2e8).sf(2e8 + 4e4)], [0.02275], { relative: 1e-3 });
});
Deno.test("counts beyond 2⁵³ have quantiles: the search ends where doubles do", () => {
  for (const rate of [1e16, 1e100]) {
    const one = poisson({ rate });
    const [low, high] = [one.ppf(0.01), one.ppf(0.99)];
    assert(low <= rate && rate <= high && high - low <= 10 * Math.sqrt(rate) + rate * 2 ** -50, `${low} ${high}`);
  }
});
Deno.test("Fisher's exact test of large counts keeps its digits", () => {
  // Every table of these margins is as probable as its mirror: half, and half of the middle one.
  const { pValue } = fisherExactTest([[50_000, 50_000], [50_000, 50_000]], { alternative: "less" });
  assertAllClose([pValue], [0.5017841174256998], { relative: 1e-12 }); // mpmath
});
Deno.test("x − ln(1 + x) keeps its digits around 0 and near −1", () => {
  assertAllClose([logDeviance(1e-8, 1 + 1e-8)], [5e-17 - 1e-24 / 3], { relative: 1e-15 });
  assertAllClose([logDeviance(0.4, 1.4), logDeviance(-0.4, 0.6)], [0.4 - Math.log(1.4), -0.4 - Math.log(0.6)], {
    relative: 1e-14,
  });
  assertAllClose([logDeviance(-1, 1e-30)], [-1 + 30 * Math.LN10], { relative: 1e-15 });
});
Deno.test("sizes whose sums are no doubles are refused", () => {
  assertThrows(
    () => beta({ alpha: 1e305, beta: 1 }),
    RangeError,
    "alpha must be at most 1e+300: current value is 1e+305",
  );
  assertThrows(() => fisherF(1, 1e305), RangeError, "d2 must be at most 1e+300");
});
