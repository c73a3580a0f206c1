/**
 * The cases of the exercise `lru-cache`: class `LRUCache` with `constructor(capacity)`, `get(key)` (undefined when absent) and
 * `put(key, value)`.
 *
 * The order teaches. Each rule of the policy has a case small enough to be followed with a pencil, and it comes before the random
 * lives, which catch what no rule names. Within a case the keys that must have survived are asked for first, so that an answer
 * which disturbs the cache when it misses does not fail here for a reason that has its own case. The cost comes last: it is
 * counted, not timed.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthExponent, type WorkAtSize } from "../growth.ts";
import type { Case, Cost, Failure, HintLadder, Suite } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import { answersOf, type CacheClass, type Call, judgeLife, type Life, live, showLife } from "./life.ts";

/** What the reader hands in, as the driver sees it. */
export interface Given {
  /** The reader's class. */
  readonly LRUCache: CacheClass;
}

/** Five doublings; even an answer that looks at every entry is done with the last, 4 · 1,024² steps, in a tenth of a second. */
const COUNTED_CAPACITIES = [32, 64, 128, 256, 512, 1024] as const;
/** Above this exponent the work grows with the cache: O(log n) fits to about 0.2 at these sizes, O(√n) to 0.5. */
const FLAT_BELOW = 0.3;

const put = (key: unknown, value: unknown): Call => ["put", key, value];
const get = (key: unknown): Call => ["get", key];

/** A case that is one life, the same for everyone. */
function lifeCase(
  name: string,
  spec: { misconception: string; hints: HintLadder; capacity: number; calls: readonly Call[] },
): Case<Given, Life> {
  const { misconception, hints, capacity, calls } = spec;
  return {
    name,
    misconception,
    hints,
    input: () => ({ capacity, calls }),
    show: showLife,
    drive: live,
    judge: judgeLife,
  };
}

const absent = lifeCase("an absent key gives undefined", {
  misconception:
    "−1, null or an exception as the sign of absence comes from other statements of this problem; here it is undefined.",
  hints: [
    "What does the task say a miss returns?",
    "A miss is no error and no special number: the caller tests for undefined.",
    "if (!this.#index.has(key)) return undefined;",
  ],
  capacity: 2,
  calls: [get("a")],
});

const latest = lifeCase("get returns the value that was put last", {
  misconception: "Putting a key that is present must replace its value, not be ignored.",
  hints: [
    "Put the same key twice: which value is there?",
    "put has two branches: a new key, and a key that is already present. Both store the value.",
    "if (this.#index.has(key)) this.#index.delete(key); this.#index.set(key, value);",
  ],
  capacity: 2,
  calls: [put("a", 1), get("a"), put("a", 2), get("a")],
});

