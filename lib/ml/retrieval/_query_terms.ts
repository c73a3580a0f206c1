/**
 * What an analyser makes of a word in a query.
 *
 * A word that it cuts into several (`lru-cache`) counts as those words side by side. The last word of a prefix is
 * folded and neither stemmed nor stopped, for a stem of half a word says nothing; its stem, if it is a term, counts as
 * the word itself: `running*` finds `run` in a stemmed index.
 *
 * @module
 */
import type { Analyzer } from "../text/analyzer.ts";
import { eachToken, foldWord } from "../text/tokenizer.ts";
import type { WordQuery } from "./query.ts";

/** A term, and with which letters other terms may begin instead. */
export interface QueryTerm {
  /** The word itself. */
  readonly term: string;
  /** It also stands for terms that begin so. */
  readonly prefix: string | undefined;
}

/** The words that a word of a query asks for. */
export function queryTerms({ text, isPrefix }: WordQuery, analyzer: Analyzer): QueryTerm[] {
  let begin = text.length;
  let end = begin;
  if (isPrefix === true) eachToken(text, (...place) => [begin, end] = place);
  const words = analyzer.analyze(text.slice(0, begin)).map(({ term }): QueryTerm => ({ term, prefix: undefined }));
  if (begin === end) return words;
  const prefix = foldWord(text.slice(begin, end));
  const terms = analyzer.analyze(prefix);
  words.push({ term: terms.length === 1 ? terms[0]!.term : prefix, prefix });
  return words;
}
