/**
 * The prose of a notebook as HTML. All Markdown cells are read as one text, with a placeholder where each code cell
 * stands: so a footnote or a link may be defined in any cell, an answer may fold away code cells, and the footnotes
 * come together at the end of the page.
 *
 * **Invariant.** A placeholder comes out exactly where its cell stood; a cell that is swallowed (by a fence that nobody
 * closed) is found by the check of completeness.
 *
 * Not here on purpose: code cells and outputs (`_code_cell.ts`, `_output_html.ts`), the page around
 * (`_page_layout.ts`).
 *
 * @module
 */
import type { Cell } from "../notebook/nbformat.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import { codeBlockHtml } from "./_code_block.ts";
import { renderMath } from "./_render_math.ts";
import { anchorName, linkTarget } from "./_link_target.ts";
import { markdownReader, type MarkdownToken, openDetails } from "./_markdown.ts";
import type { PageContext } from "./_page_context.ts";
import { withoutEmptyHeaders } from "./_sanitized_html.ts";

/** One line of the table of contents. */
export interface Heading {
  /** 1 for the largest. */
  readonly level: number;
  /** Anchor. */
  readonly id: string;
  /** Words. */
  readonly text: string;
}

/** Prose, rendered. */
export interface RenderedMarkdown {
  /** HTML with {@linkcode placeholder}s. */
  readonly html: string;
  /** Headings in order, those of level 1 too. */
  readonly headings: readonly Heading[];
}

/** What stands for code cell number `index` in the HTML. */
export function placeholder(index: number): string {
  return `<!--cell ${index}-->`;
}

/**
 * The prose of `cells`.
 * @param cells All cells of the notebook; a heading of level 1 at the very start is left to the page.
 * @param context The page.
 */
export function renderMarkdown(cells: readonly Cell[], context: PageContext): RenderedMarkdown {
  const source = cells.map((cell, index) => {
    if (cell.cell_type === "code") return placeholder(index);
    if (cell.cell_type === "raw") return "";
    return openDetails(cell.source).replaceAll("](attachment:", `](attachment:${index}/`);
  }).join("\n\n");
  return renderSource(source, context, cells);
}

/** A piece of Markdown that a cell has displayed. */
export function renderDisplayed(markdown: string, context: PageContext): string {
  return renderSource(openDetails(markdown), context, []).html;
}

function renderSource(source: string, context: PageContext, cells: readonly Cell[]): RenderedMarkdown {
  const reader = markdownReader();
  const { rules } = reader.renderer;
  const headings: Heading[] = [];

  rules.link_open = (tokens, index) => {
    const token = tokens[index]!;
    return openLink(token.attrGet("href") ?? "", token.attrGet("title") ?? "", context);
  };
  rules.link_close = () => "</a>";
  rules.image = (tokens, index) => {
    const token = tokens[index]!;
    return imageHtml(token.attrGet("src") ?? "", token.content, { context, cells });
  };
  rules.html_inline = rules.html_block = (tokens, index) => rewriteRaw(tokens[index]!.content, { context, cells });
  rules.math_inline = (tokens, index) => mathWithFallback(tokens[index]!.content, false, context);
  rules.math_block = (tokens, index) => mathWithFallback(tokens[index]!.content, true, context);
  rules.fence = (tokens, index) => {
    const { content, info } = tokens[index]!;
    return codeBlock(content.replace(/\n$/, ""), info.trim().split(/\s+/)[0] ?? "", context);
  };
  rules.code_block = (tokens, index) => codeBlock(tokens[index]!.content.replace(/\n$/, ""), "", context);
  rules.table_open = () => `<div class="table"><table>`;
  rules.table_close = () => `</table></div>`;
  rules.footnote_block_open = () => `<section class="footnotes" aria-label="Footnotes"><ol>`;
  rules.footnote_block_close = () => `</ol></section>`;
  rules.footnote_caption = (tokens, index) => String(metaOf(tokens[index]!).id + 1);
  const anchor = rules.footnote_anchor;
  rules.footnote_anchor = (...token) => anchor!(...token).replace("<a ", `<a aria-label="Back to the text" `);

  const env: Record<string, unknown> = context.idPrefix ? { docId: context.idPrefix.replace(/-$/, "") } : {};
  let tokens = reader.parse(source, env);
  if (tokens[0]?.type === "heading_open" && tokens[0].tag === "h1") tokens = tokens.slice(3);
  nameHeadings(tokens, headings, context);
  return { html: withoutEmptyHeaders(reader.renderer.render(tokens, reader.options, env)), headings };
}

