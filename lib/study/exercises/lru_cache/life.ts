/**
 * The life of a cache: the calls that are made on it, what they must return, and how a reader would write them.
 *
 * The oracle is a plain list of entries, least recently used first, searched from the front: slow and plainly right. It shares
 * nothing with `lib/structures/`.
 *
 * @module
 */
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";

/** One call. */
export type Call = readonly ["put", key: unknown, value: unknown] | readonly ["get", key: unknown];

/** The calls made on one cache, in order. */
export interface Life {
  /** The most entries it may hold. */
  readonly capacity: number;
  /** What is called on it, in order. */
  readonly calls: readonly Call[];
}

/** What the exercise asks for, as the driver sees it. */
export interface CacheClass {
  /** An empty cache. */
  new (capacity: number): { get(key: unknown): unknown; put(key: unknown, value: unknown): unknown };
}

/** What the reader hands in. */
export interface Given {
  /** The reader's class. */
  readonly LRUCache: CacheClass;
}

/** Runs in the child: lives `life` on a new cache and returns what each call gave back. */
export const live: Case<Given, Life>["drive"] = (given, life, child): unknown[] => {
  const returned: unknown[] = [];
  const cache = new given.LRUCache(life.capacity);
  for (let i = 0; i < life.calls.length; i++) {
    const call = life.calls[i]!;
    child.step(i);
    returned[i] = call[0] === "get" ? cache.get(call[1]) : void cache.put(call[1], call[2]);
  }
  return returned;
};

/** What each call must give back: the value for a `get` of a key that is present, otherwise `undefined`. */
export function oracle(life: Life): unknown[] {
  const entries: { key: unknown; value: unknown }[] = [];
  return life.calls.map((call) => {
    const at = entries.findIndex(({ key }) => key === call[1]);
    const [entry] = at === -1 ? [] : entries.splice(at, 1);
    if (call[0] === "get") {
      if (entry) entries.push(entry);
      return entry?.value;
    }
    if (!entry && entries.length === life.capacity) entries.shift();
    entries.push({ key: call[1], value: call[2] });
  });
}

/** The first call whose answer differs from the oracle's, with the calls that led to it. */
export function judgeLife(life: Life, evidence: unknown): Failure | undefined {
  const returned = answersOf(life, evidence);
  const expected = oracle(life);
  for (const [i, call] of life.calls.entries()) {
    if (call[0] === "get" && !Object.is(returned[i], expected[i])) {
      return { input: showLife(life, i), expected: shownValue(expected[i]), got: shownValue(returned[i]) };
    }
  }
}

/**
 * The evidence as one answer a call.
 * @throws {TypeError} If it is anything else.
 */
export function answersOf(life: Life, evidence: unknown): readonly unknown[] {
  if (Array.isArray(evidence) && evidence.length === life.calls.length) return evidence;
  throw new TypeError(`Cannot judge a life: one answer a call is needed: current value is ${shownValue(evidence)}`);
}

/** The life as a reader would write it, up to and including call `through`. */
export function showLife(life: Life, through: number = life.calls.length - 1): string {
  const calls = life.calls.slice(0, through + 1).map(([name, ...args]) =>
    `${name}(${args.map(shownValue).join(", ")})`
  );
  return [`new LRUCache(${life.capacity})`, ...calls].join("; ");
}
