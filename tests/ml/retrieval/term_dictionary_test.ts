import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { editDistance, TermDictionary } from "@lib/ml/retrieval/_term_dictionary.ts";
import { naiveDistance } from "./naive_search.ts";

function dictionaryOf(terms: readonly string[]): TermDictionary {
  const dictionary = new TermDictionary();
  for (const term of terms) dictionary.add(term);
  return dictionary;
}

// By hand
Deno.test("terms are numbered, found, and listed by prefix in order", () => {
  const dictionary = dictionaryOf(["line", "lift", "linear", "a", "li"]);
  assertEquals([dictionary.find("linear"), dictionary.find("lin"), dictionary.text(1), dictionary.size], [
    2,
    undefined,
    "lift",
    5,
  ]);
  const texts = (prefix: string) => dictionary.withPrefix(prefix).map((number) => dictionary.text(number));
  assertEquals(texts("lin"), ["line", "linear"]);
  assertEquals(texts(""), ["a", "li", "lift", "line", "linear"]);
  assertEquals(texts("z"), []);
  dictionary.add("lime");
  assertEquals(texts("li"), ["li", "lift", "lime", "line", "linear"], "what was added since is merged in");
  const close = () => dictionary.within("lime", 1).map(({ term }) => dictionary.text(term));
  assertEquals(close(), ["lime", "line"]);
  for (const term of ["dime", "lame", "zebra"]) dictionary.add(term);
  assertEquals(close(), ["dime", "lame", "lime", "line"], "for close terms, too");
});

Deno.test("a change is an insertion, a deletion, a replacement or a swap of neighbours", () => {
  const cases: [string, string, number][] = [
    ["wing", "wing", 0],
    ["wing", "wings", 1],
    ["wing", "win", 1],
    ["wing", "wang", 1],
    ["wing", "wign", 1],
    ["ca", "abc", 3], // no place is changed twice
    ["", "abc", 3],
    ["kitten", "sitting", 3],
  ];
  for (const [one, other, distance] of cases) {
    assertEquals([editDistance(one, other), editDistance(other, one)], [distance, distance], `${one} ${other}`);
  }
});

// Oracle
Deno.test("within() and withPrefix() equal a look at every term, for random dictionaries", () => {
  for (let seed = 0; seed < 150; seed++) {
    const source = random(seed);
    const draw = () => Array.from({ length: source.integer(7) }, () => "abcd"[source.integer(2 + seed % 3)]).join("");
    const terms = [...new Set(Array.from({ length: 1 + source.integer(120) }, draw))];
    const dictionary = dictionaryOf(terms.slice(0, terms.length >> 1));
    dictionary.withPrefix("a");
    for (const term of terms.slice(terms.length >> 1)) dictionary.add(term);
    const word = draw();
    const sorted = terms.toSorted();
    for (const reach of [0, 1, 2]) {
      const expected = sorted.filter((term) => naiveDistance(word, term) <= reach);
      const found = dictionary.within(word, reach);
      assertEquals(found.map(({ term }) => dictionary.text(term)), expected, `${word}~${reach} in ${sorted}`);
      assertEquals(found.map(({ distance }) => distance), expected.map((term) => naiveDistance(word, term)));
    }
    const prefix = word.slice(0, 2);
    assertEquals(
      dictionary.withPrefix(prefix).map((number) => dictionary.text(number)),
      sorted.filter((term) => term.startsWith(prefix)),
    );
  }
});
