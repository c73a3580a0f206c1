import { assert, assertEquals } from "@std/assert";
import {
  arrowAlong,
  type Drawing,
  drawingFigure,
  type DrawingRoom,
  frameShapes,
  textAt,
} from "@lib/study/figures/_drawing.ts";
import type { NarrowDrawing } from "@lib/study/figures/narrow_figure.ts";
import type { PlotlyBoxShape, PlotlyPathShape } from "@lib/study/figures/plotly_layout.ts";

const WORDS = { title: "T", caption: "C.", alt: "What is seen." };
const DOT: Drawing = { width: 20, height: 10, shapes: [], annotations: [], hints: [{ x: 10, y: 5, text: "a < b" }] };
const curve = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 20, y: 0 }, { x: 30, y: 0 }];

// By hand
Deno.test("a drawing stands in the middle of the figure, one unit a pixel", () => {
  const { data, layout } = drawingFigure(() => DOT, WORDS).plotly as unknown as {
    data: { x: number[]; customdata: string[] }[];
    layout: { xaxis: { range: number[] }; yaxis: { range: number[] }; meta: { narrow: NarrowDrawing } };
  };
  assertEquals(layout.xaxis.range, [10 - 384, 10 + 384]);
  assertEquals(layout.yaxis.range[0]! + layout.yaxis.range[1]!, 10);
  assertEquals(data[0]!.customdata, ["a &lt; b"]);
  assertEquals(layout.meta.narrow.heightPx, 22);
  assertEquals(layout.meta.narrow.layout.xaxis!.range, [10 - 180, 10 + 180]);
});
Deno.test("it is drawn for a wide page and for a phone", () => {
  const rooms: DrawingRoom[] = [];
  drawingFigure((room) => {
    rooms.push(room);
    return DOT;
  }, WORDS);
  assertEquals(rooms.map(({ isNarrow, width }) => [isNarrow, width]), [[false, 764], [true, 348]]);
});
Deno.test("an arrow is a line with a filled head at its end", () => {
  const [line, head, ...rest] = arrowAlong(curve, { color: "#222222" }) as PlotlyPathShape[];
  assertEquals(line!.path, "M0,0 L30,0");
  assertEquals(head!.path, "M22,3.6 L30,0 L22,-3.6 Z");
  assertEquals(head!.fillcolor, "#222222");
  assertEquals(rest, []);
});
Deno.test("a dashed arrow has an open head, and a two-way arrow two heads", () => {
  const [line, head] = arrowAlong(curve, { color: "#222222", isDashed: true }) as PlotlyPathShape[];
  assertEquals([line!.line!.dash, head!.fillcolor], ["dash", undefined]);
  assertEquals(head!.line!.dash, undefined);
  const [, , start] = arrowAlong(curve, { color: "#222222", isTwoWay: true }) as PlotlyPathShape[];
  assert(start!.path.includes("L0,0"));
});
Deno.test("a bend stays a bend", () => {
  const bent = [{ x: 0, y: 0 }, { x: 15, y: 0 }, { x: 15, y: 20 }, { x: 30, y: 20 }];
  assertEquals((arrowAlong(bent, { color: "#222222" })[0] as PlotlyPathShape).path, "M0,0 C15,0 15,20 30,20");
});
Deno.test("texts are plain, and a frame has its name in its corner", () => {
  assertEquals(textAt({ x: 1.26, y: 2 }, { lines: ["<b>", "c"] }).text, "&lt;b&gt;<br>c");
  assertEquals(textAt({ x: 1.26, y: 2 }, { lines: ["c"] }).x, 1.3);
  const { shape, label } = frameShapes({ left: 10, top: 20, width: 80, height: 40 }, "Group");
  assertEquals(shape, {
    type: "rect",
    ...{ x0: 10, y0: 20, x1: 90, y1: 60 },
    line: { color: "#8A9099", width: 1, dash: "dot" },
  });
  assertEquals([label.text, label.x, label.xanchor], ["Group", 16, "left"]);
  const wide = frameShapes({ left: 100, top: 0, width: 20, height: 20 }, "A long name").shape as PlotlyBoxShape;
  assert((wide.x1 as number) - (wide.x0 as number) > 80, "a frame is at least as wide as its name");
  assertEquals((wide.x0 as number) + (wide.x1 as number), 220);
});
