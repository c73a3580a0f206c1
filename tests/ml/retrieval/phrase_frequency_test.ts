import { assertAlmostEquals, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { phraseFrequency, phraseMatches } from "@lib/ml/retrieval/_phrase_frequency.ts";
import { naivePhrase } from "./naive_search.ts";

/** The words of a phrase with their positions in a text; the same term has the same array. */
function wordsOf(phrase: readonly string[], text: readonly string[]) {
  const positions = new Map(phrase.map((word) => [word, text.flatMap((other, at) => other === word ? [at] : [])]));
  return phrase.map((word, offset) => ({ offset, positions: positions.get(word)! }));
}

const frequency = (phrase: string, text: string, slop = 0) =>
  phraseFrequency(wordsOf(phrase.split(" "), text.split(" ")), slop);

// By hand
Deno.test("the exact phrase costs 0, a word between costs 1, two swapped neighbours cost 2", () => {
  const cases: [string, string, number, number][] = [
    ["a b", "a b", 0, 1],
    ["a b", "a x b", 0, 0],
    ["a b", "a x b", 1, 1 / 2],
    ["a b", "b a", 1, 0],
    ["a b", "b a", 2, 1 / 3],
    ["a b", "a b x a b", 0, 2],
    ["a b c", "a b x c", 1, 1 / 2],
    ["a b c", "c b a", 4, 1 / 5], // 2, 0, −2
    ["a b", "a b a", 2, 1], // b a lies in a window that holds a b
    ["a b", "b a b", 2, 1],
    ["a b", "a x x b", 1, 0],
  ];
  for (const [phrase, text, slop, expected] of cases) {
    assertEquals(frequency(phrase, text, slop), expected, `${phrase} in ${text}`);
  }
});

Deno.test("a word that the phrase has twice needs two positions", () => {
  assertEquals(frequency("new new york", "new york", 5), 0);
  assertEquals(frequency("new new york", "new new york"), 1);
  assertEquals(frequency("new york new", "york new new", 4), 1 / 3); // york −1, new 1, new 0
  assertEquals(frequency("a a", "a a a"), 2);
});

Deno.test("places of words that were left out count", () => {
  const words = [{ offset: 0, positions: [3] }, { offset: 3, positions: [6] }];
  assertEquals(phraseMatches(words, 0), [{ cost: 0, positions: [3, 6] }]);
  assertEquals(phraseMatches([{ offset: 0, positions: [3] }, { offset: 1, positions: [] }], 9), []);
});

// Oracle: all choices of positions (naive_search.ts)
Deno.test("matches equal those among all choices of positions, for random phrases with repeated words", () => {
  for (let seed = 0; seed < 3000; seed++) {
    const source = random(seed);
    const letters = ["a", "b", "c", "d"].slice(0, 2 + source.integer(3));
    const draw = (count: number) => Array.from({ length: count }, () => letters[source.integer(letters.length)]!);
    const phrase = draw(2 + source.integer(3));
    const text = draw(source.integer(13));
    const slop = source.integer(7);
    const expected = naivePhrase(text, { phrase, slop });
    const told = `"${phrase.join(" ")}"~${slop} in ${text.join(" ")}`;
    const words = wordsOf(phrase, text);
    assertAlmostEquals(phraseFrequency(words, slop), expected.frequency, 1e-12, told);
    const windows = phraseMatches(words, slop).map(({ positions }) => {
      const off = positions.map((position, offset) => position - offset);
      return [Math.min(...off), Math.max(...off)] as [number, number];
    });
    assertEquals(windows, expected.windows, told);
  }
});

// Invariants
Deno.test("the positions of a match are different, and hold the words of the phrase", () => {
  for (let seed = 0; seed < 300; seed++) {
    const source = random(seed);
    const draw = (count: number) => Array.from({ length: count }, () => "ab"[source.integer(2)]!);
    const [phrase, text] = [draw(3), draw(12)];
    for (const { positions } of phraseMatches(wordsOf(phrase, text), 5)) {
      assertEquals(new Set(positions).size, 3);
      assertEquals(positions.map((position) => text[position]), phrase);
    }
  }
});
