import { assert, assertEquals } from "@std/assert";
import { sampleFiles } from "@lib/storage/datasets/sample_files.ts";
import { datasetManifest } from "@lib/storage/datasets/manifest.ts";

// That what is written is what the parsers read is in the tests of the four loaders.

const SAMPLES = new URL("../../../data/samples/", import.meta.url);

async function unpacked(path: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (!path.endsWith(".gz")) return bytes;
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("the committed samples are what the generators make", async () => {
  for (const [path, bytes] of await sampleFiles()) {
    const committed = await Deno.readFile(new URL(path, SAMPLES));
    assertEquals(
      await unpacked(path, committed),
      await unpacked(path, bytes),
      `data/samples/${path}: deno task data --samples`,
    );
  }
});

Deno.test("there is a sample of every file of the manifest, each of a few kilobytes", async () => {
  const samples = await sampleFiles();
  const files = datasetManifest.sets.flatMap((set) =>
    set.files.map((file) => `${set.name.replaceAll("-", "_")}/${file.name}`)
  );
  assertEquals([...samples.keys()].sort(), files.sort());
  for (const [path, { length }] of samples) assert(length > 0 && length < 10_000, `${path}: ${length} bytes`);
});
