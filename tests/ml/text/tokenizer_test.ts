import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { eachToken, foldWord } from "@lib/ml/text/tokenizer.ts";

function words(text: string): string[] {
  const found: string[] = [];
  eachToken(text, (start, end) => found.push(text.slice(start, end)));
  return found;
}

// By hand
Deno.test("eachToken() finds the words of any script", () => {
  const cases: [string, string[]][] = [
    ["", []],
    [" .,;—🎉 ", []],
    ["Lift and drag.", ["Lift", "and", "drag"]],
    ["don't 'tis dogs' rock'n'roll", ["don't", "tis", "dogs", "rock'n'roll"]],
    ["don’t it's_ x'_y x'1", ["don’t", "it's_", "x", "_y", "x", "1"]],
    ["1.5 1,400.25 v1.2 3. .4 1..2", ["1.5", "1,400.25", "v1.2", "3", "4", "1", "2"]],
    ["cache.ts a.b lru_cache lru-cache", ["cache", "ts", "a", "b", "lru_cache", "lru", "cache"]],
    ["Über naïve cafe\u0301s", ["Über", "naïve", "cafe\u0301s"]],
    ["東京タワー ひら", ["東", "京", "タワー", "ひ", "ら"]],
    ["한국어 русский ελληνικά", ["한국어", "русский", "ελληνικά"]],
    ["𝒜bc 🎉x👩‍👧y ❤️", ["𝒜bc", "x", "y"]],
    ["hyphen\u00ADated a\u200Db", ["hyphen\u00ADated", "a\u200Db"]],
    ["\ud83c lone \udf89half", ["lone", "half"]],
    ["x\u0301 \u0301x", ["x\u0301", "x"]],
    ["a'é 1.٣ é", ["a'é", "1.٣", "é"]],
    ["a'", ["a"]],
    ["5.", ["5"]],
  ];
  for (const [text, expected] of cases) assertEquals(words(text), expected, JSON.stringify(text));
});

Deno.test("foldWord() makes equal what is written in two ways", () => {
  const cases: [string, string][] = [
    ["LIFT", "lift"],
    ["CAFE\u0301", "caf\u00e9"],
    ["J\u030c", "\u01f0"], // the capital has no composed form, the small letter has
    ["don’t", "don't"],
    ["hyphen\u00ADated", "hyphenated"],
    ["\u212b", "\u00e5"], // the sign for Ångström
    ["STRASSE", "strasse"],
  ];
  for (const [word, folded] of cases) assertEquals(foldWord(word), folded);
});

// Oracle: one regular expression for everything, as slow as it likes
Deno.test("the loop for ASCII finds what the rules say", () => {
  const rule = /[A-Za-z0-9_](?:[A-Za-z0-9_]|'(?=[A-Za-z])|(?<=[0-9])[.,](?=[0-9]))*/g;
  for (let seed = 0; seed < 3000; seed++) {
    const source = random(seed);
    const text = Array.from({ length: source.integer(14) }, () => "ab1_'., -"[source.integer(9)]!).join("");
    assertEquals(words(text), text.match(rule) ?? [], JSON.stringify(text));
  }
});

// Invariants
Deno.test("words are cut at the same places in composed and in decomposed text", () => {
  for (let seed = 0; seed < 500; seed++) {
    const source = random(seed);
    const letters = ["é", "a", "ñ", "1", " ", "'", ".", "ö", "한", "🎉", "가", "̈"];
    const text = Array.from({ length: source.integer(12) }, () => letters[source.integer(letters.length)]!).join("");
    assertEquals(words(text.normalize("NFD")).map(foldWord), words(text.normalize("NFC")).map(foldWord));
  }
});

Deno.test("no word begins or ends inside a surrogate pair", () => {
  for (let seed = 0; seed < 500; seed++) {
    const source = random(seed);
    const pieces = ["𝒜", "🎉", "a", "é", "'", "👩‍👧", "\u0301", " "];
    const text = Array.from({ length: source.integer(10) }, () => pieces[source.integer(pieces.length)]!).join("");
    let before = 0;
    eachToken(text, (start, end) => {
      assert(start >= before && end > start);
      before = end;
      assert(text.slice(start, end).isWellFormed() && text.slice(0, start).isWellFormed());
    });
  }
});
