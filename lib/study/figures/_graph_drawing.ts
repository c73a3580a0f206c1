/**
 * A graph as a drawing: boxes of the right size for their texts, arrows that keep apart, labels that cover nothing,
 * frames around groups. What diagrams and expression graphs have in common.
 *
 * It is set as roomily as the room allows: texts break and gaps shrink step by step until the graph fits.
 *
 * Not here on purpose: what nodes and arrows mean (`diagram.ts`, `expression_graph.ts`).
 *
 * @module
 */
import { arrowAlong, type Drawing, type DrawingRoom, frameShapes, textAt } from "./_drawing.ts";
import type { Size } from "./_geometry.ts";
import { type LayeredLayout, layeredLayout } from "./_layered_layout.ts";
import { NODE_KINDS, type NodeKind, nodeShapes } from "./_node_shapes.ts";
import { LIGHT } from "./palette.ts";
import { textWidthPx, wrapText } from "./_wrap_text.ts";

/** A node to be drawn. */
export interface GraphNode {
  /** What stands in it. */
  readonly text: string;
  /** A second, smaller text below. */
  readonly detail?: string;
  /** Its outline. */
  readonly kind: NodeKind;
  /** Index of its group. */
  readonly group?: number;
  /** Colour of the area, where it is not that of the kind. */
  readonly fill?: string;
  /** Colour of the outline, where it is not that of the kind. */
  readonly line?: string;
  /** What hover says. */
  readonly hint: string;
}

/** An arrow to be drawn. */
export interface GraphEdge {
  /** Index of the node where it begins. */
  readonly from: number;
  /** Index of the node where it ends. */
  readonly to: number;
  /** What stands on it. */
  readonly text?: string;
  /** Whether it is dashed. */
  readonly isAsync?: boolean;
  /** Whether it has two heads. */
  readonly isTwoWay?: boolean;
}

/** What is drawn. */
export interface GraphSpec {
  /** What is refused when it does not fit: `a diagram`. */
  readonly what: string;
  /** The nodes. */
  readonly nodes: readonly GraphNode[];
  /** The arrows. */
  readonly edges: readonly GraphEdge[];
  /** Names of the groups. */
  readonly groups: readonly string[];
  /** Where arrows lead on a wide page; on a phone they lead down. */
  readonly direction: "right" | "down";
}

const DETAIL_SIZE_PX = 11;
const LABEL_SIZE_PX = 11;
const LINE_FACTOR = 1.3;
const PORT_PX = 18;

/** From roomy to tight; the first that fits is taken. */
const SETTINGS = [
  { textPx: 13, wrapPx: 150, labelWrapPx: 120, layerGapPx: 64, nodeGapPx: 26 },
  { textPx: 13, wrapPx: 120, labelWrapPx: 96, layerGapPx: 48, nodeGapPx: 20 },
  { textPx: 12, wrapPx: 96, labelWrapPx: 76, layerGapPx: 36, nodeGapPx: 14 },
  { textPx: 12, wrapPx: 76, labelWrapPx: 62, layerGapPx: 30, nodeGapPx: 10 },
  { textPx: 11, wrapPx: 64, labelWrapPx: 52, layerGapPx: 22, nodeGapPx: 8 },
];
type Setting = (typeof SETTINGS)[number];

/**
 * The drawing of a graph in a room.
 * @throws {RangeError} If it does not fit even when set tightly; on a phone it may then be wider than the room.
 */
export function drawGraph(spec: GraphSpec, room: DrawingRoom): Drawing {
  let last: Size = room;
  const isDown = room.isNarrow || spec.direction === "down";
  for (const setting of SETTINGS) {
    const set = spec.nodes.map((node, index) =>
      withPorts(setNode(node, setting), { node, index, spec, isDown, setting })
    );
    const labels = spec.edges.map(({ text }) => text ? wrapLabel(text, setting) : []);
    const layout = layeredLayout({
      nodes: set.map(({ width, height }, index) => {
        const lane = spec.nodes[index]!.group;
        return { width, height, ...(lane === undefined ? {} : { lane }) };
      }),
      edges: spec.edges.map(({ from, to }, index) => ({
        from,
        to,
        ...(labels[index]!.length > 0 ? { label: labelSize(labels[index]!) } : {}),
      })),
    }, {
      direction: isDown ? "down" : "right",
      room: room.isNarrow ? { width: room.width, height: 0 } : room,
      layerGapPx: setting.layerGapPx,
      nodeGapPx: setting.nodeGapPx,
      isStraight: spec.direction === "down",
    });
    last = layout;
    const isLast = setting === SETTINGS.at(-1);
    if ((layout.width <= room.width && layout.height <= room.height) || (room.isNarrow && isLast)) {
      return painted(spec, { set, labels, layout, setting });
    }
  }
  throw new RangeError(
    `Cannot draw ${spec.what}: it must fit in ${room.width}×${room.height} pixels; draw two, or shorten its texts: ` +
      `current value is ${Math.ceil(last.width)}×${Math.ceil(last.height)}`,
  );
}

