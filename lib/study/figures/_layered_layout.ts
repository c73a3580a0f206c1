/**
 * Positions for the boxes of a directed graph, in layers, and routes for its arrows, so that it can be read.
 *
 * Layers run to the right or downwards. A node stands behind everything that it comes from; one that comes from nothing
 * stands just before the first that needs it. An arrow that closes a cycle runs back. An arrow that crosses a layer
 * takes a position of its own there, so that it goes round the nodes. Within a layer, nodes and passing arrows are
 * sorted a few times by the mean position of their neighbours, and the order with the fewest crossings is kept.
 *
 * **Invariant.** No two nodes overlap, no arrow crosses a node, no two arrows share their ends, and a lane's rectangle
 * holds the nodes of that lane and no others.
 *
 * Cost: O(sweeps · edges²) for counting crossings, edges counted once in each layer that they cross.
 *
 * Not here on purpose: the fewest crossings (NP-hard, and not missed below a hundred nodes), drawing.
 *
 * Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for Visual Understanding of Hierarchical System Structures, IEEE SMC
 * 11 (1981).
 *
 * @module
 */
import { assignLayers } from "./_assign_layers.ts";
import { type Point, pointsOn, type Rectangle, rectangleAround, type Size } from "./_geometry.ts";
import { alignItems, type Item, type LanePadding, orderItems } from "./_order_layers.ts";
import { placeLabel } from "./_place_label.ts";

/** A box to be placed. */
export interface LayeredNode extends Size {
  /** Number of the lane that it belongs to; nodes of a lane stand together. */
  readonly lane?: number;
}

/** An arrow to be routed. */
export interface LayeredEdge {
  /** Index of the node where it begins. */
  readonly from: number;
  /** Index of the node where it ends. */
  readonly to: number;
  /** Size of the text on it. */
  readonly label?: Size;
}

/** What is to be laid out. */
export interface LayeredGraph {
  /** The boxes. */
  readonly nodes: readonly LayeredNode[];
  /** The arrows. */
  readonly edges: readonly LayeredEdge[];
}

/** How the layers run. */
export interface LayeredLayoutOptions {
  /** Where the next layer stands. @default {"right"} */
  readonly direction?: "right" | "down";
  /** The room that there is; gaps grow to use it. */
  readonly room: Size;
  /** Whether arrows are straight from layer to layer, as in trees. @default {false} */
  readonly isStraight?: boolean;
  /** Smallest gap between layers, in pixels. @default {44} */
  readonly layerGapPx?: number;
  /** Smallest gap between nodes of a layer, in pixels. @default {16} */
  readonly nodeGapPx?: number;
  /** Room around the nodes of a lane, and above them for its name, in pixels. @default {{ sidePx: 12, headPx: 18 }} */
  readonly lanePadding?: { readonly sidePx: number; readonly headPx: number };
}

/** One arrow. */
export interface Route {
  /** The curve as Bézier points: the start, then two control points and an end for each piece. */
  readonly curve: readonly Point[];
  /** Centre of its label. */
  readonly label?: Point;
}

/** Where everything stands. */
export interface LayeredLayout extends Size {
  /** Centre of each node. */
  readonly nodes: readonly Point[];
  /** Route of each edge. */
  readonly edges: readonly Route[];
  /** Rectangle of each lane, by its number. */
  readonly lanes: ReadonlyMap<number, Rectangle>;
}

const GAPS_ACROSS_PX = [110, 88, 74, 64, 52, 42, 34, 27, 21, 16];
const MAX_LAYER_GAP_PX = 150;
const PORT_GAP_PX = 20;
const LABEL_MARGIN_PX = 26;
const LANE_MARGIN_PX = 20;

/**
 * Places nodes and routes edges.
 *
 * @returns Positions from (0, 0) to `width` and `height`, which exceed the room where the graph is too large for it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layeredLayout } from "./_layered_layout.ts";
 * const box = { width: 60, height: 30 };
 * const edges = [{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 0, to: 2 }];
 * const { nodes } = layeredLayout({ nodes: [box, box, box], edges }, { room: { width: 400, height: 200 } });
 * assertEquals(nodes.map(({ x }) => x), [30, 200, 370]);
 * ```
 */
