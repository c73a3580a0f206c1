/**
 * Places for the nodes of an acyclic graph, in columns from left to right, so that it can be read.
 *
 * A node stands right of everything that it comes from; one that comes from nothing stands just left of the first that needs it. A line that crosses a
 * column takes a place of its own there, so that it goes round the nodes. Within a column, nodes and passing lines are sorted a few times by the mean
 * height of their neighbours, which takes most crossings out.
 *
 * **Invariant.** Every line runs from left to right, and no two things have the same place.
 *
 * Cost: O(sweeps · lines · log lines), lines counted once in each column that they cross.
 *
 * Not here on purpose: the fewest crossings (NP-hard, and not missed below a hundred nodes), straightening.
 *
 * Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for Visual Understanding of Hierarchical System Structures, IEEE SMC 11 (1981).
 *
 * @module
 */

/** Where something stands: columns and heights count from 0. */
export interface Place {
  /** Column. */
  readonly x: number;
  /** Height; columns are centred, so halves occur. */
  readonly y: number;
}

/** Where everything stands. */
export interface LayeredLayout {
  /** One place for each node. */
  readonly nodes: readonly Place[];
  /** The way of each line from node to node, as places in adjacent columns; lines in the order of the nodes they lead to. */
  readonly lines: readonly (readonly Place[])[];
}

const SWEEPS = 8;

/** A node, or a line where it passes a column. */
interface Item {
  readonly column: number;
  readonly neighbours: Item[];
  height: number;
}

/**
 * Places for nodes and lines.
 * @param sources For each node, the numbers of the nodes that it comes from, all smaller than its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layeredLayout } from "./layered_layout.ts";
 * const { nodes, lines } = layeredLayout([[], [0], [0, 1]]);
 * assertEquals(nodes.map(({ x }) => x), [0, 1, 2]);
 * assertEquals(lines[1]!.map(({ x }) => x), [0, 1, 2]); // from node 0 to node 2, past node 1
 * ```
 */
export function layeredLayout(sources: readonly (readonly number[])[]): LayeredLayout {
  const columns = columnsOf(sources);
  const items = columns.map((column): Item => ({ column, neighbours: [], height: 0 }));
  const all = [...items];
  const ways = sources.flatMap((from, to) =>
    from.map((source) => {
      const way = [items[source]!];
      for (let column = columns[source]! + 1; column < columns[to]!; column++) {
        way.push({ column, neighbours: [], height: 0 });
      }
      all.push(...way.slice(1));
      way.push(items[to]!);
      for (const [place, item] of way.slice(1).entries()) {
        item.neighbours.push(way[place]!);
        way[place]!.neighbours.push(item);
      }
      return way;
    })
  );
  settleHeights(all);
  const placeOf = ({ column, height }: Item): Place => ({ x: column, y: height });
  return { nodes: items.map(placeOf), lines: ways.map((way) => way.map(placeOf)) };
}

function columnsOf(sources: readonly (readonly number[])[]): number[] {
  const columns: number[] = [];
  for (const from of sources) columns.push(Math.max(-1, ...from.map((source) => columns[source]!)) + 1);
  for (const [node, from] of sources.entries()) {
    if (from.length > 0) continue;
    const users = columns.filter((_, user) => sources[user]!.includes(node));
    if (users.length > 0) columns[node] = Math.min(...users) - 1;
  }
  return columns;
}

/** Sorts each column by the mean height of what its items are joined to, to and fro. */
function settleHeights(items: readonly Item[]): void {
  const byColumn = [...Map.groupBy(items, ({ column }) => column)].sort(([a], [b]) => a - b).map((
    [, column],
  ) => [...column]);
  const tallest = Math.max(...byColumn.map(({ length }) => length));
  const settle = (column: readonly Item[]) => {
    for (const [place, item] of column.entries()) item.height = (tallest - column.length) / 2 + place;
  };
  byColumn.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? byColumn : byColumn.toReversed()) {
      const means = new Map(column.map((item) => [item, meanHeight(item)]));
      column.sort((a, b) => means.get(a)! - means.get(b)!);
      settle(column);
    }
  }
}

function meanHeight({ neighbours, height }: Item): number {
  if (neighbours.length === 0) return height;
  return neighbours.reduce((sum, { height }) => sum + height, 0) / neighbours.length;
}
