/**
 * Whether every link inside the site leads to a page, and to an anchor that this page really has.
 *
 * @module
 */

/** A page as far as links are concerned. */
export interface LinkedPage {
  /** Its anchors. */
  readonly ids: readonly string[];
  /** Addresses inside the site, from the site's folder, with anchors. */
  readonly links: readonly string[];
  /** Its files, by path from the site's folder. */
  readonly files: Readonly<Record<string, number>>;
}

/**
 * Links that lead nowhere, one line each.
 * @param pages All pages, by path from the site's folder.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { deadLinks } from "./_dead_links.ts";
 * const pages = { "a.html": { ids: ["top"], links: ["a.html#top", "a.html#end"], files: { "a.html": 1 } } };
 * assertEquals(deadLinks(pages), ["a.html: the link to a.html#end is dead: the page has no such anchor"]);
 * ```
 */
export function deadLinks(pages: Readonly<Record<string, LinkedPage>>): string[] {
  const files = new Set(Object.values(pages).flatMap((page) => Object.keys(page.files)));
  const anchors = new Map(Object.entries(pages).map(([name, { ids }]) => [name, new Set(ids)]));
  const dead: string[] = [];
  for (const [name, { links }] of Object.entries(pages)) {
    for (const link of links) {
      const [path = "", anchor] = link.split("#", 2);
      if (!files.has(path)) dead.push(`${name}: the link to ${link} is dead: there is no such page`);
      else if (anchor && anchors.has(path) && !anchors.get(path)!.has(anchor)) {
        dead.push(`${name}: the link to ${link} is dead: the page has no such anchor`);
      }
    }
  }
  return dead;
}

/** Addresses of a page that stay inside the site, from the site's folder. */
export function insideLinks(links: readonly string[], page: string): string[] {
  return [...new Set(links)].filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link)).map((link) => {
    const url = new URL(link, `file:///${page}`);
    return decodeURIComponent(url.pathname.slice(1) + url.hash);
  });
}
