import { assert, assertEquals, assertRejects } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { type DatasetReader, loadDataset } from "@lib/storage/datasets/load_dataset.ts";
import { type FixtureSets, utf8, withSets } from "./fixture_sets.ts";

type Loaded = { readonly origin: string; readonly rows: number; readonly seed?: number };

const inSets = (work: (sets: FixtureSets) => Promise<void>) =>
  withSets({
    files: new Map([["sst-2/train.tsv", utf8("12")], ["sst-2/dev.tsv", utf8("345")]]),
    records: { "sst-2": { rows: 3 } },
  }, work);

const reader: DatasetReader<Loaded> = {
  inspect: {},
  read: async (files) => ({ origin: "public", rows: (await files.bytes("dev.tsv")).length }),
  count: ({ rows }) => ({ rows }),
  generate: (seed) => ({ origin: "synthetic", rows: 9, seed }),
};

Deno.test("public data are served where they are, and nothing is said", () =>
  inSets(async (sets) => {
    const lines: string[] = [];
    assertEquals(await loadDataset("sst-2", { ...reader, ...sets, say: (line) => lines.push(line) }), {
      origin: "public",
      rows: 3,
    });
    assertEquals(lines, []);
  }));

Deno.test("a stand-in is served where they are not, and said once in a process", () =>
  inSets(async (sets) => {
    const lines: string[] = [];
    const options = { ...reader, ...sets, say: (line: string) => lines.push(line) };
    assertEquals(await loadDataset("cranfield", options), { origin: "synthetic", rows: 9, seed: 1 });
    assertEquals(await loadDataset("cranfield", { ...options, seed: 5 }), { origin: "synthetic", rows: 9, seed: 5 });
    assertEquals(lines, [
      'cranfield: generated data stand in for the public set, which "deno task data cranfield" downloads',
    ]);
    await loadDataset("mnist-10k", options);
    assertEquals(lines.length, 2, "each set has its own line");
  }));

Deno.test("the line goes to the console by default", () =>
  inSets(async (sets) => {
    const log = console.log;
    const lines: unknown[] = [];
    console.log = (line: unknown) => lines.push(line);
    try {
      await loadDataset("movielens-100k", { ...reader, ...sets });
    } finally {
      console.log = log;
    }
    assertEquals(lines.length, 1);
  }));

Deno.test("a stand-in that was asked for is served in silence, whatever is there", () =>
  inSets(async (sets) => {
    const say = () => {
      throw new Error("said");
    };
    assertEquals((await loadDataset("sst-2", { ...reader, ...sets, synthetic: "always", say })).origin, "synthetic");
  }));

// Refusals
Deno.test("where a stand-in is not wanted, its absence is an error that says what to do", () =>
  inSets(async (sets) => {
    const load = () => loadDataset("cranfield", { ...reader, ...sets, synthetic: "never" });
    await assertRejects(load, DatasetError, '"deno task data cranfield" downloads it');
  }));

Deno.test("damaged data are an error and are never replaced by a stand-in", () =>
  inSets(async (sets) => {
    await Deno.writeTextFile(`${sets.folder}/sst-2/dev.tsv`, "34");
    await assertRejects(() => loadDataset("sst-2", { ...reader, ...sets }), DatasetError, "the checksum is wrong");
  }));

Deno.test("a set with fewer records than the manifest says is an error", () =>
  inSets(async (sets) => {
    const short = { ...reader, ...sets, count: () => ({ rows: 2 }) };
    const error = await assertRejects(() => loadDataset("sst-2", short), DatasetError, "must have 3 rows");
    assert(error.message.endsWith("current value is 2"));
  }));

Deno.test("a choice of stand-in that there is not is refused, and nothing is served in its place", () =>
  inSets(async (sets) => {
    const load = () => loadDataset("cranfield", { ...reader, ...sets, synthetic: "sometimes" as never });
    const message =
      'Cannot load cranfield: synthetic must be "when missing", "never" or "always": current value is "sometimes"';
    await assertRejects(load, RangeError, message);
  }));
