/**
 * Rows of cells with pointers: arrays, tables, linked lists, ring buffers, and how they refer to each other.
 *
 * A row is an array (its cells touch) or a list (arrows lead from cell to cell). Arrows join cells of any rows,
 * pointers lead from a name to a cell. A row that is too long for the page, or for a phone, goes on in the next line.
 *
 * **Invariant.** The text alternative is made from the same description: it names every cell, arrow and pointer.
 *
 * Not here on purpose: trees (`diagram.ts`, direction "down"), matrices as amounts (`heat_map.ts`).
 *
 * @module
 */
import { drawCells } from "./_cell_drawing.ts";
import { type CellDiagramSpec, checkCells, describeCells, describeMarks } from "./_cell_spec.ts";
import { drawingFigure } from "./_drawing.ts";
import type { Figure, GivenWords } from "./figure.ts";

export type { Cell, CellDiagramSpec, CellMark, CellPlace, CellRow } from "./_cell_spec.ts";

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
