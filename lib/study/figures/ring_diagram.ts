/**
 * A ring with nodes and keys, as in consistent hashing: every key belongs to the next node clockwise.
 *
 * Each node has a colour, on its points and on the arc of the ring that belongs to it. An arrow leads from each key
 * along the ring to its owner.
 *
 * **Invariant.** The owner that is drawn, coloured and described is the first point at or after the key, clockwise.
 *
 * Not here on purpose: hashing (positions are given), more than six nodes (a figure tells six colours apart).
 *
 * @module
 */
import { checkSeries } from "./_check_series.ts";
import { arrowAlong, type Drawing, drawingFigure, type DrawingRoom, textAt } from "./_drawing.ts";
import type { Figure, GivenWords } from "./figure.ts";
import { formatNumber } from "./_format_number.ts";
import type { Point, Rectangle } from "./_geometry.ts";
import { ellipse, xy } from "./_node_shapes.ts";
import { LIGHT } from "./palette.ts";
import type { PlotlyAnnotation, PlotlyShape } from "./plotly_layout.ts";
import { seriesStyle } from "./_series_style.ts";
import { textWidthPx } from "./_wrap_text.ts";

/** What stands on a ring; positions are fractions of it, clockwise from the top. */
export interface RingSpec {
  /** Each node's position, or positions where it has several points. */
  readonly nodes: Readonly<Record<string, number | readonly number[]>>;
  /** Each key's position. */
  readonly keys?: Readonly<Record<string, number>>;
}

const TEXT_PX = 12;
const RING_PX = 9;
const LABEL_STEP_PX = 16;

interface RingPoint {
  readonly name: string;
  readonly position: number;
}

/**
 * Draws a ring.
 *
 * @throws {RangeError} If there is no node, there are more than six, or a position is not from 0 to below 1.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { ringDiagram } from "./ring_diagram.ts";
 * const shown = ringDiagram({ nodes: { A: 0.1, B: 0.6 }, keys: { "user 7": 0.3 } }, { title: "B owns user 7" });
 * assertStringIncludes(shown.alt, "user 7 at 0.300 belongs to B");
 * ```
 */
export function ringDiagram({ nodes, keys = {} }: RingSpec, words: GivenWords): Figure {
  const lists = Object.fromEntries(
    Object.entries(nodes).map(([name, positions]) => [name, typeof positions === "number" ? [positions] : positions]),
  );
  const names = checkSeries(lists, "draw a ring");
  const points = names.flatMap((name) => lists[name]!.map((position): RingPoint => ({ name, position })))
    .sort((a, b) => a.position - b.position);
  const placed = Object.entries(keys).map(([name, position]): RingPoint => ({ name, position }))
    .sort((a, b) => a.position - b.position);
  for (const { name, position } of [...points, ...placed]) {
    if (position >= 0 && position < 1) continue;
    throw new RangeError(
      `Cannot draw a ring: the position of ${
        JSON.stringify(name)
      } must be from 0 to below 1: current value is ${position}`,
    );
  }
  const ownerOf = (position: number) => points.find((point) => point.position >= position) ?? points[0]!;
  const said = [
    ...points.map(({ name, position }) => ({ position, text: `${name} at ${formatNumber(position)}` })),
    ...placed.map(({ name, position }) => ({
      position,
      text: `${name} at ${formatNumber(position)} belongs to ${ownerOf(position).name}`,
    })),
  ].sort((a, b) => a.position - b.position);
  return drawingFigure((room) => drawRing({ names, points, keys: placed, ownerOf }, room), {
    title: words.title,
    caption: words.caption ??
      `Clockwise from the top.${
        placed.length > 0 ? " A key belongs to the next node clockwise; an arc has the colour of its owner." : ""
      }`,
    alt: words.alt ?? `A ring, clockwise from the top: ${said.map(({ text }) => text).join("; ")}.`,
  });
}

interface RingTask {
  readonly names: readonly string[];
  readonly points: readonly RingPoint[];
  readonly keys: readonly RingPoint[];
  readonly ownerOf: (position: number) => RingPoint;
}

