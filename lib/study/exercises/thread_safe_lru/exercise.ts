/**
 * The exercise `thread-safe-lru`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

/** What the exercise `thread-safe-lru` asks for. */
export interface SharedLruClass {
  /** Memory for an empty cache that never holds more than `capacity` entries. */
  create(capacity: number): SharedArrayBuffer;
  /** The calling thread's view of the cache in `memory`. */
  new (memory: SharedArrayBuffer): {
    /** The value of `key`, or `undefined` when it is absent; a use of the entry. */
    get(key: number): number | undefined;
    /** Stores `value` under `key`; a use of the entry. What it returns does not matter. */
    put(key: number, value: number): unknown;
    /** Whether `key` is present; not a use. */
    has(key: number): boolean;
    /** Takes `key` out; whether it was present. */
    delete(key: number): boolean;
    /** Entries held. */
    readonly size: number;
  };
}

/** An LRU cache of 32-bit integers that several threads use at once. */
export type ThreadSafeLruGiven = {
  /** The reader's class. */
  readonly SharedLRU: SharedLruClass;
};

/** Its entry. */
export const threadSafeLruExercise: CatalogueEntry<ThreadSafeLruGiven> = {
  title: "Thread-safe LRU",
  level: "hard",
  minutes: 45,
  notebook: "concurrency/thread_safe_lru",
  firstHint:
    "Everything that two threads must agree on has to be a number in the shared memory: the entries, the order, and a " +
    "lock. Write create, lock and unlock first, then the five methods as if there were one thread, then put each between the two.",
  solution: {
    file: new URL("./right/ticks.ts", import.meta.url),
    why:
      "The whole exercise is in lock, unlock and the finally between them; the cache itself is as plain as can be (a search for the " +
      "smallest tick), so each call costs O(capacity). lib/concurrency/shared_lru/shared_lru_cache.ts has a table and a list in the " +
      "same memory, one lock a shard, and survives a thread that dies while it holds one.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
