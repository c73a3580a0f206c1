/**
 * The search over all text and code, built when the site is made and searched in the reader's browser by MiniSearch.
 *
 * One document for each section of a notebook and for each page of source; words are found by their beginning and with a
 * small slip of the fingers, and the parts of a name in camel case or snake case as well as the whole. The index is a classic script, because
 * a page opened from a disk may not fetch; it is loaded when the reader first goes to the search box.
 *
 * Cost: about 40 ms for a hundred sections; the script is about twice the text it covers.
 *
 * Not here on purpose: ranking by anything but words, languages other than English.
 *
 * @module
 */
import MiniSearch from "minisearch";
import type { SectionFact } from "./html_facts.ts";

/** A page with its sections. */
export interface SearchablePage {
  /** From the site's folder. */
  readonly page: string;
  /** Of the whole page. */
  readonly title: string;
  /** What is in it. */
  readonly sections: readonly SectionFact[];
}

/** The part of a MiniSearch index that is used here. */
export interface SearchIndex {
  /** Sections that have the words of a query, best first. */
  search(
    query: string,
    options?: { prefix?: boolean; combineWith?: "AND" | "OR" },
  ): readonly { readonly href: string }[];
  /** The index as a page loads it. */
  toJSON(): unknown;
}

/** The script that hands the index to the page. */
export function searchScript(pages: readonly SearchablePage[]): string {
  const index = buildIndex(pages);
  return `globalThis.labSearchIndex = ${JSON.stringify(index)};\n`;
}

/** The index itself, as a page loads it. */
export function buildIndex(pages: readonly SearchablePage[]): SearchIndex {
  const index = new MiniSearch(searchOptions());
  let id = 0;
  for (const { page, title, sections } of pages) {
    for (const section of sections) {
      const { heading, text, code } = section;
      const href = section.id ? `${page}#${section.id}` : page;
      index.add({ id: id++, title, heading, text, code, href });
    }
  }
  return index as unknown as SearchIndex;
}

/** Settings that the page must share; `assets/search.js` has the same words. */
function searchOptions(): ConstructorParameters<typeof MiniSearch>[0] {
  return {
    fields: ["title", "heading", "text", "code"],
    storeFields: ["title", "heading", "text", "code", "href"],
    tokenize: searchWords,
  };
}

/**
 * The words of a text: runs of letters and digits, and the parts of joined names beside the whole.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { searchWords } from "./search_index.ts";
 * assertEquals(searchWords("new LruCache(4)"), ["new", "LruCache", "Lru", "Cache", "4"]);
 * ```
 */
export function searchWords(text: string): string[] {
  return (text.match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap((word) => {
    const parts = word.split(/_+|(?<=[a-z0-9])(?=[A-Z])/).filter((part) => part !== "");
    return parts.length > 1 ? [word, ...parts] : [word];
  });
}
