/**
 * The width of comments: no line of a comment is longer than a line of code may be. `deno fmt` never wraps a comment,
 * so this does: the gate compares, `deno task ok --write` writes.
 *
 * A paragraph is wrapped from its first long line on. A comment that ends a long line of code moves above it. Code
 * blocks in examples, tables, and what has no space to break at stay as they are.
 *
 * **Invariant.** Only white space and the stars and slashes of comments change, and wrapping twice changes nothing
 * more.
 *
 * @module
 */
import { writeFileAtomic } from "../../storage/atomic_write.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** Longest line, in characters: the `lineWidth` of `deno fmt`. */
export const MAX_COLUMNS = 120;

/** Comments that tools read: they stay on their line. */
const FOR_TOOLS = /^\s*(?:deno-|@ts-|eslint|dprint)/;

/** Files with comments that are too wide. */
export function checkCommentWidth(tree: Tree): Diagnostic[] {
  return wide(tree).map(([path, text]) => {
    const before = tree.read(path).split("\n");
    const after = text.split("\n");
    const line = before.findIndex((one, index) => one !== after[index]) + 1;
    const message = `a comment is wider than ${MAX_COLUMNS} columns: deno task ok --write`;
    return { rule: "comment-width", path, line, message };
  });
}

/**
 * Wraps the comments that are too wide.
 * @returns The paths that were written.
 */
export async function wrapWideComments(tree: Tree): Promise<string[]> {
  const all = wide(tree);
  for (const [path, text] of all) await writeFileAtomic(`${tree.root}/${path}`, new TextEncoder().encode(text));
  return all.map(([path]) => path);
}

function wide(tree: Tree): [string, string][] {
  const modules = tree.paths.filter((path) => /^(?:lib|tests)\/.*\.ts$/.test(path) && !path.includes("/fixtures/"));
  return modules.flatMap((path): [string, string][] => {
    const text = tree.read(path);
    if (!text.split("\n").some((line) => line.length > MAX_COLUMNS)) return [];
    const wrapped = wrapComments(text, path, tree);
    return wrapped === text ? [] : [[path, wrapped]];
  });
}

/** The text of a module with its comments wrapped. */
function wrapComments(text: string, path: string, tree: Tree): string {
  const source = sourceOf(tree, path);
  if (source === undefined) return text; // the file rules report it
  let result = text;
  for (const comment of [...source.comments].sort((a, b) => b.start - a.start)) { // from the end: what is before stays
    const start = result.lastIndexOf("\n", comment.start - 1) + 1;
    const after = result.indexOf("\n", comment.end);
    const end = after === -1 ? result.length : after;
    const lines = result.slice(start, end).split("\n");
    if (!lines.some((line) => line.length > MAX_COLUMNS)) continue;
    const before = result.slice(start, comment.start);
    const isAlone = before.trim() === "" && result.slice(comment.end, end).trim() === "";
    const written = comment.type === "Line"
      ? lineComment(before, comment.value, isAlone)
      : isAlone && comment.value.startsWith("*")
      ? blockComment(lines, before)
      : undefined;
    if (written !== undefined) result = result.slice(0, start) + written.join("\n") + result.slice(end);
  }
  return result;
}

/** A comment of one line, on lines of its own. */
function lineComment(before: string, value: string, isAlone: boolean): string[] | undefined {
  if (FOR_TOOLS.test(value)) return undefined;
  const indent = /^\s*/.exec(before)![0];
  const wrapped = wrap(value.trim(), { first: `${indent}// `, rest: `${indent}// ` });
  return isAlone ? wrapped : [...wrapped, before.trimEnd()];
}

/** A doc comment, paragraph by paragraph. */
function blockComment(lines: readonly string[], indent: string): string[] {
  const [only] = lines;
  if (lines.length === 1) {
    const text = only!.trim().replace(/^\/\*\*\s*/, "").replace(/\s*\*\/$/, "");
    return [`${indent}/**`, ...wrap(text, { first: `${indent} * `, rest: `${indent} * ` }), `${indent} */`];
  }
  const written: string[] = [];
  let isCode = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const [, star, inner, content] = /^(\s*\*)( ?\s*)(.*)$/.exec(line) ?? [];
    if (content?.startsWith("```")) isCode = !isCode;
    if (star === undefined || isCode || line.length <= MAX_COLUMNS || /^[|#>/]/.test(content!)) {
      written.push(line);
      continue;
    }
    const marker = /^(?:[-*] |\d+\. |@\w+ )/.exec(content!)?.[0] ?? "";
    const first = `${star}${inner || " "}`;
    const rest = marker === "" ? first : `${first}  `;
    let paragraph = content!;
    for (; at + 1 < lines.length && continues(lines[at + 1]!, rest); at++) {
      paragraph += ` ${lines[at + 1]!.slice(rest.length)}`;
    }
    written.push(...wrap(paragraph, { first, rest }));
  }
  return written;
}

/** Whether a line goes on with the paragraph whose lines begin with `rest`. */
function continues(line: string, rest: string): boolean {
  return line.startsWith(rest) && /^[^\s|#>@*/-]/.test(line.slice(rest.length)) &&
    !/^\d+\. /.test(line.slice(rest.length));
}

/** Lines of at most {@linkcode MAX_COLUMNS}; inline code is never broken. */
function wrap(text: string, { first, rest }: { readonly first: string; readonly rest: string }): string[] {
  const words = text.match(/(?:`[^`]*`|\{@[^}]*\}|\S)+/g) ?? [];
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && line.length + 1 + word.length > MAX_COLUMNS) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
