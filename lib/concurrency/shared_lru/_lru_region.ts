/**
 * An LRU cache of fixed-size slots in one stretch of shared memory: a hash table, a list in order of use, and the
 * entries.
 *
 * Its caller holds the lock of its shard: nothing in here is atomic. Slots are numbered from 1; slot 0 is the list's
 * ring, before the first and after the last. The table is open addressing with linear probing, at most half full; a
 * place holds a slot's number, or 0. Deleting shifts the entries behind back (no tombstones: a cache deletes as often
 * as it adds, and tombstones would fill the table until every miss walked all of it).
 *
 * **Invariant.** Table and ring hold the same `size` slots; from an entry's home place to its place, none is empty;
 * from the ring's first slot to its last, no entry was used before the one behind it.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `find`, `touch`, `put`, `delete` | O(1) expected, plus the bytes of key and value |
 * | `clear` | O(table), no slot is touched |
 *
 * Not here on purpose: locks (`robust_lock.ts`), sizes of its own for each entry (a slab allocator would be needed).
 *
 * Source: D. Knuth, "The Art of Computer Programming", vol. 3, section 6.4, algorithm R (deletion with linear probing).
 *
 * @module
 */
import { copyOut, type EncodedValue, type Kind } from "./_encoded_value.ts";

/** How the slots of every region of one memory are cut. */
export interface RegionShape {
  /** Slots that memory is set aside for: a positive integer. */
  readonly slots: number;
  /** Places of the table: a power of two, at least twice the slots. */
  readonly buckets: number;
  /** Most bytes of a key. */
  readonly maxKeyBytes: number;
  /** Most bytes of a value. */
  readonly maxValueBytes: number;
}

const SIZE = 0;
/** First slot of the chain of freed slots, linked by {@linkcode NEXT}; 0 when there is none. */
const FREED = 1;
/** Slots that have ever been used; those above it are free, too. */
const USED = 2;
const TABLE = 4;

const NEXT = 0;
const PREVIOUS = 1;
const HASH = 2;
const KEY = 3;
const VALUE = 4;
const DATA = 5;

const wordsFor = (bytes: number): number => (bytes + 3) >>> 2;
const slotWords = (shape: RegionShape): number => DATA + wordsFor(shape.maxKeyBytes) + wordsFor(shape.maxValueBytes);

/** Words that a region takes, rounded up to two cache lines. */
export function regionWords(shape: RegionShape): number {
  const words = TABLE + shape.buckets + (shape.slots + 1) * slotWords(shape);
  return Math.ceil(words / 32) * 32;
}

/** Where a region is, and how much of it is used. */
export interface LruRegionOptions {
  /** How it is cut. */
  readonly shape: RegionShape;
  /** Index of its first word. */
  readonly at: number;
  /** Most entries: at most `shape.slots`. */
  readonly capacity: number;
}

/** A length and a kind, which share one word. */
export interface Described {
  /** Length in bytes. */
  readonly byteLength: number;
  /** How the bytes are to be read. */
  readonly kind: Kind;
}

/** One region, seen by one thread. Memory that was never used is an empty region. */
export class LruRegion {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #at: number;
  readonly #table: number;
  readonly #mask: number;
  readonly #slots: number;
  readonly #stride: number;
  readonly #capacity: number;
  /** From an entry's first word to its value's, in words. */
  readonly #valueWords: number;

  /** The region at `at`, in the memory of which `words` and `bytes` are views. */
  constructor(words: Int32Array, bytes: Uint8Array, { shape, at, capacity }: LruRegionOptions) {
    this.#words = words;
    this.#bytes = bytes;
    this.#at = at;
    this.#table = at + TABLE;
    this.#mask = shape.buckets - 1;
    this.#slots = this.#table + shape.buckets;
    this.#stride = slotWords(shape);
    this.#capacity = capacity;
    this.#valueWords = DATA + wordsFor(shape.maxKeyBytes);
  }

  /** Entries held. */
  get size(): number {
    return this.#words[this.#at + SIZE]!;
  }

  /** Forgets everything. */
  clear(): void {
    this.#words.fill(0, this.#at, this.#slots + DATA); // the head, the table, and the ring's slot 0
  }

