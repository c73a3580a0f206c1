/**
 * How often a phrase occurs in a document, counting what is nearly one.
 *
 * Word i of the phrase stands at place q_i of the query; where it stands at d_i in the document, it is off by d_i −
 * q_i. A choice of one position for each word costs max(d_i − q_i) − min(d_i − q_i): 0 for the exact phrase, 1 when one
 * word stands between two, 2 when two neighbours have changed places. The window of a choice is from its least to its
 * greatest d_i − q_i. A **match** is a window that costs at most the slop and contains no other; each adds 1 / (1 +
 * cost).
 *
 * A word that the phrase has twice needs two positions: `"new new york"` is not in `new york`.
 *
 * How: for each possible begin of a window, from the right, its earliest end. Words are independent of each other;
 * copies of one word take, in the order of the phrase, each the first position that is free: what one can reach the
 * next can reach too, so nothing is gained by another order. A window contains no other exactly if none that begins
 * later ends as early.
 *
 * Cost: O(positions · words · log positions) for a document.
 *
 * Not here on purpose: Lucene's way of finding matches. Cost and sum are Lucene's, but its sweep also counts a window
 * again when two words of it are off by the same, and misses some choices of repeated words
 * (`SloppyPhraseMatcher`, "getting this right is expensive").
 *
 * @module
 */

/** A word of a phrase that occurs in the document. */
export interface PhraseWord {
  /** Its number in the phrase: positions between words that were left out count. */
  readonly offset: number;
  /** Where its term stands in the document, rising. Words with the same term share this very array. */
  readonly positions: ArrayLike<number>;
}

/** A match. */
export interface PhraseMatch {
  /** max(d_i − q_i) − min(d_i − q_i). */
  readonly cost: number;
  /** The positions of its words in the document, in the order of the phrase. */
  readonly positions: readonly number[];
}

/**
 * The matches of a phrase, from the last to the first.
 *
 * @param words In the order of their places.
 * @param slop The greatest cost of a match.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { phraseMatches } from "./_phrase_frequency.ts";
 *
 * // "lift drag"~2 in "lift drag … drag lift": as it should be, and with two neighbours swapped
 * const words = [{ offset: 0, positions: [0, 8] }, { offset: 1, positions: [1, 7] }];
 * assertEquals(phraseMatches(words, 2), [{ cost: 2, positions: [8, 7] }, { cost: 0, positions: [0, 1] }]);
 * ```
 */
export function phraseMatches(words: readonly PhraseWord[], slop: number): PhraseMatch[] {
  const matches: PhraseMatch[] = [];
  let nextEnd = Infinity;
  for (const begin of beginnings(words)) {
    const positions = earliest(words, begin);
    if (positions === undefined) continue;
    let end = begin;
    for (const [word, position] of positions.entries()) end = Math.max(end, position - words[word]!.offset);
    if (end < nextEnd && end - begin <= slop) matches.push({ cost: end - begin, positions });
    nextEnd = Math.min(nextEnd, end);
  }
  return matches;
}

/** The sum of 1 / (1 + cost) over all matches. */
export function phraseFrequency(words: readonly PhraseWord[], slop: number): number {
  let frequency = 0;
  for (const { cost } of phraseMatches(words, slop)) frequency += 1 / (1 + cost);
  return frequency;
}

/** All d − q, falling. */
function beginnings(words: readonly PhraseWord[]): number[] {
  const all = new Set<number>();
  for (const { offset, positions } of words) {
    for (let at = 0; at < positions.length; at++) all.add(positions[at]! - offset);
  }
  return [...all].sort((one, other) => other - one);
}

/** For each word its first position from `begin` on that is free, or `undefined` if one has none. */
function earliest(words: readonly PhraseWord[], begin: number): number[] | undefined {
  const chosen: number[] = [];
  const taken = new Map<ArrayLike<number>, number>();
  for (const { offset, positions } of words) {
    const from = Math.max(begin + offset, (taken.get(positions) ?? -1) + 1);
    const position = firstFrom(positions, from);
    if (position === undefined) return undefined;
    taken.set(positions, position);
    chosen.push(position);
  }
  return chosen;
}

/** The first of `positions` that is not below `from`. */
function firstFrom(positions: ArrayLike<number>, from: number): number | undefined {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return positions[low];
}
