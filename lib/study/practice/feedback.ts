/**
 * What the reader sees after `check`, `hint` and `solution`: one structure, shown as plain text (a terminal, a
 * text-only export) and as HTML (a notebook).
 *
 * The text is wrapped at 92 columns; colours are added only when asked for. The HTML carries meaning in words, not in
 * colours, and inherits the page's colours, so that it reads in dark and light alike.
 *
 * **Invariant.** Nothing of the reader's or of a suite reaches the HTML unescaped.
 *
 * @module
 */
import { escapeHtml } from "../notebook/escape_html.ts";
import { JUPYTER_DISPLAY } from "../notebook/jupyter_display.ts";

/** The parts of a message, from top to bottom. */
export interface FeedbackParts {
  /** One line: what happened. */
  readonly title: string;
  /** Colours the title on a terminal. */
  readonly mood: "good" | "bad" | "plain";
  /** Named values, such as input, expected, got. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  /** Prose. */
  readonly paragraphs?: readonly string[];
  /** Lists, each with a line above it. */
  readonly lists?: readonly { readonly title: string; readonly items: readonly string[] }[];
  /** Code to read, with the name of its language; `isFlush` text is not indented. */
  readonly code?: { readonly text: string; readonly language: "ts" | "text"; readonly isFlush?: boolean };
}

const WIDTH = 92;

/** A message that a notebook can show. */
export class Feedback {
  /** What it consists of. */
  readonly parts: FeedbackParts;

  /** Keeps `parts`. */
  constructor(parts: FeedbackParts) {
    this.parts = parts;
  }

  /**
   * As text.
   * @param options `colour`: with terminal colours. @default {false}
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { Feedback } from "./feedback.ts";
   * assertEquals(new Feedback({ title: "Passed", mood: "good", facts: [["got", "1"]] }).text(), "Passed\n\n  got  1");
   * ```
   */
  text({ colour = false }: { readonly colour?: boolean } = {}): string {
    const { title, mood, facts = [], paragraphs = [], lists = [], code } = this.parts;
    const paint = (text: string, codes: string) => colour ? `\x1b[${codes}m${text}\x1b[0m` : text;
    const width = Math.max(0, ...facts.map(([name]) => name.length));
    const factLines = facts.map(([name, value]) => {
      const label = paint(name.padEnd(width), "2");
      return wrapped(value, { indent: width + 4 }).replace(/^\s*/, `  ${label}  `);
    });
    return [
      paint(wrapped(title, { indent: 0 }), mood === "good" ? "1;32" : mood === "bad" ? "1;31" : "1"),
      factLines.join("\n"),
      ...paragraphs.map((paragraph) => wrapped(paragraph, { indent: 2 })),
      code ? code.text.trimEnd().split("\n").map((line) => line && !code.isFlush ? `  ${line}` : line).join("\n") : "",
      ...lists.map(({ title, items }) => [`  ${title}`, ...items.map(listItem)].join("\n")),
    ].filter(Boolean).join("\n\n");
  }

  /** As HTML. */
  html(): string {
    const { title, mood, facts = [], paragraphs = [], lists = [], code } = this.parts;
    const rows = facts.map(([name, value]) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top">${escapeHtml(name)}</th>` +
      `<td style="text-align:left"><code>${escapeHtml(value)}</code></td></tr>`
    );
    return [
      `<div class="lab-feedback" data-mood="${mood}" style="border-left:4px solid currentColor;padding-left:1em">`,
      `<p><strong>${escapeHtml(title)}</strong></p>`,
      rows.length > 0 ? `<table><tbody>${rows.join("")}</tbody></table>` : "",
      ...paragraphs.map((paragraph) => `<p>${withCode(paragraph)}</p>`),
      code ? `<pre><code class="language-${code.language}">${escapeHtml(code.text.trimEnd())}</code></pre>` : "",
      ...lists.map(({ title, items }) =>
        `<p>${withCode(title)}</p><ul>${items.map((item) => `<li>${withCode(item)}</li>`).join("")}</ul>`
      ),
      "</div>",
    ].filter(Boolean).join("\n");
  }

  /** What a Jupyter front end shows. */
  [JUPYTER_DISPLAY](): Record<string, string> {
    return { "text/html": this.html(), "text/plain": this.text() };
  }
}

/** Lines of at most 92 columns, each after the first and the first itself indented. */
function wrapped(text: string, { indent }: { readonly indent: number }): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((one) => " ".repeat(indent) + one).join("\n");
}

function listItem(item: string): string {
  return wrapped(item, { indent: 4 }).replace(/^ {4}/, "  - ");
}

/** Escaped prose in which `text between backquotes` is code. */
function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
