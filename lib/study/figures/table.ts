/**
 * Records as a table: clean HTML for those who see it, aligned text for everyone else.
 *
 * Numbers stand to the right, all of a column with the same number of decimals, so that their sizes compare at a
 * glance; what is missing is a dash. Long tables are cut, and say so.
 *
 * **Invariant.** Every text is escaped: no cell can add markup. The same rows give the same bytes.
 *
 * Cost: O(cells shown).
 *
 * Not here on purpose: sorting and filtering (sort the rows), nested tables, colours (see `heat_map.ts`).
 *
 * @module
 */
import { JUPYTER_DISPLAY } from "../notebook/jupyter_display.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import { formatNumber, groupDigits } from "./_format_number.ts";

/** What a cell may hold; undefined and null are missing. */
export type TableCell = string | number | bigint | boolean | null | undefined;

/** One record, by column. */
export type TableRow = Readonly<Record<string, TableCell>>;

/** One column: which values, and how they are headed and written. */
export interface TableColumn {
  /** The records' key. */
  readonly key: string;
  /** Heading, with the unit if there is one; by default the key. */
  readonly title?: string;
  /** Decimals of numbers that are not all whole; by default three significant digits of the largest. */
  readonly decimals?: number;
  /** Writes a value; wins over `decimals`. */
  readonly format?: (value: TableCell) => string;
}

/** What a table shows beside its rows. */
export interface TableOptions {
  /** What the table says: stands above it. */
  readonly caption: string;
  /** Columns in order, as keys or described; by default every key, in the order of its first appearance. */
  readonly columns?: readonly (string | TableColumn)[];
  /** Most rows shown. @default {50} */
  readonly limit?: number;
}

/** A table, ready to be shown as the last value of a cell. */
export interface Table {
  /** The table as HTML: one `table` element. */
  readonly html: string;
  /** The table as text: columns aligned by spaces. */
  readonly text: string;
  /** What a Jupyter front end shows. */
  [JUPYTER_DISPLAY](): Record<string, string>;
}

/**
 * A table of `rows`.
 *
 * @throws {TypeError} If the caption is missing.
 * @throws {RangeError} If there are no columns, a column is in no row, or `limit` or `decimals` is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { table } from "./table.ts";
 * const shown = table([{ policy: "LRU", hits: 0.61 }, { policy: "FIFO", hits: 0.5 }], { caption: "Hit ratios" });
 * assertEquals(shown.text, "Hit ratios\n\npolicy   hits\nLRU     0.610\nFIFO    0.500");
 * ```
 */
export function table(rows: readonly TableRow[], options: TableOptions): Table {
  const { caption, limit = 50 } = options;
  if (typeof caption !== "string" || caption.trim() === "") {
    throw new TypeError(`Cannot make a table: caption must be a text: current value is ${JSON.stringify(caption)}`);
  }
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`Cannot make a table: limit must be a positive integer: current value is ${limit}`);
  }
  const shown = rows.slice(0, limit);
  const columns = columnsOf(rows, options.columns).map((column) => written(column, shown));
  const full = rows.length > limit
    ? `${caption.trim()} (the first ${formatNumber(limit)} of ${formatNumber(rows.length)} rows)`
    : caption.trim();
  const html = htmlOf(columns, { caption: full, rows: shown.length });
  const text = textOf(columns, { caption: full, rows: shown.length });
  return { html, text, [JUPYTER_DISPLAY]: () => ({ "text/html": html, "text/plain": text }) };
}

/** A column as texts. */
interface WrittenColumn {
  readonly title: string;
  readonly isNumeric: boolean;
  readonly cells: readonly string[];
}

