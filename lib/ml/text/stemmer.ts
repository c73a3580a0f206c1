/**
 * Stemmers: what several forms of an English word have in common (`connected`, `connection` → `connect`).
 *
 * Porter's is the one of the experiments that everyone repeats, and comes from a package; Snowball's English is his own
 * later revision.
 *
 * Cost: about 1 µs a word; whoever needs it often keeps the answers (`analyzer.ts` does).
 *
 * Not here on purpose: other languages, lemmas (`better` → `good`), stems that are words (`ponies` → `poni`).
 *
 * Source: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980; snowballstem.org, english.
 *
 * @module
 */
import { argumentError } from "../../base/argument.ts";
import { stemmer as porterStem } from "stemmer";
import { snowballEnglish } from "./snowball_english.ts";

/** Which rules, if any. */
export type StemmerName = "none" | "porter" | "snowball";

const STEMMERS: Readonly<Record<StemmerName, (word: string) => string>> = {
  none: (word) => word,
  porter: (word) => porterStem(word.endsWith("'s") ? word.slice(0, -2) : word), // its rules do not know the possessive
  snowball: snowballEnglish,
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
  const rule = `one of ${Object.keys(STEMMERS).join(", ")}`;
  throw argumentError(name, { action: "choose a stemmer", argument: "its name", rule, type: "string" });
}
