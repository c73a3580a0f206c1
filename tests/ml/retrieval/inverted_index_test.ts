import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { zipf } from "@lib/base/zipf.ts";
import { InvertedIndex, type InvertedIndexOptions, SnapshotError } from "@lib/ml/retrieval/inverted_index.ts";
import { bm25, type Similarity, tfIdf } from "@lib/ml/retrieval/similarity.ts";
import { analyzer } from "@lib/ml/text/analyzer.ts";
import { ENGLISH_STOP_WORDS } from "@lib/ml/text/stop_words.ts";
import { type NaiveQuery, NaiveSearch, written } from "./naive_search.ts";

/** An index of texts with the ids "0", "1", … */
function indexOf(texts: readonly string[], options: InvertedIndexOptions = {}): InvertedIndex {
  const index = new InvertedIndex(options);
  for (const [number, text] of texts.entries()) index.add(String(number), text);
  return index;
}

/** The ids found, in order, as one text. */
const ids = (index: InvertedIndex, query: string, options = {}) =>
  index.search(query, options).map(({ id }) => id).join(" ");

const english = () => analyzer({ stopWords: ENGLISH_STOP_WORDS, stem: "porter" });

// By hand
Deno.test("search() scores by BM25 with Lucene's idf", () => {
  const index = indexOf(["a a b", "b", "c c"]); // N 3, lengths 3 1 2, average 2
  const idf = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5)); // a: df 1
  assertEquals(index.search("a"), [{ id: "0", score: idf * 2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)) }]);
  const idfB = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)); // b: df 2
  assertEquals(index.search("b"), [
    { id: "1", score: idfB * 1 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2)) },
    { id: "0", score: idfB * 1 / (1 + 1.2 * (0.25 + 0.75 * 3 / 2)) },
  ]);
});

Deno.test("AND, OR, NOT and parentheses are set operations, and words side by side follow the operator", () => {
  const index = indexOf(["a b", "a c", "b c", "d"]);
  const cases: [string, string][] = [
    ["a AND b", "0"],
    ["a OR d", "3 0 1"],
    ["NOT a", "2 3"],
    ["a AND NOT b", "1"],
    ["a AND (b OR c)", "0 1"],
    ["NOT (a OR d)", "2"],
    ["a OR b AND c", "2 0 1"],
    ["a NOT b", "1"],
    ["NOT NOT d", "3"],
    ["d OR NOT a", "3 2"],
    ["NOT a NOT d", "2"],
  ];
  for (const [query, expected] of cases) assertEquals(ids(index, query), expected, query);
  assertEquals(ids(index, "a b"), "0 1 2");
  assertEquals(ids(index, "a b", { operator: "and" }), "0");
  assertEquals(ids(index, "a b NOT c"), "0", "NOT takes away from all words beside it");
});

Deno.test("a phrase stands in order, its slop counts steps of disorder, and stop words keep their places", () => {
  const index = indexOf(["state of the art", "art state", "state art", "the state of an old art"], {
    analyzer: english(),
  });
  assertEquals(ids(index, '"state of the art"'), "0", "two words stood between");
  assertEquals(ids(index, '"state art"'), "2");
  assertEquals(ids(index, '"state art"~2'), "2 0 1", "2: a swap, or two words between");
  assertEquals(ids(index, '"state art"~3'), "2 0 1 3", "three words between");
  assertEquals(ids(index, '"art art"'), "", "one art is not two");
  assertEquals(ids(index, '"the of"'), "");
  assertEquals(ids(index, '"state nothing"'), "");
});