function columnsOf(rows: readonly TableRow[], given: TableOptions["columns"]): TableColumn[] {
  const known = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = (given ?? [...known]).map((column) => typeof column === "string" ? { key: column } : column);
  if (columns.length === 0) {
    throw new RangeError("Cannot make a table: without rows it must be told its columns: current value is []");
  }
  const stranger = rows.length > 0 && columns.find(({ key }) => !known.has(key));
  if (stranger) {
    throw new RangeError(
      `Cannot make a table: columns must be among ${[...known].join(", ")}: current value is ${stranger.key}`,
    );
  }
  return columns;
}

function written({ key, title = key, decimals, format }: TableColumn, rows: readonly TableRow[]): WrittenColumn {
  if (decimals !== undefined && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 20)) {
    throw new RangeError(
      `Cannot make a table: decimals of ${key} must be an integer from 0 to 20: current value is ${decimals}`,
    );
  }
  const values = rows.map((row) => row[key]);
  const present = values.filter((value) => value !== null && value !== undefined);
  const isNumeric = present.length > 0 &&
    present.every((value) => typeof value === "number" || typeof value === "bigint");
  const write = format ?? (isNumeric ? numberWriter(present.map(Number), decimals) : wordOf);
  return { title, isNumeric, cells: values.map((value) => value === null || value === undefined ? "–" : write(value)) };
}

/** One way of writing all numbers of a column. */
function numberWriter(numbers: readonly number[], decimals: number | undefined): (value: TableCell) => string {
  const sizes = numbers.filter(Number.isFinite).map(Math.abs).filter((size) => size > 0);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const isWhole = sizes.every(Number.isInteger);
  // one number of decimals cannot serve both ends: every number is then written on its own
  const isWide = decimals === undefined && !isWhole && (largest / smallest > 1e4 || largest >= 1e15 || largest < 1e-4);
  const places = decimals ?? (isWhole || sizes.length === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(largest))));
  return (value) => {
    if (typeof value === "bigint") return (value < 0n ? "−" : "") + groupDigits(String(value).replace("-", ""));
    const number = Number(value);
    if (!Number.isFinite(number) || isWide) return formatNumber(number);
    const text = groupDigits(Math.abs(number).toFixed(places));
    return number < 0 && /[1-9]/.test(text) ? `−${text}` : text;
  };
}

function wordOf(value: TableCell): string {
  return typeof value === "boolean"
    ? (value ? "yes" : "no")
    : typeof value === "number"
    ? formatNumber(value)
    : `${value}`;
}

function htmlOf(columns: readonly WrittenColumn[], { caption, rows }: { caption: string; rows: number }): string {
  // `align` for readers that strip styles (GitHub), `style` for those whose own rule is stronger (JupyterLab)
  const side = ({ isNumeric }: WrittenColumn) =>
    isNumeric ? ' align="right" style="text-align: right"' : ' align="left" style="text-align: left"';
  const head = columns.map((column) => `<th scope="col"${side(column)}>${escapeHtml(column.title)}</th>`).join("");
  const body = Array.from({ length: rows }, (_, k) => {
    const cells = columns.map((column) => `<td${side(column)}>${escapeHtml(column.cells[k]!)}</td>`);
    return `    <tr>${cells.join("")}</tr>\n`;
  });
  return `<table>\n  <caption>${escapeHtml(caption)}</caption>\n  <thead>\n    <tr>${head}</tr>\n  </thead>\n` +
    `  <tbody>\n${body.join("")}  </tbody>\n</table>`;
}

function textOf(columns: readonly WrittenColumn[], { caption, rows }: { caption: string; rows: number }): string {
  const widths = columns.map(({ title, cells }) => Math.max(...[title, ...cells].map((cell) => [...cell].length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, k) => {
      const space = " ".repeat(widths[k]! - [...cell].length);
      return columns[k]!.isNumeric ? space + cell : cell + space;
    }).join("  ").trimEnd();
  const lines = Array.from({ length: rows }, (_, k) => line(columns.map(({ cells }) => oneLine(cells[k]!))));
  return [caption, "", line(columns.map(({ title }) => title)), ...lines].join("\n");
}

function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}
