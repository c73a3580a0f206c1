/**
 * Everything on disk that a notebook's results depend on besides its own text.
 *
 * `deno info --json` gives the graph of modules for all notebooks in one call. What that graph cannot see is found by
 * looking: modules and files named as `new URL("./x", import.meta.url)` in a module of the repository, the exercises that
 * cells open (`practice("lru-cache")`), and strings in cells that name a file (an excerpt that a cell shows, a sample that
 * it reads).
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
import type { Notebook } from "../notebook/nbformat.ts";

/** A notebook to look into. */
export interface NotebookAt {
  /** Path below the root. */
  readonly path: string;
  /** Its content. */
  readonly notebook: Notebook;
}

/** The part of `deno info --json` that is read here. */
interface ModuleGraph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
  readonly redirects: Readonly<Record<string, string>>;
}

const MODULE_FILE = /\.(ts|mts|tsx|js|mjs|jsx)$/;

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
  const { root, extra = [], denoPath = Deno.execPath() } = options;
  const starts = notebooks.map((at) => [...importsOf(at, root), ...exerciseModules(at, root), ...extra]);
  const edges = new Map<string, readonly string[]>();
  const asked = new Set<string>();
  for (let ask = new Set(starts.flat()); ask.size > 0;) {
    for (const specifier of ask) asked.add(specifier);
    for (const [module, targets] of await moduleGraph([...ask], { root, denoPath })) edges.set(module, targets);
    const targets = [...edges.values()].flat().filter((target) => MODULE_FILE.test(target) && exists(target));
    ask = new Set(targets.filter((target) => !edges.has(target) && !asked.has(target)));
  }
  return starts.map((start, index) => {
    const files = [...closure(start, edges)].filter((url) => url.startsWith("file:") && exists(url)).map(pathOf);
    return [...new Set([...files, ...namedFiles(notebooks[index]!, root)])].sort();
  });
}

/** Every module and file reachable from `start`, itself included. */
function closure(start: readonly string[], edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const open = [...start];
  while (open.length > 0) {
    const next = open.pop()!;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...edges.get(next) ?? []);
  }
  return seen;
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
 * Modules of the exercises that a notebook opens, `practice("lru-cache")`: the catalogue finds them by name, so that one
 * page does not depend on the exercises of the others.
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

/** Modules reachable from `specifiers`, each with what it imports or names; a specifier itself is an entry too. */
async function moduleGraph(
  specifiers: readonly string[],
  options: { root: string; denoPath: string },
): Promise<Map<string, string[]>> {
  const folder = `${options.root}/.cache/study`;
  await Deno.mkdir(folder, { recursive: true });
  const entry = await Deno.makeTempFile({ dir: folder, prefix: "imports-", suffix: ".ts" });
  try {
    await Deno.writeTextFile(entry, specifiers.map((specifier) => `import ${JSON.stringify(specifier)};\n`).join(""));
    const info = new Deno.Command(options.denoPath, {
      args: ["info", "--json", entry],
      cwd: options.root,
      env: { NO_COLOR: "1" },
      stdin: "null",
    });
    const { success, stdout, stderr } = await info.output();
    if (!success) {
      throw new Error(`Cannot find out what the notebooks import: ${new TextDecoder().decode(stderr).trim()}`);
    }
    return readGraph(JSON.parse(new TextDecoder().decode(stdout)), entry);
  } finally {
    await Deno.remove(entry).catch(() => {}); // someone may have emptied the cache meanwhile
  }
}

function readGraph(graph: ModuleGraph, entry: string): Map<string, string[]> {
  const final = (specifier: string) => graph.redirects[specifier] ?? specifier;
  const edges = new Map<string, string[]>();
  for (const { specifier, dependencies = [] } of graph.modules) {
    const targets = dependencies.flatMap(({ code }) => code?.specifier === undefined ? [] : [final(code.specifier)]);
    edges.set(specifier, [...targets, ...urlsNamedIn(specifier)]);
  }
  const written = graph.modules.find(({ specifier }) => specifier.endsWith(entry.slice(entry.lastIndexOf("/"))));
  for (const dependency of (written?.dependencies ?? []) as { specifier: string; code?: { specifier?: string } }[]) {
    const target = dependency.code?.specifier;
    if (target !== undefined && !edges.has(dependency.specifier)) edges.set(dependency.specifier, [final(target)]);
  }
  if (written) edges.delete(written.specifier);
  return edges;
}

/** Files that a module names relative to itself: workers, children, assets. */
function urlsNamedIn(specifier: string): string[] {
  if (!specifier.startsWith("file:") || !MODULE_FILE.test(specifier)) return [];
  let text: string;
  try {
    text = Deno.readTextFileSync(new URL(specifier));
  } catch {
    return []; // imported but missing: the cell will say so
  }
  return [...text.matchAll(/new URL\(\s*(["'])(\.{1,2}\/[^"']+)\1\s*,\s*import\.meta\.url/g)]
    .map(([, , path]) => new URL(path!, specifier).href);
}

function exists(url: string): boolean {
  return url.startsWith("file:") && isFile(pathOf(url));
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
