/**
 * The site as pages: one for each notebook, one for each file of `lib/` that they talk about, the front page, the
 * search and what all pages share. Only pages whose content changed are made; each page that is made is read back and
 * proved complete.
 *
 * **Invariant.** A page is recorded only after its proof; a fault leaves it unrecorded, so the next export tries again.
 *
 * Not here on purpose: Markdown and PDF (`_export_markdown.ts`, `_export_pdf.ts`).
 *
 * @module
 */
import { goalSentence } from "./_card_line.ts";
import { formatNotebook } from "../notebook/nbformat.ts";
import { NOTHING_COUNTED, takeInventory, totalsOf } from "./_content_inventory.ts";
import { verifyPage } from "./_verify_page.ts";
import type { ExportJob, PageCounts } from "./_export_job.ts";
import { frontMain } from "./_front_page.ts";
import { parsePage } from "./_parse_page.ts";
import { insideLinks } from "./_dead_links.ts";
import { relativeHref } from "./_link_target.ts";
import { NotebookLinks, sameNeeds } from "./_notebook_links.ts";
import {
  contentsHtml,
  notebookMain,
  type NotebookSurroundings,
  type PageLink,
  renderArticle,
} from "./_notebook_page.ts";
import { narrowPictures } from "./_narrow_pictures.ts";
import { pageLayout, SITE_NAME } from "./_page_layout.ts";
import { asksOthers, tooHeavy } from "./page_limits.ts";
import { hashOf } from "./_build_cache.ts";
import { searchScript } from "./search_index.ts";
import { siteAssets } from "./_site_assets.ts";
import { exportSources } from "./_export_sources.ts";
import type { SiteNotebook } from "./_site_plan.ts";

/** Name in the record of what all pages share. */
const SHARED = "assets/";
const SEARCH = "assets/search-index.js";

/** Makes the pages; faults go to `job.faults`. */
export async function exportHtml(job: ExportJob): Promise<PageCounts> {
  const { plan, store, report, faults } = job;
  const counts = { made: 0, kept: 0 };
  const sharedBytes = await writeShared(job);
  const world = { notebooks: new Set(plan.notebooks.map(({ path }) => path)), tree: job.tree };
  for (const [index, one] of plan.notebooks.entries()) {
    const around = surroundings(one, index, job);
    const key = hashOf("notebook", JSON.stringify(one.notebook), one.title, JSON.stringify(around));
    const last = store.last(one.page);
    if (last && sameNeeds(last.needs, world) && store.fresh(one.page, key)) {
      counts.kept++;
      continue;
    }
    await writeNotebook(one, { job, key, around, world, sharedBytes });
    report(`page ${index + 1} of ${plan.notebooks.length}: ${one.page}`);
    counts.made++;
  }
  const sources = await exportSources(job, sharedBytes);
  counts.made += sources.made;
  counts.kept += sources.kept;
  writeFront(job, { counts, sharedBytes });
  if (faults.length === 0) writeSearch(job);
  return counts;
}

async function writeShared({ store }: ExportJob): Promise<number> {
  const kept = store.fresh(SHARED, "shared");
  if (kept) return kept.weightBytes;
  const files: Record<string, number> = {};
  let weightBytes = 0;
  for (const { path, content, always } of await siteAssets()) {
    files[path] = store.write(path, content);
    if (always) weightBytes += files[path];
  }
  store.put(SHARED, {
    key: "shared",
    files,
    needs: {},
    ids: [],
    links: [],
    wants: [],
    totals: NOTHING_COUNTED,
    weightBytes,
  });
  return weightBytes;
}

interface NotebookTask {
  readonly job: ExportJob;
  readonly key: string;
  readonly around: NotebookSurroundings;
  readonly world: { notebooks: ReadonlySet<string>; tree: ExportJob["tree"] };
  readonly sharedBytes: number;
}

