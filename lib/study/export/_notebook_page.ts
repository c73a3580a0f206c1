/**
 * A notebook as a page: its card, table of contents, prose, code, outputs, and the way on.
 *
 * Not here on purpose: the frame (`_page_layout.ts`), the pieces (`_render_markdown.ts`, `_code_cell.ts`,
 * `_output_html.ts`).
 *
 * @module
 */
import { guessesOf } from "./_guesses.ts";
import { goalSentence, withoutCardLine } from "./_card_line.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import { codeCellHtml, importedModules } from "./_code_cell.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import type { PageContext } from "./_page_context.ts";
import { type Heading, placeholder, renderMarkdown } from "./_render_markdown.ts";
import type { SiteNotebook } from "./_site_plan.ts";

/** A notebook, rendered, without the frame. */
export interface Article {
  /** HTML of prose, code and outputs. */
  readonly html: string;
  /** Headings below the title. */
  readonly headings: readonly Heading[];
}

/** A link to another page of the site. */
export interface PageLink {
  /** Words. */
  readonly title: string;
  /** Address on this page. */
  readonly href: string;
}

/** What stands around the article. */
export interface NotebookSurroundings {
  /** The front page. */
  readonly home: string;
  /** The notebook before it in reading order. */
  readonly previous?: PageLink;
  /** The notebook after it in reading order. */
  readonly next?: PageLink;
  /** Notebooks it stands on. */
  readonly standsOn: readonly PageLink[];
  /** Title of its chapter. */
  readonly chapter: string;
  /** Address of the notebook file in the site. */
  readonly download: string;
}

/** Prose, code and outputs of a notebook, in order. */
export function renderArticle(notebook: Notebook, context: PageContext): Article {
  const { html, headings } = renderMarkdown(withoutCardLine(notebook.cells), context);
  const figures = { count: 0 };
  const guesses = guessesOf(notebook);
  let article = html;
  notebook.cells.forEach((cell, index) => {
    if (cell.cell_type !== "code") return;
    const rendered = codeCellHtml(cell, { context, figures, guess: guesses.get(cell.id) });
    article = article.replace(placeholder(index), () => rendered);
  });
  return { html: article, headings };
}

/** The main part of the page. */
export function notebookMain(
  one: SiteNotebook,
  options: { article: Article; context: PageContext; around: NotebookSurroundings },
): string {
  const { article, context, around } = options;
  return `<div class="masthead">
<p class="crumbs"><a href="${around.home}">The lab</a> / ${escapeHtml(around.chapter)}</p>
<h1>${escapeHtml(one.title)}</h1>
${cardHtml(one, around)}
${toolsHtml(one, { context, around })}
</div>
<article>
${article.html}
</article>
${wayOnHtml(around)}`;
}

/** The table of contents, beside the text or above it. */
export function contentsHtml(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length === 0) return "";
  let html = "";
  let depth = 0;
  for (const { level, id, text } of shown) {
    const wanted = level === 3 && depth > 0 ? 2 : 1;
    if (wanted > depth) html += "<ol>".repeat(wanted - depth);
    else html += "</li>" + "</ol></li>".repeat(depth - wanted);
    html += `<li><a href="#${id}">${escapeHtml(text)}</a>`;
    depth = wanted;
  }
  html += "</li></ol>".repeat(depth);
  return `<nav class="contents" aria-label="On this page"><details open><summary>On this page</summary>${html}</details>` +
    `<script>matchMedia("(max-width:68rem)").matches&&document.currentScript.previousSibling.removeAttribute("open")</script></nav>\n`;
}

function cardHtml({ card }: SiteNotebook, around: NotebookSurroundings): string {
  const stands = around.standsOn.length === 0
    ? ""
    : `<p class="stands">Builds on ${
      around.standsOn.map(({ title, href }) => `<a href="${href}">${escapeHtml(title)}</a>`).join(", ")
    }</p>`;
  if (!card) return stands;
  return `<p class="proves">${escapeHtml(goalSentence(card.proves))}</p>
<dl class="card"><div><dt>Level</dt><dd class="level ${card.level}">${card.level}</dd></div><div><dt>Time</dt><dd>${card.minutes} minutes</dd></div>${
    card.exercise ? `<div><dt>Exercise</dt><dd><code>${escapeHtml(card.exercise)}</code></dd></div>` : ""
  }</dl>
${stands}`;
}

function toolsHtml(
  one: SiteNotebook,
  { context, around }: { context: PageContext; around: NotebookSurroundings },
): string {
  const command = `deno task lab ${one.path}`;
  const modules = new Set(
    one.notebook.cells.flatMap((cell) => cell.cell_type === "code" ? importedModules(cell.source) : []),
  );
  const sources = [...modules].flatMap((path) => {
    const href = context.href({ kind: "file", path });
    return href ? [`<li><a href="${href}"><code>${escapeHtml(path)}</code></a></li>`] : [];
  });
  return `<div class="tools">
<details data-part="jupyter"><summary>Open in Jupyter</summary><div class="code"><pre><code>${
    escapeHtml(command)
  }</code></pre></div><p>Run it in a checkout of the lab, or take <a href="${around.download}" download>the notebook file</a> with you.</p></details>
${
    sources.length === 0
      ? ""
      : `<details data-part="sources"><summary>Source of what it runs</summary><ul>${sources.join("")}</ul></details>`
  }
</div>`;
}

function wayOnHtml({ previous, next }: NotebookSurroundings): string {
  if (!previous && !next) return "";
  const link = (to: PageLink | undefined, word: string, rel: string) =>
    to ? `<a class="${rel}" rel="${rel}" href="${to.href}"><span>${word}</span> ${escapeHtml(to.title)}</a>` : "";
  return `<nav class="way" aria-label="Previous and next notebook">${link(previous, "Previous", "prev")}${
    link(next, "Next", "next")
  }</nav>`;
}
