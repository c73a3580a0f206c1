/**
 * What every {@linkcode Cache} must do, as cases that any implementation can be put through.
 *
 * The cases know nothing of the policy: they hold whichever entry leaves. What a policy promises beyond them (who
 * leaves, in which order entries come) its own tests must show.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "../base/random.ts";
import type { Cache } from "../structures/cache.ts";

export type { Cache };

/** One demand: `run` throws when it is not met. */
export interface ContractCase {
  /** The demand, as a sentence. */
  readonly name: string;
  /** Tries it. */
  run(): void;
}

/** Makes an empty cache of a capacity, for any keys and values. */
export type CreateCache = (capacity: number) => Cache<unknown, unknown>;

/**
 * The demands on the caches that `create` makes.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { LruCache } from "../structures/lru_cache.ts";
 * import { cacheContract } from "./cache_contract.ts";
 *
 * for (const demand of cacheContract((capacity) => new LruCache(capacity))) demand.run();
 *
 * const [absence] = cacheContract(() => new LruCache(5)); // deaf to the capacity it is asked for
 * assertEquals(absence?.name, "an absent key has no value");
 * assertThrows(() => absence?.run());
 * ```
 */
export function cacheContract(create: CreateCache): ContractCase[] {
  return [
    { name: "an absent key has no value", run: () => absence(create) },
    { name: "the entry put last is present, at every capacity", run: () => presence(create) },
    { name: "a full cache gives up one entry for a new key, and none for an old one", run: () => eviction(create) },
    { name: "undefined is a value like any other", run: () => undefinedValue(create) },
    { name: "keys are the same when Map says so", run: () => sameKeys(create) },
    { name: "delete() takes out the one entry that it names", run: () => deletion(create) },
    { name: "clear() leaves a cache that works", run: () => clearing(create) },
    { name: "entries() gives each entry once, and changes nothing", run: () => iteration(create) },
    { name: "entries() goes on while entries leave, arrive and change", run: () => changedIteration(create) },
    { name: "has() and peek() do not change who leaves next", run: () => looking(create) },
    {
      name: "no value is stale, foreign or lost without need, over random operations",
      run: () => randomOperations(create),
    },
    { name: "a capacity that is not a positive integer is refused by name and value", run: () => refusals(create) },
  ];
}

function absence(create: CreateCache): void {
  const cache = create(2);
  assertEquals([cache.size, cache.capacity], [0, 2]);
  assertEquals([cache.get("a"), cache.peek("a"), cache.has("a"), cache.delete("a")], [
    undefined,
    undefined,
    false,
    false,
  ]);
  assertEquals([...cache.entries()], []);
  assertEquals(cache.size, 0);
}

function presence(create: CreateCache): void {
  for (const capacity of [1, 2, 3, 17, 100]) {
    const cache = create(capacity);
    for (let key = 0; key < 3 * capacity; key++) {
      cache.put(key, -key - 1);
      assertEquals([cache.get(key), cache.size], [-key - 1, Math.min(key + 1, capacity)], `capacity ${capacity}`);
    }
  }
}

function eviction(create: CreateCache): void {
  const cache = create(3);
  for (const key of ["a", "b", "c"]) cache.put(key, 1);
  for (const key of ["a", "b", "c"]) cache.put(key, 2);
  assertEquals(["a", "b", "c"].map((key) => cache.peek(key)), [2, 2, 2], "an overwrite threw something away");
  cache.put("d", 1);
  assertEquals(["a", "b", "c"].filter((key) => cache.has(key)).length, 2);
  assertEquals([cache.has("d"), cache.size], [true, 3]);
}

function undefinedValue(create: CreateCache): void {
  const cache = create(2);
  cache.put("a", undefined);
  assertEquals([cache.has("a"), cache.size, cache.get("a")], [true, 1, undefined]);
  assertEquals([...cache.entries()], [["a", undefined]]);
  cache.put(undefined, 1);
  assertEquals([cache.get(undefined), cache.delete(undefined), cache.has(undefined)], [1, true, false]);
  assertEquals([cache.delete("a"), cache.size], [true, 0]);
}

function sameKeys(create: CreateCache): void {
  const [one, other] = [{}, {}];
  const long = "a key of more than a few characters, built in two ways: ";
  const keys = [1, "1", 1.5, 2 ** 31, -1, NaN, 0, "", long + 1, one, other, null, undefined, true, 1n, Symbol.iterator];
  const cache = create(keys.length);
  keys.forEach((key, index) => cache.put(key, index));
  assertEquals(cache.size, keys.length);
  keys.forEach((key, index) => assertEquals(cache.get(key), index, `key ${String(key)}`));
  cache.put(-0, "zero");
  assertEquals([cache.get(0), cache.size], ["zero", keys.length]);
  assertEquals(
    cache.get(["a key of more than a few characters, built", "in two ways: 1"].join(" ")),
    keys.indexOf(long + 1),
  );
  const fresh = create(1);
  fresh.put(-0, 1);
  assert(Object.is([...fresh.entries()][0]![0], 0), "−0 must be kept as 0");
}

