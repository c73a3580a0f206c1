/**
 * The sample lab exported once, and a Chromium to read it with, for the tests of this folder.
 *
 * @module
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as playwright,
  type Page,
} from "playwright-core";
import { type ExportFormat, exportSite } from "@lib/study/export/export_site.ts";
import { findChromium, QUIET_CHROMIUM } from "@lib/study/export/find_chromium.ts";
import { LAB_ROOT, sampleNotebooks } from "../study/export/sample_lab.ts";

/** Path of the browser; undefined where there is none, and its tests are skipped by name. */
export const chromium: string | undefined = findChromium();

/** Pages of the sample site: a rich notebook, the front page, a page of source. */
export const PAGES: readonly string[] = [
  "structures/ring.html",
  "index.html",
  "source/lib/structures/ring.ts.html#L21-L24",
  "messaging/log.html",
];

/** An exported site, a browser, and what it has asked for. */
export interface OpenSite extends AsyncDisposable {
  /** The site's folder. */
  readonly folder: string;
  /** Address of the site on the disk, with a slash at the end. */
  readonly base: string;
  /** The browser. */
  readonly browser: Browser;
  /** A page in a new window. */
  page(options?: BrowserContextOptions): Promise<Page>;
  /** Closes all windows and forgets what they asked for. */
  closePages(): Promise<void>;
  /** Addresses that were asked for which belong neither to the disk nor to this machine. */
  readonly foreign: string[];
  /** Errors that pages have thrown. */
  readonly errors: string[];
}

/** Exports the sample lab and opens a browser; both go away with the block. */
export async function openSite(options: { formats?: readonly ExportFormat[] } = {}): Promise<OpenSite> {
  const { formats = ["html"] } = options;
  const folder = await Deno.makeTempDir({ prefix: "lab_site_" });
  const standing = { exercise: "ring-buffer", title: "Keep the last n", attempts: 2, passed: true, hintsUsed: 0 };
  const record = [{ ...standing, dueAt: "2026-11-28" }];
  await exportSite(await sampleNotebooks(), { root: LAB_ROOT, out: folder, formats, record });
  const browser = await playwright.launch({ executablePath: chromium!, args: [...QUIET_CHROMIUM] });
  const foreign: string[] = [];
  const errors: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    folder,
    base: `file://${folder}/`,
    browser,
    foreign,
    errors,
    async page(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      context.on("request", (request) => {
        const url = request.url();
        if (!/^(file|data|blob|about):/.test(url) && !url.startsWith("http://127.0.0.1")) foreign.push(url);
      });
      context.setDefaultTimeout(8_000);
      const page = await context.newPage();
      page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
      page.on("requestfailed", (request) => errors.push(`${request.url()} failed`));
      return page;
    },
    async closePages() {
      for (const context of contexts.splice(0)) await context.close();
      foreign.length = errors.length = 0;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
