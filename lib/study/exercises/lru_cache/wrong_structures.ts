/**
 * Wrong answers of other kinds: linked nodes, arrays, a plain object, a search.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";

type Key = unknown;
type Value = unknown;
interface Cache {
  get(key: Key): unknown;
  put(key: Key, value: Value): void;
}
interface Node {
  key: Key;
  value: Value;
  older: Node | undefined;
  newer: Node | undefined;
}

const answer = (LRUCache: new (capacity: number) => Cache): Answer => ({ given: { LRUCache } });

/** The victim leaves the order but not the index: its value is still found. */
export const forgetsTheIndex: Answer = answer(
  class LRUCache {
    #values = new Map<Key, Value>();
    #order: Key[] = [];
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (this.#order.includes(key)) this.#use(key);
      return this.#values.get(key);
    }
    put(key: Key, value: Value): void {
      this.#values.set(key, value);
      this.#use(key);
      if (this.#order.length > this.capacity) this.#order.shift();
    }
    #use(key: Key): void {
      this.#order = this.#order.filter((other) => other !== key);
      this.#order.push(key);
    }
  },
);

/** Linked nodes without sentinels: the victim is assumed to have a newer neighbour. */
export const needsTwoEntries: Answer = answer(
  class LRUCache {
    #nodes = new Map<Key, Node>();
    #oldest: Node | undefined;
    #newest: Node | undefined;
    constructor(readonly capacity: number) {}
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
  },
);

/** Keys become strings, and some are there from birth. */
export const plainObject: Answer = answer(
  class LRUCache {
    #entries: Record<string, Value> = {};
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!(String(key) in this.#entries)) return undefined;
      const value = this.#entries[String(key)];
      this.put(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      delete this.#entries[String(key)];
      this.#entries[String(key)] = value;
      const keys = Object.keys(this.#entries);
      if (keys.length > this.capacity) delete this.#entries[keys[0]!];
    }
  },
);

/** Linked nodes: an entry taken from the middle leaves its newer neighbour pointing back at it. */
export const halfUnlinked: Answer = answer(
  class LRUCache {
    #nodes = new Map<Key, Node>();
    #oldest: Node | undefined;
    #newest: Node | undefined;
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      const node = this.#nodes.get(key);
      if (!node) return undefined;
      this.#unlink(node);
      this.#link(node);
      return node.value;
    }
    put(key: Key, value: Value): void {
      const present = this.#nodes.get(key);
      if (present) {
        present.value = value;
        this.#unlink(present);
        this.#link(present);
        return;
      }
      if (this.#nodes.size === this.capacity) {
        this.#nodes.delete(this.#oldest!.key);
        this.#unlink(this.#oldest!);
      }
      const node: Node = { key, value, older: undefined, newer: undefined };
      this.#nodes.set(key, node);
      this.#link(node);
    }
    #unlink(node: Node): void {
      if (node === this.#oldest) this.#oldest = node.newer;
      else node.older!.newer = node.newer;
      if (node === this.#newest) this.#newest = node.older;
      // missing: else node.newer!.older = node.older
    }
    #link(node: Node): void {
      node.older = this.#newest;
      node.newer = undefined;
      if (this.#newest) this.#newest.newer = node;
      else this.#oldest = node;
      this.#newest = node;
    }
  },
);

/** Right in what it returns, but every call searches and moves. */
export const arraySplice: Answer = answer(
  class LRUCache {
    #entries: { key: Key; value: Value }[] = [];
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      const at = this.#entries.findIndex((entry) => entry.key === key);
      if (at === -1) return undefined;
      const [entry] = this.#entries.splice(at, 1);
      this.#entries.push(entry!);
      return entry!.value;
    }
    put(key: Key, value: Value): void {
      const at = this.#entries.findIndex((entry) => entry.key === key);
      if (at !== -1) this.#entries.splice(at, 1);
      else if (this.#entries.length === this.capacity) this.#entries.shift();
      this.#entries.push({ key, value });
    }
  },
);

/** Every eviction looks at all entries. */
export const searchesForTheOldest: Answer = answer(
  class LRUCache {
    #entries = new Map<Key, { value: Value; usedAt: number }>();
    #time = 0;
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      const entry = this.#entries.get(key);
      if (entry) entry.usedAt = ++this.#time;
      return entry?.value;
    }
    put(key: Key, value: Value): void {
      if (!this.#entries.has(key) && this.#entries.size === this.capacity) {
        let oldest: Key;
        let usedAt = Infinity;
        for (const [other, entry] of this.#entries) {
          if (entry.usedAt < usedAt) [oldest, usedAt] = [other, entry.usedAt];
        }
        this.#entries.delete(oldest);
      }
      this.#entries.set(key, { value, usedAt: ++this.#time });
    }
  },
);
