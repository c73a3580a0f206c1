/**
 * The text form of a notebook: a Markdown file that is pleasant to edit and to review, and goes back into the notebook
 * without losing anything.
 *
 * A head between lines of dashes holds the card, one `key: value` a line (JSON, or plain text that is none). Each cell
 * begins with a comment that names its kind, its id and its tags; prose follows as it is, code stands in a fence:
 *
 *     <!-- markdown the-question -->
 *     ## 1 · The question
 *
 *     <!-- code run-it hide-input -->
 *     (the code, in a fence marked ts)
 *
 * Outputs, counters and attachments are not shown: they stay in the notebook, from which the way back takes them by
 * cell id. A code cell whose text has changed has lost its outputs, since they would lie.
 *
 * **Invariant.** For every notebook n, `fromTextForm(toTextForm(n), { previous: n })` formats to the same bytes as n.
 * What an editor might spoil (line ends of Windows, control characters, blank lines at either end of prose) is written
 * as one JSON string in a fence marked `escaped`.
 *
 * Cost: O(size).
 *
 * Not here on purpose: reading and writing files (the `notebook` command does), the outputs' own text.
 *
 * @module
 */
import type { Cell, CellMetadata, LabMetadata, Notebook, NotebookMetadata } from "./nbformat.ts";
import { stableJson } from "./canonical_json.ts";

/** What the way back needs besides the text. */
export interface FromTextFormOptions {
  /** The notebook as it was: outputs, counters and attachments of cells with the same id come from here. */
  readonly previous?: Notebook;
  /**
   * Name of the text, for errors.
   * @default {"the text"}
   */
  readonly path?: string;
}

/** Kernel and language of the lab's notebooks; the text form leaves them out. */
export const LAB_KERNEL: Pick<NotebookMetadata, "kernelspec" | "language_info"> = {
  kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  language_info: {
    file_extension: ".ts",
    mimetype: "text/x.typescript",
    name: "typescript",
    nbconvert_exporter: "script",
  },
};

/** A line that begins a cell: kind, id, tags, and other metadata as JSON. */
const MARKER = /^<!-- (markdown|code|raw) ([A-Za-z0-9_-]{1,64})((?: [^\s{}]+)*)(?: (\{.*\}))? -->$/;

/** A line of prose that would be taken for a marker, or for one that is escaped. */
const LIKE_MARKER = /^\\*<!-- (?:markdown|code|raw) /;

/** What ends prose: a marker, or what was meant to be one. */
const BEGINS_CELL = /^<!-- (?:markdown|code|raw) /;

/** What a tag must look like to stand in a marker as it is. */
const PLAIN_TAG = /^[\w.:/+-]*\w$/;

/** Characters that do not survive every editor. */
// deno-lint-ignore no-control-regex -- control characters are what it is about
const FRAGILE = /[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]|\p{Surrogate}/u;

/**
 * The text form of a notebook.
 *
 * @example There and back
 * ```ts
 * import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
 * import { fromTextForm, LAB_KERNEL, toTextForm } from "@lib/study/notebook/markdown_format.ts";
 * import { assertEquals } from "@std/assert";
 * const notebook = fromTextForm("<!-- markdown a -->\n# Mean\n\n<!-- raw b -->\nA note\n");
 * assertEquals(notebook.cells.map((cell) => cell.source), ["# Mean", "A note"]);
 * const back = fromTextForm(toTextForm(notebook), { previous: notebook });
 * assertEquals(formatNotebook(back), formatNotebook(notebook));
 * ```
 */
export function toTextForm(notebook: Notebook): string {
  const { lab, ...metadata } = notebook.metadata;
  const card = Object.entries(lab ?? {}).map(([key, value]) => `${key}: ${cardValue(value)}`);
  const isOfLab = stableJson(metadata) === stableJson(LAB_KERNEL);
  const head = [...card, ...isOfLab ? [] : [`metadata: ${jsonLine(metadata)}`]];
  const parts = head.length === 0 ? [] : [["---", ...head, "---"].join("\n")];
  return [...parts, ...notebook.cells.map(cellText)].join("\n\n") + "\n";
}

