/**
 * One or several notebooks as a single HTML document to be printed: styles and pictures inside, every fold open, links
 * only where paper can follow them (an address, or a place in the same document).
 *
 * @module
 */
import { goalSentence } from "./_card_line.ts";
import type { InventoryTotals } from "./_content_inventory.ts";
import { sumOf, takeInventory, totalsOf } from "./_content_inventory.ts";
import { verifyPage } from "./_verify_page.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import type { ExportJob } from "./_export_job.ts";
import { parsePage } from "./_parse_page.ts";
import { anchorName, type LinkTarget, linkTarget } from "./_link_target.ts";
import { renderArticle } from "./_notebook_page.ts";
import { SITE_NAME } from "./_page_layout.ts";
import type { SiteNotebook } from "./_site_plan.ts";

/** A document ready to be printed. */
export interface PrintDocument {
  /** The HTML. */
  readonly html: string;
  /** What it was proved to hold. */
  readonly totals: InventoryTotals;
  /** What it lacks, one line each. */
  readonly missing: readonly string[];
}

/**
 * The document of `notebooks`.
 * @param options.style The site's style sheet, with fonts inside.
 */
export async function printDocument(
  notebooks: readonly SiteNotebook[],
  options: { job: ExportJob; style: string },
): Promise<PrintDocument> {
  const { job, style } = options;
  const isBook = notebooks.length > 1;
  const inside = new Set(notebooks.map(({ path }) => path));
  const highlighter = await job.highlighter();
  const missing: string[] = [];
  const censuses = [];
  const parts: string[] = [];
  for (const one of notebooks) {
    const idPrefix = isBook ? `${anchorName(one.name)}-` : "";
    const href = (target: LinkTarget): string | undefined => {
      if (target.kind === "external") return target.href;
      if (target.kind === "anchor") return `#${idPrefix}${target.anchor}`;
      if (target.kind !== "notebook" || !isBook || !inside.has(target.path)) return undefined;
      const name = anchorName(target.path.replace(/^notebooks\//, "").replace(/\.ipynb$/, ""));
      return `#${name}${target.anchor === undefined ? "" : `-${target.anchor}`}`;
    };
    const pictures = new Map<string, Uint8Array>();
    const article = renderArticle(one.notebook, {
      path: one.path,
      idPrefix,
      highlighter,
      href,
      lineOf: () => undefined,
      read: (path) => job.tree.bytes(path),
      problem: (what) => void missing.push(`${one.path} on paper: ${what}`),
      save: (name, content) => {
        if (typeof content === "string") return "#";
        const mime = name.endsWith(".svg")
          ? "image/svg+xml"
          : `image/${name.split(".").at(-1)!.replace("jpg", "jpeg")}`;
        const address = `data:${mime};base64,${content.toBase64()}`;
        pictures.set(address, content);
        return address;
      },
    });
    const html = articleHtml(one, { html: article.html, id: anchorName(one.name) });
    const inventory = takeInventory(one.notebook);
    censuses.push(inventory);
    const evidence = {
      facts: parsePage(html),
      href: (link: string) => href(linkTarget(link, one.path)),
      picture: (address: string) => pictures.get(address),
    };
    missing.push(...verifyPage(inventory, evidence).map((what) => `${one.path} on paper: ${what}`));
    parts.push(html);
  }
  const title = isBook ? SITE_NAME : notebooks[0]!.title;
  const contents = isBook
    ? `<div class="masthead"><h1>${SITE_NAME}</h1><ol>${
      notebooks.map((one) => `<li><a href="#${anchorName(one.name)}">${escapeHtml(one.title)}</a></li>`).join("")
    }</ol></div>`
    : "";
  const html =
    `<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>${
      escapeHtml(title)
    }</title>` +
    `<style>${style}\n.chapter + .chapter, .masthead + .chapter { break-before: page; }</style></head><body class="notebook"><main>${contents}${
      parts.join("")
    }</main></body></html>`;
  return {
    html: html.replaceAll(/<details\b(?![^>]*\sopen)/g, "<details open"),
    totals: sumOf(censuses.map(totalsOf)),
    missing,
  };
}

function articleHtml({ title, card }: SiteNotebook, { html, id }: { html: string; id: string }): string {
  const facts = card
    ? `<p class="proves">${
      escapeHtml(goalSentence(card.proves))
    }</p><p class="sum">${card.level} · ${card.minutes} minutes</p>`
    : "";
  return `<section class="chapter"><div class="masthead"><h1 id="${id}">${
    escapeHtml(title)
  }</h1>${facts}</div><article>${html}</article></section>`;
}
