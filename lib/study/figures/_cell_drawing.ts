/**
 * Rows of cells as a drawing: large where there is room, small and in several lines where there is not.
 *
 * @module
 */
import { type Cell, type CellDiagramSpec, type CellMark, cellOf, type CellPlace } from "./_cell_spec.ts";
import { arrowAlong, type Drawing, type DrawingRoom, straight, textAt } from "./_drawing.ts";
import type { Point } from "./_geometry.ts";
import { textWidthPx } from "./_wrap_text.ts";
import { LIGHT, SERIES, TINTS } from "./palette.ts";
import type { PlotlyAnnotation, PlotlyBoxShape, PlotlyShape } from "./plotly_layout.ts";

/** Colour of each mark, by index into the palette. */
const MARKS: Readonly<Record<CellMark, number>> = { active: 0, changed: 1, kept: 2, special: 3 };
/** Sizes of cells: large where there is room. */
const LARGE = { textPx: 16, minWidthPx: 56, heightPx: 44, nextGapPx: 48, bothGapPx: 56, arrowGapPx: 84, rowGapPx: 36 };
const SMALL = { textPx: 13, minWidthPx: 34, heightPx: 32, nextGapPx: 34, bothGapPx: 42, arrowGapPx: 54, rowGapPx: 24 };
type CellSize = typeof LARGE;
const SMALL_PX = 11;
const LINE_GAP_PX = 12;
const INDEX_PX = 15;
const POINTER_PX = 38;
/** Height of a row's name where it does not stand beside the row. */
const NAME_PX = 22;
const ARC_PX = 26;
const KEY_PX = 26;
const KEY_LINE_PX = 20;
/** Arrows that go round other rows keep this distance from them, and from each other. */
const LANE_PX = 12;

