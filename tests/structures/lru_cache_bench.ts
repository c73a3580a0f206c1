import { assert, assertEquals } from "@std/assert";
import { LRUCache as IsaacsCache } from "lru-cache";
import { LRUCache as MnemonistCache, LRUMap as MnemonistMap } from "mnemonist";
import QuickLru from "quick-lru";
import v8 from "node:v8";
import vm from "node:vm";
import { random } from "@lib/base/random.ts";
import { zipf } from "@lib/base/zipf.ts";
import { LinkedLruCache } from "@lib/structures/linked_lru_cache.ts";
import { LruCache } from "@lib/structures/lru_cache.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const KEYS = 100_000;
const CAPACITY = 10_000;
const ACCESSES = 500_000;
type Key = number | string;
type Play = (cache: unknown, trace: readonly Key[]) => number;

/**
 * The honest floor: the order of a Map, by deleting and adding again. One lasting iterator stands before the oldest
 * key; the usual `keys().next()` would walk over the gaps of all moved keys each time, and take a hundred times as
 * long.
 */
class PlainMap {
  #values = new Map<Key, number>();
  #oldest = this.#values.keys();
  get(key: Key): number | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }
  set(key: Key, value: number): void {
    this.#values.delete(key);
    if (this.#values.size === CAPACITY) this.#values.delete(this.#oldest.next().value!);
    this.#values.set(key, value);
  }
}

/**
 * What an access costs grows with the kinds of cache that one loop has met, so each contestant has a loop of its own,
 * made from one text.
 */
function player(put: "put" | "set"): Play {
  return new Function(
    "cache",
    "trace",
    `let hits = 0;
     for (let at = 0; at < trace.length; at++) {
       const key = trace[at];
       if (cache.get(key) !== undefined) hits++;
       else cache.${put}(key, at);
     }
     return hits;`,
  ) as Play;
}

const GENERATIONS = "approximate: holds up to twice the capacity, in two generations";
const CACHES: { name: string; put: "put" | "set"; create: () => unknown; approximate?: string }[] = [
  { name: "LruCache", put: "put", create: () => new LruCache<Key, number>(CAPACITY) },
  { name: "mnemonist LRUMap", put: "set", create: () => new MnemonistMap<Key, number>(CAPACITY) },
  { name: "mnemonist LRUCache", put: "set", create: () => new MnemonistCache<Key, number>(CAPACITY) },
  { name: "lru-cache", put: "set", create: () => new IsaacsCache<Key, number>({ max: CAPACITY }) },
  {
    name: "quick-lru",
    put: "set",
    create: () => new QuickLru<Key, number>({ maxSize: CAPACITY }),
    approximate: GENERATIONS,
  },
  { name: "plain Map", put: "set", create: () => new PlainMap() },
  { name: "LinkedLruCache", put: "put", create: () => new LinkedLruCache<Key, number>(CAPACITY) },
];

/** Which key is accessed when. Ranks are given to keys at random, so that popular keys are not neighbours. */
function drawPlaces(round: number, draw: "uniform" | "Zipf 0.99"): Int32Array {
  const source = random(round);
  const places = source.shuffle(Int32Array.from({ length: KEYS }, (_, n) => n));
  const rank = zipf({ exponent: 0.99, size: KEYS, random: source });
  return Int32Array.from(
    { length: ACCESSES },
    draw === "uniform" ? () => source.integer(KEYS) : () => places[rank() - 1]!,
  );
}

/**
 * The keys themselves, new for each contestant: the engine writes into a string what it learns of it (its hash when it
 * is first looked up, another representation when it names a property), and whoever came next would run on other data.
 */
function traceOf(places: Int32Array, kind: string): Key[] {
  const keys = Array.from({ length: KEYS }, (_, n) => KINDS[kind]!(n));
  new Set(keys); // all have been looked up once
  return Array.from(places, (place) => keys[place]!);
}

/** A string as data has them: flat, and not shared with the program's own text. */
const flat = (text: string): string => JSON.parse(JSON.stringify(text));
const KINDS: Record<string, (n: number) => Key> = {
  "integer keys": (n) => n,
  "string keys": (n) => flat(`key:${n}`),
  "string keys of 30 characters": (n) => flat(`user:profile:section/key:${String(n).padStart(5, "0")}`),
};

