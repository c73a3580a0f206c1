/**
 * The suite of the exercise `thread-safe-lru`: class `SharedLRU` over one `SharedArrayBuffer`, used by several Workers at once.
 *
 * First that no call leaves the lock taken, then the policy in one thread, then what threads see of each other, then four kinds of race. A call may take time in proportion to the
 * capacity: the exercise is about the lock.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import { policyCases } from "./policy_cases.ts";
import { freesTheLock, threadCases } from "./thread_cases.ts";
import type { SharedLruGiven } from "./thread_drive.ts";

const cost: Cost<SharedLruGiven, { readonly capacity: number; readonly keys: readonly number[] }, number> = {
  time: {
    what: "20,000 gets in one thread at capacity 100, with a put after each miss",
    input: (random) => ({
      capacity: 100,
      keys: Array.from({ length: 20_000 }, () => Math.floor(400 * random.next() ** 3)), // skewed: about two thirds are hits
    }),
    run({ SharedLRU }, { capacity, keys }) {
      const cache = new SharedLRU(SharedLRU.create(capacity));
      let hits = 0;
      for (let i = 0; i < keys.length; i++) {
        if (cache.get(keys[i]!) === undefined) cache.put(keys[i]!, i);
        else hits++;
      }
      return hits;
    },
  },
  memory: {
    what: "a full cache of 1,000 numbers",
    input: () => 1000,
    build({ SharedLRU }, capacity) {
      const cache = new SharedLRU(SharedLRU.create(capacity));
      for (let key = 0; key < capacity; key++) cache.put(key, key);
      return cache;
    },
  },
};

/** The suite. */
export const suite: Suite<SharedLruGiven> = {
  exercise: "thread-safe-lru",
  names: ["SharedLRU"],
  task: `/**
 * An LRU cache of 32-bit integers in shared memory. Any number of Workers may each make a
 * SharedLRU of the same memory and call it at the same time. All that changes is in the memory.
 */
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

  /** Stores \`value\` under \`key\`; a use. What is no 32-bit integer is a RangeError, and changes nothing. */
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
  cases: [freesTheLock, ...policyCases, ...threadCases],
  cost,
};
