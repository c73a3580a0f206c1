/**
 * The cache that forgets the least recently used entry, as the textbook draws it: a `Map` and a doubly linked list of
 * nodes.
 *
 * The map finds the node of a key; the list holds the nodes in order of use, between two sentinels, so that linking and
 * unlinking know no special case.
 *
 * ```text
 *   #front ⇄ most recent ⇄ … ⇄ least recent ⇄ #back
 * ```
 *
 * **Invariant.** Map and list hold the same nodes; from `#front` to `#back` no entry was used before the one behind it.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `peek`, `delete` | O(1) expected |
 * | `entries`, `clear` | O(n) |
 * | memory | about 110 bytes an entry, keys and values apart |
 *
 * Not here on purpose: eviction callbacks, weights, time-to-live, and speed: each entry is an object that the garbage
 * collector must follow. `lru_cache.ts` has all of that; this one is for reading.
 *
 * @module
 */
import { checkPositiveInteger } from "../base/argument.ts";
import type { Cache } from "./cache.ts";

export type { Cache };

interface Node<Key, Value> {
  readonly key: Key;
  value: Value;
  newer: Node<Key, Value>;
  older: Node<Key, Value>;
}

/**
 * A {@linkcode Cache} of bounded size that forgets the least recently used entry first, on nodes and pointers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LinkedLruCache } from "./linked_lru_cache.ts";
 *
 * const cache = new LinkedLruCache<string, number>(2);
 * cache.put("a", 1);
 * cache.put("b", 2);
 * cache.get("a");
 * cache.put("c", 3); // "b" was used least recently
 * assertEquals([...cache.entries()], [["c", 3], ["a", 1]]);
 * ```
 */
export class LinkedLruCache<Key, Value> implements Cache<Key, Value> {
  /** The most entries it may hold. */
  readonly capacity: number;
  readonly #nodes = new Map<Key, Node<Key, Value>>();
  /** Sentinels: they hold no entry. */
  readonly #front: Node<Key, Value>;
  readonly #back: Node<Key, Value>;

  /**
   * An empty cache.
   * @param capacity The most entries it may hold: a positive integer.
   * @throws {RangeError} If `capacity` is not a positive integer.
   */
  constructor(capacity: number) {
    this.capacity = checkPositiveInteger(capacity, { action: "create an LRU cache", argument: "capacity" });
    this.#front = {} as Node<Key, Value>;
    this.#back = {} as Node<Key, Value>;
    this.#front.older = this.#back;
    this.#back.newer = this.#front;
  }

  /** Entries held now. */
  get size(): number {
    return this.#nodes.size;
  }

  /** The value of `key`, or `undefined` when it is absent; makes it the most recently used. */
  get(key: Key): Value | undefined {
    const node = this.#nodes.get(key);
    if (node === undefined) return undefined;
    this.#unlink(node);
    this.#linkFirst(node);
    return node.value;
  }

  /**
   * Stores `value` under `key` as the most recently used entry; the least recently used one leaves if there is no room.
   */
  put(key: Key, value: Value): void {
    const found = this.#nodes.get(key);
    if (found !== undefined) {
      found.value = value;
      this.#unlink(found);
      this.#linkFirst(found);
      return;
    }
    if (this.#nodes.size === this.capacity) this.#drop(this.#back.newer);
    const node = { key: key === 0 ? (0 as Key) : key, value } as Node<Key, Value>; // −0 becomes 0, as in Map
    this.#nodes.set(key, node);
    this.#linkFirst(node);
  }

  /** Whether `key` is present; not a use. */
  has(key: Key): boolean {
    return this.#nodes.has(key);
  }

  /** The value of `key`, or `undefined` when it is absent; not a use. */
  peek(key: Key): Value | undefined {
    return this.#nodes.get(key)?.value;
  }

  /** Takes `key` out; false when it was absent. */
  delete(key: Key): boolean {
    const node = this.#nodes.get(key);
    if (node === undefined) return false;
    this.#drop(node);
    return true;
  }

  /** Takes every entry out. */
  clear(): void {
    this.#nodes.clear();
    this.#front.older = this.#back;
    this.#back.newer = this.#front;
  }

  /** The entries, most recently used first; see {@linkcode Cache} for changes meanwhile. */
  *entries(): IterableIterator<[Key, Value]> {
    const keys: Key[] = [];
    for (let node = this.#front.older; node !== this.#back; node = node.older) keys.push(node.key);
    for (const key of keys) {
      const node = this.#nodes.get(key);
      if (node !== undefined) yield [key, node.value];
    }
  }

  #drop(node: Node<Key, Value>): void {
    this.#unlink(node);
    this.#nodes.delete(node.key);
  }

  #unlink(node: Node<Key, Value>): void {
    node.newer.older = node.older;
    node.older.newer = node.newer;
  }

  #linkFirst(node: Node<Key, Value>): void {
    node.newer = this.#front;
    node.older = this.#front.older;
    this.#front.older.newer = node;
    this.#front.older = node;
  }
}