/** Where a cell stands. */
interface Placed {
  readonly at: Point;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws them.
 * @throws {RangeError} If they are higher than the room.
 */
export function drawCells(spec: CellDiagramSpec, room: DrawingRoom): Drawing {
  if (!room.isNarrow) {
    const large = cellsIn(LARGE, { spec, room });
    if (large.width <= room.width && large.height <= room.height && large.lines === 1) return large;
  }
  const small = cellsIn(SMALL, { spec, room });
  if (small.height <= room.height) return small;
  throw new RangeError(
    `Cannot draw cells: they must fit in ${room.height} pixels of height; draw fewer rows: current value is ${
      Math.ceil(small.height)
    }`,
  );
}

interface CellTask {
  readonly spec: CellDiagramSpec;
  readonly room: DrawingRoom;
}

/** The cells in one size, and in how many lines the longest row stands. */
function cellsIn(size: CellSize, { spec, room }: CellTask): Drawing & { readonly lines: number } {
  const shapes: PlotlyShape[] = [], annotations: PlotlyAnnotation[] = [];
  const places = new Map<string, Placed>();
  const rows = Object.entries(spec.rows);
  const arrows = spec.arrows ?? [];
  const { textPx, minWidthPx, heightPx: height } = size;
  const nameWidth = room.isNarrow
    ? 0
    : Math.max(...rows.map(([name]) => textWidthPx(name, { sizePx: textPx, bold: true }))) + 16;
  let top = 0, right = 0, lines = 1, lanes = 0;
  for (const [rowIndex, [name, row]] of rows.entries()) {
    const { links = "none", hasIndices = false } = row;
    const cells = row.cells.map(cellOf);
    const width = Math.max(minWidthPx, ...cells.map(({ text }) => textWidthPx(text, { sizePx: textPx }) + 18));
    const gap = { none: 0, next: size.nextGapPx, both: size.bothGapPx }[links];
    const perLine = Math.max(1, Math.floor((room.width - nameWidth + gap) / (width + gap)));
    const hasPointers = pointersOf(spec, name).length > 0;
    const hasArcs = arrowsWithin(spec, name);
    // on a phone a name stands over its row, or under one that arrows lead to
    const isNameBelow = room.isNarrow && arrows.some((arrow) => isAcross(arrow) && arrow.to[0] === name);
    if (room.isNarrow && !isNameBelow) top += NAME_PX;
    top += (hasPointers && rowIndex === 0 ? POINTER_PX : 0) + (hasArcs ? ARC_PX : 0);
    const [indexAbove, indexBelow] = hasIndices ? (hasArcs ? [0, INDEX_PX] : [INDEX_PX, 0]) : [0, 0];
    const lineHeight = height + indexAbove + indexBelow;
    for (const [index, cell] of cells.entries()) {
      const [line, column] = [Math.floor(index / perLine), index % perLine];
      const at = {
        x: nameWidth + column * (width + gap) + width / 2,
        y: top + line * (lineHeight + LINE_GAP_PX) + indexAbove + height / 2,
      };
      places.set(keyOf([name, index]), { at, width, height });
      right = Math.max(right, at.x + width / 2);
      shapes.push(cellShape(cell, { at, width, height }));
      if (cell.text !== "") annotations.push(textAt(at, { lines: [cell.text], sizePx: textPx }));
      if (hasIndices) {
        const beside = { x: at.x, y: at.y + (hasArcs ? 1 : -1) * (height / 2 + 8) };
        annotations.push(textAt(beside, { lines: [String(index)], sizePx: SMALL_PX, color: LIGHT.quietText }));
      }
    }
    const firstY = top + indexAbove + height / 2;
    const nameOver = firstY - height / 2 - indexAbove - 12 - (hasArcs ? ARC_PX : 0);
    shapes.push(...linkArrows(name, { count: cells.length, links, places }));
    lines = Math.max(lines, Math.ceil(cells.length / perLine));
    top += Math.ceil(cells.length / perLine) * (lineHeight + LINE_GAP_PX) - LINE_GAP_PX;
    if (rowIndex > 0 && hasPointers) top += POINTER_PX;
    if (isNameBelow) top += NAME_PX;
    const nameY = isNameBelow ? top - 8 : room.isNarrow ? nameOver : firstY;
    const style = { sizePx: textPx, isBold: true, anchor: "left" } as const;
    annotations.push(textAt({ x: 0, y: nameY }, { lines: [name], ...style }));
    if (rowIndex < rows.length - 1) top += arrows.some(isAcross) ? size.arrowGapPx : size.rowGapPx;
  }
  for (const [index, { from, to, text }] of arrows.entries()) {
    const ends = [places.get(keyOf(from))!, places.get(keyOf(to))!] as const;
    const between = [...places.values()].filter(({ at }) => isBetween(at.y, ends[0].at.y, ends[1].at.y));
    const lane = Math.max(...between.map(({ at, width }) => at.x + width / 2)) + LANE_PX * (lanes + 1);
    if (between.length > 0) [right, lanes] = [Math.max(right, lane + 4), lanes + 1];
    const shift = shiftOf(arrows, index);
    const curve = arrowCurve(ends[0], { to: ends[1], shift, ...(between.length > 0 ? { lane } : {}) });
    shapes.push(...arrowAlong(curve, { color: LIGHT.quietText }));
    if (text) {
      const middle = { x: (curve[0]!.x + curve.at(-1)!.x) / 2, y: (curve[1]!.y + curve[2]!.y) / 2 };
      annotations.push(textAt(middle, { lines: [text], sizePx: SMALL_PX, paper: LIGHT.paper }));
    }
  }
  for (const [rowIndex, [name]] of rows.entries()) {
    for (const [index, texts] of Map.groupBy(pointersOf(spec, name), ({ to }) => to[1])) {
      const { at } = places.get(keyOf([name, index]))!;
      const side = rowIndex === 0 ? -1 : 1;
      const isIndexBelow = arrowsWithin(spec, name);
      const indexPx = spec.rows[name]!.hasIndices && isIndexBelow === (side === 1) ? INDEX_PX : 0;
      const edge = at.y + side * (height / 2 + indexPx);
      const [from, to] = [{ x: at.x, y: edge + side * 24 }, { x: at.x, y: edge + side * 2 }];
      shapes.push(...arrowAlong(straight(from, to), { color: LIGHT.text }));
      const label = [texts.map(({ text }) => text).join(", ")];
      annotations.push(textAt({ x: at.x, y: edge + side * 31 }, { lines: label, sizePx: 12, isBold: true }));
    }
  }
  const key = markKey(spec, { top, widthPx: room.width });
  return {
    width: Math.max(right, key.width),
    height: top + key.height,
    shapes: [...shapes, ...key.shapes],
    annotations: [...annotations, ...key.annotations],
    hints: [...places].map(([key, { at }]) => ({ ...at, text: key })),
    lines,
  };
}

function pointersOf(spec: CellDiagramSpec, row: string) {
  return (spec.pointers ?? []).filter(({ to }) => to[0] === row);
}

/** Whether an arrow joins two cells of the row. */
function arrowsWithin(spec: CellDiagramSpec, row: string): boolean {
  return (spec.arrows ?? []).some(({ from, to }) => from[0] === row && to[0] === row);
}

function isAcross({ from, to }: { readonly from: CellPlace; readonly to: CellPlace }): boolean {
  return from[0] !== to[0];
}

function keyOf([row, index]: CellPlace): string {
  return `${row} ${index}`;
}

function cellShape({ text, mark }: Cell, { at, width, height }: Placed): PlotlyBoxShape {
  const colour = mark === undefined ? undefined : MARKS[mark];
  return {
    type: "rect",
    x0: at.x - width / 2,
    x1: at.x + width / 2,
    y0: at.y - height / 2,
    y1: at.y + height / 2,
    line: {
      color: colour === undefined ? LIGHT.axis : SERIES[colour]!,
      width: 1.5,
      ...(text === "" ? { dash: "dot" as const } : {}),
    },
    fillcolor: colour === undefined ? LIGHT.paper : TINTS[colour]!,
  };
}

/** Arrows from cell to cell of a list; from the end of a line they lead back to the beginning of the next. */
function linkArrows(
  name: string,
  { count, links, places }: {
    readonly count: number;
    readonly links: "none" | "next" | "both";
    readonly places: ReadonlyMap<string, Placed>;
  },
): PlotlyShape[] {
  if (links === "none") return [];
  return Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
    const [a, b] = [places.get(keyOf([name, index]))!, places.get(keyOf([name, index + 1]))!];
    const isSameLine = a.at.y === b.at.y;
    const [from, to] = isSameLine
      ? [{ x: a.at.x + a.width / 2 + 2, y: a.at.y }, { x: b.at.x - b.width / 2 - 2, y: b.at.y }]
      : [{ x: a.at.x, y: a.at.y + a.height / 2 }, { x: b.at.x, y: b.at.y - b.height / 2 }];
    const middle = (from.y + to.y) / 2;
    const curve = isSameLine ? straight(from, to) : [from, { x: from.x, y: middle }, { x: to.x, y: middle }, to];
    return arrowAlong(curve, { color: LIGHT.text, isTwoWay: links === "both" });
  }).flat();
}

