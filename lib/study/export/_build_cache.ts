/**
 * What the last export wrote and from what, so that the next one only makes what has changed. It lies in the site's
 * folder as `.pages.json`; the words for the search lie beside it and are read only when some page changed.
 *
 * A page is fresh when its key (a hash of everything it is made from) is the same and each of its files still has the
 * size it was written with.
 *
 * **Invariant.** Files are written whole or not at all (a temporary name, then a rename), and the record is written
 * last: an export that was interrupted is done again, never believed.
 *
 * Not here on purpose: what goes into a key (`export_site.ts`).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import type { InventoryTotals } from "./_content_inventory.ts";
import type { SectionFact } from "./_parse_page.ts";

/** What is known about a page that has been written and proved complete. */
export interface PageRecord {
  /** Hash of all it is made from. */
  readonly key: string;
  /** Size in bytes of each file, by path from the site's folder. */
  readonly files: Readonly<Record<string, number>>;
  /** State of other files it depends on, by what they are. */
  readonly needs: Readonly<Record<string, string>>;
  /** Its anchors. */
  readonly ids: readonly string[];
  /** Addresses inside the site that it links to, from the site's folder. */
  readonly links: readonly string[];
  /** Files of the repository that it shows, with lines: `lib/a.ts`, `lib/a.ts#L3-L9`. */
  readonly wants: readonly string[];
  /** What was proved to be in it. */
  readonly totals: InventoryTotals;
  /** What a browser fetches to show it, interactive figures and search aside. */
  readonly weightBytes: number;
}

const RECORD = ".pages.json";
const WORDS = ".words.json";

/** The record of one site folder. */
export class BuildCache {
  #out: string;
  #maker: string;
  #old: Record<string, PageRecord> = {};
  #now: Record<string, PageRecord> = {};
  #words: Record<string, readonly SectionFact[]> | undefined;
  #newWords: Record<string, readonly SectionFact[]> = {};

  /**
   * Reads the record; one that is missing, damaged or made by another exporter counts as empty.
   * @param out The site's folder.
   * @param maker Hash of the exporter.
   */
  constructor(out: string, maker: string) {
    this.#out = out;
    this.#maker = maker;
    try {
      const text = Deno.readTextFileSync(`${out}/${RECORD}`);
      const record = JSON.parse(text) as { maker: string; pages: Record<string, PageRecord> };
      if (record.maker === maker) this.#old = record.pages;
      else this.#oldFiles = Object.values(record.pages).flatMap(({ files }) => Object.keys(files));
    } catch {
      this.#old = {};
    }
  }

  /** Files of an export by another version of the exporter. */
  #oldFiles: string[] = [];

  /** The record of `page` if its key is still `key` and its files still lie there; it is then kept as it is. */
  fresh(page: string, key: string): PageRecord | undefined {
    const record = this.#old[page];
    if (record?.key !== key) return undefined;
    for (const [file, size] of Object.entries(record.files)) {
      if (sizeOf(`${this.#out}/${file}`) !== size) return undefined;
    }
    this.#now[page] = record;
    return record;
  }

  /** The record of `page` as it was, fresh or not. */
  last(page: string): PageRecord | undefined {
    return this.#old[page];
  }

  /** Writes a file of the site, whole or not at all; one that is there with the same content is left alone. */
  write(path: string, content: string | Uint8Array): number {
    const file = `${this.#out}/${path}`;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${Deno.pid}.part`;
    try {
      Deno.writeFileSync(draft, bytes);
      Deno.renameSync(draft, file);
    } catch (error) {
      try {
        Deno.removeSync(draft);
      } catch { /* it may never have been there */ }
      throw error;
    }
    return bytes.length;
  }

  /** Records a page that has been written and proved complete. */
  put(page: string, record: PageRecord, words: readonly SectionFact[] = []): void {
    this.#now[page] = record;
    this.#newWords[page] = words;
  }

  /** The words of a page, of this export or of the one that wrote it. */
  words(page: string): readonly SectionFact[] {
    if (this.#newWords[page]) return this.#newWords[page];
    this.#words ??= this.#readWords();
    return this.#words[page] ?? [];
  }

  /** All pages of this export. */
  get pages(): Readonly<Record<string, PageRecord>> {
    return this.#now;
  }

  /**
   * Writes the record and removes files that no page has any more.
   * @param options.keep Whether a page that was not made this time (of a format that nobody asked for) stays.
   */
  finish(options: { keep: (page: string) => boolean }): void {
    const pages = { ...this.#now };
    for (const [page, record] of Object.entries(this.#old)) {
      if (!pages[page] && options.keep(page)) pages[page] = record;
    }
    const alive = new Set(Object.values(pages).flatMap(({ files }) => Object.keys(files)));
    const known = [...Object.values(this.#old).flatMap(({ files }) => Object.keys(files)), ...this.#oldFiles];
    for (const file of new Set(known)) if (!alive.has(file)) removeFile(`${this.#out}/${file}`);
    if (Object.keys(this.#newWords).length > 0) {
      this.#words ??= this.#readWords();
      const words = { ...this.#words, ...this.#newWords };
      for (const page of Object.keys(words)) if (!pages[page]) delete words[page];
      this.write(WORDS, JSON.stringify(words));
    }
    this.write(RECORD, JSON.stringify({ maker: this.#maker, pages }));
  }

  #readWords(): Record<string, readonly SectionFact[]> {
    try {
      return JSON.parse(Deno.readTextFileSync(`${this.#out}/${WORDS}`));
    } catch {
      return {};
    }
  }
}

/** SHA-256 over several texts, each kept apart from the next. */
export function hashOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch {
    return undefined;
  }
}

/** Removes a file and the folders that it leaves empty; one that is gone already is no fault. */
function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
    Deno.removeSync(dirname(path));
  } catch { /* gone, or the folder has more */ }
}
