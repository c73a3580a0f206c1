/**
 * Brings a public data set into the cache: downloads what is missing, unpacks it, puts the folder in place in one step.
 *
 * Downloads go to `.downloads` beside the sets. A run that the signal ended is taken up again; of one that failed, only
 * files that arrived whole stay. The set
 * is put together in a folder of its own and then renamed: its name never stands for half a set. A receipt beside the
 * files says what was unpacked from which archive, with its checksum; it vouches for members whose own checksum nobody
 * published.
 *
 * Not here on purpose: deciding which sets (the command does), progress bars (whoever is handed to `report` draws
 * them).
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { DatasetError } from "./dataset_error.ts";
import { cacheFolder, type DatasetReceipt, findDataset, RECEIPT } from "./dataset_folder.ts";
import { download, type DownloadProgress } from "./download.ts";
import { type DatasetDescription, datasetManifest, describeDataset, type Manifest } from "./manifest.ts";
import { unpack } from "./unpack.ts";
import { writeFileAtomic } from "../atomic_write.ts";

/** Where to, and what the outside world is. */
export interface FetchDatasetOptions {
  /** Folder of all sets. @default {cacheFolder} */
  readonly to?: string;
  /** What is known of the sets. @default {datasetManifest} */
  readonly manifest?: Manifest;
  /** The network. @default {fetch} */
  readonly fetch?: typeof fetch;
  /** Paces retries. @default {systemClock} */
  readonly clock?: Clock;
  /** Ends the work; what has arrived stays for the next run. */
  readonly signal?: AbortSignal;
  /** A connection that is silent for so long counts as cut, in milliseconds. @default {30000} */
  readonly silenceMs?: number;
  /** Called with the progress of each download. */
  readonly report?: (file: string, progress: DownloadProgress) => void;
}

/**
 * Downloads a set, unless it is there already with the right checksums.
 *
 * @returns Whether anything was downloaded.
 * @throws {RangeError} If there is no set of that name.
 * @throws {DownloadError} If a download failed on every mirror.
 * @throws {DatasetError} If an archive does not hold what the manifest says.
 * @throws {Error} What the disk says, or the signal's reason.
 */
export async function fetchDataset(name: string, options: FetchDatasetOptions = {}): Promise<boolean> {
  const { to = cacheFolder, manifest = datasetManifest } = options;
  const set = describeDataset(name, manifest);
  if (await isThere(set, { to, manifest })) return false;
  await Deno.mkdir(`${to}/.downloads`, { recursive: true });
  try {
    await fetchInto(set, { ...options, to });
  } catch (error) {
    if (!options.signal?.aborted) await removeParts(set, to);
    throw error;
  }
  await Deno.remove(`${to}/.downloads`).catch(() => {}); // unless another set is on its way
  return true;
}

/** Takes away what a failed download has left: parts of files, and the set that was being put together. */
async function removeParts(set: DatasetDescription, to: string): Promise<void> {
  const names = [...set.archives, ...set.files].map(({ name }) => `${name}.part`);
  for (const name of [...names, `${set.name}.new`]) {
    await Deno.remove(`${to}/.downloads/${name}`, { recursive: true }).catch(() => {}); // most were never there
  }
  await Deno.remove(`${to}/.downloads`).catch(() => {}); // unless another set is on its way, or a whole file has come
}

async function fetchInto(
  set: DatasetDescription,
  options: FetchDatasetOptions & { readonly to: string },
): Promise<void> {
  const { to } = options;
  const unfinished = `${to}/.downloads/${set.name}.new`;
  await Deno.remove(unfinished, { recursive: true }).catch(ignoreNotFound);
  await Deno.mkdir(unfinished);
  const receipt: { files: Record<string, DatasetReceipt["files"][string]> } = { files: {} };
  const fetched: string[] = [];
  for (const archive of set.archives) {
    const path = `${to}/.downloads/${archive.name}`;
    await download(archive.urls, { ...archive, ...network(archive.name, options), to: path });
    fetched.push(path);
    const files = set.files.filter((file) => file.archive === archive.name);
    const members = files.map((file) => file.member!); // the manifest's check: whoever names an archive names a member
    const contents = await unpack(await Deno.readFile(path), { path, format: archive.format, members });
    for (const [i, file] of files.entries()) {
      const bytes = contents[i]!;
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const expected = file.editions.find((edition) => edition.provenance === "publisher")?.sha256;
      if (expected !== undefined && sha256 !== expected) {
        throw new DatasetError(`${file.member} in it must have the checksum ${expected}`, { path, value: sha256 });
      }
      receipt.files[file.name] = { sha256, bytes: bytes.length, from: archive.name };
      await writeFileAtomic(`${unfinished}/${file.name}`, bytes);
    }
  }
  const singles = set.files.filter((file) => file.archive === undefined);
  for (const file of singles) {
    // the manifest's check
    const { sha256, bytes } = file.editions.find((edition) => edition.provenance === "publisher")!;
    const path = `${to}/.downloads/${file.name}`;
    await download(file.urls!, { sha256, bytes, ...network(file.name, options), to: path });
  }
  // only when all are there: until then the next run finds those that came
  for (const { name } of singles) await Deno.rename(`${to}/.downloads/${name}`, `${unfinished}/${name}`);
  const text = `${JSON.stringify(receipt, null, 1)}\n`;
  await writeFileAtomic(`${unfinished}/${RECEIPT}`, new TextEncoder().encode(text));
  await Deno.remove(`${to}/${set.name}`, { recursive: true }).catch(ignoreNotFound);
  await Deno.rename(unfinished, `${to}/${set.name}`);
  for (const path of fetched) await Deno.remove(path).catch(ignoreNotFound);
}

/** The network, the clock and the rest of what a download is handed, without keys that are absent. */
function network(file: string, options: FetchDatasetOptions) {
  const { fetch, clock, signal, report, silenceMs } = options;
  return {
    ...(fetch === undefined ? {} : { fetch }),
    ...(clock === undefined ? {} : { clock }),
    ...(signal === undefined ? {} : { signal }),
    ...(silenceMs === undefined ? {} : { silenceMs }),
    ...(report === undefined ? {} : { report: (progress: DownloadProgress) => report(file, progress) }),
  };
}

/** A set that is damaged is as good as absent: it is fetched again. */
async function isThere(
  set: DatasetDescription,
  { to, manifest }: { to: string; manifest: Manifest },
): Promise<boolean> {
  try {
    return await findDataset(set.name, { folder: to, manifest, memory: `${to}/verified.json` }) !== undefined;
  } catch (error) {
    if (error instanceof DatasetError) return false;
    throw error;
  }
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