interface SetNode extends Size {
  readonly lines: readonly string[];
  readonly details: readonly string[];
}

/** A node's texts in lines, and the box that they need. */
function setNode({ text, detail, kind }: GraphNode, { textPx, wrapPx }: Setting): SetNode {
  const lines = wrapText(text, { sizePx: textPx, widthPx: wrapPx });
  const details = detail ? wrapText(detail, { sizePx: DETAIL_SIZE_PX, widthPx: wrapPx }) : [];
  const { padding } = NODE_KINDS[kind];
  const widest = Math.max(
    ...lines.map((line) => textWidthPx(line, { sizePx: textPx })),
    ...details.map((line) => textWidthPx(line, { sizePx: DETAIL_SIZE_PX })),
  );
  const width = Math.ceil(Math.max(widest + padding.width, kind === "circle" ? 34 : 44));
  const height = Math.ceil(LINE_FACTOR * (lines.length * textPx + details.length * DETAIL_SIZE_PX) + padding.height);
  if (kind === "circle") return { lines, details, width: Math.max(width, height), height: Math.max(width, height) };
  return { lines, details, width, height };
}

interface PortTask {
  readonly setting: Setting;
  readonly node: GraphNode;
  readonly index: number;
  readonly spec: GraphSpec;
  readonly isDown: boolean;
}

/** The node, long enough at the side where arrows begin and end to keep them apart. */
function withPorts(set: SetNode, { node, index, spec, isDown, setting }: PortTask): SetNode {
  if (node.kind === "circle") return set;
  const [leaving, arriving] = (["from", "to"] as const).map((end) =>
    spec.edges.filter((edge) => edge[end] === index).length
  ) as [number, number];
  const smallest = Math.max(leaving, arriving) * PORT_PX + 8;
  const isAt = ({ from, to }: GraphEdge) => from === index || to === index;
  const pairs = Map.groupBy(spec.edges.filter(isAt), ({ from, to }) => from + to); // the other end decides
  const labelled = Math.max(
    0,
    ...[...pairs.values()].filter(({ length }) => length > 1).map((edges) =>
      edges.reduce((sum, { text }) => sum + (text ? labelSize(wrapLabel(text, setting)).height + 2 : PORT_PX), 0)
    ),
  );
  if (!isDown) return { ...set, height: Math.max(set.height, smallest, labelled * 1.25) };
  return { ...set, width: Math.max(set.width, smallest) };
}

function wrapLabel(text: string, { labelWrapPx }: Setting): string[] {
  return wrapText(text, { sizePx: LABEL_SIZE_PX, widthPx: labelWrapPx });
}

function labelSize(lines: readonly string[]): Size {
  return {
    width: Math.max(...lines.map((line) => textWidthPx(line, { sizePx: LABEL_SIZE_PX }))) + 4,
    height: lines.length * LABEL_SIZE_PX * LINE_FACTOR + 2,
  };
}

interface Painting {
  readonly set: readonly SetNode[];
  readonly labels: readonly (readonly string[])[];
  readonly layout: LayeredLayout;
  readonly setting: Setting;
}

function painted({ nodes, edges, groups }: GraphSpec, { set, labels, layout, setting }: Painting): Drawing {
  const frames = groups.flatMap((name, index) => {
    const rectangle = layout.lanes.get(index);
    return rectangle ? [frameShapes(rectangle, name)] : [];
  });
  const arrows = edges.flatMap(({ isAsync = false, isTwoWay = false }, index) =>
    arrowAlong(layout.edges[index]!.curve, { color: LIGHT.quietText, isDashed: isAsync, isTwoWay })
  );
  const boxes = nodes.flatMap((node, index) => {
    const { width, height } = set[index]!;
    return nodeShapes({ ...node, at: layout.nodes[index]!, width, height });
  });
  const texts = nodes.flatMap(({ kind }, index) => {
    const { lines, details } = set[index]!;
    const { x, y } = layout.nodes[index]!;
    const textPx = lines.length * setting.textPx * LINE_FACTOR;
    const detailPx = details.length * DETAIL_SIZE_PX * LINE_FACTOR;
    const middle = y + NODE_KINDS[kind].textDown;
    return [
      textAt({ x, y: middle - detailPx / 2 }, { lines, sizePx: setting.textPx }),
      ...(details.length > 0
        ? [textAt({ x, y: middle + textPx / 2 }, { lines: details, sizePx: DETAIL_SIZE_PX, color: LIGHT.quietText })]
        : []),
    ];
  });
  const onArrows = edges.flatMap((_, index) => {
    const at = layout.edges[index]!.label;
    return at ? [textAt(at, { lines: labels[index]!, sizePx: LABEL_SIZE_PX, paper: LIGHT.paper })] : [];
  });
  return {
    width: layout.width,
    height: layout.height,
    shapes: [...frames.map(({ shape }) => shape), ...arrows, ...boxes],
    annotations: [...frames.map(({ label }) => label), ...onArrows, ...texts],
    hints: nodes.map(({ hint }, index) => ({ ...layout.nodes[index]!, text: hint })),
  };
}
