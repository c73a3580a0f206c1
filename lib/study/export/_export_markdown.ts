/**
 * The site as Markdown: a file for each notebook, pictures beside it, the sources it links to, and everything once more
 * as one book. Each file is read back and proved complete.
 *
 * @module
 */
import { type ContentInventory, NOTHING_COUNTED, sumOf, takeInventory, totalsOf } from "./_content_inventory.ts";
import type { ExportJob, PageCounts } from "./_export_job.ts";
import { anchorName, linkTarget, relativeHref } from "./_link_target.ts";
import { insideLinks } from "./_dead_links.ts";
import { verifyMarkdown } from "./_verify_markdown.ts";
import { markdownOf } from "./_markdown_file.ts";
import { hashOf } from "./_build_cache.ts";
import type { SiteNotebook } from "./_site_plan.ts";

const FOLDER = "markdown";
/** The book, from the site's folder. */
export const MARKDOWN_BOOK = `${FOLDER}/book.md`;

/** Makes the Markdown; faults go to `job.faults`. */
export function exportMarkdown(job: ExportJob): PageCounts {
  const counts = { made: 0, kept: 0 };
  const known = new Set(job.plan.notebooks.map(({ path }) => path));
  for (const one of job.plan.notebooks) {
    const file = `${FOLDER}/notebooks/${one.name}.md`;
    write(job, { file, notebooks: [one], known, counts });
  }
  write(job, { file: MARKDOWN_BOOK, notebooks: job.plan.notebooks, known, counts });
  return counts;
}

interface MarkdownTask {
  /** From the site's folder. */
  readonly file: string;
  readonly notebooks: readonly SiteNotebook[];
  /** Paths of all notebooks of this export. */
  readonly known: ReadonlySet<string>;
  readonly counts: PageCounts;
}

function write(job: ExportJob, task: MarkdownTask): void {
  const { store, tree, faults } = job;
  const { file, notebooks, known, counts } = task;
  const isBook = file === MARKDOWN_BOOK;
  const needs = store.last(file)?.needs ?? {};
  const key = hashOf("markdown", ...notebooks.map((one) => JSON.stringify([one.title, one.notebook])), ...known);
  const stateOf = (path: string) => {
    const bytes = tree.bytes(path);
    return bytes ? hashOf(bytes.toHex()) : "absent";
  };
  const unchanged = Object.entries(needs).every(([path, state]) => stateOf(path) === state);
  if (unchanged && store.fresh(file, key)) {
    counts.kept++;
    return;
  }
  const files: Record<string, number> = {};
  const nowNeeds: Record<string, string> = {};
  const keep = (path: string, content: string | Uint8Array) => files[path] = store.write(path, content);
  const at = (to: string) => relativeHref(file, to);
  const chapters: { text: string; inventory: ContentInventory; href: (link: string) => string; path: string }[] = [];
  for (const one of notebooks) {
    const prefix = isBook ? `${anchorName(one.name)}-` : "";
    const href = (link: string): string => {
      const target = linkTarget(link, one.path);
      if (target.kind === "anchor") return `#${prefix}${target.anchor}`;
      if (target.kind === "notebook" && known.has(target.path)) {
        const name = target.path.replace(/^notebooks\//, "").replace(/\.ipynb$/, "");
        const anchor = target.anchor ?? "";
        if (isBook) return `#${anchorName(name)}${anchor && `-${anchor}`}`;
        return at(`${FOLDER}/notebooks/${name}.md`) + (anchor && `#${anchor}`);
      }
      // a notebook that is not in this export goes along as it is
      if (target.kind === "file" || target.kind === "notebook") {
        const bytes = tree.bytes(target.path);
        nowNeeds[target.path] = stateOf(target.path);
        if (bytes) keep(`${FOLDER}/${target.path}`, bytes);
        else faults.push(`${one.path} in Markdown: the link to ${target.path} is dead`);
        const fragment = link.includes("#") ? link.slice(link.indexOf("#")) : "";
        return at(`${FOLDER}/${target.path}`) + fragment;
      }
      return link;
    };
    const save = (name: string, bytes: Uint8Array) => {
      const path = `${FOLDER}/notebooks/${one.name}/${name}`;
      keep(path, bytes);
      return at(path);
    };
    chapters.push({
      text: markdownOf(one, { prefix, href, save }),
      inventory: takeInventory(one.notebook),
      href,
      path: one.path,
    });
  }
  const contents = isBook
    ? `# ML Systems Lab\n\n${
      notebooks.map((one) => `- [${one.title}](#${anchorName(one.name)})`).join("\n")
    }\n\n---\n\n`
    : "";
  keep(file, contents + chapters.map(({ text }) => text).join("\n---\n\n"));

  const found: string[] = [];
  for (const { text, inventory, href, path } of chapters) {
    const picture = (address: string) => {
      const path = decodeURIComponent(new URL(address, `file:///${file}`).pathname.slice(1));
      return files[path] === undefined ? undefined : Deno.readFileSync(`${job.out}/${path}`);
    };
    found.push(...verifyMarkdown(inventory, { text, href, picture }).map((what) => `${path} in ${file}: ${what}`));
  }
  faults.push(...found);
  if (found.length > 0) return;
  const totals = isBook ? NOTHING_COUNTED : sumOf(chapters.map(({ inventory }) => totalsOf(inventory)));
  const text = contents + chapters.map((chapter) => chapter.text).join("\n");
  const ids = [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map((anchor) => anchor[1]!);
  const links = insideLinks(chapters.flatMap(({ inventory, href }) => inventory.links.map(href)), file);
  store.put(file, { key, files, needs: nowNeeds, ids, links, wants: [], totals, weightBytes: 0 });
  counts.made++;
  job.report(`Markdown: ${file}`);
}
