import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { drawBinomial, drawPoisson } from "@lib/base/draws/counts.ts";
import { random } from "@lib/base/random.ts";
import { binomial, poisson } from "@lib/math/stats/distributions/counts.ts";
import { assertDiscrete } from "./goodness_of_fit.ts";

const DRAWS = 20_000;
const many = (draw: () => number) => Array.from({ length: DRAWS }, draw);

// Oracle: the distribution functions of math/stats, by chi-square; the seeds are fixed
Deno.test("drawPoisson() follows the Poisson distribution, below and above the change of method", () => {
  for (const rate of [0.01, 0.7, 5, 9.999, 10, 10.5, 30, 1000, 1e6, 1e10]) {
    const source = random(1);
    assertDiscrete(many(() => drawPoisson(source, { rate })), poisson({ rate }), `rate ${rate}`);
  }
});
Deno.test("drawBinomial() follows the binomial distribution, for both halves of the probabilities", () => {
  const cases: [number, number][] = [
    [1, 0.3],
    [10, 0.5],
    [19, 0.5],
    [20, 0.5],
    [21, 0.51],
    [100, 0.02],
    [100, 0.98],
    [1000, 0.1],
    [1e6, 1e-6],
    [1e6, 0.4],
    [1e10, 0.75],
  ];
  for (const [trials, success] of cases) {
    const source = random(2);
    const draws = many(() => drawBinomial(source, { trials, success }));
    assertDiscrete(draws, binomial({ trials, success }), `binomial(${trials}, ${success})`);
  }
});

// By hand, and at the ends of the range
Deno.test("what cannot happen does not, and what is certain does", () => {
  const source = random(3);
  for (let n = 0; n < 100; n++) {
    assertEquals(drawPoisson(source, { rate: 0 }), 0);
    assertEquals([0, 1].map((success) => drawBinomial(source, { trials: 7, success })), [0, 7]);
    assertEquals(drawBinomial(source, { trials: 0, success: 0.5 }), 0);
    assertEquals(drawBinomial(source, { trials: 5, success: 1e-300 }), 0);
  }
});
Deno.test("means of 2^49 keep their place and their spread", () => {
  const source = random(4);
  const [mean, draws] = [2 ** 49, 2000];
  const counts = (draw: () => number) => Array.from({ length: draws }, () => (draw() - mean) / Math.sqrt(mean));
  const z = counts(() => drawPoisson(source, { rate: mean }));
  const half = counts(() => drawBinomial(source, { trials: 2 ** 50, success: 0.5 }));
  for (const [list, variance] of [[z, 1], [half, 0.5]] as const) {
    const average = list.reduce((sum, x) => sum + x, 0) / draws;
    assertAlmostEquals(average, 0, 3.9 * Math.sqrt(variance / draws));
    const spread = list.reduce((sum, x) => sum + x * x, 0) / draws;
    assertAlmostEquals(spread, variance, 3.9 * variance * Math.sqrt(2 / draws));
  }
});
Deno.test("the lowest and the highest uniform number give counts in range", () => {
  for (const u of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
    for (const seed of [1, 2, 3]) {
      const later = random(seed);
      let calls = 0;
      const source = { next: () => calls++ < 2 ? u : later.next() };
      for (const rate of [1, 9.99, 10, 1e6]) {
        calls = 0;
        const count = drawPoisson(source, { rate });
        assert(
          Number.isSafeInteger(count) && count >= 0 && count < rate + 60 + 60 * Math.sqrt(rate),
          `${rate}: ${count}`,
        );
      }
      for (const trials of [1, 19, 40, 1e6]) {
        calls = 0;
        const count = drawBinomial(source, { trials, success: 0.4 });
        assert(Number.isSafeInteger(count) && count >= 0 && count <= trials, `${trials}: ${count}`);
      }
    }
  }
});

// Refusals
Deno.test("parameters that are none are refused by name and value", () => {
  const source = random(1);
  assertThrows(() => drawPoisson(source, { rate: -1 }), RangeError, "Cannot draw a Poisson number: rate must be");
  assertThrows(() => drawPoisson(source, { rate: 2 ** 51 }), RangeError, "rate must be at most 2^50");
  assertThrows(() => drawBinomial(source, { trials: 1.5, success: 0.5 }), RangeError, "trials must be a non-negative");
  assertThrows(
    () => drawBinomial(source, { trials: 2 ** 51, success: 0.5 }),
    RangeError,
    "trials must be at most 2^50",
  );
  assertThrows(
    () => drawBinomial(source, { trials: 5, success: 1.1 }),
    RangeError,
    "success must be a number from 0 to 1",
  );
  assertThrows(() => drawPoisson(null as never, { rate: 1 }), TypeError, "random.next must be a function");
  assertThrows(() => drawBinomial(source, undefined as never), TypeError, "options must be an object");
});
