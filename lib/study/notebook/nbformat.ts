/**
 * Jupyter's notebook format 4.5: its shape, a strict reader and a writer that always gives the same text.
 *
 * In memory every text is one string (files may hold lists of lines). The reader refuses what Jupyter's own schema
 * refuses, and says which cell and which rule; ids must be unique, and the kernel must be named, because a notebook
 * without them cannot be run twice to the same file.
 *
 * **Invariant.** `formatNotebook(parseNotebook(text, path))` is byte for byte what Jupyter writes for the same
 * notebook, and a fixed point of itself. The one thing left out is `metadata.execution`, Jupyter's time stamps.
 *
 * Cost: O(size of the file).
 *
 * Not here on purpose: older formats (JupyterLab upgrades a file when it saves it), trust and signatures (they live
 * outside the file), running.
 *
 * Source: nbformat 5.10, `nbformat.v4.5.schema.json` and `v4/rwbase.py` (which texts are split into lines).
 *
 * @module
 */
import { FormatCheck, isLines } from "./format_check.ts";
import { parseJson, stableJson, withSpellingsOf } from "./canonical_json.ts";

/** One thing in several forms, by mime type: text as a string, JSON mimes as a value, pictures as base64. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What one cell sent, as a notebook stores it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | {
    output_type: "execute_result";
    /** Number of the cell's run; null when it was not counted. */
    execution_count: number | null;
    data: MimeBundle;
    metadata: Record<string, unknown>;
  }
  | { output_type: "error"; ename: string; evalue: string; traceback: readonly string[] };

/** Free metadata of a cell; of it the lab reads the tags. */
export interface CellMetadata {
  /** Unique, without commas. The runner honours `raises-exception`, `skip-execution` and `hide-input`. */
  tags?: string[];
  /** What other tools keep here. */
  [key: string]: unknown;
}

/** A cell that the kernel runs. */
export interface CodeCell {
  /** Tells the kinds of cell apart. */
  cell_type: "code";
  /** 1 to 64 of `A-Z a-z 0-9 - _`, unique in its notebook. */
  id: string;
  /** Tags and what other tools keep. */
  metadata: CellMetadata;
  /** The text in the cell, line ends included. */
  source: string;
  /** null until the cell has run. */
  execution_count: number | null;
  /** In the order in which they came. */
  outputs: Output[];
}

/** Prose. */
export interface MarkdownCell {
  /** Tells the kinds of cell apart. */
  cell_type: "markdown";
  /** 1 to 64 of `A-Z a-z 0-9 - _`, unique in its notebook. */
  id: string;
  /** Tags and what other tools keep. */
  metadata: CellMetadata;
  /** The text in the cell, line ends included. */
  source: string;
  /** Files that the prose shows, by name. */
  attachments?: Record<string, MimeBundle>;
}

/** Text that nobody renders or runs. */
export interface RawCell {
  /** Tells the kinds of cell apart. */
  cell_type: "raw";
  /** 1 to 64 of `A-Z a-z 0-9 - _`, unique in its notebook. */
  id: string;
  /** Tags and what other tools keep. */
  metadata: CellMetadata;
  /** The text in the cell, line ends included. */
  source: string;
}

/** Any cell. */
export type Cell = CodeCell | MarkdownCell | RawCell;

/** What the lab knows about a notebook: the card on its first screen. */
export interface LabMetadata {
  /** Heading of its page. */
  title: string;
  /** Folder below `notebooks/`. */
  chapter: string;
  /** As an interviewer would rate it. */
  level: "easy" | "medium" | "hard";
  /** Time to work through it: a positive number of minutes. */
  minutes: number;
  /** What the reader can do afterwards, as one sentence. */
  proves: string;
  /** Name of the practice exercise in it. */
  exercise?: string;
  /** Notebooks to read first: paths below `notebooks/` without extension, as `structures/lru_cache`. */
  standsOn?: string[];
}

/** Metadata of a whole notebook. */
export interface NotebookMetadata {
  /** The kernel to run it with; the lab's is `deno`. */
  kernelspec: { name: string; display_name: string; [key: string]: unknown };
  /** Language of the code cells; `.ts` as `file_extension` lets nbconvert write scripts. */
  language_info: { name: string; file_extension?: string; [key: string]: unknown };
  /** The card; absent from notebooks that are not the lab's. */
  lab?: LabMetadata;
  /** What other tools keep here. */
  [key: string]: unknown;
}

