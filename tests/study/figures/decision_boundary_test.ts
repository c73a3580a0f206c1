import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { decisionBoundary, type LabelledPoint } from "@lib/study/figures/decision_boundary.ts";
import type { GridTrace, ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "It decides", x: "Height (m)", y: "Weight (kg)" };
const CLASSES = ["cat", "dog"];
const POINTS: LabelledPoint[] = [{ x: 0, y: 0, label: 0 }, { x: 2, y: 1, label: 1 }, { x: 0.5, y: 1, label: 1 }];
const stump = (x: number) => x < 1 ? 0 : 1;

// By hand: of three points the stump at 1 gets (0.5, 1) wrong.
Deno.test("right and wrong answers are counted, and drawn apart", () => {
  const shown = decisionBoundary(POINTS, { ...WORDS, classes: CLASSES, predict: stump });
  assertEquals(shown.accuracyRatio, 2 / 3);
  const marks = shown.plotly.data.slice(1) as ScatterTrace[];
  assertEquals(marks.map(({ name, x }) => [name, x]), [
    ["cat", [0]],
    ["cat, answered wrongly", []],
    ["dog", [2]],
    ["dog, answered wrongly", [0.5]],
  ]);
  assertEquals(marks.map(({ showlegend }) => showlegend), [true, false, true, true]);
  assert(marks[0]!.marker!.symbol !== marks[2]!.marker!.symbol, "classes differ by symbol too");
  assertStringIncludes(shown.alt, "cat: 1 point, no points answered wrongly; dog: 2 points, 1 point answered wrongly");
  assertStringIncludes(shown.caption, "2 of 3 points are answered rightly");
});

Deno.test("the plane asks the classifier everywhere, beyond the points on all sides", () => {
  const { data } = decisionBoundary(POINTS, { ...WORDS, classes: CLASSES, predict: stump }).plotly;
  const plane = data[0] as Omit<GridTrace, "x" | "y"> & { x: number[]; y: number[] };
  assert(plane.x[0]! < 0 && plane.x.at(-1)! > 2 && plane.y[0]! < 0 && plane.y.at(-1)! > 1);
  for (const row of plane.z) assertEquals(row, plane.x.map(stump));
  assertEquals([plane.type, plane.contours!.start, plane.contours!.end], ["contour", 0.5, 0.5]);
});

Deno.test("with two classes a probability is an answer, decided at one half", () => {
  const shown = decisionBoundary(POINTS, { ...WORDS, classes: CLASSES, predict: (x) => x / 4 + 0.25 });
  assertEquals(shown.accuracyRatio, 2 / 3, "0.25 is a cat, 0.75 a dog, 0.375 a cat");
  const exact = decisionBoundary([{ x: 0, y: 0, label: 1 }], { ...WORDS, classes: CLASSES, predict: () => 0.5 });
  assertEquals(exact.accuracyRatio, 1, "one half is the second class");
});

Deno.test("three classes have one colour each, without shades between", () => {
  const points = [...POINTS, { x: 1, y: 3, label: 2 }];
  const shown = decisionBoundary(points, { ...WORDS, classes: ["a", "b", "c"], predict: (_x, y) => y > 2 ? 2 : 1 });
  const plane = shown.plotly.data[0] as GridTrace;
  assertEquals([plane.type, plane.zmin, plane.zmax], ["heatmap", -0.5, 2.5]);
  const scale = plane.colorscale as [number, string][];
  assertEquals(new Set(scale.map(([, colour]) => colour)).size, 3);
  assertStringIncludes(shown.alt, "a is the answer on 0 % of the area");
});

Deno.test("bad points, labels and answers are refused by place", () => {
  const options = { ...WORDS, classes: CLASSES, predict: stump };
  assertThrows(() => decisionBoundary([], options), RangeError, "there must be a point");
  assertThrows(() => decisionBoundary([{ x: NaN, y: 0, label: 0 }], options), RangeError, "point 1 must have finite");
  assertThrows(() => decisionBoundary([{ x: 0, y: 0, label: 2 }], options), RangeError, "label of point 1");
  assertThrows(() => decisionBoundary(POINTS, { ...options, classes: ["one"] }), RangeError, "classes must be 2 to 6");
  for (const answer of [1.5, -0.1, NaN]) {
    assertThrows(
      () => decisionBoundary(POINTS, { ...options, predict: () => answer }),
      RangeError,
      "must be from 0 to 1",
    );
  }
  const three = { ...options, classes: ["a", "b", "c"], predict: () => 0.5 };
  assertThrows(() => decisionBoundary(POINTS, three), RangeError, "must be a class from 0 to 2: current value is 0.5");
});
