/**
 * One field of an index: its terms, their posting lists, and the lengths of the documents.
 *
 * Beside the lists, which lead from a term to its documents, it keeps for each document the numbers of its terms.
 * Removing a document follows them, and takes it out of N, of every df and of the average length in the same call: the
 * next search already scores as if it had never been there.
 *
 * **Invariant.** `documentCount` documents have the field, with `totalLength` terms together; the document frequency of
 * a list is the number of those with the term. A document added with an empty text has the field; one added without it
 * has not.
 *
 * | operation | cost |
 * | --------- | ---- |
 * | `add` | O(terms) amortised |
 * | `remove` | O(different terms) |
 *
 * @module
 */
import type { Token } from "../text/analyzer.ts";
import { NO_DOCUMENT, PostingCursor } from "./_posting_cursor.ts";
import { PostingLists } from "./_posting_lists.ts";
import { ByteSlicePool, grown } from "./_byte_slice_pool.ts";
import { TermDictionary } from "./_term_dictionary.ts";

/** `lengths` of a document without the field. */
export const WITHOUT_FIELD: number = -1;

/** A field. Documents must come with rising numbers. */
export class FieldIndex {
  /** As queries name it. */
  readonly name: string;
  /** What its scores are multiplied with. */
  readonly boost: number;
  /** The terms; the number of a term is the number of its list. */
  readonly dictionary: TermDictionary = new TermDictionary();
  /** For each term, where it stands. */
  readonly postings: PostingLists = new PostingLists();
  #documentCount = 0;
  #totalLength = 0;
  #lengths = new Int32Array(64).fill(WITHOUT_FIELD);
  /** By document, the numbers of its terms. */
  readonly #termsOf = new ByteSlicePool();
  /** By term, while a document is added: its occurrences so far, and the place of the last. All 0 otherwise. */
  #frequency = new Int32Array(64);
  #lastIndex = new Int32Array(64);

  /** An empty field. */
  constructor(name: string, boost: number) {
    this.name = name;
    this.boost = boost;
  }

  /** Documents that have the field. */
  get documentCount(): number {
    return this.#documentCount;
  }

  /** Terms in all of them, repeated ones counted. */
  get totalLength(): number {
    return this.#totalLength;
  }

  /** Mean number of terms; 0 if no document has the field. */
  get averageLength(): number {
    return this.#documentCount === 0 ? 0 : this.#totalLength / this.#documentCount;
  }

  /**
   * By document, its number of terms, or {@linkcode WITHOUT_FIELD}. To be read, and not kept beyond the next change.
   */
  get lengths(): Int32Array {
    return this.#lengths;
  }

  /** Bytes of the arrays: without the terms' texts and the table that finds them. */
  get memoryBytes(): number {
    const own = this.#lengths.byteLength + 2 * this.#frequency.byteLength;
    return this.postings.memoryBytes + this.#termsOf.memoryBytes + own;
  }

  /** Whether the document has the field. */
  has(document: number): boolean {
    return document < this.#lengths.length && this.#lengths[document]! !== WITHOUT_FIELD;
  }

  /** Adds a document's terms; its number is above all before. */
  add(document: number, tokens: readonly Token[]): void {
    this.begin(document, tokens.length);
    const terms = tokens.map(({ term }) => this.dictionary.find(term) ?? this.addTerm(term));
    const firstIndices: number[] = [];
    const next = new Int32Array(terms.length); // the place of the term's next occurrence, 0: none
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index]!;
      if (this.#frequency[term]!++ === 0) firstIndices.push(index);
      else next[this.#lastIndex[term]!] = index;
      this.#lastIndex[term] = index;
    }
    for (const first of firstIndices) {
      const term = terms[first]!;
      this.post(term, document, this.#frequency[term]!);
      this.#frequency[term] = 0;
      let index = first;
      let previous = -1;
      do {
        const { position } = tokens[index]!;
        this.postings.appendPosition(term, position - previous - 1);
        previous = position;
        index = next[index]!;
      } while (index > 0);
    }
  }

  /** Gives a document the field, with that many terms; they are to be posted. */
  begin(document: number, length: number): void {
    while (document >= this.#lengths.length) {
      const lengths = new Int32Array(2 * this.#lengths.length).fill(WITHOUT_FIELD);
      lengths.set(this.#lengths);
      this.#lengths = lengths;
    }
    while (this.#termsOf.lists <= document) this.#termsOf.addList();
    this.#lengths[document] = length;
    this.#documentCount++;
    this.#totalLength += length;
  }

  /** Gives a new term its number and its list. */
  addTerm(term: string): number {
    const number = this.dictionary.add(term);
    if (number === this.#frequency.length) {
      this.#frequency = grown(this.#frequency);
      this.#lastIndex = grown(this.#lastIndex);
    }
    return this.postings.addList();
  }

  /** Puts a document that has begun on the list of a term; its positions are to follow. */
  post(term: number, document: number, frequency: number): void {
    this.postings.append(term, frequency, { document, length: this.#lengths[document]! });
    this.#termsOf.append(document, term);
  }

  /** Takes a document out of all counts; its postings stay. */
  remove(document: number): void {
    this.#documentCount--;
    this.#totalLength -= this.#lengths[document]!;
    this.#lengths[document] = WITHOUT_FIELD;
    for (const term of this.#termsOf.numbers(document)) this.postings.remove(term);
  }

  /** Adds what is left of this field to an empty one. `numbers` has the new number of each document, rising. */
  copyInto(field: FieldIndex, numbers: Int32Array): void {
    const lengths = this.#lengths;
    for (let document = 0; document < numbers.length; document++) {
      if (this.has(document)) field.begin(numbers[document]!, lengths[document]!);
    }
    for (let term = 0; term < this.dictionary.size; term++) {
      if (this.postings.documentFrequency(term) === 0) continue;
      const copy = field.addTerm(this.dictionary.text(term));
      const cursor = new PostingCursor(this.postings, term);
      while (cursor.next() !== NO_DOCUMENT) {
        if (lengths[cursor.document] === WITHOUT_FIELD) continue;
        field.post(copy, numbers[cursor.document]!, cursor.frequency);
        let previous = -1;
        for (const position of cursor.positions()) {
          field.postings.appendPosition(copy, position - previous - 1);
          previous = position;
        }
      }
    }
  }
}
