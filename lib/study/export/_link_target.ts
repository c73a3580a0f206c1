/**
 * What a link in a notebook points at, and where that is in the exported site.
 *
 * A notebook is written for Jupyter and GitHub, so its links are paths from its own folder:
 * `../../lib/base/clock.ts#L3-L9`, `../structures/lru_cache.ipynb#Run-it`, `#Run-it`, `https://…`.
 * {@linkcode linkTarget} reads such a path once into a value; each export (pages, Markdown, book) then writes that
 * value in its own way.
 *
 * **Invariant.** A target never leaves the repository: paths are normalised from its root, with forward slashes.
 *
 * Not here on purpose: whether the target exists (the check of all links at the end knows every page and anchor).
 *
 * @module
 */

/** Where a link leads. */
export type LinkTarget =
  | {
    /** Another host, or a mail address: left as it is. */
    readonly kind: "external";
    /** The link as written. */
    readonly href: string;
  }
  | {
    /** A heading of the same notebook. */
    readonly kind: "anchor";
    /** As {@linkcode anchorName} gives it. */
    readonly anchor: string;
  }
  | {
    /** A notebook, perhaps at a heading. */
    readonly kind: "notebook";
    /** Path from the repository root, `notebooks/structures/lru_cache.ipynb`. */
    readonly path: string;
    /** As {@linkcode anchorName} gives it. */
    readonly anchor?: string;
  }
  | {
    /** Any other file of the repository, perhaps at lines of it. */
    readonly kind: "file";
    /** Path from the repository root, `lib/structures/lru_cache.ts`. */
    readonly path: string;
    /** First line, counted from 1. */
    readonly firstLine?: number;
    /** Last line, counted from 1, included. */
    readonly lastLine?: number;
  }
  | {
    /** A link that can lead nowhere. */
    readonly kind: "broken";
    /** Why, as half a sentence. */
    readonly why: string;
  };

/**
 * Reads a link.
 * @param href The link as the author wrote it.
 * @param from Path of the file it stands in, from the repository root.
 *
 * @example Lines of a module
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linkTarget } from "./_link_target.ts";
 * assertEquals(linkTarget("../../lib/base/clock.ts#L3-L9", "notebooks/a/b.ipynb"), {
 *   kind: "file",
 *   path: "lib/base/clock.ts",
 *   firstLine: 3,
 *   lastLine: 9,
 * });
 * ```
 */
export function linkTarget(href: string, from: string): LinkTarget {
  if (/^(https?:|mailto:)/i.test(href)) return { kind: "external", href };
  const scheme = href.match(/^([a-z][a-z0-9+.-]*:|\/\/)/i)?.[1];
  if (scheme) return { kind: "broken", why: `${scheme} is not a place a reader can go` };
  if (href.startsWith("/")) return { kind: "broken", why: "a path from the root of a disk differs on every machine" };
  const [path = "", fragment] = href.split("#", 2);
  if (path === "") {
    if (!fragment) return { kind: "broken", why: "the link is empty" };
    return { kind: "anchor", anchor: anchorName(decode(fragment)) };
  }
  const found = repositoryPath(decode(path), from);
  if (found === undefined) return { kind: "broken", why: "it leaves the repository" };
  if (found.endsWith(".ipynb")) {
    return { kind: "notebook", path: found, ...(fragment ? { anchor: anchorName(decode(fragment)) } : {}) };
  }
  if (!fragment) return { kind: "file", path: found };
  const lines = fragment.match(/^L(\d+)(?:-L?(\d+))?$/);
  if (!lines) return { kind: "broken", why: `#${fragment} is not a line (#L10) or a range of lines (#L10-L20)` };
  const firstLine = Number(lines[1]);
  return { kind: "file", path: found, firstLine, lastLine: Number(lines[2] ?? firstLine) };
}

/**
 * The name of a heading as an anchor: the same for the spelling of Jupyter (`Run-it`), of GitHub (`run-it`) and for
 * the heading's own text (`Run it!`).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { anchorName } from "./_link_target.ts";
 * assertEquals(["5 · Run it", "5-·-Run-it", "5--run-it"].map(anchorName), ["5-run-it", "5-run-it", "5-run-it"]);
 * ```
 */
export function anchorName(text: string): string {
  const name = text.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-|-$/g, "");
  return name || "section";
}

/**
 * The page of a notebook, from the site's folder: `structures/lru_cache.html`.
 * @param path Path of the notebook from the repository root.
 */
export function pageOfNotebook(path: string): string {
  return path.replace(/^notebooks\//, "").replace(/\.ipynb$/, "") + ".html";
}

/**
 * The page that shows a file of the repository, from the site's folder: `lib/base/clock.ts` is shown by a page of that
 * name below `source/`.
 * @param path Path of the file from the repository root.
 */
export function pageOfSource(path: string): string {
  return `source/${path}.html`;
}

/**
 * The way from one file of the site to another, as a link.
 * @param from Path of the file that has the link, from the site's folder.
 * @param to Path of the file it leads to, from the site's folder.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { relativeHref } from "./_link_target.ts";
 * assertEquals(relativeHref("structures/lru_cache.html", "index.html"), "../index.html");
 * ```
 */
export function relativeHref(from: string, to: string): string {
  const start = from.split("/").slice(0, -1);
  const end = to.split("/");
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared++;
  return encodeURI("../".repeat(start.length - shared) + end.slice(shared).join("/"));
}

function repositoryPath(path: string, from: string): string | undefined {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join("/");
}

/** Percent signs undone where they are an encoding; text that is none stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