function deletion(create: CreateCache): void {
  const cache = create(4);
  for (const key of ["a", "b", "c", "d"]) cache.put(key, key);
  assertEquals([cache.delete("b"), cache.delete("b"), cache.size], [true, false, 3]);
  assertEquals(["a", "b", "c", "d"].map((key) => cache.get(key)), ["a", undefined, "c", "d"]);
  cache.put("e", "e");
  assertEquals(["a", "c", "d", "e"].map((key) => cache.get(key)), ["a", "c", "d", "e"], "there was room for e");
  for (const key of ["a", "c", "d", "e"]) assertEquals(cache.delete(key), true);
  assertEquals([cache.size, [...cache.entries()]], [0, []]);
}

function clearing(create: CreateCache): void {
  const cache = create(3);
  for (let round = 0; round < 3; round++) {
    for (let key = 0; key < 5; key++) cache.put(key, round);
    cache.clear();
    assertEquals([cache.size, cache.has(4), [...cache.entries()]], [0, false, []]);
    for (const key of [7, 8, 9]) cache.put(key, key);
    assertEquals([7, 8, 9].map((key) => cache.get(key)), [7, 8, 9], "there was room for three");
    for (let key = 20; key < 30; key++) cache.put(key, key);
    assertEquals([cache.size, cache.has(29)], [3, true]);
  }
}

function iteration(create: CreateCache): void {
  const cache = create(5);
  for (let key = 0; key < 9; key++) cache.put(key, 10 * key);
  cache.get(8);
  const first = [...cache.entries()];
  assertEquals([...cache.entries()], first);
  assertEquals(new Set(first.map(([key]) => key)).size, 5);
  for (const [key, value] of first) assertEquals([cache.has(key), value], [true, 10 * (key as number)]);
}

function changedIteration(create: CreateCache): void {
  const filled = () => {
    const cache = create(4);
    for (const key of ["a", "b", "c", "d"]) cache.put(key, 1);
    return cache;
  };
  const deleting = filled();
  const met: unknown[] = [];
  for (const [key] of deleting.entries()) {
    met.push(key);
    deleting.delete(key);
  }
  assertEquals([met.sort(), deleting.size], [["a", "b", "c", "d"], 0]);

  const getting = filled();
  let steps = 0;
  for (const [key] of getting.entries()) {
    getting.get(key);
    getting.put(key, 2);
    if (++steps > 4) break;
  }
  assertEquals(steps, 4, "each entry once, although each was used");

  const changing = filled();
  const walk = changing.entries();
  const [[start]] = [walk.next().value as [unknown, unknown]];
  const rest = ["a", "b", "c", "d"].filter((key) => key !== start);
  changing.delete(rest[0]);
  changing.put("e", 1);
  for (const key of [rest[1], rest[2]]) changing.put(key, 2);
  assertEquals([...walk].sort(), [[rest[1], 2], [rest[2], 2]]);

  const clearing = filled();
  const half = clearing.entries();
  half.next();
  clearing.clear();
  assertEquals(half.next(), { value: undefined, done: true });
}

function looking(create: CreateCache): void {
  for (const seed of [1, 2, 3, 4, 5]) {
    const [looked, untouched] = [create(4), create(4)];
    const draw = random(seed);
    for (let step = 0; step < 200; step++) {
      const key = draw.integer(8);
      looked.put(key, step);
      untouched.put(key, step);
      for (let other = 0; other < 8; other++) [looked.has(other), looked.peek(other)];
      assertEquals([...looked.entries()], [...untouched.entries()], `seed ${seed}, step ${step}`);
    }
  }
}

function randomOperations(create: CreateCache): void {
  for (let seed = 0; seed < 20; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(6);
    const cache = create(capacity);
    const last = new Map<unknown, unknown>(); // the last value put under each key that has not been deleted
    const held = () => [...last.keys()].filter((key) => cache.has(key));
    for (let step = 0; step < 1000; step++) {
      const where = `seed ${seed}, step ${step}, capacity ${capacity}`;
      const number = draw.integer(2 * capacity + 2);
      const key = seed % 2 === 0 ? number : `key ${number}`;
      const before = held();
      if (draw.next() < 0.5) {
        cache.put(key, step);
        last.set(key, step);
        const gone = before.filter((other) => !cache.has(other)).length;
        assertEquals(gone, before.includes(key) || before.length < capacity ? 0 : 1, `${where}: entries thrown away`);
        assert(cache.has(key), where);
      } else if (draw.next() < 0.8) {
        const value = cache.get(key);
        assertEquals(value, before.includes(key) ? last.get(key) : undefined, where);
        assertEquals(held(), before, `${where}: get() changed what is held`);
      } else {
        assertEquals(cache.delete(key), before.includes(key), where);
        last.delete(key);
        assertEquals(held(), before.filter((other) => other !== key), where);
      }
      assertEquals(cache.size, held().length, where);
    }
    assertEquals(new Map(cache.entries()), new Map(held().map((key) => [key, last.get(key)])), `seed ${seed}`);
  }
}

function refusals(create: CreateCache): void {
  for (const capacity of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
    const error = assertThrows(() => create(capacity), RangeError, "capacity must be a positive integer");
    assert(error.message.endsWith(`current value is ${capacity}`), error.message);
  }
  for (const capacity of ["10", undefined, null, {}]) {
    assertThrows(() => create(capacity as unknown as number), TypeError, "capacity must be a positive integer");
  }
}
