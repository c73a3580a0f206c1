/**
 * The search over the site, as it runs in the reader's browser and where the site is made.
 *
 * Sections are found by the words of their title, heading, text and code, in an {@linkcode InvertedIndex} with a field
 * for each. All words of a query must be there; the last may be half typed, and a word of five letters or more may have
 * a typo. Where nothing is found, words of three letters may have one too, and words of eight letters two. Pages come
 * before source files, and solutions of exercises come last; among equals, sections that have the query exactly as it
 * was typed come first, then those with the higher score.
 *
 * **Invariant.** Index and page use this one file, so they cut words alike.
 *
 * Cost: loading, one pass over the bytes; a search, that of the index plus one look at the text of each section that it
 * found.
 *
 * Not here on purpose: the page (`assets/search.js`), where sections come from (`search_index.ts`), the language of
 * queries: what a reader types are words, whatever marks stand between them.
 *
 * @module
 */
import { InvertedIndex } from "../../ml/retrieval/inverted_index.ts";
import type { Analyzer, Token } from "../../ml/text/analyzer.ts";
import { foldWord } from "../../ml/text/tokenizer.ts";

/** A section of a page, as it is found and shown. */
export interface SiteSection {
  /** Of its page. */
  readonly title: string;
  /** Of itself; empty above the first. */
  readonly heading: string;
  /** Words of prose and outputs. */
  readonly text: string;
  /** Lines of code. */
  readonly code: string;
  /** Where it is, from the site's folder. */
  readonly href: string;
}

/** The search as a page loads it. */
export interface StoredSearch {
  /** A snapshot of the index in base 64; documents are named by the number of their section. */
  readonly index: string;
  /** In the order of their numbers. */
  readonly sections: readonly SiteSection[];
}

/** A piece of a section around what was found. */
export interface Snippet {
  /** Whether it is code. */
  readonly isCode: boolean;
  /** What stands before it. */
  readonly before: string;
  /** What was found; empty if the words are in the heading only. */
  readonly marked: string;
  /** What stands after it. */
  readonly after: string;
}

/** What a search found. */
export interface FoundSections {
  /** How many sections. */
  readonly count: number;
  /** Whether no section has the words as they were typed, and more typos were allowed. */
  readonly isLoose: boolean;
  /** The best of them, best first. */
  readonly best: readonly { readonly section: SiteSection; readonly excerpt: Snippet }[];
}

/** What a word is worth by where it stands. */
const FIELDS = { title: { boost: 4 }, heading: { boost: 3 }, text: { boost: 1.5 }, code: { boost: 1 } };
/** Shorter words have too many neighbours to be meant by a typo, as long as anything is found without. */
const MIN_TYPO_LETTERS = 5;
/** Where nothing is found. */
const MIN_LOOSE_LETTERS = 3;
const MIN_TWO_TYPO_LETTERS = 8;
/** So many are shown, and looked at for the exact query. */
const SHOWN = 12;
const LOOKED_AT = 200;
/** Letters before and after what was found, and of a section that has it in its heading only. */
const BEFORE = 60;
const AFTER = 90;
const BEGINNING = 140;

/**
 * Words as code writes them: runs of letters and digits, and the parts of joined names beside the whole.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codeWords } from "./site_search.ts";
 *
 * assertEquals(codeWords.analyze("new LruCache(4)").map(({ term }) => term), ["new", "lrucache", "lru", "cache", "4"]);
 * ```
 */
export const codeWords: Analyzer = {
  name: "words of code",
  analyze(text) {
    const tokens: Token[] = [];
    const take = (word: string, start: number) =>
      tokens.push({ term: foldWord(word), position: tokens.length, start, end: start + word.length });
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
      take(word, index);
      const parts = [...word.matchAll(/[^_]+?(?=_|$|(?<=[a-z0-9])(?=[A-Z]))/g)];
      if (parts.length > 1) { for (const part of parts) take(part[0], index + part.index); }
    }
    return tokens;
  },
};

/** The search over `sections`, to be stored with the site. */
export function storedSearch(sections: readonly SiteSection[]): StoredSearch {
  const index = new InvertedIndex({ analyzer: codeWords, fields: FIELDS });
  for (const [number, { title, heading, text, code }] of sections.entries()) {
    index.add(String(number), { title, heading, text, code });
  }
  return { index: index.toBytes().toBase64(), sections };
}

