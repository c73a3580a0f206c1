/**
 * Line numbers of a cell in its errors.
 *
 * The kernel compiles a cell to other lines than it was written in, and its stack frames count those. So each top-level
 * statement of the cell first notes its own line in a variable, and the frame of the cell shows that; frames of
 * functions that cells define show no number rather than a wrong one.
 *
 * **Invariant.** No line of the cell moves, and its value is the same: a `var` statement has none.
 *
 * Not here on purpose: columns, lines within a statement.
 *
 * @module
 */
import { type AnyNode, parse } from "acorn";
import { stripTypeScriptTypes } from "node:module";

/** The global variable with the line of the statement that runs. */
export const LINE_VARIABLE = "__lab_line";

/** How cells are parsed: as JavaScript whose types have become spaces, so that positions stay. */
const OPTIONS = {
  ecmaVersion: "latest",
  sourceType: "module",
  allowAwaitOutsideFunction: true,
  preserveParens: true,
  locations: true,
} as const;

/** An insertion into a cell. */
export interface Insertion {
  /** Offset in the text. */
  readonly at: number;
  /** What is inserted there. */
  readonly text: string;
}

/** The syntax tree of a cell; undefined if it cannot be parsed: the kernel will say what is wrong. */
export function parseCell(source: string): AnyNode | undefined {
  try {
    return parse(stripTypeScriptTypes(source), OPTIONS);
  } catch {
    return undefined;
  }
}

/** What notes the lines of a cell's statements; nothing where the kernel takes the cell for an object. */
export function lineMarks(source: string, program: AnyNode): Insertion[] {
  if (program.type !== "Program" || /^\s*\{/.test(source)) return [];
  return program.body
    .filter((node) => node.type !== "ImportDeclaration" && !("directive" in node))
    .map(({ start, loc }) => ({ at: start, text: `var ${LINE_VARIABLE}=${loc!.start.line};` }));
}

/**
 * The text of a cell with its insertions.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { inserted, lineMarks, parseCell } from "@lib/study/kernel/cell_lines.ts";
 * const cell = "let a = 1;\n\nf(a);";
 * const marks = lineMarks(cell, parseCell(cell)!);
 * assertEquals(inserted(cell, marks), "var __lab_line=1;let a = 1;\n\nvar __lab_line=3;f(a);");
 * ```
 */
export function inserted(source: string, insertions: readonly Insertion[]): string {
  // from the end to the beginning, so that positions stay right; of two at one position the later one goes inside
  const ordered = insertions.map((one, index) => ({ ...one, index })).sort((a, b) => b.at - a.at || b.index - a.index);
  let text = source;
  for (const { at, text: piece } of ordered) text = text.slice(0, at) + piece + text.slice(at);
  return text;
}

/** The text of a cell whose statements note their lines. */
export function withLineMarks(source: string): string {
  const program = parseCell(source);
  return program === undefined ? source : inserted(source, lineMarks(source, program));
}

/** The part of V8's call sites that is read here. */
interface CallSite {
  getFunctionName(): string | null;
  toString(): string;
}

/** Lets stacks of this kernel show lines of cells as they were written. */
export function installCellFrames(): void {
  const errors = Error as unknown as { prepareStackTrace(error: unknown, sites: readonly CallSite[]): string };
  errors.prepareStackTrace = (error, sites) => {
    const ofCell = sites.map((site) => /<anonymous>:\d+:\d+/.test(site.toString()));
    const isRunning = ofCell.at(-1) ?? false; // a timer or an event has frames of its own below
    const frames = sites.map((site, index) => {
      if (!ofCell[index]) return `${site}`;
      const name = site.getFunctionName();
      if (name) return `${name} (the cell)`;
      const line = (globalThis as unknown as Record<string, unknown>)[LINE_VARIABLE];
      return isRunning && index === sites.length - 1 && line !== undefined ? `the cell, line ${line}` : "the cell";
    });
    return [headOf(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
  };
}

function headOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error"; // its own toString failed
  }
}
