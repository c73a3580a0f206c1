/**
 * Many byte lists that grow at their ends, in one array: what a posting list is made of.
 *
 * An array of its own for each of a hundred thousand short lists would cost more than what they hold. Here a list is a
 * region of one shared array. A full region moves to one of twice the size; the place it leaves goes to the next list
 * that needs one of that size.
 *
 * **Invariant.** Regions do not overlap; a list's bytes are `bytes[start(list) … end(list)]`, in the order in which
 * they were appended. Appending to any list may move it and may replace `bytes`: offsets into a list stay true,
 * positions in the array do not.
 *
 * | operation | cost |
 * | --------- | ---- |
 * | `append` | O(1) amortised |
 * | memory | about 1.4 times the bytes held, and 12 bytes a list |
 *
 * Numbers are written as in Protocol Buffers: seven bits a byte, the lowest first, the eighth bit says that more
 * follow.
 *
 * Not here on purpose: taking bytes away (an index is compacted as a whole).
 *
 * Source: the slices of Lucene's ByteBlockPool, but copied together, so that a reader sees one piece.
 *
 * @module
 */

const MIN_SLICE_BYTES = 4;
const LARGE_ARRAY_BYTES = 1 << 20;

/** Lists are numbered from 0 in the order of {@linkcode ByteSlicePool.addList}. */
export class ByteSlicePool {
  #bytes = new Uint8Array(1024);
  /** Bytes of the array that belong to a region, or did once. */
  #claimed = 0;
  #lists = 0;
  #start = new Int32Array(64);
  #used = new Int32Array(64);
  /** A region has `MIN_SLICE_BYTES << size` bytes; −1: none yet. */
  #size = new Int8Array(64);
  /** By size, where regions have become free. */
  readonly #free: number[][] = [];

  /** The array that all lists lie in; another one after an `append` that made it grow. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Lists so far. */
  get lists(): number {
    return this.#lists;
  }

  /** Bytes of memory that this takes. */
  get memoryBytes(): number {
    return this.#bytes.byteLength + this.#start.byteLength + this.#used.byteLength + this.#size.byteLength;
  }

  /** A new empty list; returns its number. */
  addList(): number {
    if (this.#lists === this.#start.length) {
      this.#start = grown(this.#start);
      this.#used = grown(this.#used);
      const size = new Int8Array(this.#start.length);
      size.set(this.#size);
      this.#size = size;
    }
    this.#size[this.#lists] = -1;
    return this.#lists++;
  }

  /** Where `list` begins in `bytes`. */
  start(list: number): number {
    return this.#start[list]!;
  }

  /** Where `list` ends in `bytes`. */
  end(list: number): number {
    return this.#start[list]! + this.#used[list]!;
  }

  /** Bytes that `list` holds: the offset at which the next number will be written. */
  usedBytes(list: number): number {
    return this.#used[list]!;
  }

  /** Writes a number, 0 to 2³¹ − 1, at the end of `list`. */
  append(list: number, number: number): void {
    const used = this.#used[list]!;
    const bytes = number < 0x80 ? 1 : number < 0x4000 ? 2 : number < 0x200000 ? 3 : number < 0x10000000 ? 4 : 5;
    const size = this.#size[list]!;
    if (size < 0 || used + bytes > MIN_SLICE_BYTES << size) this.#enlarge(list, used + bytes);
    let at = this.#start[list]! + used;
    let rest = number;
    while (rest >= 0x80) {
      this.#bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[at] = rest;
    this.#used[list] = used + bytes;
  }

  /** All numbers of `list`. */
  numbers(list: number): number[] {
    const numbers: number[] = [];
    const end = this.end(list);
    for (let at = this.#start[list]!; at < end;) {
      let number = 0;
      let byte;
      let shift = 0;
      do {
        byte = this.#bytes[at++]!;
        number |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte >= 0x80);
      numbers.push(number);
    }
    return numbers;
  }

  /** Gives `list` a region of at least `neededBytes`, and frees its own. */
  #enlarge(list: number, neededBytes: number): void {
    const oldSize = this.#size[list]!;
    let size = oldSize + 1;
    while (MIN_SLICE_BYTES << size < neededBytes) size++;
    const from = this.#start[list]!;
    const to = this.#claim(size);
    this.#bytes.copyWithin(to, from, from + this.#used[list]!);
    if (oldSize >= 0) (this.#free[oldSize] ??= []).push(from);
    this.#start[list] = to;
    this.#size[list] = size;
  }

  /** A region of a size: one that has become free, or a new one. */
  #claim(size: number): number {
    const free = this.#free[size]?.pop();
    if (free !== undefined) return free;
    const start = this.#claimed;
    this.#claimed += MIN_SLICE_BYTES << size;
    if (this.#claimed > this.#bytes.length) {
      const { length } = this.#bytes;
      const bytes = new Uint8Array(Math.max(this.#claimed, length < LARGE_ARRAY_BYTES ? 2 * length : length * 1.25));
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    return start;
  }
}

/** A copy of twice the length. */
export function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * list.length);
  longer.set(list);
  return longer;
}
