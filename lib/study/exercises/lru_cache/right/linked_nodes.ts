/** An LRU cache of linked nodes, the textbook's answer: the list is the order, the Map finds a node in it. */
interface Node<Key, Value> {
  key: Key;
  value: Value;
  older: Node<Key, Value>;
  newer: Node<Key, Value>;
}

/**
 * **Invariant.** The ring from `ends.newer` on visits every entry once, least recent first, and comes back to `ends`.
 */
export class LRUCache<Key, Value> {
  #capacity: number;
  #nodes = new Map<Key, Node<Key, Value>>();
  /** Stands before the oldest and after the newest entry, so that every node has two neighbours. */
  #ends = ringOfOne<Key, Value>();

  /** An empty cache of at most `capacity` entries. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The value of `key`, or `undefined` when it is absent. A hit makes the entry the most recent. */
  get(key: Key): Value | undefined {
    const node = this.#nodes.get(key);
    if (node === undefined) return undefined;
    unlink(node);
    this.#linkAsNewest(node);
    return node.value;
  }

  /** Stores `value` under `key` as the most recent entry; a new key in a full cache evicts the least recent. */
  put(key: Key, value: Value): void {
    const present = this.#nodes.get(key);
    if (present !== undefined) {
      present.value = value;
      unlink(present);
      this.#linkAsNewest(present);
      return;
    }
    if (this.#nodes.size === this.#capacity) {
      const oldest = this.#ends.newer;
      unlink(oldest);
      this.#nodes.delete(oldest.key);
    }
    const node = { key, value } as Node<Key, Value>;
    this.#nodes.set(key, node);
    this.#linkAsNewest(node);
  }

  #linkAsNewest(node: Node<Key, Value>): void {
    node.older = this.#ends.older;
    node.newer = this.#ends;
    node.older.newer = node;
    node.newer.older = node;
  }
}

function unlink<Key, Value>(node: Node<Key, Value>): void {
  node.older.newer = node.newer;
  node.newer.older = node.older;
}

function ringOfOne<Key, Value>(): Node<Key, Value> {
  const ends = {} as Node<Key, Value>;
  ends.older = ends.newer = ends;
  return ends;
}
