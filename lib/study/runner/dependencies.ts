/**
 * Everything on disk that a notebook's results depend on besides its own text.
 *
 * Modules are followed by `module_graph.ts`. The exercises that cells open (`practice("lru-cache")`) count too, and
 * strings in cells that name a file (an excerpt that a cell shows, a sample that it reads).
 *
 * **Invariant.** A file in the repository that a notebook reaches through static or literal dynamic imports is listed.
 * Packages are not listed one by one: the lock file stands for them.
 *
 * Cost: one or two short processes for all notebooks together, and one read of each file.
 *
 * Not here on purpose: imports whose name is computed, files that a module finds by itself (they would have to be
 * declared; `--no-cache` is the answer until then).
 *
 * @module
 */
import { MODULE_FILE, reachedFrom } from "../module_graph.ts";
import type { Notebook } from "../notebook/nbformat.ts";

/** A notebook to look into. */
export interface NotebookAt {
  /** Path below the root. */
  readonly path: string;
  /** Its content. */
  readonly notebook: Notebook;
}

/**
 * Files that the notebooks depend on, as sorted absolute paths, notebook by notebook in the given order.
 * @param notebooks What to look into.
 * @param options.root Absolute path of the repository.
 * @param options.extra Modules that every notebook depends on, as file URLs: the runner itself.
 * @throws {Error} If `deno info` fails: says why.
 */
export async function dependenciesOf(
  notebooks: readonly NotebookAt[],
  options: { root: string; extra?: readonly string[]; denoPath?: string | undefined },
): Promise<string[][]> {
  const { root, extra = [], denoPath } = options;
  const starts = notebooks.map((at) => [...importsOf(at, root), ...exerciseModules(at, root), ...extra]);
  const reached = await reachedFrom(starts, { root, denoPath });
  return reached.map(({ files }, index) => [...new Set([...files, ...namedFiles(notebooks[index]!, root)])].sort());
}

/** Specifiers that the code cells import; relative ones and those that a module map would not know become file URLs. */
function importsOf(at: NotebookAt, root: string): string[] {
  const base = new URL(encodeURI(`file://${root}/${at.path}`));
  const found = codeOf(at.notebook).matchAll(/\b(?:from|import)\s*\(?\s*(["'])([^"'\n]+)\1/g);
  return [...found].map(([, , specifier]) =>
    /^\.{0,2}\//.test(specifier!) ? new URL(specifier!, base).href : specifier!
  );
}

/**
 * Modules of the exercises that a notebook opens, `practice("lru-cache")`: the catalogue finds them by name, so that
 * one page does not depend on the exercises of the others.
 */
function exerciseModules(at: NotebookAt, root: string): string[] {
  const names = [...codeOf(at.notebook).matchAll(/\bpractice\(\s*["'`]([a-z0-9-]+)/g)].map(([, name]) => name!);
  return [...new Set(names)].flatMap((name) => {
    const folder = `${root}/lib/study/exercises/${name.replaceAll("-", "_")}`;
    return modulesBelow(folder).map((path) => new URL(`file://${encodeURI(path)}`).href);
  });
}

function modulesBelow(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
      isDirectory ? modulesBelow(`${folder}/${name}`) : MODULE_FILE.test(name) ? [`${folder}/${name}`] : []
    );
  } catch {
    return []; // the exercise does not exist: the cell will say so
  }
}

/** Existing files that strings in the cells name: below the root, below `lib/`, or beside the notebook. */
function namedFiles(at: NotebookAt, root: string): string[] {
  const folder = `${root}/${at.path.slice(0, at.path.lastIndexOf("/"))}`;
  const names = [...codeOf(at.notebook).matchAll(/["'`]([\w./-]+\.\w+)["'`]/g)].map(([, name]) => name!);
  const paths = names.flatMap((
    name,
  ) => [`${root}/${name}`, `${root}/lib/${name}`, new URL(name, `file://${folder}/`).pathname]);
  return [...new Set(paths)].filter((path) => path.startsWith(`${root}/`) && isFile(path));
}

function codeOf(notebook: Notebook): string {
  return notebook.cells.map((cell) => cell.cell_type === "code" ? cell.source : "").join("\n");
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
