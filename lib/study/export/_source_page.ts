/**
 * A file of the repository as a page: highlighted, every line an anchor (`#L10`), imports that lead on.
 *
 * @module
 */
import { escapeHtml } from "../notebook/escape_html.ts";
import type { CodeLink, Highlighter } from "./_highlight.ts";
import type { PageLink } from "./_notebook_page.ts";

/** A stretch of lines that some notebook links to. */
export interface LineRange {
  /** Counted from 1. */
  readonly firstLine: number;
  /** Counted from 1, included. */
  readonly lastLine: number;
}

/** What the page of a source needs. */
export interface SourceParts {
  /** Path from the repository root. */
  readonly path: string;
  /** The file's text. */
  readonly text: string;
  /** Stretches that get an anchor of their own, `#L10-L20`. */
  readonly ranges: readonly LineRange[];
  /** Notebooks that run or show it. */
  readonly usedBy: readonly PageLink[];
  /** Address of the page of an imported file; undefined when it has none. */
  readonly href: (specifier: string) => string | undefined;
  /** The front page. */
  readonly home: string;
  /** Colours code. */
  readonly highlighter: Highlighter;
}

/** The main part of the page. */
export function sourceMain(parts: SourceParts): string {
  const { path, ranges, usedBy, href, home, highlighter } = parts;
  const text = parts.text.replace(/\n$/, "");
  const links: CodeLink[] = [...text.matchAll(/(?:from|import)\s*\(?["']([^"'\n]+)["']/dg)].flatMap((found) => {
    const to = href(found[1]!);
    const [start, end] = found.indices![1]!;
    return to === undefined ? [] : [{ start, end, href: to }];
  });
  const starts = new Map<number, string>();
  for (const { firstLine, lastLine } of ranges) {
    if (lastLine === firstLine) continue;
    starts.set(firstLine, (starts.get(firstLine) ?? "") + `<span id="L${firstLine}-L${lastLine}"></span>`);
  }
  const lines = highlighter.lines(text, { language: path.split(".").at(-1) ?? "", links })
    .map((line, index) => `<span id="L${index + 1}">${starts.get(index + 1) ?? ""}${line}\n</span>`);
  const used = usedBy.length === 0
    ? ""
    : `<p class="stands">Shown in ${
      usedBy.map((to) => `<a href="${to.href}">${escapeHtml(to.title)}</a>`).join(", ")
    }</p>`;
  return `<div class="masthead">
<p class="crumbs"><a href="${home}">The lab</a> / Source</p>
<h1><code>${escapeHtml(path).replaceAll("/", "/<wbr>")}</code></h1>
${used}
</div>
<article><div class="code source"><pre><code>${lines.join("")}</code></pre></div></article>`;
}

/** Lines on which a source declares what it exports, by name. */
export function declaredLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const declaration =
    /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|const|let|interface|type)\s+(\w+)/;
  text.split("\n").forEach((line, index) => {
    const name = line.match(declaration)?.[1];
    if (name && !lines.has(name)) lines.set(name, index + 1);
  });
  return lines;
}

/** Paths of the modules a source imports by relative paths, from the repository root. */
export function relativeImports(text: string, path: string): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^"';]*?["'](\.{1,2}\/[^"']+)["']/gm)]
    .map((found) => new URL(found[1]!, `file:///${path}`).pathname.slice(1));
}
