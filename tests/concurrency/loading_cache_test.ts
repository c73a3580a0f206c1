import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Loaded, LoadingCache, type LoadingCacheOptions } from "@lib/concurrency/loading_cache.ts";
import { LruCache } from "@lib/structures/lru_cache.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

type Options = Partial<LoadingCacheOptions<string, string>>;

/** A cache whose loads are ended by hand, in any order. */
function byHand(options: Options = {}, capacity = 10) {
  const loads: { key: string; signal: AbortSignal; resolve(value: string): void; reject(error: unknown): void }[] = [];
  const clock = new ManualClock();
  const store = new LruCache<string, Loaded<string>>(capacity);
  const cache = new LoadingCache<string, string>(store, {
    load: (key, { signal }) => new Promise((resolve, reject) => void loads.push({ key, signal, resolve, reject })),
    clock,
    ...options,
  });
  return { cache, loads, clock, store };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
/** What has become of a promise by now. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const [state] = await Promise.all([
    Promise.race([promise.catch((error) => `failed: ${error}`), settled().then(() => "waits")]),
  ]);
  return state;
}

// By hand
Deno.test("a stampede is one load, and everybody gets its value", async () => {
  const { cache, loads } = byHand();
  const all = Array.from({ length: 1000 }, () => cache.get("a"));
  assertEquals([loads.length, cache.loading], [1, 1]);
  loads[0]!.resolve("A");
  assertEquals(new Set(await Promise.all(all)), new Set(["A"]));
  assertEquals([await cache.get("a"), loads.length, cache.loading], ["A", 1, 0]);
});
Deno.test("one who leaves takes nobody along, and the last one calls the load off", async () => {
  const { cache, loads } = byHand();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = cache.get("a", { signal: first.signal });
  const two = cache.get("a", { signal: second.signal });
  first.abort(new Error("enough"));
  await assertRejects(() => one, Error, "enough");
  assertEquals([await stateOf(two), loads[0]!.signal.aborted], ["waits", false]);
  second.abort(new Error("me too"));
  await assertRejects(() => two, Error, "me too");
  assertEquals([loads[0]!.signal.aborted, cache.loading], [true, 0]);
  const third = cache.get("a"); // must not join what was called off
  assertEquals(loads.length, 2);
  loads[0]!.resolve("late"); // it did not listen to its signal
  await settled();
  assertEquals([await stateOf(third), cache.loading], ["waits", 1]);
  loads[1]!.resolve("A");
  assertEquals([await third, await cache.get("a")], ["A", "A"]);
});
Deno.test("one who comes with an aborted signal begins nothing", async () => {
  const { cache, loads } = byHand();
  await assertRejects(() => cache.get("a", { signal: AbortSignal.abort(new Error("gone")) }), Error, "gone");
  assertEquals(loads.length, 0);
});
Deno.test("put during a load wins: those who wait get its value, and what the load brings is dropped", async () => {
  const { cache, loads } = byHand();
  const waiting = cache.get("a");
  cache.put("a", "put");
  assertEquals([await waiting, loads[0]!.signal.aborted], ["put", true]);
  loads[0]!.resolve("loaded");
  await settled();
  assertEquals([await cache.get("a"), loads.length], ["put", 1]);
});
Deno.test("delete during a load wins: those who asked before are answered, and nothing is kept", async () => {
  const { cache, loads } = byHand();
  const before = cache.get("a");
  cache.delete("a");
  const after = cache.get("a");
  assertEquals(loads.length, 2, "who asks after the deletion must not see what was read before it");
  loads[1]!.resolve("new");
  assertEquals(await after, "new");
  loads[0]!.resolve("old");
  assertEquals([await before, await cache.get("a"), loads.length], ["old", "new", 2]);
});
Deno.test("evictions during loads abort nobody: capacity + 1 loads at once all arrive, in any order (lru-cache #320, #389)", async () => {
  const { cache, loads, store } = byHand({}, 2);
  const all = ["a", "b", "c"].map((key) => cache.get(key));
  await settled();
  for (const load of [...loads].reverse()) load.resolve(load.key.toUpperCase());
  assertEquals(await Promise.all(all), ["A", "B", "C"]);
  assertEquals([store.size, [...store.entries()].map(([key]) => key)], [2, ["a", "b"]]);
});
Deno.test("a value that was evicted while it was refreshed is kept as a new one (lru-cache #270)", async () => {
  const { cache, loads, clock, store } = byHand({ ttlMs: 10, staleMs: 10 }, 1);
  cache.put("a", "old");
  clock.advance(10);
  assertEquals([await cache.get("a"), loads.length], ["old", 1]);
  cache.put("b", "B"); // a leaves
  loads[0]!.resolve("new");
  await settled();
  assertEquals([await cache.get("a"), store.size, loads.length], ["new", 1, 1]);
});
Deno.test("an error reaches everybody who waits, and is not kept", async () => {
  const { cache, loads, store } = byHand();
  const all = [cache.get("a"), cache.get("a")];
  loads[0]!.reject(new Error("down"));
  for (const one of all) await assertRejects(() => one, Error, "down");
  assertEquals(store.size, 0, "it takes nobody's place");
  const again = cache.get("a");
  assertEquals(loads.length, 2);
  loads[1]!.resolve("up");
  assertEquals(await again, "up");
});
Deno.test("an error that is thrown at once is one like any other", async () => {
  const { cache } = byHand({
    load: () => {
      throw new Error("at once");
    },
  });
  await assertRejects(() => cache.get("a"), Error, "at once");
  assertEquals(cache.loading, 0);
});
Deno.test("with negativeTtlMs an error is kept for so long", async () => {
  const { cache, loads, clock } = byHand({ negativeTtlMs: 5 });
  const first = cache.get("a");
  loads[0]!.reject(new Error("no such user"));
  await assertRejects(() => first, Error, "no such user");
  await assertRejects(() => cache.get("a"), Error, "no such user");
  assertEquals(loads.length, 1);
  clock.advance(5);
  const second = cache.get("a");
  loads[1]!.resolve("A");
  assertEquals(await second, "A");
});
Deno.test("a stale value is given out at once while one load refreshes it, until its time is over", async () => {
  const { cache, loads, clock } = byHand({ ttlMs: 10, staleMs: 5 });
  cache.put("a", "1");
  clock.advance(9.5);
  assertEquals([await cache.get("a"), loads.length], ["1", 0]);
  clock.advance(0.5);
  assertEquals([await cache.get("a"), await cache.get("a"), loads.length], ["1", "1", 1]);
  loads[0]!.resolve("2");
  await settled();
  assertEquals([await cache.get("a"), loads.length], ["2", 1]);
  clock.advance(15);
  assertEquals([await stateOf(cache.get("a")), loads.length], ["waits", 2]);
});
Deno.test("a refresh that fails leaves the stale value and is reported; one who waits for it may leave", async () => {
  const failed: unknown[] = [];
  const { cache, loads, clock } = byHand({
    ...{ ttlMs: 10, staleMs: 5, negativeTtlMs: 100 },
    onRefreshError: (error, key) => failed.push([key, (error as Error).message]),
  });
  cache.put("a", "1");
  clock.advance(10);
  await cache.get("a");
  loads[0]!.reject(new Error("down"));
  await settled();
  assertEquals([await cache.get("a"), loads.length, failed], ["1", 2, [["a", "down"]]]);
  clock.advance(5);
  const leaving = new AbortController();
  const waiting = cache.get("a", { signal: leaving.signal }); // joins the refresh
  leaving.abort(new Error("bye"));
  await assertRejects(() => waiting, Error, "bye");
  assertEquals([loads[1]!.signal.aborted, loads.length], [false, 2]);
  cache.delete("a"); // now nobody wants it
  assert(loads[1]!.signal.aborted);
});
Deno.test("jitter takes a random share off the time-to-live, up to its ratio", async () => {
  const chances = [0, 0.5, 0.999];
  const { cache, clock, store } = byHand({ ttlMs: 100, jitterRatio: 0.2, random: { next: () => chances.shift()! } });
  for (const key of ["a", "b", "c"]) cache.put(key, key);
  const hours = ["a", "b", "c"].map((key) => store.peek(key)!.freshUntilMs);
  assertEquals(hours.map((hour) => Math.round(hour * 10) / 10), [100, 90, 80]); // 100 − 20 × chance
  clock.advance(85);
  assertEquals([await stateOf(cache.get("b")), await stateOf(cache.get("c"))], ["b", "waits"]);
});

// Invariants
Deno.test("over 100 random histories nobody is forgotten, and no value is older than the last put or delete before the call", async () => {
  for (let seed = 0; seed < 100; seed++) {
    const draw = random(seed);
    const { cache, loads } = byHand({}, 2);
    const versions: Record<string, number> = { a: 0, b: 0, c: 0 };
    const open = new Set<(typeof loads)[number]>();
    const origin = new Map<(typeof loads)[number], number>();
    const waits: Promise<void>[] = [];
    for (let step = 0; step < 40; step++) {
      const key = "abc"[draw.integer(3)]!;
      const chance = draw.next();
      if (chance < 0.5) {
        const least = versions[key]!;
        const leaving = new AbortController();
        const got = cache.get(key, { signal: leaving.signal });
        waits.push(got.then((value) => assert(Number(value) >= least, `seed ${seed}: ${value} < ${least}`), (error) => {
          assert(["left", "down"].includes(error.message), `seed ${seed}: ${error}`);
        }));
        if (draw.next() < 0.2) leaving.abort(new Error("left"));
      } else if (chance < 0.6) cache.put(key, `${++versions[key]!}`);
      else if (chance < 0.7) {
        versions[key]!++; // the source changes, and the cache is told
        cache.delete(key);
      } else {
        const load = [...open][draw.integer(Math.max(1, open.size))];
        if (load) {
          open.delete(load);
          if (draw.next() < 0.2) load.reject(new Error("down"));
          else load.resolve(`${origin.get(load)}`); // what the source said when the load began
        }
      }
      for (const load of loads) {
        if (origin.has(load)) continue;
        origin.set(load, versions[load.key]!);
        open.add(load);
      }
      if (draw.next() < 0.3) await settled();
    }
    for (const load of open) load.resolve(`${origin.get(load)}`);
    await Promise.all(waits);
    await settled();
    assertEquals(cache.loading, 0, `seed ${seed}`);
  }
});

// A store, a clock and callbacks that throw: every caller is answered, and no rejection is left unhandled
/** What has become of a `get` while nothing else may go wrong: an unhandled rejection would fail the test. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const state = await stateOf(promise);
  await settled();
  return state;
}
const broken = (what: string) => () => {
  throw new Error(what);
};
for (
  const [what, store, options] of [
    ["a store that weighs an empty page as 0", new LruCache<string, Loaded<string>>(9, { weigh: () => 0 }), {}],
    ["a store whose put throws", { get: () => undefined, put: broken("full"), delete: () => true }, {}],
    ["random that throws", undefined, { ttlMs: 1, jitterRatio: 0.5, random: { next: broken("no chance") } }],
  ] as const
) {
  Deno.test(`${what}: every caller is told, or gets the value where onStoreError is told instead`, async () => {
    const kept = store ?? new LruCache<string, Loaded<string>>(9);
    const told: string[] = [];
    const load = () => "A";
    const cache = new LoadingCache<string, string>(kept, { load, ...options });
    const [one, two] = await Promise.all([outcome(cache.get("a")), outcome(cache.get("a"))]);
    assert(String(one).startsWith("failed: "), `${one}`);
    assertEquals([two, cache.loading], [one, 0]);
    const calm = new LoadingCache<string, string>(kept, { load, ...options, onStoreError: (_, key) => told.push(key) });
    assertEquals([await outcome(calm.get("a")), calm.loading, told], ["A", 0, ["a"]]);
    const twice = new LoadingCache<string, string>(kept, { load, ...options, onStoreError: broken("in the callback") });
    assertEquals(await outcome(twice.get("a")), "A");
  });
}
Deno.test("what async callbacks reject with is ignored too", async () => {
  const full = { get: () => undefined, put: broken("full"), delete: () => true };
  const onStoreError = () => Promise.reject(new Error("in onStoreError"));
  assertEquals(await outcome(new LoadingCache<string, string>(full, { load: () => "A", onStoreError }).get("a")), "A");
  const stale: Loaded<string> = { value: "old", freshUntilMs: 0, staleUntilMs: 10 };
  const onRefreshError = () => Promise.reject(new Error("in onRefreshError"));
  const options = { load: broken("no load"), ttlMs: 1, staleMs: 10, clock: { nowMs: () => 5 }, onRefreshError };
  const refreshed = new LoadingCache<string, string>({ ...full, get: () => stale }, options);
  assertEquals(await outcome(refreshed.get("a")), "old");
  await new Promise((resolve) => setTimeout(resolve)); // an unhandled rejection would fail the test
});
Deno.test("a store whose eviction callback throws: the second caller is answered too", async () => {
  const store = new LruCache<string, Loaded<string>>(1, { onEvict: broken("in onEvict") });
  const cache = new LoadingCache<string, string>(store, { load: (key) => key.toUpperCase() });
  assertEquals(await outcome(cache.get("a")), "A");
  assertEquals([await outcome(cache.get("b")), cache.loading], ["failed: Error: in onEvict", 0]);
  assertEquals(await outcome(cache.get("b")), "B", "the store has kept it: the change stands");
});
Deno.test("a store that cannot keep an error: every caller gets the error of the load", async () => {
  const store = { get: () => undefined, put: broken("full"), delete: () => true };
  const told: string[] = [];
  for (const onStoreError of [undefined, (error: unknown) => told.push(String(error))]) {
    const options = onStoreError === undefined ? {} : { onStoreError };
    const cache = new LoadingCache<string, string>(store, { load: broken("down"), negativeTtlMs: 5, ...options });
    const both = [cache.get("a"), cache.get("a")].map(outcome);
    assertEquals(await Promise.all(both), ["failed: Error: down", "failed: Error: down"]);
  }
  assertEquals(told, ["Error: full"]);
});
Deno.test("a clock that throws, before the load or when it lands, rejects the call and no more", async () => {
  let isBroken = false;
  const clock = { nowMs: () => isBroken ? broken("no time")() as never : 0 };
  for (const negativeTtlMs of [0, 5]) {
    for (const isFailing of [false, true]) {
      const { cache, loads } = byHand({ clock, negativeTtlMs });
      isBroken = true;
      assertEquals(await outcome(cache.get("a")), "failed: Error: no time");
      assertEquals([loads.length, cache.loading], [0, 0]);
      isBroken = false;
      const [one, two] = [cache.get("a"), cache.get("a")];
      isBroken = true;
      if (isFailing) loads[0]!.reject(new Error("down"));
      else loads[0]!.resolve("A");
      const error = isFailing ? "down" : "no time";
      assertEquals(await Promise.all([outcome(one), outcome(two)]), Array(2).fill(`failed: Error: ${error}`));
      isBroken = false;
      assertEquals(cache.loading, 0);
    }
  }
});
Deno.test("a store whose get throws rejects the call", async () => {
  const store = { get: broken("unreadable"), put: () => {}, delete: () => true };
  const cache = new LoadingCache<string, string>(store, { load: () => "A" });
  assertEquals(await outcome(cache.get("a")), "failed: Error: unreadable");
});
Deno.test("put and delete into a store that throws: the call throws, the load is overtaken, its callers are answered", async () => {
  const store = { get: () => undefined, put: broken("full"), delete: broken("read only") };
  const { loads, ...made } = byHand();
  const cache = new LoadingCache<string, string>(store, {
    load: (key, { signal }) => new Promise((resolve, reject) => void loads.push({ key, signal, resolve, reject })),
    clock: made.clock,
  });
  const first = cache.get("a");
  assertThrows(() => cache.put("a", "put"), Error, "full");
  assertEquals([await outcome(first), loads[0]!.signal.aborted, cache.loading], ["put", true, 0]);
  const second = cache.get("b");
  assertThrows(() => cache.delete("b"), Error, "read only");
  assertEquals(cache.loading, 0);
  loads[1]!.resolve("old");
  assertEquals(await outcome(second), "old");
});
Deno.test("a refresh whose value cannot be kept, or whose callback throws, harms no one", async () => {
  const told: string[] = [];
  for (const onRefreshError of [(error: unknown) => told.push(String(error)), broken("in the callback")]) {
    const { cache, loads, clock, store } = byHand({ ttlMs: 10, staleMs: 10, onRefreshError });
    cache.put("a", "1");
    clock.advance(10);
    assertEquals(await cache.get("a"), "1");
    loads[0]!.reject(new Error("down"));
    await settled();
    assertEquals(await cache.get("a"), "1");
    const put = store.put;
    store.put = broken("full");
    loads[1]!.resolve("2");
    await settled();
    store.put = put;
    assertEquals([await cache.get("a"), cache.loading], ["1", 1]);
    loads[2]!.resolve("3");
    await settled();
    assertEquals(await cache.get("a"), "3");
  }
  assertEquals(told, ["Error: down", "Error: full"]);
});

// Refusals
Deno.test("get() refuses what is no signal by rejecting, and begins nothing", async () => {
  const { cache, loads } = byHand();
  const message = "Cannot get a value: signal must be an AbortSignal: current value is 3";
  await assertRejects(() => cache.get("a", { signal: 3 as never }), TypeError, message);
  await assertRejects(() => cache.get("a", null as never), TypeError, "options must be an object");
  assertEquals([loads.length, cache.loading], [0, 0]);
});
Deno.test("a store, a clock or random without its methods is refused when the cache is made", () => {
  const load = () => "A";
  const store = new LruCache<string, Loaded<string>>(1);
  const refused: [() => unknown, string][] = [
    [() => new LoadingCache(new Map() as never, { load }), "store.put must be a function: current value is undefined"],
    [() => new LoadingCache(undefined as never, { load }), "store.get must be a function: current value is undefined"],
    [() => new LoadingCache(store, undefined as never), "options must be an object"],
    [() => new LoadingCache(store, { load, clock: 5 as never }), "clock.nowMs must be a function"],
    [() => new LoadingCache(store, { load, random: Math.random as never }), "random.next must be a function"],
    [
      () => new LoadingCache(store, { load, onStoreError: "log" as never }),
      'onStoreError must be a function: current value is "log"',
    ],
  ];
  for (const [make, message] of refused) assertThrows(make, TypeError, `Cannot create a loading cache: ${message}`);
});
Deno.test("options that cannot be meant are refused by name and value", () => {
  const refused: [Options, new () => Error, string][] = [
    [{ load: 3 as never }, TypeError, "load must be a function: current value is 3"],
    [{ ttlMs: 0 }, RangeError, "ttlMs must be a positive finite number: current value is 0"],
    [{ jitterRatio: 2 }, RangeError, "jitterRatio must be a number from 0 to 1: current value is 2"],
    [{ jitterRatio: 0.1 }, TypeError, "jitterRatio needs random"],
    [{ staleMs: -1, ttlMs: 1 }, RangeError, "staleMs must be a non-negative finite number: current value is -1"],
    [{ staleMs: 1 }, TypeError, "staleMs needs ttlMs"],
    [{ negativeTtlMs: NaN }, RangeError, "negativeTtlMs must be a non-negative finite number: current value is NaN"],
  ];
  for (const [options, errorClass, message] of refused) assertThrows(() => byHand(options), errorClass, message);
});
