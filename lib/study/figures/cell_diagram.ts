/**
 * Rows of cells with pointers: arrays, tables, linked lists, ring buffers, and how they refer to each other.
 *
 * A row is an array (its cells touch) or a list (arrows lead from cell to cell). Arrows join cells of any rows, pointers
 * lead from a name to a cell. A row that is too long for the page, or for a phone, goes on in the next line.
 *
 * **Invariant.** The text alternative is made from the same description: it names every cell, arrow and pointer.
 *
 * Not here on purpose: trees (`diagram.ts`, direction "down"), matrices as amounts (`heat_map.ts`).
 *
 * @module
 */
import { arrowAlong, type Drawing, drawingFigure, type DrawingRoom, straight, textAt } from "./_drawing.ts";
import type { Figure, GivenWords } from "./figure.ts";
import { formatCount } from "./_format_number.ts";
import type { Point } from "./_layered_layout.ts";
import { LIGHT, SERIES, TINTS } from "./palette.ts";
import type { PlotlyAnnotation, PlotlyBoxShape, PlotlyShape } from "./plotly_layout.ts";
import { textWidthPx } from "./_wrap_text.ts";

/** What a coloured cell means; the same colour in every figure. */
export type CellMark = "active" | "changed" | "kept" | "special";

/** One cell. */
export interface Cell {
  /** What stands in it; empty for an empty cell. */
  readonly text: string;
  /** Its colour. */
  readonly mark?: CellMark;
}

/** One row. */
export interface CellRow {
  /** Its cells; a text alone is a cell without a mark. */
  readonly cells: readonly (string | Cell)[];
  /** How cells lead to each other: not at all (an array), to the next, or to the next and back. @default {"none"} */
  readonly links?: "none" | "next" | "both";
  /** Whether each cell has its index above it. @default {false} */
  readonly hasIndices?: boolean;
}

/** A row's name and an index in it. */
export type CellPlace<Name extends string = string> = readonly [row: Name, index: number];

/** What a cell diagram shows. */
export interface CellDiagramSpec<Name extends string = string> {
  /** The rows by name, from top to bottom. */
  readonly rows: Readonly<Record<Name, CellRow>>;
  /** Arrows between cells. */
  readonly arrows?: readonly {
    readonly from: CellPlace<NoInfer<Name>>;
    readonly to: CellPlace<NoInfer<Name>>;
    readonly text?: string;
  }[];
  /** Names that point at cells: `head`, `tail`. */
  readonly pointers?: readonly { readonly text: string; readonly to: CellPlace<NoInfer<Name>> }[];
  /** What marks mean, for the key below. */
  readonly marks?: Readonly<Partial<Record<CellMark, string>>>;
}

/** Colour of each mark, by index into the palette. */
const MARKS: Readonly<Record<CellMark, number>> = { active: 0, changed: 1, kept: 2, special: 3 };
const MAX_CELLS = 80;
/** Sizes of cells: large where there is room. */
const LARGE = { textPx: 16, minWidthPx: 56, heightPx: 44, nextGapPx: 48, bothGapPx: 56, arrowGapPx: 84, rowGapPx: 36 };
const SMALL = { textPx: 13, minWidthPx: 34, heightPx: 32, nextGapPx: 34, bothGapPx: 42, arrowGapPx: 54, rowGapPx: 24 };
type CellSize = typeof LARGE;
const SMALL_PX = 11;
const LINE_GAP_PX = 12;
const INDEX_PX = 15;
const POINTER_PX = 38;
const ARC_PX = 26;
const KEY_PX = 26;