function readThrough(draw: "uniform" | "Zipf 0.99", kind: string): BenchRow {
  let held: { round: number; places: Int32Array } | undefined;
  const placesOf = (round: number) => {
    if (held?.round !== round) held = { round, places: drawPlaces(round, draw) };
    return held.places;
  };
  const contestants = CACHES.map(({ name, put, create, approximate }): Contestant => {
    const play = player(put);
    return {
      name,
      prepare: (round) => {
        const trace = traceOf(placesOf(round), kind);
        const cache = create();
        return () => play(cache, trace);
      },
      ...approximate === undefined ? {} : { approximate },
    };
  });
  const [ours, ...peers] = contestants as [Contestant, ...Contestant[]];
  return {
    row: `lru_cache: get, put on miss, ${draw}, ${kind}`,
    target: 1,
    ours,
    peers,
    check() {
      const checkRound = 2 ** 32;
      const trace = traceOf(placesOf(checkRound), kind);
      const exact = distanceHits(trace);
      for (const { name, approximate, prepare } of contestants) {
        const hits = prepare(checkRound)();
        if (approximate === undefined) assertEquals(hits, exact, `hits of ${name}`);
        else {
          // Two generations hold between one and two capacities of the most recent keys: no fewer hits than an exact
          // cache.
          assert(
            (hits as number) >= exact && (hits as number) <= distanceHits(trace, 2 * CAPACITY),
            `hits of ${name}: ${hits}`,
          );
        }
      }
    },
  };
}

/** Hits of an exact LRU cache, from the definition with a Map in order of use; slow, and used once a row. */
function distanceHits(trace: readonly Key[], capacity = CAPACITY): number {
  const recent = new Map<Key, true>();
  let hits = 0;
  for (const key of trace) {
    if (recent.delete(key)) hits++;
    else if (recent.size === capacity) recent.delete(recent.keys().next().value!);
    recent.set(key, true);
  }
  return hits;
}

/**
 * Bytes that a full cache of a million entries takes for each, keys and values apart; after the garbage has been
 * collected.
 */
function memory(kind: string): BenchRow {
  const entries = 1_000_000;
  const keys = () => Array.from({ length: entries }, (_, n) => KINDS[kind]!(n));
  const takers: [string, () => { cache: unknown; fill: (key: Key, n: number) => void }][] = [
    [
      "LruCache",
      () => ((cache) => ({ cache, fill: (key, n) => cache.put(key, n) }))(new LruCache<Key, number>(entries)),
    ],
    [
      "mnemonist LRUMap",
      () => ((cache) => ({ cache, fill: (key, n) => void cache.set(key, n) }))(new MnemonistMap<Key, number>(entries)),
    ],
    [
      "lru-cache",
      () =>
        ((cache) => ({ cache, fill: (key, n) => void cache.set(key, n) }))(
          new IsaacsCache<Key, number>({ max: entries }),
        ),
    ],
    [
      "LinkedLruCache",
      () => ((cache) => ({ cache, fill: (key, n) => cache.put(key, n) }))(new LinkedLruCache<Key, number>(entries)),
    ],
  ];
  const [ours, ...peers] = takers.map(([name, create]): Contestant => ({
    name,
    prepare: () => {
      const all = keys();
      const before = bytesInUse();
      const { cache, fill } = create();
      all.forEach(fill);
      const bytes = (bytesInUse() - before) / entries;
      assertEquals([(cache as { size: number }).size, all.length], [entries, entries]); // both are still alive
      return () => bytes;
    },
  })) as [Contestant, ...Contestant[]];
  return {
    row: `lru_cache: memory, ${kind}`,
    target: 1,
    unit: "bytes per entry",
    rounds: 1,
    check: () => {},
    ours,
    peers,
  };
}

function bytesInUse(): number {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

export const rows: BenchRow[] = [
  readThrough("uniform", "integer keys"),
  readThrough("Zipf 0.99", "integer keys"),
  readThrough("uniform", "string keys"),
  readThrough("Zipf 0.99", "string keys"),
  // Long strings go through Map, as they do in every peer, and then through our index: there is nothing to win, only
  // little to lose.
  readThrough("uniform", "string keys of 30 characters"),
  readThrough("Zipf 0.99", "string keys of 30 characters"),
  memory("integer keys"),
  memory("string keys"),
];
