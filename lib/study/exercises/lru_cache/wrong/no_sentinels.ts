/** Linked nodes without sentinels: the victim is assumed to have a newer neighbour. */
type Key = unknown;
type Value = unknown;
interface Node {
  key: Key;
  value: Value;
  older: Node | undefined;
  newer: Node | undefined;
}

export class LRUCache {
  #nodes = new Map<Key, Node>();
  #oldest: Node | undefined;
  #newest: Node | undefined;
  capacity: number;
  constructor(capacity: number) {
    this.capacity = capacity;
  }
  get(key: Key): Value {
    const node = this.#nodes.get(key);
    if (!node) return undefined;
    this.#use(node);
    return node.value;
  }
  put(key: Key, value: Value): void {
    const present = this.#nodes.get(key);
    if (present) {
      present.value = value;
      this.#use(present);
      return;
    }
    if (this.#nodes.size === this.capacity) {
      this.#nodes.delete(this.#oldest!.key);
      this.#oldest = this.#oldest!.newer;
      this.#oldest!.older = undefined;
    }
    const node: Node = { key, value, older: undefined, newer: undefined };
    this.#nodes.set(key, node);
    this.#link(node);
  }
  #use(node: Node): void {
    if (node === this.#newest) return;
    if (node.older) node.older.newer = node.newer;
    else this.#oldest = node.newer;
    node.newer!.older = node.older;
    this.#link(node);
  }
  #link(node: Node): void {
    node.older = this.#newest;
    node.newer = undefined;
    if (this.#newest) this.#newest.newer = node;
    else this.#oldest = node;
    this.#newest = node;
  }
}