/**
 * Draws rows of cells.
 *
 * @param spec Rows, arrows and pointers.
 * @param words Title; caption and text alternative are made from the cells unless they are given.
 * @throws {RangeError} If there are no cells or more than 80, or an arrow or pointer names a cell that is not there.
 *
 * @example The table and the list of a cache
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { cellDiagram } from "./cell_diagram.ts";
 * const shown = cellDiagram({
 *   rows: {
 *     table: { cells: ["a", "b", "c"] },
 *     list: { cells: ["c = 3", { text: "a = 1", mark: "active" }, "b = 2"], links: "both" },
 *   },
 *   arrows: [{ from: ["table", 0], to: ["list", 1] }],
 *   pointers: [{ text: "newest", to: ["list", 0] }, { text: "oldest", to: ["list", 2] }],
 * }, { title: "The table finds an entry, the list knows its age" });
 * assertStringIncludes(shown.alt, "a of table points to a = 1 of list");
 * ```
 */
export function cellDiagram<Name extends string>(spec: CellDiagramSpec<Name>, words: GivenWords): Figure {
  checkCells(spec);
  return drawingFigure((room) => drawCells(spec, room), {
    title: words.title,
    caption: words.caption ?? describeMarks(spec),
    alt: words.alt ?? describeCells(spec),
  });
}

function checkCells(spec: CellDiagramSpec): void {
  const count = Object.values(spec.rows).reduce((sum, { cells }) => sum + cells.length, 0);
  if (count === 0 || count > MAX_CELLS) {
    throw new RangeError(`Cannot draw cells: it takes 1 to ${MAX_CELLS} of them: current value is ${count}`);
  }
  const places = [
    ...(spec.arrows ?? []).flatMap(({ from, to }) => [from, to]),
    ...(spec.pointers ?? []).map(({ to }) => to),
  ];
  for (const [row, index] of places) {
    if (spec.rows[row]?.cells[index] !== undefined) continue;
    throw new RangeError(
      `Cannot draw cells: arrows and pointers must lead to cells that are there: current value is ${
        JSON.stringify([row, index])
      }`,
    );
  }
}

const cellOf = (cell: string | Cell): Cell => typeof cell === "string" ? { text: cell } : cell;

/** Where a cell stands. */
interface Placed {
  readonly at: Point;
  readonly width: number;
  readonly height: number;
}

function drawCells(spec: CellDiagramSpec, room: DrawingRoom): Drawing {
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
  let top = 0, right = 0, lines = 1;
  for (const [rowIndex, [name, row]] of rows.entries()) {
    const { links = "none", hasIndices = false } = row;
    const cells = row.cells.map(cellOf);
    const width = Math.max(minWidthPx, ...cells.map(({ text }) => textWidthPx(text, { sizePx: textPx }) + 18));
    const gap = { none: 0, next: size.nextGapPx, both: size.bothGapPx }[links];
    const perLine = Math.max(1, Math.floor((room.width - nameWidth + gap) / (width + gap)));
    const hasPointers = pointersOf(spec, name).length > 0;
    const hasArcs = arrowsWithin(spec, name);
    if (room.isNarrow) top += 22;
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
      if (cell.text !== "") annotations.push(textAt(at, [cell.text], { sizePx: textPx }));
      if (hasIndices) {
        const beside = { x: at.x, y: at.y + (hasArcs ? 1 : -1) * (height / 2 + 8) };
        annotations.push(textAt(beside, [String(index)], { sizePx: SMALL_PX, color: LIGHT.quietText }));
      }
    }
    const firstY = top + indexAbove + height / 2;
    const nameY = room.isNarrow ? firstY - height / 2 - indexAbove - 12 - (hasArcs ? ARC_PX : 0) : firstY;
    const style = { sizePx: textPx, isBold: true, anchor: "left", paper: LIGHT.paper } as const;
    annotations.push(textAt({ x: 0, y: nameY }, [name], style));
    shapes.push(...linkArrows(name, { count: cells.length, links, places }));
    lines = Math.max(lines, Math.ceil(cells.length / perLine));
    top += Math.ceil(cells.length / perLine) * (lineHeight + LINE_GAP_PX) - LINE_GAP_PX;
    if (rowIndex > 0 && hasPointers) top += POINTER_PX;
    if (rowIndex < rows.length - 1) top += arrows.some(isAcross) ? size.arrowGapPx : size.rowGapPx;
  }
  for (const [index, { from, to, text }] of arrows.entries()) {
    const curve = arrowCurve(places.get(keyOf(from))!, { to: places.get(keyOf(to))!, shift: shiftOf(arrows, index) });
    shapes.push(...arrowAlong(curve, { color: LIGHT.quietText }));
    if (text) {
      const middle = { x: (curve[0]!.x + curve.at(-1)!.x) / 2, y: (curve[1]!.y + curve[2]!.y) / 2 };
      annotations.push(textAt(middle, [text], { sizePx: SMALL_PX, paper: LIGHT.paper }));
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
      annotations.push(textAt({ x: at.x, y: edge + side * 31 }, label, { sizePx: 12, isBold: true }));
    }
  }
  const key = markKey(spec, top);
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

