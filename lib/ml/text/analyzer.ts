/**
 * Turns a text into the terms that an index keeps and a query looks for; both must use the same analyser.
 *
 * Four steps: cut into words, fold (lower case, NFC), leave out stop words, stem. A word keeps its number whether or
 * not its neighbours were left out: in `the state of the art` the terms `state` and `art` stand at positions 1 and 4,
 * so that a phrase still knows how far apart they were. Offsets are those of the text as it was handed in, in UTF-16
 * units, as `slice` takes them: what is marked in the text is the word, whatever its term looks like.
 *
 * **Invariant.** Positions and starts rise strictly; `text.slice(start, end)` is the word that gave the term.
 *
 * Cost: O(length). What became of a word is remembered for a while (`_word_cache.ts`), so that the stemmer sees a
 * frequent word once.
 *
 * Not here on purpose: synonyms, compounds, spelling, languages told apart. An analyser is a name and a function: write
 * your own.
 *
 * Source: the chain is that of Lucene's EnglishAnalyzer.
 *
 * @module
 */
import { argumentError, checkOptions, checkString } from "../../base/argument.ts";
import { type StemmerName, stemmerNamed } from "./stemmer.ts";
import { WordCache } from "./_word_cache.ts";
import { eachToken, foldWord } from "./tokenizer.ts";

export type { StemmerName };

/** A term and where it came from. */
export interface Token {
  /** What the index keeps. */
  readonly term: string;
  /** The number of the word in its text, from 0, stop words counted. */
  readonly position: number;
  /** Offset of the word's first UTF-16 unit. */
  readonly start: number;
  /** Offset behind the word's last UTF-16 unit. */
  readonly end: number;
}

/** A way to turn text into terms. */
export interface Analyzer {
  /** Says which: an index refuses to be loaded with an analyser of another name. */
  readonly name: string;
  /** The terms of `text` from left to right. A pure function: the same text gives the same terms. */
  analyze(text: string): Token[];
}

/** What the standard {@linkcode analyzer} does besides cutting and folding. */
export interface AnalyzerOptions {
  /** Words to leave out, folded. @default {none} */
  readonly stopWords?: ReadonlySet<string>;
  /** Which stemmer. @default {"none"} */
  readonly stem?: StemmerName;
}

/**
 * The standard analyser.
 * @throws {RangeError} If there is no such stemmer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { analyzer } from "./analyzer.ts";
 * import { ENGLISH_STOP_WORDS } from "./stop_words.ts";
 *
 * const { analyze } = analyzer({ stopWords: ENGLISH_STOP_WORDS, stem: "porter" });
 * assertEquals(analyze("The Flows"), [{ term: "flow", position: 1, start: 4, end: 9 }]);
 * ```
 */
export function analyzer(options: AnalyzerOptions = {}): Analyzer {
  const { stopWords = new Set(), stem = "none" } = options;
  checkOptions(options, { action: "create an analyzer", argument: "options" });
  if (!(stopWords instanceof Set)) {
    throw argumentError(stopWords, {
      ...{ action: "create an analyzer", argument: "stopWords", rule: "a set of words", type: "none" },
    });
  }
  const stemOf = stemmerNamed(stem);
  const cache = new WordCache();
  const learn = (slice: string): string => {
    const word = detached(slice);
    const folded = foldWord(word);
    const term = stopWords.has(folded) ? "" : stemOf(folded);
    cache.put(word, term);
    return term;
  };
  return {
    name: nameOf(stopWords, stem),
    analyze(text) {
      checkString(text, { action: "analyze a text", argument: "text" });
      const tokens: Token[] = [];
      let position = 0;
      eachToken(text, (start, end) => {
        const term = cache.find(text, start, end) ?? learn(text.slice(start, end));
        if (term !== "") tokens.push({ term, position, start, end });
        position++;
      });
      return tokens;
    },
  };
}

/** `"words, 33 stop words 1c291ca3, porter"`: the number after the stop words tells lists of one length apart. */
function nameOf(stopWords: ReadonlySet<string>, stem: StemmerName): string {
  const parts = ["words"];
  if (stopWords.size > 0) parts.push(`${stopWords.size} stop words ${fingerprint([...stopWords].sort().join(" "))}`);
  if (stem !== "none") parts.push(stem);
  return parts.join(", ");
}

/** FNV-1a over UTF-16 units, 32 bits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** The same string with characters of its own: a slice of 13 characters or more would keep its whole text in memory. */
function detached(word: string): string {
  return word.length < 13 ? word : Array.from(word).join("");
}
