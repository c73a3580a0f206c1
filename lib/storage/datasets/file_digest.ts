/**
 * Checksums of files, and a memory of them: a file is read once, and again only when its size or its times change, so
 * that a dozen notebooks on the same data pay for its checksum once.
 *
 * The memory is a small JSON file. Losing it costs one more reading; where it cannot be written it is done without. Two
 * writers at once lose at most each other's newest entry.
 *
 * **Invariant.** A remembered digest is returned only for the very path, size, modification time and change time it was
 * computed for.
 *
 * Cost: 2 ms a megabyte for the first reading, one `stat` afterwards. Not here on purpose: defence against an attacker
 * who can write to the folder (who could as well change the memory).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { writeFileAtomic } from "../atomic_write.ts";

/** What identifies the contents of a file. */
export interface FileDigest {
  /** Hexadecimal SHA-256. */
  readonly sha256: string;
  /** Size. */
  readonly bytes: number;
}

/** Options of {@linkcode fileDigest}. */
export interface FileDigestOptions {
  /** JSON file that remembers digests; without it every call reads the file. */
  readonly memory?: string | undefined;
}

interface RememberedDigest extends FileDigest {
  /** Modification and change time, milliseconds since 1970. */
  readonly times: readonly (number | null)[];
}

/**
 * Size and SHA-256 of a file.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fileDigest } from "./file_digest.ts";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "abc");
 * const { sha256 } = await fileDigest(path);
 * assertEquals(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
 * await Deno.remove(path);
 * ```
 */
export async function fileDigest(path: string, options: FileDigestOptions = {}): Promise<FileDigest> {
  const { memory } = options;
  const info = await Deno.stat(path);
  const key = await Deno.realPath(path);
  const times = [info.mtime?.getTime() ?? null, info.ctime?.getTime() ?? null];
  const known = memory === undefined ? undefined : (await readMemory(memory))[key];
  if (known !== undefined && known.bytes === info.size && String(known.times) === String(times)) {
    return { sha256: known.sha256, bytes: known.bytes };
  }
  const digest = { sha256: await streamDigest(path, "sha256"), bytes: info.size };
  if (memory !== undefined) await remember(memory, { [key]: { ...digest, times } });
  return digest;
}

/**
 * Hexadecimal checksum of a file, read in pieces.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { streamDigest } from "./file_digest.ts";
 *
 * const path = await Deno.makeTempFile();
 * assertEquals(await streamDigest(path, "md5"), "d41d8cd98f00b204e9800998ecf8427e");
 * await Deno.remove(path);
 * ```
 */
export async function streamDigest(path: string, algorithm: "sha256" | "md5"): Promise<string> {
  const hash = createHash(algorithm);
  using file = await Deno.open(path);
  const buffer = new Uint8Array(1 << 18);
  for (let read = await file.read(buffer); read !== null; read = await file.read(buffer)) {
    hash.update(buffer.subarray(0, read));
  }
  return hash.digest("hex");
}

/** The memory's entries; none where it cannot be read or has another shape: it is only a memory. */
async function readMemory(path: string): Promise<Record<string, RememberedDigest>> {
  try {
    const read: unknown = JSON.parse(await Deno.readTextFile(path));
    const entries = Object.entries(typeof read === "object" && read !== null ? read : {});
    return Object.fromEntries(entries.filter(([, entry]) => isRemembered(entry)));
  } catch {
    return {};
  }
}

function isRemembered(entry: unknown): entry is RememberedDigest {
  const { sha256, bytes, times } = (entry ?? {}) as Partial<RememberedDigest>;
  return typeof sha256 === "string" && typeof bytes === "number" && Array.isArray(times);
}

async function remember(path: string, entries: Record<string, RememberedDigest>): Promise<void> {
  const all = { ...await readMemory(path), ...entries };
  const text = `${JSON.stringify(all, null, 1)}\n`;
  // a read-only place: the file is read again next time
  await writeFileAtomic(path, new TextEncoder().encode(text)).catch(() => {});
}
