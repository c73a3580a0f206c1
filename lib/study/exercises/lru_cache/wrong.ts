/**
 * The wrong answers of the exercise `lru-cache`: each is a right answer with one thing changed, and names the case that
 * must be the first to catch it. Where the algorithm itself is another, the answer stands in `wrong/` as a file of its
 * own.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const map = mistake("./right/insertion_order.ts");
const linked = mistake("./right/linked_nodes.ts");
const noSentinels = mistake("./wrong/no_sentinels.ts");

const FALSY = "0, false, null and the empty string are values";
const FULL = "a full cache holds exactly `capacity` entries";
const ROOM = "overwriting a key evicts nothing";
const WORK = "the work of a call does not grow with the cache";

const HIT = "if (!this.#entries.has(key)) return undefined;";
const IS_FULL = "this.#entries.size === this.#capacity";
const IS_NEW = "!this.#entries.delete(key) && ";
const OLDEST = "const [oldest] = this.#entries.keys();";
const FIELD = "#entries = new Map<Key, Value>();";
const REFRESH = "    this.#entries.delete(key);\n    this.#entries.set(key, value);\n    return value;";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "-1 when absent": map("an absent key gives undefined", [HIT, "if (!this.#entries.has(key)) return -1;"]),
  "put ignores a key that is present": map("get returns the value that was put last", [
    `if (${IS_NEW}`,
    "if (this.#entries.has(key)) return;\n    if (",
  ]),
  "get tests the value, not the key": map(FALSY, [HIT, "if (!this.#entries.get(key)) return undefined;"]),
  "put tests the value, not the key": map(FALSY, [
    IS_NEW,
    "!(this.#entries.get(key) && this.#entries.delete(key)) && ",
  ]),
  "never evicts": map(FULL, [IS_FULL, "false"]),
  "one entry too few": map(FULL, [IS_FULL, "this.#entries.size >= this.#capacity - 1"]),
  "one entry too many": map(FULL, [IS_FULL, "this.#entries.size > this.#capacity"]),
  "the victim stays in the index": mistake("./wrong/order_apart.ts")(FULL),
  "evicts the newest": map("the least recently used entry is evicted, not the newest", [
    OLDEST,
    "const oldest = [...this.#entries.keys()].at(-1);",
  ]),
  "get does not refresh": map("a get counts as a use", [REFRESH, "    return value;"]),
  "an overwrite keeps the old position": map("an overwrite counts as a use", [IS_NEW, "!this.#entries.has(key) && "]),
  "evicts before asking whether the key is present": map(ROOM, [IS_NEW, ""]),
  "counts an overwrite as a new entry": map(ROOM, [FIELD, `${FIELD} #size = 0;`], [
    `if (${IS_NEW}${IS_FULL}) {`,
    "this.#entries.delete(key);\n    if (++this.#size > this.#capacity) {\n      this.#size--;",
  ]),
  "a miss stores undefined": map("a miss changes nothing", [HIT, ""], [
    REFRESH,
    "    this.put(key, value);\n    return value;",
  ]),
  "eviction needs a second entry": noSentinels("a cache of one entry works"),
  "takes undefined for absent": map("an entry whose value is undefined is still an entry", [
    HIT,
    "if (this.#entries.get(key) === undefined) return undefined;",
  ]),
  "a plain object as the index": linked(
    "keys are compared as a Map compares them",
    ["#nodes = new Map<Key, Node<Key, Value>>();", "#nodes: any = {};\n  #size = 0;"],
    ["const node = this.#nodes.get(key);", "const node = this.#nodes[key];"],
    ["const present = this.#nodes.get(key);", "const present = this.#nodes[key];"],
    ["if (this.#nodes.size === this.#capacity) {", "if (this.#size < this.#capacity) this.#size++;\n    else {"],
    ["this.#nodes.delete(oldest.key);", "delete this.#nodes[oldest.key];"],
    ["this.#nodes.set(key, node);", "this.#nodes[key] = node;"],
  ),
  "state in a static field": map("two caches share nothing", [
    FIELD,
    "static #all = new Map<unknown, unknown>();\n  #entries = LRUCache.#all as Map<Key, Value>;",
  ]),
  "unlinks one neighbour of two": noSentinels("any mix of calls agrees with a list kept by hand", [
    "this.#oldest!.older = undefined;",
    "if (this.#oldest) this.#oldest.older = undefined; else this.#newest = undefined;",
  ], ["node.newer!.older = node.older;", ""]),
  "an array, searched and spliced": mistake("./wrong/array_splice.ts")(WORK),
  "copies all keys to find the first": map(WORK, [OLDEST, "const oldest = [...this.#entries.keys()][0];"]),
  "searches for the oldest entry": mistake("./wrong/searches_for_the_oldest.ts")(WORK),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a Map in the order of insertion": answer("./right/insertion_order.ts"),
  "LeetCode 146: a Map and a linked list": answer("./right/linked_nodes.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "an array that is searched", answer: answer("./wrong/array_splice.ts") };
