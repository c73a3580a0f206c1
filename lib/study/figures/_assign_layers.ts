/**
 * Which layer each node of a directed graph stands in, and which edges run back because they close a cycle.
 *
 * **Invariant.** An edge that does not run back leads to a higher layer; one that does leads to a lower one, because
 * the other edges of its cycle lead up.
 *
 * Cost: O(nodes · edges).
 *
 * Not here on purpose: the fewest edges that run back (NP-hard): the order in which nodes are given decides.
 *
 * @module
 */

/** Edges between nodes that are numbered from 0. */
export interface DirectedGraph {
  /** The nodes. */
  readonly nodes: readonly unknown[];
  /** Where each edge begins and ends. */
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

/** Layers of nodes and directions of edges. */
export interface Layers {
  /** For each node, its layer, counted from 0. */
  readonly layers: readonly number[];
  /** For each edge, whether it runs back. */
  readonly isBack: readonly boolean[];
}

/**
 * Assigns the layers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { assignLayers } from "./_assign_layers.ts";
 * const edges = [{ from: 0, to: 1 }, { from: 1, to: 0 }];
 * assertEquals(assignLayers({ nodes: ["a", "b"], edges }), { layers: [0, 1], isBack: [false, true] });
 * ```
 */
export function assignLayers({ nodes, edges }: DirectedGraph): Layers {
  const isBack = backEdges(nodes.length, edges);
  const sources: number[][] = nodes.map(() => []);
  for (const [index, { from, to }] of edges.entries()) {
    if (!isBack[index]) sources[to]!.push(from);
  }
  const layers: number[] = nodes.map(() => 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const [node, from] of sources.entries()) {
      const layer = Math.max(-1, ...from.map((source) => layers[source]!)) + 1;
      if (layer > layers[node]!) [layers[node], changed] = [layer, true];
    }
  }
  for (const [node, from] of sources.entries()) {
    if (from.length > 0) continue;
    const users = layers.filter((_, user) => sources[user]!.includes(node));
    if (users.length > 0) layers[node] = Math.min(...users) - 1;
  }
  return { layers, isBack };
}

/** Edges that lead to a node from which the search has not yet returned. */
function backEdges(count: number, edges: DirectedGraph["edges"]): boolean[] {
  const isBack = edges.map(() => false);
  const state = new Array<"open" | "done" | undefined>(count).fill(undefined);
  const leaving = Array.from(
    { length: count },
    (_, node) => edges.flatMap(({ from }, index) => from === node ? [index] : []),
  );
  const visit = (node: number) => {
    state[node] = "open";
    for (const index of leaving[node]!) {
      const { to } = edges[index]!;
      if (state[to] === "open") isBack[index] = true;
      else if (state[to] === undefined) visit(to);
    }
    state[node] = "done";
  };
  const isReached = new Set(edges.map(({ to }) => to));
  for (let node = 0; node < count; node++) if (!isReached.has(node)) visit(node);
  for (let node = 0; node < count; node++) if (state[node] === undefined) visit(node);
  return isBack;
}
