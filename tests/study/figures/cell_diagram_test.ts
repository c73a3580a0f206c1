import { assert, assertEquals, assertThrows } from "@std/assert";
import { cellDiagram, type CellDiagramSpec } from "@lib/study/figures/cell_diagram.ts";
import type { NarrowDrawing } from "@lib/study/figures/narrow_figure.ts";
import { SERIES } from "@lib/study/figures/palette.ts";
import type { PlotlyAnnotation, PlotlyBoxShape, PlotlyPathShape } from "@lib/study/figures/plotly_layout.ts";

const WORDS = { title: "Cells" };
const LRU: CellDiagramSpec = {
  rows: {
    table: { cells: ["a", "b"] },
    list: { cells: ["b = 2", { text: "a = 1", mark: "active" }, ""], links: "both" },
  },
  arrows: [{ from: ["table", 0], to: ["list", 1] }, { from: ["table", 1], to: ["list", 0], text: "finds" }],
  pointers: [{ text: "newest", to: ["list", 0] }, { text: "head", to: ["list", 0] }],
  marks: { active: "read just now" },
};
interface Shown {
  shapes: (PlotlyBoxShape | PlotlyPathShape)[];
  annotations: PlotlyAnnotation[];
  meta: { narrow: NarrowDrawing };
}
const shown = (spec: CellDiagramSpec) => cellDiagram(spec, WORDS).plotly.layout as unknown as Shown;
const boxes = ({ shapes }: { shapes: Shown["shapes"] }) =>
  shapes.filter((shape): shape is PlotlyBoxShape => shape.type === "rect");
const row = (count: number) => Array.from({ length: count }, (_, k) => String(k));

// By hand
Deno.test("every cell is a box with its text, every row has its name, and pointers at one cell share a line", () => {
  assertEquals(boxes(shown(LRU)).length, 5 + 1); // and one in the key
  assertEquals(shown(LRU).annotations.map(({ text }) => text).toSorted(), [
    ...["a", "a = 1", "b", "b = 2", "finds", "list", "newest, head", "read just now", "table"],
  ]);
});
Deno.test("cells of an array touch, cells of a list keep apart", () => {
  const [a, b, c, d] = boxes(shown(LRU));
  assertEquals(a!.x1, b!.x0);
  assert((c!.x1 as number) + 30 < (d!.x0 as number));
});
Deno.test("a mark has its colour, and an empty cell is dotted", () => {
  const cells = boxes(shown(LRU));
  assertEquals(cells[3]!.line!.color, SERIES[0]);
  assertEquals(cells.map(({ line }) => line!.dash), [undefined, undefined, undefined, undefined, "dot", undefined]);
});
Deno.test("links lead on, and back where they do: two heads or one", () => {
  const paths = (links: "none" | "next" | "both") =>
    shown({ rows: { list: { cells: ["a", "b"], links } } }).shapes.filter(({ type }) => type === "path").length;
  assertEquals([paths("none"), paths("next"), paths("both")], [0, 2, 3]);
});
Deno.test("indices stand above, or below where arrows join cells of the row", () => {
  const cells = ["x", "y"];
  const index = (spec: CellDiagramSpec) => shown(spec).annotations.find(({ text }) => text === "1")!.y as number;
  const cell = (spec: CellDiagramSpec) => shown(spec).annotations.find(({ text }) => text === "y")!.y as number;
  const above: CellDiagramSpec = { rows: { heap: { cells, hasIndices: true } } };
  const below: CellDiagramSpec = { ...above, arrows: [{ from: ["heap", 0], to: ["heap", 1] }] };
  assert(index(above) < cell(above) && index(below) > cell(below));
});
Deno.test("a row that is too long goes on in the next line, on a phone earlier", () => {
  const lines = (drawn: PlotlyBoxShape[]) => new Set(drawn.map(({ y0 }) => y0)).size;
  const spec: CellDiagramSpec = { rows: { ring: { cells: row(16), links: "next" } } };
  assertEquals(lines(boxes(shown(spec))), 2);
  assertEquals(lines(boxes(shown(spec).meta.narrow.layout as unknown as Shown)), 4); // five to a line
});
Deno.test("the text alternative says all of it", () => {
  assertEquals(
    cellDiagram(LRU, WORDS).alt,
    "Rows of cells. table, 2 cells: a, b. list, 3 cells, linked both ways: b = 2, a = 1 (read just now), empty. " +
      "a of table points to a = 1 of list. b of table points to b = 2 of list: finds. " +
      "newest is b = 2 of list. head is b = 2 of list.",
  );
});

Deno.test("words of the author's own are kept", () => {
  const { caption, alt } = cellDiagram(LRU, { ...WORDS, caption: "Mine.", alt: "A table over a list." });
  assertEquals([caption, alt], ["Mine.", "A table over a list."]);
  assertEquals(cellDiagram(LRU, WORDS).caption, "Cells that touch are an array; arrows between cells are links.");
});

// Invariants
Deno.test("no two arrows meet in one point", () => {
  const arrows = [0, 1, 2].map((k) => ({ from: ["a", 0], to: ["b", k] }) as const);
  const { shapes } = shown({ rows: { a: { cells: ["x"] }, b: { cells: row(3) } }, arrows });
  const starts = shapes.flatMap((shape) =>
    shape.type === "path" && shape.path.includes("C") ? [shape.path.split(" ")[0]] : []
  );
  assertEquals(new Set(starts).size, 3);
});

Deno.test("an arrow to a row further down goes round the rows between", () => {
  const rows = { a: { cells: ["x"] }, b: { cells: row(3) }, c: { cells: ["y"] } };
  const layout = shown({ rows, arrows: [{ from: ["a", 0], to: ["c", 0] }] });
  const right = Math.max(...boxes(layout).map(({ x1 }) => x1 as number));
  const arrow = layout.shapes.find((shape) => shape.type === "path") as PlotlyPathShape;
  const xs = [...arrow.path.matchAll(/(-?[\d.]+),/g)].map(([, x]) => Number(x));
  assert(Math.max(...xs) > right);
});
Deno.test("the key takes as many lines as it needs on a phone", () => {
  const marks = { active: "a meaning that is rather long", kept: "another meaning, long as well" };
  const spec: CellDiagramSpec = { rows: { a: { cells: ["x"] } }, marks };
  const y = (layout: { annotations?: readonly PlotlyAnnotation[] }) =>
    Object.values(marks).map((meaning) => layout.annotations!.find(({ text }) => text === meaning)!.y);
  assertEquals(new Set(y(shown(spec))).size, 1);
  assertEquals(new Set(y(shown(spec).meta.narrow.layout)).size, 2);
});

// Refusals
Deno.test("no cells, too many, too many rows and cells that are not there are refused", () => {
  const cases: [CellDiagramSpec, string][] = [
    [{ rows: {} }, "it takes 1 to 80 of them: current value is 0"],
    [{ rows: { a: { cells: row(81) } } }, "it takes 1 to 80 of them: current value is 81"],
    [
      { rows: { a: { cells: ["x"] } }, pointers: [{ text: "p", to: ["a", 1] }] },
      'cells that are there: current value is ["a",1]',
    ],
    [
      { rows: { a: { cells: ["x"] } }, arrows: [{ from: ["a", 0], to: ["b", 0] }] },
      'cells that are there: current value is ["b",0]',
    ],
    [
      { rows: Object.fromEntries(row(12).map((name) => [name, { cells: ["x"] }])) },
      "pixels of height; draw fewer rows",
    ],
  ];
  for (const [spec, message] of cases) assertThrows(() => cellDiagram(spec, WORDS), RangeError, message);
});
