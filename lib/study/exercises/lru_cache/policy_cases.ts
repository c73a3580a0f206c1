/**
 * The rules of an LRU cache, one case each, small enough to be followed with a pencil.
 *
 * Within a case the keys that must have survived are asked for first, so that an answer which disturbs the cache when it misses does
 * not fail here for a reason that has its own case.
 *
 * @module
 */
import type { Case, HintLadder } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import { answersOf, type Call, type Given, judgeLife, type Life, live, showLife } from "./life.ts";

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

/** In the order in which they teach. */
export const policyCases: readonly Case<Given>[] = [
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
];