/** A notebook of format 4.5. */
export interface Notebook {
  /** Major version of the format. */
  nbformat: 4;
  /** Minor version of the format. */
  nbformat_minor: 5;
  /** Kernel, language and card. */
  metadata: NotebookMetadata;
  /** Top to bottom. */
  cells: Cell[];
}

/**
 * Reads and validates the text of an `.ipynb` file.
 * @param text The whole file.
 * @param path Its name, for errors only.
 * @throws {SyntaxError} If the text is not JSON or breaks a rule of the format: names the file, the cell (counted from
 *   1) and the rule.
 *
 * @example An error says where
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { parseNotebook } from "@lib/study/notebook/nbformat.ts";
 * assertThrows(() => parseNotebook("{}", "lru.ipynb"), SyntaxError, "Cannot read lru.ipynb: nbformat must be 4");
 * ```
 */
export function parseNotebook(text: string, path: string): Notebook {
  const file = new FormatCheck(`Cannot read ${path}`);
  const json = file.record(readJson(text, path), "a notebook");
  if (json.nbformat !== 4 || json.nbformat_minor !== 5) {
    const version = `${json.nbformat}.${json.nbformat_minor}`;
    file.fail("nbformat must be 4 with nbformat_minor 5 (opening and saving it in JupyterLab upgrades it)", version);
  }
  file.onlyKeys(json, ["cells", "metadata", "nbformat", "nbformat_minor"]);
  const metadata = file.record(json.metadata, "metadata");
  for (const [name, keys] of [["kernelspec", ["name", "display_name"]], ["language_info", ["name"]]] as const) {
    const record = file.record(metadata[name], `metadata.${name}`);
    for (const key of keys) file.string(record[key], `metadata.${name}.${key}`);
  }
  if (metadata.lab !== undefined) checkLab(file, file.record(metadata.lab, "metadata.lab"));
  const seen = new Map<string, number>();
  const cells = file.list(json.cells, "cells").map((cell, index) => {
    const check = new FormatCheck(`Cannot read ${path}: cell ${index + 1}`);
    const parsed = parseCell(check, cell);
    const twin = seen.get(parsed.id);
    if (twin !== undefined) check.fail(`id must be unique, but cell ${twin} has the same`, parsed.id);
    seen.set(parsed.id, index + 1);
    return parsed;
  });
  return { nbformat: 4, nbformat_minor: 5, metadata: metadata as NotebookMetadata, cells };
}

/**
 * The text of an `.ipynb` file, as Jupyter would write it: sorted keys, one space of indent, texts as lists of lines.
 * @throws {TypeError} If an output or metadata holds a value that JSON has not.
 */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => {
    const { execution: _timeStamps, ...rest } = cell.metadata;
    const metadata = withSpellingsOf(cell.metadata, rest);
    const lines = { ...cell, metadata, source: splitLines(cell.source) };
    if (cell.cell_type === "code") return { ...lines, outputs: cell.outputs.map(splitOutput) };
    if (cell.cell_type === "markdown" && cell.attachments) {
      const files = Object.entries(cell.attachments).map(([name, bundle]) => [name, splitBundle(bundle)]);
      return { ...lines, attachments: Object.fromEntries(files) };
    }
    return lines;
  });
  return stableJson({ ...notebook, cells }) + "\n";
}

function readJson(text: string, path: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const conflict = /^(<{7}|>{7}) /m.test(text) ? " (it holds the marks of an unresolved merge)" : "";
    const why = (error as Error).message;
    throw new SyntaxError(`Cannot read ${path}: it is not JSON${conflict}: ${why}`, { cause: error });
  }
}

function checkLab(check: FormatCheck, lab: Record<string, unknown>): void {
  check.onlyKeys(lab, ["title", "chapter", "level", "minutes", "proves", "exercise", "standsOn"]);
  for (const key of ["title", "chapter", "proves"]) check.string(lab[key], `metadata.lab.${key}`);
  if (!["easy", "medium", "hard"].includes(lab.level as string)) {
    check.fail("metadata.lab.level must be easy, medium or hard", lab.level);
  }
  if (!(typeof lab.minutes === "number" && lab.minutes > 0)) {
    check.fail("metadata.lab.minutes must be a positive number", lab.minutes);
  }
  if (lab.exercise !== undefined) check.string(lab.exercise, "metadata.lab.exercise");
  if (lab.standsOn !== undefined && !isLines(lab.standsOn)) {
    check.fail("metadata.lab.standsOn must be a list of strings", lab.standsOn);
  }
}

