/**
 * An excerpt of a source file, shown in a notebook from the file itself: the page can never drift from the code that it
 * talks about, because nothing is retyped.
 *
 * The file is read as text, its types are blanked out in place (so that every position stays where it was), and the
 * syntax tree of what is left says on which lines a declaration begins and ends. Cost: one read and one parse, about
 * 10 ms for a file of 300 lines.
 *
 * **Invariant.** The lines shown are the lines of the file: same text, same numbers, common indentation taken off.
 *
 * Not here on purpose: excerpts by line number (they go stale with the next edit), highlighting (the reader's
 * front end does it), files outside the checkout.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import { type AnyNode, parse } from "acorn";
import { JUPYTER_DISPLAY } from "./notebook/jupyter_display.ts";

/** Lines of one declaration, ready to be shown in a notebook. */
export interface Excerpt {
  /** Path below the repository root, with forward slashes: `lib/structures/lru_cache.ts`. */
  readonly path: string;
  /** First line, counted from 1. */
  readonly firstLine: number;
  /** Last line, counted from 1, included. */
  readonly lastLine: number;
  /** The lines, without the indentation they share. */
  readonly code: string;
  /** What a Jupyter front end shows: the code as Markdown under a link to its lines, and as plain text. */
  [JUPYTER_DISPLAY](): Record<string, string>;
}

const LIB = new URL("../", import.meta.url);

/**
 * The excerpt of a module of `lib/` that declares `name`: a function, class, interface, type or constant (`"zipf"`), or
 * a member of a class (`"LruCache.get"`, `"LruCache.#touch"`).
 *
 * @param module Path below `lib/`: `"structures/lru_cache.ts"`.
 * @param name The declaration's name, or `Class.member`.
 * @param options `root`: the way from the notebook's folder to the checkout, for the link. @default {"../../"}
 * @throws {RangeError} If the file has no such declaration; the message lists those it has.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example The whole of one method
 * ```ts
 * import { excerpt } from "./excerpt.ts";
 * import { assert } from "@std/assert";
 * const shown = excerpt("study/excerpt.ts", "excerpt");
 * assert(shown.code.startsWith("export function excerpt("));
 * ```
 */
export function excerpt(module: string, name: string, options: { readonly root?: string } = {}): Excerpt {
  const { root = "../../" } = options;
  const source = Deno.readTextFileSync(new URL(module, LIB));
  const found = declarations(source);
  const at = found.get(name);
  if (!at) {
    const known = [...found.keys()].join(", ");
    throw new RangeError(`Cannot show an excerpt of lib/${module}: it declares ${known}: current value is ${name}`);
  }
  const lines = source.split("\n").slice(at.firstLine - 1, at.lastLine);
  const indentation = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  const code = lines.map((line) => line.slice(indentation)).join("\n");
  const path = `lib/${module}`;
  const where = `${path}#L${at.firstLine}-L${at.lastLine}`;
  return {
    path,
    ...at,
    code,
    [JUPYTER_DISPLAY]: () => ({
      "text/markdown":
        `[\`${path}\`, lines ${at.firstLine}–${at.lastLine}](${root}${where})\n\n\`\`\`ts\n${code}\n\`\`\``,
      "text/plain": `${where}\n\n${code}`,
    }),
  };
}

/** Interfaces, and type aliases to the semicolon behind which neither their body nor their next branch goes on. */
const TYPES = /^(?:export )?(?:interface (\w+)[^{]*\{[^]*?^\}|type (\w+)[^]*?;(?=\n(?![ }|])|(?![^])))/gm;

interface LineRange {
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Every top-level declaration and class member of a TypeScript source, by name, in the order of the file. */
function declarations(source: string): Map<string, LineRange> {
  const found = new Map<string, LineRange>();
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length;
  const add = (name: string, start: number, end: number) =>
    found.set(name, { firstLine: lineOf(start), lastLine: lineOf(end - 1) });
  const program = parse(stripTypeScriptTypes(source), { ecmaVersion: "latest", sourceType: "module" });
  for (const statement of program.body) {
    const isExport = statement.type === "ExportNamedDeclaration" && statement.declaration;
    const node: AnyNode = isExport ? statement.declaration! : statement;
    if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") {
      add(node.id.name, statement.start, node.end);
    }
    if (node.type === "ClassDeclaration") {
      for (const member of node.body.body) {
        if (member.type === "StaticBlock") continue;
        const { key } = member;
        const name = key.type === "PrivateIdentifier" ? `#${key.name}` : source.slice(key.start, key.end);
        add(`${node.id.name}.${name}`, member.start, member.end);
      }
    }
    if (node.type === "VariableDeclaration") {
      for (const { id } of node.declarations) if (id.type === "Identifier") add(id.name, statement.start, node.end);
    }
  }
  for (const [text, ofInterface, ofAlias] of source.matchAll(TYPES)) {
    const start = source.indexOf(text);
    add((ofInterface ?? ofAlias)!, start, start + text.length);
  }
  return found;
}
