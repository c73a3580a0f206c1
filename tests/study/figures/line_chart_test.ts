import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { lineChart } from "@lib/study/figures/line_chart.ts";
import type { ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "It settles", y: "Loss (nats)" };

Deno.test("one line a series, with a colour and a dash of its own", () => {
  const { data, layout } = lineChart({ training: [3, 2, 1], validation: [3, 3] }, WORDS).plotly;
  const [first, second] = data as [ScatterTrace, ScatterTrace];
  assertEquals([first.name, second.name], ["training", "validation"]);
  assertEquals([first.x, first.y], [[1, 2, 3], [3, 2, 1]]);
  assertEquals([second.x, second.y], [[1, 2], [3, 3]]);
  assertEquals([first.line!.dash, second.line!.dash], ["solid", "dash"]);
  assertEquals(new Set([first.line!.color, second.line!.color]).size, 2);
  assertEquals(layout.showlegend, true);
});

// By hand: 4 first, 1 last, lowest 0.5 at step 3, highest 8 at step 2; one value is not finite.
Deno.test("the text alternative says where each series starts, ends, and has its extremes", () => {
  const { alt, caption } = lineChart({ loss: [4, 8, 0.5, NaN, 1] }, WORDS);
  assertEquals(
    alt,
    "Line chart of Loss (nats) against Step: loss goes from 4 to 1, lowest 0.500 at 3, highest 8 at 2, " +
      "with 1 value that is not finite.",
  );
  assertEquals(caption, "Loss (nats) against Step. Last values: loss 1.");
});

Deno.test("a run that diverged is a gap, and one that never was finite is said to be so", () => {
  const shown = lineChart({ a: [1, Infinity, 2], b: [NaN] }, WORDS);
  assertEquals((shown.plotly.data[0] as ScatterTrace).y, [1, null, 2]);
  assertStringIncludes(shown.alt, "b has no finite value");
  assertStringIncludes(shown.caption, "b none");
});

Deno.test("steps, axes and target are the author's", () => {
  const { data, layout } = lineChart({ a: [1, 2] }, {
    ...{ ...WORDS, x: "Samples (count)", steps: [10, 1000], isLogX: true, isLogY: true, target: 1.5 },
  }).plotly;
  assertEquals((data[0] as ScatterTrace).x, [10, 1000]);
  const target = data[1] as ScatterTrace;
  assertEquals([target.name, target.x, target.y], ["target 1.5", [10, 1000], [1.5, 1.5]]);
  const axes = layout as unknown as Record<string, { type: string; title: { text: string } }>;
  assertEquals([axes.xaxis!.type, axes.yaxis!.type, axes.xaxis!.title.text], ["log", "log", "Samples"]);
});

Deno.test("the author's words win over the generated ones", () => {
  const shown = lineChart({ a: [1] }, { ...WORDS, caption: "Mine.", alt: "A dot." });
  assertEquals([shown.caption, shown.alt], ["Mine.", "A dot."]);
});

Deno.test("names of series are text, not markup", () => {
  const { data } = lineChart({ "a<b>": [1, 2] }, WORDS).plotly;
  assertEquals(data[0]!.name, "a&lt;b&gt;");
});

Deno.test("no series, too many, an empty one, too few steps: refused", () => {
  const many = Object.fromEntries("abcdefg".split("").map((name) => [name, [1]]));
  assertThrows(() => lineChart({}, WORDS), RangeError, "1 to 6 series: current value is 0");
  assertThrows(() => lineChart(many, WORDS), RangeError, "1 to 6 series: current value is 7");
  assertThrows(() => lineChart({ a: [1], b: [] }, WORDS), RangeError, 'series "b" must not be empty');
  assertThrows(() => lineChart({ a: [1, 2] }, { ...WORDS, steps: [1] }), RangeError, "current value is 1");
  assertThrows(() => lineChart({ a: [1] }, { ...WORDS, y: "Loss" }), TypeError, "yaxis needs a unit");
});
