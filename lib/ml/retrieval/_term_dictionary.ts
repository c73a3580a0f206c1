/**
 * The terms of a field: a number for each, and which of them begin with, or are close to, a given one.
 *
 * A `Map` answers for one term. For many, the terms are also kept in order. Terms with one beginning are neighbours
 * there and are found by halving. So are terms that share work: the search for close ones computes the table of edit
 * distances term by term and keeps the rows of the beginning that two neighbours share; where a row is too far already,
 * all terms of that beginning are passed over at once. How long the beginning is that each term shares with the one
 * before, and where the next shorter one is, stands in two arrays: the sorted list is walked as a trie, without
 * comparing texts.
 *
 * **Distance** is the least number of changes (a character put in, left out, replaced, or two neighbours swapped) that
 * makes one word of the other, no place changed twice (optimal string alignment, which is what Lucene's fuzzy query
 * uses). Characters are UTF-16 units.
 *
 * | operation | cost for T terms |
 * | --------- | ---- |
 * | `find`, `add` | O(1) |
 * | `withPrefix` | O(log T + answers), and O(T) once after terms were added (new ones are sorted) |
 * | `within` | 2 · distance + 1 cells for each beginning that is close enough; as often O(T) |
 * | memory | 10 bytes a term beside its text, once it was asked for many |
 *
 * Not here on purpose: deletion of terms (an index is compacted as a whole), a Levenshtein automaton.
 *
 * Source: the trie traversal with one row a node is S. Hanov, "Fast and easy Levenshtein distance using a trie", 2011;
 * the sorted list stands for the trie.
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
  /** By index in that order: how many characters a term shares with the one before. */
  #shared = new Uint16Array(0);
  /** By index in that order: where the next term is that shares fewer characters with the one before it. */
  #nextShorter = new Int32Array(0);

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
    this.#linkBeginnings();
    const [shared, nextShorter] = [this.#shared, this.#nextShorter];
    const found: CloseTerm[] = [];
    const table = new DistanceTable(word, maxDistance);
    for (let index = 0; index < sorted.length;) {
      const term = this.#terms[sorted[index]!]!;
      const tooFar = table.compare(term, shared[index]!);
      index++;
      if (tooFar === undefined) {
        const distance = table.distance(term.length);
        if (distance <= maxDistance) found.push({ term: sorted[index - 1]!, distance });
      } else while (index < sorted.length && shared[index]! >= tooFar) index = nextShorter[index]!;
    }
    return found;
  }

  /** Fills the two arrays for the terms in order. */
  #linkBeginnings(): void {
    const sorted = this.#sorted;
    const count = sorted.length;
    if (this.#shared.length === count) return;
    const shared = new Uint16Array(count);
    for (let index = 1; index < count; index++) {
      const [before, term] = [this.#terms[sorted[index - 1]!]!, this.#terms[sorted[index]!]!];
      const most = Math.min(before.length, term.length, MAX_SHARED);
      let length = 0;
      while (length < most && before.charCodeAt(length) === term.charCodeAt(length)) length++;
      shared[index] = length;
    }
    const nextShorter = new Int32Array(count).fill(count);
    for (let index = count - 2; index >= 0; index--) {
      let next = index + 1;
      while (next < count && shared[next]! >= shared[index]!) next = nextShorter[next]!;
      nextShorter[index] = next;
    }
    [this.#shared, this.#nextShorter] = [shared, nextShorter];
  }

  /** All numbers in order: what is new is sorted and merged in. */
  #inOrder(): number[] {
    const old = this.#sorted;
    if (old.length === this.#terms.length) return old;
    const isBefore = (one: number, other: number) => this.#terms[one]! < this.#terms[other]!;
    const fresh = Array.from({ length: this.#terms.length - old.length }, (_, index) => old.length + index);
    fresh.sort((one, other) => isBefore(one, other) ? -1 : 1);
    const merged: number[] = [];
    let index = 0;
    for (const number of fresh) {
      while (index < old.length && isBefore(old[index]!, number)) merged.push(old[index++]!);
      merged.push(number);
    }
    while (index < old.length) merged.push(old[index++]!);
    return this.#sorted = merged;
  }

  /** The first index from `low` on whose term is not before `text`. */
  #firstFrom(text: string, low: number): number {
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#terms[this.#sorted[middle]!]! < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Longer beginnings count as so long: their rows are computed once more. */
const MAX_SHARED = 0xffff;
/** More than any distance. */
const FAR = 0x3fffffff;

/**
 * Distances between the beginnings of one word and of another, row by row; rows of a shared beginning are kept. Only
 * what may be within reach is computed: beginnings whose lengths differ by more are too far.
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
   * Computes the rows of `term`, which shares its first `shared` characters with the term before. If all terms with
   * some beginning of it are too far, stops there and returns the length of that beginning.
   */
  compare(term: string, shared: number): number | undefined {
    this.#term = term;
    this.#depth = Math.min(shared, this.#depth);
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
 * import { editDistance } from "./_term_dictionary.ts";
 *
 * assertEquals([editDistance("kitten", "sitting"), editDistance("from", "form")], [3, 1]);
 * ```
 */
export function editDistance(one: string, other: string): number {
  const table = new DistanceTable(one, one.length + other.length);
  table.compare(other, 0);
  return table.distance(other.length);
}