/**
 * The search that {@linkcode storedSearch} stored: a function from what was typed to what it finds.
 * @throws {SnapshotError} If the index is damaged.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSiteSearch, storedSearch } from "./site_search.ts";
 *
 * const section = { title: "Caches", heading: "The idea", text: "The oldest item leaves.", code: "", href: "caches.html#idea" };
 * const search = openSiteSearch(storedSearch([section]));
 * const { count, best } = search("oldset it");
 * assertEquals([count, best[0]!.excerpt.marked], [1, "oldest"]);
 * ```
 */
export function openSiteSearch({ index: stored, sections }: StoredSearch): (typed: string) => FoundSections {
  const bytes = Uint8Array.from(atob(stored), (character) => character.charCodeAt(0));
  const index = InvertedIndex.fromBytes(bytes, { analyzer: codeWords });
  return (typed) => {
    const exact = typed.trim().toLowerCase();
    let query = queryOf(typed, { isLoose: false });
    let hits = index.search(query, { operator: "and" });
    const isLoose = hits.length === 0 && exact !== "";
    if (isLoose) {
      query = queryOf(typed, { isLoose });
      hits = index.search(query, { operator: "and" });
    }
    const ranked = hits.map(({ id, score }) => ({ section: sections[Number(id)]!, score }))
      .map((hit) => ({ ...hit, tier: tierOf(hit.section, exact) }))
      .sort((a, b) => a.tier - b.tier || b.score - a.score);
    const looked = ranked.slice(0, LOOKED_AT).map(({ section, score, tier }) => {
      return {
        section,
        score,
        tier,
        isExact: [section.text, section.code, section.heading].some((part) => has(part, exact)),
      };
    });
    looked.sort((a, b) => a.tier - b.tier || Number(b.isExact) - Number(a.isExact) || b.score - a.score);
    const best = looked.slice(0, SHOWN).map(({ section }) => ({ section, excerpt: snippetOf(section) }));
    return { count: hits.length, isLoose, best };

    function snippetOf({ text, code }: SiteSection): Snippet {
      const pieces = [[text, false], [code, true]] as const;
      for (const [piece, isCode] of pieces) {
        const start = piece.toLowerCase().indexOf(exact);
        if (start >= 0) return around(piece, { start, end: start + exact.length, isCode });
      }
      for (const [piece, isCode] of pieces) {
        const [first] = index.highlight(query, piece);
        if (first !== undefined) return around(piece, { ...first, isCode });
      }
      return { isCode: false, before: text.slice(0, BEGINNING), marked: "", after: "" };
    }
  };
}

/** The words that were typed, in the language of queries. */
function queryOf(typed: string, { isLoose }: { readonly isLoose: boolean }): string {
  const words = typed.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.map((word, index) => {
    const forms = [index === words.length - 1 ? `${word}*` : word];
    if (word.length >= (isLoose ? MIN_LOOSE_LETTERS : MIN_TYPO_LETTERS)) {
      forms.push(`${word}~${isLoose && word.length >= MIN_TWO_TYPO_LETTERS ? 2 : 1}`);
    }
    return forms.length === 1 ? forms[0]! : `(${forms.join(" OR ")})`;
  }).join(" ");
}

/** Pages, then source, then solutions; a file that is asked for by its name counts as a page. */
function tierOf({ href, title }: SiteSection, exact: string): number {
  if (!href.startsWith("source/")) return 0;
  const isNamed = exact.length > 2 &&
    (title.toLowerCase().split("/").at(-1) ?? "").replace(/\.\w+$/, "") === exact.replace(/\.\w+$/, "");
  if (href.startsWith("source/lib/study/exercises/")) return isNamed ? 1 : 2;
  return isNamed ? 0 : 1;
}

function has(text: string, lower: string): boolean {
  return text.toLowerCase().includes(lower);
}

function around(text: string, { start, end, isCode }: { start: number; end: number; isCode: boolean }): Snippet {
  const from = Math.max(0, start - BEFORE);
  const before = (from > 0 ? "…" : "") + text.slice(from, start);
  return { isCode, before, marked: text.slice(start, end), after: text.slice(end, end + AFTER) };
}
