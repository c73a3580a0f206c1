/**
 * Takes named members out of a zip or tar.gz archive that is in memory.
 *
 * The formats are read by libraries: `fflate` for zip, the platform's own gzip, `nanotar` for tar. The archive's
 * checksum must have been found right before: a hostile archive is not what this defends against, though members are
 * only ever looked up by name and never written to a path of the archive's choosing.
 *
 * Cost: O(archive), all of it in memory: 20 MB for the largest of the lab's sets. Not here on purpose: streaming,
 * packing.
 *
 * @module
 */
import { unzipSync } from "fflate";
import { parseTar } from "nanotar";
import { DatasetError } from "./dataset_error.ts";

/** What to take out of what. */
export interface UnpackOptions {
  /** The archive's name in errors. */
  readonly path: string;
  /** How it is packed. */
  readonly format: "zip" | "tar.gz";
  /** Paths in the archive. */
  readonly members: readonly string[];
}

/**
 * The members, in the order in which they were asked for.
 * @throws {DatasetError} If the archive is damaged or lacks one of them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { zipSync } from "fflate";
 * import { unpack } from "./unpack.ts";
 *
 * const archive = zipSync({ "set/a.txt": Uint8Array.of(1, 2), "set/b.txt": Uint8Array.of(3) });
 * const [b] = await unpack(archive, { path: "set.zip", format: "zip", members: ["set/b.txt"] });
 * assertEquals(b, Uint8Array.of(3));
 * ```
 */
export async function unpack(archive: Uint8Array<ArrayBuffer>, options: UnpackOptions): Promise<Uint8Array[]> {
  const { path, format, members } = options;
  let found: ReadonlyMap<string, Uint8Array>;
  try {
    found = format === "zip" ? unzip(archive, members) : await untar(archive, members);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(`it cannot be unpacked as ${format}: ${why}`, { path, cause });
  }
  return members.map((member) => {
    const bytes = found.get(member);
    if (bytes === undefined) throw new DatasetError("a file that it must hold is not in it", { path, value: member });
    return bytes;
  });
}

function unzip(archive: Uint8Array, members: readonly string[]): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(archive, { filter: (file) => members.includes(file.name) })));
}

async function untar(archive: Uint8Array<ArrayBuffer>, members: readonly string[]): Promise<Map<string, Uint8Array>> {
  const unzipped = new Blob([archive]).stream().pipeThrough(new DecompressionStream("gzip"));
  const items = parseTar(await new Response(unzipped).arrayBuffer());
  const files = items.filter((item) => item.type === "file" && item.data !== undefined);
  const named = files.map((item): [string, Uint8Array] => [item.name.replace(/^\.\//, ""), item.data!]);
  return new Map(named.filter(([name]) => members.includes(name)));
}