export function layeredLayout(graph: LayeredGraph, options: LayeredLayoutOptions): LayeredLayout {
  const { direction = "right", room, layerGapPx = 44, nodeGapPx = 16, isStraight = false } = options;
  const lanePadding = options.lanePadding ?? { sidePx: 12, headPx: 18 };
  const isRight = direction === "right";
  const turned = (size: Size) => isRight ? size : { width: size.height, height: size.width };
  const { layers, isBack } = assignLayers(graph);
  const items = graph.nodes.map((node, index): Item => {
    const { width: along, height: across } = turned(node);
    return { layer: layers[index]!, along, across, lane: node.lane, isNode: true, neighbours: [], position: 0 };
  });
  const chains = graph.edges.map(({ from, to }, index) => {
    const [first, last] = isBack[index] ? [items[to]!, items[from]!] : [items[from]!, items[to]!];
    return chainBetween(first, last);
  });
  const all = [...new Set([...items, ...chains.flat()])];
  const byLayer = orderItems(all, chains);
  // a lane's frame needs room at its sides; its name stands above it, which is across only where layers run to the
  // right
  const padding: LanePadding = isRight
    ? { before: lanePadding.sidePx + lanePadding.headPx, behind: lanePadding.sidePx }
    : { before: lanePadding.sidePx, behind: lanePadding.sidePx };
  const hasLanes = graph.nodes.some(({ lane }) => lane !== undefined);
  const inset = hasLanes ? lanePadding.sidePx + (isRight ? 0 : lanePadding.headPx) : 0;
  const tailPx = hasLanes ? lanePadding.sidePx : 0;
  const turnedRoom = turned(room);
  let acrossPx = Infinity;
  for (const gapPx of [...GAPS_ACROSS_PX.filter((gap) => gap > nodeGapPx), nodeGapPx]) {
    acrossPx = alignItems(byLayer, { gapPx, padding });
    if (acrossPx <= turnedRoom.height) break;
  }
  const columns = columnsOf(byLayer, {
    graph,
    chains,
    layerGapPx,
    roomPx: turnedRoom.width - inset - tailPx,
    isRight,
    inset,
    turned,
  });
  const alongPx = columns.at(-1)!.end + tailPx;
  const point = (along: number, across: number): Point => isRight ? { x: along, y: across } : { x: across, y: along };
  const centre = ({ layer, position }: Item) => point(columns[layer]!.centre, position);
  const labelOf = new Map<readonly Item[], Size | undefined>(chains.map((chain, k) => [chain, graph.edges[k]!.label]));
  const ports = portsOf(chains, (chain) => isRight ? labelOf.get(chain)?.height ?? 0 : 0);
  const curves = chains.map((chain, index) => {
    const stops = stopsOf(chain, { columns, ports: ports.get(chain)!, isStraight });
    const curve = curveThrough(isBack[index] ? stops.reverse() : stops, isStraight);
    return curve.map(({ along, across }) => point(along, across));
  });
  const lanes = new Map<number, Rectangle>();
  for (const [lane, members] of Map.groupBy(items.filter((item) => item.lane !== undefined), ({ lane }) => lane!)) {
    lanes.set(lane, frameAround(members.map((item) => [centre(item), graph.nodes[items.indexOf(item)]!]), lanePadding));
  }
  const heads = [...lanes.values()].map((lane) => ({
    ...lane,
    height: lanePadding.headPx + 2,
    width: lane.width * 0.7,
  }));
  const taken = [...items.map((item, index) => rectangleAround(centre(item), graph.nodes[index]!)), ...heads];
  const samples = curves.map(pointsOn);
  const edges = curves.map((curve, index): Route => {
    const { label } = graph.edges[index]!;
    if (!label) return { curve };
    const at = placeLabel(curve, { label, taken, others: samples.filter((_, other) => other !== index).flat() });
    taken.push(rectangleAround(at, label));
    return { curve, label: at };
  });
  const flat = turned({ width: alongPx, height: acrossPx });
  return { nodes: items.map(centre), edges, lanes, ...flat };
}

/** The items of an arrow from layer to layer, joined to each other. */
function chainBetween(first: Item, last: Item): Item[] {
  const chain = [first];
  for (let layer = first.layer + 1; layer < last.layer; layer++) {
    chain.push({ layer, along: 0, across: 0, lane: undefined, isNode: false, neighbours: [], position: 0 });
  }
  chain.push(last);
  for (const [place, item] of chain.slice(1).entries()) {
    item.neighbours.push(chain[place]!);
    chain[place]!.neighbours.push(item);
  }
  return chain;
}

/** For each lane, the layers in which it has nodes. */
function laneLayers(byLayer: readonly (readonly Item[])[]): number[][] {
  const inLanes = byLayer.flat().filter(({ lane }) => lane !== undefined);
  return [...Map.groupBy(inLanes, ({ lane }) => lane).values()].map((members) => members.map(({ layer }) => layer));
}

interface ColumnTask {
  readonly isRight: boolean;
  readonly graph: LayeredGraph;
  readonly chains: readonly (readonly Item[])[];
  readonly layerGapPx: number;
  readonly roomPx: number;
  readonly inset: number;
  readonly turned: (size: Size) => Size;
}