function nameHeadings(tokens: readonly MarkdownToken[], headings: Heading[], context: PageContext): void {
  const taken = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.type !== "heading_open") return;
    const text = (tokens[index + 1]?.children ?? [])
      .map(({ type, content }) => type === "html_inline" ? "" : content).join("");
    const base = context.idPrefix + anchorName(text);
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    token.attrSet("id", id);
    headings.push({ level: Number(token.tag.slice(1)), id, text });
  });
}

function openLink(href: string, title: string, context: PageContext): string {
  const target = linkTarget(href, context.path);
  if (target.kind === "broken") context.problem(`the link ${href} leads nowhere: ${target.why}`);
  const to = context.href(target);
  if (to === undefined) {
    return target.kind === "file" ? `<a class="absent" data-path="${escapeHtml(target.path)}">` : `<a class="absent">`;
  }
  const extra = target.kind === "external" ? ` rel="noopener"` : "";
  return `<a href="${escapeHtml(to)}"${title ? ` title="${escapeHtml(title)}"` : ""}${extra}>`;
}

interface Surroundings {
  readonly context: PageContext;
  readonly cells: readonly Cell[];
}

function imageHtml(src: string, alt: string, { context, cells }: Surroundings): string {
  const address = imageAddress(src, { context, cells });
  if (!alt.trim()) context.problem(`the picture ${src.slice(0, 60)} has no text alternative`);
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(alt)}">`;
}

function imageAddress(src: string, { context, cells }: Surroundings): string {
  if (src.startsWith("data:image/")) return src;
  const attachment = src.match(/^attachment:(\d+)\/(.+)$/);
  if (attachment) {
    const cell = cells[Number(attachment[1])];
    const name = decodeURIComponent(attachment[2]!);
    const bundle = cell?.cell_type === "markdown" ? cell.attachments?.[name] : undefined;
    const found = Object.entries(bundle ?? {}).find(([mime]) => mime.startsWith("image/"));
    if (typeof found?.[1] === "string") {
      return context.save(
        `attachment-${attachment[1]}-${anchorName(name)}.${found[0].slice(6)}`,
        Uint8Array.fromBase64(found[1]),
      );
    }
    context.problem(`the picture ${name} is not attached to its cell`);
    return "";
  }
  const target = linkTarget(src, context.path);
  const bytes = target.kind === "file" ? context.read(target.path) : undefined;
  if (target.kind === "file" && bytes) return context.save(`picture-${target.path.replace(/[^\w.]+/g, "-")}`, bytes);
  context.problem(
    `the picture ${src.slice(0, 80)} is not a file of the repository, so the page would not work offline`,
  );
  return "";
}

/** Raw HTML of the author's: its links and pictures lead where Markdown's own lead. */
function rewriteRaw(html: string, { context, cells }: Surroundings): string {
  return html
    .replace(
      /(<a\b[^>]*?\s)href\s*=\s*("[^"]*"|'[^']*')([^>]*>)/gi,
      (_, before: string, quoted: string, after: string) => {
        const opened = openLink(quoted.slice(1, -1), "", context);
        return opened.replace(/^<a /, before).replace(/>$/, after);
      },
    )
    .replace(
      /(<img\b[^>]*?\s)src\s*=\s*("[^"]*"|'[^']*')/gi,
      (_, before: string, quoted: string) =>
        `${before}src="${escapeHtml(imageAddress(quoted.slice(1, -1), { context, cells }))}"`,
    );
}

function mathWithFallback(tex: string, display: boolean, context: PageContext): string {
  try {
    const html = renderMath(tex.trim(), { display });
    return display ? `<div class="formula">${html}</div>\n` : html;
  } catch (error) {
    context.problem(error instanceof Error ? error.message : String(error));
    return `<code>${escapeHtml(tex)}</code>`;
  }
}

function codeBlock(code: string, language: string, context: PageContext): string {
  const lines = context.highlighter.lines(code, { language });
  return `${codeBlockHtml({ code, lines })}\n`;
}

function metaOf(token: MarkdownToken): { id: number } {
  return (token as unknown as { meta: { id: number } }).meta;
}
