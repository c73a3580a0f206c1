/**
 * What an analyser makes of a word in a query.
 *
 * A word that it cuts into several (`lru-cache`) counts as those words side by side. The last word of a prefix is folded and
 * neither stemmed nor stopped, for a stem of half a word says nothing; its stem, if it is a term, counts as the word
 * itself: `running*` finds `run` in a stemmed index.
 *
 * @module
 */
import { type Analyzer, analyzer as standardAnalyzer } from "../text/analyzer.ts";
import type { WordQuery } from "./query.ts";

/** A term, and with which letters other terms may begin instead. */
export interface WantedWord {
  /** The word itself. */
  readonly term: string;
  /** It also stands for terms that begin so. */
  readonly prefix: string | undefined;
}

/** Folds the words of prefixes. */
const FOLDER = standardAnalyzer();

/** The words that a word of a query asks for. */
export function wantedWords({ text, isPrefix }: WordQuery, analyzer: Analyzer): WantedWord[] {
  const last = isPrefix === true ? FOLDER.analyze(text).at(-1) : undefined;
  const whole = last === undefined ? text : text.slice(0, last.start);
  const words: WantedWord[] = analyzer.analyze(whole).map(({ term }) => ({ term, prefix: undefined }));
  if (last === undefined) return words;
  const { term: prefix } = last;
  const terms = analyzer.analyze(prefix);
  words.push({ term: terms.length === 1 ? terms[0]!.term : prefix, prefix });
  return words;
}
