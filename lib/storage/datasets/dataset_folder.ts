/**
 * Where a public data set lies on this machine, and whether its files are what they should be.
 *
 * Two places are looked at, in this order: the folder that the environment variable `LAB_DATA` names (from the current
 * folder, or else from the checkout's), and `.cache/data` of the checkout, which `deno task data` fills. A set is a
 * folder of its name. A place that has none of the set's files is passed over; one that has some of them is the place,
 * and then every file must be there with a checksum that is known: from `data/manifest.json`, or from the receipt that
 * the download wrote for members of an archive whose own checksum was right.
 *
 * **Invariant.** A file that is handed out has been checked, byte for byte, since it last changed.
 *
 * Cost: one `stat` a file; the checksum itself (2 ms a megabyte) only once. Not here on purpose: reading what is in the
 * files (one loader for each set), downloading (`fetch_dataset.ts`).
 *
 * @module
 */
import { DatasetError } from "./dataset_error.ts";
import { fileDigest } from "./file_digest.ts";
import { type DatasetDescription, datasetManifest, describeDataset, type FileDescription } from "./manifest.ts";
import type { Edition, FileEncoding, Manifest } from "./manifest.ts";

/** Where to look. Loaders take these options too. */
export interface DatasetPlaceOptions {
  /** The only folder to look in; it must hold a folder of the set's name. Default: `LAB_DATA`, then `.cache/data`. */
  readonly folder?: string | undefined;
  /** What to take for the value of `LAB_DATA`. @default {the environment's} */
  readonly labData?: string;
  /** What is known of the sets. @default {the lab's own} */
  readonly manifest?: Manifest;
  /** JSON file that remembers checksums. @default {verified.json in the cache folder} */
  readonly memory?: string;
  /**
   * Reads the file of each name and throws a {@linkcode DatasetError} where it breaks its format: asked when a checksum is
   * wrong, so that the error can name the first bad line.
   */
  readonly inspect?: Readonly<Record<string, FileInspection>>;
}

/** Throws a {@linkcode DatasetError}, or rejects with one, where a file breaks its format. */
export type FileInspection = (bytes: Uint8Array<ArrayBuffer>, path: string) => unknown;

/** A set that is there, with every file checked. */
export interface FoundDataset {
  /** Its folder. */
  readonly folder: string;
  /** Its files, by name. */
  readonly files: ReadonlyMap<string, FoundFile>;
}

/** A file whose checksum is known. */
export interface FoundFile {
  /** Where it is. */
  readonly path: string;
  /** How its bytes are to be read. */
  readonly encoding: FileEncoding;
  /** Which of the known editions it is. */
  readonly edition: Edition;
}

/** What a download wrote about the files that it unpacked: `receipt.json` in the set's folder. */
export interface DatasetReceipt {
  /** By file name. */
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number; readonly from: string }>>;
}

/** Name of the receipt in a set's folder. */
export const RECEIPT = "receipt.json";

const checkout = import.meta.url.startsWith("file:")
  ? decodeURIComponent(new URL("../../../", import.meta.url).pathname).replace(/\/$/, "")
  : Deno.cwd(); // used as a package, from a server: there is no checkout

/** The checkout's own folder of downloads, which git ignores. */
export const cacheFolder: string = `${checkout}/.cache/data`;

/**
 * Finds a set and checks its files.
 *
 * @returns `undefined` if no place has any of the set's files.
 * @throws {RangeError} If the manifest has no set of that name.
 * @throws {DatasetError} If `LAB_DATA` or `folder` is not a folder, a file is missing beside others, or a checksum is
 *   wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findDataset } from "./dataset_folder.ts";
 *
 * const empty = await Deno.makeTempDir();
 * assertEquals(await findDataset("cranfield", { folder: empty }), undefined);
 * await Deno.remove(empty);
 * ```
 */
export async function findDataset(
  name: string,
  options: DatasetPlaceOptions = {},
): Promise<FoundDataset | undefined> {
  const { manifest = datasetManifest } = options;
  const set = describeDataset(name, manifest);
  for (const root of await places(options)) {
    const folder = `${root}/${set.name}`;
    const there = await Promise.all(set.files.map((file) => isFile(`${folder}/${file.name}`)));
    if (!there.includes(true)) continue;
    const missing = set.files.filter((_, i) => !there[i]).map((file) => file.name);
    if (missing.length > 0) {
      throw new DatasetError(`it is not there, and ${presentOf(set, missing)} ${remedy(set)}`, {
        path: `${folder}/${missing[0]}`,
      });
    }
    const files = new Map<string, FoundFile>();
    // one by one: the first fault ends it
    for (const file of set.files) files.set(file.name, await check(file, { folder, set, options }));
    return { folder, files };
  }
  return undefined;
}

