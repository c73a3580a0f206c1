/**
 * Stemmers: what several forms of an English word have in common (`connected`, `connection` → `connect`).
 *
 * Both come from packages: the rules are hundreds of lines that others have tested on vocabularies of ten thousands of
 * words. Porter's is the one of the experiments that everyone repeats; Snowball's English is his own later revision.
 *
 * Cost: about 1 µs a word; whoever needs it often keeps the answers (`analyzer.ts` does).
 *
 * Not here on purpose: other languages, lemmas (`better` → `good`), stems that are words (`ponies` → `poni`).
 *
 * Source: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980; snowballstem.org, english.
 *
 * @module
 */
import { stemmer as porterStem } from "stemmer";
import { stemmer as snowballStem } from "@orama/stemmers/english";

/** Which rules, if any. */
export type StemmerName = "none" | "porter" | "snowball";

const STEMMERS: Readonly<Record<StemmerName, (word: string) => string>> = {
  none: (word) => word,
  porter: (word) => stripPossessive(word, porterStem),
  snowball: (word) => stripPossessive(word, snowballStem),
};

/**
 * The stemmer of a name: a function of a word in lower case.
 * @throws {RangeError} If there is none of that name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stemmerNamed } from "./stemmer.ts";
 *
 * assertEquals(["connected", "connections", "sky's"].map(stemmerNamed("porter")), ["connect", "connect", "sky"]);
 * ```
 */
export function stemmerNamed(name: StemmerName): (word: string) => string {
  if (Object.hasOwn(STEMMERS, name)) return STEMMERS[name];
  const names = Object.keys(STEMMERS).join(", ");
  throw new RangeError(`Cannot choose a stemmer: its name must be one of ${names}: current value is ${String(name)}`);
}

/** Takes `'s` off before the rules see the word: none of the two does it well. */
function stripPossessive(word: string, stem: (word: string) => string): string {
  return stem(word.endsWith("'s") ? word.slice(0, -2) : word);
}