function parseCell(check: FormatCheck, value: unknown): Cell {
  const json = check.record(value, "a cell");
  const id = check.string(json.id, "id");
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) check.fail("id must be 1 to 64 letters, digits, - or _", id);
  const metadata = check.record(json.metadata, "metadata") as CellMetadata;
  const { tags } = metadata;
  if (tags !== undefined) {
    if (!isLines(tags) || tags.some((tag) => !/^[^,]+$/.test(tag)) || new Set(tags).size < tags.length) {
      check.fail("metadata.tags must be a list of different strings without commas", tags);
    }
  }
  const source = check.text(json.source, "source");
  const keys = ["cell_type", "id", "metadata", "source"];
  if (json.cell_type === "code") {
    check.onlyKeys(json, [...keys, "execution_count", "outputs"]);
    const outputs = check.list(json.outputs, "outputs").map((output) => parseOutput(check, output));
    return { cell_type: "code", id, metadata, source, execution_count: check.count(json.execution_count), outputs };
  }
  if (json.cell_type !== "markdown" && json.cell_type !== "raw") {
    return check.fail("cell_type must be code, markdown or raw", json.cell_type);
  }
  check.onlyKeys(json, [...keys, "attachments"]);
  if (json.cell_type === "raw" || json.attachments === undefined) {
    return { cell_type: json.cell_type, id, metadata, source };
  }
  const attachments = Object.entries(check.record(json.attachments, "attachments"))
    .map(([name, bundle]) => [name, joinBundle(check.record(bundle, `attachments.${name}`))]);
  return { cell_type: "markdown", id, metadata, source, attachments: Object.fromEntries(attachments) };
}

function parseOutput(check: FormatCheck, value: unknown): Output {
  const json = check.record(value, "an output");
  if (json.output_type === "stream") {
    check.onlyKeys(json, ["output_type", "name", "text"]);
    if (json.name !== "stdout" && json.name !== "stderr") {
      check.fail("a stream's name must be stdout or stderr", json.name);
    }
    return { output_type: "stream", name: json.name as "stdout", text: check.text(json.text, "a stream's text") };
  }
  if (json.output_type === "error") {
    check.onlyKeys(json, ["output_type", "ename", "evalue", "traceback"]);
    if (!isLines(json.traceback)) check.fail("an error's traceback must be a list of strings", json.traceback);
    const [ename, evalue] = [check.string(json.ename, "ename"), check.string(json.evalue, "evalue")];
    return { output_type: "error", ename, evalue, traceback: json.traceback as string[] };
  }
  if (json.output_type !== "display_data" && json.output_type !== "execute_result") {
    return check.fail("output_type must be stream, display_data, execute_result or error", json.output_type);
  }
  const data = joinBundle(check.record(json.data, "an output's data"));
  const metadata = check.record(json.metadata, "an output's metadata");
  if (json.output_type === "display_data") {
    check.onlyKeys(json, ["output_type", "data", "metadata"]);
    return { output_type: "display_data", data, metadata };
  }
  check.onlyKeys(json, ["output_type", "data", "metadata", "execution_count"]);
  return { output_type: "execute_result", execution_count: check.count(json.execution_count), data, metadata };
}

function joinBundle(bundle: Record<string, unknown>): MimeBundle {
  const entries = Object.entries(bundle)
    .map((
      [mime, value],
    ) => [mime, isLines(value) && !/^application\/(json$|.*\+json$)/.test(mime) ? value.join("") : value]);
  return withSpellingsOf(bundle, Object.fromEntries(entries));
}

/** Lines with their ends, at every character where Python's `str.splitlines` ends one. */
function splitLines(text: string): string[] {
  // deno-lint-ignore no-control-regex -- Python counts the information separators as line ends
  return text.match(/.*?(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|.+$/gs) ?? [];
}

function splitBundle(bundle: MimeBundle): Record<string, unknown> {
  const entries = Object.entries(bundle).map((
    [mime, value],
  ) => [mime, isText(mime, value) ? splitLines(value) : value]);
  return withSpellingsOf(bundle, Object.fromEntries(entries));
}

function isText(mime: string, value: unknown): value is string {
  return typeof value === "string" && /^(text\/.*|application\/javascript|image\/svg\+xml)$/.test(mime);
}

function splitOutput(output: Output): Record<string, unknown> {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  return output.output_type === "error" ? { ...output } : { ...output, data: splitBundle(output.data) };
}