/**
 * The notebook that a text form stands for.
 * @throws {SyntaxError} If the text is not a text form: names the line.
 */
export function fromTextForm(text: string, options: FromTextFormOptions = {}): Notebook {
  const { previous, path = "the text" } = options;
  const lines = new Lines(text, path);
  const metadata = readHead(lines);
  const known = new Map(previous?.cells.map((cell) => [cell.id, cell]));
  const cells: Cell[] = [];
  for (lines.skipBlank(); !lines.isAtEnd; lines.skipBlank()) {
    const start = lines.number + 1;
    const cell = readCell(lines);
    if (cells.some((other) => other.id === cell.id)) lines.fail("two cells have the same id", cell.id, start);
    cells.push(withOutputs(cell, known.get(cell.id)));
  }
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** Ids of code cells whose outputs are dropped on the way back, because their text has changed. */
export function cellsWithoutOutputs(notebook: Notebook, previous: Notebook): string[] {
  const had = new Set(
    previous.cells.filter((cell) => cell.cell_type === "code" && cell.outputs.length > 0).map(({ id }) => id),
  );
  return notebook.cells
    .filter((cell) => had.has(cell.id) && !(cell.cell_type === "code" && cell.outputs.length > 0))
    .map(({ id }) => id);
}

function cellText(cell: Cell): string {
  const { tags, ...others } = cell.metadata;
  const isPlain = tags !== undefined && tags.length > 0 && tags.every((tag) => PLAIN_TAG.test(tag));
  const metadata = isPlain || tags === undefined ? others : { tags, ...others };
  const words = [cell.cell_type, cell.id, ...isPlain ? tags : []];
  const { execution: _timeStamps, ...kept } = metadata;
  if (Object.keys(kept).length > 0) words.push(inComment(jsonLine(kept)));
  const body = cellBody(cell);
  return `<!-- ${words.join(" ")} -->${body === "" ? "" : "\n"}${body}`;
}

function cellBody({ cell_type, source }: Cell): string {
  const isFragile = FRAGILE.test(source);
  if (cell_type === "code" && !isFragile) return fenced("ts", source);
  const hasBlankEnds = source !== "" && /^[^\S\n]*(?:\n|$)|\n[^\S\n]*$/.test(source);
  if (isFragile || hasBlankEnds || /^`{3,}escaped[^\S\n]*(?:\n|$)/.test(source)) {
    return fenced("escaped", escaped(source));
  }
  return source.split("\n").map((line) => LIKE_MARKER.test(line) ? `\\${line}` : line).join("\n");
}

function fenced(language: string, text: string): string {
  const runs = [...text.matchAll(/^`{3,}/gm)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}${language}\n${text === "" ? "" : `${text}\n`}${fence}`;
}

/** A JSON string in plain letters, digits and signs. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, hex);
}

/** JSON on one line that survives every editor. */
function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(new RegExp(FRAGILE, "gu"), hex);
}

function hex(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A value of the card: text as it is, where it cannot be taken for JSON. */
function cardValue(value: unknown): string {
  const isPlain = typeof value === "string" && /^[^\s"[{].*\S$/.test(value) && !FRAGILE.test(value);
  return isPlain && parsedJson(value) === undefined ? value : jsonLine(value);
}

/** What a text means as JSON; undefined if nothing. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON that cannot end the comment that it stands in. */
function inComment(json: string): string {
  return json.replaceAll(">", "\\u003e");
}

function readHead(lines: Lines): NotebookMetadata {
  lines.skipBlank();
  if (lines.peek() !== "---") return { ...LAB_KERNEL };
  lines.next();
  const card: Record<string, unknown> = {};
  let metadata: NotebookMetadata = { ...LAB_KERNEL };
  for (let line = lines.next(); line !== "---"; line = lines.next()) {
    if (line === undefined) return lines.fail("the head has no end", "no line of three dashes");
    if (line.trim() === "") continue;
    const [, key, text] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || !text) return lines.fail("a line of the head must be `key: value`", line);
    const value = parsedJson(text) ?? (/^["[{]/.test(text) ? undefined : text);
    if (value === undefined) return lines.fail(`the head's ${key} must be JSON or plain text`, text);
    if (key === "metadata") metadata = value as NotebookMetadata;
    else card[key] = value;
  }
  return Object.keys(card).length === 0 ? metadata : { ...metadata, lab: card as unknown as LabMetadata };
}

