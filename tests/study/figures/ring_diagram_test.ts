import { assert, assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { SERIES } from "@lib/study/figures/palette.ts";
import type { PlotlyAnnotation, PlotlyPathShape } from "@lib/study/figures/plotly_layout.ts";
import { ringDiagram, type RingSpec } from "@lib/study/figures/ring_diagram.ts";

const WORDS = { title: "A ring" };
const SPEC: RingSpec = { nodes: { A: [0.25, 0.75], B: 0.5 }, keys: { k: 0.3, late: 0.9 } };
const shown = (spec: RingSpec) =>
  ringDiagram(spec, WORDS).plotly.layout as unknown as { shapes: PlotlyPathShape[]; annotations: PlotlyAnnotation[] };
const arcs = (spec: RingSpec) => shown(spec).shapes.filter(({ line }) => line!.width === 4);
const ends = ({ path }: PlotlyPathShape) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map((pair) => pair.slice(1).map(Number));

// By hand
Deno.test("a key belongs to the next node clockwise, past the top as well", () => {
  assertEquals(
    ringDiagram(SPEC, WORDS).alt,
    "A ring, clockwise from the top: A at 0.250; k at 0.300 belongs to B; B at 0.500; A at 0.750; late at 0.900 belongs to A.",
  );
  const two = ringDiagram({ nodes: { A: 0.5, B: 0.7 }, keys: { k: 0.5, late: 0.8 } }, WORDS).alt;
  assertStringIncludes(two, "k at 0.500 belongs to A");
  assertStringIncludes(two, "late at 0.800 belongs to A");
});
Deno.test("each arc ends at a point of its owner and has its colour", () => {
  assertEquals(arcs(SPEC).map(({ line }) => line!.color), [SERIES[0], SERIES[1], SERIES[0]]);
  const [right, bottom, left] = arcs(SPEC).map((arc) => ends(arc).at(-1)!) as [number[], number[], number[]];
  assert(right[0]! > bottom[0]! && bottom[0]! > left[0]!); // a quarter, a half, three quarters
  assert(bottom[1]! > right[1]! && Math.abs(right[1]! - left[1]!) < 0.2);
});
Deno.test("arcs are round: every end is as far from the centre as every other", () => {
  const [right, bottom, left] = arcs(SPEC).map((arc) => ends(arc).at(-1)!) as [number[], number[], number[]];
  const [x, y] = [(right[0]! + left[0]!) / 2, right[1]!];
  assertAlmostEquals(bottom[1]! - y, right[0]! - x, 0.2);
  const [first] = ends(arcs(SPEC)[1]!) as [number[]];
  assertAlmostEquals(Math.hypot(first[0]! - x, first[1]! - y), right[0]! - x, 0.2);
});
Deno.test("one node owns the whole ring", () => {
  assertEquals(arcs({ nodes: { A: 0.2 } }).length, 1);
  const [start, end] = [ends(arcs({ nodes: { A: 0.2 } })[0]!)[0]!, ends(arcs({ nodes: { A: 0.2 } })[0]!).at(-1)!];
  assertEquals(start, end);
});
Deno.test("names of nodes stand outside of the ring, names of keys inside", () => {
  const anchor = (name: string) => shown(SPEC).annotations.find(({ text }) => text === name)!.xanchor;
  assertEquals([anchor("k"), anchor("late"), anchor("B")], ["right", "left", "center"]);
});
Deno.test("a key has an arrow to its owner, unless it stands right before it", () => {
  const heads = (position: number) => shown({ nodes: { A: 0.5 }, keys: { k: position } }).shapes.length;
  assertEquals(heads(0.2) - heads(0.49), 2); // a line and its head
});

Deno.test("names of keys that are near each other do not cover each other", () => {
  const keys = Object.fromEntries([0, 1, 2, 3].map((k) => [`key number ${k}`, 0.1 + k / 200]));
  const notes = shown({ nodes: { A: 0.5 }, keys }).annotations.filter(({ text }) => text.startsWith("key"));
  for (const [k, a] of notes.entries()) {
    for (const b of notes.slice(k + 1)) {
      assert(Math.abs((a.y as number) - (b.y as number)) >= 14, `${a.text} ${b.text}`);
    }
  }
});

// Refusals
Deno.test("no nodes, seven nodes and positions off the ring are refused", () => {
  const seven = Object.fromEntries("abcdefg".split("").map((name, k) => [name, k / 7]));
  for (
    const [spec, message] of [
      [{ nodes: {} }, "1 to 6 series: current value is 0"],
      [{ nodes: seven }, "1 to 6 series: current value is 7"],
      [{ nodes: { A: 1 } }, 'the position of "A" must be from 0 to below 1: current value is 1'],
      [{ nodes: { A: 0 }, keys: { k: NaN } }, 'the position of "k" must be from 0 to below 1: current value is NaN'],
    ] as [RingSpec, string][]
  ) assertThrows(() => ringDiagram(spec, WORDS), RangeError, message);
});
