import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import type { Point, Rectangle } from "@lib/study/figures/_geometry.ts";
import {
  type LayeredGraph,
  type LayeredLayout,
  layeredLayout,
  type LayeredLayoutOptions,
} from "@lib/study/figures/_layered_layout.ts";

const BOX = { width: 60, height: 30 };
const ROOM = { room: { width: 700, height: 350 } };

/** A random graph, cycles included, whose nodes belong to one of two lanes or to none. */
function someGraph(seed: number, hasLanes: boolean): LayeredGraph {
  const draw = random(seed);
  const nodes = Array.from({ length: 12 }, () => {
    const lane = draw.integer(3);
    const size = { width: 40 + draw.integer(60), height: 20 + draw.integer(40) };
    return hasLanes && lane < 2 ? { ...size, lane } : size;
  });
  const edges = Array.from({ length: 16 }, () => ({ from: draw.integer(12), to: draw.integer(12) }))
    .filter(({ from, to }) => from !== to);
  return { nodes, edges: edges.map((edge, k) => k % 2 === 0 ? edge : { ...edge, label: { width: 40, height: 14 } }) };
}

const rectangles = ({ nodes }: LayeredGraph, layout: LayeredLayout): Rectangle[] =>
  nodes.map(({ width, height }, k) => ({
    left: layout.nodes[k]!.x - width / 2,
    top: layout.nodes[k]!.y - height / 2,
    width,
    height,
  }));
const overlap = (a: Rectangle, b: Rectangle) =>
  Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left) > 0.01 &&
  Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top) > 0.01;
/** Points on a curve of Bézier pieces. */
const along = (curve: readonly { x: number; y: number }[]) =>
  Array.from({ length: (curve.length - 1) / 3 }, (_, piece) => {
    const [a, b, c, d] = curve.slice(3 * piece, 3 * piece + 4) as [Point, Point, Point, Point];
    return Array.from({ length: 20 }, (_, k) => {
      const [t, u] = [(k + 0.5) / 20, 1 - (k + 0.5) / 20];
      const mix = (axis: "x" | "y") =>
        u ** 3 * a[axis] + 3 * t * u * u * b[axis] + 3 * t * t * u * c[axis] + t ** 3 * d[axis];
      return { x: mix("x"), y: mix("y") };
    });
  }).flat();
const options = (seed: number): LayeredLayoutOptions => ({ ...ROOM, direction: seed % 2 === 0 ? "right" : "down" });

// By hand
Deno.test("layers stand side by side or below each other, and gaps grow to use the room", () => {
  const graph = { nodes: [BOX, BOX], edges: [{ from: 0, to: 1 }] };
  assertEquals(layeredLayout(graph, { room: { width: 220, height: 30 } }), {
    nodes: [{ x: 30, y: 15 }, { x: 190, y: 15 }],
    edges: [{ curve: [{ x: 60, y: 15 }, { x: 110, y: 15 }, { x: 110, y: 15 }, { x: 160, y: 15 }] }],
    lanes: new Map(),
    width: 220,
    height: 30,
  });
  const down = layeredLayout(graph, { direction: "down", room: { width: 60, height: 0 }, layerGapPx: 20 });
  assertEquals(down.nodes, [{ x: 30, y: 15 }, { x: 30, y: 65 }]);
});
Deno.test("two arrows that would cross do not", () => {
  const { nodes } = layeredLayout(
    { nodes: [BOX, BOX, BOX, BOX], edges: [{ from: 1, to: 2 }, { from: 0, to: 3 }] },
    ROOM,
  );
  assertEquals(Math.sign(nodes[0]!.y - nodes[1]!.y), Math.sign(nodes[3]!.y - nodes[2]!.y));
});
Deno.test("arrows between the same nodes keep apart, and one that runs back begins at the far node", () => {
  const edges = [{ from: 0, to: 1 }, { from: 0, to: 1 }, { from: 1, to: 0 }];
  const { edges: routes, nodes } = layeredLayout({ nodes: [BOX, BOX], edges }, ROOM);
  assertEquals(new Set(routes.map(({ curve }) => curve[0]!.y)).size, 3);
  assertAlmostEquals(routes[2]!.curve[0]!.x, nodes[1]!.x - 30);
  assertAlmostEquals(routes[2]!.curve.at(-1)!.x, nodes[0]!.x + 30);
});
Deno.test("a label makes room for itself and stands on its arrow", () => {
  const label = { width: 80, height: 14 };
  const graph = { nodes: [BOX, BOX], edges: [{ from: 0, to: 1, label }] };
  const { nodes, edges } = layeredLayout(graph, { room: { width: 0, height: 0 } });
  assertEquals(nodes[1]!.x - nodes[0]!.x - 60, 80 + 26);
  assertEquals(edges[0]!.label, { x: (nodes[0]!.x + nodes[1]!.x) / 2, y: 15 });
});
Deno.test("two labels on parallel arrows do not cover each other", () => {
  const label = { width: 50, height: 14 };
  for (const direction of ["right", "down"] as const) {
    const tall = { width: 60, height: 50 };
    const graph = { nodes: [tall, tall], edges: [{ from: 0, to: 1, label }, { from: 1, to: 0, label }] };
    const [a, b] = layeredLayout(graph, { ...ROOM, direction }).edges.map((edge) => edge.label!);
    assert(Math.abs(a!.x - b!.x) >= 50 || Math.abs(a!.y - b!.y) >= 13, `${direction} ${JSON.stringify([a, b])}`);
  }
});
Deno.test("straight arrows are straight", () => {
  const graph = { nodes: [BOX, BOX, BOX], edges: [{ from: 0, to: 1 }, { from: 0, to: 2 }] };
  const [route] = layeredLayout(graph, { ...ROOM, direction: "down", isStraight: true }).edges;
  const [a, b, d] = [route!.curve[0]!, route!.curve[1]!, route!.curve[3]!];
  assertAlmostEquals((b.x - a.x) * (d.y - a.y), (d.x - a.x) * (b.y - a.y), 1e-9);
});

