import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { findDataset, parseReceipt } from "@lib/storage/datasets/dataset_folder.ts";
import { type FixtureSets, utf8, withSets } from "./fixture_sets.ts";

const MODULE = import.meta.resolve("@lib/storage/datasets/dataset_folder.ts");
const FILES = new Map([
  ["sst-2/train.tsv", utf8("sentence\tlabel\na gem . \t1\n")],
  ["sst-2/dev.tsv", utf8("sentence\tlabel\na bore . \t0\n")],
]);
const inSets = (work: (sets: FixtureSets) => Promise<void>) =>
  withSets({ files: FILES, records: { "sst-2": { train: 1, dev: 1 } } }, work);

Deno.test("a set whose files are right is found, with their encodings and editions", () =>
  inSets(async (sets) => {
    const found = await findDataset("sst-2", sets);
    assertEquals(found?.folder, `${sets.folder}/sst-2`);
    const dev = found!.files.get("dev.tsv")!;
    assertEquals([dev.path, dev.encoding, dev.edition.provenance], [
      `${sets.folder}/sst-2/dev.tsv`,
      "utf-8",
      "publisher",
    ]);
  }));

Deno.test("an edition's own encoding goes before the file's", () =>
  inSets(async (sets) => {
    const [edition] = sets.manifest.sets[2]!.files[1]!.editions;
    Object.assign(edition!, { encoding: "latin1" });
    assertEquals((await findDataset("sst-2", sets))!.files.get("dev.tsv")!.encoding, "latin1");
  }));

Deno.test("LAB_DATA names the folder, a slash at its end does not matter, and an empty value is as good as none", () =>
  inSets(async ({ folder, manifest, memory }) => {
    assertEquals((await findDataset("sst-2", { manifest, memory, labData: `${folder}/` }))?.folder, `${folder}/sst-2`);
    const unknown = { ...manifest, sets: manifest.sets.map((set) => ({ ...set, name: `${set.name}-nowhere` })) };
    for (const labData of ["", folder]) {
      assertEquals(await findDataset("sst-2-nowhere", { manifest: unknown, memory, labData }), undefined);
    }
  }));

Deno.test("a relative LAB_DATA is looked for from the current folder, then from the checkout", () =>
  inSets(async ({ folder, manifest, memory }) => {
    const labData = `${Deno.cwd().replaceAll(/[^/]+/g, "..").slice(1)}${folder}`;
    assertEquals((await findDataset("sst-2", { manifest, memory, labData }))?.files.size, 2);
    const elsewhere = new Deno.Command(Deno.execPath(), { // as a notebook's kernel, which runs in the notebook's folder
      args: [
        "eval",
        `import { findDataset } from "${MODULE}"; findDataset("cranfield").catch((error) => console.log(error.message))`,
      ],
      cwd: "/",
      env: { LAB_DATA: "data/samples", NO_COLOR: "1" },
    });
    const { stdout, stderr } = await elsewhere.output();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assertStringIncludes(said, "/data/samples/cranfield/cran.all.1400: the checksum is wrong");
  }));

Deno.test("a folder without any of the set's files is passed over", () =>
  inSets(async (sets) => {
    await Deno.mkdir(`${sets.folder}/cranfield`);
    await Deno.writeTextFile(`${sets.folder}/cranfield/README`, "");
    assertEquals(await findDataset("cranfield", sets), undefined);
    assertEquals(await findDataset("mnist-10k", sets), undefined);
  }));

// Refusals
Deno.test("LAB_DATA or a folder that is no folder is refused by name", async () => {
  for (const labData of ["/nowhere/at/all", "nowhere/at/all"]) {
    const error = await assertRejects(
      () => findDataset("sst-2", { labData }),
      DatasetError,
      "LAB_DATA must name a folder",
    );
    assertStringIncludes(error.message, labData);
  }
  await assertRejects(() => findDataset("sst-2", { folder: "/nowhere/at/all" }), DatasetError, "it must be a folder");
});

Deno.test("a name that is no set's is refused with the names there are", async () => {
  await assertRejects(() => findDataset("imagenet"), RangeError, "cranfield, movielens-100k, sst-2, mnist-10k");
});

Deno.test("a file that is missing beside others is an error, not a reason for a stand-in", () =>
  inSets(async (sets) => {
    await Deno.remove(`${sets.folder}/sst-2/train.tsv`);
    const error = await assertRejects(() => findDataset("sst-2", sets), DatasetError, "train.tsv: it is not there");
    assertStringIncludes(error.message, "dev.tsv of the same set is");
    assertStringIncludes(error.message, "deno task data sst-2");
  }));

Deno.test("a truncated file is told by its size", () =>
  inSets(async (sets) => {
    const path = `${sets.folder}/sst-2/dev.tsv`;
    await Deno.truncate(path, 20);
    await assertRejects(() => findDataset("sst-2", sets), DatasetError, "it has 20 bytes, not 27");
  }));

Deno.test("a file that changes after it was found right is noticed", () =>
  inSets(async (sets) => {
    const path = `${sets.folder}/sst-2/dev.tsv`;
    await findDataset("sst-2", sets);
    await Deno.writeFile(path, utf8("sentence\tlabel\na bore . \t9\n"));
    const error = await assertRejects(() => findDataset("sst-2", sets), DatasetError, "the checksum is wrong");
    assertStringIncludes(error.message, "its size is right");
    assertStringIncludes(error.message, "delete the file");
  }));

Deno.test("the error of a wrong checksum names the first line that breaks the format, if one does", () =>
  inSets(async (sets) => {
    await Deno.writeFile(`${sets.folder}/sst-2/dev.tsv`, utf8("changed"));
    const inspect = {
      "dev.tsv": (bytes: Uint8Array, path: string) => {
        throw new DatasetError("it is odd", { path, line: 3, value: bytes.length });
      },
    };
    const error = await assertRejects(() => findDataset("sst-2", { ...sets, inspect }), DatasetError);
    assertStringIncludes(error.message, "first fault at ");
    assertStringIncludes(error.message, "dev.tsv:3: it is odd: current value is 7;");
    const fine = await assertRejects(
      () => findDataset("sst-2", { ...sets, inspect: { "dev.tsv": () => {} } }),
      DatasetError,
    );
    assert(!fine.message.includes("first fault"));
  }));

Deno.test("a receipt vouches for the very bytes that it names, and for no others", () =>
  inSets(async (sets) => {
    const bytes = utf8("sentence\tlabel\nfine . \t1\n");
    await Deno.writeFile(`${sets.folder}/sst-2/dev.tsv`, bytes);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    const receipt = (sha256: string) =>
      JSON.stringify({ files: { "dev.tsv": { sha256, bytes: bytes.length, from: "a.zip" } } });
    await Deno.writeTextFile(`${sets.folder}/sst-2/receipt.json`, receipt(hash));
    assertStringIncludes((await findDataset("sst-2", sets))!.files.get("dev.tsv")!.edition.note!, "a.zip");
    await Deno.writeTextFile(`${sets.folder}/sst-2/receipt.json`, receipt(hash.replace(/^./, "g")));
    await assertRejects(() => findDataset("sst-2", sets), DatasetError, "the checksum is wrong");
  }));

Deno.test("a receipt that is not one is refused with its path", () => {
  for (const text of ["", "{", "null", "[]", '{"files":7}', '{"files":{"a":{}}}', '{"files":{"a":null}}']) {
    let error: unknown;
    try {
      parseReceipt(text, "here/receipt.json");
    } catch (thrown) {
      error = thrown;
    }
    assert(error instanceof DatasetError && error.message.includes("here/receipt.json: it is not"), text);
  }
});
