import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { beta, fisherF, studentT } from "@lib/math/stats/distributions/beta.ts";
import { binomial, poisson } from "@lib/math/stats/distributions/counts.ts";
import type {
  ContinuousDistribution,
  DiscreteDistribution,
  Distribution,
} from "@lib/math/stats/distributions/distribution.ts";
import { chiSquared, exponential, gamma } from "@lib/math/stats/distributions/gamma.ts";
import { kolmogorov } from "@lib/math/stats/distributions/kolmogorov.ts";
import { logNormal, normal } from "@lib/math/stats/distributions/normal.ts";
import { uniform } from "@lib/math/stats/distributions/uniform.ts";
import { momentsOf, variance } from "@lib/math/stats/moments.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./distribution_vectors.json" with { type: "json" };

type Any = ContinuousDistribution & DiscreteDistribution;
const MAKERS: Readonly<Record<string, (a: number, b: number) => Distribution>> = {
  normal: (mean, standardDeviation) => normal({ mean, standardDeviation }),
  logNormal: (logMean, logStandardDeviation) => logNormal({ logMean, logStandardDeviation }),
  gamma: (shape, scale) => gamma({ shape, scale }),
  chiSquared,
  exponential: (scale) => exponential({ scale }),
  beta: (alpha, b) => beta({ alpha, beta: b }),
  studentT,
  fisherF,
  uniform: (from, to) => uniform({ from, to }),
  kolmogorov,
  binomial: (trials, success) => binomial({ trials, success }),
  poisson: (rate) => poisson({ rate }),
};
type Row = [
  name: string,
  parameters: [number, number],
  ask: "pdf" | "pmf" | "cdf" | "sf" | "ppf" | "isf",
  at: number,
  expected: number,
];
const ROWS = vectors.rows as Row[];
const made = (name: string, parameters: readonly number[]) => MAKERS[name]!(parameters[0]!, parameters[1]!) as Any;

