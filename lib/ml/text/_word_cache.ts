/**
 * Remembers what became of the words met last, and finds them without cutting them out of their text.
 *
 * A table of fixed size with one place for each hash: a word that comes to a taken place drives out the one before.
 * Frequent words are nearly always at home, so their stems are computed once and their terms are one string, which
 * later look-ups recognise by its address.
 *
 * **Invariant.** What `find` returns was put in for exactly those characters.
 *
 * Cost: O(length of the word); 260 kB when full of short words.
 *
 * Source: the hash is FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), over UTF-16 units.
 *
 * @module
 */

/** A power of two. */
const PLACES = 1 << 14;

/** From words to terms. */
export class WordCache {
  readonly #words: (string | undefined)[] = new Array(PLACES);
  readonly #terms: (string | undefined)[] = new Array(PLACES);

  /** The term of `text.slice(start, end)`, or `undefined` if that is not known. */
  find(text: string, start: number, end: number): string | undefined {
    const slot = slotOf(text, start, end);
    const word = this.#words[slot];
    if (word === undefined || word.length !== end - start) return undefined;
    for (let at = start; at < end; at++) {
      if (text.charCodeAt(at) !== word.charCodeAt(at - start)) return undefined;
    }
    return this.#terms[slot];
  }

  /** Remembers the term of `word`. Both must be strings of their own: a slice would keep its text in memory. */
  put(word: string, term: string): void {
    const slot = slotOf(word, 0, word.length);
    this.#words[slot] = word;
    this.#terms[slot] = term;
  }
}

function slotOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}
