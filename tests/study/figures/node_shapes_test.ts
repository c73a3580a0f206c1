import { assert, assertEquals } from "@std/assert";
import { contrastRatio } from "@lib/study/figures/_contrast.ts";
import { ellipse, NODE_KINDS, type NodeKind, nodeShapes } from "@lib/study/figures/_node_shapes.ts";
import { DARK, inDark, LIGHT } from "@lib/study/figures/palette.ts";
import type { PlotlyPathShape } from "@lib/study/figures/plotly_layout.ts";

const KINDS = Object.keys(NODE_KINDS) as NodeKind[];
const at = { x: 100, y: 50 };
const paths = (kind: NodeKind) => nodeShapes({ kind, at, width: 60, height: 40 }) as PlotlyPathShape[];
const numbers = (path: string) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

// By hand
Deno.test("an ellipse passes its four outermost points", () => {
  const points = numbers(ellipse(at, { width: 20, height: 10 })).map(String);
  for (const corner of ["110,50", "100,55", "90,50", "100,45"]) assert(points.includes(corner), corner);
});
Deno.test("every kind has an outline of its own", () => {
  const drawn = KINDS.map((kind) => JSON.stringify(paths(kind)));
  assertEquals(new Set(drawn).size, KINDS.length);
  assertEquals(paths("external")[0]!.line!.dash, "dash");
  assertEquals(paths("text"), []);
});
Deno.test("colours can be given, and are the kind's otherwise", () => {
  const [shape] = nodeShapes({ kind: "service", at, width: 60, height: 40, fill: "#CCECE3", line: "#009E73" });
  assertEquals([shape!.fillcolor, shape!.line!.color], ["#CCECE3", "#009E73"]);
  assertEquals(paths("store")[0]!.fillcolor, NODE_KINDS.store.fill);
});

// Invariants
Deno.test("no outline leaves its box", () => {
  for (const kind of KINDS) {
    for (const { path } of paths(kind)) {
      for (const [x, y] of numbers(path)) {
        assert(x! >= 70 - 2.1 && x! <= 130 + 2.1, `${kind} ${x}`); // control points of a lid reach a little further
        assert(y! >= 30 - 2.1 && y! <= 70 + 2.1, `${kind} ${y}`);
      }
    }
  }
});
Deno.test("texts in nodes can be read, and outlines seen, in light and in dark", () => {
  for (const { fill, line } of Object.values(NODE_KINDS)) {
    for (const [surface, dark] of [[LIGHT, false], [DARK, true]] as const) {
      const paint = (colour: string) => dark ? inDark(colour) : colour;
      for (const ink of [surface.text, surface.quietText]) {
        assert(contrastRatio(ink, paint(fill)) >= 4.5, `${ink} ${fill}`);
      }
      if (line !== LIGHT.paper) assert(contrastRatio(paint(line), surface.paper) >= 3, `${line} on ${surface.paper}`);
    }
  }
});
