/**
 * The posting lists of one field: for each term, which documents have it, how often, and at which positions.
 *
 * A list is two streams of bytes. The first has a number for each document, the distance to the one before, doubled;
 * its lowest bit says that the term occurs once, else the count follows. The second has the positions, again as
 * distances. Whoever does not ask for positions never reads them. After each 128 documents a list notes where it stands
 * (document and both offsets), so that a reader can jump.
 *
 * Documents are numbered by the order of adding, so a list only grows at its end. A removed document stays in the lists
 * until the index is compacted; what is counted (`documentFrequency`) changes at once.
 *
 * **Invariant.** Documents rise strictly along a list, positions along a document. No document of a list has the term
 * more often than `maxFrequency` says, and none is shorter than `minLength`.
 *
 * | operation | cost |
 * | --------- | ---- |
 * | `append` | O(occurrences) amortised |
 * | memory | about 2 bytes a document of a list, 1 a position, 50 a list |
 *
 * Not here on purpose: bit-packed blocks (twice as fast to read with vector instructions, which a script has not),
 * bounds for each block (`_max_score.ts` needs one for the list).
 *
 * Source: the layout is that of Lucene's early postings formats.
 *
 * @module
 */
import { ByteSlicePool, grown } from "./_byte_slice_pool.ts";

/** Documents of a list between two notes. */
export const BLOCK_DOCUMENTS = 128;

/** Where a block begins. */
export interface Block {
  /** The last document before the block; −1: none. */
  readonly previous: number;
  /** Offset of the block in the list's stream of documents. */
  readonly documentsOffset: number;
  /** Offset of the block in the list's stream of positions. */
  readonly positionsOffset: number;
}

/** One document's part of a list. */
export interface Posting {
  /** The document's number: above all of the list. */
  readonly document: number;
  /** Terms in the document's field. */
  readonly length: number;
}

/** Lists are numbered from 0, like the terms of a dictionary. */
export class PostingLists {
  readonly #documents = new ByteSlicePool();
  readonly #positions = new ByteSlicePool();
  #postings = new Int32Array(64);
  #removed = new Int32Array(64);
  #last = new Int32Array(64);
  #maxFrequency = new Int32Array(64);
  #minLength = new Int32Array(64);
  /** Blocks of the lists that have more than one. */
  readonly #blocks = new Map<number, Block[]>();

  /** Lists so far. */
  get lists(): number {
    return this.#documents.lists;
  }

  /** The streams of documents; to be read by a cursor. */
  get documents(): ByteSlicePool {
    return this.#documents;
  }

  /** The streams of positions; to be read by a cursor. */
  get positions(): ByteSlicePool {
    return this.#positions;
  }

  /** Bytes of memory that this takes. */
  get memoryBytes(): number {
    let blocks = 0;
    for (const list of this.#blocks.values()) blocks += list.length;
    return this.#documents.memoryBytes + this.#positions.memoryBytes + 5 * this.#last.byteLength + 40 * blocks;
  }

  /** A new empty list; returns its number. */
  addList(): number {
    const list = this.#documents.addList();
    this.#positions.addList();
    if (list === this.#last.length) {
      this.#postings = grown(this.#postings);
      this.#removed = grown(this.#removed);
      this.#last = grown(this.#last);
      this.#maxFrequency = grown(this.#maxFrequency);
      this.#minLength = grown(this.#minLength);
    }
    this.#last[list] = -1;
    return list;
  }

  /** Documents on `list`, removed ones too. */
  postings(list: number): number {
    return this.#postings[list]!;
  }

  /** Documents on `list` that have not been removed. */
  documentFrequency(list: number): number {
    return this.#postings[list]! - this.#removed[list]!;
  }

  /** The most occurrences in one document of `list`, if not more: removed documents still count. */
  maxFrequency(list: number): number {
    return this.#maxFrequency[list]!;
  }

  /** Terms of the shortest document of `list`, if not less: removed documents still count. */
  minLength(list: number): number {
    return this.#minLength[list]!;
  }

  /** The blocks of `list`, if it has more than one. */
  blocks(list: number): readonly Block[] | undefined {
    return this.#blocks.get(list);
  }

  /**
   * Appends a document with `frequency` occurrences; their positions must follow, by {@linkcode appendPosition}.
   */
  append(list: number, frequency: number, { document, length }: Posting): void {
    const postings = this.#postings[list]!;
    const previous = this.#last[list]!;
    if (postings > 0 && postings % BLOCK_DOCUMENTS === 0) this.#beginBlock(list, previous);
    const delta = document - previous - 1;
    if (frequency === 1) this.#documents.append(list, 2 * delta + 1);
    else {
      this.#documents.append(list, 2 * delta);
      this.#documents.append(list, frequency);
    }
    this.#last[list] = document;
    this.#postings[list] = postings + 1;
    if (postings === 0 || length < this.#minLength[list]!) this.#minLength[list] = length;
    if (frequency > this.#maxFrequency[list]!) this.#maxFrequency[list] = frequency;
  }

  /**
   * Appends a position of the document appended last, as the distance to the one before (the first: to −1) less one.
   */
  appendPosition(list: number, distance: number): void {
    this.#positions.append(list, distance);
  }

  /** Counts a document of `list` as removed. */
  remove(list: number): void {
    this.#removed[list]! += 1;
  }

  #beginBlock(list: number, previous: number): void {
    const blocks = this.#blocks.get(list) ?? [{ previous: -1, documentsOffset: 0, positionsOffset: 0 }];
    this.#blocks.set(list, blocks);
    const documentsOffset = this.#documents.usedBytes(list);
    blocks.push({ previous, documentsOffset, positionsOffset: this.#positions.usedBytes(list) });
  }
}