// Invariants
Deno.test("no two nodes overlap, and everything stands within the size that is returned", () => {
  for (let seed = 0; seed < 60; seed++) {
    const graph = someGraph(seed, seed % 3 === 0);
    const layout = layeredLayout(graph, options(seed));
    const boxes = rectangles(graph, layout);
    for (const [k, a] of boxes.entries()) {
      for (const b of boxes.slice(k + 1)) assert(!overlap(a, b), `seed ${seed}`);
      assert(a.left > -0.01 && a.top > -0.01, `seed ${seed}`);
      assert(a.left + a.width < layout.width + 0.01 && a.top + a.height < layout.height + 0.01, `seed ${seed}`);
    }
  }
});
Deno.test("an arrow begins and ends at the edge of its nodes and crosses no node", () => {
  for (let seed = 0; seed < 60; seed++) {
    const graph = someGraph(seed, false);
    const layout = layeredLayout(graph, { ...ROOM, direction: "right" });
    const boxes = rectangles(graph, layout);
    for (const [k, { from, to }] of graph.edges.entries()) {
      const { curve } = layout.edges[k]!;
      const isAtEdge = (x: number, node: number) =>
        Math.min(Math.abs(x - boxes[node]!.left), Math.abs(x - boxes[node]!.left - boxes[node]!.width)) < 0.01;
      assert(isAtEdge(curve[0]!.x, from) && isAtEdge(curve.at(-1)!.x, to), `seed ${seed}`);
      for (const { x, y } of along(curve)) {
        for (const { left, top, width, height } of boxes) {
          assert(!(left + 0.1 < x && x < left + width - 0.1 && top < y && y < top + height), `seed ${seed}`);
        }
      }
    }
  }
});
Deno.test("no two arrows share a beginning or an end", () => {
  for (let seed = 0; seed < 30; seed++) {
    const graph = someGraph(seed, false);
    const { edges } = layeredLayout(graph, options(seed));
    for (const end of [0, -1]) {
      const points = edges.map(({ curve }) => curve.at(end)!).map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`);
      assertEquals(new Set(points).size, points.length, `seed ${seed}`);
    }
  }
});
Deno.test("a lane's rectangle holds its nodes and no others, and lanes do not overlap", () => {
  for (let seed = 0; seed < 60; seed++) {
    const graph = someGraph(seed, true);
    const layout = layeredLayout(graph, options(seed));
    const boxes = rectangles(graph, layout);
    const lanes = [...layout.lanes];
    for (const [lane, rectangle] of lanes) {
      assert(rectangle.left > -0.01 && rectangle.top > -0.01, `seed ${seed}`);
      assert(rectangle.left + rectangle.width < layout.width + 0.01, `seed ${seed}`);
      assert(rectangle.top + rectangle.height < layout.height + 0.01, `seed ${seed}`);
      for (const [k, box] of boxes.entries()) {
        assertEquals(overlap(box, rectangle), graph.nodes[k]!.lane === lane, `seed ${seed}, node ${k}, lane ${lane}`);
      }
    }
    if (lanes.length === 2) assert(!overlap(lanes[0]![1], lanes[1]![1]), `seed ${seed}`);
  }
});
