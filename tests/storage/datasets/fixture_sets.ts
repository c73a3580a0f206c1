/** Sets of the lab's own manifest in a temporary folder, with contents of a test's choosing and checksums to match. */
import { createHash } from "node:crypto";
import { datasetManifest, type Manifest } from "@lib/storage/datasets/manifest.ts";

/** A folder with sets, and the manifest that is right for them. */
export interface FixtureSets {
  readonly folder: string;
  readonly manifest: Manifest;
  /** JSON file of the checksums' memory, so that tests leave the checkout's alone. */
  readonly memory: string;
}

/**
 * Writes `files` (by path: `"sst-2/dev.tsv"`), describes them, hands everything to `work`, and removes it.
 * @param records How many records of each kind a set has: by the set's name.
 */
export async function withSets<Result>(
  { files, records }: {
    readonly files: ReadonlyMap<string, Uint8Array>;
    readonly records: Readonly<Record<string, Readonly<Record<string, number>>>>;
  },
  work: (sets: FixtureSets) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [path, bytes] of files) {
      await Deno.mkdir(`${folder}/${path.split("/")[0]}`, { recursive: true });
      await Deno.writeFile(`${folder}/${path}`, bytes);
    }
    const sets = datasetManifest.sets.map((set) => ({
      ...set,
      records: records[set.name] ?? set.records,
      files: set.files.map((file) => {
        const bytes = files.get(`${set.name}/${file.name}`);
        if (bytes === undefined) return file;
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        return { ...file, editions: [{ sha256, bytes: bytes.length, provenance: "publisher" as const }] };
      }),
    }));
    return await work({ folder, manifest: { version: 1, sets }, memory: `${folder}/verified.json` });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Bytes of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Whether the real files are at hand; tests on them are ignored, by name, where they are not. */
export const hasRealData: boolean = (Deno.env.get("LAB_DATA") ?? "") !== "";
