/**
 * `deno task data [name…] [--list] [--samples]`: downloads the public data sets, or those named, into the cache that
 * git ignores. `--list` only tells about them; `--samples` writes the generated samples of `data/samples/` again.
 *
 * Exit status 0: all there. 1: something could not be downloaded, and why. 2: wrong usage. 130: stopped by Ctrl-C; what
 * has arrived is kept, and the next run goes on from there.
 *
 * @module
 */
import { runUntilSignal } from "../process/live_trees.ts";
import { parseArgs } from "node:util";
import { type Clock, systemClock } from "../../base/clock.ts";
import { DatasetError } from "../../storage/datasets/dataset_error.ts";
import { cacheFolder, findDataset } from "../../storage/datasets/dataset_folder.ts";
import { DownloadError, type DownloadProgress } from "../../storage/datasets/download.ts";
import { fetchDataset } from "../../storage/datasets/fetch_dataset.ts";
import { type DatasetDescription, datasetManifest, type Manifest } from "../../storage/datasets/manifest.ts";
import { sampleFiles } from "../../storage/datasets/sample_files.ts";
import { writeFileAtomic } from "../../storage/atomic_write.ts";

/** What the command needs of the outside world. */
export interface DataCommandOptions {
  /** Folder of all sets. @default {the cache} */
  readonly to?: string;
  /** Folder of the samples. @default {data/samples of the checkout} */
  readonly samples?: string;
  /** What is known of the sets. @default {the lab's own} */
  readonly manifest?: Manifest;
  /** The network. @default {fetch} */
  readonly fetch?: typeof fetch;
  /** Paces retries and progress lines. @default {systemClock} */
  readonly clock?: Clock;
  /** Ends the work. */
  readonly signal?: AbortSignal;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what went wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
  /** Rewrites the current line of a terminal; without it progress is plain lines. */
  readonly rewrite?: (line: string) => void;
}

const USAGE = "Usage: deno task data [name…] [--list] [--samples]";
const SAMPLES = decodeURIComponent(new URL("../../../data/samples", import.meta.url).pathname);
/** Plain progress lines come at most so often. */
const LINE_EVERY_MS = 5000;

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function dataCommand(args: readonly string[], options: DataCommandOptions = {}): Promise<number> {
  const { to = cacheFolder, manifest = datasetManifest, say = console.log, complain = console.error } = options;
  let parsed;
  try {
    const known = {
      list: { type: "boolean" },
      samples: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    } as const;
    parsed = parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    complain(`${(error as Error).message.split("\n")[0]!.split(". ")[0]}\n${USAGE}`);
    return 2;
  }
  const { positionals: names, values } = parsed;
  if (values.help) {
    say(`${USAGE}\n\n${overview(manifest)}`);
    return 0;
  }
  const unknown = names.filter((name) => !manifest.sets.some((set) => set.name === name));
  if (unknown.length > 0) {
    complain(`There is no data set ${unknown.join(", ")}. There are:\n${overview(manifest)}\n${USAGE}`);
    return 2;
  }
  const sets = manifest.sets.filter((set) => names.length === 0 || names.includes(set.name));
  if (values.list) {
    for (const set of sets) say(await description(set, { to, manifest }));
    return 0;
  }
  if (values.samples) {
    for (const [path, bytes] of await sampleFiles()) {
      await writeFileAtomic(`${options.samples ?? SAMPLES}/${path}`, bytes);
    }
    say(`Wrote ${options.samples ?? SAMPLES}`);
    return 0;
  }
  return await fetchSets(sets, { ...options, to, manifest, say, complain });
}

/**
 * Downloads sets, one after the other, with progress and reasons.
 * @returns 0: all are there; 1: something could not be downloaded; 130: the signal ended it.
 * @param options.givesUp Whether the first set for which no mirror answers is the last that is tried. @default {false}
 */
export async function fetchSets(
  sets: readonly DatasetDescription[],
  options: DataCommandOptions & { readonly givesUp?: boolean; readonly silenceMs?: number } = {},
): Promise<0 | 1 | 130> {
  const { to = cacheFolder, manifest = datasetManifest, say = console.log, complain = console.error } = options;
  let failed = 0;
  for (const set of sets) {
    try {
      const progress = new ProgressLine(options);
      const isNew = await fetchDataset(set.name, {
        ...options,
        to,
        manifest,
        report: (file, at) => progress.show(file, at),
      });
      progress.end();
      say(
        isNew
          ? `${set.name}: in ${to}/${set.name}; licence: ${set.licence}`
          : `${set.name}: already in ${to}/${set.name}`,
      );
    } catch (error) {
      options.rewrite?.("\n");
      if (options.signal?.aborted) {
        complain(`${set.name}: stopped; what has arrived is kept, and the same command goes on from there`);
        return 130;
      }
      failed++;
      complain(`${set.name}: ${explanation(error, { set, to })}`);
      if (options.givesUp && error instanceof DownloadError && error.isOffline) break;
    }
  }
  return failed === 0 ? 0 : 1;
}

