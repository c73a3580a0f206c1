/**
 * Pointers in comments: a module or a folder that a comment sends the reader to must be there.
 *
 * Read are the comments of `lib/` without their code examples, and the `README.md` of each room. A name such as
 * `hash_ring.ts` may stand for any file of that name; a path for any file that ends with it; `lib/` and what follows
 * for a folder. Names with a star, and names in quotes, which are code, are no pointers.
 *
 * **Invariant.** Where a pointer has no diagnostic, the tree has a file or a folder that it can mean.
 *
 * Not here on purpose: links (`{@linkcode}` is `deno doc --lint`'s), addresses on the web, lines within a file.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import { sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** A file with its path, as far as it is given. */
const FILE = /(?<![\w./*<>@$"'-])(?:@lib\/|\.{1,2}\/)*((?:[\w-]+\/)*[a-z0-9_]+\.ts)(?![\w*])/g;
/** A folder of the library. */
const FOLDER = /(?<![\w./@-])(lib\/[a-z0-9_]+(?:\/[a-z0-9_]+)*)\/?(?![\w./*-])/g;
/** Code, in a comment or a README. */
const EXAMPLE = /```[^]*?```/g;

/** Every pointer that leads nowhere. */
export function checkCommentPointers(tree: Tree): Diagnostic[] {
  const isThere = known(tree.paths);
  return tree.paths.filter((path) => path.startsWith("lib/")).flatMap((path) => {
    const texts = path.endsWith("/README.md") ? [{ text: tree.read(path), line: 1 }] : commentsOf(tree, path);
    return texts.flatMap(({ text, line }) =>
      lost(text, isThere).map(({ pointer, start }): Diagnostic => ({
        rule: "pointer",
        path,
        line: line + text.slice(0, start).split("\n").length - 1,
        message: `the comment sends its reader to ${pointer}, and there is none`,
      }))
    );
  });
}

function commentsOf(tree: Tree, path: string): { text: string; line: number }[] {
  if (!path.endsWith(".ts")) return [];
  const source = sourceOf(tree, path);
  return (source?.comments ?? []).map(({ value, start }) => ({ text: value, line: source!.lineOf(start) }));
}

/** Whether the tree has what a pointer can mean. */
function known(paths: readonly string[]): (pointer: string) => boolean {
  const ends = new Set<string>();
  for (const path of paths) {
    const parts = path.split("/");
    for (let from = 0; from < parts.length; from++) ends.add(parts.slice(from).join("/"));
    for (let to = 1; to < parts.length; to++) ends.add(parts.slice(0, to).join("/"));
  }
  return (pointer) => ends.has(pointer);
}

function lost(text: string, isThere: (pointer: string) => boolean): { pointer: string; start: number }[] {
  const prose = text.replaceAll(EXAMPLE, (example) => example.replaceAll(/[^\n]/g, " "));
  return [...prose.matchAll(FILE), ...prose.matchAll(FOLDER)]
    .map((match) => ({ pointer: match[1]!, start: match.index }))
    .filter(({ pointer }) => !isThere(pointer));
}
