import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { diagram, type DiagramSpec } from "@lib/study/figures/diagram.ts";
import type { NarrowDrawing } from "@lib/study/figures/narrow_figure.ts";
import type { PlotlyAnnotation, PlotlyShape } from "@lib/study/figures/plotly_layout.ts";
import { NODE_KINDS } from "@lib/study/figures/_node_shapes.ts";

const WORDS = { title: "A diagram" };
const FEED: DiagramSpec = {
  nodes: {
    author: { text: "Author", kind: "actor" },
    api: "Feed API",
    jobs: { text: "Jobs", kind: "queue" },
    feeds: { text: "Feeds", kind: "store", detail: "by follower" },
  },
  edges: [
    { from: "author", to: "api", text: "post" },
    { from: "api", to: "jobs", text: "post id", isAsync: true },
    { from: "jobs", to: "feeds" },
  ],
  groups: { "Write path": ["api", "jobs"] },
};
const layoutOf = (spec: DiagramSpec) =>
  diagram(spec, WORDS).plotly.layout as unknown as {
    shapes: PlotlyShape[];
    annotations: PlotlyAnnotation[];
    xaxis: { range: [number, number] };
    yaxis: { range: [number, number] };
    margin: Record<string, number>;
    meta: { narrow: NarrowDrawing };
  };
const texts = (spec: DiagramSpec) => layoutOf(spec).annotations.map(({ text }) => text);
const at = (spec: DiagramSpec, text: string) => layoutOf(spec).annotations.find((note) => note.text === text)!;

// By hand
Deno.test("every node, every label and every group is written", () => {
  assertEquals(texts(FEED).toSorted(), [
    "Author",
    "Feed API",
    "Feeds",
    "Jobs",
    "Write path",
    "by follower",
    "post",
    "post id",
  ]);
});
Deno.test("arrows that are not waited for are dashed, and the caption says so only where both kinds occur", () => {
  const dashed = layoutOf(FEED).shapes.filter(({ line }) => line?.dash === "dash");
  assertEquals(dashed.length, 1);
  assertStringIncludes(diagram(FEED, WORDS).caption, "dashed arrows do not");
  const { nodes, edges } = FEED;
  assertEquals(diagram({ nodes, edges: [edges[0]!] }, WORDS).caption, "Arrows lead from the caller to what it calls.");
  assertEquals(diagram({ nodes, edges: [edges[1]!] }, WORDS).caption, "No arrow waits for an answer.");
});
Deno.test("the text alternative names nodes, arrows and groups", () => {
  assertEquals(
    diagram(FEED, WORDS).alt,
    "Diagram: Author to Feed API: post; Feed API sends post id to Jobs (queue) without waiting; " +
      "Jobs to Feeds (store, by follower). Write path holds Feed API, Jobs.",
  );
  const two = diagram({ nodes: { a: "A", b: "B", c: "C" }, edges: [{ from: "a", to: "b", isTwoWay: true }] }, WORDS);
  assertEquals(two.alt, "Diagram: A and B exchange messages. Not joined: C.");
  assertEquals(diagram(FEED, { ...WORDS, alt: "Mine.", caption: "Yours." }).alt, "Mine.");
});
Deno.test("layers run to the right on a wide page, and downwards on a phone", () => {
  assert((at(FEED, "Author").x as number) < (at(FEED, "Feed API").x as number));
  const { layout, heightPx } = layoutOf(FEED).meta.narrow;
  const y = (text: string) => layout.annotations!.find((note) => note.text === text)!.y as number;
  assert(y("Author") < y("Feed API") && y("Feed API") < y("Jobs") && y("Jobs") < heightPx);
});
Deno.test("a tree can be drawn downwards", () => {
  const spec: DiagramSpec = {
    nodes: { a: { text: "1", kind: "circle" }, b: { text: "2", kind: "circle" } },
    edges: [{ from: "a", to: "b" }],
    direction: "down",
  };
  assert((at(spec, "1").y as number) < (at(spec, "2").y as number));
  assertEquals(diagram(spec, WORDS).caption, "Arrows lead from parent to child.");
});
Deno.test("a node with a detail has both lines, the smaller below", () => {
  const [name, detail] = [at(FEED, "Feeds"), at(FEED, "by follower")];
  assert((name.y as number) < (detail.y as number));
  assert(name.font!.size! > detail.font!.size!);
});

// Invariants
Deno.test("one unit of the axes is one pixel, and everything is drawn inside", () => {
  const { xaxis, yaxis, margin, annotations } = layoutOf(FEED);
  assertEquals(xaxis.range[1] - xaxis.range[0], 800 - margin.l! - margin.r!);
  assertEquals(yaxis.range[0] - yaxis.range[1], 450 - margin.t! - margin.b!);
  for (const { x, y } of annotations) {
    assert(xaxis.range[0] < (x as number) && (x as number) < xaxis.range[1]);
    assert(yaxis.range[1] < (y as number) && (y as number) < yaxis.range[0]);
  }
});
Deno.test("no letter is smaller than 11 pixels, on a page or on a phone", () => {
  const { annotations, meta } = layoutOf(FEED);
  for (const { font } of [...annotations, ...meta.narrow.layout.annotations!]) assert(font!.size! >= 11);
});
Deno.test("a dozen nodes in five layers fit", () => {
  const ids = Array.from({ length: 12 }, (_, k) => `n${k}`);
  const nodes = Object.fromEntries(ids.map((id, k) => [id, { text: `Service number ${k}`, detail: "PostgreSQL" }]));
  const edges = ids.slice(3).map((id, k) => ({ from: ids[k]!, to: id, text: "GET /things" }));
  assertEquals(diagram({ nodes, edges }, WORDS).title, "A diagram");
});
Deno.test("each kind has its colours, one meaning each", () => {
  const colours = Object.values(NODE_KINDS).filter(({ word }) => word !== "").map(({ fill, line }) =>
    `${fill} ${line}`
  );
  assertEquals(new Set(colours).size, colours.length);
});

// Refusals
Deno.test("unknown ids, loops, two groups for one node and too much are refused", () => {
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, k) => [`n${k}`, "N"]));
  const long = Array.from({ length: 20 }, (_, k) => `n${k}`);
  const cases: [DiagramSpec, string][] = [
    [{ nodes: {}, edges: [] }, "nodes must be 1 to 24: current value is 0"],
    [{ nodes: many, edges: [] }, "nodes must be 1 to 24: current value is 25"],
    [{ nodes: { a: "A" }, edges: [{ from: "a", to: "b" }] }, 'an edge must join ids of nodes: current value is "b"'],
    [{ nodes: { a: "A" }, edges: [{ from: "a", to: "a" }] }, 'an edge must join two nodes: current value is "a"'],
    [{ nodes: { a: "A" }, edges: [], groups: { G: ["b"] } }, 'group "G" must hold ids of nodes: current value is "b"'],
    [
      { nodes: { a: "A" }, edges: [], groups: { G: ["a"], H: ["a"] } },
      'a node must be in one group at most: current value is "a"',
    ],
    [
      {
        nodes: Object.fromEntries(long.map((id) => [id, "A service"])),
        edges: long.slice(1).map((id, k) => ({ from: long[k]!, to: id })),
      },
      "it must fit in",
    ],
  ];
  for (const [spec, message] of cases) assertThrows(() => diagram(spec, WORDS), RangeError, message);
});
