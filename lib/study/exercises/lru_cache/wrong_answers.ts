/**
 * The wrong answers of the exercise `lru-cache`, each a mistake that people make, with the case that must be the first to catch it.
 *
 * They travel to the child as text, one class each, so each stands alone. What they have in common with the right answer is
 * repeated on purpose: the mistake is then the only thing to see.
 *
 * @module
 */
import type { Answer, WrongAnswer } from "../suite.ts";

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

const minusOneWhenAbsent = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return -1;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

const ignoresOverwrites = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      if (this.#entries.has(key)) return;
      if (this.#entries.size === this.capacity) this.#entries.delete(this.#entries.keys().next().value);
      this.#entries.set(key, value);
    }
  },
);

const truthinessInGet = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      const value = this.#entries.get(key);
      if (!value) return undefined;
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

const truthinessInPut = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      if (this.#entries.get(key)) this.#entries.delete(key);
      else if (this.#entries.size >= this.capacity) this.#entries.delete(this.#entries.keys().next().value);
      this.#entries.set(key, value);
    }
  },
);

const neverEvicts = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      return this.#entries.get(key);
    }
    put(key: Key, value: Value): void {
      this.#entries.set(key, value);
    }
  },
);

const oneTooFew = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (this.#entries.size >= this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

const oneTooMany = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
      this.#entries.set(key, value);
    }
  },
);

/** The victim leaves the order but not the index: its value is still found. */
const forgetsTheIndex = answer(
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

const evictsTheNewest = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      if (!this.#entries.delete(key) && this.#entries.size === this.capacity) {
        this.#entries.delete([...this.#entries.keys()].at(-1));
      }
      this.#entries.set(key, value);
    }
  },
);

const getDoesNotRefresh = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      return this.#entries.get(key);
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

const overwriteKeepsThePosition = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.set(key, value);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

const evictsBeforeAsking = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      if (this.#entries.size === this.capacity) this.#entries.delete(this.#entries.keys().next().value);
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
  },
);

const countsOverwrites = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    #size = 0;
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (++this.#size > this.capacity) {
        this.#entries.delete(this.#entries.keys().next().value);
        this.#size--;
      }
    }
  },
);

const missStoresUndefined = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      const value = this.#entries.get(key);
      this.put(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

/** Linked nodes without sentinels: the victim is assumed to have a newer neighbour. */
const needsTwoEntries = answer(
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

const undefinedMeansAbsent = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      const value = this.#entries.get(key);
      if (value === undefined) return undefined;
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      this.#entries.delete(key);
      this.#entries.set(key, value);
      if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
    }
  },
);

const plainObject = answer(
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

const sharedState = answer(
  class LRUCache {
    static entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!LRUCache.entries.has(key)) return undefined;
      const value = LRUCache.entries.get(key);
      LRUCache.entries.delete(key);
      LRUCache.entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      LRUCache.entries.delete(key);
      LRUCache.entries.set(key, value);
      if (LRUCache.entries.size > this.capacity) LRUCache.entries.delete(LRUCache.entries.keys().next().value);
    }
  },
);

/** Linked nodes: an entry taken from the middle leaves its newer neighbour pointing back at it. */
const halfUnlinked = answer(
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

const arraySplice = answer(
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

/** The right Map, but its first key is found by copying all of them. */
const spreadsTheKeys = answer(
  class LRUCache {
    #entries = new Map<Key, Value>();
    constructor(readonly capacity: number) {}
    get(key: Key): Value {
      if (!this.#entries.has(key)) return undefined;
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      return value;
    }
    put(key: Key, value: Value): void {
      if (!this.#entries.delete(key) && this.#entries.size === this.capacity) {
        this.#entries.delete([...this.#entries.keys()][0]);
      }
      this.#entries.set(key, value);
    }
  },
);

const searchesForTheOldest = answer(
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

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
export const wrongAnswers: Readonly<Record<string, WrongAnswer>> = {
  "-1 when absent": { by: "an absent key gives undefined", answer: minusOneWhenAbsent },
  "put ignores a key that is present": { by: "get returns the value that was put last", answer: ignoresOverwrites },
  "get tests the value, not the key": { by: "0, false, null and the empty string are values", answer: truthinessInGet },
  "put tests the value, not the key": { by: "0, false, null and the empty string are values", answer: truthinessInPut },
  "never evicts": { by: "a full cache holds exactly `capacity` entries", answer: neverEvicts },
  "one entry too few": { by: "a full cache holds exactly `capacity` entries", answer: oneTooFew },
  "one entry too many": { by: "a full cache holds exactly `capacity` entries", answer: oneTooMany },
  "the victim stays in the index": { by: "a full cache holds exactly `capacity` entries", answer: forgetsTheIndex },
  "evicts the newest": { by: "the victim is the entry unused for longest, not the newest", answer: evictsTheNewest },
  "get does not refresh": { by: "a get counts as a use", answer: getDoesNotRefresh },
  "an overwrite keeps the old position": { by: "an overwrite counts as a use", answer: overwriteKeepsThePosition },
  "evicts before asking whether the key is present": {
    by: "overwriting a key evicts nobody",
    answer: evictsBeforeAsking,
  },
  "counts an overwrite as a new entry": { by: "overwriting a key evicts nobody", answer: countsOverwrites },
  "a miss stores undefined": { by: "a miss changes nothing", answer: missStoresUndefined },
  "eviction needs a second entry": { by: "a cache of one entry works", answer: needsTwoEntries },
  "takes undefined for absent": {
    by: "an entry whose value is undefined is still an entry",
    answer: undefinedMeansAbsent,
  },
  "a plain object as the index": { by: "keys are compared as a Map compares them", answer: plainObject },
  "state in a static field": { by: "two caches share nothing", answer: sharedState },
  "unlinks one neighbour of two": { by: "any mix of calls agrees with a list kept by hand", answer: halfUnlinked },
  "an array, searched and spliced": { by: "the work of a call does not grow with the cache", answer: arraySplice },
  "copies all keys to find the first": {
    by: "the work of a call does not grow with the cache",
    answer: spreadsTheKeys,
  },
  "searches for the oldest entry": {
    by: "the work of a call does not grow with the cache",
    answer: searchesForTheOldest,
  },
};

/** Right in what it returns, and as simple as can be: the floor that a pass is measured against. */
export const naiveAnswer: Answer = arraySplice;
