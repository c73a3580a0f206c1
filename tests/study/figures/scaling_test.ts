import { assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { scaling } from "@lib/study/figures/scaling.ts";
import type { ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "It grows", x: "Entries (count)", y: "Time (ns)" };
const law = (exponent: number, factor = 1) => [1000, 10, 100].map((n) => ({ n, cost: factor * n ** exponent }));

Deno.test("the fitted exponents are returned, named in the legend and said in words", () => {
  const shown = scaling({ put: law(0, 50), splice: law(1), sort: law(2, 0.1) }, WORDS);
  assertAlmostEquals(shown.laws.put.exponent, 0, 1e-9);
  assertAlmostEquals(shown.laws.splice.exponent, 1, 1e-9);
  assertAlmostEquals(shown.laws.sort.factor, 0.1, 1e-9);
  const names = shown.plotly.data.filter((trace) => trace.showlegend !== false).map(({ name }) => name);
  assertEquals(names, ["put: n<sup>0.00</sup>", "splice: n<sup>1.00</sup>", "sort: n<sup>2.00</sup>"]);
  assertStringIncludes(
    shown.alt,
    "splice grows as n to the 1.00, costs from 10 to 1,000 over sizes from 10 to 1,000; sort grows as n to the 2.00",
  );
});

Deno.test("points are sorted, and the line is the law between the smallest and the largest size", () => {
  const [points, line] = scaling({ a: law(2, 3) }, WORDS).plotly.data as [ScatterTrace, ScatterTrace];
  assertEquals([points.x, points.y], [[10, 100, 1000], [300, 30_000, 3_000_000]]);
  assertEquals(line.x, [10, 1000]);
  assertAlmostEquals(line.y[0] as number, 300, 1e-3);
  assertAlmostEquals(line.y[1] as number, 3_000_000, 1);
});

Deno.test("both axes are logarithmic, also for one series, which has a legend for its exponent", () => {
  const { layout } = scaling({ a: law(-0.5) }, WORDS).plotly as unknown as {
    layout: Record<string, { type: string }> & { showlegend: boolean };
  };
  assertEquals([layout.xaxis!.type, layout.yaxis!.type, layout.showlegend as boolean], ["log", "log", true]);
  assertStringIncludes(scaling({ a: law(-0.5) }, WORDS).alt, "n to the −0.50");
});

Deno.test("a series that cannot be fitted is refused by name", () => {
  assertThrows(
    () => scaling({ good: law(1), bad: [{ n: 0, cost: 1 }, { n: 1, cost: 1 }] }, WORDS),
    RangeError,
    "Cannot draw a scaling of bad: n of point 1 must be positive",
  );
  assertThrows(() => scaling({}, WORDS), RangeError, "current value is 0");
});
