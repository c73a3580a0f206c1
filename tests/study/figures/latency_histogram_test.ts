import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { latencyHistogram } from "@lib/study/figures/latency_histogram.ts";
import type { PlotlyAnnotation, PlotlyBoxShape } from "@lib/study/figures/plotly_layout.ts";
import type { BarTrace, ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "Some are slow" };
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const marksOf = (layout: Record<string, unknown>) =>
  layout as unknown as {
    annotations: PlotlyAnnotation[];
    shapes: PlotlyBoxShape[];
    xaxis: { type: string };
    yaxis: { range: [number, number]; title: { text: string } };
  };

// By hand: of ten samples 1..10 p50 is the 5th, p95 the 10th (9.5 rounded up), p90 the 9th.
Deno.test("percentiles are by nearest rank: always a sample", () => {
  const samples = [10, 1, 9, 2, 8, 3, 7, 4, 6, 5];
  const { percentiles } = latencyHistogram({ get: samples }, { ...WORDS, percentiles: [50, 90, 95, 100, 0.1] });
  assertEquals(percentiles.get, { 50: 5, 90: 9, 95: 10, 100: 10, 0.1: 1 });
});

// Oracle: count the samples that are no larger.
Deno.test("at least p percent are no larger than percentile p, and fewer than the next smaller sample's", () => {
  const numbers = random(4);
  for (const n of [1, 2, 7, 100, 1001]) {
    const samples = Array.from({ length: n }, () => numbers.integer(50) + 1);
    const { percentiles } = latencyHistogram({ get: samples }, WORDS);
    for (const [rank, value] of Object.entries(percentiles.get)) {
      const notLarger = samples.filter((sample) => sample <= value).length;
      const smaller = samples.filter((sample) => sample < value).length;
      assert(100 * notLarger >= Number(rank) * n && 100 * smaller < Number(rank) * n, `p${rank} of ${n}`);
    }
  }
});

// By hand: 0..8 in four bins of 2: [0, 2) has 0 and 1, [2, 4) has 2, [4, 6) none, [6, 8] has 6, 7 and 8.
Deno.test("bins are equal, half open, and the last one is closed", () => {
  const { data } = latencyHistogram({ get: [0, 1, 2, 6, 7, 8] }, { ...WORDS, bins: 4 }).plotly;
  const bars = data[0] as BarTrace;
  assertEquals([bars.x, bars.y, bars.width], [[1, 3, 5, 7], [2, 1, 0, 3], [2, 2, 2, 2]]);
});

Deno.test("no sample is lost, however they are spread", () => {
  const numbers = random(8);
  const spreads = [() => numbers.next(), () => Math.exp(3 * numbers.normal()), () => 5, () => numbers.integer(3)];
  for (const [k, draw] of spreads.entries()) {
    const samples = Array.from({ length: 3001 }, draw);
    const { data } = latencyHistogram({ get: samples }, WORDS).plotly;
    assertEquals(sum((data[0] as { y: number[] }).y), 3001, `spread ${k}`);
  }
});

Deno.test("a wide spread is shown on a logarithmic axis, where bins are equal in logarithms", () => {
  const wide = latencyHistogram({ get: [1, 10, 100, 1000] }, { ...WORDS, bins: 3 });
  assertEquals(marksOf(wide.plotly.layout).xaxis.type, "log");
  assertEquals((wide.plotly.data[0] as BarTrace).y, [1, 1, 2]);
  assertStringIncludes(wide.caption, "3 bins on a logarithmic axis");
  const narrow = latencyHistogram({ get: [1, 10] }, WORDS);
  assertEquals(marksOf(narrow.plotly.layout).xaxis.type, "linear");
  const asked = latencyHistogram({ get: [1, 10] }, { ...WORDS, isLog: true });
  assertEquals(marksOf(asked.plotly.layout).xaxis.type, "log");
  const zero = latencyHistogram({ get: [0, 1000] }, { ...WORDS, isLog: true });
  assertEquals(marksOf(zero.plotly.layout).xaxis.type, "linear", "zero has no logarithm");
});

Deno.test("each percentile has a line where it is and a label that says so, in the unit of the axis", () => {
  const { layout } = latencyHistogram({ get: [1, 10, 100, 1000] }, { ...WORDS, x: "Wait (µs)" }).plotly;
  const { shapes, annotations } = marksOf(layout);
  assertEquals(shapes.map(({ x0, x1 }) => [x0, x1]), [[10, 10], [1000, 1000], [1000, 1000]]);
  assertEquals(annotations.map(({ text }) => text), ["p50 10 µs", "p95 1,000 µs", "p99 1,000 µs"]);
  assertEquals(annotations.map(({ x }) => x), [1, 3, 3], "plotly takes exponents on a logarithmic axis");
});

Deno.test("labels never cover each other, nor the data", () => {
  const shown = latencyHistogram({ a: [5, 5, 5, 6], b: [5, 5, 5, 6], c: [1, 5, 5, 9] }, WORDS);
  const { annotations, yaxis } = marksOf(shown.plotly.layout);
  assertEquals(annotations.filter(({ text }) => text.startsWith("b p")).length, 3, "labels say whose they are");
  const places = annotations.map(({ x, yshift, xanchor }) => `${x} ${yshift} ${xanchor}`);
  assertEquals(new Set(places).size, 9, `${places}`);
  const levels = Math.max(...annotations.map(({ yshift }) => -yshift!)) / 15 + 1;
  assert(yaxis.range[1] >= 75 / (1 - levels * 15 / 270), `${yaxis.range}`);
});

Deno.test("several series are outlines of shares, so that unequal counts compare", () => {
  const shown = latencyHistogram({ few: [1, 2], many: Array.from({ length: 1000 }, (_, k) => 1 + k % 2) }, WORDS);
  const [few, many] = shown.plotly.data as [ScatterTrace, ScatterTrace];
  assertEquals(sum(few.y as number[]), 100);
  assertEquals(few.y, many.y);
  assertEquals(few.line!.shape, "hv");
  assertEquals(marksOf(shown.plotly.layout).yaxis.title.text, "Samples (% of series)");
  assertStringIncludes(shown.alt, "few: 2 samples from 1 to 2, p50 1, p95 2, p99 2. many: 1,000 samples");
});

Deno.test("typed arrays are left as they are", () => {
  const samples = Float64Array.from([3, 1, 2]);
  latencyHistogram({ get: samples }, WORDS);
  assertEquals([...samples], [3, 1, 2]);
});

Deno.test("bad samples and options are refused", () => {
  for (const bad of [-1, NaN, Infinity]) {
    assertThrows(() => latencyHistogram({ get: [1, bad] }, WORDS), RangeError, `of get must be finite`);
  }
  assertThrows(() => latencyHistogram({ get: [1, -5, 2] }, WORDS), RangeError, "sample 2 of get");
  assertThrows(() => latencyHistogram({ get: [] }, WORDS), RangeError, "must not be empty");
  assertThrows(() => latencyHistogram({ a: [1], b: [1], c: [1], d: [1] }, WORDS), RangeError, "more than 3 series");
  for (const bins of [0, 501, 2.5, NaN]) {
    assertThrows(() => latencyHistogram({ a: [1] }, { ...WORDS, bins }), RangeError, `current value is ${bins}`);
  }
  for (const rank of [0, -1, 100.5, NaN]) {
    assertThrows(() => latencyHistogram({ a: [1] }, { ...WORDS, percentiles: [rank] }), RangeError, "percentiles");
  }
});
