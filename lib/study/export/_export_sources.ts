/**
 * Pages of source: every file that a notebook links to or imports, and what those import in turn, so that a reader can
 * follow a call to the ground. The way through `lib/study/` is not followed: it holds the answers to the exercises.
 *
 * @module
 */
import { NOTHING_COUNTED } from "./_content_inventory.ts";
import type { ExportJob, PageCounts } from "./_export_job.ts";
import { parsePage } from "./_parse_page.ts";
import { insideLinks } from "./_dead_links.ts";
import { pageOfSource, relativeHref } from "./_link_target.ts";
import { pageLayout } from "./_page_layout.ts";
import { asksOthers, tooHeavy } from "./page_limits.ts";
import { hashOf } from "./_build_cache.ts";
import { type LineRange, relativeImports, sourceMain } from "./_source_page.ts";
import type { SourceTree } from "./_source_tree.ts";

/** A folder whose imports are not followed. */
const CLOSED = "lib/study/";

/** Makes the pages of source; call it when the notebooks have said what they want. */
export async function exportSources(job: ExportJob, sharedBytes: number): Promise<PageCounts> {
  const { store, plan, tree, faults } = job;
  const counts = { made: 0, kept: 0 };
  const ranges = new Map<string, LineRange[]>();
  const users = new Map<string, string[]>();
  for (const { page } of plan.notebooks) {
    for (const want of store.pages[page]?.wants ?? []) {
      const [path = "", lines] = want.split("#");
      const found = lines?.match(/^L(\d+)(?:-L(\d+))?$/);
      const list = ranges.get(path) ?? [];
      if (found) list.push({ firstLine: Number(found[1]), lastLine: Number(found[2] ?? found[1]) });
      ranges.set(path, list);
      users.set(path, [...new Set([...users.get(path) ?? [], page])]);
    }
  }
  const shown = closure([...ranges.keys()], tree);
  for (const path of shown) {
    const file = tree.file(path);
    if (!file) continue;
    const page = pageOfSource(path);
    const usedBy = plan.notebooks.filter((one) => users.get(path)?.includes(one.page))
      .map(({ title, page: to }) => ({ title, href: relativeHref(page, to) }));
    const wanted = distinct(ranges.get(path) ?? []);
    const reachable = relativeImports(file.text, path).filter((other) => shown.has(other));
    const key = hashOf("source", file.hash, JSON.stringify([wanted, usedBy, reachable]));
    if (store.fresh(page, key)) {
      counts.kept++;
      continue;
    }
    const main = sourceMain({
      path,
      text: file.text,
      ranges: wanted,
      usedBy,
      href: (specifier) => {
        const to = importedPath(specifier, path);
        return to !== undefined && shown.has(to) ? relativeHref(page, pageOfSource(to)) : undefined;
      },
      home: relativeHref(page, "index.html"),
      highlighter: await job.highlighter(),
    });
    const html = pageLayout({ page, title: path, description: `Source of ${path}`, kind: "source", main });
    const files = { [page]: store.write(page, html) };
    const facts = parsePage(html);
    const weightBytes = files[page]! + sharedBytes;
    const found = [...asksOthers(facts.fetched), ...tooHeavy(weightBytes)];
    if (facts.ids.filter((id) => /^L\d+$/.test(id)).length !== file.lineCount) found.push("lines are missing");
    faults.push(...found.map((what) => `${path}: ${what}`));
    if (found.length > 0) continue;
    const links = insideLinks(facts.links, page);
    const words = [{ id: "", heading: "", text: "", code: file.text }];
    store.put(
      page,
      { key, files, needs: {}, ids: facts.ids, links, wants: [], totals: NOTHING_COUNTED, weightBytes },
      words,
    );
    counts.made++;
  }
  return counts;
}

function closure(roots: readonly string[], tree: SourceTree): Set<string> {
  const shown = new Set<string>();
  const open = [...roots];
  while (open.length > 0) {
    const path = open.pop()!;
    const file = tree.file(path);
    if (shown.has(path) || !file) continue;
    shown.add(path);
    if (path.endsWith(".ts") && !path.startsWith(CLOSED)) {
      open.push(...relativeImports(file.text, path).filter((other) => !other.startsWith(CLOSED)));
    }
  }
  return shown;
}

function importedPath(specifier: string, path: string): string | undefined {
  if (specifier.startsWith("@lib/")) return `lib/${specifier.slice(5)}`;
  return specifier.startsWith(".") ? new URL(specifier, `file:///${path}`).pathname.slice(1) : undefined;
}

function distinct(ranges: readonly LineRange[]): LineRange[] {
  const byText = new Map(ranges.map((range) => [`${range.firstLine}-${range.lastLine}`, range]));
  return [...byText.values()].sort((a, b) => a.firstLine - b.firstLine || a.lastLine - b.lastLine);
}