Deno.test("prefixes and fuzzy words find other terms, and fields are asked for by name", () => {
  const index = new InvertedIndex({ fields: { title: { boost: 3 }, body: {} } });
  index.add("0", { title: "linear algebra", body: "matrices" });
  index.add("1", { title: "matrices", body: "linear maps, nonlinear maps" });
  index.add("2", { body: "lines" });
  assertEquals(ids(index, "lin*"), "0 2 1", "lines is closer to lin than linear, and a title counts three times");
  assertEquals(ids(index, "title:lin*"), "0");
  assertEquals(ids(index, "linaer~1"), "0 1", "a swap is one change");
  assertEquals(ids(index, "lineer~1"), "0 1");
  assertEquals(ids(index, "MAP*"), "1");
  assertEquals(ids(index, "lins~1 OR li~2"), "2", "li~2 is li~1: two changes would make any two letters of it");
  assertEquals(ids(index, "body:matrices"), "0");
  assertEquals(ids(index, "matrices"), "1 0");
  assertEquals(ids(index, "title:(maps OR algebra)"), "0");
  assertEquals(ids(index, 'body:"linear maps"'), "1");
});

Deno.test("the exact word is never worth less than what it also stands for (MiniSearch issue 263)", () => {
  const index = indexOf(["Butter is made of cream and salt", "Buttery Noodles", "Butter Butler", "Butte"]);
  const found = index.search("butter~2");
  assertEquals(found.map(({ id }) => id).toSorted(), ["0", "1", "2", "3"]);
  assertEquals(found.slice(0, 2).map(({ id }) => id), ["2", "0"], "those that have the word itself");
  assertEquals(found.slice(0, 2), index.search("butter"));
  assertEquals(ids(index, "butter*"), "2 0 1");
});

Deno.test("the second identical search scores as the first after a removal (MiniSearch 7.2.0: .808, then 1.313)", () => {
  const index = indexOf(["lift", "lift drag", "wing wing wing"]);
  index.remove("0");
  const fresh = new InvertedIndex();
  fresh.add("1", "lift drag");
  fresh.add("2", "wing wing wing");
  const first = index.search("lift");
  assertEquals(first, index.search("lift"));
  assertEquals(first, fresh.search("lift"), "as if it had never been there: N, df and average length");
});

Deno.test("a word repeated in a text counts, and so does one repeated in a query (MiniSearch counts different words)", () => {
  const index = indexOf(["spam spam spam spam", "spam egg ham toast"]);
  assertEquals(ids(index, "spam"), "0 1");
  const [once] = index.search("egg");
  assertEquals(index.search("egg egg"), [{ id: "1", score: 2 * once!.score }]);
});

Deno.test("a prefix that few of many documents have finds them in the order of scores, then of adding", () => {
  const texts = Array.from({ length: 400 }, (_, i) => `filler${i} common`);
  texts[350] += " lina";
  texts[20] += " linb";
  texts[399] += " lin";
  const index = new InvertedIndex();
  for (const [i, text] of texts.entries()) index.add(String(i), text);
  const few = new InvertedIndex(); // the same words in few documents: tables instead of maps
  for (const i of [20, 350, 399]) few.add(String(i), texts[i]!);
  for (const query of ["lin*", "lin~1", "lin* AND common", "linx~1"]) {
    assertEquals(ids(index, query), ids(few, query), query);
  }
  assertEquals([ids(index, "lin*"), ids(index, "lin* AND common")], ["399 20 350", "399 20 350"]);
  const scores = index.search("lin*").map(({ score }) => score);
  assertEquals(scores.map((_, i) => index.explain("lin*", ["399", "20", "350"][i]!)!.value), scores);
});
Deno.test("empty documents count, empty queries and stop words ask for nothing", () => {
  const index = indexOf(["the", "wing", ""], { analyzer: english() });
  assertEquals(index.size, 3);
  // average ⅓
  assertAlmostEquals(index.search("wing")[0]!.score, Math.log(1 + 2.5 / 1.5) / (1 + 1.2 * (0.25 + 0.75 * 3)));
  for (const query of ["", "  ", "the", "the AND of", '"the of"', "NOT the", "…", '""', "*", "(the)"]) {
    assertEquals(index.search(query), [], query);
  }
  assertEquals(ids(index, "the AND wing", { operator: "and" }), "1");
  index.add("theory", "theory");
  assertEquals(ids(index, "the*"), "theory", "what only begins like a stop word is looked for");
  index.remove("theory");
  assertEquals(ids(index, "NOT wing"), "0 2");
  assertEquals(ids(index, "the NOT wing"), "0 2");
  assertEquals(new InvertedIndex().search("NOT wing"), []);
  assertEquals(new InvertedIndex().search("wing", { limit: 3 }), []);
});

