/**
 * A place in the reader's code, shown with its line number and a caret below it.
 *
 * @module
 */

/** A place in a text. */
export interface CodePosition {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const LINES_BEFORE = 2;
const MAX_COLUMNS = 100;

/**
 * The line at `position` and up to two before it, numbered, and a caret below the column. Long lines are cut on both
 * sides.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codeFrame } from "./_code_frame.ts";
 * assertEquals(codeFrame("let a;\nlet b = ;", { line: 2, column: 9 }), "1 | let a;\n2 | let b = ;\n  |         ^");
 * ```
 */
export function codeFrame(text: string, { line, column }: CodePosition): string {
  const lines = text.split("\n");
  const at = Math.min(Math.max(line, 1), lines.length);
  const width = String(at).length;
  const from = Math.max(0, column - 1 - MAX_COLUMNS / 2);
  const shown = (number: number) => {
    const own = (lines[number - 1] ?? "").slice(from, from + MAX_COLUMNS).trimEnd();
    return `${String(number).padStart(width)} | ${own}`.trimEnd();
  };
  const frame: string[] = [];
  for (let number = Math.max(1, at - LINES_BEFORE); number <= at; number++) frame.push(shown(number));
  return [...frame, `${" ".repeat(width)} | ${" ".repeat(Math.max(0, column - 1 - from))}^`].join("\n");
}
