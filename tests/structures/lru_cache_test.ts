import { assert, assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { type EvictionReason, LruCache, type LruCacheOptions } from "@lib/structures/lru_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { NaiveLru } from "./naive_lru.ts";

/** A cache that records who leaves it. */
function recorded(capacity: number, options: LruCacheOptions<unknown, unknown> = {}) {
  const left: [unknown, unknown, EvictionReason][] = [];
  const onEvict = (key: unknown, value: unknown, reason: EvictionReason) => void left.push([key, value, reason]);
  return { cache: new LruCache<unknown, unknown>(capacity, { onEvict, ...options }), left };
}

// By hand
Deno.test("put() into a full cache throws away the entry used least recently", () => {
  const cache = new LruCache<string, number>(2);
  cache.put("a", 1); // a
  cache.put("b", 2); // b a
  assertEquals(cache.get("a"), 1); // a b
  cache.put("c", 3); // c a, b leaves
  assertEquals([...cache], [["c", 3], ["a", 1]]);
  cache.put("a", 4); // a c: overwriting is a use
  cache.put("d", 5); // d a, c leaves
  assertEquals([...cache.entries()], [["d", 5], ["a", 4]]);
});

Deno.test("a cache of capacity 1 holds the entry put last", () => {
  const { cache, left } = recorded(1);
  cache.put("a", 1);
  cache.put("b", 2);
  cache.put("b", 3);
  assertEquals([cache.get("a"), cache.get("b"), cache.size], [undefined, 3, 1]);
  assertEquals(left, [["a", 1, "capacity"], ["b", 2, "overwrite"]]);
});

Deno.test("onEvict is told of every value that leaves, once, with the reason", () => {
  const clock = new ManualClock();
  const { cache, left } = recorded(4, { ttlMs: 10, clock });
  for (const key of ["a", "b", "c", "d", "e"]) cache.put(key, key); // a leaves for e
  cache.put("b", "B");
  cache.delete("c");
  cache.resize(2); // held: b e d, d is least recent
  clock.advance(10);
  cache.get("e");
  cache.put("f", "f"); // held: f b
  cache.put("g", "g"); // b has expired
  cache.clear();
  assertEquals(left, [
    ["a", "a", "capacity"],
    ["b", "b", "overwrite"],
    ["c", "c", "delete"],
    ["d", "d", "resize"],
    ["e", "e", "expired"],
    ["b", "B", "expired"],
    ["f", "f", "clear"],
    ["g", "g", "clear"],
  ]);
});

Deno.test("a value that is put again in its own place has not left", () => {
  const connection = {};
  const { cache, left } = recorded(2);
  cache.put("a", connection);
  cache.put("a", connection);
  cache.put("b", NaN);
  cache.put("b", NaN);
  assertEquals(left, []);
  cache.put("a", {});
  assertStrictEquals(left[0]?.[1], connection);
});

Deno.test("weights add up to the capacity, and one heavy entry pushes out several light ones", () => {
  const { cache, left } = recorded(10, { weigh: (value) => value as number });
  for (const [key, weight] of [["a", 3], ["b", 3], ["c", 4]] as const) cache.put(key, weight); // 3 + 3 + 4 = 10
  assertEquals([cache.size, cache.weight], [3, 10]);
  cache.put("d", 5); // 15: a and b leave
  assertEquals([cache.weight, [...cache.entries()]], [9, [["d", 5], ["c", 4]]]);
  cache.put("c", 1); // 5 + 1
  assertEquals(cache.weight, 6);
  cache.put("c", 6); // 5 + 6 = 11: d leaves
  assertEquals([cache.weight, [...cache.entries()]], [6, [["c", 6]]]);
  assertEquals(left.map(([key, , reason]) => `${key} ${reason}`), [
    "a capacity",
    "b capacity",
    "c overwrite",
    "c overwrite",
    "d capacity",
  ]);
});

Deno.test("an entry heavier than the whole capacity is not kept, and only its own key suffers", () => {
  const { cache, left } = recorded(10, { weigh: (value) => (value as { weight: number }).weight });
  const [light, heavy] = [{ weight: 4 }, { weight: 11 }];
  cache.put("a", light);
  cache.put("b", light);
  cache.put("c", heavy);
  assertEquals([cache.has("c"), cache.size, cache.weight], [false, 2, 8]);
  cache.put("a", heavy);
  assertEquals([cache.has("a"), cache.size, cache.weight], [false, 1, 4]);
  light.weight = 12; // the same object, grown
  cache.put("b", light);
  assertEquals([cache.size, cache.weight], [0, 0]);
  assertEquals(left, [["c", heavy, "capacity"], ["a", light, "overwrite"], ["a", heavy, "capacity"], [
    "b",
    light,
    "capacity",
  ]]);
});

Deno.test("an entry is fresh for ttlMs after its last put, and reading does not prolong it", () => {
  const clock = new ManualClock(-5); // 0 is a moment like any other, and so is one before it
  const cache = new LruCache<string, number>(3, { ttlMs: 5, clock });
  cache.put("a", 1); // expires at 0
  clock.advance(4.5);
  assertEquals([cache.get("a"), cache.has("a"), cache.peek("a")], [1, true, 1]);
  cache.put("b", 2);
  cache.put("c", 3);
  clock.advance(0.5); // the hour is 0
  assertEquals(cache.size, 3, "nothing happens on its own");
  assertEquals([...cache.entries()], [["c", 3], ["b", 2]]);
  assertEquals([cache.peek("a"), cache.size], [undefined, 2]);
  cache.put("b", 4); // expires at 5
  clock.advance(4.5);
  assertEquals([cache.has("c"), cache.get("b"), cache.delete("c")], [false, 4, false]);
  clock.advance(0.5);
  assertEquals([cache.removeExpired(), cache.removeExpired(), cache.size], [1, 0, 0]);
});

Deno.test("an entry put at clock zero expires like any other", () => {
  const clock = new ManualClock(0);
  const cache = new LruCache<string, number>(1, { ttlMs: 1, clock });
  cache.put("a", 1);
  assertEquals(cache.get("a"), 1);
  clock.advance(1);
  assertEquals(cache.get("a"), undefined);
});

Deno.test("removeExpired() without a time-to-live has nothing to do", () => {
  const cache = new LruCache<string, number>(1);
  cache.put("a", 1);
  assertEquals([cache.removeExpired(), cache.size], [0, 1]);
});

Deno.test("resize() keeps the most recent entries, and the cache grows again", () => {
  const cache = new LruCache<number, number>(100);
  for (let key = 0; key < 100; key++) cache.put(key, key);
  cache.get(3);
  cache.resize(3);
  assertEquals([cache.capacity, cache.size, [...cache.entries()]], [3, 3, [[3, 3], [99, 99], [98, 98]]]);
  cache.put(1000, 1);
  assertEquals([...cache.entries()].map(([key]) => key), [1000, 3, 99]);
  cache.resize(5);
  for (const key of [1, 2, 4]) cache.put(key, key);
  assertEquals([...cache.entries()].map(([key]) => key), [4, 2, 1, 1000, 3]);
});

Deno.test("resize() moves the weights and hours of hundreds of thousands of entries with them", () => {
  const clock = new ManualClock();
  const cache = new LruCache<number, number>(400_000, { weigh: (value) => value, ttlMs: 10, clock });
  for (let key = 0; key < 400_000; key++) {
    if (key === 390_000) clock.advance(5);
    cache.put(key, 1);
  }
  cache.put(399_999, 7);
  cache.resize(150_000);
  assertEquals([cache.size, cache.weight, cache.capacity], [149_994, 150_000, 150_000]);
  clock.advance(5);
  assertEquals([cache.removeExpired(), cache.weight], [139_994, 10_006]);
  cache.delete(399_999);
  assertEquals(cache.weight, 9_999);
});

// onEvict that throws or calls back
Deno.test("onEvict sees the finished change, and an error it throws does not undo it", () => {
  const seen: unknown[] = [];
  const cache: LruCache<string, number> = new LruCache(1, {
    onEvict: (key) => {
      seen.push([key, cache.has(key), [...cache.entries()]]);
      throw new Error(`closing ${key}`);
    },
  });
  cache.put("a", 1);
  assertThrows(() => cache.put("b", 2), Error, "closing a");
  assertThrows(() => cache.delete("b"), Error, "closing b");
  assertEquals(seen, [["a", false, [["b", 2]]], ["b", false, []]]);
  cache.put("c", 3);
  assertEquals([...cache.entries()], [["c", 3]]);
});

Deno.test("when several callbacks throw, all departures are announced and all errors arrive", () => {
  const told: string[] = [];
  const cache = new LruCache<string, number>(3, {
    onEvict: (key) => {
      told.push(key);
      if (key !== "b") throw new Error(key);
    },
  });
  for (const key of ["a", "b", "c"]) cache.put(key, 1);
  const error = assertThrows(() => cache.clear(), AggregateError, "2 of 3 calls");
  assertInstanceOf(error, AggregateError);
  assertEquals(error.errors.map((each: Error) => each.message), ["a", "c"]);
  assertEquals([told, cache.size], [["a", "b", "c"], 0]);
});

Deno.test("onEvict may use the cache: each departure is still announced exactly once", () => {
  const order: string[] = [];
  let second = true;
  const cache: LruCache<string, number> = new LruCache(2, {
    onEvict: (key, value, reason) => {
      order.push(`${key}${value} ${reason}`);
      if (!second) return;
      second = false;
      cache.put("x", 9); // pushes out c
      cache.delete("d");
    },
  });
  for (const key of ["a", "b", "c", "d"]) cache.put(key, 1);
  // a leaves for c; the callback puts x (b leaves) and deletes d (absent); then d comes (c leaves)
  assertEquals(order, ["a1 capacity", "b1 capacity", "c1 capacity"]);
  assertEquals([...cache.entries()], [["d", 1], ["x", 9]]);
});

Deno.test("resize() announces all its departures after the last, although a callback puts entries back", () => {
  const sizes: number[] = [];
  const cache: LruCache<number, number> = new LruCache(4, {
    onEvict: (key, _, reason) => {
      sizes.push(cache.size);
      if (reason === "resize") cache.put(key, -1);
    },
  });
  for (const key of [1, 2, 3, 4]) cache.put(key, 1);
  cache.resize(2);
  assertEquals(sizes, [2, 2, 2, 2]);
  assertEquals([...cache.entries()], [[2, -1], [1, -1]]);
});

// Oracle: the naive array, over a million random operations
const LONG = "a key with more characters than our own table hashes: ";
const OBJECTS = Array.from({ length: 12 }, () => ({}));
const KEYS: ((n: number) => unknown)[] = [
  (n) => n,
  (n) => 65_536 - n * 65_536,
  (n) => `k${n}`,
  (n) => LONG + n,
  (n) => [n, `${n}`, n + 0.5, LONG + n, OBJECTS[n]][n % 5],
  (n) => [NaN, undefined, null, "", 0, 2 ** 31, 2 ** 40, -1, true, "NaN", 1n, -(2 ** 31)][n],
];

Deno.test("LruCache does what the naive array does, over 1,000,000 random operations", () => {
  let operations = 0;
  for (let seed = 0; operations < 1_000_000; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(8);
    const cache = new LruCache<unknown, unknown>(capacity);
    const naive = new NaiveLru(capacity);
    const keyOf = KEYS[seed % KEYS.length]!;
    for (let step = 0; step < 2000; step++, operations++) {
      const key = keyOf(draw.integer(12));
      const chance = draw.uint32() >>> 24; // of 256
      let got: unknown, expected: unknown;
      if (chance < 100) [got, expected] = [cache.get(key), naive.get(key)];
      else if (chance < 200) [got, expected] = [cache.put(key, step), naive.put(key, step)];
      else if (chance < 215) [got, expected] = [cache.delete(key), naive.delete(key)];
      else if (chance < 230) [got, expected] = [cache.has(key), naive.has(key)];
      else if (chance < 245) [got, expected] = [cache.peek(key), naive.peek(key)];
      else if (chance < 254) assertEquals([...cache.entries()], naive.fresh(), `seed ${seed}, step ${step}`);
      else if (chance === 254) [got, expected] = [cache.clear(), naive.clear()];
      else {
        const other = 1 + draw.integer(8);
        [got, expected] = [cache.resize(other), naive.resize(other)];
      }
      if (got !== expected || cache.size !== naive.entries.length) {
        assertEquals(
          [got, cache.size],
          [expected, naive.entries.length],
          `seed ${seed}, step ${step}, key ${String(key)}`,
        );
      }
    }
  }
});

Deno.test("with weights, time-to-live and callbacks it does what the naive array does, over 200,000 random operations", () => {
  let operations = 0;
  for (let seed = 0; operations < 200_000; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(20);
    const options = measures(draw);
    const clock = new ManualClock(draw.integer(3) - 1);
    const { cache, left } = recorded(capacity, {
      ...options.weighed ? { weigh: (value) => (value as { weight: number }).weight } : {},
      ...options.timed ? { ttlMs: 7, clock } : {},
    });
    const naive = new NaiveLru(capacity, options.timed ? 7 : Infinity);
    const pool = Array.from({ length: 30 }, () => ({ weight: 1 + draw.integer(6) }));
    for (let step = 0; step < 1000; step++, operations++) {
      naive.nowMs = clock.nowMs();
      const key = KEYS[seed % KEYS.length]!(draw.integer(12));
      const chance = draw.integer(100);
      let got: unknown, expected: unknown;
      if (chance < 35) [got, expected] = [cache.get(key), naive.get(key)];
      else if (chance < 70) {
        const value = pool[draw.integer(pool.length)]!;
        if (draw.next() < 0.02) value.weight = 1 + draw.integer(25);
        [got, expected] = [cache.put(key, value), naive.put(key, value, options.weighed ? value.weight : 1)];
      } else if (chance < 75) [got, expected] = [cache.delete(key), naive.delete(key)];
      else if (chance < 80) [got, expected] = [cache.has(key), naive.has(key)];
      else if (chance < 85) [got, expected] = [cache.peek(key), naive.peek(key)];
      else if (chance < 95) clock.advance(draw.integer(3));
      else if (chance < 97) [got, expected] = [cache.removeExpired(), naive.removeExpired()];
      else if (chance < 98) [got, expected] = [cache.clear(), naive.clear()];
      else {
        const other = 1 + draw.integer(20);
        [got, expected] = [cache.resize(other), naive.resize(other)];
      }
      naive.nowMs = clock.nowMs();
      const where = `seed ${seed}, step ${step}, ${JSON.stringify(options)}`;
      assertStrictEquals(got, expected, where);
      assertEquals(
        [cache.size, cache.weight, left.length],
        [naive.entries.length, naive.weight, naive.left.length],
        where,
      );
      if (step % 16 === 0) assertEquals([...cache.entries()], naive.fresh(), where);
    }
    assertEquals(left, naive.left, `seed ${seed}`);
  }
});

function measures(draw: Random): { weighed: boolean; timed: boolean } {
  return { weighed: draw.integer(2) === 1, timed: draw.integer(2) === 1 };
}

// Invariants
Deno.test("caches of thousands of entries keep the most recent ones, whatever the kind of key", () => {
  for (const [kind, keyOf] of KEYS.slice(0, 4).entries()) {
    const cache = new LruCache<unknown, number>(3000);
    for (let n = 0; n < 10_000; n++) cache.put(keyOf(n), n);
    for (let n = 0; n < 10_000; n++) {
      assertEquals(cache.get(keyOf(n)), n < 7000 ? undefined : n, `kind ${kind}, key ${n}`);
    }
    assertEquals([...cache.entries()].map(([, n]) => n), Array.from({ length: 3000 }, (_, n) => 9999 - n));
  }
});

Deno.test("what has left is not held on to: its keys and values can be collected", () => {
  const cache = new LruCache<object, object>(2);
  const sizes: number[] = [];
  for (let round = 0; round < 1000; round++) {
    cache.put({}, { big: new Array(10) });
    sizes.push(cache.size);
  }
  cache.clear();
  assertEquals([Math.max(...sizes), cache.size, [...cache]], [2, 0, []]);
});

// Contract
for (const demand of cacheContract((capacity) => new LruCache(capacity))) {
  Deno.test(`LruCache: ${demand.name}`, () => demand.run());
}
for (const demand of cacheContract((capacity) => new LruCache(capacity, { onEvict: () => {} }))) {
  Deno.test(`LruCache with a callback: ${demand.name}`, () => demand.run());
}
for (
  const demand of cacheContract((capacity) =>
    new LruCache(capacity, { weigh: () => 1, ttlMs: 1, clock: new ManualClock() })
  )
) {
  Deno.test(`LruCache with weights and time-to-live: ${demand.name}`, () => demand.run());
}

// Refusals
Deno.test("an option that cannot be meant is refused by name and value", () => {
  const clock = new ManualClock();
  const refused: [LruCacheOptions<string, string>, new () => Error, string][] = [
    [{ ttlMs: 0, clock }, RangeError, "ttlMs must be a positive finite number: current value is 0"],
    [{ ttlMs: -1, clock }, RangeError, "ttlMs must be a positive finite number: current value is -1"],
    [{ ttlMs: NaN, clock }, RangeError, "ttlMs must be a positive finite number: current value is NaN"],
    [{ ttlMs: Infinity, clock }, RangeError, "ttlMs must be a positive finite number: current value is Infinity"],
    [{ ttlMs: 5 }, TypeError, "ttlMs needs a clock"],
    [{ weigh: 3 as unknown as () => number }, TypeError, "weigh must be a function: current value is 3"],
    [{ onEvict: "log" as unknown as () => void }, TypeError, 'onEvict must be a function: current value is "log"'],
  ];
  for (const [options, errorClass, message] of refused) {
    assertThrows(() => new LruCache(2, options), errorClass, message);
  }
});

Deno.test("a weight that is not a positive integer is refused, and the cache is as before", () => {
  for (const weight of [0, -1, 1.5, NaN, Infinity]) {
    const { cache, left } = recorded(3, { weigh: (value) => value === "bad" ? weight : 1 });
    cache.put("a", 1);
    cache.put("b", 2);
    const message = `the result of weigh must be a positive integer: current value is ${weight}`;
    assertThrows(() => cache.put("a", "bad"), RangeError, message);
    assertThrows(() => cache.put("c", "bad"), RangeError, message);
    assertEquals([[...cache.entries()], cache.weight, left], [[["b", 2], ["a", 1]], 2, []]);
  }
});

Deno.test("resize() refuses what the constructor refuses, and the cache is as before", () => {
  const cache = new LruCache<string, number>(2);
  cache.put("a", 1);
  for (const capacity of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => cache.resize(capacity),
      RangeError,
      `capacity must be a positive integer: current value is ${capacity}`,
    );
  }
  assertEquals([cache.capacity, [...cache]], [2, [["a", 1]]]);
  assert(cache.has("a"));
});

Deno.test("a clock or a weight that throws leaves the cache as it was", () => {
  let broken = "";
  const clock = {
    nowMs: () => {
      if (broken === "clock") throw new Error("no time");
      return 0;
    },
  };
  const left: string[] = [];
  const cache = new LruCache<string, string>(10, {
    weigh: (value) => {
      if (broken === "weight") throw new Error("no weight");
      return value.length;
    },
    ttlMs: 5,
    clock,
    onEvict: (key) => left.push(key),
  });
  cache.put("a", "12345");
  cache.put("b", "12345");
  const before = [...cache.entries()];
  for (broken of ["clock", "weight"]) {
    for (const [key, value] of [["a", "1"], ["c", "123456"], ["d", "12345678901"]] as const) {
      assertThrows(() => cache.put(key, value), Error, broken === "clock" ? "no time" : "no weight");
    }
  }
  broken = "";
  assertEquals([[...cache.entries()], cache.size, cache.weight, left], [before, 2, 10, []]);
  cache.put("c", "123456");
  assertEquals([[...cache.entries()].map(([key]) => key), left], [["c"], ["a", "b"]]);
});