Deno.test("equal scores come in the order of adding; adding again makes a document the last", () => {
  const index = indexOf(["x a", "x b", "x c"]);
  assertEquals(ids(index, "x"), "0 1 2");
  index.add("0", "x a");
  assertEquals([ids(index, "x"), index.size], ["1 2 0", 3]);
  assertEquals(ids(index, "x", { limit: 2 }), "1 2");
  assertEquals(index.search("x", { limit: 0 }), []);
});

Deno.test("has(), remove() and explain() know who is there", () => {
  const index = indexOf(["a", "b"]);
  assertEquals([index.has("0"), index.has("7"), index.remove("7"), index.remove("0"), index.remove("0")], [
    true,
    false,
    false,
    true,
    false,
  ]);
  assertEquals([index.has("0"), index.size], [false, 1]);
  assertEquals([index.explain("a", "0"), index.explain("a", "1"), index.explain("the", "7")], [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("statistics count documents, terms and occurrences", () => {
  const { listBytes, ...counts } = indexOf(["a b a", "b"]).statistics;
  assertEquals(counts, { documents: 2, terms: 2, occurrences: 4 });
  assert(listBytes > 0);
});

Deno.test('syntax "words" takes any text, fuzzy and prefix loosen plain words', () => {
  const index = indexOf(["lift (drag", "lifting", "gravel"]);
  assertEquals(ids(index, 'AND "drag ( lift~9', { syntax: "words" }), "0");
  assertEquals(ids(index, "lift", { prefix: "last" }), "0 1");
  assertEquals(ids(index, "drag lif", { prefix: "last" }), "0 1");
  assertEquals(ids(index, "lif drag", { prefix: "last" }), "0");
  assertEquals(ids(index, "lif dra", { prefix: "all" }), "0 1");
  assertEquals(ids(index, "grave", { fuzzy: 1 }), "2");
  assertEquals(ids(index, "grave~0", { fuzzy: 1 }), "");
  assertEquals(ids(index, "NOT grave", { fuzzy: 1, prefix: "all" }), "0 1 2");
});

// Oracle: every document against every formula (naive_search.ts)
const WORDS = ["ab", "abc", "abcd", "acb", "b", "ba", "bab", "bcd", "cab", "dd"];

function randomText(source: Random, longest: number): string {
  const rank = zipf({ exponent: 0.8, size: WORDS.length, random: source });
  return Array.from({ length: source.integer(longest + 1) }, () => WORDS[rank() - 1]!).join(" ");
}

function randomQuery(source: Random, depth: number, fields: readonly string[]): NaiveQuery {
  const word = () => WORDS[source.integer(WORDS.length)]!;
  const field = source.integer(4) === 0 ? { field: fields[source.integer(fields.length)]! } : {};
  const parts = () =>
    Array.from({ length: 2 + source.integer(2) }, () => randomQuery(source, depth - 1, fields)) as NaiveQuery[];
  switch (source.integer(depth > 0 ? 8 : 5)) {
    case 0:
      return { prefix: word().slice(0, 2), ...field };
    case 1:
      return { fuzzy: word(), distance: source.integer(2) === 0 ? 1 : 2, ...field };
    case 2:
      return { phrase: Array.from({ length: 2 + source.integer(2) }, word), slop: source.integer(5), ...field };
    case 5:
      return { all: parts() };
    case 6:
      return { any: parts() };
    case 7:
      return { not: randomQuery(source, depth - 1, fields) };
    default:
      return { word: word(), ...field };
  }
}

/** The same documents in the same order with the same scores: to the last bit, but for what cannot differ in rank. */
function assertSameHits(actual: { id: string; score: number }[], expected: typeof actual, query: string): void {
  assertEquals(actual.map(({ id }) => id), expected.map(({ id }) => id), query);
  for (const [place, { score }] of actual.entries()) assertAlmostEquals(score, expected[place]!.score, 1e-12, query);
}

Deno.test("hits and ranks equal those of the definitions on 1,000 random corpora", () => {
  for (let seed = 0; seed < 1000; seed++) {
    const source = random(seed);
    const boosts = seed % 3 === 0 ? { title: 2.5, body: 1 } : { text: 1 };
    const names = Object.keys(boosts);
    const k1 = seed % 5 === 0 ? source.next() * 3 : 1.2;
    const b = seed % 5 === 0 ? source.next() : 0.75;
    const naive = new NaiveSearch({ fields: boosts, k1, b });
    const fields = Object.fromEntries(Object.entries(boosts).map(([name, boost]) => [name, { boost }]));
    const index = new InvertedIndex({ fields, similarity: bm25({ k1, b }) });
    for (let document = 0, count = 1 + source.integer(14); document < count; document++) {
      const texts = Object.fromEntries(names.flatMap((name) => {
        return source.integer(8) === 0 ? [] : [[name, randomText(source, 14)]];
      }));
      naive.add(`d${document}`, texts);
      index.add(`d${document}`, texts);
    }
    for (let asked = 0; asked < 4; asked++) {
      const query = randomQuery(source, 2, names);
      const text = written(query);
      const expected = naive.search(query);
      assertSameHits(index.search(text), expected, `seed ${seed}: ${text}`);
      assertSameHits(index.search(text, { limit: 3 }), expected.slice(0, 3), `seed ${seed}: ${text}`);
    }
  }
});

Deno.test("scores of words under AND and OR equal the formula to the last bit", () => {
  const naive = new NaiveSearch();
  const source = random(5);
  for (let document = 0; document < 200; document++) naive.add(`d${document}`, randomText(source, 30));
  const index = new InvertedIndex();
  for (const [id, { text }] of naive.documents) index.add(id, text!);
  for (const query of ["ab OR abc OR dd", "ab AND b AND cab", "(ab OR dd) AND (b OR bcd)"]) {
    const leaf = (word: string): NaiveQuery => ({ word });
    const tree: Record<string, NaiveQuery> = {
      "ab OR abc OR dd": { any: ["ab", "abc", "dd"].map(leaf) },
      "ab AND b AND cab": { all: ["ab", "b", "cab"].map(leaf) },
      "(ab OR dd) AND (b OR bcd)": { all: [{ any: ["ab", "dd"].map(leaf) }, { any: ["b", "bcd"].map(leaf) }] },
    };
    assertEquals(index.search(query), naive.search(tree[query]!));
    assertEquals(index.search(query, { limit: 7 }), naive.search(tree[query]!).slice(0, 7));
  }
});

// Invariants
/** A corpus that needs several windows and blocks, with many equal scores and some removed documents. */
function largeIndex(similarity: Similarity): InvertedIndex {
  const source = random(11);
  const rank = zipf({ exponent: 1, size: 300, random: source });
  const index = new InvertedIndex({ similarity, fields: { text: {}, title: { boost: 2 } } });
  for (let document = 0; document < 10_000; document++) {
    const words = (count: number) => Array.from({ length: count }, () => `w${rank()}`).join(" ");
    index.add(String(document), { text: words(3 + source.integer(6)), title: words(1) });
  }
  for (let document = 0; document < 3000; document += 7) index.remove(String(document));
  return index;
}

Deno.test("the pruned top k equals the first k of the exhaustive search, ties and last bits included", () => {
  for (const similarity of [bm25(), tfIdf(), bm25({ k1: 0, b: 0 })]) {
    const index = largeIndex(similarity);
    const source = random(3);
    for (let asked = 0; asked < 60; asked++) {
      const words = Array.from({ length: 1 + source.integer(5) }, () => `w${1 + source.integer(asked % 2 ? 300 : 20)}`);
      const query = words.join(asked % 3 === 0 ? " text:" : " ");
      const all = index.search(query);
      for (const limit of [1, 10, 300]) assertEquals(index.search(query, { limit }), all.slice(0, limit), query);
    }
  }
});

Deno.test("explain() gives every hit its score, to the last bit, and what is not found nothing", () => {
  for (let seed = 0; seed < 60; seed++) {
    const source = random(seed);
    const index = new InvertedIndex({ fields: { title: { boost: 2 }, body: {} } });
    for (let document = 0; document < 12; document++) {
      index.add(`d${document}`, { title: randomText(source, 4), body: randomText(source, 12) });
    }
    for (let asked = 0; asked < 5; asked++) {
      const query = written(randomQuery(source, 2, ["title", "body"]));
      const scores = new Map(index.search(query).map(({ id, score }) => [id, score]));
      for (let document = 0; document < 12; document++) {
        assertEquals(index.explain(query, `d${document}`)?.value, scores.get(`d${document}`), `seed ${seed}: ${query}`);
      }
    }
  }
});

Deno.test("random histories of add, update, remove and search equal a model, before and after a snapshot", () => {
  for (let seed = 0; seed < 12; seed++) {
    const source = random(1000 + seed);
    const naive = new NaiveSearch();
    let index = new InvertedIndex();
    for (let step = 0; step < 400; step++) {
      const id = `d${source.integer(30)}`;
      const drawn = source.integer(10);
      if (drawn < 5) {
        const text = randomText(source, 8);
        naive.add(id, text);
        index.add(id, text);
      } else if (drawn < 8) {
        assertEquals(index.remove(id), naive.remove(id));
      } else {
        const query = randomQuery(source, 1, ["text"]);
        assertSameHits(
          index.search(written(query)),
          naive.search(query),
          `seed ${seed}, step ${step}: ${written(query)}`,
        );
      }
      assertEquals([index.size, index.has(id)], [naive.documents.size, naive.documents.has(id)]);
      if (step % 97 === 96) index = InvertedIndex.fromBytes(index.toBytes());
    }
  }
});

Deno.test("memory does not grow with removals: what is gone is compacted away", () => {
  const index = new InvertedIndex();
  for (let round = 0; round < 3000; round++) index.add(`d${round % 20}`, `word${round} and others`);
  assertEquals(index.size, 20);
  assert(index.statistics.terms < 120, `${index.statistics.terms} terms`);
  assertEquals(ids(index, "word2990"), "d10");
  assertEquals(index.search("word7"), []);
});

Deno.test("lists of many blocks are read the same way after compaction and from a snapshot", () => {
  const index = largeIndex(bm25());
  const queries = ["w1 AND w2 AND w90", '"w1 w2"~3', "w250 AND NOT w1", "w3*", "title:w1 AND text:w7"];
  const before = queries.map((query) => index.search(query));
  const loaded = InvertedIndex.fromBytes(index.toBytes());
  assertEquals(queries.map((query) => loaded.search(query)), before);
  assertEquals(queries.map((query) => index.search(query)), before, "toBytes() compacts");
  assertEquals(loaded.size, index.size);
});

Deno.test("a snapshot keeps fields, boosts and the similarity, and can be searched with another", () => {
  const fields = { title: { boost: 1 / 3 }, body: {} };
  for (const similarity of [bm25({ k1: 0.9, b: 0.4 }), tfIdf()]) {
    const index = new InvertedIndex({ fields, similarity, analyzer: english() });
    index.add("é🎉\ud800", { title: "Flying wings", body: "lift" });
    index.add("", { body: "a wing" });
    const loaded = InvertedIndex.fromBytes(index.toBytes(), { analyzer: english() });
    assertEquals(loaded.search("wing lift"), index.search("wing lift"));
    assertEquals(loaded.search("title:wing")[0]!.id, "é🎉\ud800");
    loaded.add("3", "another wing");
    index.add("3", "another wing");
    assertEquals(loaded.search("wing"), index.search("wing"), "it goes on like the original");
    const other = InvertedIndex.fromBytes(index.toBytes(), { analyzer: english(), similarity: bm25({ b: 0 }) });
    assertEquals(other.search("wing").length, 3);
  }
  assertEquals(InvertedIndex.fromBytes(new InvertedIndex().toBytes()).size, 0);
});

// Refusals
Deno.test("a snapshot cut or changed at any byte is refused with a clear error", () => {
  const index = indexOf(["lift and drag", "drag"]);
  const bytes = index.toBytes();
  for (let cut = 0; cut < bytes.length; cut++) {
    assertThrows(
      () => InvertedIndex.fromBytes(bytes.subarray(0, cut)),
      SnapshotError,
      "Cannot read a snapshot: it must",
    );
  }
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << bit;
      assertThrows(() => InvertedIndex.fromBytes(damaged), SnapshotError, "Cannot read a snapshot: it");
    }
  }
  assertThrows(() => InvertedIndex.fromBytes(Uint8Array.of(...bytes, 0)), SnapshotError, "bytes, as it says");
  assertEquals(InvertedIndex.fromBytes(bytes).search("drag"), index.search("drag"));
});

Deno.test("a snapshot is not loaded with another analyser, nor without its similarity", () => {
  const bytes = indexOf(["a"], { analyzer: english() }).toBytes();
  const error = assertThrows(() => InvertedIndex.fromBytes(bytes), SnapshotError);
  assertEquals(
    error.message,
    `Cannot load an index: the analyzer must be "${english().name}": current value is "words"`,
  );
  const own: Similarity = { ...bm25(), name: "mine" };
  const mine = indexOf(["a"], { similarity: own });
  assertThrows(() => InvertedIndex.fromBytes(mine.toBytes()), SnapshotError, 'the similarity must be "mine"');
  assertEquals(InvertedIndex.fromBytes(mine.toBytes(), { similarity: own }).search("a"), mine.search("a"));
});

Deno.test("wrong arguments are refused, and nothing has changed", () => {
  const index = new InvertedIndex({ fields: { title: {}, body: {} } });
  index.add("a", { title: "wing", body: "lift" });
  const refusals: [() => unknown, new () => Error, string][] = [
    [() => new InvertedIndex({ fields: {} }), RangeError, "it must have a field"],
    [() => new InvertedIndex({ fields: { text: { boost: 0 } } }), RangeError, "the boost of text must be a positive"],
    [() => index.add(7 as never, "x"), TypeError, "Cannot add a document: id must be a string: current value is 7"],
    [() => index.add("a", { titel: "x" }), RangeError, "a field must be one of title, body: current value is titel"],
    [() => index.add("a", { title: "x", body: 7 as never }), TypeError, "the text of body must be a string"],
    [() => index.add("a", undefined as never), TypeError, ""],
    [() => index.search("x", { limit: -1 }), RangeError, "Cannot search: limit must be a non-negative integer"],
    [() => index.search("x", { limit: 1.5 }), RangeError, "limit must be"],
    [() => index.search("(wing"), SyntaxError, "the parenthesis at position 0 is never closed"],
    [() => index.search("wing author:x"), SyntaxError, "the field at position 5, author, must be one of title, body"],
    [() => index.explain("wing)", "a"), SyntaxError, "the parenthesis at position 4 closes nothing"],
    [() => index.highlight("wing OR", "x"), SyntaxError, "something must follow OR at position 5"],
  ];
  const before = index.search("wing lift x");
  for (const [attempt, kind, message] of refusals) assertThrows(attempt, kind, message);
  assertEquals([index.search("wing lift x"), index.size], [before, 1]);
});