function arrowCurve(
  from: Placed,
  { to, shift }: { readonly to: Placed; readonly shift: { readonly start: number; readonly end: number } },
): Point[] {
  const half = from.height / 2 + 1;
  const [fromX, toX] = [from.at.x + shift.start, to.at.x + shift.end];
  if (from.at.y === to.at.y) {
    const [start, end] = [{ x: fromX, y: from.at.y - half }, { x: toX, y: to.at.y - half }];
    return [start, { x: fromX, y: start.y - ARC_PX }, { x: toX, y: end.y - ARC_PX }, end];
  }
  const side = to.at.y > from.at.y ? 1 : -1;
  const [start, end] = [{ x: fromX, y: from.at.y + side * half }, { x: toX, y: to.at.y - side * half }];
  const middle = (start.y + end.y) / 2;
  return [start, { x: fromX, y: middle }, { x: toX, y: middle }, end];
}

function markKey(spec: CellDiagramSpec, top: number): Drawing {
  const shapes: PlotlyShape[] = [], annotations: PlotlyAnnotation[] = [];
  let left = 0;
  for (const [mark, meaning] of Object.entries(spec.marks ?? {}) as [CellMark, string][]) {
    const y = top + KEY_PX - 6;
    shapes.push(cellShape({ text: mark, mark }, { at: { x: left + 10, y }, width: 18, height: 14 }));
    annotations.push(textAt({ x: left + 25, y }, [meaning], { sizePx: 12, anchor: "left" }));
    left += 44 + textWidthPx(meaning, { sizePx: 12 });
  }
  return { width: left, height: left > 0 ? KEY_PX + 4 : 0, shapes, annotations, hints: [] };
}

function describeMarks(spec: CellDiagramSpec): string {
  const linked = Object.values(spec.rows).some(({ links = "none" }) => links !== "none");
  return linked ? "Cells that touch are an array; arrows between cells are links." : "Cells that touch are an array.";
}

function describeCells(spec: CellDiagramSpec): string {
  const marked = ({ text, mark }: Cell) =>
    `${text || "empty"}${mark === undefined ? "" : ` (${spec.marks?.[mark] ?? mark})`}`;
  const rows = Object.entries(spec.rows).map(([name, { cells, links = "none" }]) => {
    const how = { none: "", next: ", each linked to the next", both: ", linked both ways" }[links];
    return `${name}, ${formatCount(cells.length, "cell")}${how}: ${
      cells.map((cell) => marked(cellOf(cell))).join(", ")
    }`;
  });
  const called = ([row, index]: CellPlace) => {
    const { text } = cellOf(spec.rows[row]!.cells[index]!);
    return `${text || `empty cell ${index}`} of ${row}`;
  };
  const arrows = (spec.arrows ?? []).map(({ from, to, text }) =>
    `${called(from)} points to ${called(to)}${text ? `: ${text}` : ""}`
  );
  const pointers = (spec.pointers ?? []).map(({ text, to }) => `${text} is ${called(to)}`);
  return `Rows of cells. ${[...rows, ...arrows, ...pointers].join(". ")}.`;
}
