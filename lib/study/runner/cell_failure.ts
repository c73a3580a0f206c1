/**
 * A failure of a notebook with everything a person needs to find it: the notebook, the cell by its number and first
 * line, the error, and the stack with the files of the repository.
 *
 * @module
 */
import type { CellError } from "../kernel/cell_error.ts";
import { isKernelFrame } from "./normalize_outputs.ts";

export type { CellError };

/** One failure. */
export interface CellFailure {
  /** Path of the notebook below the root: `notebooks/structures/lru_cache.ipynb`. */
  readonly path: string;
  /** Number of the cell among all cells of the notebook, counted from 1; undefined when the notebook itself is at fault. */
  readonly cell?: number;
  /** First line of the cell that is neither empty nor a comment. */
  readonly firstLine?: string;
  /** What happened. */
  readonly error: CellError;
}

/** A failure of a notebook as a whole: it cannot be read, started or saved. */
export function notebookFailure(path: string, error: unknown): CellFailure {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { path, error: { kind: "thrown", name, message, traceback: [] } };
}

/** First line of code in `source`, at most 80 characters; a line of comment when there is no code. */
export function firstLineOf(source: string): string {
  const lines = source.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const line = lines.find((line) => !/^(\/\/|\/\*|\*)/.test(line)) ?? lines[0] ?? "";
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/**
 * The failure in a few lines of text.
 * @param options.portable Replaces machine paths, see `redact_paths.ts`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { describeFailure } from "@lib/study/runner/cell_failure.ts";
 * const traceback = ["RangeError: no", "    at put (file:///lab/lib/a.ts:3:9)", "    at <anonymous>:2:1"];
 * const error = { kind: "thrown", name: "RangeError", message: "no", traceback } as const;
 * assertEquals(
 *   describeFailure({ path: "notebooks/a.ipynb", cell: 4, firstLine: "put()", error }, {
 *     portable: (text) => text.replaceAll("file:///lab/", ""),
 *   }),
 *   "notebooks/a.ipynb, cell 4: put()\n  RangeError: no\n    at put (lib/a.ts:3:9)\n    at the cell",
 * );
 * ```
 */
export function describeFailure(failure: CellFailure, options: { portable: (text: string) => string }): string {
  const { path, cell, firstLine, error } = failure;
  const where = cell === undefined ? path : `${path}, cell ${cell}: ${firstLine}`;
  const headline = `${error.name}: ${error.message}`.split("\n").map((line) => `  ${line}`);
  const frames = error.traceback.filter((line) => /^\s+at /.test(line) && !isKernelFrame(line))
    .map((line) => line.replace(/^\s+/, "    ").replace(/ \(?<anonymous>:\d+:\d+\)?/, " the cell"))
    .filter((line, index, all) => line !== all[index - 1]);
  const shown = error.kind === "syntax" ? error.traceback.slice(1).map((line) => `    ${line}`) : frames.slice(0, 8);
  return options.portable([where, ...headline, ...shown].join("\n"));
}