  /** The slot of `key`, 0 when it is absent. */
  find(key: EncodedValue): number {
    const words = this.#words;
    const { hash } = key;
    const described = key.byteLength << 2 | key.kind;
    for (let bucket = hash & this.#mask;; bucket = (bucket + 1) & this.#mask) {
      const slot = words[this.#table + bucket]!;
      if (slot === 0) return 0;
      const entry = this.#slots + slot * this.#stride;
      if (words[entry + HASH] !== hash || words[entry + KEY] !== described) continue;
      if (key.equals(this.#bytes, (entry + DATA) << 2)) return slot;
    }
  }

  /** Makes `slot` the most recently used. */
  touch(slot: number): void {
    const entry = this.#slots + slot * this.#stride;
    if (this.#words[this.#slots + NEXT] === slot) return;
    this.#unlink(entry);
    this.#linkFirst(slot, entry);
  }

  /** Copies the value of `slot` to the beginning of `to`, and returns its length × 4 + its kind. */
  copyValue(slot: number, to: Uint8Array): number {
    const entry = this.#slots + slot * this.#stride;
    const described = this.#words[entry + VALUE]!;
    copyOut(this.#bytes, { at: (entry + this.#valueWords) << 2, length: described >>> 2, to });
    return described;
  }

  /** Stores `value` under `key` as the most recently used entry; a full region gives up its last one for a new key. */
  put(key: EncodedValue, value: EncodedValue): void {
    const found = this.find(key);
    if (found !== 0) {
      this.#writeValue(this.#slots + found * this.#stride, value);
      this.touch(found);
      return;
    }
    const words = this.#words;
    if (words[this.#at + SIZE] === this.#capacity) this.#takeOut(words[this.#slots + PREVIOUS]!);
    const slot = this.#takeFree();
    const entry = this.#slots + slot * this.#stride;
    words[entry + HASH] = key.hash;
    words[entry + KEY] = key.byteLength << 2 | key.kind;
    key.write(this.#bytes, (entry + DATA) << 2);
    this.#linkFirst(slot, entry);
    this.#addPlace(slot, key.hash);
    this.#writeValue(entry, value);
    words[this.#at + SIZE]!++;
  }

  /** Takes `key` out; false when it was absent. */
  delete(key: EncodedValue): boolean {
    const slot = this.find(key);
    if (slot === 0) return false;
    this.#takeOut(slot);
    return true;
  }

  #writeValue(entry: number, value: EncodedValue): void {
    this.#words[entry + VALUE] = value.byteLength << 2 | value.kind;
    value.write(this.#bytes, (entry + this.#valueWords) << 2);
  }

  #takeFree(): number {
    const words = this.#words;
    const freed = words[this.#at + FREED]!;
    if (freed === 0) return ++words[this.#at + USED]!;
    words[this.#at + FREED] = words[this.#slots + freed * this.#stride + NEXT]!;
    return freed;
  }

  #takeOut(slot: number): void {
    const words = this.#words;
    const entry = this.#slots + slot * this.#stride;
    this.#removePlace(slot, words[entry + HASH]!);
    this.#unlink(entry);
    words[entry + NEXT] = words[this.#at + FREED]!;
    words[this.#at + FREED] = slot;
    words[this.#at + SIZE]!--;
  }

  #unlink(entry: number): void {
    const words = this.#words;
    const next = words[entry + NEXT]!;
    const previous = words[entry + PREVIOUS]!;
    words[this.#slots + previous * this.#stride + NEXT] = next;
    words[this.#slots + next * this.#stride + PREVIOUS] = previous;
  }

  #linkFirst(slot: number, entry: number): void {
    const words = this.#words;
    const first = words[this.#slots + NEXT]!;
    words[entry + NEXT] = first;
    words[entry + PREVIOUS] = 0;
    words[this.#slots + first * this.#stride + PREVIOUS] = slot;
    words[this.#slots + NEXT] = slot;
  }

  #addPlace(slot: number, hash: number): void {
    let bucket = hash & this.#mask;
    while (this.#words[this.#table + bucket] !== 0) bucket = (bucket + 1) & this.#mask;
    this.#words[this.#table + bucket] = slot;
  }

  /** Empties the place of `slot`, and moves back each entry behind it that is then nearer to its home. */
  #removePlace(slot: number, hash: number): void {
    const words = this.#words;
    let hole = hash & this.#mask;
    while (words[this.#table + hole] !== slot) hole = (hole + 1) & this.#mask;
    for (let bucket = (hole + 1) & this.#mask;; bucket = (bucket + 1) & this.#mask) {
      const other = words[this.#table + bucket]!;
      if (other === 0) break;
      const home = words[this.#slots + other * this.#stride + HASH]! & this.#mask;
      if (((bucket - home) & this.#mask) < ((bucket - hole) & this.#mask)) continue; // its home lies behind the hole
      words[this.#table + hole] = other;
      hole = bucket;
    }
    words[this.#table + hole] = 0;
  }
}
