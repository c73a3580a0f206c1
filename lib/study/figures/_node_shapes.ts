/**
 * Outlines of the parts of a diagram, as SVG paths around a centre: boxes, stores (cylinders), queues (lying
 * cylinders), actors (a person), external systems (a dashed box), circles and bare text.
 *
 * @module
 */
import type { Point, Size } from "./_geometry.ts";
import { LIGHT, SERIES, TINTS } from "./palette.ts";
import type { PlotlyShape } from "./plotly_layout.ts";

/** What a part is; each kind has its outline and its colour. */
export type NodeKind = "service" | "store" | "queue" | "actor" | "external" | "text" | "circle";

/** How a kind looks and is called. */
export interface KindStyle {
  /** Word for the text alternative. */
  readonly word: string;
  /** Colour of the area. */
  readonly fill: string;
  /** Colour of the outline. */
  readonly line: string;
  /** Room around the text: sides together, and above and below together. */
  readonly padding: Size;
  /** How far the text stands below the centre. */
  readonly textDown: number;
}

/** Height of the lid of a cylinder, from its edge to its middle. */
const LID_PX = 6;
const ROUND_PX = 6;
const PERSON_PX = 28;

/** The kinds: one colour, one meaning, on every page. */
export const NODE_KINDS: Readonly<Record<NodeKind, KindStyle>> = {
  service: { word: "", fill: TINTS[0]!, line: SERIES[0]!, padding: { width: 22, height: 16 }, textDown: 0 },
  store: { word: "store", fill: TINTS[2]!, line: SERIES[2]!, padding: { width: 22, height: 28 }, textDown: LID_PX },
  queue: { word: "queue", fill: TINTS[1]!, line: SERIES[1]!, padding: { width: 42, height: 18 }, textDown: 0 },
  actor: {
    word: "actor",
    fill: LIGHT.paper,
    line: LIGHT.text,
    padding: { width: 8, height: PERSON_PX + 6 },
    textDown: PERSON_PX / 2,
  },
  external: {
    word: "external",
    fill: LIGHT.paper,
    line: LIGHT.axis,
    padding: { width: 22, height: 16 },
    textDown: 0,
  },
  text: { word: "", fill: LIGHT.paper, line: LIGHT.paper, padding: { width: 6, height: 4 }, textDown: 0 },
  circle: { word: "", fill: LIGHT.paper, line: LIGHT.text, padding: { width: 16, height: 16 }, textDown: 0 },
};

/** A part where it stands. */
export interface PlacedNode extends Size {
  /** What it is. */
  readonly kind: NodeKind;
  /** Its centre. */
  readonly at: Point;
  /** Colour of the area, where it is not that of the kind. */
  readonly fill?: string;
  /** Colour of the outline, where it is not that of the kind. */
  readonly line?: string;
}

/**
 * The shapes that draw a part, in pixels.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nodeShapes } from "./_node_shapes.ts";
 * assertEquals(nodeShapes({ kind: "text", at: { x: 0, y: 0 }, width: 10, height: 10 }), []);
 * assertEquals(nodeShapes({ kind: "store", at: { x: 50, y: 50 }, width: 40, height: 30 }).length, 2);
 * ```
 */
export function nodeShapes({ kind, at, width, height, fill, line }: PlacedNode): PlotlyShape[] {
  const style = NODE_KINDS[kind];
  const [left, right, top, bottom] = [at.x - width / 2, at.x + width / 2, at.y - height / 2, at.y + height / 2];
  const outline = { color: line ?? style.line, width: 1.5 };
  const fillcolor = fill ?? style.fill;
  const filled = (path: string): PlotlyShape => ({ type: "path", path, line: outline, fillcolor });
  const stroke = (path: string): PlotlyShape => ({ type: "path", path, line: outline });
  switch (kind) {
    case "text":
      return [];
    case "service":
      return [filled(roundedBox({ left, right, top, bottom }, ROUND_PX))];
    case "external":
      return [{ ...filled(roundedBox({ left, right, top, bottom }, ROUND_PX)), line: { ...outline, dash: "dash" } }];
    case "circle":
      return [filled(ellipse(at, { width, height }))];
    case "store": {
      const lid = (edge: number, bend: number) =>
        `C${xy(left, edge + bend)} ${xy(right, edge + bend)} ${xy(right, edge)}`;
      const [edge, foot, bend] = [top + LID_PX, bottom - LID_PX, LID_PX * 4 / 3];
      const wall = `M${xy(left, edge)} ${lid(edge, -bend)} L${xy(right, foot)}`;
      return [
        filled(`${wall} C${xy(right, foot + bend)} ${xy(left, foot + bend)} ${xy(left, foot)} Z`),
        stroke(`M${xy(left, edge)} ${lid(edge, bend)}`),
      ];
    }
    case "queue": {
      const [near, far, bend] = [left + LID_PX, right - LID_PX, LID_PX * 4 / 3];
      return [
        filled(
          `M${xy(near, top)} L${xy(far, top)} C${xy(far + bend, top)} ${xy(far + bend, bottom)} ${xy(far, bottom)} ` +
            `L${xy(near, bottom)} C${xy(near - bend, bottom)} ${xy(near - bend, top)} ${xy(near, top)} Z`,
        ),
        stroke(`M${xy(far, top)} C${xy(far - bend, top)} ${xy(far - bend, bottom)} ${xy(far, bottom)}`),
      ];
    }
    case "actor": {
      const head = { x: at.x, y: top + 7 };
      const [shoulder, hip] = [top + 15, top + PERSON_PX - 1];
      return [
        filled(ellipse(head, { width: 12, height: 12 })),
        filled(
          `M${xy(at.x - 11, hip)} C${xy(at.x - 11, shoulder)} ${xy(at.x - 7, shoulder)} ${xy(at.x, shoulder)} ` +
            `C${xy(at.x + 7, shoulder)} ${xy(at.x + 11, shoulder)} ${xy(at.x + 11, hip)} Z`,
        ),
      ];
    }
  }
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function roundedBox({ left, right, top, bottom }: Box, radius: number): string {
  const corner = (viaX: number, viaY: number, x: number, y: number) => `Q${xy(viaX, viaY)} ${xy(x, y)}`;
  return [
    `M${xy(left + radius, top)} L${xy(right - radius, top)}`,
    corner(right, top, right, top + radius),
    `L${xy(right, bottom - radius)}`,
    corner(right, bottom, right - radius, bottom),
    `L${xy(left + radius, bottom)}`,
    corner(left, bottom, left, bottom - radius),
    `L${xy(left, top + radius)}`,
    corner(left, top, left + radius, top),
    "Z",
  ].join(" ");
}

/** Four Bézier quarters. */
export function ellipse({ x, y }: Point, { width, height }: Size): string {
  const [a, b] = [width / 2, height / 2];
  const [c, d] = [a * 0.5523, b * 0.5523];
  return [
    `M${xy(x + a, y)}`,
    `C${xy(x + a, y + d)} ${xy(x + c, y + b)} ${xy(x, y + b)}`,
    `C${xy(x - c, y + b)} ${xy(x - a, y + d)} ${xy(x - a, y)}`,
    `C${xy(x - a, y - d)} ${xy(x - c, y - b)} ${xy(x, y - b)}`,
    `C${xy(x + c, y - b)} ${xy(x + a, y - d)} ${xy(x + a, y)}`,
    "Z",
  ].join(" ");
}

/** A coordinate pair of a path, to a tenth of a pixel. */
export function xy(x: number, y: number): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