type Arrow = NonNullable<CellDiagramSpec["arrows"]>[number];

/** How far an arrow begins and ends beside the middle of its cells, so that no two share a point. */
function shiftOf(arrows: readonly Arrow[], index: number): { readonly start: number; readonly end: number } {
  const own = arrows[index]!;
  const shift = (place: CellPlace) => {
    const there = arrows.flatMap(({ from, to }, k) => [from, to].some((end) => keyOf(end) === keyOf(place)) ? [k] : []);
    return (there.indexOf(index) - (there.length - 1) / 2) * 9;
  };
  return { start: shift(own.from), end: shift(own.to) };
}

function isBetween(value: number, a: number, b: number): boolean {
  return Math.min(a, b) + 1 < value && value < Math.max(a, b) - 1;
}

interface ArrowTask {
  readonly to: Placed;
  readonly shift: { readonly start: number; readonly end: number };
  /** Where it passes the rows between, if there are any. */
  readonly lane?: number;
}

function arrowCurve(from: Placed, { to, shift, lane }: ArrowTask): Point[] {
  const half = from.height / 2 + 1;
  const [fromX, toX] = [from.at.x + shift.start, to.at.x + shift.end];
  if (from.at.y === to.at.y) {
    const [start, end] = [{ x: fromX, y: from.at.y - half }, { x: toX, y: to.at.y - half }];
    return [start, { x: fromX, y: start.y - ARC_PX }, { x: toX, y: end.y - ARC_PX }, end];
  }
  const side = to.at.y > from.at.y ? 1 : -1;
  const [start, end] = [{ x: fromX, y: from.at.y + side * half }, { x: toX, y: to.at.y - side * half }];
  if (lane !== undefined) {
    const [down, arrive] = [start.y + side * half * 1.4, end.y - side * half * 1.4];
    return [
      ...[start, { x: fromX, y: down }, { x: lane, y: start.y }, { x: lane, y: down }],
      ...straight({ x: lane, y: down }, { x: lane, y: arrive }).slice(1),
      ...[{ x: lane, y: end.y }, { x: toX, y: arrive }, end],
    ];
  }
  const middle = (start.y + end.y) / 2;
  return [start, { x: fromX, y: middle }, { x: toX, y: middle }, end];
}

/** What the marks mean, in as many lines as it takes. */
function markKey(spec: CellDiagramSpec, { top, widthPx }: { readonly top: number; readonly widthPx: number }): Drawing {
  const shapes: PlotlyShape[] = [], annotations: PlotlyAnnotation[] = [];
  let left = 0, line = 0, right = 0;
  const entries = Object.entries(spec.marks ?? {}) as [CellMark, string][];
  for (const [mark, meaning] of entries) {
    const entryPx = 44 + textWidthPx(meaning, { sizePx: 12 });
    if (left > 0 && left + entryPx > widthPx) [left, line] = [0, line + 1];
    const y = top + KEY_PX - 6 + line * KEY_LINE_PX;
    shapes.push(cellShape({ text: mark, mark }, { at: { x: left + 10, y }, width: 18, height: 14 }));
    annotations.push(textAt({ x: left + 25, y }, { lines: [meaning], sizePx: 12, anchor: "left" }));
    left += entryPx;
    right = Math.max(right, left - 16);
  }
  const height = entries.length > 0 ? KEY_PX + 4 + line * KEY_LINE_PX : 0;
  return { width: right, height, shapes, annotations, hints: [] };
}