function overview(manifest: Manifest): string {
  const width = Math.max(...manifest.sets.map((set) => set.name.length));
  return manifest.sets.map((set) => `  ${set.name.padEnd(width)}  ${set.title}`).join("\n");
}

async function description(
  set: DatasetDescription,
  { to, manifest }: { to: string; manifest: Manifest },
): Promise<string> {
  const records = Object.entries(set.records).map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`).join(
    ", ",
  );
  return [
    `${set.name}: ${set.title} (${records}; ${megabytes(downloadBytes(set))} to download)`,
    `  ${set.about}`,
    `  licence: ${set.licence}`,
    `  cite: ${set.citation}`,
    `  from: ${set.homepage}`,
    `  here: ${await whereabouts(set, { to, manifest })}`,
  ].join("\n");
}

async function whereabouts(
  set: DatasetDescription,
  { to, manifest }: { to: string; manifest: Manifest },
): Promise<string> {
  try {
    const isCache = to === cacheFolder; // then LAB_DATA counts too, as for the loaders
    if (!isCache && !await Deno.stat(to).then(() => true, () => false)) return "no";
    const found = await findDataset(set.name, {
      manifest,
      ...(isCache ? {} : { folder: to, memory: `${to}/verified.json` }),
    });
    return found === undefined ? "no" : `yes, in ${found.folder}`;
  } catch (error) {
    if (error instanceof DatasetError) return `damaged: ${error.message}`;
    throw error;
  }
}

/** What must be downloaded of a set, in bytes. */
export function downloadBytes(set: DatasetDescription): number {
  const direct = set.files.filter((file) => file.archive === undefined).map((file) => file.editions[0]!.bytes);
  return [...set.archives.map((archive) => archive.bytes), ...direct].reduce((a, b) => a + b, 0);
}

/** What a person needs to know, and no more. */
function explanation(error: unknown, { set, to }: { set: DatasetDescription; to: string }): string {
  if (error instanceof DownloadError) {
    const hint = error.isOffline ? "\n  No mirror answered: is there a network?" : "";
    return `${error.message.split(": ")[0]}${
      error.reasons.map(({ url, why }) => `\n  ${url}: ${why}`).join("")
    }${hint}`;
  }
  if (error instanceof DatasetError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: string }).code ?? "";
  if (code === "ENOSPC" || /no space left/i.test(message)) {
    return `Cannot write to ${to}: the disk is full, and ${megabytes(3 * downloadBytes(set))} are needed`;
  }
  // what the system says: read-only, not a folder, …
  if (/^E[A-Z]+$/.test(code)) return `Cannot write to ${to}: ${message}`;
  throw error;
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The progress of downloads: a line that is rewritten on a terminal, now and then a line elsewhere. */
class ProgressLine {
  readonly #options: DataCommandOptions;
  readonly #clock: Clock;
  #saidMs: number;

  constructor(options: DataCommandOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#saidMs = this.#clock.nowMs();
  }

  show(file: string, { doneBytes, totalBytes }: DownloadProgress): void {
    const { say = console.log, rewrite } = this.#options;
    const percent = Math.floor(100 * doneBytes / totalBytes);
    const line = `${file}: ${megabytes(doneBytes)} of ${megabytes(totalBytes)} (${percent} %)`;
    if (rewrite !== undefined) rewrite(`\r${line} `);
    else if (this.#clock.nowMs() - this.#saidMs >= LINE_EVERY_MS) {
      this.#saidMs = this.#clock.nowMs();
      say(line);
    }
  }

  /** Clears a terminal's line. */
  end(): void {
    this.#options.rewrite?.("\r\x1b[K");
  }
}

if (import.meta.main) {
  const write = (text: string) => void Deno.stdout.writeSync(new TextEncoder().encode(text));
  const terminal = Deno.stdout.isTerminal() ? { rewrite: write } : {};
  await runUntilSignal((signal) => dataCommand(Deno.args, { signal, ...terminal }));
}
