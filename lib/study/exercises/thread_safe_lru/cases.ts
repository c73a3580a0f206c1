/**
 * The cases of the exercise `thread-safe-lru`: first that no call leaves the lock taken, then the policy in one thread,
 * by hand and at random through two views of one memory, then what threads see of each other, then four kinds of race.
 *
 * Each race has a game of its own, in which answers with another mistake do well, so that the case which fails first
 * names the mistake. The oracle of the policy is a list of entries, least recently used first, searched from the front.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, Failure } from "../suite.ts";
import type { ThreadSafeLruGiven } from "./exercise.ts";
import { inThreads, type ThreadEvidence, type ThreadPlan } from "./threads.ts";

/** One call, through one of two views of the same memory. */
type ViewCall = readonly [
  view: number,
  name: "get" | "put" | "has" | "delete" | "size",
  key: number,
  value: number,
];

/** Calls on one memory, in order. */
interface ViewScript {
  /** Room. */
  readonly capacity: number;
  /** What is called. */
  readonly calls: readonly ViewCall[];
}

/** Runs in the child: makes the calls, and returns what each gave back. */
const playThroughViews: Case<ThreadSafeLruGiven, ViewScript>["drive"] = (
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
function oracle({ capacity, calls }: ViewScript): unknown[] {
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

function judge(script: ViewScript, evidence: unknown): Failure | undefined {
  if (!Array.isArray(evidence) || evidence.length !== script.calls.length) {
    throw new TypeError(`Cannot judge a script: one answer a call is needed: current value is ${typeof evidence}`);
  }
  const expected = oracle(script);
  const at = expected.findIndex((answer, i) => !Object.is(answer, evidence[i]));
  if (at === -1) return undefined;
  return { input: show(script, at), expected: shownValue(expected[at]), got: shownValue(evidence[at]) };
}

function show({ capacity, calls }: ViewScript, throughStep = calls.length - 1): string {
  const from = Math.max(0, throughStep - 30);
  const lines = calls.slice(from, throughStep + 1).map(([view, name, key, value]) =>
    `${"ab"[view]}.${name === "size" ? "size" : `${name}(${key}${name === "put" ? `, ${value}` : ""})`}`
  );
  return `memory = SharedLRU.create(${capacity}); a and b = new SharedLRU(memory); ${from > 0 ? "…; " : ""}${
    lines.join("; ")
  }`;
}

const oldest: Case<ThreadSafeLruGiven, ViewScript> = {
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
  drive: playThroughViews,
  judge,
};

const EXTREMES = [0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 42, 7, -7];

const mixed: Case<ThreadSafeLruGiven, ViewScript> = {
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
  drive: playThroughViews,
  judge,
};

type Report = Record<string, unknown>;

/** A case that lets two threads play a game; `judge` gets both reports. */
function threadCase(
  spec: Pick<Case<ThreadSafeLruGiven>, "name" | "misconception" | "hints"> & {
    readonly plan: Omit<ThreadPlan, "seed">;
    readonly what: string;
    judge(reports: readonly [Report, Report], plan: ThreadPlan): Failure | undefined;
  },
): Case<ThreadSafeLruGiven, ThreadPlan> {
  const { plan, what, judge, ...words } = spec;
  return {
    ...words,
    input: (random) => ({ ...plan, seed: random.integer(2 ** 30) }),
    show: () => what,
    drive: inThreads,
    judge(given, evidence) {
      const seen = evidence as ThreadEvidence;
      if (seen.stuck) {
        const got = seen.at
          ? `after ${seen.at}, the next call waits for ever`
          : "a thread waits, or goes round in circles, for ever";
        return { expected: "every call comes to an end", got };
      }
      const [first, second] = seen.reports as [Report, Report];
      return judge([first, second], given);
    },
  };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const refusals = threadCase({
  name: "every call frees the lock, whether it hits, misses or throws",
  misconception:
    "A return or a throw between lock and unlock leaves the lock taken for ever, and the next caller with it. The unlock belongs into a finally.",
  hints: [
    "Follow each return of each method: does it pass the unlock?",
    "One function that locks, works, and unlocks in a finally; every method hands it its work. A key or value that is no 32-bit integer is a RangeError.",
    "this.#lock(); try { return work(); } finally { this.#unlock(); }",
  ],
  plan: { game: "refusals", capacity: 4, forMs: 0 },
  what:
    "one view calls get, put, has, delete and size, hits and misses, and put(1.5, 1) and put(1, 2 ** 40); after each call another view asks for the size",
  judge([{ refused, size }]) {
    const expected = [...Array(9).fill(false), true, true];
    if (same([refused, size], [expected, 0])) return undefined;
    const wrong = Array.isArray(refused) ? expected.findIndex((should, i) => should !== refused[i]) : -1;
    return {
      expected: "only put(1.5, 1) and put(1, 2 ** 40) throw, and the cache is empty at the end",
      got: wrong === -1 ? `size ${shownValue(size)}` : `call ${wrong + 1} ${wrong > 8 ? "does not throw" : "throws"}`,
    };
  },
});

const seeing = threadCase({
  name: "what one thread puts is there for another",
  misconception:
    "A Map in a field, or in a static one, is private to its thread: each Worker has its own copy of the class. Only the SharedArrayBuffer is common.",
  hints: [
    "Which of your variables does the other thread have?",
    "Each Worker loads its own copy of your module. Entries, order and size must be numbers in `memory`.",
    "this.#words = new Int32Array(memory); — and nothing else that changes",
  ],
  plan: { game: "see", capacity: 4, forMs: 0 },
  what: "thread 1: put(7, 70); both: get(7), has(8), size; thread 2: delete(7); both: has(7), size",
  judge(reports) {
    const expected = { seen: [70, false, 1], after: [false, 0] };
    const wrong = reports.findIndex((report) => !same(report, expected));
    if (wrong === -1) return undefined;
    return { expected: shownValue(expected), got: `${shownValue(reports[wrong])} in thread ${wrong + 1}` };
  },
});

const ownKeys = threadCase({
  name: "two threads that write at once lose nothing, and no call waits for ever",
  misconception:
    "Reading that a lock is free and then writing that it is taken are two steps, and two threads can both do the first before either does " +
    "the second. Only compareExchange does both at once; and a thread that wakes from Atomics.wait has to try again.",
  hints: [
    "Can two threads be between your lock and your unlock at the same time?",
    "while (compareExchange fails) wait; — a loop, because a wake-up is a hint and not a permission. Every unlock must store and then notify. Is the size changed inside?",
    "while (Atomics.compareExchange(words, LOCK, 0, 1) !== 0) Atomics.wait(words, LOCK, 1);",
  ],
  plan: { game: "own keys", capacity: 8, forMs: 250 },
  what:
    "for 250 ms, each of two threads puts and deletes 4 keys of its own, in a cache with room for all, and asks at once for each, and for the size; then all is read",
  judge([first, second], { seed }) {
    const lost = first.lost ?? second.lost;
    if (lost !== undefined) {
      return { expected: `has(${lost}) as this thread's own last call left it`, got: "the opposite" };
    }
    const miscounted = first.miscounted ?? second.miscounted;
    if (miscounted !== undefined) {
      const expected = "a size from the number of the thread's own keys to 4 more";
      return { expected, got: `size ${shownValue(miscounted)}` };
    }
    const held = new Map<number, number>();
    for (const [thread, { count }] of [first, second].entries()) {
      let x = seed + thread;
      for (let n = 0; n < Math.min(Number(count), 1e8); n++) {
        x = (Math.imul(x, 1664525) + 1013904223) | 0;
        const key = 100 * thread + (x >>> 8) % 4;
        if (x >>> 28 < 7) held.delete(key);
        else held.set(key, x);
      }
    }
    const keys = Array.from({ length: 8 }, (_, n) => n < 4 ? n : 96 + n);
    const values = first.values as unknown[];
    const wrong = keys.filter((key, i) => values[i] !== held.get(key));
    if (wrong.length === 0 && first.size === held.size) return undefined;
    return {
      expected: `the last value of each key, and size ${held.size}`,
      got: `${wrong.length} of 8 keys wrong, size ${shownValue(first.size)}`,
    };
  },
});

const reading = threadCase({
  name: "a get beside evictions never gives the value of another key, and breaks nothing",
  misconception:
    '"Reading needs no lock": while get looks at a slot, put may give the slot to another key; and a get of an LRU cache also writes.',
  hints: [
    "Between finding the slot and reading its value, what can the other thread do?",
    "get takes the lock, too: from before the search until the value is read and the order changed.",
    "get(key) { return this.#locked(() => { find, refresh, read }); }",
  ],
  plan: { game: "read and evict", capacity: 3, forMs: 250 },
  what:
    "for 250 ms, one thread puts 64 n + key under keys that do not all fit, another gets them and looks at value % 64; then the cache is filled again",
  judge([{ values, size }, { wrong }], { capacity }) {
    const expected = Array.from({ length: capacity }, (_, i) => -5000 - i);
    if (wrong !== undefined) {
      const [key, value] = wrong as [number, number];
      return { expected: `get(${key}) gives undefined or a value with value % 64 = ${key}`, got: shownValue(value) };
    }
    if (same(values, expected) && size === capacity) return undefined;
    const got = `values ${shownValue(values)}, size ${shownValue(size)}`;
    return { expected: `after ${capacity} puts of new keys: values ${shownValue(expected)}, size ${capacity}`, got };
  },
});

const sameKeys = threadCase({
  name: "two threads that put the same new key make one entry",
  misconception:
    "Looking under one lock and inserting under another leaves a gap between them in which the other thread inserts the same key: it is there twice.",
  hints: [
    "put first asks whether the key is present. Is the answer still true when it inserts?",
    "Check and act belong under one lock; a put that calls the public has or delete takes and frees it on the way.",
    "put(key, value) { this.#locked(() => { const slot = find(key); if (slot === -1) insert; else overwrite; }); }",
  ],
  plan: { game: "same keys", capacity: 64, forMs: 250 },
  what: "again and again, from an empty cache with room for all: both threads put the keys 0 to 23 at the same time",
  judge([{ size, present, left }]) {
    if (same([size, present, left], [24, 24, 0])) return undefined;
    return {
      expected: "size 24, 24 keys present; after deleting all, size 0",
      got: `size ${shownValue(size)}, ${shownValue(present)} keys present; after deleting all, size ${
        shownValue(left)
      }`,
    };
  },
});

const tooMany = threadCase({
  name: "two threads that fill the cache at once never fill it beyond its capacity",
  misconception:
    "Making room and taking it are two steps: if the lock is free between them, both threads find that the last place is free.",
  hints: [
    "When is size compared with capacity, and when does it change?",
    "The comparison, the eviction and the insertion are one piece of work under one lock.",
    "locked(() => { if (size === capacity) evict(); insert(); size++; })",
  ],
  plan: { game: "too many keys", capacity: 4, forMs: 250 },
  what:
    "for 250 ms, in a cache of capacity 4, each of two threads puts 5 keys of its own in turn, deletes every other one again, and asks for " +
    "the size after each put; then the cache is filled again",
  judge([{ over, values, size }, { over: overToo }], { capacity }) {
    const most = over ?? overToo;
    if (most !== undefined) return { expected: `size at most ${capacity}, in either thread`, got: shownValue(most) };
    const expected = Array.from({ length: capacity }, (_, i) => -5000 - i);
    if (same(values, expected) && size === capacity) return undefined;
    const got = `values ${shownValue(values)}, size ${shownValue(size)}`;
    return { expected: `after ${capacity} puts of new keys: values ${shownValue(expected)}, size ${capacity}`, got };
  },
});

/** Most instructive first; an answer that leaves its lock taken would only be "out of time" in the others. */
export const cases: readonly Case<ThreadSafeLruGiven>[] = [
  refusals,
  oldest,
  mixed,
  seeing,
  ownKeys,
  reading,
  sameKeys,
  tooMany,
] as readonly Case<ThreadSafeLruGiven>[];

/** What is measured after a pass. */
export const cost: Cost<ThreadSafeLruGiven, { readonly capacity: number; readonly keys: readonly number[] }, number> = {
  time: {
    what: "20,000 gets in one thread at capacity 100, with a put after each miss",
    input: (random) => ({
      capacity: 100,
      // Skewed: about two thirds are hits.
      keys: Array.from({ length: 20_000 }, () => Math.floor(400 * random.next() ** 3)),
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
