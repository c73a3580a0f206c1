/**
 * Reads a posting list from left to right.
 *
 * **Invariant.** `document` rises with every step; at the end it is {@linkcode NO_DOCUMENT}, above every number. What
 * has been passed cannot be read again.
 *
 * | operation | cost |
 * | --------- | ---- |
 * | `next` | O(1) |
 * | `advance` | O(128) and the blocks that are jumped over, one comparison each |
 * | `positions` | O(positions since the last call, or since the block began) |
 *
 * A cursor is good until the lists change.
 *
 * @module
 */
import type { Block, PostingLists } from "./_posting_lists.ts";

/** The number after the last: every list seems to end with it. */
export const NO_DOCUMENT: number = 0x7fffffff;

/** A place in a list; before the first {@linkcode PostingCursor.next} or `advance` before its first document. */
export class PostingCursor {
  /** Where the cursor stands. */
  document: number = -1;
  /** Occurrences of the term in it. */
  frequency = 0;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #at: number;
  readonly #positionBytes: Uint8Array;
  readonly #positionsStart: number;
  #positionsAt: number;
  /** Positions between `#positionsAt` and those of `document`. */
  #unread = 0;
  readonly #blocks: readonly Block[] | undefined;
  /** Number of the block that `document` is in. */
  #block = 0;

  /** A cursor before the first document of `list`. */
  constructor(postings: PostingLists, list: number) {
    this.#bytes = postings.documents.bytes;
    this.#start = this.#at = postings.documents.start(list);
    this.#end = postings.documents.end(list);
    this.#positionBytes = postings.positions.bytes;
    this.#positionsStart = this.#positionsAt = postings.positions.start(list);
    this.#blocks = postings.blocks(list);
  }

  /** Goes to the next document and returns its number. */
  next(): number {
    if (this.#at === this.#end) return this.document = NO_DOCUMENT;
    this.#unread += this.frequency;
    const coded = this.#number();
    this.document += 1 + (coded >>> 1);
    this.frequency = (coded & 1) === 1 ? 1 : this.#number();
    return this.document;
  }

  /** Goes to the first document from `target` on, if it does not stand there already; returns its number. */
  advance(target: number): number {
    if (this.#blocks !== undefined && this.document < target) this.#jump(target, this.#blocks);
    while (this.document < target) this.next();
    return this.document;
  }

  /** The positions of the term in `document`, rising. To be asked for once. */
  positions(): number[] {
    const bytes = this.#positionBytes;
    let at = this.#positionsAt;
    for (let unread = this.#unread; unread > 0; unread--) {
      while (bytes[at++]! >= 0x80); // over one number
    }
    const positions: number[] = [];
    let position = -1;
    for (let index = 0; index < this.frequency; index++) {
      let byte = bytes[at++]!;
      let number = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = bytes[at++]!;
        number |= (byte & 0x7f) << shift;
      }
      position += 1 + number;
      positions.push(position);
    }
    this.#positionsAt = at;
    this.#unread = -this.frequency; // next() will add them
    return positions;
  }

  /** Goes to the beginning of the last block before which all documents are less than `target`. */
  #jump(target: number, blocks: readonly Block[]): void {
    let block = this.#block;
    while (block + 1 < blocks.length && blocks[block + 1]!.previous < target) block++;
    if (block === this.#block) return;
    this.#block = block;
    const { previous, documentsOffset, positionsOffset } = blocks[block]!;
    this.#at = this.#start + documentsOffset;
    this.#positionsAt = this.#positionsStart + positionsOffset;
    this.document = previous;
    this.frequency = this.#unread = 0;
  }

  #number(): number {
    let byte = this.#bytes[this.#at++]!;
    let number = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = this.#bytes[this.#at++]!;
      number |= (byte & 0x7f) << shift;
    }
    return number;
  }
}
