import { assert, assertEquals, assertThrows } from "@std/assert";
import { pseudoWord } from "@lib/storage/datasets/_pseudo_words.ts";

Deno.test("every index has a word of its own, of two or three syllables", () => {
  const words = Array.from({ length: 219_600 }, (_, index) => pseudoWord(index));
  assertEquals(new Set(words).size, 219_600);
  assert(
    words.every((word, index) =>
      (index < 3600 ? /^([bdfgklmnrstv][aeiou]){2}$/ : /^([bdfgklmnrstv][aeiou]){3}$/).test(word)
    ),
  );
});

Deno.test("neighbours do not look alike", () => {
  for (let index = 1; index < 500; index++) assert(pseudoWord(index).slice(0, 2) !== pseudoWord(index - 1).slice(0, 2));
});

Deno.test("an index out of range is refused", () => {
  for (const bad of [-1, 219_600, 0.5, NaN]) assertThrows(() => pseudoWord(bad), RangeError, `current value is ${bad}`);
});
