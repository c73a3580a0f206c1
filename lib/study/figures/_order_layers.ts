/**
 * The order of the items within each layer, and then their coordinates across the layers.
 *
 * Order: by the mean rank of the neighbours, to and fro, keeping the order with the fewest crossings. Coordinates: as
 * near to the mean of the neighbours as order and gaps allow (isotonic regression), in a band of its own for each lane.
 *
 * **Invariant.** Items of a layer keep their gaps. Bands of lanes do not overlap, and a node without a lane stands
 * outside the bands of all lanes that reach across its layer.
 *
 * Cost: O(sweeps · edges²).
 *
 * @module
 */

/** A node, or an arrow where it passes a layer. Along is the direction of the layers, across the other. */
export interface Item {
  /** Number of its layer. */
  readonly layer: number;
  /** Extent along the layers. */
  readonly along: number;
  /** Extent across. */
  readonly across: number;
  /** Lane of a node that belongs to one. */
  readonly lane: number | undefined;
  /** Whether it is a node. */
  readonly isNode: boolean;
  /** What it is joined to in the layers before and behind. */
  readonly neighbours: Item[];
  /** Rank in its layer, then centre across. */
  position: number;
}

/** Room that a lane needs across, before and behind its nodes, in pixels. */
export interface LanePadding {
  /** Above, where layers run to the right. */
  readonly before: number;
  /** Below. */
  readonly behind: number;
}

const SWEEPS = 12;
const SETTLING_ROUNDS = 16;
/** An arrow that passes a layer keeps this distance. */
const PASSING_GAP_PX = 12;

/** The items of each layer in the order with the fewest crossings that was met. */
export function orderItems(items: readonly Item[], chains: readonly (readonly Item[])[]): Item[][] {
  const last = Math.max(...items.map(({ layer }) => layer));
  let byLayer = Array.from({ length: last + 1 }, (_, layer) => items.filter((item) => item.layer === layer));
  const bands = bandsOf(byLayer);
  const ranked = () => byLayer.forEach((layer) => layer.forEach((item, rank) => item.position = rank));
  byLayer = byLayer.map((layer) => keepBands(layer, bands));
  ranked();
  let best = byLayer.map((layer) => [...layer]), fewest = crossings(chains);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const forward = sweep % 2 === 0;
    for (
      const index of [...byLayer.keys()].slice(forward ? 1 : 0, forward ? undefined : -1).sort((a, b) =>
        forward ? a - b : b - a
      )
    ) {
      const means = new Map(byLayer[index]!.map((item) => {
        const near = item.neighbours.filter(({ layer }) => forward ? layer < index : layer > index);
        return [item, near.length === 0 ? item.position : meanOf(near.map(({ position }) => position))];
      }));
      byLayer[index] = keepBands(byLayer[index]!.toSorted((a, b) => means.get(a)! - means.get(b)!), bands);
      byLayer[index].forEach((item, rank) => item.position = rank);
    }
    const now = crossings(chains);
    if (now < fewest) [best, fewest] = [byLayer.map((layer) => [...layer]), now];
  }
  return best;
}

/** A layer in which nodes with a band follow the order of the bands; everything else stays in its place. */
function keepBands(layer: readonly Item[], bands: ReadonlyMap<Item, number>): Item[] {
  const banded = layer.filter((item) => bands.has(item)).sort((a, b) => bands.get(a)! - bands.get(b)!);
  return layer.map((item) => bands.has(item) ? banded.shift()! : item);
}

/** Band of each node that has one: the number of its lane, or a half between two lanes that reach across its layer. */
function bandsOf(byLayer: readonly (readonly Item[])[]): Map<Item, number> {
  const nodes = byLayer.flat().filter(({ isNode }) => isNode);
  const bands = new Map(nodes.flatMap((item) => item.lane === undefined ? [] : [[item, item.lane] as const]));
  const lanes = [...new Set(bands.values())];
  const spans = lanes.map((lane) => {
    const layers = nodes.filter((node) => node.lane === lane).map(({ layer }) => layer);
    return { lane, first: Math.min(...layers), last: Math.max(...layers) };
  });
  for (const node of nodes) {
    if (node.lane !== undefined) continue;
    const over = spans.filter(({ first, last }) => first <= node.layer && node.layer <= last).map(({ lane }) => lane);
    if (over.length === 0) continue;
    const near = node.neighbours.flatMap(({ lane }) => lane === undefined ? [] : [lane]);
    const mean = near.length === 0 ? Math.max(...over) : meanOf(near);
    const middle = (Math.min(...over) + Math.max(...over)) / 2;
    bands.set(node, Number.isInteger(mean) ? mean + (mean < middle ? -0.5 : 0.5) : Math.floor(mean) + 0.5);
  }
  return bands;
}

/** Pairs of arrow pieces between the same two layers that cross. */
function crossings(chains: readonly (readonly Item[])[]): number {
  const pieces = chains.flatMap((chain) => chain.slice(1).map((to, index) => [chain[index]!, to] as const));
  let count = 0;
  for (const [index, [a, b]] of pieces.entries()) {
    for (const [c, d] of pieces.slice(index + 1)) {
      if (a.layer === c.layer && (a.position - c.position) * (b.position - d.position) < 0) count++;
    }
  }
  return count;
}

