/**
 * What a cell diagram shows, checked, and said in words.
 *
 * @module
 */
import { formatCount } from "./_format_number.ts";

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

const MAX_CELLS = 80;

/**
 * Checks that every arrow and pointer leads to a cell.
 * @throws {RangeError} If one does not, or there are no cells, or too many.
 */
export function checkCells(spec: CellDiagramSpec): void {
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

/** A cell in full. */
export function cellOf(cell: string | Cell): Cell {
  return typeof cell === "string" ? { text: cell } : cell;
}

/** How the figure is to be read. */
export function describeMarks(spec: CellDiagramSpec): string {
  const linked = Object.values(spec.rows).some(({ links = "none" }) => links !== "none");
  return linked ? "Cells that touch are an array; arrows between cells are links." : "Cells that touch are an array.";
}

/** Every cell, arrow and pointer, in words. */
export function describeCells(spec: CellDiagramSpec): string {
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
