/**
 * The site as PDF, printed by an installed Chromium: a file for each notebook and one book, tagged and with bookmarks.
 *
 * The document that is printed is proved complete before; the browser then says that every picture has been drawn and
 * that every output has a size on paper; the file is searched for its pictures and its links.
 *
 * Not here on purpose: installing a browser. Where there is none, no PDF is made, and the export says so.
 *
 * @module
 */
import type { Browser } from "playwright-core";
import { NOTHING_COUNTED } from "./_content_inventory.ts";
import type { ExportJob, PageCounts } from "./_export_job.ts";
import { findChromium, QUIET_CHROMIUM } from "./find_chromium.ts";
import { hashOf } from "./_build_cache.ts";
import { printDocument } from "./_print_document.ts";
import { siteAssets } from "./_site_assets.ts";
import type { SiteNotebook } from "./_site_plan.ts";

/** The book, from the site's folder. */
export const PDF_BOOK = "pdf/book.pdf";

/** Said when there is no Chromium. */
export const NO_CHROMIUM =
  "No PDF was made: it takes an installed Chromium on the PATH, or the environment variable CHROMIUM with its path";

/** Makes the PDFs; faults go to `job.faults`. Undefined when there is no Chromium. */
export async function exportPdf(job: ExportJob): Promise<PageCounts | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const counts = { made: 0, kept: 0 };
  const open: { file: string; key: string; notebooks: readonly SiteNotebook[] }[] = [];
  const files = job.plan.notebooks.map((one) => ({ file: `pdf/${one.name}.pdf`, notebooks: [one] }));
  for (const task of [...files, { file: PDF_BOOK, notebooks: job.plan.notebooks }]) {
    const key = hashOf("pdf", ...task.notebooks.map((one) => JSON.stringify([one.title, one.notebook])));
    if (job.store.fresh(task.file, key)) counts.kept++;
    else open.push({ ...task, key });
  }
  if (open.length === 0) return counts;
  const style = await printStyle();
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: [...QUIET_CHROMIUM] });
  try {
    for (const [index, { file, key, notebooks }] of open.entries()) {
      job.report(`PDF ${index + 1} of ${open.length}: ${file}`);
      const { html, totals, missing } = await printDocument(notebooks, { job, style });
      const { bytes, faults } = await print(html, browser);
      const found = [...missing, ...[...faults, ...verifyPdf(bytes, html)].map((what) => `${file}: ${what}`)];
      job.faults.push(...found);
      if (found.length > 0) continue;
      const record = { key, needs: {}, ids: [], links: [], wants: [], weightBytes: 0 };
      const files = { [file]: job.store.write(file, bytes) };
      job.store.put(file, { ...record, files, totals: file === PDF_BOOK ? NOTHING_COUNTED : totals });
      counts.made++;
    }
  } finally {
    await browser.close();
  }
  return counts;
}

async function print(html: string, browser: Browser): Promise<{ bytes: Uint8Array; faults: string[] }> {
  const page = await browser.newPage({ javaScriptEnabled: true, offline: true });
  try {
    await page.setContent(html, { waitUntil: "load" });
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    const faults = await page.evaluate(LOOK) as string[];
    const bytes = await page.pdf({
      format: "A4",
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
    });
    return { bytes: new Uint8Array(bytes), faults };
  } finally {
    await page.close();
  }
}

/** Runs in the browser: what would not be seen on paper. */
const LOOK = `(async () => {
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  const faults = [];
  for (const image of document.images) if (image.naturalWidth === 0) faults.push("a picture cannot be drawn: " + image.alt);
  for (const output of document.querySelectorAll("[data-output]")) {
    if (output.getBoundingClientRect().height === 0) faults.push("output " + output.dataset.output + " is not seen");
  }
  for (const formula of document.querySelectorAll("math")) {
    if (formula.getBoundingClientRect().width === 0) faults.push("a formula is not seen: " + formula.textContent);
  }
  return faults;
})()`;

/** What the printed file lacks of its document: pictures and addresses, as they stand in the file. */
export function verifyPdf(bytes: Uint8Array, html: string): string[] {
  const text = new TextDecoder("latin1").decode(bytes);
  if (!text.startsWith("%PDF-")) return ["it is no PDF"];
  const missing: string[] = [];
  const pictures = new Set([...html.matchAll(/<img src="(data:image\/(?!svg)[^"]+)"/g)].map((found) => found[1]));
  const drawn = text.match(/\/Subtype\s*\/Image\b/g)?.length ?? 0;
  if (drawn < pictures.size) missing.push(`it has ${drawn} pictures: its document has ${pictures.size}`);
  const addresses = new Set([...html.matchAll(/<a href="(https?:[^"]+)"/g)].map((found) => found[1]!));
  const linked = text.match(/\/URI\s*\(/g)?.length ?? 0;
  if (linked < addresses.size) {
    missing.push(`it has ${linked} links to other places: its document has ${addresses.size}`);
  }
  return missing;
}

async function printStyle(): Promise<string> {
  const files = await siteAssets();
  const content = (path: string) => files.find((file) => file.path === path)!.content;
  const letters = (content("assets/Temml.woff2") as Uint8Array).toBase64();
  return (content("assets/site.css") as string).replace(
    /url\((['"]?)Temml\.woff2\1\)/,
    `url(data:font/woff2;base64,${letters})`,
  );
}