/** What must be kept free. */
export interface Spacing {
  /** Between nodes of a layer. */
  readonly gapPx: number;
  /** Around the nodes of a lane. */
  readonly padding: LanePadding;
}

/**
 * Gives every item its coordinate across.
 * @returns How much room it takes.
 */
export function alignItems(byLayer: readonly (readonly Item[])[], { gapPx, padding }: Spacing): number {
  const bands = bandsOf(byLayer);
  const gapBetween = (a: Item, b: Item) => {
    const isSameBand = bands.get(a) === bands.get(b); // bands keep their own distance
    return (a.across + b.across) / 2 + (a.isNode && b.isNode ? (isSameBand ? gapPx : 0) : PASSING_GAP_PX);
  };
  const { ranges, totalPx } = rangesOf(byLayer, { bands, padding, gapBetween });
  for (const layer of byLayer) place(layer, { desired: () => totalPx / 2, gapBetween, ranges, totalPx });
  for (let round = 0; round < SETTLING_ROUNDS; round++) {
    for (const layer of round % 2 === 0 ? byLayer : byLayer.toReversed()) {
      place(layer, {
        desired: ({ neighbours, position }) =>
          neighbours.length === 0 ? position : meanOf(neighbours.map((near) => near.position)),
        gapBetween,
        ranges,
        totalPx,
      });
    }
  }
  return totalPx;
}

/** From where to where the nodes of each band may reach, one band behind the other. */
function rangesOf(
  byLayer: readonly (readonly Item[])[],
  { bands, padding, gapBetween }: {
    readonly bands: ReadonlyMap<Item, number>;
    readonly padding: LanePadding;
    readonly gapBetween: (a: Item, b: Item) => number;
  },
) {
  const lengthOf = (items: readonly Item[]) => {
    if (items.length === 0) return 0;
    let length = (items[0]!.across + items.at(-1)!.across) / 2;
    for (const [index, item] of items.slice(1).entries()) length += gapBetween(items[index]!, item);
    return length;
  };
  const ranges = new Map<number, readonly [number, number]>();
  let start = 0;
  for (const band of [...new Set(bands.values())].sort((a, b) => a - b)) {
    const isLane = Number.isInteger(band);
    // arrows that pass through the band need room in it as well
    const lengths = byLayer.map((layer) => {
      const own = layer.filter((item) => bands.get(item) === band);
      return own.length === 0 ? 0 : lengthOf(own) + 2 * PASSING_GAP_PX * layer.filter(({ isNode }) => !isNode).length;
    });
    const first = start + (isLane ? padding.before : 0);
    const last = first + Math.max(...lengths);
    ranges.set(band, [first, last]);
    start = last + (isLane ? padding.behind : 0) + 12;
  }
  const inBands = Math.max(0, start - 12);
  return {
    ranges: new Map([...bands].map(([item, band]) => [item, ranges.get(band)!])),
    totalPx: Math.max(inBands, ...byLayer.map(lengthOf)),
  };
}

/** Moves the items of one layer as near as possible to where they would like to be. */
function place(
  layer: readonly Item[],
  { desired, gapBetween, ranges, totalPx }: {
    readonly desired: (item: Item) => number;
    readonly gapBetween: (a: Item, b: Item) => number;
    readonly ranges: ReadonlyMap<Item, readonly [number, number]>;
    readonly totalPx: number;
  },
): void {
  const offsets = [0];
  for (const [index, item] of layer.slice(1).entries()) offsets.push(offsets[index]! + gapBetween(layer[index]!, item));
  const low = layer.map((item, index) => (ranges.get(item)?.[0] ?? 0) + item.across / 2 - offsets[index]!);
  const high = layer.map((item, index) => (ranges.get(item)?.[1] ?? totalPx) - item.across / 2 - offsets[index]!);
  for (let index = 1; index < layer.length; index++) low[index] = Math.max(low[index]!, low[index - 1]!);
  for (let index = layer.length - 2; index >= 0; index--) high[index] = Math.min(high[index]!, high[index + 1]!);
  const even = isotonic(layer.map((item, index) => desired(item) - offsets[index]!));
  for (const [index, item] of layer.entries()) {
    item.position = Math.max(low[index]!, Math.min(high[index]!, even[index]!)) + offsets[index]!;
  }
}

/** The ascending numbers that are nearest to `values` in least squares. */
function isotonic(values: readonly number[]): number[] {
  const blocks: { mean: number; count: number }[] = [];
  for (const value of values) {
    blocks.push({ mean: value, count: 1 });
    while (blocks.length > 1 && blocks.at(-2)!.mean > blocks.at(-1)!.mean) {
      const [last, before] = [blocks.pop()!, blocks.pop()!];
      const count = last.count + before.count;
      blocks.push({ mean: (last.mean * last.count + before.mean * before.count) / count, count });
    }
  }
  return blocks.flatMap(({ mean, count }) => new Array<number>(count).fill(mean));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
