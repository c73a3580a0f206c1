import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { assignLayers } from "@lib/study/figures/_assign_layers.ts";

const graph = (count: number, ...edges: [number, number][]) => ({
  nodes: Array.from({ length: count }),
  edges: edges.map(([from, to]) => ({ from, to })),
});

// By hand: 0 → 1 → 3, 0 → 3, and 2, which only 3 needs.
Deno.test("a node stands behind all it comes from, one that comes from nothing just before its first user", () => {
  assertEquals(assignLayers(graph(4, [0, 1], [1, 3], [0, 3], [2, 3])).layers, [0, 1, 1, 2]);
});
Deno.test("an edge that closes a cycle runs back, and the others do not", () => {
  const { layers, isBack } = assignLayers(graph(3, [0, 1], [1, 2], [2, 0]));
  assertEquals(layers, [0, 1, 2]);
  assertEquals(isBack, [false, false, true]);
});
Deno.test("a cycle that nothing leads to begins with its first node", () => {
  assertEquals(assignLayers(graph(2, [1, 0], [0, 1])), { layers: [0, 1], isBack: [true, false] });
});
Deno.test("nodes without edges stand in the first layer", () => {
  assertEquals(assignLayers(graph(2)), { layers: [0, 0], isBack: [] });
});

// Invariant
Deno.test("edges lead to a higher layer, edges that run back to a lower one", () => {
  for (let seed = 0; seed < 100; seed++) {
    const draw = random(seed);
    const edges = Array.from({ length: 20 }, () => [draw.integer(12), draw.integer(12)] as [number, number])
      .filter(([from, to]) => from !== to);
    const { layers, isBack } = assignLayers(graph(12, ...edges));
    for (const [index, [from, to]] of edges.entries()) {
      assert(isBack[index] ? layers[to]! < layers[from]! : layers[from]! < layers[to]!);
    }
  }
});
