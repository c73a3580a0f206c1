import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { analyzer } from "@lib/ml/text/analyzer.ts";
import { ENGLISH_STOP_WORDS, ENGLISH_STOP_WORDS_PLUS } from "@lib/ml/text/stop_words.ts";
import { WordCache } from "@lib/ml/text/_word_cache.ts";

const terms = (options: Parameters<typeof analyzer>[0], text: string) =>
  analyzer(options).analyze(text).map(({ term }) => term).join(" ");

// By hand
Deno.test("stop words leave their places empty, and offsets are those of the text as it was handed in", () => {
  const { analyze } = analyzer({ stopWords: ENGLISH_STOP_WORDS });
  assertEquals(analyze("The 🎉 STATE of the cafe\u0301"), [
    { term: "state", position: 1, start: 7, end: 12 },
    { term: "caf\u00e9", position: 4, start: 20, end: 25 },
  ]);
  assertEquals(analyze("the of, and"), []);
  assertEquals(
    terms({ stopWords: new Set(["flow"]), stem: "porter" }, "flow flows Flow"),
    "flow",
    "of words, not stems",
  );
});

Deno.test("stemmers are a choice, and take the possessive off", () => {
  const text = "Connected connections' sky's generically skies";
  assertEquals(terms({}, text), "connected connections sky's generically skies");
  assertEquals(terms({ stem: "porter" }, text), "connect connect sky gener ski");
  assertEquals(terms({ stem: "snowball" }, text), "connect connect ski generic sky");
});

Deno.test("the lists have 33 and 179 words, the longer has the pronouns, the shorter `into`", () => {
  assertEquals([ENGLISH_STOP_WORDS.size, ENGLISH_STOP_WORDS_PLUS.size], [33, 179]);
  assertEquals([ENGLISH_STOP_WORDS.has("into"), ENGLISH_STOP_WORDS.has("we"), ENGLISH_STOP_WORDS_PLUS.has("we")], [
    true,
    false,
    true,
  ]);
});

Deno.test("a name says what an analyser does", () => {
  assertEquals(analyzer().name, "words");
  assertEquals(analyzer({ stem: "porter" }).name, "words, porter");
  const name = (...stopWords: string[]) => analyzer({ stopWords: new Set(stopWords) }).name;
  assertEquals(name("a", "b"), name("b", "a"));
  assertNotEquals(name("a", "b"), name("a", "c"));
});

Deno.test("a cached word is found only where exactly its characters stand", () => {
  const cache = new WordCache();
  cache.put("lift", "LIFT");
  cache.put("stop", "");
  assertEquals([cache.find("a lift", 2, 6), cache.find("stop", 0, 4)], ["LIFT", ""]);
  for (const [start, end] of [[1, 6], [2, 5], [0, 1]] as const) {
    assertEquals(cache.find("a lift", start, end), undefined);
  }
  // A cache with room for some thousands, and more words than that: each is found rightly or not at all.
  for (let n = 0; n < 60_000; n++) cache.put(`word${n}`, `term${n}`);
  let found = 0;
  for (let n = 0; n < 60_000; n++) {
    const term = cache.find(`word${n}`, 0, `word${n}`.length);
    if (term === undefined) continue;
    assertEquals(term, `term${n}`);
    found++;
  }
  assert(found > 8000, `${found} found`);
});

// Invariants
Deno.test("positions and offsets rise, and each offset has the word of its term", () => {
  const pieces = ["the", "Wings", "café", "cafe\u0301", "🎉", "東京", " ", " ", "-", "don’t", "\ud800"];
  const { analyze } = analyzer({ stopWords: ENGLISH_STOP_WORDS });
  for (let seed = 0; seed < 500; seed++) {
    const source = random(seed);
    const text = Array.from({ length: source.integer(20) }, () => pieces[source.integer(pieces.length)]!).join("");
    let [position, end] = [-1, 0];
    for (const token of analyze(text)) {
      assert(token.position > position && token.start >= end && token.end > token.start);
      const word = text.slice(token.start, token.end);
      assertEquals(word.normalize("NFC").toLowerCase().replaceAll("’", "'"), token.term);
      [position, end] = [token.position, token.end];
    }
    assertEquals(analyze(text), analyze(text));
  }
});

// Refusals
Deno.test("an unknown stemmer is refused", () => {
  const error = assertThrows(() => analyzer({ stem: "lancaster" as never }), RangeError);
  assertEquals(
    error.message,
    'Cannot choose a stemmer: its name must be one of none, porter, snowball: current value is "lancaster"',
  );
  assertThrows(() => analyzer({ stem: "toString" as never }), RangeError);
});
