/**
 * Where the links of one notebook lead inside the site, and on what that depends: each answer is noted as a need
 * (`file lib/base/clock.ts` → its hash), so that the next export knows whether the page must be made again.
 *
 * @module
 */
import { type LinkTarget, linkTarget, pageOfNotebook, pageOfSource, relativeHref } from "./_link_target.ts";
import { hashOf } from "./_build_cache.ts";
import type { SourceTree } from "./_source_tree.ts";

/** What links are resolved against. */
export interface LinkWorld {
  /** Paths of the notebooks in this export. */
  readonly notebooks: ReadonlySet<string>;
  /** Files of the repository. */
  readonly tree: SourceTree;
}

/** Links of one page. */
export class NotebookLinks {
  /** State of each file or notebook that was asked for. */
  readonly needs: Record<string, string> = {};
  /** Files to be shown as pages, with lines. */
  readonly wants: Set<string> = new Set();
  /** Links that can lead nowhere, one line each. */
  readonly faults: string[] = [];
  #path: string;
  #page: string;
  #world: LinkWorld;

  /**
   * The links of one notebook.
   * @param path The notebook, from the repository root.
   * @param world What there is.
   */
  constructor(path: string, world: LinkWorld) {
    this.#path = path;
    this.#page = pageOfNotebook(path);
    this.#world = world;
  }

  /** The address of a target on the page; undefined when its words are shown without a link. */
  href(target: LinkTarget): string | undefined {
    if (target.kind === "external") return target.href;
    if (target.kind === "broken") return undefined;
    if (target.kind === "anchor") return `#${target.anchor}`;
    const state = this.#note(target.kind === "notebook" ? "notebook" : "file", target.path);
    if (target.kind === "notebook") {
      const anchor = target.anchor === undefined ? "" : `#${target.anchor}`;
      if (state === "in") return relativeHref(this.#page, pageOfNotebook(target.path)) + anchor;
      if (state === "absent") this.faults.push(`the link to ${target.path} is dead: there is no such notebook`);
      return undefined;
    }
    const file = this.#world.tree.file(target.path);
    if (!file) {
      const kind = this.#world.tree.kindOf(target.path);
      const why = kind === "absent" ? "there is no such file" : `a page cannot show this ${kind}`;
      this.faults.push(`the link to ${target.path} is dead: ${why}`);
      return undefined;
    }
    const { firstLine = 1, lastLine = firstLine } = target;
    if (firstLine < 1 || lastLine < firstLine || lastLine > file.lineCount) {
      this.faults.push(
        `the link to ${target.path}#L${firstLine}-L${lastLine} is dead: the file has ${file.lineCount} lines`,
      );
      return undefined;
    }
    const lines = target.firstLine === undefined
      ? ""
      : lastLine === firstLine
      ? `#L${firstLine}`
      : `#L${firstLine}-L${lastLine}`;
    this.wants.add(target.path + lines);
    return relativeHref(this.#page, pageOfSource(target.path)) + lines;
  }

  /** The address of a link as the author wrote it. */
  hrefOf(link: string): string | undefined {
    return this.href(linkTarget(link, this.#path));
  }

  /** Line on which a module exports `name`. */
  lineOf(path: string, name: string): number | undefined {
    this.#note("file", path);
    return this.#world.tree.file(path)?.declared.get(name);
  }

  /** Content of a file; a page that shows it depends on it. */
  read(path: string): Uint8Array<ArrayBuffer> | undefined {
    this.#note("bytes", path);
    return this.#world.tree.bytes(path);
  }

  #note(kind: "file" | "notebook" | "bytes", path: string): string {
    const state = stateOf(`${kind} ${path}`, this.#world);
    this.needs[`${kind} ${path}`] = state;
    return state;
  }
}

/** The state of a need now: a hash, `in`, `on disk` or `absent`. */
export function stateOf(need: string, world: LinkWorld): string {
  const [kind, path = ""] = need.split(" ", 2);
  if (kind === "notebook") {
    return world.notebooks.has(path) ? "in" : world.tree.exists(path) ? "on disk" : "absent";
  }
  if (kind === "bytes") {
    const bytes = world.tree.bytes(path);
    return bytes ? hashOf(bytes.toHex()) : "absent";
  }
  return world.tree.file(path)?.hash ?? "absent";
}

/** Whether everything a page depended on is as it was. */
export function sameNeeds(needs: Readonly<Record<string, string>>, world: LinkWorld): boolean {
  return Object.entries(needs).every(([need, state]) => stateOf(need, world) === state);
}
