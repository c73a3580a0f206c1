/**
 * The suite of the exercise `lru-cache`: class `LRUCache` with `constructor(capacity)`, `get(key)` (undefined when absent) and
 * `put(key, value)`.
 *
 * The order teaches: first the rules of the policy, then random lives, which catch what no rule names, and last the cost.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import { constantWork } from "./constant_work.ts";
import type { Given } from "./life.ts";
import { mixedLives } from "./mixed_lives.ts";
import { policyCases } from "./policy_cases.ts";

const cost: Cost<Given, { readonly capacity: number; readonly keys: readonly number[] }, number> = {
  time: {
    what: "10,000 gets at capacity 500, with a put after each miss",
    input: (random) => ({
      capacity: 500,
      keys: Array.from({ length: 10_000 }, () => Math.floor(2000 * random.next() ** 3)), // skewed: about two thirds are hits
    }),
    run({ LRUCache }, { capacity, keys }) {
      const cache = new LRUCache(capacity);
      let hits = 0;
      for (let i = 0; i < keys.length; i++) {
        if (cache.get(keys[i]) === undefined) cache.put(keys[i], i);
        else hits++;
      }
      return hits;
    },
  },
  memory: {
    what: "a full cache of 5,000 numbers",
    input: () => 5000,
    build({ LRUCache }, capacity) {
      const cache = new LRUCache(capacity);
      for (let key = 0; key < capacity; key++) cache.put(key, key);
      return cache;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "lru-cache",
  names: ["LRUCache"],
  task: `/** Keeps the \`capacity\` entries used last. Both methods take O(1). */
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
  cases: [...policyCases, mixedLives, constantWork],
  cost,
};
