import { assert, assertEquals, assertThrows } from "@std/assert";
import { type CranfieldTruth, syntheticCranfield } from "@lib/storage/datasets/synthetic_cranfield.ts";

const set = syntheticCranfield();
const { documents, queries, judgements } = set;
const truth = (set as { truth: CranfieldTruth }).truth;

// Invariants
Deno.test("it has the public collection's sizes and schema", () => {
  assertEquals([set.origin, documents.length, queries.length], ["synthetic", 1400, 225]);
  assert(judgements.length > 1400 && judgements.length < 2500, `${judgements.length} judgements`); // public: 1,837
  assert(
    documents.every(({ number, title, text }, i) => number === i + 1 && text.startsWith(title) && text.endsWith(" .")),
  );
  assert(queries.every((query, i) => query.number === i + 1));
  assert(
    queries.some((query) => query.printedNumber !== query.number),
    "printed numbers mislead, as in the public file",
  );
});

Deno.test("every query has a relevant document, and no pair is judged twice", () => {
  assertEquals(new Set(judgements.map((judgement) => judgement.query)).size, 225);
  assertEquals(new Set(judgements.map(({ query, document }) => query * 2000 + document)).size, judgements.length);
});

Deno.test("a seed decides everything", () => {
  const options = { documents: 20, queries: 4 };
  assertEquals(syntheticCranfield({ ...options, seed: 2 }), syntheticCranfield({ ...options, seed: 2 }));
  assert(
    syntheticCranfield({ ...options, seed: 2 }).queries[0]!.text !==
      syntheticCranfield({ ...options, seed: 3 }).queries[0]!.text,
  );
});

// The truth shows in the data
Deno.test("judgements follow the truth: the query's subject, or now and then its topic", () => {
  for (const { query, document, grade } of judgements) {
    const about = truth.documentSubject[document - 1]!;
    if (grade === 4) {
      assert(about !== query - 1 && truth.subjectTopic[about] === truth.subjectTopic[query - 1]);
    } else assertEquals(about, query - 1);
  }
  const judged = new Set(judgements.map(({ query, document }) => `${query} ${document}`));
  truth.documentSubject.forEach((subject, i) => assert(judged.has(`${subject + 1} ${i + 1}`)));
});

Deno.test("a better grade keeps closer to the subject", () => {
  const focus = (grade: number) => {
    const list = judgements.filter((judgement) => judgement.grade === grade).map(({ document }) =>
      truth.documentFocus[document - 1]!
    );
    return list.reduce((a, b) => a + b, 0) / list.length;
  };
  assert(focus(1) > focus(2) && focus(2) > focus(3), `${focus(1)} ${focus(2)} ${focus(3)}`);
});

Deno.test("counting shared rare words finds a relevant document for most queries, and not for all", () => {
  const words = (text: string) => new Set(text.split(" "));
  const texts = documents.map(({ title, text }) => words(text.slice(title.length)));
  const frequency = new Map<string, number>();
  for (const text of texts) for (const word of text) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const relevant = new Set(judgements.map(({ query, document }) => query * 2000 + document));
  let found = 0;
  for (const query of queries) {
    const asked = [...words(query.text)];
    const scores = texts.map((text) =>
      asked.reduce((sum, word) => sum + (text.has(word) ? Math.log(1400 / frequency.get(word)!) : 0), 0)
    );
    if (relevant.has(query.number * 2000 + scores.indexOf(Math.max(...scores)) + 1)) found++;
  }
  assert(found > 150 && found < 225, `${found} of 225`);
});

Deno.test("sizes that cannot be are refused by name and value", () => {
  assertThrows(
    () => syntheticCranfield({ queries: 0 }),
    RangeError,
    "queries must be a positive integer: current value is 0",
  );
  assertThrows(() => syntheticCranfield({ documents: 3, queries: 4 }), RangeError, "there must be at least 4");
});