const falsy = lifeCase("0, false, null and the empty string are values", {
  misconception: "`if (value)` asks whether the value is truthy, not whether the key is present.",
  hints: [
    "Which values would your test for presence take for an absence?",
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
const full: Case<Given, Life> = {
  name: "a full cache holds exactly `capacity` entries",
  misconception:
    "The bound is off by one, or nothing is evicted: room is made when a new key meets a cache that already has " +
    "`capacity` entries, and the victim leaves every structure that knows it.",
  hints: [
    "Count the entries after each put, with capacity 3 and five different keys.",
    "Evict when a new key arrives and size is already equal to capacity: before the insertion, not one earlier or later.",
    "if (this.#index.size === this.#capacity) evict(); then insert",
  ],
  input: () => {
    const keys = ["a", "b", "c", "d", "e"];
    return { capacity: 3, calls: [...keys.map((key, i) => put(key, i + 1)), ...keys.toReversed().map(get)] };
  },
  show: showLife,
  drive: live,
  judge(life, evidence) {
    const found = answersOf(life, evidence).filter((value) => value !== undefined).length;
    if (found === life.capacity) return undefined;
    return {
      expected: `${life.capacity} of the five keys present`,
      got: `${found} present`,
    };
  },
};

const oldest = lifeCase("the victim is the entry unused for longest, not the newest", {
  misconception: "The wrong end: the entry that came last is the one most likely to be needed again.",
  hints: [
    "Which end of your order is the old one?",
    "New and used entries go to one end; victims are taken from the other.",
    "a Map keeps insertion order: its first key, map.keys().next().value, is the oldest",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), put("c", 3), get("c"), get("b"), get("a")],
});

const getUses = lifeCase("a get counts as a use", {
  misconception:
    "Without this the cache is first in, first out: an entry that is read all day long is thrown away for its age.",
  hints: [
    "What does get change?",
    "Used means read or written: a get that hits moves its entry to the recent end.",
    "const value = this.#index.get(key); this.#index.delete(key); this.#index.set(key, value);",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), get("a"), put("c", 3), get("a"), get("c"), get("b")],
});

const overwriteUses = lifeCase("an overwrite counts as a use", {
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

const overwriteEvicts = lifeCase("overwriting a key evicts nobody", {
  misconception:
    "Room is made before asking whether the key is already present, or an overwrite is counted as one more entry: " +
    "replacing a value needs no room.",
  hints: [
    "Overwrite the newest key of a full cache: who must leave?",
    "First ask whether the key is present; only a new key needs room.",
    "if (!this.#index.has(key) && this.#index.size === this.#capacity) evict();",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), put("b", 3), get("b"), get("a")],
});

const miss = lifeCase("a miss changes nothing", {
  misconception:
    "Refreshing without asking whether the key is there (get, delete, set) stores `undefined` under it and evicts " +
    "somebody for a key that nobody put.",
  hints: [
    "Ask for a key that is not there. What is in the cache afterwards?",
    "Only a hit moves an entry; a miss returns at once.",
    "if (!this.#index.has(key)) return undefined; as the first line of get",
  ],
  capacity: 2,
  calls: [put("a", 1), put("b", 2), get("x"), get("y"), get("b"), get("a")],
});

const single = lifeCase("a cache of one entry works", {
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

const undefinedValue = lifeCase("an entry whose value is undefined is still an entry", {
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

const keys = lifeCase("keys are compared as a Map compares them", {
  misconception:
    'A plain object turns every key into a string, so that 1 and "1" are one entry, and it inherits names such as ' +
    '"constructor" that nobody put.',
  hints: [
    "Which keys can your index tell apart?",
    "A plain object only has string keys, and it is born with some.",
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

/** Two caches whose calls alternate. */
const apart: Case<Given, { readonly capacity: number; readonly first: unknown; readonly second: unknown }> = {
  name: "two caches share nothing",
  misconception: "State in a static field, or in a variable outside the class, belongs to all caches at once.",
  hints: [
    "Make two caches and put a key into the first. What does the second say?",
    "What belongs to one cache is created by its constructor.",
    "an instance field, #index = new Map(), instead of static or a variable beside the class",
  ],
  input: () => ({ capacity: 2, first: "one", second: "two" }),
  show: ({ capacity, first, second }) =>
    `two caches: one = new LRUCache(${capacity}); two = new LRUCache(${capacity}); one.put("k", ${
      shownValue(first)
    }); ` +
    `two.put("k", ${shownValue(second)}); one.get("k")`,
  drive({ LRUCache }, { capacity, first, second }) {
    const one = new LRUCache(capacity);
    const two = new LRUCache(capacity);
    one.put("k", first);
    two.put("k", second);
    return one.get("k");
  },
  judge: ({ first }, evidence) =>
    Object.is(evidence, first) ? undefined : { expected: shownValue(first), got: shownValue(evidence) },
};

/** Shortest lives first, so that the first that fails is short enough to be followed by hand. */
const mixed: Case<Given, readonly Life[]> = {
  name: "any mix of calls agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but not in this order of calls: with linked nodes, most often a neighbour's pointer was not " +
    "updated when an entry in the middle moved.",
  hints: [
    "Play the calls below with a list on paper and compare after each one.",
    "Moving an entry is two steps, each complete in itself: take it out (both neighbours), put it in at the recent end (both neighbours).",
    "one private method that unlinks, one that links; get and put use only these",
  ],
  input: (random) => Array.from({ length: 400 }, (_, i) => randomLife(random, 3 + Math.floor(i / 10))),
  show: (lives, throughStep) =>
    throughStep === undefined
      ? `${lives.length} random lives`
      : showLife(lives[Math.floor(throughStep / 1000)]!, throughStep % 1000), // as counted by `drive`
  drive({ LRUCache }, lives, child) {
    const answers: unknown[][] = [];
    for (let life = 0; life < lives.length; life++) {
      const { capacity, calls } = lives[life]!;
      const cache = new LRUCache(capacity);
      const returned: unknown[] = [];
      for (let i = 0; i < calls.length; i++) {
        const call = calls[i]!;
        child.step(1000 * life + i);
        returned[i] = call[0] === "get" ? cache.get(call[1]) : void cache.put(call[1], call[2]);
      }
      answers[life] = returned;
    }
    return answers;
  },
  judge(lives, evidence) {
    if (!Array.isArray(evidence)) {
      throw new TypeError(`Cannot judge lives: a list is needed: current value is ${evidence}`);
    }
    for (const [i, life] of lives.entries()) {
      const failure = judgeLife(life, evidence[i]);
      if (failure) return failure;
    }
  },
};

function randomLife(random: Random, length: number): Life {
  const capacity = 2 + random.integer(3);
  const key = () => "abcdef"[random.integer(capacity + 2)]!;
  const calls = Array.from({ length }, (_, i) => random.next() < 0.6 ? put(key(), i + 1) : get(key()));
  return { capacity, calls };
}

/** Keys are drawn from twice the capacity: half of the gets miss, every put of a new key evicts. */
const constantWork: Case<Given, readonly { readonly capacity: number; readonly keys: readonly number[] }[]> = {
  name: "the work of a call does not grow with the cache",
  misconception:
    "A list that is searched, shifted or copied at every call costs as much as it is long. Finding, moving and evicting an " +
    "entry must each take a fixed number of steps.",
  hints: [
    "Which line of yours looks at more than a fixed number of entries?",
    "A Map finds an entry in O(1), and a place in the order is changed in O(1) by two pointers, or by deleting a Map's key and " +
    "setting it again. Array.splice, shift, indexOf and spreading a Map walk over everything.",
    "const oldest = this.#index.keys().next().value; this.#index.delete(oldest);",
  ],
  counted: true,
  input: (random) =>
    COUNTED_CAPACITIES.map((capacity) => ({
      capacity,
      keys: Array.from({ length: 4 * capacity }, () => random.integer(2 * capacity)),
    })),
  show: (sizes) =>
    `${
      sizes.map(({ capacity }) => capacity).join(", ")
    } entries; a full cache, then a get and a put for each of 4 × capacity keys`,
  drive({ LRUCache }, sizes, child) {
    const work: number[] = [];
    for (let i = 0; i < sizes.length; i++) {
      child.step(i);
      const { capacity, keys } = sizes[i]!;
      const cache = new LRUCache(capacity);
      for (let key = 0; key < capacity; key++) cache.put(key, key);
      const before = child.work();
      for (let k = 0; k < keys.length; k++) {
        cache.get(keys[k]);
        cache.put(keys[k], k);
      }
      work[i] = child.work() - before;
    }
    return work;
  },
  judge: (sizes, evidence) => judgeWork(sizes, evidence),
};

function judgeWork(
  sizes: readonly { readonly capacity: number; readonly keys: readonly number[] }[],
  evidence: unknown,
): Failure | undefined {
  const counts = evidence as readonly number[];
  const points: WorkAtSize[] = sizes.map(({ capacity, keys }, i) => ({
    size: capacity,
    work: counts[i]! / (2 * keys.length),
  }));
  if (points.some(({ work }) => !(work >= 1))) {
    throw new TypeError(`Cannot judge the work: a call is at least one step: current value is ${shownValue(evidence)}`);
  }
  const exponent = growthExponent(points);
  if (exponent < FLAT_BELOW) return undefined;
  const [smallest, largest] = [points[0]!, points.at(-1)!];
  return {
    input:
      `${smallest.size} to ${largest.size} entries; a full cache, then a get and a put for each of 4 × capacity keys`,
    expected: "about the same number of steps a call at every capacity",
    got:
      `${Math.round(smallest.work)} steps a call at capacity ${smallest.size}, ${
        Math.round(largest.work)
      } at ${largest.size}` +
      `: they grow like capacity^${exponent.toFixed(1)}`,
  };
}

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
  cases: [
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
    undefinedValue,
    keys,
    apart,
    mixed,
    constantWork,
  ],
  cost,
};
