/**
 * The search over all text and code, built when the site is made and searched in the reader's browser by the lab's own
 * index.
 *
 * One document for each section of a notebook and for each page of source. Two classic scripts, because a page opened
 * from a disk may neither fetch nor import: the engine, which is `site_search.ts` with all it stands on, bundled from
 * this tree; and the index, a snapshot in base 64 beside the sections that it leads to. Both are loaded when the reader
 * first goes to the search box.
 *
 * Cost: about 40 ms for a hundred sections, 20 ms for the bundle; the index is about as long as the text it covers.
 *
 * Not here on purpose: searching (`site_search.ts`), ranking by anything but words, languages other than English.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { fileURLToPath } from "node:url";
import type { SectionFact } from "./_parse_page.ts";
import { storedSearch } from "./site_search.ts";

/** A page with its sections. */
export interface SearchablePage {
  /** From the site's folder. */
  readonly page: string;
  /** Of the whole page. */
  readonly title: string;
  /** What is in it. */
  readonly sections: readonly SectionFact[];
}

/** Global name of the engine in a page. */
const ENGINE = "labSearch";

/** The script that hands the index to the page. */
export function searchScript(pages: readonly SearchablePage[]): string {
  const sections = pages.flatMap(({ page, title, sections }) =>
    sections.map(({ id, heading, text, code }) => ({ title, heading, text, code, href: id ? `${page}#${id}` : page }))
  );
  return `globalThis.labSearchIndex = ${JSON.stringify(storedSearch(sections))};\n`;
}

/** The script that searches: what `site_search.ts` exports, under `labSearch`. */
export async function searchEngineScript(): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(import.meta.resolve("./site_search.ts"))],
      bundle: true,
      format: "iife",
      globalName: ENGINE,
      minify: true,
      target: "es2022",
      write: false,
      plugins: [{
        name: "packages of the import map",
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
            return kind === "entry-point" ? undefined : { path: fileURLToPath(import.meta.resolve(path)) };
          });
        },
      }],
    });
    return outputFiles[0]!.text;
  } finally {
    await stop();
  }
}
