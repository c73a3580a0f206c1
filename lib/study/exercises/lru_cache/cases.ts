/**
 * The cases of the exercise `lru-cache`: first the rules of the policy, small enough to be followed with a pencil, then
 * random scripts, which catch what no rule names, and the cost; last what a senior engineer adds.
 *
 * Within a case the keys that must have survived are asked for first, so that an answer which disturbs the cache when
 * it misses does not fail here for a reason that has its own case.
 *
 * @module
 */
import { growthCase } from "../growth_case.ts";
import type { Call, Script } from "../script_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { LruCacheGiven } from "./exercise.ts";
import { get, put, randomScripts, scriptCase } from "./script.ts";

function rule(
  name: string,
  { capacity, ...spec }: {
    misconception: string;
    hints: HintLadder;
    stretch?: boolean;
    capacity: number;
    calls: readonly Call[];
  },
): Case<LruCacheGiven> {
  return scriptCase({ name, args: [capacity], ...spec });
}

const absent = rule("an absent key gives undefined", {
  misconception:
    "−1, null or an exception as the sign of absence comes from other versions of this problem; here it is undefined.",
  hints: [
    "What does the task say a miss returns?",
    "A miss is neither an error nor a special number: the caller tests for undefined.",
    "if (!this.#index.has(key)) return undefined;",
  ],
  capacity: 2,
  calls: [get("a")],
});

const latest = rule("get returns the value that was put last", {
  misconception: "Putting a key that is present must replace its value, not be ignored.",
  hints: [
    "Put the same key twice: which value is there?",
    "put has two branches: a new key, and a key that is already present. Both store the value.",
    "if (this.#index.has(key)) this.#index.delete(key); this.#index.set(key, value);",
  ],
  capacity: 2,
  calls: [put("a", 1), get("a"), put("a", 2), get("a")],
});

const falsy = rule("0, false, null and the empty string are values", {
  misconception: "`if (value)` asks whether the value is truthy, not whether the key is present.",
  hints: [
    "Which stored values would your test mistake for a missing key?",
    "Ask the index whether it has the key; the value itself says nothing about that.",
    "if (!this.#index.has(key)) return undefined; — in put as well as in get",
  ],
  capacity: 4,
  calls: [
    ...[put("zero", 0), put("no", false), put("nothing", null), put("empty", "")],
    ...[get("zero"), get("no"), get("nothing"), get("empty")],
    ...[put("empty", ""), get("zero"), get("no"), get("nothing"), get("empty")],
  ],
});

/** Only the number of survivors is judged: which of them survive is a matter of the later cases. */
const full: Case<LruCacheGiven, Script> = {
  ...rule("a full cache holds exactly `capacity` entries", {
    misconception:
      "The bound is off by one, or nothing is evicted: room is made when a new key meets a cache that already has " +
      "`capacity` entries, and the victim leaves every structure that knows it.",
    hints: [
      "Count the entries after each put, with capacity 3 and five different keys.",
      "Evict when a new key arrives and size is already equal to capacity: before the insertion, not one earlier or later.",
      "if (this.#index.size === this.#capacity) evict(); then insert",
    ],
    capacity: 3,
    calls: [..."abcde"].map((key, i) => put(key, i + 1)).concat([..."edcba"].map(get)),
  }) as Case<LruCacheGiven, Script>,
  judge({ args: [capacity] }, evidence) {
    const found = Array.isArray(evidence) ? evidence.slice(5).filter((value) => value !== undefined).length : -1;
    return found === capacity
      ? undefined
      : { expected: `${capacity} of the five keys present`, got: `${found} of them present` };
  },
};

const oldest = rule("the least recently used entry is evicted, not the newest", {
  misconception: "The wrong end: the newest entry is the most likely to be needed again.",
  hints: [
    "Which end of your order is the old one?",
    "New and used entries go to one end; victims are taken from the other.",
    "a Map keeps insertion order: its first key, map.keys().next().value, is the oldest",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), put("c", 3), get("c"), get("b"), get("a")],
});