function drawRing({ names, points, keys, ownerOf }: RingTask, room: DrawingRoom): Drawing {
  const size = room.isNarrow
    ? { width: room.width, height: room.width - 40 }
    : { width: room.width, height: room.height };
  const radius = room.isNarrow ? room.width / 2 - 70 : size.height / 2 - 34;
  const centre = { x: size.width / 2, y: size.height / 2 };
  const on = (position: number, distance: number): Point => {
    const angle = 2 * Math.PI * position;
    return { x: centre.x + distance * Math.sin(angle), y: centre.y - distance * Math.cos(angle) };
  };
  const colour = (name: string) => seriesStyle(names.indexOf(name)).color;
  const shapes: PlotlyShape[] = [], annotations: PlotlyAnnotation[] = [], taken: Rectangle[] = [];
  for (const [index, { name, position }] of points.entries()) {
    const before = points[index - 1]?.position ?? points.at(-1)!.position - 1;
    const [start, ...rest] = arc(before, position, (at) => on(at, radius)) as [Point, ...Point[]];
    const pieces = Array.from({ length: rest.length / 3 }, (_, k) => {
      const [a, b, c] = rest.slice(3 * k, 3 * k + 3) as [Point, Point, Point];
      return `C${xy(a.x, a.y)} ${xy(b.x, b.y)} ${xy(c.x, c.y)}`;
    });
    shapes.push({
      type: "path",
      path: `M${xy(start.x, start.y)} ${pieces.join(" ")}`,
      line: { color: colour(name), width: 4 },
    });
  }
  for (const { name, position } of keys) {
    const owner = ownerOf(position);
    const distance = (owner.position - position + 1) % 1;
    const dot = on(position, radius);
    shapes.push({
      type: "path",
      path: ellipse(dot, { width: 9, height: 9 }),
      line: { color: LIGHT.text, width: 1.5 },
      fillcolor: LIGHT.paper,
    });
    if (distance > 0.03) {
      const curve = arc(position, position + distance - 0.012, (at) => on(at, radius - 14));
      shapes.push(...arrowAlong(curve, { color: LIGHT.quietText }));
    }
    for (let inset = 26; inset < radius; inset += LABEL_STEP_PX) {
      const label = beside(name, { at: on(position, radius - inset), position, isInside: true });
      const box = boxOf(label, name);
      if (inset + LABEL_STEP_PX < radius && taken.some((other) => isOver(box, other))) continue; // further in
      taken.push(box);
      annotations.push(label);
      break;
    }
  }
  for (const { name, position } of points) {
    const dot = on(position, radius);
    const fill = colour(name);
    shapes.push({
      type: "path",
      path: ellipse(dot, { width: 2 * RING_PX, height: 2 * RING_PX }),
      line: { color: LIGHT.paper, width: 2 },
      fillcolor: fill,
    });
    annotations.push({
      ...beside(name, { at: on(position, radius + 18), position, isInside: false }),
      font: { size: 13, color: LIGHT.text, weight: "bold" },
    });
  }
  const hints = [...points, ...keys].map(({ name, position }) => ({
    ...on(position, radius),
    text: `${name}: ${formatNumber(position)}`,
  }));
  return { ...size, shapes, annotations, hints };
}

/** The room that a name on one line takes. */
function boxOf({ x, y, xanchor }: PlotlyAnnotation, name: string): Rectangle {
  const width = textWidthPx(name, { sizePx: TEXT_PX }) + 6;
  const left = Number(x) - width * (xanchor === "left" ? 0 : xanchor === "right" ? 1 : 0.5);
  return { left, top: Number(y) - LABEL_STEP_PX / 2, width, height: LABEL_STEP_PX };
}

function isOver(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

interface NamePlace {
  readonly at: Point;
  readonly position: number;
  readonly isInside: boolean;
}

/** A name beside the ring: of a node outside, of a key inside, so that neighbours do not cover each other. */
function beside(name: string, { at, position, isInside }: NamePlace): PlotlyAnnotation {
  const sine = Math.sin(2 * Math.PI * position) * (isInside ? -1 : 1);
  const anchor = sine > 0.3 ? "left" : sine < -0.3 ? "right" : "center";
  return textAt(at, { lines: [name], sizePx: TEXT_PX, anchor });
}

/** Bézier pieces along the ring, clockwise, none longer than an eighth of it. */
function arc(from: number, to: number, on: (position: number) => Point): Point[] {
  const count = Math.max(1, Math.ceil((to - from) * 8));
  const step = (to - from) / count;
  const stretch = 4 / 3 * Math.tan(2 * Math.PI * step / 4);
  const curve = [on(from)];
  for (let piece = 0; piece < count; piece++) {
    const [start, end] = [from + piece * step, from + (piece + 1) * step];
    // the tangent at a point of the ring leads to the point a quarter further, seen from the centre
    const along = (position: number, side: number): Point => {
      const [here, opposite, quarter] = [on(position), on(position + 0.5), on(position + 0.25)];
      const centre = { x: (here.x + opposite.x) / 2, y: (here.y + opposite.y) / 2 };
      return {
        x: here.x + side * stretch * (quarter.x - centre.x),
        y: here.y + side * stretch * (quarter.y - centre.y),
      };
    };
    curve.push(along(start, 1), along(end, -1), on(end));
  }
  return curve;
}