function readCell(lines: Lines): Cell {
  const line = lines.next()!;
  const match = MARKER.exec(line.trimEnd());
  if (match === null) {
    return lines.fail(`a cell must begin with <!-- kind id tags --> (kinds: markdown, code, raw)`, line);
  }
  const [, cell_type, id, tags = "", json] = match;
  const others = json === undefined ? {} : parsedJson(json);
  if (typeof others !== "object" || others === null) return lines.fail("metadata must be JSON", json!);
  const list = tags.trim() === "" ? [] : tags.trim().split(" ");
  const metadata: CellMetadata = { ...list.length === 0 ? {} : { tags: list }, ...others };
  const place = { id: id!, metadata };
  if (cell_type !== "code") return { cell_type: cell_type as "raw", ...place, source: readProse(lines) };
  return { cell_type, ...place, source: readFence(lines) ?? "", execution_count: null, outputs: [] };
}

function readProse(lines: Lines): string {
  lines.skipBlank();
  if (/^`{3,}escaped$/.test(lines.peek() ?? "")) return readFence(lines)!;
  const text: string[] = [];
  for (let line = lines.peek(); line !== undefined && !BEGINS_CELL.test(line); line = lines.peek()) {
    text.push(LIKE_MARKER.test(line) && line.startsWith("\\") ? line.slice(1) : line);
    lines.next();
  }
  return text.join("\n").replace(/^\n+|\n+$/g, "");
}

/** What a fence holds; undefined where there is none. */
function readFence(lines: Lines): string | undefined {
  lines.skipBlank();
  const [, fence, language] = /^(`{3,})(ts|escaped)\s*$/.exec(lines.peek() ?? "") ?? [];
  if (fence === undefined) {
    const line = lines.peek();
    if (line === undefined || BEGINS_CELL.test(line)) return undefined;
    return lines.fail("code must stand in a fence that begins with ```ts", line, lines.number + 1);
  }
  const start = lines.number + 1;
  lines.next();
  const text: string[] = [];
  for (let line = lines.next(); line?.trimEnd() !== fence; line = lines.next()) {
    if (line === undefined) return lines.fail("a fence is never closed", fence, start);
    text.push(line);
  }
  const body = text.join("\n");
  if (language === "ts") return body;
  const value = parsedJson(body);
  return typeof value === "string" ? value : lines.fail("an escaped fence must hold one JSON string", body, start);
}

function withOutputs(cell: Cell, previous: Cell | undefined): Cell {
  if (cell.cell_type === "code" && previous?.cell_type === "code" && previous.source === cell.source) {
    return { ...cell, execution_count: previous.execution_count, outputs: previous.outputs };
  }
  if (cell.cell_type === "markdown" && previous?.cell_type === "markdown" && previous.attachments) {
    return { ...cell, attachments: previous.attachments };
  }
  return cell;
}

/** The lines of a text, taken one after the other. */
class Lines {
  readonly #lines: readonly string[];
  readonly #path: string;
  #at = 0;

  constructor(text: string, path: string) {
    this.#lines = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n").split("\n");
    this.#path = path;
  }

  /** Number of the line that was taken last. */
  get number(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#lines.length;
  }

  peek(): string | undefined {
    return this.#lines[this.#at];
  }

  next(): string | undefined {
    return this.#lines[this.#at++];
  }

  skipBlank(): void {
    while (this.#lines[this.#at]?.trim() === "") this.#at++;
  }

  fail(why: string, value: string, line = this.#at): never {
    throw new SyntaxError(`Cannot read ${this.#path}, line ${line}: ${why}: current value is ${value}`);
  }
}