async function places(options: DatasetPlaceOptions): Promise<string[]> {
  const { folder, labData = Deno.env.get("LAB_DATA") } = options;
  const named = folder ?? (labData || undefined); // an empty variable is as good as none
  if (named === undefined) return [cacheFolder];
  // a relative LAB_DATA was most likely meant from the checkout, and a notebook's kernel runs in the notebook's folder
  const places = folder === undefined && !named.startsWith("/") ? [named, `${checkout}/${named}`] : [named];
  const there = await Promise.all(
    places.map((place) => Deno.stat(place).then((info) => info.isDirectory, () => false)),
  );
  const found = places[there.indexOf(true)];
  if (found === undefined) {
    const why = folder === undefined ? "LAB_DATA must name a folder" : "it must be a folder";
    throw new DatasetError(why, { path: "the public data sets", value: named });
  }
  const root = found.replace(/\/+$/, "");
  return folder === undefined ? [root, cacheFolder] : [root];
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}

function presentOf(set: DatasetDescription, missing: readonly string[]): string {
  const present = set.files.map((file) => file.name).filter((name) => !missing.includes(name));
  return `${present.join(", ")} of the same set ${present.length === 1 ? "is" : "are"}:`;
}

function remedy(set: DatasetDescription): string {
  return `"deno task data ${set.name}" downloads the set into the cache`;
}

interface CheckContext {
  readonly folder: string;
  readonly set: DatasetDescription;
  readonly options: DatasetPlaceOptions;
}

async function check(file: FileDescription, { folder, set, options }: CheckContext): Promise<FoundFile> {
  const path = `${folder}/${file.name}`;
  const digest = await fileDigest(path, { memory: options.memory ?? `${cacheFolder}/verified.json` });
  const edition = file.editions.find((known) => known.sha256 === digest.sha256) ??
    await receivedEdition(folder, { name: file.name, sha256: digest.sha256 });
  if (edition !== undefined) return { path, edition, encoding: edition.encoding ?? file.encoding };
  const sizes = [...new Set(file.editions.map((known) => known.bytes))];
  const size = sizes.includes(digest.bytes)
    ? "its size is right"
    : `it has ${digest.bytes} bytes, not ${sizes.join(" or ")}`;
  const fault = await firstFault(path, options.inspect?.[file.name]);
  throw new DatasetError(
    `the checksum is wrong (${size})${fault}; delete the file, then ${remedy(set)}`,
    { path, value: digest.sha256 },
  );
}

/** The first line that breaks the format, as the end of a message; nothing where the format is kept. */
async function firstFault(path: string, inspect: FileInspection | undefined): Promise<string> {
  try {
    await inspect?.(await Deno.readFile(path), path);
    return "";
  } catch (error) {
    if (error instanceof DatasetError) return `; ${error.message.replace(/^Cannot read /, "first fault at ")}`;
    throw error;
  }
}

async function receivedEdition(
  folder: string,
  { name, sha256 }: { readonly name: string; readonly sha256: string },
): Promise<Edition | undefined> {
  const path = `${folder}/${RECEIPT}`;
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === undefined) return undefined;
  const entry = parseReceipt(text, path).files[name];
  if (entry?.sha256 !== sha256) return undefined;
  return {
    sha256,
    bytes: entry.bytes,
    provenance: "publisher",
    note: `Unpacked from ${entry.from}, whose checksum was right`,
  };
}

/**
 * Reads a receipt.
 * @throws {DatasetError} If it is not what a download writes.
 */
export function parseReceipt(text: string, path: string): DatasetReceipt {
  let receipt: Partial<DatasetReceipt> | null;
  try {
    receipt = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError("it is not JSON: delete it and fetch the set again", { path, cause });
  }
  const isReceipt = typeof receipt?.files === "object" && receipt.files !== null &&
    Object.values(receipt.files).every((entry) => typeof entry?.sha256 === "string" && typeof entry.bytes === "number");
  if (!isReceipt) throw new DatasetError("it is not a receipt: delete it and fetch the set again", { path });
  return receipt as DatasetReceipt;
}
