/**
 * A figure that is drawn rather than plotted: shapes, arrows and words at positions in pixels, for a wide page and,
 * laid out again, for a phone. What diagrams, graphs, cells and rings have in common.
 *
 * **Invariant.** One unit of the hidden axes is one pixel of the picture.
 *
 * Not here on purpose: deciding where things stand (`_layered_layout.ts` and each drawing's own module).
 *
 * @module
 */
import { type Figure, figure, type FigureWords } from "./figure.ts";
import type { Point, Rectangle, Size } from "./_geometry.ts";
import { NARROW_WIDTH_PX, type NarrowDrawing } from "./narrow_figure.ts";
import { xy } from "./_node_shapes.ts";
import { LIGHT } from "./palette.ts";
import type { PlotlyAnnotation, PlotlyLayout, PlotlyShape } from "./plotly_layout.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import {
  CAPTION_SIZE_PX,
  DRAWING_EDGE_PX,
  FIGURE_HEIGHT_PX,
  FIGURE_WIDTH_PX,
  plainText,
  TEXT_WIDTH_PX,
  topMarginPx,
} from "./_theme.ts";
import { textWidthPx, wrapText } from "./_wrap_text.ts";

/** What is drawn, in pixels from the left and the top of its own rectangle. */
export interface Drawing extends Size {
  /** Outlines and lines, first the lowest. */
  readonly shapes: readonly PlotlyShape[];
  /** Words. */
  readonly annotations: readonly PlotlyAnnotation[];
  /** What hover says, and where. */
  readonly hints: readonly (Point & { readonly text: string })[];
}

/** The room of a drawing, and how tightly it must be set. */
export interface DrawingRoom extends Size {
  /** Whether it is for a phone; its height is then the drawing's own choice. */
  readonly isNarrow: boolean;
}

const MAX_NARROW_HEIGHT_PX = 1200;
const NARROW_EDGE_PX = 6;
const HEAD_PX = 8;
/** An outline reaches this far beyond its shape. */
const LINE_PX = 2;

/** A figure drawn by `draw`, which is asked twice: for a wide page and for a phone. */
export function drawingFigure(draw: (room: DrawingRoom) => Drawing, words: FigureWords): Figure {
  const captionLines = wrapText(words.caption, { sizePx: CAPTION_SIZE_PX, widthPx: TEXT_WIDTH_PX });
  const room = {
    width: FIGURE_WIDTH_PX - 2 * DRAWING_EDGE_PX,
    height: FIGURE_HEIGHT_PX - DRAWING_EDGE_PX - topMarginPx({ captionLines, legendNames: [] }),
  };
  const inner = { width: room.width - 2 * LINE_PX, height: room.height - 2 * LINE_PX };
  const wide = placed(draw({ ...inner, isNarrow: false }), room);
  const narrowRoom = { width: NARROW_WIDTH_PX - 2 * NARROW_EDGE_PX, height: MAX_NARROW_HEIGHT_PX };
  const narrow = draw({ ...narrowRoom, isNarrow: true });
  const heightPx = Math.ceil(narrow.height + 2 * NARROW_EDGE_PX);
  return figure({
    ...words,
    ...wide,
    narrow: { ...placed(narrow, { width: NARROW_WIDTH_PX, height: heightPx }), heightPx } satisfies NarrowDrawing,
  });
}

/** The drawing in the middle of a room. */
function placed(drawing: Drawing, room: Size): { data: readonly PlotlyTrace[]; layout: PlotlyLayout } {
  const [left, top] = [(drawing.width - room.width) / 2, (drawing.height - room.height) / 2];
  const data: PlotlyTrace = {
    x: drawing.hints.map(({ x }) => x),
    y: drawing.hints.map(({ y }) => y),
    mode: "markers",
    marker: { size: 24, opacity: 0, color: LIGHT.text },
    customdata: drawing.hints.map(({ text }) => plainText(text)),
    hovertemplate: "%{customdata}<extra></extra>",
    showlegend: false,
  };
  return {
    data: [data],
    layout: {
      xaxis: { visible: false, range: [rounded(left), rounded(left + room.width)] },
      yaxis: { visible: false, range: [rounded(top + room.height), rounded(top)] },
      shapes: drawing.shapes.map((shape) => ({ layer: "below", ...shape })),
      annotations: drawing.annotations,
    },
  };
}

