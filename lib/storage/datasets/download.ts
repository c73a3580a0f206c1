/**
 * Downloads one file of known size and checksum from several mirrors, and goes on where an earlier run was cut off.
 *
 * What has arrived is kept in `<name>.part`. A mirror is asked for the rest (`Range`); one that cannot resume sends all
 * of it again. A cut connection is taken up again as long as each attempt gets further than the last; a mirror that
 * refuses, lies about the length, or sends the wrong bytes is left for the next one. A part that turns out wrong after
 * resuming is thrown away and fetched once more from its first byte, as the two halves may have come from different
 * files.
 *
 * **Invariant.** The file's own name only ever stands for the right bytes: it appears by renaming, after size and
 * checksum were found right and the disk was told to flush.
 *
 * Cost: one pass of the network, one of the disk for the checksum. Two processes with the same target wait for each
 * other (lock on the part). Not here on purpose: parallel ranges (the files are small, the publishers' servers are
 * too), credentials, unpacking.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/clock.ts";
import { streamDigest } from "./file_digest.ts";

/** What is known about the file, and what the outside world is. */
export interface DownloadOptions {
  /** Where the file shall be; its folder is made. */
  readonly to: string;
  /** Its size. */
  readonly bytes: number;
  /** Hexadecimal; this one or `md5` is required, and both are checked where both are known. */
  readonly sha256?: string | undefined;
  /** Hexadecimal. */
  readonly md5?: string | undefined;
  /** The network. @default {fetch} */
  readonly fetch?: typeof fetch;
  /** Paces retries and notices silence. @default {systemClock} */
  readonly clock?: Clock;
  /** Ends the download; the part stays for the next run. */
  readonly signal?: AbortSignal;
  /** Called after every piece that arrives. */
  readonly report?: (progress: DownloadProgress) => void;
  /** A connection that is silent for so long counts as cut. @default {30000} */
  readonly silenceMs?: number;
}

/** How far a download is. */
export interface DownloadProgress {
  /** The mirror in use. */
  readonly url: string;
  /** Bytes of the file that are on the disk. */
  readonly doneBytes: number;
  /** Bytes of the whole file. */
  readonly totalBytes: number;
}

/** Every mirror failed. The part that has arrived stays on the disk. */
export class DownloadError extends Error {
  /** `"DownloadError"`. */
  override name = "DownloadError";
  /** What happened with each mirror, in the order in which they were tried. */
  readonly reasons: readonly { readonly url: string; readonly why: string }[];
  /** No mirror gave any answer: probably there is no network. */
  readonly isOffline: boolean;

  /**
   * The failure of all mirrors.
   * @param file What could not be downloaded.
   * @param failures What happened with each.
   */
  constructor(file: string, failures: readonly MirrorFailure[]) {
    super(`Cannot download ${file}: ${failures.map(({ url, why }) => `${url}: ${why}`).join("; ")}`);
    this.reasons = failures.map(({ url, why }) => ({ url, why }));
    this.isOffline = failures.every(({ answered }) => !answered);
  }
}

/** What went wrong with one mirror. */
export interface MirrorFailure {
  /** The mirror. */
  readonly url: string;
  /** Without a full stop. */
  readonly why: string;
  /** Whether it answered at all. */
  readonly answered: boolean;
}

/** Attempts in a row that bring nothing new, after which a mirror is given up. */
const IDLE_ATTEMPTS = 4;
/** The same for a mirror that has never answered. */
const UNANSWERED_ATTEMPTS = 2;

/**
 * Downloads a file; does nothing if it is there with the right checksum.
 *
 * @param urls Mirrors, best first.
 * @throws {RangeError} If there is no mirror or no checksum.
 * @throws {DownloadError} If every mirror failed.
 * @throws {Error} What the disk says (full, read-only), or the signal's reason.
 *
 * @example A network of one file
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { download } from "./download.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await download(["https://data.example/abc"], {
 *   to: `${folder}/abc`,
 *   bytes: 3,
 *   md5: "900150983cd24fb0d6963f7d28e17f72",
 *   fetch: () => Promise.resolve(new Response("abc")),
 * });
 * assertEquals(await Deno.readTextFile(`${folder}/abc`), "abc");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function download(urls: readonly string[], options: DownloadOptions): Promise<void> {
  const { to, sha256, md5 } = options;
  if (urls.length === 0) {
    throw new RangeError(`Cannot download ${to}: there must be a mirror: current value is 0 of them`);
  }
  if (sha256 === undefined && md5 === undefined) {
    throw new RangeError(`Cannot download ${to}: sha256 or md5 must be given: current value is undefined`);
  }
  if (await isWhole(to, options)) return;
  await Deno.mkdir(to.slice(0, Math.max(0, to.lastIndexOf("/"))) || ".", { recursive: true });
  using part = await Deno.open(`${to}.part`, { read: true, write: true, create: true });
  await part.lock(true); // another process at the same file: wait, and most likely find it done
  if (await isWhole(to, options)) {
    // the other process may have renamed it
    if ((await part.stat()).size === 0) await Deno.remove(`${to}.part`).catch(() => {});
    return;
  }
  const failures: MirrorFailure[] = [];
  for (const url of urls) {
    const failure = await tryMirror(url, { part, options });
    if (failure === undefined) return;
    failures.push({ url, ...failure });
  }
  throw new DownloadError(to.slice(to.lastIndexOf("/") + 1), failures);
}

interface Attempt {
  readonly part: Deno.FsFile;
  readonly options: DownloadOptions;
}

/** How one request ended: the part is complete, more may come, or the mirror is of no use. */
type Outcome =
  | { readonly kind: "complete" }
  | { readonly kind: "cut"; readonly why: string; readonly gained: number; readonly answered: boolean }
  | { readonly kind: "useless"; readonly why: string };

