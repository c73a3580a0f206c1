/**
 * The tree under inspection: which files belong to the project, and what they say.
 *
 * Git knows which files belong (tracked ones, and untracked ones that it does not ignore); in a folder without git
 * every file counts but those in the folders that the project ignores. Sources are read at once, other texts when they
 * are asked for, and all are kept.
 *
 * **Invariant.** Paths are below the root, sorted, with forward slashes; a file that git lists but that was deleted is
 * left out.
 *
 * Cost: one process, one `stat` a file and one read a source: 50 ms for 700 files.
 *
 * Not here on purpose: watching, writing, symbolic links (the project has none).
 *
 * @module
 */

/** The files of a project. */
export interface Tree {
  /** Absolute path of the project's folder, without a slash at the end. */
  readonly root: string;
  /** Paths below the root, sorted. */
  readonly paths: readonly string[];
  /** The text of one of the paths. */
  read(path: string): string;
}

/** Folders that are never part of a project without git. */
const IGNORED_FOLDERS = new Set([".git", ".cache", "site", "node_modules", ".ipynb_checkpoints"]);

/**
 * The files of the project in the folder `root`.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 *
 * @example
 * ```ts
 * import { readTree } from "@lib/study/checks/tree.ts";
 * import { assert } from "@std/assert";
 * const tree = await readTree(".");
 * assert(tree.paths.includes("deno.json") && tree.read("deno.json").startsWith("{"));
 * ```
 */
export async function readTree(root: string): Promise<Tree> {
  const folder = await Deno.realPath(root);
  const listed = await gitPaths(folder) ?? [...walk(folder, "")];
  const present = listed.filter((path) => isFile(`${folder}/${path}`));
  const texts = new Map<string, string>();
  const read = (path: string) => {
    const text = texts.get(path) ?? Deno.readTextFileSync(`${folder}/${path}`);
    texts.set(path, text);
    return text;
  };
  const isThere = (path: string) => {
    if (!SOURCE.test(path)) return true;
    try {
      read(path);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false; // it has just been moved away
      throw error;
    }
  };
  return { root: folder, paths: [...new Set(present)].filter(isThere).sort(), read };
}

/** Files that are read at once, so that all checks see the same moment of a tree that is being worked on. */
const SOURCE = /\.(?:ts|json|md|ipynb)$/;

/**
 * Paths that differ from the last commit, new files included.
 * @throws {Error} If `root` is no git repository with a commit, with what git says.
 */
export async function changedPaths(root: string): Promise<Set<string>> {
  const run = async (...args: string[]) => {
    const end = await new Deno.Command("git", { args, cwd: root }).output();
    if (end.success) return new TextDecoder().decode(end.stdout).split("\0").filter((path) => path !== "");
    throw new Error(`Cannot tell what has changed: git says: ${new TextDecoder().decode(end.stderr).trim()}`);
  };
  const differing = await run("diff", "--name-only", "-z", "HEAD");
  return new Set([...differing, ...await run("ls-files", "-z", "--others", "--exclude-standard")]);
}

/**
 * A tree that exists in memory only: for tests and for text that is not on disk yet.
 * @param texts Text by path.
 */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  return {
    root: "/nowhere",
    paths: Object.keys(texts).sort(),
    read(path: string): string {
      const text = texts[path];
      if (text === undefined) {
        throw new Deno.errors.NotFound(`Cannot read a file of the tree: it has no such path: current value is ${path}`);
      }
      return text;
    },
  };
}

/** What git lists below `folder`; undefined where there is no git or `folder` is not the top of a repository. */
async function gitPaths(folder: string): Promise<string[] | undefined> {
  if (!exists(`${folder}/.git`)) return undefined;
  try {
    const listing = await new Deno.Command("git", {
      args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      cwd: folder,
      stderr: "null",
    }).output();
    if (!listing.success) return undefined;
    return new TextDecoder().decode(listing.stdout).split("\0").filter((path) => path !== "");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined; // git is not installed
    throw error;
  }
}

function* walk(folder: string, prefix: string): Generator<string> {
  for (const entry of Deno.readDirSync(`${folder}/${prefix}`)) {
    if (entry.isFile) yield prefix + entry.name;
    if (entry.isDirectory && !IGNORED_FOLDERS.has(entry.name)) yield* walk(folder, `${prefix}${entry.name}/`);
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
