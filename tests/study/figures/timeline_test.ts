import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { timeline, type TimelineSpan } from "@lib/study/figures/timeline.ts";
import type { BarTrace, ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "They wait" };
const span = (lane: string, start: number, end: number, kind = "run"): TimelineSpan => ({ lane, kind, start, end });

Deno.test("every span is a bar from its start to its end, on its lane", () => {
  const { data } = timeline([span("a", 0, 10), span("b", 5, 20), span("a", 10, 12, "wait")], WORDS).plotly;
  const [run, wait] = data as [BarTrace, BarTrace];
  assertEquals([run.name, run.base, run.x, run.y], ["run", [0, 5], [10, 15], ["a", "b"]]);
  assertEquals([wait.name, wait.base, wait.x, wait.y], ["wait", [10], [2], ["a"]]);
});

Deno.test("lanes stand from top to bottom in the order of their first span", () => {
  const { layout } = timeline([span("z", 0, 1), span("a", 0, 1), span("z", 2, 3)], WORDS).plotly;
  const { yaxis } = layout as unknown as { yaxis: { categoryarray: string[]; autorange: string } };
  assertEquals([yaxis.categoryarray, yaxis.autorange], [["z", "a"], "reversed"]);
});

Deno.test("a span without a duration is a point, not an invisible bar", () => {
  const { data } = timeline([span("a", 0, 10), span("a", 5, 5, "alarm"), span("a", 7, 7)], WORDS).plotly;
  assertEquals(data.map(({ type, name }) => [type, name]), [["bar", "run"], [undefined, "run, at once"], [
    undefined,
    "alarm",
  ]]);
  assertEquals([(data[2] as ScatterTrace).x, (data[2] as ScatterTrace).y], [[5], ["a"]]);
});

Deno.test("a label is written where it fits", () => {
  const spans = [{ ...span("a", 0, 90), label: "long work" }, { ...span("a", 90, 91), label: "long work" }];
  assertEquals((timeline(spans, WORDS).plotly.data[0] as BarTrace).text, ["long work", ""]);
});

// By hand: lane a covers 0..6 (overlaps count once) and 8..10: 8 of 20; lane b 5 of 20.
Deno.test("the text alternative says how busy each lane is", () => {
  const spans = [span("a", 0, 5), span("a", 3, 6), span("a", 4, 5), span("a", 8, 10), span("b", 15, 20)];
  const { alt, caption } = timeline(spans, WORDS);
  assertEquals(
    alt,
    "Timeline over Time (ms) from 0 to 20: a is busy 40 % of the time; b is busy 25 % of the time.",
  );
  assertEquals(caption, "5 spans on 2 lanes, from 0 to 20 ms.");
});

Deno.test("a timeline of a single moment is drawn", () => {
  assertStringIncludes(timeline([span("a", 3, 3)], WORDS).alt, "a is busy 0 % of the time");
});

Deno.test("no spans, too many, too many kinds and spans that run back are refused", () => {
  assertThrows(() => timeline([], WORDS), RangeError, "1 to 600 spans: current value is 0");
  const many = Array.from({ length: 601 }, (_, k) => span("a", k, k + 1));
  assertThrows(() => timeline(many, WORDS), RangeError, "current value is 601");
  const kinds = "abcdefg".split("").map((kind) => span("a", 0, 1, kind));
  assertThrows(() => timeline(kinds, WORDS), RangeError, "at most 6 kinds apart: current value is 7");
  for (const [start, end] of [[2, 1], [NaN, 1], [0, Infinity]] as const) {
    assertThrows(() => timeline([span("a", 0, 1), span("a", start, end)], WORDS), RangeError, "span 2 must be finite");
  }
});

Deno.test("the largest timeline stays within a figure's budget", () => {
  const spans = Array.from(
    { length: 600 },
    (_, k) => ({ ...span(`worker ${k % 20}`, k / 3, k / 3 + 7, `kind ${k % 6}`), label: `r${k}` }),
  );
  timeline(spans, WORDS);
});
