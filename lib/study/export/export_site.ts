/**
 * Exports notebooks as a study site: pages, Markdown, PDF; offline, complete and proved so.
 *
 * Each export first counts what a notebook has, then renders, then reads back what it wrote and compares. Anything that
 * a reader would miss (an output, a figure, a formula, an answer, a link, a text alternative) fails the export by name,
 * and so does a link that leads nowhere, a page that would ask another host, or one that weighs too much.
 *
 * **Invariant.** When {@linkcode exportSite} resolves, every notebook handed in is in every format asked for, whole. An
 * unchanged notebook costs one hash.
 *
 * Not here on purpose: running notebooks and drawing figures (they arrive with outputs and pictures), the command line.
 *
 * @module
 */
import type { Notebook } from "../notebook/nbformat.ts";
import { type InventoryTotals, sumOf } from "./_content_inventory.ts";
import { IncompleteExportError } from "./_verify_page.ts";
import { exportHtml } from "./_export_html.ts";
import { exportMarkdown } from "./_export_markdown.ts";
import { exportPdf, NO_CHROMIUM } from "./_export_pdf.ts";
import type { ExportJob } from "./_export_job.ts";
import type { ReaderStanding } from "./_front_page.ts";
import { loadHighlighter } from "./_highlight.ts";
import { deadLinks } from "./_dead_links.ts";
import { BuildCache, hashOf } from "./_build_cache.ts";
import { searchEngineScript } from "./search_index.ts";
import { darkColours } from "./_site_assets.ts";
import { planSite } from "./_site_plan.ts";
import { SourceTree } from "./_source_tree.ts";

export { IncompleteExportError } from "./_verify_page.ts";
export type { ReaderStanding } from "./_front_page.ts";
export type { InventoryTotals } from "./_content_inventory.ts";

/** A format of the export. */
export type ExportFormat = "html" | "md" | "pdf";

/** Where and how to export. */
export interface ExportOptions {
  /** The repository's folder. */
  root: string;
  /** The site's folder; made if it is not there. */
  out: string;
  /** At least one. */
  formats: readonly ExportFormat[];
  /** The reader's progress, for the front page. */
  record?: readonly ReaderStanding[];
  /** Told about progress, one line at a time. */
  report?: (line: string) => void;
}

/** What an export has done. */
export interface ExportReport {
  /** Pages that were made. */
  readonly made: number;
  /** Pages that had not changed. */
  readonly kept: number;
  /** What all notebooks have, all of it proved to be there. */
  readonly totals: InventoryTotals;
  /** Formats that could not be made, and why, one line each. */
  readonly skipped: readonly string[];
  /** The heaviest page and its weight in bytes; undefined without pages. */
  readonly heaviest: { readonly page: string; readonly weightBytes: number } | undefined;
}

/**
 * Exports `notebooks`.
 * @param notebooks With outputs and pictures; `path` from the repository root.
 * @param options Where and how.
 * @throws {IncompleteExportError} If a reader would miss something; names it and where.
 * @throws {RangeError} If there is nothing to export, or notebooks stand on each other in a circle.
 *
 * @example
 * ```ts ignore
 * const report = await exportSite(notebooks, { root: ".", out: "site", formats: ["html"] });
 * console.log(`${report.made} pages made, ${report.kept} unchanged`);
 * ```
 */
export async function exportSite(
  notebooks: readonly { path: string; notebook: Notebook }[],
  options: ExportOptions,
): Promise<ExportReport> {
  const { root, out, formats, record = [], report = () => {} } = options;
  if (notebooks.length === 0) throw new RangeError("Cannot export a site: it needs a notebook: current value is none");
  if (formats.length === 0) throw new RangeError("Cannot export a site: it needs a format: current value is none");
  const job: ExportJob = {
    plan: planSite(notebooks),
    out,
    tree: new SourceTree(root),
    store: new BuildCache(out, await makerHash()),
    record,
    report,
    faults: [],
    highlighter: loadHighlighter,
  };
  const counts = { made: 0, kept: 0 };
  const add = (more: { made: number; kept: number }) => {
    counts.made += more.made;
    counts.kept += more.kept;
  };
  const skipped: string[] = [];
  if (formats.includes("html")) add(await exportHtml(job));
  if (formats.includes("md")) add(exportMarkdown(job));
  if (formats.includes("pdf")) {
    const printed = await exportPdf(job);
    if (printed) add(printed);
    else skipped.push(NO_CHROMIUM);
  }
  skipped.forEach(report);
  if (job.faults.length === 0) job.faults.push(...deadLinks(job.store.pages));
  job.store.finish({ keep: (page) => !formats.includes(formatOf(page)) });
  if (job.faults.length > 0) throw new IncompleteExportError(job.faults);
  const pages = Object.entries(job.store.pages).map(([page, { weightBytes }]) => ({ page, weightBytes }));
  return {
    ...counts,
    skipped,
    totals: totalsOfSite(job),
    heaviest: pages.filter(({ page }) => page.endsWith(".html")).sort((a, b) => b.weightBytes - a.weightBytes)[0],
  };
}

/** The counts of each notebook once, from whichever format was made. */
function totalsOfSite({ plan, store }: ExportJob): InventoryTotals {
  return sumOf(plan.notebooks.flatMap((one) => {
    const page = [one.page, `markdown/notebooks/${one.name}.md`, `pdf/${one.name}.pdf`].find((page) =>
      store.pages[page]
    );
    return page === undefined ? [] : [store.pages[page]!.totals];
  }));
}

/** The format that a page of the record belongs to. */
function formatOf(page: string): ExportFormat {
  return page.startsWith("markdown/") ? "md" : page.startsWith("pdf/") ? "pdf" : "html";
}

/** Hash of everything the exporter is made of: another exporter makes every page again. */
async function makerHash(): Promise<string> {
  const parts: string[] = [darkColours(), await searchEngineScript()];
  for (const folder of ["./", "./assets/"]) {
    const names = [...Deno.readDirSync(new URL(folder, import.meta.url))].filter(({ isFile }) => isFile)
      .map(({ name }) => name).sort();
    for (const name of names) parts.push(name, await Deno.readTextFile(new URL(folder + name, import.meta.url)));
  }
  for (const name of ["markdown-it", "temml", "sanitize-html", "@shikijs/langs", "@mdit/plugin-tex"]) {
    parts.push(import.meta.resolve(name));
  }
  return hashOf(...parts);
}