const getUses = rule("a get counts as a use", {
  misconception:
    "Without this the cache is first in, first out: an entry that is read all day is dropped because it is old.",
  hints: [
    "What does get change?",
    "Used means read or written: a get that hits moves its entry to the recent end.",
    "const value = this.#index.get(key); this.#index.delete(key); this.#index.set(key, value);",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), get("a"), put("c", 3), get("a"), get("c"), get("b")],
});

const overwriteUses = rule("an overwrite counts as a use", {
  misconception:
    "Map.set on a key that is present keeps the old place in the order, and a node whose value is replaced stays where " +
    "it is in the list: overwriting must also move the entry.",
  hints: [
    "Where in the order is a key whose value was just replaced?",
    "Writing is using: an overwrite moves the entry to the recent end, as a get does.",
    "this.#index.delete(key); before this.#index.set(key, value);",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), put("a", 3), put("c", 4), get("a"), get("c"), get("b")],
});

const overwriteEvicts = rule("overwriting a key evicts nothing", {
  misconception:
    "Room is made before asking whether the key is already present, or an overwrite is counted as one more entry: " +
    "replacing a value needs no room.",
  hints: [
    "Overwrite the newest key of a full cache: which entry must leave?",
    "First ask whether the key is present; only a new key needs room.",
    "if (!this.#index.has(key) && this.#index.size === this.#capacity) evict();",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), put("b", 3), get("b"), get("a")],
});

const miss = rule("a miss changes nothing", {
  misconception:
    "Refreshing without asking whether the key is there (get, delete, set) stores `undefined` under it and evicts " +
    "an entry for a key that was never put.",
  hints: [
    "Ask for a key that is not there. What is in the cache afterwards?",
    "Only a hit moves an entry; a miss returns at once.",
    "if (!this.#index.has(key)) return undefined; as the first line of get",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), get("x"), get("y"), get("b"), get("a")],
});

const single = rule("a cache of one entry works", {
  misconception: "With one entry the oldest is also the newest: unlinking it leaves a list without a first and a last.",
  hints: [
    "Walk through an eviction with a single node: what are its neighbours?",
    "Two sentinel nodes, before the first and after the last, make every node have two neighbours.",
    "node.previous.next = node.next; node.next.previous = node.previous; — true for every node between sentinels",
  ],
  capacity: 1,
  calls: [
    put("a", 1),
    get("a"),
    put("b", 2),
    get("b"),
    get("a"),
    put("b", 3),
    get("b"),
    put("c", 4),
    get("c"),
    get("b"),
  ],
});

const undefinedValue = rule("an entry whose value is undefined is still an entry", {
  stretch: true,
  misconception:
    "`if (value === undefined)` can't tell a stored undefined from an absent key: the hit does not count as a use.",
  hints: [
    "Store undefined and read it: does the entry become the most recent?",
    "The value can't say whether the key is present; the index can.",
    "replace the test of the value by this.#index.has(key)",
  ],
  capacity: 2,
  calls: [put("a", undefined), put("b", 2), get("a"), put("c", 3), get("c"), get("b")],
});

const keys = rule("keys are compared as a Map compares them", {
  stretch: true,
  misconception:
    'A plain object turns every key into a string, so that 1 and "1" are one entry, and it inherits names such as ' +
    '"constructor" that were never put.',
  hints: [
    "Which keys can your index tell apart?",
    "A plain object has only string keys, and it inherits some.",
    "#index = new Map();",
  ],
  capacity: 3,
  calls: [
    get("constructor"),
    put(1, "number"),
    put("1", "text"),
    get(1),
    get("1"),
    put("__proto__", 3),
    get("__proto__"),
  ],
});

const apart: Case<LruCacheGiven, readonly unknown[]> = {
  name: "two caches share nothing",
  misconception: "State in a static field, or in a variable outside the class, belongs to all caches at once.",
  hints: [
    "Make two caches and put a key into the first. What does the second say?",
    "What belongs to one cache is created by its constructor.",
    "an instance field, #index = new Map(), instead of static or a variable outside the class",
  ],
  input: () => ["one", "two"],
  show: () => 'one = new LRUCache(2); two = new LRUCache(2); one.put("k", "one"); two.put("k", "two"); one.get("k")',
  drive({ LRUCache }, [first, second]) {
    const [one, two] = [new LRUCache<string, unknown>(2), new LRUCache<string, unknown>(2)];
    one.put("k", first);
    two.put("k", second);
    return one.get("k");
  },
  judge: ([first], evidence) =>
    evidence === first ? undefined : { expected: shownValue(first), got: shownValue(evidence) },
};

