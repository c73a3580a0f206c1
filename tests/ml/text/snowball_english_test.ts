import { assert, assertEquals } from "@std/assert";
import { snowballEnglish } from "@lib/ml/text/snowball_english.ts";
import vectors from "./snowball_english_vectors.json" with { type: "json" };

// By hand, from the algorithm's description
Deno.test("endings go if enough is left in front of them", () => {
  const cases: [string, string][] = [
    ["hopping", "hop"],
    ["hoping", "hope"],
    ["falling", "fall"],
    ["ties", "tie"],
    ["cries", "cri"],
    ["gas", "gas"],
    ["gaps", "gap"],
    ["agreed", "agre"],
    ["bed", "bed"],
    ["by", "by"],
    ["say", "say"],
    ["cry", "cri"],
    ["solution", "solut"],
    ["relational", "relat"],
    ["generic", "generic"],
    ["skies", "sky"],
    ["proceeds", "proceed"],
    ["'sky's", "ski"],
    ["boys", "boy"],
    ["", ""],
    ["is", "is"],
  ];
  for (const [word, stem] of cases) assertEquals(snowballEnglish(word), stem, word);
});

// Oracle: PyStemmer (snowball_english_vectors.py)
Deno.test("stems equal those of the authors' program for 3,000 words that touch every rule", () => {
  const wrong = Object.entries(vectors).filter(([word, stem]) => snowballEnglish(word) !== stem);
  assertEquals(wrong.map(([word, stem]) => `${word}: ${snowballEnglish(word)}, not ${stem}`), []);
});

// Invariants
Deno.test("a stem is never empty, and never longer than its word and one letter", () => {
  for (const word of Object.keys(vectors)) {
    const { length } = snowballEnglish(word);
    assert(length > 0 && length <= word.length + 1, word);
  }
});
