import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { InvertedIndex } from "@lib/ml/retrieval/inverted_index.ts";
import { bm25, similarityNamed, tfIdf } from "@lib/ml/retrieval/similarity.ts";
import vectors from "./similarity_vectors.json" with { type: "json" };

const statistics = { documentCount: 10, documentFrequencies: [3], averageLength: 20 };

// By hand
Deno.test("bm25() at the average length depends on tf and k1 only", () => {
  const idf = Math.log(1 + 7.5 / 3.5);
  const score = bm25({ k1: 2, b: 0.5 }).scorer(statistics);
  assertEquals(bm25().idf(statistics), idf);
  assertAlmostEquals(score(2, 20), idf * 2 / (2 + 2));
  assertAlmostEquals(score(2, 40), idf * 2 / (2 + 2 * 1.5), 1e-12, "twice the length: 1 − ½ + ½ · 2");
});

Deno.test("the idf of a term in every document is still above 0, and a phrase's is the sum over its words", () => {
  for (const similarity of [bm25(), tfIdf()]) {
    const idf = (...documentFrequencies: number[]) => similarity.idf({ ...statistics, documentFrequencies });
    assert(idf(10) > 0);
    assertAlmostEquals(idf(10, 3, 3), idf(10) + 2 * idf(3));
  }
});

Deno.test("tfIdf() is the root of tf by the root of the length, times idf squared", () => {
  const idf = 1 + Math.log(11 / 4);
  assertEquals(tfIdf().idf(statistics), idf);
  assertAlmostEquals(tfIdf().scorer(statistics)(9, 25), idf ** 2 * 3 / 5);
});

Deno.test("a similarity is found again by its name", () => {
  for (const similarity of [bm25(), bm25({ k1: 0.9, b: 1 / 3 }), tfIdf()]) {
    const again = similarityNamed(similarity.name)!;
    assertEquals(again.name, similarity.name);
    assertEquals(again.scorer(statistics)(3, 7), similarity.scorer(statistics)(3, 7));
  }
  assertEquals(similarityNamed("cosine"), undefined);
});

// Oracle: bm25s (similarity_vectors.py)
Deno.test("BM25 gives the scores of bm25s, repeated words and empty documents included", () => {
  for (const { k1, b, texts, queries, scores } of vectors) {
    const index = new InvertedIndex({ similarity: bm25({ k1, b }) });
    for (const [number, text] of texts.entries()) index.add(String(number), text);
    for (const [asked, query] of queries.entries()) {
      const found = new Map(index.search(query).map(({ id, score }) => [id, score]));
      for (const [number, score] of scores[asked]!.entries()) {
        assertAlmostEquals(found.get(String(number)) ?? 0, score, 2e-6, `${query} in ${number}, k1 ${k1}, b ${b}`);
      }
    }
  }
});

// Invariants
Deno.test("scores are above 0, do not fall with tf and do not rise with length, but for rounding", () => {
  const source = random(1);
  for (let round = 0; round < 200; round++) {
    const documentCount = 1 + source.integer(1000);
    const drawn = { documentCount, documentFrequencies: [1 + source.integer(documentCount)], averageLength: 9 };
    for (const similarity of [bm25({ k1: source.next() * 3, b: source.next() }), bm25({ k1: 0 }), tfIdf()]) {
      const score = similarity.scorer(drawn);
      const [tf, length] = [1 + source.integer(9), 1 + source.integer(50)];
      assert(score(tf, length) > 0);
      assert(score(tf + 1, length) >= score(tf, length) * (1 - 1e-15));
      assert(score(tf, length + 1) <= score(tf, length) * (1 + 1e-15));
    }
  }
});

// Refusals
Deno.test("bm25() refuses parameters out of range", () => {
  assertThrows(() => bm25({ k1: -1 }), RangeError, "Cannot create a BM25 similarity: k1 must be");
  for (const b of [-0.1, 1.1, NaN]) assertThrows(() => bm25({ b }), RangeError, "b must be a number from 0 to 1");
});
