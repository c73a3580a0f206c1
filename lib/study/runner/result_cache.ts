/**
 * Results of notebooks that need not run again: kept by everything they depend on, so that a key never lies.
 *
 * The key is a hash of the code cells and their tags, the content of every module and file the notebook reaches, the
 * lock file, the import map, the description and the state of the data folder (only for notebooks that load data sets),
 * the version of Deno and the environment variables of the lab. Prose is not part of it.
 *
 * **Invariant.** Only runs without failures are kept. An entry is written in one step; one that cannot be read counts
 * as absent.
 *
 * Not here on purpose: sharing between machines, ages (an entry is right or it is not found), outputs that depend on
 * the time of day or on the machine (such a notebook shows what it showed when it ran).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { writeFileAtomic } from "../../storage/atomic_write.ts";
import type { Notebook, Output } from "../notebook/nbformat.ts";
import { datasetsLoadedBy } from "./data_needs.ts";
import { stableJson } from "../notebook/canonical_json.ts";

export type { Notebook, Output };

/** What is kept of a run. */
export interface CachedResult {
  /** Outputs of the code cells that ran, in order. */
  readonly outputs: readonly (readonly Output[])[];
  /** Sentences about the run. */
  readonly notes: readonly string[];
  /** How long the run took, in milliseconds. */
  readonly durationMs: number;
}

/** Entries kept for one notebook: switching between a few branches stays cheap. */
const KEPT_PER_NOTEBOOK = 4;

/** Environment variables that change nothing in an output. */
const IRRELEVANT = ["LAB_RUNNER", "LAB_HOME", "LAB_TREES"];

/**
 * The key of a notebook's results.
 * @param notebook Its content.
 * @param options.root Absolute path of the repository.
 * @param options.files Absolute paths of all files it depends on.
 * @param options.environment Environment variables. Defaults to those of this process.
 * @returns 40 hexadecimal digits.
 */
export async function resultKey(
  notebook: Notebook,
  options: { root: string; files: readonly string[]; environment?: Readonly<Record<string, string>> },
): Promise<string> {
  const { root, files, environment = Deno.env.toObject() } = options;
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code")
    .map(({ source, metadata }) => ({ source, tags: metadata.tags ?? [] }));
  const contents: Record<string, string> = {};
  for (const file of [...files, `${root}/deno.lock`, `${root}/data/manifest.json`]) {
    contents[file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file] = await contentHash(file);
  }
  const relevant = Object.entries(environment)
    .filter(([name]) => name.startsWith("LAB_") && !IRRELEVANT.includes(name));
  const folders = [environment.LAB_DATA, `${root}/.cache/data`].filter((folder) => folder);
  const parts = {
    cells,
    contents,
    imports: await importMap(root),
    data: await Promise.all(
      datasetsLoadedBy(files).map(async (
        name,
      ) => [name, await Promise.all(folders.map((folder) => listing(`${folder}/${name}`)))]),
    ),
    deno: `${Deno.version.deno} ${Deno.build.target}`,
    environment: Object.fromEntries(relevant),
  };
  return createHash("sha256").update(stableJson(parts, { indent: 0 })).digest("hex").slice(0, 40);
}

/** The folder `.cache/study/results`. */
export class ResultCache {
  readonly #folder: string;

  /**
   * The cache of one repository; nothing is read or written yet.
   * @param root Absolute path of the repository.
   */
  constructor(root: string) {
    this.#folder = `${root}/.cache/study/results`;
  }

  /** The result under `key`; undefined when there is none, or none that can be read. */
  async read(path: string, key: string): Promise<CachedResult | undefined> {
    try {
      const entry = JSON.parse(await Deno.readTextFile(this.#file(path, key)));
      return Array.isArray(entry.outputs) && Array.isArray(entry.notes) && typeof entry.durationMs === "number"
        ? entry
        : undefined;
    } catch {
      return undefined;
    }
  }

  /** How long the last run took that is known of this notebook, whatever its key; for estimates. */
  async lastDurationMs(path: string): Promise<number | undefined> {
    const [newest] = await this.#entries(path);
    return newest === undefined ? undefined : (await this.read(path, newest.key))?.durationMs;
  }

  /**
   * Keeps a result and forgets the oldest ones of the same notebook.
   * @throws {Error} If the folder cannot be written: says what the operating system says.
   */
  async write(path: string, entry: CachedResult & { key: string }): Promise<void> {
    const { key, ...result } = entry;
    await writeFileAtomic(this.#file(path, key), new TextEncoder().encode(stableJson(result, { indent: 0 })));
    for (const old of (await this.#entries(path)).slice(KEPT_PER_NOTEBOOK)) {
      await Deno.remove(this.#file(path, old.key)).catch(() => {}); // another run was faster
    }
  }

  #file(path: string, key: string): string {
    return `${this.#folder}/${slug(path)}.${key}.json`;
  }

  /** Entries of one notebook, newest first. */
  async #entries(path: string): Promise<{ key: string; modifiedMs: number }[]> {
    const entries: { key: string; modifiedMs: number }[] = [];
    try {
      for await (const { name } of Deno.readDir(this.#folder)) {
        const [start, key, end] = name.split(".");
        if (start !== slug(path) || key === undefined || end !== "json") continue;
        const modified = (await Deno.stat(`${this.#folder}/${name}`)).mtime;
        entries.push({ key, modifiedMs: modified?.getTime() ?? 0 });
      }
    } catch {
      return []; // no folder yet, or another run is cleaning up
    }
    return entries.sort((a, b) => b.modifiedMs - a.modifiedMs);
  }
}

function slug(path: string): string {
  return path.replace(/\.ipynb$/, "").replaceAll(/[^\w-]+/g, "~");
}

async function contentHash(file: string): Promise<string> {
  try {
    return createHash("sha256").update(await Deno.readFile(file)).digest("hex");
  } catch {
    return "absent";
  }
}

/** The part of `deno.json` that decides which code an import means. */
async function importMap(root: string): Promise<Record<string, unknown>> {
  try {
    const { imports = {}, scopes = {}, links = [] } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
    return { imports, scopes, links };
  } catch {
    return {};
  }
}

/**
 * Names and sizes of the files below `folder`; none where it is not there, so that a failed download changes nothing.
 */
async function listing(folder: string): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) found.push(...(await listing(path)).map((inner) => `${name}/${inner}`));
      else found.push(`${name} ${(await Deno.stat(path)).size}`);
    }
  } catch {
    return found;
  }
  return found.sort();
}
