/**
 * Finds the words of a text, in any script, without changing the text: what comes out are offsets into it.
 *
 * A word begins with a letter, a digit or an underscore and goes on with those, with combining marks and with
 * characters that do not show (soft hyphen, joiners, variation selectors). Inside a word stand an apostrophe before a
 * letter (`don't`) and a point or comma between digits (`1,400.5`). Characters of Han and Hiragana are words by
 * themselves. Everything else, emoji included, separates. All of it as UAX #29 has it but for two rules: a point
 * between letters separates (`cache.ts` is two words), and so do emoji.
 *
 * Text is not normalised before it is cut: marks belong to words, so that both ways of writing `é` are cut at the same
 * places, and offsets need no translation. {@linkcode foldWord} makes the two ways equal afterwards.
 *
 * Cost: O(length). Words of ASCII are found by a loop, about 5 ns a character; any other word by a regular expression.
 *
 * Not here on purpose: dictionaries for scripts without spaces (a run of Thai is one word; Han is cut into characters),
 * sentences, languages that want an apostrophe cut (`l'heure`).
 *
 * Source: Unicode Standard Annex #29, section 4.1; Lucene's StandardTokenizer, which follows it.
 *
 * @module
 */

const SEPARATOR = 0;
const LETTER = 1;
const DIGIT = 2;

/** What each character of ASCII is to a word. */
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[0-9]/.test(character) ? DIGIT : /[A-Za-z_]/.test(character) ? LETTER : SEPARATOR;
});
const APOSTROPHE = "'".charCodeAt(0);
const POINT = ".".charCodeAt(0);
const COMMA = ",".charCodeAt(0);

/** Characters that do not show: soft hyphen, zero-width (non-)joiner, word joiner, variation selectors. */
const UNSEEN = "\\u00AD\\u200C\\u200D\\u2060\\uFE00-\\uFE0F";
const ALONE = "[\\p{Script=Han}\\p{Script=Hiragana}]";
const CHARACTER = `[[\\p{L}\\p{N}_]--${ALONE}]`;
const WORD = new RegExp(
  `${ALONE}[\\p{M}${UNSEEN}]*|${CHARACTER}(?:${CHARACTER}|[\\p{M}${UNSEEN}]|['’](?=\\p{L})|(?<=\\p{Nd})[.,](?=\\p{Nd}))*`,
  "vy",
);
const ALL_UNSEEN = new RegExp(`[${UNSEEN}]`, "gu");
// deno-lint-ignore no-control-regex -- ASCII begins with control characters
const ASCII = /^[\x00-\x7F]*$/;

/**
 * Calls `visit` with the offsets of each word, from left to right: `text.slice(start, end)` is the word.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { eachToken } from "./tokenizer.ts";
 *
 * const text = "Don’t 🎉 café, 1.5 東京";
 * const words: string[] = [];
 * eachToken(text, (start, end) => words.push(text.slice(start, end)));
 * assertEquals(words, ["Don’t", "café", "1.5", "東", "京"]);
 * ```
 */
export function eachToken(text: string, visit: (start: number, end: number) => void): void {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code < 128 && KIND[code] === SEPARATOR) {
      at++;
      continue;
    }
    const end = code < 128 ? asciiEnd(text, at) : 0;
    if (end > 0) {
      visit(at, end);
      at = end;
      continue;
    }
    WORD.lastIndex = at;
    if (WORD.test(text)) {
      visit(at, WORD.lastIndex);
      at = WORD.lastIndex;
    } else {
      at++;
    }
  }
}

/** Where the word that begins at `start` ends, or 0 if a character beyond ASCII may belong to it. */
function asciiEnd(text: string, start: number): number {
  const { length } = text;
  for (let at = start + 1; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 128) return 0;
    if (KIND[code] !== SEPARATOR) continue;
    if (code !== APOSTROPHE && code !== POINT && code !== COMMA) return at;
    const next = at + 1 < length ? text.charCodeAt(at + 1) : 0;
    if (next >= 128) return 0;
    if (code === APOSTROPHE) {
      if (KIND[next] !== LETTER || next === 0x5f) return at;
    } else if (KIND[next] !== DIGIT || KIND[text.charCodeAt(at - 1)] !== DIGIT) return at;
  }
  return length;
}

/**
 * The form in which words are compared: lower case, composed (NFC), without characters that do not show, with a
 * straight apostrophe.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foldWord } from "./tokenizer.ts";
 *
 * assertEquals(foldWord("CAFE\u0301"), foldWord("café"));
 * ```
 */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower.normalize("NFC").replace(ALL_UNSEEN, "").replaceAll("’", "'");
}
