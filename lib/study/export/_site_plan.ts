/**
 * The order of the site: notebooks in chapters, and the storeys of the chapters.
 *
 * A chapter's storey is one above the highest storey of the chapters that its notebooks stand on: the map shows it.
 * Reading order is that of `_chapters.ts`; inside a chapter a notebook comes after those it stands on. What lies in
 * `notebooks/` itself is the way in, and comes first of all.
 *
 * Cost: O((n + edges) · chapters).
 *
 * Not here on purpose: drawing (`_lab_map.ts`), names and order of chapters (`_chapters.ts`).
 *
 * @module
 */
import type { LabMetadata, Notebook } from "../notebook/nbformat.ts";
import { chapterOf } from "./_chapters.ts";
import { pageOfNotebook } from "./_link_target.ts";

/** A notebook with its place in the site. */
export interface SiteNotebook {
  /** From the repository root: `notebooks/structures/lru_cache.ipynb`. */
  readonly path: string;
  /** As `standsOn` names it: `structures/lru_cache`. */
  readonly name: string;
  /** Its page, from the site's folder. */
  readonly page: string;
  /** Heading of its page. */
  readonly title: string;
  /** Name of its chapter. */
  readonly chapter: string;
  /** Its card, if it has one. */
  readonly card: LabMetadata | undefined;
  /** Names of the notebooks it stands on. */
  readonly standsOn: readonly string[];
  /** With outputs. */
  readonly notebook: Notebook;
}

/** Notebooks of one chapter. */
export interface Chapter {
  /** Its anchor: `structures`. */
  readonly name: string;
  /** In words: `Structures`. */
  readonly title: string;
  /** 0 for a chapter that stands on none. */
  readonly storey: number;
  /** Names of other chapters that its notebooks stand on. */
  readonly standsOn: readonly string[];
  /** In reading order. */
  readonly notebooks: readonly SiteNotebook[];
}

/** The whole site, in reading order. */
export interface SitePlan {
  /** In reading order. */
  readonly chapters: readonly Chapter[];
  /** In reading order. */
  readonly notebooks: readonly SiteNotebook[];
}

/**
 * Puts notebooks in order.
 * @throws {RangeError} If two notebooks would get the same page, or notebooks stand on each other in a circle.
 */
export function planSite(notebooks: readonly { path: string; notebook: Notebook }[]): SitePlan {
  const all = notebooks.map(place);
  const byName = new Map(all.map((one) => [one.name, one]));
  if (byName.size !== all.length) {
    const twice = all.find((one) => byName.get(one.name) !== one)!;
    throw new RangeError(`Cannot plan the site: each notebook must come once: current value is ${twice.path}`);
  }
  const found = new Map(all.map(({ path }) => chapterOf(folderOf(path))).map((chapter) => [chapter.name, chapter]));
  const names = [...found.keys()].sort();
  const below = new Map(names.map((name) => [name, chaptersBelow(name, all, byName)]));
  const storeys = storeysOf(names, below);
  const chapters = names.map((name): Chapter => ({
    name,
    title: found.get(name)!.title,
    storey: storeys.get(name)!,
    standsOn: [...below.get(name)!].sort(),
    notebooks: inReadingOrder(all.filter(({ chapter }) => chapter === name), byName),
  }));
  const rank = ({ name }: Chapter) => found.get(name)!.rank;
  chapters.sort((a, b) => rank(a) - rank(b) || a.storey - b.storey || (a.name < b.name ? -1 : 1));
  return { chapters, notebooks: chapters.flatMap((chapter) => chapter.notebooks) };
}

function folderOf(path: string): string {
  return /^notebooks\/([^/]+)\//.exec(path)?.[1] ?? "";
}

function place({ path, notebook }: { path: string; notebook: Notebook }): SiteNotebook {
  const name = path.replace(/^notebooks\//, "").replace(/\.ipynb$/, "");
  const card = notebook.metadata.lab;
  const first = notebook.cells.find(({ cell_type }) => cell_type === "markdown")?.source;
  const heading = first?.match(/^#\s+(.+)$/m)?.[1]?.trim();
  return {
    path,
    name,
    page: pageOfNotebook(path),
    title: card?.title ?? heading ?? titleOf(name.split("/").at(-1)!),
    chapter: chapterOf(folderOf(path)).name,
    card,
    standsOn: card?.standsOn ?? [],
    notebook,
  };
}

function chaptersBelow(name: string, all: readonly SiteNotebook[], byName: Map<string, SiteNotebook>): Set<string> {
  const below = all.filter(({ chapter }) => chapter === name)
    .flatMap(({ standsOn }) => standsOn.map((other) => byName.get(other)?.chapter ?? name));
  return new Set(below.filter((other) => other !== name));
}

/** Longest way down; chapters that stand on each other stop rising after as many steps as there are chapters. */
function storeysOf(names: readonly string[], below: Map<string, Set<string>>): Map<string, number> {
  const storeys = new Map(names.map((name) => [name, 0]));
  for (let step = 0; step < names.length; step++) {
    for (const name of names) {
      const lowest = Math.max(-1, ...[...below.get(name)!].map((other) => storeys.get(other)!)) + 1;
      storeys.set(name, Math.min(lowest, names.length - 1));
    }
  }
  return storeys;
}

function inReadingOrder(chapter: SiteNotebook[], byName: Map<string, SiteNotebook>): SiteNotebook[] {
  const order: SiteNotebook[] = [];
  const open = new Set<string>();
  const visit = (one: SiteNotebook) => {
    if (order.includes(one)) return;
    if (open.has(one.name)) {
      throw new RangeError(
        `Cannot plan the site: notebooks must not stand on each other in a circle: current value is ${one.path}`,
      );
    }
    open.add(one.name);
    for (const other of one.standsOn) {
      const found = byName.get(other);
      if (found && found.chapter === one.chapter) visit(found);
    }
    open.delete(one.name);
    order.push(one);
  };
  chapter.sort((a, b) => a.path < b.path ? -1 : 1).forEach(visit);
  return order;
}

function titleOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
