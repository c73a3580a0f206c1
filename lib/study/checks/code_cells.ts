/**
 * The code cells of notebooks, type-checked, linted and compared with their formatted form, outside the kernel (which
 * does none of this), with each complaint at its cell and line.
 *
 * All notebooks go through one process of each tool: their cells are joined (see `join_cells.ts`) and written to a
 * scratch folder; what the tools say is mapped back.
 *
 * Tags: a cell tagged `no-check` is left out of the type check (so nothing it declares is known to later cells); in a
 * cell tagged `stub` names may be unused. `raises-exception` and `skip-execution` change nothing here.
 *
 * Cost: about 1 s and what the type check of `lib/` takes.
 *
 * Not here on purpose: formatting prose, the template (`notebook/notebook_template.ts`).
 *
 * @module
 */
import type { Cell, Notebook } from "../notebook/nbformat.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type CellPosition, joinCells, parsedCell, ROOT } from "./join_cells.ts";
import { type ProcessEnd, runProcess } from "../process/run_process.ts";
import { lintDiagnostics, type Locate, locateBelow, typeDiagnostics } from "./tool_reports.ts";

/** A notebook and its path below the root. */
export interface NotebookAt {
  /** Path below the root: `notebooks/structures/lru_cache.ipynb`. */
  readonly path: string;
  /** The notebook. */
  readonly notebook: Notebook;
}

/** Width that code cells are formatted to: what fits beside a table of contents. */
export const CELL_LINE_WIDTH = 100;

/** Rules that mean nothing in a page of cells. */
const RULES_NOT_FOR_CELLS = [
  "no-inner-declarations",
  "verbatim-module-syntax",
  "no-import-prefix",
  "no-unversioned-import",
];

/** Tag of cells that readers fill in. */
const STUB_TAG = "stub";

/** Tag of cells that are left out of the type check. */
const NO_CHECK_TAG = "no-check";

/**
 * Everything that the type checker, the linter and the formatter have to say about code cells.
 * @param root Absolute path of the checkout, which holds `deno.json`.
 */
export async function checkCells(notebooks: readonly NotebookAt[], root: string): Promise<Diagnostic[]> {
  if (notebooks.length === 0) return [];
  const folder = await Deno.makeTempDir({ prefix: "lab_cells_" });
  try {
    const [forTypes, forLint] = [[NO_CHECK_TAG], []].map((without) => join(notebooks, without));
    const types = await checkTypes(forTypes!, { folder: `${folder}/types`, root });
    const linted = await lint(forLint!, { folder: `${folder}/lint`, root });
    const format = await checkFormat(notebooks);
    const syntax = forLint!.flatMap((one) => one.diagnostics);
    return [...syntax, ...types, ...linted.filter((diagnostic) => !isUnusedInStub(diagnostic, notebooks)), ...format];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * The notebooks with their code cells formatted; a cell that does not parse stays as it is.
 * @throws {Error} If the formatter cannot be run.
 */
export async function formatCells(notebooks: readonly NotebookAt[]): Promise<NotebookAt[]> {
  const folder = await Deno.makeTempDir({ prefix: "lab_format_" });
  try {
    const files = new Map<Cell, string>();
    for (const { path, notebook } of notebooks) {
      for (const cell of notebook.cells) {
        const isCode = cell.cell_type === "code" && cell.source.trim() !== "";
        if (!isCode || parsedCell(cell.source, { path, cell: 1, diagnostics: [] }) === undefined) continue;
        const file = `${folder}/${files.size}.ts`;
        files.set(cell, file);
        await Deno.writeTextFile(file, cell.source);
      }
    }
    const args = ["fmt", "--no-config", "--quiet", `--line-width=${CELL_LINE_WIDTH}`, "--permit-no-files", folder];
    const end = await runProcess(Deno.execPath(), { args, cwd: folder, env: { NO_COLOR: "1" } });
    if (end.code !== 0) throw new Error(`Cannot format code cells: deno fmt says: ${end.output.trim()}`);
    const format = (cell: Cell): Cell => {
      const file = files.get(cell);
      return file === undefined ? cell : { ...cell, source: Deno.readTextFileSync(file).replace(/\n$/, "") };
    };
    return notebooks.map(({ path, notebook }) => ({
      path,
      notebook: { ...notebook, cells: notebook.cells.map(format) },
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Module {
  readonly path: string;
  readonly text: string;
  readonly positions: readonly CellPosition[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Place {
  readonly folder: string;
  readonly root: string;
}

function join(notebooks: readonly NotebookAt[], without: readonly string[]): Module[] {
  return notebooks.map(({ path, notebook }) => ({ path, ...joinCells(notebook, path, { without }) }));
}

/** Writes the modules into a folder; gives the way back from a file and line to a cell. */
async function write(modules: readonly Module[], place: Place): Promise<Locate> {
  await Deno.mkdir(place.folder, { recursive: true });
  const byFile = new Map<string, Module>();
  for (const [index, module] of modules.entries()) {
    const file = `${place.folder}/${index}_${module.path.split("/").at(-1)!.replace(/\.ipynb$/, "")}.ts`;
    byFile.set(file, module);
    await Deno.writeTextFile(file, module.text.replaceAll(ROOT, `file://${place.root}`));
  }
  return (address, line) => {
    const module = byFile.get(decodeURIComponent(address.replace(/^file:\/\//, "")));
    if (module === undefined) return locateBelow(place.root)(address, line);
    return { path: module.path, ...module.positions[line - 1] ?? module.positions.at(-1) };
  };
}

async function checkTypes(modules: readonly Module[], place: Place): Promise<Diagnostic[]> {
  const locate = await write(modules, place);
  const args = ["check", "--frozen", `--config=${place.root}/deno.json`, place.folder];
  return typeDiagnostics(await runTool(args, place), locate);
}

async function lint(modules: readonly Module[], place: Place): Promise<Diagnostic[]> {
  const locate = await write(modules, place);
  const rules = `--rules-exclude=${RULES_NOT_FOR_CELLS.join(",")}`;
  const args = ["lint", "--json", "--no-config", rules, "--permit-no-files", place.folder];
  return lintDiagnostics(await runTool(args, place), locate);
}

function runTool(args: readonly string[], { root }: Place): Promise<ProcessEnd> {
  return runProcess(Deno.execPath(), { args, cwd: root, env: { NO_COLOR: "1" }, keptBytes: 2_000_000 });
}

function isUnusedInStub(diagnostic: Diagnostic, notebooks: readonly NotebookAt[]): boolean {
  if (diagnostic.rule !== "lint no-unused-vars" || diagnostic.cell === undefined) return false;
  const notebook = notebooks.find(({ path }) => path === diagnostic.path)?.notebook;
  return notebook?.cells[diagnostic.cell - 1]?.metadata.tags?.includes(STUB_TAG) ?? false;
}

async function checkFormat(notebooks: readonly NotebookAt[]): Promise<Diagnostic[]> {
  const formatted = await formatCells(notebooks);
  return notebooks.flatMap(({ path, notebook }, index) =>
    notebook.cells.flatMap((cell, at): Diagnostic[] => {
      const wanted = formatted[index]!.notebook.cells[at]!.source;
      if (wanted === cell.source) return [];
      const lines = wanted.split("\n");
      const line = cell.source.split("\n").findIndex((text, row) => text !== lines[row]);
      const shown = line === -1 ? "" : `: expected ${JSON.stringify(lines[line] ?? "")}`;
      const message = `not formatted${shown} (deno task notebook format ${path} does it)`;
      return [{ rule: "format", path, cell: at + 1, line: Math.max(line, 0) + 1, message }];
    })
  );
}
