/**
 * The notebooks of a repository, all or those that a pattern names.
 *
 * A pattern is a glob (`*` within a folder, `**` across folders, `?`, `{a,b}`) and is held against the whole path, the
 * path below `notebooks/` and the bare name, each with and without the extension: `structures/*`, `lru_cache` and
 * `notebooks/structures/lru_cache.ipynb` all find the same file.
 *
 * @param root Absolute path of the repository.
 * @param options.only Pattern; all notebooks when undefined.
 * @returns Paths below the root, sorted.
 * @throws {RangeError} If the pattern finds nothing: lists what there is.
 */
export async function findNotebooks(root: string, options: { only?: string | undefined } = {}): Promise<string[]> {
  const { only } = options;
  const all = (await filesBelow(root, "notebooks")).filter((path) => path.endsWith(".ipynb")).sort();
  if (only === undefined) return all;
  const pattern = globPattern(only);
  const found = all.filter((path) => namesOf(path).some((name) => pattern.test(name)));
  if (found.length === 0) {
    const there = all.length === 0 ? "there are none" : `there are ${all.join(", ")}`;
    throw new RangeError(`Cannot find a notebook: ${there}: current value is ${only}`);
  }
  return found;
}

/**
 * A glob as a regular expression over whole paths.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { globPattern } from "@lib/study/runner/find_notebooks.ts";
 * assertEquals(["a/b.ipynb", "a/c/b.ipynb"].map((path) => globPattern("a/*.ipynb").test(path)), [true, false]);
 * assertEquals(globPattern("**\/{b,c}.ipynb").test("a/c/b.ipynb"), true);
 * ```
 */
export function globPattern(glob: string): RegExp {
  let depth = 0;
  const body = glob.replace(/\*\*\/|\*\*|[*?{},]|[^*?{},]+/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part === "{") return depth++, "(?:";
    if (part === "}" && depth > 0) return depth--, ")";
    if (part === "," && depth > 0) return "|";
    return RegExp.escape(part);
  });
  return new RegExp(`^${body}${")".repeat(depth)}$`);
}

function namesOf(path: string): string[] {
  const below = path.slice("notebooks/".length);
  const names = [path, below, below.slice(below.lastIndexOf("/") + 1)];
  return names.flatMap((name) => [name, name.slice(0, -".ipynb".length)]);
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
      if (name.startsWith(".")) continue; // Jupyter's checkpoints
      const path = `${folder}/${name}`;
      found.push(...(isDirectory ? await filesBelow(root, path) : [path]));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found;
}
