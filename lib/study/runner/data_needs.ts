/**
 * Which public data sets the notebooks need, and which of them are not on this machine.
 *
 * A notebook needs a set when something that it imports, to the end, is the loader of that set: a module of
 * `storage/datasets` that calls `loadDataset` with its name.
 *
 * Not here on purpose: downloading (`storage/datasets/fetch_dataset.ts`), what is done about a set that is absent (the
 * `study` command shows the committed outputs).
 *
 * @module
 */
import { DatasetError } from "../../storage/datasets/dataset_error.ts";
import { type DatasetPlaceOptions, findDataset } from "../../storage/datasets/dataset_folder.ts";
import { datasetManifest, type Manifest } from "../../storage/datasets/manifest.ts";
import { parseNotebook } from "../notebook/nbformat.ts";
import { dependenciesOf, type NotebookAt } from "./dependencies.ts";

/** Folder of the loaders. */
const LOADERS = "/lib/storage/datasets/";

/** How a loader says which set it loads. */
const LOADS = /\bloadDataset(?:<\w+>)?\("([\w-]+)"/g;

/**
 * Names of the sets whose loaders are among `files`, in the order of the manifest.
 * @param files Absolute paths.
 */
export function datasetsLoadedBy(files: readonly string[], manifest: Manifest = datasetManifest): string[] {
  const texts = files.filter((file) => file.includes(LOADERS) && file.endsWith(".ts")).map(readText);
  const names = new Set(texts.flatMap((text) => [...text.matchAll(LOADS)].map(([, name]) => name!)));
  return manifest.sets.map(({ name }) => name).filter((name) => names.has(name));
}

/**
 * The sets that each notebook needs, by its path; notebooks that cannot be read need none.
 * @param paths Paths below the root.
 * @throws {Error} If it cannot be found out what they import: says why.
 */
export async function dataNeeds(
  paths: readonly string[],
  options: { readonly root: string; readonly denoPath?: string | undefined; readonly manifest?: Manifest },
): Promise<Map<string, string[]>> {
  const { root, denoPath, manifest } = options;
  const notebooks = paths.flatMap((path): NotebookAt[] => {
    try {
      return [{ path, notebook: parseNotebook(Deno.readTextFileSync(`${root}/${path}`), path) }];
    } catch {
      return []; // the run reports it
    }
  });
  if (notebooks.length === 0) return new Map();
  const files = await dependenciesOf(notebooks, { root, denoPath });
  return new Map(notebooks.map(({ path }, index) => [path, datasetsLoadedBy(files[index]!, manifest)]));
}

/**
 * Those of the named sets of which nothing is on this machine. One that is damaged, or lies where `LAB_DATA` cannot be
 * read, counts as there: its loader says what is wrong.
 */
export async function absentDatasets(names: Iterable<string>, options: DatasetPlaceOptions = {}): Promise<string[]> {
  const absent: string[] = [];
  for (const name of new Set(names)) {
    const isThere = await findDataset(name, options).then((found) => found !== undefined, (error) => {
      if (error instanceof DatasetError) return true;
      throw error;
    });
    if (!isThere) absent.push(name);
  }
  return absent;
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return ""; // gone since the list was made
  }
}