Deno.test("by hand: halves, quarters and the numbers everyone knows", () => {
  assertEquals([normal().cdf(0), uniform().ppf(0.25), beta({ alpha: 2, beta: 1 }).cdf(0.5)], [0.5, 0.25, 0.25]);
  assertAllClose([normal().isf(0.025), studentT(10).isf(0.025), chiSquared(1).isf(0.05)], [
    1.95996398454,
    2.22813885199,
    3.84145882069,
  ], {
    relative: 1e-11,
  });
  assertAllClose([binomial({ trials: 4, success: 0.5 }).pmf(2), poisson({ rate: 1 }).pmf(0)], [0.375, Math.exp(-1)]);
  assertAllClose([studentT(1).cdf(1), exponential().sf(Math.log(8))], [0.75, 0.125]);
});
for (const name of Object.keys(MAKERS)) {
  Deno.test(`oracle: SciPy's ${name}, tails down to 1e-300`, () => {
    const rows = ROWS.filter((row) => row[0] === name);
    assert(rows.length >= 20);
    for (const [, parameters, ask, at, expected] of rows) {
      const found = made(name, parameters)[ask](at);
      try {
        assertAllClose([found], [expected], { relative: 1e-10 });
      } catch (error) {
        throw new Error(`${name}(${parameters}).${ask}(${at}): ${(error as Error).message}`);
      }
    }
  });
}
Deno.test("tails add up to 1, quantiles undo them, and none falls or rises where it must not", () => {
  for (const key of new Set(ROWS.map(([name, parameters]) => JSON.stringify([name, parameters])))) {
    const distribution = made(...JSON.parse(key) as [string, number[]]);
    const isDiscrete = "pmf" in distribution && distribution.pmf !== undefined;
    let last = -Infinity;
    for (const p of [1e-12, 0.001, 0.2, 0.5, 0.8, 0.999]) {
      const x = distribution.ppf(p);
      assert(x >= last, distribution.name);
      last = x;
      assertAllClose([distribution.cdf(x) + distribution.sf(x)], [1], { relative: 1e-12 });
      if (isDiscrete) {
        assert(distribution.cdf(x) >= p * (1 - 1e-12));
        const y = distribution.isf(p);
        assert(distribution.sf(y) <= p * (1 + 1e-12));
        assert(y === distribution.support[0] || distribution.sf(y - 1) > p, `${distribution.name}.isf(${p}) = ${y}`);
        assert(x === distribution.support[0] || distribution.cdf(x - 1) < p, `${distribution.name} ${p}`);
      } else {
        // near an end that is not 0, x itself has no more digits: beyond them it is the end
        const tolerance = { relative: 1e-9, absolute: 1e-15 };
        assertAllClose([distribution.cdf(x)], [p], tolerance);
        const y = distribution.isf(p);
        assert(
          y === distribution.support[1] || Math.abs(distribution.sf(y) - p) < 1e-9 * p + 1e-15,
          `${distribution.name}.isf(${p}) = ${y}`,
        );
      }
    }
    assertEquals([distribution.ppf(0), distribution.ppf(1)], [...distribution.support]);
    assertEquals([distribution.isf(1), distribution.isf(0)], [...distribution.support]);
    assertEquals([distribution.cdf(-Infinity), distribution.cdf(Infinity)], [0, 1]);
    assertEquals([distribution.sf(-Infinity), distribution.sf(Infinity)], [1, 0]);
  }
});
Deno.test("outside the support there is nothing, and between whole numbers no mass", () => {
  assertEquals([gamma({ shape: 2 }).pdf(-1), gamma({ shape: 2 }).cdf(-1), gamma({ shape: 2 }).sf(-1)], [0, 0, 1]);
  assertEquals([uniform().pdf(1.1), uniform().cdf(1.1), uniform().sf(1.1), normal().pdf(Infinity)], [0, 1, 0, 0]);
  const four = binomial({ trials: 4, success: 0.5 });
  assertEquals([four.pmf(1.5), four.pmf(5), four.pmf(-1), four.cdf(1.5), four.sf(1.5)], [
    0,
    0,
    0,
    four.cdf(1),
    four.sf(1),
  ]);
  assertEquals([gamma({ shape: 0.5 }).pdf(0), gamma({ shape: 1, scale: 2 }).pdf(0), gamma({ shape: 3 }).pdf(0)], [
    Infinity,
    0.5,
    0,
  ]);
  const ends = (a: number, b: number) => [beta({ alpha: a, beta: b }).pdf(0), beta({ alpha: a, beta: b }).pdf(1)];
  assertEquals([ends(0.5, 0.5), ends(1, 3), ends(4, 1), ends(2, 2)], [[Infinity, Infinity], [3, 0], [0, 4], [0, 0]]);
  assertEquals([fisherF(1, 3).pdf(0), fisherF(2, 3).pdf(0), fisherF(3, 3).pdf(0)], [Infinity, 1, 0]);
  assertEquals([kolmogorov().pdf(0), kolmogorov().cdf(0), logNormal().pdf(0)], [0, 0, 0]);
});
Deno.test("counts that can't vary", () => {
  for (
    const [distribution, only] of [
      [binomial({ trials: 5, success: 0 }), 0],
      [binomial({ trials: 5, success: 1 }), 5],
      [binomial({ trials: 0, success: 0.4 }), 0],
      [poisson({ rate: 0 }), 0],
    ] as const
  ) {
    assertEquals([distribution.pmf(only), distribution.cdf(only), distribution.ppf(0.3), distribution.sf(only)], [
      1,
      1,
      only,
      0,
    ]);
    assertEquals([distribution.cdf(only - 1), ...distribution.support], [0, only, only]);
  }
});
Deno.test("Kolmogorov's series meet", () => {
  const { cdf, sf, pdf } = kolmogorov();
  for (const ask of [cdf, sf, pdf]) assertAllClose([ask(1 - 1e-15)], [ask(1 + 1e-15)], { relative: 1e-13 });
});
Deno.test("by simulation: samples have the mean, the variance and the distribution they should", () => {
  const dice = random(20261121);
  const count = 20_000;
  for (
    const distribution of [
      normal({ mean: 3, standardDeviation: 2 }),
      logNormal({ logStandardDeviation: 0.5 }),
      gamma({ shape: 0.4, scale: 2 }),
      gamma({ shape: 7 }),
      exponential({ scale: 5 }),
      beta({ alpha: 2, beta: 5 }),
      studentT(12),
      fisherF(5, 20),
      uniform({ from: -1, to: 4 }),
      kolmogorov(),
      binomial({ trials: 30, success: 0.2 }),
      poisson({ rate: 4 }),
      poisson({ rate: 300 }),
    ]
  ) {
    const sample = Float64Array.from({ length: count }, () => distribution.sample(dice));
    const moments = momentsOf(sample);
    const deviation = Math.sqrt(distribution.variance!);
    assert(Math.abs(moments.mean - distribution.mean!) < 5 * deviation / Math.sqrt(count), `${distribution.name} mean`);
    assertAllClose([variance(moments)], [distribution.variance!], { relative: 0.2 });
    for (const p of [0.05, 0.3, 0.5, 0.9]) {
      const at = distribution.ppf(p);
      const share = sample.filter((x) => x <= at).length / count;
      const wanted = distribution.cdf(at);
      assert(
        Math.abs(share - wanted) < 5 * Math.sqrt(wanted * (1 - wanted) / count),
        `${distribution.name} at ${p}: ${share}`,
      );
    }
  }
});
Deno.test("the same seed draws the same numbers", () => {
  const draw = () => Array.from({ length: 5 }, ((dice) => () => gamma({ shape: 2 }).sample(dice))(random(7)));
  assertEquals(draw(), draw());
});
Deno.test("what does not exist is undefined, what diverges is infinite", () => {
  assertEquals([studentT(1).mean, studentT(1.5).mean, studentT(1.5).variance, studentT(1).variance], [
    undefined,
    0,
    Infinity,
    undefined,
  ]);
  assertEquals([fisherF(3, 2).mean, fisherF(3, 4).variance, fisherF(3, 10).mean], [undefined, undefined, 1.25]);
});
Deno.test("refusals", () => {
  const refusals: [() => unknown, string][] = [
    [() => normal({ standardDeviation: 0 }), "standardDeviation must be"],
    [() => normal({ mean: Infinity }), "mean must be"],
    [() => normal({ standardDeviation: Infinity }), "standardDeviation must be"],
    [() => logNormal({ logStandardDeviation: -1 }), "logStandardDeviation must be"],
    [() => logNormal({ logMean: NaN }), "logMean must be"],
    [() => gamma({ shape: 0 }), "shape must be"],
    [() => gamma({ shape: 1, scale: -1 }), "scale must be"],
    [() => chiSquared(0), "degreesOfFreedom must be"],
    [() => exponential({ scale: 0 }), "scale must be"],
    [() => beta({ alpha: 0, beta: 1 }), "alpha must be"],
    [() => beta({ alpha: 1, beta: NaN }), "beta must be"],
    [() => studentT(-1), "degreesOfFreedom must be"],
    [() => studentT(Infinity), "degreesOfFreedom must be"],
    [() => fisherF(0, 1), "d1 must be"],
    [() => fisherF(1, 0), "d2 must be"],
    [() => uniform({ from: 1, to: 1 }), "to must lie above from (1): current value is 1"],
    [() => uniform({ from: -Infinity }), "from must be"],
    [() => binomial({ trials: 1.5, success: 0.5 }), "trials must be"],
    [() => binomial({ trials: 1, success: 1.5 }), "success must be"],
    [() => poisson({ rate: -1 }), "rate must be"],
    [() => normal().cdf(NaN), "Cannot ask normal(0, 1): x must be a number: current value is NaN"],
    [() => normal().sf(NaN), "x must be a number"],
    [() => normal().pdf(NaN), "x must be a number"],
    [() => poisson({ rate: 1 }).pmf(NaN), "x must be a number"],
    [() => normal().ppf(1.5), "p must be"],
    [() => normal().isf(-0.1), "p must be"],
    [() => poisson({ rate: 1 }).ppf(NaN), "p must be"],
    [() => poisson({ rate: 1 }).isf(2), "p must be"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
