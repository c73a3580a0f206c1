/**
 * The exercise `lru-cache`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

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

/** A cache that throws away what was used longest ago. */
export type LruCacheGiven = {
  /** The reader's class. */
  readonly LRUCache: LruCacheClass;
};

/** Its entry. */
export const lruCacheExercise: CatalogueEntry<LruCacheGiven> = {
  title: "LRU cache",
  level: "medium",
  minutes: 25,
  notebook: "structures/lru_cache",
  firstHint:
    "Two questions, each needing a structure that answers it at once: where is a key's entry, and which entry was " +
    "used longest ago? Write get first, then put for a key that is present, then put for a new one.",
  solution: {
    file: new URL("./right/insertion_order.ts", import.meta.url),
    why:
      "A Map already keeps an order, so there is nothing left to link: the shortest right answer. Say in an interview what " +
      "it hides: V8 leaves holes where keys were deleted, and walks over them to find the first. " +
      "lib/structures/linked_lru_cache.ts has no holes; lib/structures/lru_cache.ts keeps its list in typed arrays.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
