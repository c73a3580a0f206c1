/**
 * A block of code as HTML: one element a line, so that a line that is wider than its column goes on below, indented,
 * and so that the documentation comments of an excerpt can be folded away.
 *
 * **Invariant.** The text of the block is the code, letter by letter: what is copied from it runs.
 *
 * @module
 */

/** A coloured block. */
export interface CodeBlockParts {
  /** The code. */
  readonly code: string;
  /** HTML of each of its lines. */
  readonly lines: readonly string[];
}

/**
 * The HTML of a block.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codeBlockHtml } from "./_code_block.ts";
 * assertEquals(
 *   codeBlockHtml({ code: "if (a) {\n  b", lines: ["if (a) {", "  b"] }),
 *   '<div class="code"><pre><code><span class="l">if (a) {\n</span><span class="l" style="--i:2">  b</span></code></pre></div>',
 * );
 * ```
 */
export function codeBlockHtml({ code, lines }: CodeBlockParts): string {
  const raw = code.split("\n");
  const isDoc = docLines(raw);
  const spans = lines.map((line, index) => {
    const indent = raw[index]!.search(/\S/);
    const end = index === lines.length - 1 ? "" : "\n";
    return `<span class="l${isDoc[index] ? " doc" : ""}"${
      indent > 0 ? ` style="--i:${indent}"` : ""
    }>${line}${end}</span>`;
  });
  return `<div class="code"><pre><code>${spans.join("")}</code></pre></div>`;
}

/** Whether each line is part of a documentation comment and of nothing else. */
function docLines(lines: readonly string[]): boolean[] {
  let isOpen = false;
  return lines.map((line) => {
    const begins = /^\s*\/\*\*/.test(line);
    const isDoc = isOpen || begins;
    if (begins) isOpen = true;
    if (isOpen && line.includes("*/")) isOpen = false;
    return isDoc;
  });
}
