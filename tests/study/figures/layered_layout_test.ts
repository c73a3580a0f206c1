import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { layeredLayout } from "@lib/study/figures/layered_layout.ts";

/** A random acyclic graph: each node comes from up to two of those before it. */
function someGraph(seed: number): number[][] {
  const generator = random(seed);
  return Array.from({ length: 25 }, (_, node) => {
    return Array.from({ length: Math.min(node, generator.integer(3)) }, () => generator.integer(node));
  });
}

// By hand: 0 → 1 → 3, 0 → 3, and 2, which only 3 needs.
Deno.test("a node stands right of what it comes from, one that comes from nothing just left of its first user", () => {
  const { nodes, lines } = layeredLayout([[], [0], [], [1, 0, 2]]);
  assertEquals(nodes.map(({ x }) => x), [0, 1, 1, 2]);
  assertEquals(lines.map((way) => way.map(({ x }) => x)), [[0, 1], [1, 2], [0, 1, 2], [1, 2]]);
});
Deno.test("two lines that would cross do not", () => {
  const { nodes } = layeredLayout([[], [], [1], [0]]);
  assertEquals(Math.sign(nodes[0]!.y - nodes[1]!.y), Math.sign(nodes[3]!.y - nodes[2]!.y));
});
Deno.test("a node alone stands at the origin, and a column of one in the middle", () => {
  assertEquals(layeredLayout([[]]), { nodes: [{ x: 0, y: 0 }], lines: [] });
  assertEquals(layeredLayout([[], [], [0, 1]]).nodes[2]!.y, 0.5);
});

// Invariants
Deno.test("lines go from column to column to the right, from node to node, and no two things share a place", () => {
  for (let seed = 0; seed < 50; seed++) {
    const sources = someGraph(seed);
    const { nodes, lines } = layeredLayout(sources);
    const ends = sources.flatMap((from, to) => from.map((source) => [nodes[source], nodes[to]]));
    assertEquals(lines.map((way) => [way[0], way.at(-1)]), ends);
    for (const way of lines) assert(way.every(({ x }, place) => place === 0 || x === way[place - 1]!.x + 1));
    const places = [...nodes, ...lines.flatMap((way) => way.slice(1, -1))].map(({ x, y }) => `${x} ${y}`);
    assertEquals(new Set(places).size, places.length);
  }
});