async function writeNotebook(one: SiteNotebook, task: NotebookTask): Promise<void> {
  const { job, key, around, world, sharedBytes } = task;
  const { store, faults } = job;
  const { page, notebook, path } = one;
  const found: string[] = [];
  const links = new NotebookLinks(path, world);
  const folder = page.replace(/\.html$/, "");
  const written = new Map<string, Uint8Array>();
  const context = {
    path,
    narrow: await narrowPictures(notebook),
    idPrefix: "",
    highlighter: await job.highlighter(),
    href: links.href.bind(links),
    lineOf: links.lineOf.bind(links),
    read: links.read.bind(links),
    problem: (what: string) => void found.push(what),
    save: (name: string, content: Uint8Array | string) => {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      written.set(`${folder}/${name}`, bytes);
      return relativeHref(page, `${folder}/${name}`);
    },
  };
  const article = renderArticle(notebook, context);
  const main = notebookMain(one, { article, context, around });
  const html = pageLayout({
    page,
    title: one.title,
    description: one.card ? goalSentence(one.card.proves) : one.title,
    kind: "notebook",
    main,
    aside: contentsHtml(article.headings),
  });
  written.set(page, new TextEncoder().encode(html));
  written.set(`notebooks/${one.name}.ipynb`, new TextEncoder().encode(formatNotebook(notebook)));
  const files: Record<string, number> = {};
  for (const [file, content] of written) files[file] = store.write(file, content);

  const inventory = takeInventory(notebook);
  const facts = parsePage(html);
  const at = (address: string) => insideLinks([address], page)[0] ?? "";
  found.push(...verifyPage(inventory, {
    facts,
    href: links.hrefOf.bind(links),
    picture: (address) => files[at(address)] === undefined ? undefined : Deno.readFileSync(`${job.out}/${at(address)}`),
  }));
  if (/<(script|iframe|object|embed)\b|<[^>]+\son[a-z]+\s*=/i.test(article.html)) {
    found.push("the prose has a script of its own, which no page may have");
  }
  found.push(...links.faults, ...asksOthers(facts.fetched));
  const pictures = facts.fetched.filter((address) => !address.startsWith("data:")).map(at);
  const weightOf = (kept: (file: string) => boolean) =>
    pictures.filter(kept).reduce((sum, file) => sum + (files[file] ?? 0), 0);
  const isNarrow = (file: string) => file.endsWith("-narrow.png"); // a browser fetches these or those
  const isWide = (file: string) => !isNarrow(file);
  const weightBytes = files[page]! + sharedBytes + Math.max(weightOf(isWide), weightOf(isNarrow));
  found.push(...tooHeavy(weightBytes));
  if (found.length > 0) faults.push(...new Set(found.map((what) => `${path}: ${what}`)));
  else {
    store.put(page, {
      key,
      files,
      needs: links.needs,
      ids: facts.ids,
      links: insideLinks(facts.links, page),
      wants: [...links.wants],
      totals: totalsOf(inventory),
      weightBytes,
    }, facts.sections);
  }
}

function surroundings(one: SiteNotebook, index: number, { plan }: ExportJob): NotebookSurroundings {
  const link = (to: SiteNotebook): PageLink => ({ title: to.title, href: relativeHref(one.page, to.page) });
  const [previous, next] = [plan.notebooks[index - 1], plan.notebooks[index + 1]];
  return {
    home: relativeHref(one.page, "index.html"),
    ...(previous ? { previous: link(previous) } : {}),
    ...(next ? { next: link(next) } : {}),
    standsOn: plan.notebooks.filter(({ name }) => one.standsOn.includes(name)).map(link),
    chapter: plan.chapters.find(({ name }) => name === one.chapter)!.title,
    download: relativeHref(one.page, `notebooks/${one.name}.ipynb`),
  };
}

function writeFront(job: ExportJob, { counts, sharedBytes }: { counts: PageCounts; sharedBytes: number }): void {
  const { plan, record, store, faults } = job;
  const page = "index.html";
  const main = frontMain(plan, record);
  const key = hashOf("front", main);
  if (store.fresh(page, key)) {
    counts.kept++;
    return;
  }
  const description = "Exercises and systems of machine-learning engineering as notebooks that run.";
  const html = pageLayout({ page, title: SITE_NAME, description, kind: "front", main });
  const files = { [page]: store.write(page, html) };
  const facts = parsePage(html);
  const weightBytes = files[page]! + sharedBytes;
  faults.push(...tooHeavy(weightBytes).map((what) => `${page}: ${what}`));
  const links = insideLinks(facts.links, page);
  store.put(page, { key, files, needs: {}, ids: facts.ids, links, wants: [], totals: NOTHING_COUNTED, weightBytes });
  counts.made++;
}

function writeSearch({ plan, store }: ExportJob): void {
  const keys = Object.entries(store.pages).filter(([page]) => page.endsWith(".html") && page !== "index.html")
    .map(([page, { key }]) => `${page} ${key}`).sort();
  const key = hashOf("search", ...keys);
  if (store.fresh(SEARCH, key)) return;
  const titles = new Map(plan.notebooks.map(({ page, title }) => [page, title]));
  const pages = keys.map((line) => line.split(" ")[0]!).map((page) => ({
    page,
    title: titles.get(page) ?? page.replace(/^source\//, "").replace(/\.html$/, ""),
    sections: store.words(page),
  }));
  const files = { [SEARCH]: store.write(SEARCH, searchScript(pages)) };
  store.put(SEARCH, { key, files, needs: {}, ids: [], links: [], wants: [], totals: NOTHING_COUNTED, weightBytes: 0 });
}
