/**
 * A code cell as HTML: the code, in which every import from `lib/` leads to the page that shows the module, and every
 * imported name to the line that declares it; below it what the cell has displayed.
 *
 * Not here on purpose: the copy button (a script adds it, since without scripts it could do nothing).
 *
 * @module
 */
import type { CodeCell } from "../notebook/nbformat.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import { codeBlockHtml } from "./_code_block.ts";
import type { Guess } from "./_guesses.ts";
import type { CodeLink } from "./_highlight.ts";
import { outputsHtml } from "./_output_html.ts";
import type { FigureCounter } from "./_output_html.ts";
import type { PageContext } from "./_page_context.ts";

/** The import map of the lab: what stands before a path of `lib/` in an import. */
const LIBRARY = "@lib/";

/**
 * The HTML of a cell.
 * @param cell The cell, with its outputs.
 * @param options.context The page.
 * @param options.figures Counts the figures of the page.
 * @param options.guess What the reader is asked before the cell is shown, if anything.
 */
export function codeCellHtml(
  cell: CodeCell,
  options: { context: PageContext; figures: FigureCounter; guess?: Guess | undefined },
): string {
  const { context, figures } = options;
  const code = cell.source.replace(/\s+$/, "");
  const lines = context.highlighter.lines(code, { language: "ts", links: importLinks(code, context) });
  const block = codeBlockHtml({ code, lines });
  const hidden = cell.metadata.tags?.some((tag) => tag === "hide-input" || tag === "hide-cell");
  const input = code === ""
    ? ""
    : hidden
    ? `<details class="hidden-code" data-part="code"><summary>Show the code</summary>${block}</details>`
    : block;
  const outputs = outputsHtml(cell, { context, figures });
  if (input === "" && outputs === "") return "";
  const guess = options.guess ? ` data-guess="${escapeHtml(JSON.stringify(options.guess))}"` : "";
  return `<div class="cell" id="${context.idPrefix}cell-${cell.id}"${guess}>${input}${outputs}</div>`;
}

/** Modules of `lib/` that a cell imports, as paths from the repository root. */
export function importedModules(code: string): string[] {
  return [...code.matchAll(/["']@lib\/([^"']+\.ts)["']/g)].map((found) => `lib/${found[1]}`);
}

function importLinks(code: string, context: PageContext): CodeLink[] {
  const links: CodeLink[] = [];
  const statements = /import\s+(?:type\s+)?(?:\{([^}]*)\}\s*from\s*)?(?:[\w*\s]+from\s*)?["'](@lib\/[^"']+\.ts)["']/dg;
  for (const found of code.matchAll(statements)) {
    const path = `lib/${found[2]!.slice(LIBRARY.length)}`;
    const [namesAt, specifierAt] = [found.indices![1], found.indices![2]!];
    for (const name of (found[1] ?? "").matchAll(/(?:^|,)\s*(?:type\s+)?(\w+)/dg)) {
      const [start, end] = name.indices![1]!;
      const line = context.lineOf(path, name[1]!);
      const href = line && context.href({ kind: "file", path, firstLine: line, lastLine: line });
      if (href) links.push({ start: namesAt![0] + start, end: namesAt![0] + end, href });
    }
    const href = context.href({ kind: "file", path });
    if (href) links.push({ start: specifierAt[0], end: specifierAt[1], href });
  }
  return links;
}
