/**
 * The cases with one thread: the policy by hand, and random calls through two views of one memory.
 *
 * The oracle is a list of entries, least recently used first, searched from the front.
 *
 * @module
 */
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { SharedLruGiven } from "./thread_drive.ts";

/** One call, through one of two views of the same memory. */
export type ViewCall = readonly [
  view: number,
  name: "get" | "put" | "has" | "delete" | "size",
  key: number,
  value: number,
];

/** Calls on one memory, in order. */
export interface ViewLife {
  /** Room. */
  readonly capacity: number;
  /** What is called. */
  readonly calls: readonly ViewCall[];
}

/** Runs in the child: makes the calls, and returns what each gave back. */
export const liveThroughViews: Case<SharedLruGiven, ViewLife>["drive"] = (
  { SharedLRU },
  { capacity, calls },
  child,
): unknown[] => {
  const memory = SharedLRU.create(capacity);
  const views = [new SharedLRU(memory), new SharedLRU(memory)];
  const returned: unknown[] = [];
  for (let i = 0; i < calls.length; i++) {
    const [view, name, key, value] = calls[i]!;
    child.step(i);
    const cache = views[view]!;
    if (name === "put") cache.put(key, value);
    returned[i] = name === "put" ? undefined : name === "size" ? cache.size : cache[name](key);
  }
  return returned;
};

/** What each call must give back; `undefined` for `put`. */
export function answersOfViews({ capacity, calls }: ViewLife): unknown[] {
  const entries: { key: number; value: number }[] = [];
  return calls.map(([, name, key, value]) => {
    if (name === "size") return entries.length;
    const at = entries.findIndex((entry) => entry.key === key);
    if (name === "has") return at !== -1;
    const [entry] = at === -1 ? [] : entries.splice(at, 1);
    if (name === "delete") return entry !== undefined;
    if (name === "get") {
      if (entry) entries.push(entry);
      return entry?.value;
    }
    if (!entry && entries.length === capacity) entries.shift();
    entries.push({ key, value });
    return undefined;
  });
}

function judge(life: ViewLife, evidence: unknown): Failure | undefined {
  if (!Array.isArray(evidence) || evidence.length !== life.calls.length) {
    throw new TypeError(`Cannot judge a life: one answer a call is needed: current value is ${typeof evidence}`);
  }
  const expected = answersOfViews(life);
  const at = expected.findIndex((answer, i) => !Object.is(answer, evidence[i]));
  if (at === -1) return undefined;
  return { input: show(life, at), expected: shownValue(expected[at]), got: shownValue(evidence[at]) };
}

function show({ capacity, calls }: ViewLife, throughStep = calls.length - 1): string {
  const from = Math.max(0, throughStep - 30);
  const lines = calls.slice(from, throughStep + 1).map(([view, name, key, value]) =>
    `${"ab"[view]}.${name === "size" ? "size" : `${name}(${key}${name === "put" ? `, ${value}` : ""})`}`
  );
  return `memory = SharedLRU.create(${capacity}); a and b = new SharedLRU(memory); ${from > 0 ? "…; " : ""}${
    lines.join("; ")
  }`;
}

const oldest: Case<SharedLruGiven, ViewLife> = {
  name: "a full cache drops the entry used least recently, and a get is a use",
  misconception:
    "Without moving what is read, the cache is first in, first out. This is also why a get needs the lock: it writes.",
  hints: [
    "What does a get change?",
    "The order of use has to be in the shared memory, too: a linked list of slot numbers, or a tick for each slot.",
    "words[slot + USED] = ++words[TICK]; in get and put; the victim is the slot with the smallest",
  ],
  input: () => ({
    capacity: 2,
    calls: [
      ...[[0, "put", 1, 10], [0, "put", 2, 20], [0, "get", 1, 0], [0, "put", 3, 30], [0, "get", 1, 0]] as const,
      ...[[0, "has", 2, 0], [0, "get", 3, 0], [0, "put", 1, 11], [0, "put", 4, 40], [0, "has", 3, 0]] as const,
      ...[[0, "get", 1, 0], [0, "size", 0, 0], [0, "delete", 4, 0], [0, "delete", 4, 0], [0, "size", 0, 0]] as const,
    ],
  }),
  show,
  drive: liveThroughViews,
  judge,
};

const EXTREMES = [0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 42, 7, -7];

const mixed: Case<SharedLruGiven, ViewLife> = {
  name: "any mix of calls agrees with a list kept by hand, for all 32-bit integers",
  misconception:
    'A 0 (or −1) that means "empty" is also a key, a value, or a slot\'s number: what is free must be said by something that no entry can hold.',
  hints: [
    "How does your memory tell a free slot from the entry 0 → 0?",
    "New shared memory is all zeros. A slot is used if its tick is above 0, or if it is in the list; its key says nothing.",
    "if (words[slot + USED] !== 0 && words[slot + KEY] === key) return slot;",
  ],
  input: (random) => ({
    capacity: 4,
    calls: Array.from({ length: 1500 }, (): ViewCall => {
      const name = (["get", "get", "put", "put", "put", "has", "delete", "size"] as const)[random.integer(8)]!;
      return [random.integer(2), name, EXTREMES[random.integer(8)]!, EXTREMES[random.integer(8)]!];
    }),
  }),
  show,
  drive: liveThroughViews,
  judge,
};

/** In the order in which they teach. */
export const policyCases: readonly Case<SharedLruGiven>[] = [oldest, mixed];
