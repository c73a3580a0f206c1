import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { drift } from "@lib/study/figures/drift.ts";
import type { PlotlyAnnotation, PlotlyBoxShape } from "@lib/study/figures/plotly_layout.ts";
import type { ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "It drifts", y: "Population stability index (nats)" };
const marksOf = (layout: Record<string, unknown>) =>
  layout as unknown as { shapes: PlotlyBoxShape[]; annotations: PlotlyAnnotation[] };

Deno.test("statistic, threshold and alarms are three traces, told apart by more than colour", () => {
  const { data } = drift([0.1, 0.3, 0.2], { ...WORDS, threshold: 0.25, alarms: [1] }).plotly;
  const [statistic, threshold, alarm] = data as [ScatterTrace, ScatterTrace, ScatterTrace];
  assertEquals([statistic.x, statistic.y], [[1, 2, 3], [0.1, 0.3, 0.2]]);
  assertEquals([threshold.name, threshold.x, threshold.y], ["threshold 0.25", [1, 3], [0.25, 0.25]]);
  assertEquals([alarm.x, alarm.y, alarm.marker!.symbol], [[2], [0.3], "x"]);
  assertEquals([statistic.name, threshold.line!.dash], ["Population stability index", "dot"]);
});

// By hand: of 5, 1, 9, 4 one is below 2 and one above 8.
Deno.test("a band is shaded from end to end, and what lies outside is counted", () => {
  const shown = drift([5, 1, 9, 4], { ...WORDS, threshold: { low: 2, high: 8 } });
  const [band] = marksOf(shown.plotly.layout).shapes;
  assertEquals([band!.type, band!.y0, band!.y1, band!.layer], ["rect", 2, 8, "below"]);
  assertStringIncludes(shown.alt, "4 values from 1 to 9; 2 of them outside the band from 2 to 8; no alarm");
  assertStringIncludes(shown.caption, "shaded: the expected band; no alarms");
});

Deno.test("the text alternative counts what is above the threshold and lists alarms and change by their times", () => {
  const days = ["2024-01-01", "2024-01-02", "2024-01-03"];
  const options = { ...WORDS, x: "Day", times: days, threshold: 0.2, alarms: [2], changeAt: 1 };
  const shown = drift([0.1, 0.2, 0.3], options);
  assertStringIncludes(
    shown.alt,
    "1 of them outside the threshold 0.2; 1 alarm, at 2024-01-03; the true change is at 2024-01-02",
  );
  const { shapes, annotations } = marksOf(shown.plotly.layout);
  assertEquals([shapes[0]!.x0, annotations[0]!.text], ["2024-01-02", "true change"]);
});

Deno.test("many alarms are listed up to eight", () => {
  const values = Array.from({ length: 20 }, (_, k) => k);
  const { alt } = drift(values, { ...WORDS, alarms: values });
  assertStringIncludes(alt, "20 alarms, at 1, 2, 3, 4, 5, 6, 7, 8 and 12 more");
});

Deno.test("values that are not finite are gaps", () => {
  const shown = drift([1, NaN, 3], WORDS);
  assertEquals((shown.plotly.data[0] as ScatterTrace).y, [1, null, 3]);
  assertStringIncludes(shown.alt, "3 values from 1 to 3");
  assertStringIncludes(drift([NaN], WORDS).alt, "1 value of which none is finite");
});

Deno.test("no values, unequal times and positions beyond the values are refused", () => {
  assertThrows(() => drift([], WORDS), RangeError, "there must be a value");
  assertThrows(() => drift([1, 2], { ...WORDS, times: [1] }), RangeError, "times must be as many as values, 2");
  for (const at of [-1, 2, 0.5, NaN]) {
    assertThrows(
      () => drift([1, 2], { ...WORDS, alarms: [0, at] }),
      RangeError,
      `alarm must be a position from 0 to 1`,
    );
    assertThrows(
      () => drift([1, 2], { ...WORDS, changeAt: at }),
      RangeError,
      "changeAt must be a position from 0 to 1",
    );
  }
  assertThrows(
    () => drift([1], { ...WORDS, threshold: { low: 2, high: 1 } }),
    RangeError,
    "low must not be above high",
  );
});
