/**
 * A file of a data set that is missing, cut short, changed, in the wrong encoding, or not in its format.
 *
 * Loaders throw it for the file they cannot read; `deno task data` catches it to say what to do about it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DatasetError } from "./dataset_error.ts";
 *
 * const error = new DatasetError("a rating has 4 fields", { path: "u.data", line: 12, value: "196 242" });
 * assertEquals(error.message, 'Cannot read u.data:12: a rating has 4 fields: current value is "196 242"');
 * ```
 */
export class DatasetError extends Error {
  /** `"DatasetError"`. */
  override name = "DatasetError";
  /** The file, as it was named to the reader of it. */
  readonly path: string;
  /** The line, counted from 1; absent where the fault is of the whole file. */
  readonly line?: number;

  /**
   * An error about a file.
   * @param why What is wrong, without a full stop.
   * @param at The file, the line, and the text that is wrong (shown up to 60 characters).
   */
  constructor(why: string, at: DatasetErrorPlace) {
    const where = at.line === undefined ? at.path : `${at.path}:${at.line}`;
    const value = at.value === undefined ? "" : `: current value is ${shown(at.value)}`;
    super(`Cannot read ${where}: ${why}${value}`, at.cause === undefined ? undefined : { cause: at.cause });
    this.path = at.path;
    if (at.line !== undefined) this.line = at.line;
  }
}

/** Where a {@linkcode DatasetError} happened. */
export interface DatasetErrorPlace {
  /** The file. */
  readonly path: string;
  /** The line, counted from 1. */
  readonly line?: number;
  /** What stands there. */
  readonly value?: string | number;
  /** The error behind it. */
  readonly cause?: unknown;
}

function shown(value: string | number): string {
  if (typeof value === "number") return String(value);
  return value.length > 60 ? `${JSON.stringify(value.slice(0, 60))}…` : JSON.stringify(value);
}
