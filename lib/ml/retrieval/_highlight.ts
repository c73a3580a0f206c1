/**
 * Which words of a text a query found, so that they can be marked.
 *
 * The text is analysed again and the query is matched against it, word for word: a term marks where it stands, a prefix
 * and a fuzzy word what they stand for, a phrase only the words of its matches. What stands inside NOT marks nothing.
 * AND is not asked: a text that is shown has been found, or is a part of one that was.
 *
 * **Invariant.** Ranges rise, do not overlap, and lie on word boundaries; `text.slice(start, end)` is a word of the
 * text as it was handed in, so that no surrogate pair and no combining mark is ever cut.
 *
 * Cost: O(length), times the query's fuzzy words.
 *
 * Not here on purpose: choosing the best passage, HTML (escape the pieces, then wrap them).
 *
 * @module
 */
import type { Analyzer, Token } from "../text/analyzer.ts";
import { phraseMatches } from "./_phrase_frequency.ts";
import type { PhraseQuery, Query, WordQuery } from "./query.ts";
import { editDistance } from "./_term_dictionary.ts";
import { type QueryTerm, queryTerms } from "./_query_terms.ts";

/** A word to mark, in UTF-16 units. */
export interface Highlight {
  /** Offset of its first unit. */
  readonly start: number;
  /** Offset behind its last unit. */
  readonly end: number;
}

/** What {@linkcode highlights} must know besides the query. */
export interface HighlightContext {
  /** The text. */
  readonly text: string;
  /** How the index analyses texts. */
  readonly analyzer: Analyzer;
  /** The field that the text is of; left out: leaves of all fields mark. */
  readonly field?: string | undefined;
}

/** The words of a text that `query` finds. */
export function highlights(query: Query, context: HighlightContext): Highlight[] {
  const tokens = context.analyzer.analyze(context.text);
  const marked = new Set<Token>();
  for (const leaf of wantedLeaves(query)) {
    if (leaf.field !== undefined && context.field !== undefined && leaf.field !== context.field) continue;
    const found = leaf.kind === "phrase"
      ? foundPhrase(leaf, tokens, context.analyzer)
      : foundWords(leaf, tokens, context.analyzer);
    for (const token of found) marked.add(token);
  }
  return tokens.filter((token) => marked.has(token)).map(({ start, end }) => ({ start, end }));
}

function wantedLeaves(query: Query): (WordQuery | PhraseQuery)[] {
  if (query.kind === "not") return [];
  return "parts" in query ? query.parts.flatMap(wantedLeaves) : [query];
}

function foundWords(leaf: WordQuery, tokens: readonly Token[], analyzer: Analyzer): Token[] {
  const words = queryTerms(leaf, analyzer);
  const { maxDistance = 0 } = leaf;
  const isFound = (term: string, { term: wanted, prefix }: QueryTerm) => {
    if (term === wanted || prefix !== undefined && term.startsWith(prefix)) return true;
    return maxDistance > 0 && editDistance(wanted, term) <= Math.min(maxDistance, wanted.length - 1);
  };
  return tokens.filter(({ term }) => words.some((word) => isFound(term, word)));
}

function foundPhrase(leaf: PhraseQuery, tokens: readonly Token[], analyzer: Analyzer): Token[] {
  const indices = new Map<string, number[]>();
  for (const { term, position } of tokens) indices.set(term, [...indices.get(term) ?? [], position]);
  const none: number[] = [];
  const words = analyzer.analyze(leaf.text).map(({ term, position: offset }) => {
    return { offset, positions: indices.get(term) ?? none };
  });
  const positions = new Set(phraseMatches(words, leaf.slop).flatMap((match) => match.positions));
  return tokens.filter(({ position }) => positions.has(position));
}
