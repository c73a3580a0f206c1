/**
 * The exercise `thread-safe-lru`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

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

/** Its card. */
export const exercise: ExerciseCard<ThreadSafeLruGiven> = {
  title: "Thread-safe LRU",
  level: "hard",
  minutes: 45,
  notebook: "concurrency/thread_safe_lru",
  threads: true,
  names: ["SharedLRU"],
  task: `/** An LRU cache of 32-bit integers in shared memory, for several Workers at once. */
class SharedLRU {
  /** Memory for an empty cache of at most \`capacity\` entries. */
  static create(capacity: number): SharedArrayBuffer {
    throw new Error("Not written yet");
  }

  /** This thread's view of the cache in \`memory\`. */
  constructor(memory: SharedArrayBuffer) {
    throw new Error("Not written yet");
  }

  /** The value of \`key\`, or undefined when it is absent; a use. */
  get(key: number): number | undefined {
    throw new Error("Not written yet");
  }

  /** Stores \`value\` under \`key\`; a use. */
  put(key: number, value: number): void {
    throw new Error("Not written yet");
  }

  /** Whether \`key\` is present; not a use. */
  has(key: number): boolean {
    throw new Error("Not written yet");
  }

  /** Takes \`key\` out; whether it was present. */
  delete(key: number): boolean {
    throw new Error("Not written yet");
  }

  /** Entries held. */
  get size(): number {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "Any number of Workers may each make a `SharedLRU` of the same memory and call it at the same time: all that changes is " +
    "in the memory, and every call is done as if it were alone.",
    "`get` gives the value of a key, or `undefined` when it is absent; a hit is a use. `put` is a use. `has` is not.",
    "A `put` of a new key into a full cache drops the entry used least recently.",
    "Keys and values are 32-bit integers, 0 and −1 like any other. Anything else given to `put` is refused with an error and " +
    "changes nothing.",
    "No call waits forever, whatever the previous call did. A call may take time in proportion to the capacity: the " +
    "exercise is about the lock.",
  ],
  firstHint:
    "Everything that two threads must agree on has to be a number in the shared memory: the entries, the order, and a " +
    "lock. Write create, lock and unlock first, then the five methods as if there were one thread, then put each between " +
    "the two.",
  solution: {
    file: "right/ticks.ts",
    why:
      "The whole exercise is in lock, unlock and the finally between them; the cache itself is as plain as can be (a search " +
      "for the smallest tick), so each call costs O(capacity). lib/concurrency/shared_lru/shared_lru_cache.ts has a table " +
      "and a list in the same memory, one lock a shard, and survives a thread that dies while it holds one.",
  },
};
