/**
 * Markdown as notebooks use it: CommonMark with tables, footnotes, formulas between dollars and folded answers
 * (`<details>`), read into tokens by markdown-it.
 *
 * Two departures from plain CommonMark, so that authors need not know its rules for HTML blocks: the inside of a
 * `<details>` is Markdown with or without blank lines around it, and formulas follow Jupyter (`$x$`, `$$…$$` on lines
 * of their own).
 *
 * **Invariant.** One reader for all: what counts as a formula, a link or an answer is decided here, for the count of
 * what a notebook has and for every export.
 *
 * Not here on purpose: how tokens become a page (`_render_markdown.ts`), what must be there (`_content_inventory.ts`).
 *
 * @module
 */
import { tex } from "@mdit/plugin-tex";
import MarkdownIt from "markdown-it";
import footnote from "markdown-it-footnote";

/** The part of markdown-it's token that the export reads. */
export interface MarkdownToken {
  /** As markdown-it names it: `heading_open`, `inline`, `math_block`, … */
  type: string;
  /** Tag of the element it opens or closes. */
  tag: string;
  /** Text of a leaf. */
  content: string;
  /** Words after the fence of a code block. */
  info: string;
  /** First and last line, where it is a block. */
  map: [number, number] | null;
  /** Tokens in the line, of an `inline`. */
  children: MarkdownToken[] | null;
  /** Value of an attribute. */
  attrGet(name: string): string | null;
  /** Sets an attribute. */
  attrSet(name: string, value: string): void;
}

/** Renders one token; the shape of markdown-it's own rules. */
export type MarkdownRule = (
  tokens: MarkdownToken[],
  index: number,
  options: unknown,
  env: unknown,
  renderer: MarkdownReader["renderer"],
) => string;

/** The part of markdown-it that the export uses. */
export interface MarkdownReader {
  /** Text to tokens. */
  parse(source: string, env: Record<string, unknown>): MarkdownToken[];
  /** Renders tokens and holds the rules, by type of token. */
  renderer: {
    rules: Record<string, MarkdownRule | undefined>;
    render(tokens: MarkdownToken[], options: unknown, env: unknown): string;
  };
  /** Settings. */
  options: unknown;
}

/** A reader with formulas left as tokens `math_inline` and `math_block`, whose content is TeX. */
export function markdownReader(): MarkdownReader {
  const reader = new MarkdownIt({ html: true, linkify: false, typographer: false })
    .use(footnote)
    .use(tex as never, { render: (formula: string) => formula });
  return reader as unknown as MarkdownReader;
}

/**
 * Gives the inside of every `<details>` the blank lines that make it Markdown. Fenced code stays as it is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openDetails } from "./_markdown.ts";
 * assertEquals(
 *   openDetails("<details><summary>Why?</summary>\n*Because.*\n</details>"),
 *   "<details><summary>Why?</summary>\n\n*Because.*\n\n</details>\n",
 * );
 * ```
 */
export function openDetails(source: string): string {
  let fence: string | undefined;
  const lines: string[] = [];
  for (const line of source.split("\n")) {
    const mark = line.match(/^ {0,3}(`{3,}|~{3,})/)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && mark.startsWith(fence)) fence = undefined;
    if (fence !== undefined || mark) {
      lines.push(line);
      continue;
    }
    lines.push(...line.replace(/(<\/summary>)/gi, "$1\n\n").replace(/(<\/details>)/gi, "\n\n$1\n").split("\n"));
  }
  return lines.join("\n").replace(/(<\/summary>)\n{3,}/gi, "$1\n\n").replace(/\n{3,}(<\/details>)/gi, "\n\n$1");
}

/** Every token of a text, those inside lines too, in reading order. */
export function allTokens(tokens: readonly MarkdownToken[]): MarkdownToken[] {
  return tokens.flatMap((token) => token.children ? [token, ...allTokens(token.children)] : [token]);
}

/** Values of one attribute in the tags of one name, in a piece of raw HTML. */
export function attributeValues(html: string, options: { tag: string; attribute: string }): string[] {
  const { tag, attribute } = options;
  const pattern = new RegExp(`<${tag}\\b[^>]*?\\s${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, "gi");
  return [...html.matchAll(pattern)].map((found) => found[1] ?? found[2] ?? found[3] ?? "");
}
