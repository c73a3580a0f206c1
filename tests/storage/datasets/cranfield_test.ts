import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  loadCranfield,
  parseCranfieldDocuments,
  parseCranfieldJudgements,
  parseCranfieldQueries,
} from "@lib/storage/datasets/cranfield.ts";
import { syntheticCranfield } from "@lib/storage/datasets/synthetic_cranfield.ts";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { cranfieldFiles } from "@lib/storage/datasets/sample_files.ts";
import { hasRealData, utf8, withSets } from "./fixture_sets.ts";

const RECORD = ".I 1\n.T\nlift\nof wings .\n.A\nfay\n.B\n.W\n  lift of wings .\n\nit grows .\n";
const documents = (text: string) => parseCranfieldDocuments(utf8(text), "cran.all.1400");

// By hand
Deno.test("a record's fields are its lines, joined by single spaces", () => {
  assertEquals(documents(RECORD), [
    { number: 1, title: "lift of wings .", authors: "fay", source: "", text: "lift of wings . it grows ." },
  ]);
});

Deno.test("a field's marker inside the text is a slip of the collection: the text goes on", () => {
  const text = `${RECORD}.A\nfurther\n.W\nto the end .\n.I 2\n.T\n.A\n.B\n.W\n`;
  const [first, second] = documents(text);
  assertEquals([first!.authors, first!.text], ["fay", "lift of wings . it grows . further to the end ."]);
  assertEquals(second, { number: 2, title: "", authors: "", source: "", text: "" });
});

Deno.test("queries are numbered by their order, whatever number they print", () => {
  const bytes = utf8(".I 001\r\n.W\r\nwhat is lift .\r\n.I 004\r\n.W\r\nwhat is\r\ndrag .\r\n");
  assertEquals(parseCranfieldQueries(bytes, "cran.qry"), [
    { number: 1, printedNumber: 1, text: "what is lift ." },
    { number: 2, printedNumber: 4, text: "what is drag ." },
  ]);
});

Deno.test("judgements keep their grades, with or without a space at the end", () => {
  assertEquals(parseCranfieldJudgements(utf8("1 184 2 \n1 486 -1\n"), "cranqrel"), [
    { query: 1, document: 184, grade: 2 },
    { query: 1, document: 486, grade: -1 },
  ]);
});

// Oracle: what was written is what is read
Deno.test("a generated collection that is written in the public format and loaded is the same", async () => {
  const generated = syntheticCranfield({ seed: 3, documents: 40, queries: 6 });
  const { documents, queries, judgements } = generated;
  const records = { cranfield: { documents: 40, queries: 6, judgements: judgements.length } };
  await withSets({ files: cranfieldFiles(generated), records }, async (sets) => {
    assertEquals(await loadCranfield({ ...sets, synthetic: "never" }), {
      origin: "public",
      documents,
      queries,
      judgements,
    });
  });
});

// Refusals
const refusals: readonly [what: string, read: () => unknown, message: string][] = [
  ["an empty file", () => documents(""), "cran.all.1400:1: a collection begins with .I and a number"],
  ["a file that begins in the middle", () => documents("lift .\n"), 'with .I and a number: current value is "lift ."'],
  [
    "a document out of order",
    () => documents(RECORD.replace(".I 1", ".I 7")),
    "cran.all.1400:1: documents are numbered in order",
  ],
  [
    "a field that is left out",
    () => documents(RECORD.replace(".A\nfay\n", "")),
    "cran.all.1400:5: the next field is .A",
  ],
  ["a text before the first field", () => documents(".I 1\nlift\n"), "cran.all.1400:2: the next field is .T"],
  ["a marker that no field has", () => documents(RECORD.replace(".A", ".X")), "the fields are .T .A .B .W"],
  [
    "a file that is cut short",
    () => documents(`${RECORD}.I 2\n.T\ndrag .\n.A\n`),
    "cran.all.1400:15: the record of line 12 ends before its field .B",
  ],
  [
    "a record that is cut short in the middle",
    () => documents(`.I 1\n.T\nlift .\n${RECORD.replace(".I 1", ".I 2")}`),
    "cran.all.1400:4: the record of line 1 ends before its field .A",
  ],
  [
    "a judgement of two numbers",
    () => parseCranfieldJudgements(utf8("1 2 3\n4 5\n"), "cranqrel"),
    "cranqrel:2: a judgement is",
  ],
  ["a grade of 7", () => parseCranfieldJudgements(utf8("1 2 7\n"), "cranqrel"), 'current value is "1 2 7"'],
  [
    "a document number that no number can hold",
    () => parseCranfieldJudgements(utf8(`1 ${"9".repeat(400)} 2\n`), "cranqrel"),
    "cranqrel:1: a judgement is",
  ],
  [
    "a printed number that no number can hold",
    () => parseCranfieldQueries(utf8(`.I ${"9".repeat(400)}\n.W\nlift\n`), "cran.qry"),
    "cran.qry:1: a record's number has at most 9 digits",
  ],
  ["document 0", () => parseCranfieldJudgements(utf8("1 0 2\n"), "cranqrel"), "cranqrel:1"],
  [
    "a letter that is not ASCII",
    () => documents(RECORD.replace("fay", "Fäy")),
    "cran.all.1400:6: the byte 0xC3 in column 2",
  ],
];
for (const [what, read, message] of refusals) {
  Deno.test(`${what} is refused with file and line`, () => {
    assertThrows(read, DatasetError, message);
  });
}

Deno.test("a judgement of a document that is not there is refused with its line", async () => {
  const generated = syntheticCranfield({ documents: 8, queries: 4 });
  const files = cranfieldFiles({
    ...generated,
    judgements: [...generated.judgements, { query: 1, document: 9, grade: 2 }],
  });
  await withSets({ files, records: {} }, async (sets) => {
    const line = generated.judgements.length + 1;
    await assertRejects(() => loadCranfield(sets), DatasetError, `cranqrel:${line}: it judges a query or document`);
  });
});

// The real files
Deno.test({
  ignore: !hasRealData,
  name: "the public collection has 1,400 documents, 225 queries and 1,837 judgements (needs LAB_DATA)",
  async fn() {
    const { origin, documents, queries, judgements } = await loadCranfield({ synthetic: "never" });
    assertEquals([origin, documents.length, queries.length, judgements.length], ["public", 1400, 225, 1837]);
    assertEquals(documents.filter((document) => document.text === "").map((document) => document.number), [471, 995]);
    assertEquals(documents.filter((document) => document.authors === "").length, 53);
    assertEquals([queries[2]!.printedNumber, queries[224]!.printedNumber], [4, 365]);
    assert(documents[577]!.text.includes("stall-naca rm e56b03b, 1956 . chapter xiii compressor operation"));
    assertEquals(judgements.filter((judgement) => judgement.grade === -1).length, 225);
  },
});