const mixed = randomScripts({
  name: "any mix of calls agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but not in this order of calls: with linked nodes, often a neighbour's pointer was not " +
    "updated when an entry in the middle moved.",
  hints: [
    "Replay the calls above with a list on paper and compare after each one.",
    "Moving an entry is two steps, each complete in itself: take it out (both neighbours), put it in at the recent end " +
    "(both neighbours).",
    "one private method that unlinks, one that links; get and put use only these",
  ],
  count: 400,
  script(random, i) {
    const capacity = 2 + random.integer(3);
    const key = () => "abcdef"[random.integer(capacity + 2)]!;
    const calls = Array.from(
      { length: 3 + Math.floor(i / 10) },
      (_, k) => random.next() < 0.6 ? put(key(), k + 1) : get(key()),
    );
    return { args: [capacity], calls };
  },
});

/** Keys are drawn from twice the capacity: half of the gets miss, every put of a new key evicts. */
const constantWork = growthCase<LruCacheGiven, { readonly size: number; readonly keys: readonly number[] }>({
  name: "the work of a call does not grow with the cache",
  misconception:
    "Finding, moving and evicting an entry must each take a fixed number of steps, no matter how many entries there are.",
  hints: [
    "Which line of yours looks at more than a fixed number of entries?",
    "A Map finds an entry in O(1), and a place in the order is changed in O(1) by two pointers, or by deleting a Map's key " +
    "and setting it again. Array.splice, shift, indexOf and spreading a Map walk over everything.",
    "const oldest = this.#index.keys().next().value; this.#index.delete(oldest);",
  ],
  what: "a full cache, then a get and a put for each of 4 × capacity keys",
  unit: "call",
  of: "entries",
  // Even an answer that looks at every entry is done with the last in a tenth of a second.
  sizes: (random) =>
    [32, 64, 128, 256, 512, 1024].map((size) => ({
      size,
      keys: Array.from({ length: 4 * size }, () => random.integer(2 * size)),
    })),
  driveOne({ LRUCache }, { size, keys }, measure) {
    const cache = new LRUCache<number, number>(size);
    for (let key = 0; key < size; key++) cache.put(key, key);
    return measure(2 * keys.length, () => {
      for (let k = 0; k < keys.length; k++) {
        cache.get(keys[k]!);
        cache.put(keys[k]!, k);
      }
    });
  },
});

/** Most instructive first. */
export const cases: readonly Case<LruCacheGiven>[] = [
  absent,
  latest,
  full,
  oldest,
  getUses,
  overwriteEvicts,
  overwriteUses,
  miss,
  falsy,
  single,
  apart,
  mixed,
  constantWork,
  undefinedValue,
  keys,
] as readonly Case<LruCacheGiven>[];

/** What is measured after a pass. */
export const cost: Cost<LruCacheGiven, readonly number[], number> = {
  time: {
    what: "10,000 gets at capacity 500, with a put after each miss",
    // Skewed: about two thirds are hits.
    input: (random) => Array.from({ length: 10_000 }, () => Math.floor(2000 * random.next() ** 3)),
    run({ LRUCache }, keys) {
      const cache = new LRUCache<number, number>(500);
      let hits = 0;
      for (let i = 0; i < keys.length; i++) {
        if (cache.get(keys[i]!) === undefined) cache.put(keys[i]!, i);
        else hits++;
      }
      return hits;
    },
  },
  memory: {
    what: "a full cache of 5,000 numbers",
    input: () => 5000,
    build({ LRUCache }, capacity) {
      const cache = new LRUCache<number, number>(capacity);
      for (let key = 0; key < capacity; key++) cache.put(key, key);
      return cache;
    },
  },
};
