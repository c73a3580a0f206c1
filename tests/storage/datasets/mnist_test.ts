import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { loadMnist, parseIdx } from "@lib/storage/datasets/mnist.ts";
import { syntheticMnist } from "@lib/storage/datasets/synthetic_mnist.ts";
import { mnistFiles } from "@lib/storage/datasets/sample_files.ts";
import { hasRealData, withSets } from "./fixture_sets.ts";

const IMAGES = "mnist-10k/t10k-images-idx3-ubyte.gz", LABELS = "mnist-10k/t10k-labels-idx1-ubyte.gz";
const generated = syntheticMnist({ count: 20 });
const records = { "mnist-10k": { digits: 20 } };

// By hand: two rows of three
Deno.test("an IDX file is its shape and its values", () => {
  const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);
  assertEquals(parseIdx(bytes, { path: "f", axes: 2 }), { shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 255) });
});

Deno.test("an IDX file may lie anywhere in a larger buffer", () => {
  const bytes = Uint8Array.of(9, 9, 0, 0, 8, 1, 0, 0, 1, 0, ...new Uint8Array(256).fill(7)).subarray(2);
  assertEquals(parseIdx(bytes, { path: "f", axes: 1 }).shape, [256]);
});

// Oracle: what was written is what is read
Deno.test("generated digits that are written in the public format and loaded are the same", async () => {
  const { images, labels, count } = generated;
  await withSets({ files: await mnistFiles(generated), records }, async (sets) => {
    assertEquals(await loadMnist({ ...sets, synthetic: "never" }), { origin: "public", images, labels, count });
  });
});

// Refusals
const refusals: readonly [what: string, bytes: readonly number[], message: string][] = [
  ["an empty file", [], "begins with 0 0 8 1"],
  ["a file of another type", [0, 0, 13, 1, 0, 0, 0, 0], 'begins with 0 0 8 1: current value is "0 0 13 1"'],
  ["a file of other axes", [0, 0, 8, 3, 0, 0, 0, 0], "with 1 axes"],
  ["a header that is cut short", [0, 0, 8, 1, 0, 0], "begins with 0 0 8 1"],
  ["values that are cut short", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2], "it must hold 3 values: current value is 2"],
  ["values too many", [0, 0, 8, 1, 0, 0, 0, 1, 1, 2], "it must hold 1 values: current value is 2"],
];
for (const [what, bytes, message] of refusals) {
  Deno.test(`${what} is refused`, () => {
    const error = assertThrows(
      () => parseIdx(Uint8Array.from(bytes), { path: "labels", axes: 1 }),
      DatasetError,
      message,
    );
    assertEquals(error.path, "labels");
  });
}

Deno.test("a packed file that is cut short or is not packed is refused with its path", async () => {
  const files = await mnistFiles(generated);
  for (const bytes of [files.get(IMAGES)!.subarray(0, 200), new Uint8Array(50)]) {
    await withSets({ files: new Map([...files, [IMAGES, bytes]]), records }, async (sets) => {
      await assertRejects(() => loadMnist(sets), DatasetError, "t10k-images-idx3-ubyte.gz: it cannot be unpacked");
    });
  }
});

Deno.test("a packed file with a wrong checksum says that it cannot be unpacked, where that is so", async () => {
  const files = await mnistFiles(generated);
  await withSets({ files, records }, async (sets) => {
    await Deno.truncate(`${sets.folder}/${LABELS}`, 15);
    await assertRejects(() => loadMnist(sets), DatasetError, "first fault at");
  });
});

Deno.test("labels that do not fit the pictures are refused", async () => {
  const files = await mnistFiles(generated);
  const fewer = (await mnistFiles({ ...generated, labels: generated.labels.slice(1), count: 19 })).get(LABELS)!;
  const wrong = (await mnistFiles({ ...generated, labels: generated.labels.with(4, 10) })).get(LABELS)!;
  await withSets({ files: new Map([...files, [LABELS, fewer]]), records }, async (sets) => {
    await assertRejects(
      () => loadMnist(sets),
      DatasetError,
      "there must be a label for each of 20 pictures: current value is 19",
    );
  });
  await withSets({ files: new Map([...files, [LABELS, wrong]]), records }, async (sets) => {
    await assertRejects(() => loadMnist(sets), DatasetError, "label 4 must be 0 to 9: current value is 10");
  });
});

// The real files
Deno.test({
  ignore: !hasRealData,
  name: "the public set has 10,000 digits (needs LAB_DATA)",
  async fn() {
    const { origin, images, labels, count } = await loadMnist({ synthetic: "never" });
    assertEquals([origin, count, images.length, labels.length], ["public", 10_000, 7_840_000, 10_000]);
    assertEquals([...labels.subarray(0, 10)], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const perDigit = Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
    assertEquals(perDigit, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  },
});
