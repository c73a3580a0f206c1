/**
 * What a module reaches: the files of the repository and the packages that it imports, to the end.
 *
 * `deno info --json` gives the graph of modules for many starts in one call. What that graph cannot see is found by
 * looking: modules and files named as `new URL("./x", import.meta.url)` in a module of the repository.
 *
 * **Invariant.** A file that a start reaches through static or literal dynamic imports is listed.
 *
 * Cost: one or two short processes for all starts together, and one read of each file.
 *
 * Not here on purpose: imports whose name is computed, files that a module finds by itself.
 *
 * @module
 */

/** The part of `deno info --json` that is read here. */
interface ModuleGraph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
  readonly redirects: Readonly<Record<string, string>>;
}

/** Names of files that are modules. */
export const MODULE_FILE = /\.(ts|mts|tsx|js|mjs|jsx)$/;

/** What one start reaches. */
export interface Reach {
  /** Absolute paths of files, sorted. */
  readonly files: readonly string[];
  /** Packages as the graph names them, `npm:/acorn@8.19.0`, sorted. */
  readonly packages: readonly string[];
}

/**
 * What is reached from each list of specifiers.
 * @param starts Specifiers: file URLs, or what the import map of the repository knows.
 * @param options.root Absolute path of the repository.
 * @throws {Error} If `deno info` fails: says why.
 */
export async function reachedFrom(
  starts: readonly (readonly string[])[],
  options: { root: string; denoPath?: string | undefined },
): Promise<Reach[]> {
  const { root, denoPath = Deno.execPath() } = options;
  const edges = new Map<string, readonly string[]>();
  const asked = new Set<string>();
  for (let ask = new Set(starts.flat()); ask.size > 0;) {
    for (const specifier of ask) asked.add(specifier);
    for (const [module, targets] of await moduleGraph([...ask], { root, denoPath })) edges.set(module, targets);
    const targets = [...edges.values()].flat().filter((target) => MODULE_FILE.test(target) && exists(target));
    ask = new Set(targets.filter((target) => !edges.has(target) && !asked.has(target)));
  }
  return starts.map((start) => {
    const urls = [...closure(start, edges)];
    const files = urls.filter((url) => url.startsWith("file:") && exists(url)).map(pathOf);
    return { files: [...new Set(files)].sort(), packages: urls.filter((url) => /^(npm|jsr):\//.test(url)).sort() };
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
      throw new Error(`Cannot find out what is imported: ${new TextDecoder().decode(stderr).trim()}`);
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
