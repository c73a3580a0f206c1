/**
 * The exercise `lru-cache`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise `lru-cache` asks for. */
export interface LruCacheClass {
  /** An empty cache that never holds more than `capacity` entries. */
  new <Key, Value>(capacity: number): {
    /** The value of `key`, or `undefined` when it is absent; a use of the entry. */
    get(key: Key): Value | undefined;
    /** Stores `value` under `key`; a use of the entry. What it returns does not matter. */
    put(key: Key, value: Value): unknown;
  };
}

/** A cache that drops the least recently used entry. */
export type LruCacheGiven = {
  /** The reader's class. */
  readonly LRUCache: LruCacheClass;
};

/** Its card. */
export const exercise: ExerciseCard<LruCacheGiven> = {
  title: "LRU cache",
  level: "medium",
  minutes: 25,
  notebook: "structures/lru_cache",
  names: ["LRUCache"],
  task: `/** Keeps the \`capacity\` most recently used entries. Both methods take O(1). */
class LRUCache<Key, Value> {
  constructor(capacity: number) {
    throw new Error("Not written yet");
  }

  /** The value of \`key\`, or undefined when it is absent. */
  get(key: Key): Value | undefined {
    throw new Error("Not written yet");
  }

  /** Stores \`value\` under \`key\`, in place of an earlier value. */
  put(key: Key, value: Value): void {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "`get` returns the latest value put under the key, or `undefined` when the key is absent: no −1, no exception.",
    "`put` of a new key into a cache that holds `capacity` entries drops the entry unused for longest; the capacity is at " +
    "least 1.",
    "A `get` that finds its key is a use, and so is every `put`. A `get` that misses changes nothing.",
    "Any value may be stored, including 0, `false`, `null` and the empty string.",
    "Neither method does more work in a larger cache: steps are counted, not timed.",
  ],
  mastery: [
    "An entry whose value is `undefined` is still an entry.",
    'Keys are compared as a `Map` compares them: 1 and "1" are two keys, and `constructor` and `__proto__` are keys like any other.',
  ],
  firstHint:
    "Two questions, each with a structure that answers it at once: where is a key's entry, and which entry was " +
    "used longest ago? Write get first, then put for a key that is present, then put for a new one.",
  solution: {
    file: "right/insertion_order.ts",
    why:
      "A Map already keeps an order, so there is nothing to link: the shortest right answer. In an interview, say what " +
      "it hides: V8 leaves holes where keys were deleted, and walks over them to find the first. " +
      "lib/structures/linked_lru_cache.ts has no holes; lib/structures/lru_cache.ts keeps its list in typed arrays.",
  },
};