async function tryMirror(url: string, attempt: Attempt): Promise<Omit<MirrorFailure, "url"> | undefined> {
  const { part, options } = attempt;
  const { clock = systemClock, signal } = options;
  let idle = 0, answered = false, mayRestart = true;
  for (;;) {
    signal?.throwIfAborted();
    const resumed = (await part.stat()).size > 0;
    const outcome = await request(url, attempt);
    if (outcome.kind === "complete") {
      if (await isWhole(`${options.to}.part`, options)) {
        await part.sync();
        await Deno.rename(`${options.to}.part`, options.to);
        return undefined;
      }
      await part.truncate(0);
      if (!resumed || !mayRestart) return { why: "the bytes are not those that the checksum promises", answered: true };
      mayRestart = false;
      continue;
    }
    if (outcome.kind === "useless") return { why: outcome.why, answered: true };
    answered ||= outcome.answered;
    idle = outcome.gained > 0 ? 0 : idle + 1;
    if (idle >= (answered ? IDLE_ATTEMPTS : UNANSWERED_ATTEMPTS)) return { why: outcome.why, answered };
    await clock.sleep(500 * 2 ** idle, signal);
  }
}

/** One request for what is missing, written to the end of the part. */
async function request(url: string, { part, options }: Attempt): Promise<Outcome> {
  const { bytes, fetch: ask = fetch, clock = systemClock, signal, silenceMs = 30_000 } = options;
  const before = (await part.stat()).size;
  let have = before;
  if (have > bytes) await part.truncate(have = 0);
  if (have === bytes) return { kind: "complete" };
  const stop = new AbortController();
  const ended = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
  const within = async <T>(work: Promise<T>): Promise<T> => {
    const timer = new AbortController();
    const silence = clock.sleep(silenceMs, AbortSignal.any([timer.signal, ended])).then(() => {
      throw new Error(`nothing came for ${silenceMs} ms`);
    });
    for (const loser of [work, silence]) loser.catch(() => {}); // who loses the race has no listener
    try {
      return await Promise.race([work, silence]);
    } finally {
      timer.abort();
    }
  };
  try {
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (have > 0) headers.range = `bytes=${have}-`;
    const answer = await within(ask(url, { headers, signal: ended })).catch((error) => cut(error, signal));
    if (!(answer instanceof Response)) return { ...answer, answered: false };
    const refusal = judge(answer, { have, bytes });
    if (refusal !== undefined) {
      await answer.body?.cancel();
      if (answer.status === 416) await part.truncate(0);
      return refusal;
    }
    if (answer.status === 200 && have > 0) await part.truncate(have = 0); // a server that cannot resume begins again
    await part.seek(have, Deno.SeekMode.Start);
    const reader = (answer.body ?? new Response("").body!).getReader();
    for (;;) {
      const piece = await within(reader.read()).catch((error) => cut(error, signal));
      if ("kind" in piece) return { ...piece, gained: have - before };
      if (piece.done) break;
      if (have + piece.value.length > bytes) {
        await part.truncate(0);
        return { kind: "useless", why: `it sends more than the ${bytes} bytes of the file` };
      }
      for (let at = 0; at < piece.value.length;) at += await part.write(piece.value.subarray(at));
      have += piece.value.length;
      options.report?.({ url, doneBytes: have, totalBytes: bytes });
    }
    if (have === bytes) return { kind: "complete" };
    return { kind: "cut", why: `it ended after ${have} of ${bytes} bytes`, gained: have - before, answered: true };
  } finally {
    stop.abort();
  }
}

/** A fault of the network; the caller's own wish to stop goes on as it is. */
function cut(error: unknown, signal: AbortSignal | undefined): Extract<Outcome, { kind: "cut" }> {
  signal?.throwIfAborted();
  // fetch hides the reason there
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = (cause instanceof Error ? cause.message : String(cause)).replace(/ for url \([^)]*\)/, "").replaceAll(
    /\s+/g,
    " ",
  );
  return { kind: "cut", why, gained: 0, answered: true };
}

/** Why an answer is of no use, from its status and headers alone. */
function judge(answer: Response, { have, bytes }: { have: number; bytes: number }): Outcome | undefined {
  const { status, headers } = answer;
  const busy = status >= 500 || status === 408 || status === 429;
  if (busy || status === 416) return { kind: "cut", why: `it answers ${status}`, gained: 0, answered: true };
  if (status !== 200 && status !== 206) {
    return { kind: "useless", why: `it answers ${status} ${answer.statusText}`.trim() };
  }
  if (status === 206) {
    const range = headers.get("content-range") ?? "";
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range) ?? [];
    const fits = start === String(have) && (total === "*" || total === String(bytes));
    return fits
      ? undefined
      : { kind: "useless", why: `it was asked for bytes from ${have} of ${bytes} and sends "${range}"` };
  }
  const length = headers.get("content-length");
  if (length === null || length === String(bytes)) return undefined;
  return { kind: "useless", why: `it announces ${length} bytes, and the file has ${bytes}` };
}

async function isWhole(path: string, { bytes, sha256, md5 }: DownloadOptions): Promise<boolean> {
  const size = await Deno.stat(path).then((info) => info.isFile ? info.size : -1, () => -1);
  if (size !== bytes) return false;
  if (sha256 !== undefined && await streamDigest(path, "sha256") !== sha256) return false;
  return md5 === undefined || await streamDigest(path, "md5") === md5;
}
