import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { ecdf } from "@lib/math/stats/ecdf.ts";
import { freedmanDiaconisEdges, histogram, quantileEdges } from "@lib/math/stats/histogram.ts";
import { quantile, QUANTILE_METHODS, quantiles } from "@lib/math/stats/quantile.ts";
import { ranksOf } from "@lib/math/stats/ranks.ts";
import { checkSample, sorted } from "@lib/math/stats/sample.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { VECTORS } from "./vectors.ts";

Deno.test("by hand: the median of four and the quartiles of five", () => {
  assertEquals(quantile([4, 1, 3, 2], 0.5), 2.5);
  assertEquals([...quantiles([10, 20, 30, 40, 50], [0, 0.25, 0.5, 1])], [10, 20, 30, 50]);
  assertEquals(quantile([7], 0.9), 7);
});
Deno.test("oracle: NumPy's nine definitions", () => {
  for (const { name, x, quantiles: expected } of VECTORS.samples) {
    for (const method of QUANTILE_METHODS) {
      const found = quantiles(x, VECTORS.ps, { method });
      for (const [i, p] of VECTORS.ps.entries()) {
        assertAllClose([found[i]!], [expected[method][i]!], { relative: 1e-13, absolute: 1e-13 });
        assert(Number.isFinite(found[i]), `${name} ${method} ${p}`);
      }
    }
  }
});
Deno.test("a product that rounding moved off a whole number still counts as whole, as in R", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  assert(100 * 0.29 < 29);
  assertEquals(quantile(hundred, 0.29, { method: "averaged_inverted_cdf" }), 29.5);
  assertEquals(quantile(hundred, 0.29, { method: "inverted_cdf" }), 29);
});
Deno.test("numbers whose distance overflows, or hardly exists", () => {
  assertEquals([...quantiles([-1.6e308, 1.6e308], [0, 0.25, 0.5, 1])], [-1.6e308, -8e307, 0, 1.6e308]);
  const huge = 2 ** 1023;
  assertEquals(quantile([huge, 1.5 * huge], 0.5, { method: "averaged_inverted_cdf" }), 1.25 * huge);
  for (const value of [1e17, -1e200, 1.5e308, 5e-324]) {
    for (const edges of [freedmanDiaconisEdges([value, value]), quantileEdges([value], 3)]) {
      assertEquals([...histogram([value], edges).counts], [1]);
    }
  }
});
Deno.test("quantiles never fall, lie within the sample, and do not mind its order", () => {
  const dice = random(2);
  for (let round = 0; round < 40; round++) {
    const x = Array.from({ length: 1 + dice.integer(12) }, () => dice.integer(9));
    const ps = Array.from({ length: 101 }, (_, i) => i / 100);
    for (const method of QUANTILE_METHODS) {
      const found = quantiles(x, ps, { method });
      assert(found.every((value, i) => i === 0 || value >= found[i - 1]! - 1e-12), method);
      assert(found[0]! >= Math.min(...x) && found.at(-1)! <= Math.max(...x));
      assertEquals(quantiles([...x].reverse(), ps, { method }), found);
    }
  }
});
Deno.test("oracle: SciPy's ranks; they add up, and ties are counted", () => {
  for (const { x, ranks: expected } of VECTORS.samples) {
    const { ranks, ties } = ranksOf(x);
    assertAllClose(ranks, expected);
    assertAllClose([ranks.reduce((sum, rank) => sum + rank, 0)], [x.length * (x.length + 1) / 2]);
    const shared = Map.groupBy(x, (value) => value).values().map(({ length }) => length).filter((n) => n > 1);
    assertEquals([...ties].sort(), [...shared].sort());
  }
  assertEquals([...ranksOf([0, -0, 1]).ranks], [1.5, 1.5, 3]);
});
Deno.test("samples are sorted as by comparison, −0 before 0, and left as they were", () => {
  const x = [0, -0, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, -0, -2, 0];
  const rising = [-Number.MAX_VALUE, -2, -1, -5e-324, -0, -0, 0, 0, 5e-324, 1, Number.MAX_VALUE];
  assertEquals([...sorted(x)], rising);
  assertEquals(x[0], 0);
  const dice = random(5);
  for (let round = 0; round < 50; round++) {
    const y = Array.from({ length: dice.integer(30) }, () => (dice.integer(9) - 4) * 10 ** (dice.integer(5) - 2));
    assertEquals([...sorted(y)], y.toSorted((a, b) => a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0))));
  }
});
Deno.test("by hand and by count: the empirical distribution function", () => {
  const share = ecdf([3, 1, 2, 2]);
  assertEquals([-Infinity, 0.9, 1, 2, 2.9, 3, Infinity].map(share), [0, 0, 0.25, 0.75, 0.75, 1, 1]);
  const dice = random(3);
  const x = Array.from({ length: 30 }, () => dice.integer(10));
  for (let at = -1; at <= 10; at += 0.5) {
    assertEquals(ecdf(x)(at), x.filter((value) => value <= at).length / 30);
  }
});
Deno.test("oracle: NumPy's edges and counts", () => {
  for (const { name, x, freedmanDiaconis, sevenEdges, counts } of VECTORS.samples) {
    assertAllClose(freedmanDiaconisEdges(x), freedmanDiaconis, { relative: 1e-13, absolute: 1e-12 });
    if (name !== "far from zero") assertEquals([...histogram(x, sevenEdges).counts], counts, name);
  }
});
Deno.test("counts add up, whatever lies outside", () => {
  const found = histogram([-1, 0, 0.5, 1, 1.5, 2, 2.1, 9], [0, 1, 2]);
  assertEquals([[...found.counts], found.below, found.above, [...found.edges]], [[2, 3], 1, 2, [0, 1, 2]]);
  assertEquals([...histogram([], [0, 1]).counts], [0]);
});
Deno.test("edges of a sample that hardly varies", () => {
  assertEquals([...freedmanDiaconisEdges([4, 4, 4])], [3.5, 4.5]);
  assertEquals([...freedmanDiaconisEdges([0, 1, 1, 1, 1, 1, 9])], [0, 9]); // the middle half does not vary
  assertEquals(freedmanDiaconisEdges([...Array(99).keys(), 1e9], { mostBins: 50 }).length, 51);
  assertEquals([...quantileEdges([1, 1, 1, 1, 2], 4)], [1, 2]);
  assertEquals([...quantileEdges([3, 3], 4)], [2.5, 3.5]);
  const dice = random(4);
  const x = Array.from({ length: 1000 }, () => dice.normal());
  assertEquals([...histogram(x, quantileEdges(x, 10)).counts], Array(10).fill(100));
});
Deno.test("refusals", () => {
  const refusals: [() => unknown, string][] = [
    [() => quantile([], 0.5), "x must have at least one number: current value is 0"],
    [() => quantile([1], 1.1), "p must be"],
    [() => quantile([1], NaN), "p must be"],
    [() => quantile([1], 0, { method: "best" as never }), "method must be one of inverted_cdf"],
    [() => quantile([1, Infinity], 0.5), "x[1] must be a finite number"],
    [() => ranksOf([]), "x must have at least one number"],
    [() => ecdf([NaN]), "sample[0] must be a finite number"],
    [() => ecdf([1])(NaN), "x must be"],
    [() => histogram([1], [1]), "edges must have at least 2 numbers: current value is 1"],
    [() => histogram([1], [1, 1]), "edges must rise: current value is 1 after 1, at index 1"],
    [() => histogram([NaN], [0, 1]), "x[0] must be a finite number"],
    [() => quantileEdges([1], 0), "bins must be a positive integer"],
    [() => freedmanDiaconisEdges([]), "x must have at least one number"],
    [() => freedmanDiaconisEdges([1], { mostBins: 0 }), "mostBins must be a positive integer"],
    [() => freedmanDiaconisEdges([-1.5e308, 0, 1.5e308]), "x must not span more than the largest double"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(
    () => checkSample(["1"] as never, { action: "go", argument: "x" }),
    TypeError,
    "x[0] must be a finite number",
  );
});
