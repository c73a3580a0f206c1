import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type DatasetDescription,
  datasetManifest,
  describeDataset,
  parseManifest,
} from "@lib/storage/datasets/manifest.ts";

/** A small manifest that is right, with one part changed. */
function changed(change: (manifest: Draft) => void): unknown {
  const manifest: Draft = structuredClone(RIGHT);
  change(manifest);
  return manifest;
}

// deno-lint-ignore no-explicit-any -- drafts break the type on purpose
type Draft = any;

const RIGHT = {
  version: 1,
  sets: [{
    name: "set-1",
    title: "T",
    about: "A",
    homepage: "https://a.example/",
    licence: "L",
    citation: "C",
    records: { rows: 2 },
    archives: [{ name: "a.zip", format: "zip", urls: ["https://a.example/a.zip"], bytes: 9, md5: "0".repeat(32) }],
    files: [
      {
        name: "in.txt",
        about: "A",
        format: "F",
        encoding: "ascii",
        archive: "a.zip",
        member: "a/in.txt",
        editions: [{ sha256: "1".repeat(64), bytes: 3, provenance: "unproven", note: "N" }],
      },
      {
        name: "alone.gz",
        about: "A",
        format: "F",
        encoding: "binary",
        urls: ["http://a.example/alone.gz"],
        editions: [{ sha256: "2".repeat(64), bytes: 3, provenance: "publisher" }],
      },
    ],
  }],
};

Deno.test("the lab's manifest describes the four sets with their sizes", () => {
  assertEquals(datasetManifest.sets.map((set) => [set.name, set.records]), [
    ["cranfield", { documents: 1400, queries: 225, judgements: 1837 }],
    ["movielens-100k", { ratings: 100_000, users: 943, films: 1682 }],
    ["sst-2", { train: 67_349, dev: 872 }],
    ["mnist-10k", { digits: 10_000 }],
  ]);
});

Deno.test("every file that is not proven to be the publisher's says what is different", () => {
  const notes = datasetManifest.sets.flatMap((set) => set.files.flatMap((file) => file.editions))
    .filter((edition) => edition.provenance !== "publisher").map((edition) => edition.note ?? "");
  assertEquals(notes.length, 5);
  for (const note of notes) assertEquals(note.length > 20, true, note);
});

Deno.test("a right manifest is returned as it is", () => {
  assertEquals(parseManifest(structuredClone(RIGHT), "m.json") as unknown, RIGHT);
});

Deno.test("describeDataset() finds a set by name and lists the names otherwise", () => {
  const manifest = parseManifest(RIGHT, "m.json");
  assertEquals((describeDataset("set-1", manifest) satisfies DatasetDescription).title, "T");
  const error = assertThrows(() => describeDataset("set-2", manifest), RangeError, "set-1");
  assertStringIncludes(error.message, 'current value is "set-2"');
});

// Refusals
const refusals: readonly [what: string, change: (manifest: Draft) => void, message: string][] = [
  ["another version", (m) => m.version = 2, "version must be 1: current value is 2"],
  ["no list of sets", (m) => m.sets = {}, "sets must be a list"],
  ["a name with capitals", (m) => m.sets[0].name = "Set", "sets[0].name must be lower-case"],
  ["two sets of one name", (m) => m.sets.push(m.sets[0]), "sets[1].name must be different"],
  ["a missing licence", (m) => delete m.sets[0].licence, "sets[0].licence must be a text: current value is undefined"],
  ["a fractional count", (m) => m.sets[0].records.rows = 1.5, "sets[0].records.rows must be a positive integer"],
  ["a checksum that is too short", (m) => m.sets[0].files[0].editions[0].sha256 = "ab", "files[0].editions[0].sha256"],
  [
    "an archive without a checksum",
    (m) => delete m.sets[0].archives[0].md5,
    "archives[0].sha256 must be there, or md5",
  ],
  ["an unknown archive format", (m) => m.sets[0].archives[0].format = "rar", "archives[0].format must be one of zip"],
  ["an address of another scheme", (m) => m.sets[0].archives[0].urls = ["file:///etc/passwd"], "archives[0].urls"],
  ["no address at all", (m) => m.sets[0].files[1].urls = [], "files[1].urls"],
  [
    "a file of an archive that is not there",
    (m) => m.sets[0].files[0].archive = "b.zip",
    "files[0].archive must be a.zip",
  ],
  ["a member without its path", (m) => delete m.sets[0].files[0].member, "files[0].member"],
  [
    "a file name that leads out of the folder",
    (m) => m.sets[0].files[0].name = "../x",
    "files[0].name must be a file name",
  ],
  ["a hidden file", (m) => m.sets[0].files[0].name = ".x", "files[0].name must be a file name"],
  [
    "an edition that differs in silence",
    (m) => delete m.sets[0].files[0].editions[0].note,
    "editions[0].note must be a text",
  ],
  [
    "a file by itself that only a copy vouches for",
    (m) => Object.assign(m.sets[0].files[1].editions[0], { provenance: "altered", note: "N" }),
    "files[1].editions must be a list with an edition of the publisher's",
  ],
];
for (const [what, change, message] of refusals) {
  Deno.test(`parseManifest() refuses ${what}`, () => {
    const error = assertThrows(() => parseManifest(changed(change), "m.json"), SyntaxError, message);
    assertStringIncludes(error.message, "Cannot read m.json: ");
  });
}

Deno.test("parseManifest() refuses what is no object, and says so", () => {
  for (const bad of [null, [], "text", 7]) {
    assertThrows(() => parseManifest(bad, "m.json"), SyntaxError, "must be an object");
  }
});