/** Where each layer begins and ends; gaps hold the labels and grow to use the room. */
function columnsOf(byLayer: readonly (readonly Item[])[], task: ColumnTask): Column[] {
  const { graph, chains, layerGapPx, roomPx, inset, turned, isRight } = task;
  const widths = byLayer.map((layer) => Math.max(0, ...layer.map(({ along }) => along)));
  const gaps = widths.slice(1).map(() => layerGapPx);
  // labels of arrows between the same two nodes stand one behind the other where layers run downwards
  const lengths = new Map<string, number>();
  for (const [index, { label, from, to }] of graph.edges.entries()) {
    if (!label) continue;
    const gap = chains[index]![0]!.layer;
    const pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
    const length = (isRight ? 0 : lengths.get(pair) ?? 0) + turned(label).width;
    lengths.set(pair, length);
    gaps[gap] = Math.max(gaps[gap] ?? 0, length + LABEL_MARGIN_PX);
  }
  for (const layers of laneLayers(byLayer)) {
    const [first, last] = [Math.min(...layers), Math.max(...layers)];
    if (first > 0) gaps[first - 1] = Math.max(gaps[first - 1]!, inset + LANE_MARGIN_PX);
    if (last < gaps.length) gaps[last] = Math.max(gaps[last]!, inset + LANE_MARGIN_PX);
  }
  const used = [...widths, ...gaps].reduce((sum, length) => sum + length, 0);
  const extra = Math.max(0, (roomPx - used) / Math.max(1, gaps.length));
  let start = inset;
  return widths.map((width, index) => {
    const column = { start, end: start + width, centre: start + width / 2 };
    const gap = gaps[index] ?? 0;
    start += width + Math.max(gap, Math.min(gap + extra, MAX_LAYER_GAP_PX));
    return column;
  });
}

/**
 * For each chain, how far from the centre it leaves its first item and meets its last: arrows at one side spread out.
 */
function portsOf(
  chains: readonly (readonly Item[])[],
  labelAcross: (chain: readonly Item[]) => number,
): Map<readonly Item[], [number, number]> {
  const ports = new Map<readonly Item[], [number, number]>(chains.map((chain) => [chain, [0, 0]]));
  for (const end of [0, 1] as const) {
    const atNode = Map.groupBy(chains, (chain) => end === 0 ? chain[0]! : chain.at(-1)!);
    for (const [node, there] of atNode) {
      const towards = (chain: readonly Item[]) => (end === 0 ? chain[1]! : chain.at(-2)!).position;
      const sorted = there.toSorted((a, b) => towards(a) - towards(b));
      const offsets = [0];
      for (const [index, chain] of sorted.slice(1).entries()) {
        const before = sorted[index]!;
        const isParallel = before[0] === chain[0] && before.at(-1) === chain.at(-1);
        const labelsPx = (labelAcross(before) + labelAcross(chain)) / 2 + 2;
        offsets.push(offsets[index]! + (isParallel ? Math.max(PORT_GAP_PX, labelsPx) : PORT_GAP_PX));
      }
      const length = offsets.at(-1)!;
      const scale = Math.min(1, node.across * 0.8 / (length + PORT_GAP_PX));
      for (const [index, chain] of sorted.entries()) ports.get(chain)![end] = (offsets[index]! - length / 2) * scale;
    }
  }
  return ports;
}

interface Stop {
  readonly along: number;
  readonly across: number;
}

interface Column {
  readonly start: number;
  readonly end: number;
  readonly centre: number;
}

/** Where an arrow leaves, passes layers and arrives. */
function stopsOf(
  chain: readonly Item[],
  { columns, ports, isStraight }: {
    readonly columns: readonly Column[];
    readonly ports: readonly [number, number];
    readonly isStraight: boolean;
  },
): Stop[] {
  return chain.flatMap((item, place) => {
    const { start, end, centre } = columns[item.layer]!;
    // a node that is narrower than its layer: straight on to the layer's edge, past its neighbours
    const [left, right] = [centre - item.along / 2, centre + item.along / 2];
    const ends = place === 0 ? [right, end] : place === chain.length - 1 ? [start, left] : undefined;
    const across = item.position + (place === 0 ? ports[0] : ports[1]);
    if (ends) return (isStraight ? [place === 0 ? right : left] : ends).map((along) => ({ along, across }));
    return [{ along: start, across: item.position }, { along: end, across: item.position }];
  });
}

/** Pieces that leave and arrive in the direction of the layers. */
function curveThrough(stops: readonly Stop[], isStraight: boolean): Stop[] {
  const curve = [stops[0]!];
  for (const to of stops.slice(1)) {
    const from = curve.at(-1)!;
    if (Math.abs(to.along - from.along) < 0.01) continue; // two stops in one
    const mix = (t: number): Stop => ({
      along: from.along + t * (to.along - from.along),
      across: from.across + t * (to.across - from.across),
    });
    const middle = (from.along + to.along) / 2;
    if (isStraight) curve.push(mix(1 / 3), mix(2 / 3), to);
    else curve.push({ along: middle, across: from.across }, { along: middle, across: to.across }, to);
  }
  return curve;
}

function frameAround(
  members: readonly (readonly [Point, Size])[],
  { sidePx, headPx }: { readonly sidePx: number; readonly headPx: number },
): Rectangle {
  const left = Math.min(...members.map(([{ x }, { width }]) => x - width / 2)) - sidePx;
  const right = Math.max(...members.map(([{ x }, { width }]) => x + width / 2)) + sidePx;
  const top = Math.min(...members.map(([{ y }, { height }]) => y - height / 2)) - sidePx - headPx;
  const bottom = Math.max(...members.map(([{ y }, { height }]) => y + height / 2)) + sidePx;
  return { left, top, width: right - left, height: bottom - top };
}
