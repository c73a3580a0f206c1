/**
 * Wrong answers that keep their entries in a Map, as the shortest right one does.
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

const answer = (LRUCache: new (capacity: number) => Cache): Answer => ({ given: { LRUCache } });

/** A miss gives −1, as another statement of the problem asks for. */
export const minusOneWhenAbsent: Answer = answer(
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

/** A key that is present is not put again. */
export const ignoresOverwrites: Answer = answer(
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

/** A falsy value is taken for a miss. */
export const truthinessInGet: Answer = answer(
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

/** A key whose value is falsy is taken for a new one. */
export const truthinessInPut: Answer = answer(
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

/** There is no bound. */
export const neverEvicts: Answer = answer(
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

/** The bound is `capacity` − 1. */
export const oneTooFew: Answer = answer(
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

/** The bound is `capacity` + 1. */
export const oneTooMany: Answer = answer(
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

/** The victim is the last key, not the first. */
export const evictsTheNewest: Answer = answer(
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

/** First in, first out. */
export const getDoesNotRefresh: Answer = answer(
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

/** `Map.set` alone does not move a key. */
export const overwriteKeepsThePosition: Answer = answer(
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

/** Room is made for a key that is already there. */
export const evictsBeforeAsking: Answer = answer(
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

/** The size is counted by hand, and an overwrite counts. */
export const countsOverwrites: Answer = answer(
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

/** A miss is refreshed like a hit. */
export const missStoresUndefined: Answer = answer(
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

/** A stored `undefined` is taken for a miss. */
export const undefinedMeansAbsent: Answer = answer(
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

/** All caches share one Map. */
export const sharedState: Answer = answer(
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

/** The right Map, but its first key is found by copying all of them. */
export const spreadsTheKeys: Answer = answer(
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
