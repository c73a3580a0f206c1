/**
 * Generated text: the parts of files that are written by a command, the exports of the package in `deno.json`, and the
 * table of pages in `README.md`. One function says what belongs there; the gate compares, `deno task ok --write`
 * writes.
 *
 * Exported is every module of `lib/` without a leading underscore in its path, but for contract suites: they need
 * `@std/assert`, which only tests have. Of `study/`, the lab's own tools, only
 * what notebooks import is exported, so that a notebook works from elsewhere too.
 *
 * **Invariant.** Writing twice changes nothing more.
 *
 * @module
 */
import { writeFileAtomic } from "../../storage/atomic_write.ts";
import { parseNotebook } from "../notebook/nbformat.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Tree } from "./tree.ts";

/** Files with a generated part: how the whole file must read. */
const GENERATED: Readonly<Record<string, (tree: Tree, text: string) => string>> = {
  "deno.json": withExports,
  "README.md": withPages,
};

/** Where the table of pages begins and ends in `README.md`. */
const BEGIN = "<!-- pages: written by `deno task ok --write` -->";
const END = "<!-- end of pages -->";

/** Files whose generated part differs from what belongs there. */
export function checkGenerated(tree: Tree): Diagnostic[] {
  return changes(tree).map(([path]) => {
    return { rule: "generated", path, message: "its generated part is out of date: deno task ok --write" };
  });
}

/**
 * Writes the generated parts.
 * @returns The paths that were written.
 */
export async function writeGenerated(tree: Tree): Promise<string[]> {
  const all = changes(tree);
  for (const [path, text] of all) await writeFileAtomic(`${tree.root}/${path}`, new TextEncoder().encode(text));
  return all.map(([path]) => path);
}

function changes(tree: Tree): [string, string][] {
  return Object.entries(GENERATED).flatMap(([path, expected]): [string, string][] => {
    if (!tree.paths.includes(path)) return [];
    const text = tree.read(path);
    const right = expected(tree, text);
    return right === text ? [] : [[path, right]];
  });
}

/**
 * The exports: `./structures/lru_cache` is `./lib/structures/lru_cache.ts`. A package with a single export keeps it.
 */
function withExports(tree: Tree, text: string): string {
  const { exports } = JSON.parse(text);
  if (typeof exports !== "object") return text;
  const imported = importedByNotebooks(tree);
  const isForTests = (path: string) => /^import .*"@std\/assert"/m.test(tree.read(path));
  const isPublic = (path: string) =>
    path.startsWith("lib/study/")
      ? imported.has(path)
      : !path.split("/").some((part) => part.startsWith("_")) && !isForTests(path);
  const modules = tree.paths.filter((path) => /^lib\/.*\.ts$/.test(path) && isPublic(path));
  const entries = modules.map((path) => [`./${path.slice("lib/".length, -".ts".length)}`, `./${path}`]).sort();
  const written = JSON.stringify(Object.fromEntries(entries), undefined, 2).replaceAll("\n", "\n  ");
  return text.replace(/^ {2}"exports": \{[^}]*\}/m, () => `  "exports": ${written}`);
}

/** Modules of `study/` that a notebook names in an import. */
function importedByNotebooks(tree: Tree): Set<string> {
  const notebooks = tree.paths.filter((path) => /^notebooks\/.*\.ipynb$/.test(path));
  const specifiers = notebooks.flatMap((path) => [...tree.read(path).matchAll(/@lib\/(study\/[\w/]+\.ts)/g)]);
  return new Set(specifiers.map(([, path]) => `lib/${path}`));
}

/** A row for each notebook: its title, what the reader can do afterwards, how long it takes. */
function withPages(tree: Tree, text: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin) return text;
  const rows = tree.paths.filter((path) => /^notebooks\/.*\.ipynb$/.test(path)).flatMap((path) => rowOf(tree, path));
  const table = [["page", "afterwards", "minutes"], ...rows].map((row) => row.map(cellText));
  const widths = [0, 1, 2].map((column) => Math.max(3, ...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const body = [lines[0], rule, ...lines.slice(1)].join("\n");
  return `${text.slice(0, begin)}${BEGIN}\n\n${body}\n\n${text.slice(end)}`;
}

function rowOf(tree: Tree, path: string): string[][] {
  let card;
  try {
    card = parseNotebook(tree.read(path), path).metadata.lab as
      | { readonly title?: string; readonly proves?: string; readonly minutes?: number }
      | undefined;
  } catch {
    return []; // the template gate reports it
  }
  if (card?.title === undefined) return [];
  return [[`[${card.title}](${path})`, card.proves ?? "", `${card.minutes ?? ""}`]];
}

function cellText(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
