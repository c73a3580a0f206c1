/**
 * Joins the code cells of a notebook into one TypeScript module that means what the kernel makes of them, and knows
 * for each of its lines which line of which cell it came from.
 *
 * In the kernel, cells share one scope in which a later `const`, `class` or `function` may take an earlier name. In a
 * module it may not; so a cell that takes a name again opens a block, which holds all cells after it. Imports move to
 * the top (a block cannot hold any); one that repeats an earlier import is dropped; `export` is left out.
 *
 * **Invariant.** `positions[k]` tells where line k + 1 of the module stands in the notebook, so that what a tool says
 * about the module can be said about the cell.
 *
 * Cost: one parse of each cell.
 *
 * Not here on purpose: running the tools (`code_cells.ts`), a name that two cells import from different places (it is
 * a diagnostic: nobody reads such a page), `var` (the linter refuses it).
 *
 * @module
 */
import type { Notebook } from "../notebook/nbformat.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { declaredNames } from "./free_names.ts";
import { parseSource, type SourceFile } from "./source_file.ts";

/** Where a line of the module comes from. */
export interface CellPosition {
  /** Number of the cell among all cells, counted from 1. */
  readonly cell: number;
  /** Line in the cell, counted from 1. */
  readonly line: number;
}

/** A notebook's code as one module. */
export interface JoinedCells {
  /** The module. */
  readonly text: string;
  /** Where its lines come from, in order. */
  readonly positions: readonly CellPosition[];
  /** Cells that could not be joined; then `text` is empty. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Which cells are joined. */
export interface JoinOptions {
  /**
   * Cells with one of these tags are left out.
   * @default {[]}
   */
  readonly without?: readonly string[];
}

/**
 * The code cells of a notebook as one module.
 * @param path Path of the notebook below the root, for relative imports and messages.
 */
export function joinCells(notebook: Notebook, path: string, options: JoinOptions = {}): JoinedCells {
  const { without = [] } = options;
  const diagnostics: Diagnostic[] = [];
  const imports = new Imports(path, diagnostics);
  const body: Line[] = [];
  const known = new Set<string>();
  let blocks = 0;
  for (const [index, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code" || without.some((tag) => cell.metadata.tags?.includes(tag))) continue;
    const number = index + 1;
    const source = parsedCell(cell.source, { path, cell: number, diagnostics });
    if (source === undefined) continue;
    const text = imports.takeFrom(source, number);
    const names = namesDeclaredBy(source);
    if (names.some((name) => known.has(name) || imports.has(name))) {
      body.push({ text: "{", cell: number, line: 1 });
      blocks++;
    }
    for (const name of names) known.add(name);
    body.push(
      ...withoutExport(source, text).split("\n").map((line, at) => ({ text: line, cell: number, line: at + 1 })),
    );
    body.push({ text: ";", cell: number, line: 1 }); // a cell ends where it ends, whatever the next one begins with
  }
  if (diagnostics.length > 0) return { text: "", positions: [], diagnostics };
  const last = body.at(-1) ?? { cell: 1, line: 1 };
  const ends = Array.from({ length: blocks }, () => ({ ...last, text: "}" }));
  const lines = [...imports.lines, ...body, ...ends, { ...last, text: "export {};" }];
  const positions = lines.map(({ cell, line }) => ({ cell, line }));
  return { text: lines.map((line) => line.text).join("\n") + "\n", positions, diagnostics };
}

interface Line extends CellPosition {
  readonly text: string;
}

/**
 * The cell's syntax; undefined, and one more diagnostic, where it has none.
 * @param place Where the cell stands, and where a diagnostic goes.
 */
export function parsedCell(
  text: string,
  { path, cell, diagnostics }: { path: string; cell: number; diagnostics: Diagnostic[] },
): SourceFile | undefined {
  try {
    return parseSource(text.replaceAll("\r\n", "\n"), "the cell");
  } catch (error) {
    const message = (error as Error).message.replace(" (`deno check` shows where)", "");
    const line = Number(/\((?:line )?(\d+)(?::\d+)?\)$/.exec(message)?.[1]);
    diagnostics.push({ rule: "syntax", path, cell, message, ...line > 0 ? { line } : {} });
    return undefined;
  }
}

/** Names of values and types that a cell declares for those after it; imports left out. */
function namesDeclaredBy(source: SourceFile): string[] {
  const names = source.program.body.filter((one) => one.type !== "ImportDeclaration").flatMap(declaredNames);
  for (const [at, token] of source.typeTokens.entries()) {
    const [name, next] = source.typeTokens.slice(at + 1, at + 3).map((one) => one.value);
    const isType = token.value === "type" && (next === "=" || next === "<");
    if (!token.isString && name !== undefined && (isType || token.value === "interface")) names.push(name);
  }
  return names;
}

/** The text with each `export` before a declaration blanked out. */
function withoutExport(source: SourceFile, text: string): string {
  const starts = source.program.body.filter((one) => one.type === "ExportNamedDeclaration" && one.declaration);
  const words = source.typeTokens.filter((token) => token.value === "export" && !token.isString);
  for (const { start } of [...starts, ...words]) {
    text = text.slice(0, start) + "      " + text.slice(start + "export".length);
  }
  return text;
}

const IMPORT = new RegExp(
  [
    String.raw`import\s*(?<type>type\s+(?!from\b))?`,
    String.raw`(?:(?<main>[\w$]+)\s*,?\s*)?`,
    String.raw`(?:\*\s*as\s+(?<all>[\w$]+)\s*|\{(?<names>[^}]*)\}\s*)?`,
    String.raw`(?:from\s*)?(?<quote>["'])(?<from>.*?)\k<quote>(?<rest>\s*with\s*\{[^}]*\})?[ \t]*;?`,
  ].join(""),
  "y",
);

/** The imports of all cells, each name once. */
class Imports {
  readonly lines: Line[] = [];
  readonly #origins = new Map<string, string>();
  readonly #path: string;
  readonly #diagnostics: Diagnostic[];

  constructor(path: string, diagnostics: Diagnostic[]) {
    this.#path = path;
    this.#diagnostics = diagnostics;
  }

  has(name: string): boolean {
    return this.#origins.has(name);
  }

  /** Moves the imports of a cell here; returns its text with blanks in their place. */
  takeFrom(source: SourceFile, cell: number): string {
    const ofValues = source.program.body.filter((one) => one.type === "ImportDeclaration").map((one) => one.start);
    const ofTypes = source.typeTokens
      .filter((token, at) => token.value === "import" && source.typeTokens[at + 1]?.value === "type")
      .map((token) => token.start);
    let { text } = source;
    for (const start of [...ofValues, ...ofTypes].sort((one, other) => one - other)) {
      IMPORT.lastIndex = start;
      const match = IMPORT.exec(source.text);
      if (match === null) continue;
      text = text.slice(0, start) + match[0].replace(/[^\n]/g, " ") + text.slice(start + match[0].length);
      this.#add(match.groups!, { cell, line: source.lineOf(start) });
    }
    return text;
  }

  #add(groups: Record<string, string | undefined>, position: CellPosition): void {
    const { type = "", main, all, names, from, rest = "" } = groups;
    const source = /^\.\.?\//.test(from!) ? relativeTo(this.#path, from!) : from!;
    const clauses: string[] = [];
    const listed = (names ?? "").replace(/\/\*[^]*?\*\/|\/\/.*/g, "").split(",").map((name) => name.trim());
    if (main !== undefined && this.#isNew(main, `default of ${source}`, position)) clauses.push(main);
    if (all !== undefined && this.#isNew(all, `all of ${source}`, position)) clauses.push(`* as ${all}`);
    const fresh = listed.filter((name) => {
      if (name === "") return false;
      const [what, local = what] = name.replace(/^type\s+/, "").split(/\s+as\s+/);
      return this.#isNew(local!, `${what} of ${source}`, position);
    });
    if (fresh.length > 0) clauses.push(`{ ${fresh.join(", ")} }`);
    const isForEffect = main === undefined && all === undefined && names === undefined;
    if (clauses.length === 0 && !isForEffect) return;
    const what = isForEffect ? "" : `${type}${clauses.join(", ")} from `;
    this.lines.push({ text: `import ${what}${JSON.stringify(source)}${rest};`, ...position });
  }

  #isNew(name: string, origin: string, position: CellPosition): boolean {
    const known = this.#origins.get(name);
    this.#origins.set(name, known ?? origin);
    if (known !== undefined && known !== origin) {
      const message =
        `an earlier cell imports ${name} from elsewhere (${known}): import one of them under another name`;
      this.#diagnostics.push({ rule: "import", path: this.#path, ...position, message });
    }
    return known === undefined;
  }
}

/** Path below the root with a leading slash, which `code_cells.ts` turns into an address. */
function relativeTo(path: string, specifier: string): string {
  return ROOT + new URL(specifier, `file:///${path}`).pathname;
}

/** Stands for the root's address in the text of a module. */
export const ROOT = "file:///<root>";
