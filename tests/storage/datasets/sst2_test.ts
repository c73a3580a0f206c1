import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { sentenceLines } from "@lib/storage/datasets/sample_files.ts";
import { loadSst2, parseSentences } from "@lib/storage/datasets/sst2.ts";
import { syntheticSst2 } from "@lib/storage/datasets/synthetic_sst2.ts";
import { hasRealData, utf8, withSets } from "./fixture_sets.ts";

const parse = (text: string) => parseSentences(utf8(text), "dev.tsv");
const generated = syntheticSst2({ train: 300, dev: 20 });
const files = async () =>
  new Map([
    ["sst-2/train.tsv", utf8(sentenceLines(await Array.fromAsync(generated.train)))],
    ["sst-2/dev.tsv", utf8(sentenceLines(generated.dev))],
  ]);
const records = { "sst-2": { train: 300, dev: 20 } };

// By hand
Deno.test("a sentence loses the space before its tab and nothing else", () => {
  assertEquals(parse("sentence\tlabel\n it 's amélie . \t1\nbad\t0\n"), [
    { text: " it 's amélie .", label: 1 },
    { text: "bad", label: 0 },
  ]);
  assertEquals(parse("sentence\tlabel\n"), []);
});

// Oracle: what was written is what is read
Deno.test("a generated set that is written in the public format and loaded is the same, pass after pass", async () => {
  await withSets({ files: await files(), records }, async (sets) => {
    const { origin, train, trainLength, dev } = await loadSst2({ ...sets, synthetic: "never" });
    assertEquals([origin, trainLength, dev], ["public", 300, generated.dev]);
    for (let pass = 0; pass < 2; pass++) {
      assertEquals(await Array.fromAsync(train), await Array.fromAsync(generated.train));
    }
  });
});

Deno.test("a pass that ends early closes its file", async () => {
  // the test runner reports a file that is left open
  await withSets({ files: await files(), records }, async (sets) => {
    for await (const { text } of (await loadSst2(sets)).train) {
      assert(text.length > 0);
      break;
    }
  });
});

// Refusals
const refusals: readonly [what: string, text: string, message: string][] = [
  ["an empty file", "", 'dev.tsv:1: the first line is "sentence\\tlabel"'],
  ["a file without its header", "a gem . \t1\n", "dev.tsv:1: the first line is"],
  ["a line without a label", "sentence\tlabel\ngood \t1\na gem .\n", "dev.tsv:3: a line is a text, a tab, and 0 or 1"],
  [
    "a label of 2",
    "sentence\tlabel\na gem . \t2\n",
    'dev.tsv:2: a line is a text, a tab, and 0 or 1: current value is "a gem . \\t2"',
  ],
  ["a label without a text", "sentence\tlabel\n \t1\n", "dev.tsv:2"],
  ["a third field", "sentence\tlabel\na\tb\t1\n", "dev.tsv:2"],
  ["an empty field between text and label", "sentence\tlabel\na gem\t\t1\n", "dev.tsv:2"],
];
for (const [what, text, message] of refusals) {
  Deno.test(`${what} is refused with file and line`, () => {
    assertThrows(() => parse(text), DatasetError, message);
  });
}

Deno.test("Latin-1 in a file of sentences is refused with its line and column", () => {
  const bytes = Uint8Array.from("sentence\tlabel\nam\xe9lie \t1\n", (letter) => letter.charCodeAt(0));
  assertThrows(
    () => parseSentences(bytes, "dev.tsv"),
    DatasetError,
    "dev.tsv:2: the byte 0xE9 in column 3 is not UTF-8",
  );
});

Deno.test("a fault of the training part is thrown by the pass that meets it", async () => {
  const broken = new Map([...await files(), ["sst-2/train.tsv", utf8("sentence\tlabel\ngood \t1\nbad\n")]]);
  await withSets({ files: broken, records: { "sst-2": { train: 2, dev: 20 } } }, async (sets) => {
    const { train } = await loadSst2(sets);
    await assertRejects(() => Array.fromAsync(train), DatasetError, "train.tsv:3: a line is a text");
  });
});

// The real files
Deno.test({
  ignore: !hasRealData,
  name: "the public set has 67,349 phrases and 872 sentences (needs LAB_DATA)",
  async fn() {
    const { origin, train, trainLength, dev } = await loadSst2({ synthetic: "never" });
    assertEquals([origin, trainLength, dev.length], ["public", 67_349, 872]);
    assertEquals(dev.filter((sentence) => sentence.label === 1).length, 444);
    let count = 0, positive = 0;
    for await (const { label } of train) count++, positive += label;
    assertEquals([count, positive], [67_349, 37_569]);
  },
});
