/**
 * The terms of a field: a number for each, and which of them begin with, or are close to, a given one.
 *
 * A `Map` answers for one term. For many, the terms are also kept in order. Terms with one beginning are neighbours there.
 * So are terms that share work: the search for close ones computes the table of edit distances term by term and keeps the
 * rows of the beginning that two neighbours share; where a row is too far already, all terms of that beginning are passed
 * over at once.
 *
 * **Distance** is the least number of changes (a character put in, left out, replaced, or two neighbours swapped) that
 * makes one word of the other, no place changed twice (optimal string alignment, which is what Lucene's fuzzy query uses).
 * Characters are UTF-16 units.
 *
 * | operation | cost for T terms |
 * | --------- | ---- |
 * | `find`, `add` | O(1) |
 * | `withPrefix` | O(log T + answers), and O(T) once after terms were added |
 * | `within` | a few cells for each beginning that is close enough |
 *
 * Not here on purpose: deletion of terms (an index is compacted as a whole), a Levenshtein automaton.
 *
 * Source: the trie traversal with one row a node is S. Hanov, "Fast and easy Levenshtein distance using a trie", 2011; the
 * sorted list stands for the trie.
 *
 * @module
 */

/** A term that is close to another. */
export interface CloseTerm {
  /** Its number. */
  readonly term: number;
  /** How many changes apart. */
  readonly distance: number;
}

/** Terms numbered from 0 in the order of adding. */
export class TermDictionary {
  readonly #numbers = new Map<string, number>();
  readonly #terms: string[] = [];
  /** Numbers of the first terms, in the order of their texts (UTF-16 units). */
  #sorted: number[] = [];

  /** Terms so far. */
  get size(): number {
    return this.#terms.length;
  }

  /** The number of `term`, or `undefined`. */
  find(term: string): number | undefined {
    return this.#numbers.get(term);
  }

  /** Gives a term that is new the next number, and returns it. */
  add(term: string): number {
    const number = this.#terms.length;
    this.#terms.push(term);
    this.#numbers.set(term, number);
    return number;
  }

  /** The text of a term's number. */
  text(number: number): string {
    return this.#terms[number]!;
  }

  /** The numbers of all terms that begin with `prefix`, in the order of their texts. */
  withPrefix(prefix: string): number[] {
    const sorted = this.#inOrder();
    const from = this.#firstFrom(prefix, 0);
    let to = from;
    while (to < sorted.length && this.#terms[sorted[to]!]!.startsWith(prefix)) to++;
    return sorted.slice(from, to);
  }

  /** All terms at most `maxDistance` from `word`, in the order of their texts. */
  within(word: string, maxDistance: number): CloseTerm[] {
    const sorted = this.#inOrder();
    const found: CloseTerm[] = [];
    const table = new DistanceTable(word, maxDistance);
    for (let place = 0; place < sorted.length;) {
      const term = this.#terms[sorted[place]!]!;
      const tooFar = table.compare(term);
      if (tooFar === undefined) {
        const distance = table.distance(term.length);
        if (distance <= maxDistance) found.push({ term: sorted[place]!, distance });
        place++;
      } else {
        place = this.#firstAfter(term.slice(0, tooFar), place + 1);
      }
    }
    return found;
  }

  /** All numbers in order: what is new is sorted and merged in. */
  #inOrder(): number[] {
    const old = this.#sorted;
    if (old.length === this.#terms.length) return old;
    const isBefore = (one: number, other: number) => this.#terms[one]! < this.#terms[other]!;
    const fresh = Array.from({ length: this.#terms.length - old.length }, (_, place) => old.length + place);
    fresh.sort((one, other) => isBefore(one, other) ? -1 : 1);
    const merged: number[] = [];
    let place = 0;
    for (const number of fresh) {
      while (place < old.length && isBefore(old[place]!, number)) merged.push(old[place++]!);
      merged.push(number);
    }
    while (place < old.length) merged.push(old[place++]!);
    return this.#sorted = merged;
  }

  /** The first place from `low` on whose term is not before `text`. */
  #firstFrom(text: string, low: number): number {
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#terms[this.#sorted[middle]!]! < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first place from `low` on whose term does not begin with `prefix`; all before do. */
  #firstAfter(prefix: string, low: number): number {
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#terms[this.#sorted[middle]!]!.startsWith(prefix)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** More than any distance. */
const FAR = 0x3fffffff;

/**
 * Distances between the beginnings of one word and of another, row by row; rows of a shared beginning are kept. Only what may
 * be within reach is computed: beginnings whose lengths differ by more are too far.
 */
class DistanceTable {
  readonly #word: string;
  readonly #maxDistance: number;
  /** Row d: distances of the first d characters of `#term` from the first 0, 1, … characters of the word. */
  readonly #rows: Int32Array[];
  #term = "";
  /** Rows that are right for `#term`, besides row 0. */
  #depth = 0;

  constructor(word: string, maxDistance: number) {
    this.#word = word;
    this.#maxDistance = maxDistance;
    this.#rows = [Int32Array.from({ length: word.length + 1 }, (_, count) => count <= maxDistance ? count : FAR)];
  }

  /** The distance of the last term compared, of that length; if it is not within reach, a number above. */
  distance(length: number): number {
    return this.#rows[length]![this.#word.length]!;
  }

  /**
   * Computes the rows of `term`. If all terms with some beginning of it are too far, stops there and returns the length
   * of that beginning.
   */
  compare(term: string): number | undefined {
    let shared = 0;
    while (shared < this.#depth && shared < term.length && term[shared] === this.#term[shared]) shared++;
    this.#term = term;
    this.#depth = shared;
    while (this.#depth < term.length) {
      this.#depth++;
      // No row's least falls below that of the row before: a swap looks two rows back, and pays one for it.
      if (this.#fill(this.#depth) > this.#maxDistance) return this.#depth;
    }
    return undefined;
  }

  /** Computes the row of a depth, and returns its least distance. */
  #fill(depth: number): number {
    const word = this.#word;
    const above = this.#rows[depth - 1]!;
    const before = this.#rows[depth - 2];
    const row = this.#rows[depth] ??= new Int32Array(word.length + 1).fill(FAR);
    const character = this.#term.charCodeAt(depth - 1);
    const first = Math.max(0, depth - this.#maxDistance);
    const last = Math.min(word.length, depth + this.#maxDistance);
    let least = FAR;
    for (let column = first; column <= last; column++) {
      let distance = above[column]! + 1;
      if (column > 0) {
        distance = Math.min(distance, row[column - 1]! + 1);
        const isSame = word.charCodeAt(column - 1) === character;
        distance = Math.min(distance, above[column - 1]! + (isSame ? 0 : 1));
      }
      if (before !== undefined && column > 1 && word.charCodeAt(column - 2) === character) {
        const isSwap = word.charCodeAt(column - 1) === this.#term.charCodeAt(depth - 2);
        if (isSwap) distance = Math.min(distance, before[column - 2]! + 1);
      }
      row[column] = distance;
      if (distance < least) least = distance;
    }
    return least;
  }
}

/**
 * The distance between two words, as {@linkcode TermDictionary.within} means it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { editDistance } from "./term_dictionary.ts";
 *
 * assertEquals([editDistance("kitten", "sitting"), editDistance("from", "form")], [3, 1]);
 * ```
 */
export function editDistance(one: string, other: string): number {
  const table = new DistanceTable(one, one.length + other.length);
  table.compare(other);
  return table.distance(other.length);
}