/** What is written, and how. */
export interface TextStyle {
  /** Its lines. */
  readonly lines: readonly string[];
  /** Pixels. @default {12} */
  readonly sizePx?: number;
  /** Whether bold. @default {false} */
  readonly isBold?: boolean;
  /** Colour; by default that of texts. */
  readonly color?: string;
  /** Paper behind it, for words on a line. */
  readonly paper?: string;
  /** Which side of it stands at the point. @default {"center"} */
  readonly anchor?: "left" | "center" | "right";
}

/** Lines of text around a point. */
export function textAt({ x, y }: Point, style: TextStyle): PlotlyAnnotation {
  const { lines, sizePx = 12, isBold = false, color = LIGHT.text, paper, anchor = "center" } = style;
  return {
    text: lines.map(plainText).join("<br>"),
    x: rounded(x),
    y: rounded(y),
    xanchor: anchor,
    yanchor: "middle",
    align: anchor,
    font: { size: sizePx, color, ...(isBold ? { weight: "bold" } : {}) },
    ...(paper === undefined ? {} : { bgcolor: paper }),
  };
}

/** A straight line as a curve of one piece. */
export function straight(from: Point, to: Point): Point[] {
  const at = (t: number): Point => ({ x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) });
  return [from, at(1 / 3), at(2 / 3), to];
}

/** How a line with a head looks. */
export interface ArrowStyle {
  /** Colour of line and head. */
  readonly color: string;
  /** Pixels. @default {1.5} */
  readonly widthPx?: number;
  /** Whether the line is dashed and the head is open. @default {false} */
  readonly isDashed?: boolean;
  /** Whether there is a head at the beginning as well. @default {false} */
  readonly isTwoWay?: boolean;
}

/** A curve (see `Route`) with a head at its end. */
export function arrowAlong(
  curve: readonly Point[],
  { color, widthPx = 1.5, isDashed = false, isTwoWay = false }: ArrowStyle,
): PlotlyShape[] {
  const [start, ...rest] = curve as [Point, ...Point[]];
  const pieces: string[] = [];
  for (let index = 0; index < rest.length; index += 3) {
    const [a, b, c] = rest.slice(index, index + 3) as [Point, Point, Point];
    const isStraight = [a, b].every((point) => isOnLine(point, curve[index]!, c));
    pieces.push(isStraight ? `L${xy(c.x, c.y)}` : `C${xy(a.x, a.y)} ${xy(b.x, b.y)} ${xy(c.x, c.y)}`);
  }
  const head = (tip: Point, from: Point): PlotlyShape => {
    const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
    const [alongX, alongY] = [(tip.x - from.x) / length * HEAD_PX, (tip.y - from.y) / length * HEAD_PX];
    const wing = (side: number) => xy(tip.x - alongX - side * alongY * 0.45, tip.y - alongY + side * alongX * 0.45);
    const path = `M${wing(1)} L${xy(tip.x, tip.y)} L${wing(-1)}`;
    const line = { color, width: widthPx };
    return isDashed ? { type: "path", path, line } : { type: "path", path: `${path} Z`, line, fillcolor: color };
  };
  const end = rest.at(-1)!;
  return [
    {
      type: "path",
      path: `M${xy(start.x, start.y)} ${pieces.join(" ")}`,
      line: { color, width: widthPx, ...(isDashed ? { dash: "dash" as const } : {}) },
    },
    head(end, rest.at(-2)!),
    ...(isTwoWay ? [head(start, rest[0]!)] : []),
  ];
}

/** A dotted frame with its name in the upper left corner. */
export function frameShapes(
  { left, top, width, height }: Rectangle,
  name: string,
): { readonly shape: PlotlyShape; readonly label: PlotlyAnnotation } {
  const missingPx = Math.max(0, textWidthPx(name, { sizePx: 12, bold: true }) + 12 - width);
  [left, width] = [left - missingPx / 2, width + missingPx]; // a frame is at least as wide as its name
  return {
    shape: {
      type: "rect",
      x0: rounded(left),
      y0: rounded(top),
      x1: rounded(left + width),
      y1: rounded(top + height),
      line: { color: LIGHT.axis, width: 1, dash: "dot" },
    },
    label: textAt({ x: left + 6, y: top + 11 }, {
      lines: [name],
      sizePx: 12,
      isBold: true,
      color: LIGHT.quietText,
      anchor: "left",
    }),
  };
}

function isOnLine(point: Point, from: Point, to: Point): boolean {
  const across = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
  return Math.abs(across) < 0.5 * Math.hypot(to.x - from.x, to.y - from.y);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
