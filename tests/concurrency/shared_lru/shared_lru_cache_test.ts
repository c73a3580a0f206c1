import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { EncodedValue } from "@lib/concurrency/shared_lru/_encoded_value.ts";
import {
  OwnerReleasedError,
  SharedLruCache,
  type SharedLruCacheOptions,
} from "@lib/concurrency/shared_lru/shared_lru_cache.ts";
import { checkLinearizable } from "@lib/testing/linearizability.ts";
import { type LruAnswer, type LruCall, lruModel, type RecordedCall } from "@lib/testing/lru_model.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { small, startWorker, words } from "./shared_lru_threads.ts";
import { made, recorded } from "./shared_lru_worker.ts";

type Recorded = RecordedCall<LruCall, LruAnswer>;

// By hand
Deno.test("a full shard throws away the entry used least recently", () => {
  using cache = SharedLruCache.create({ ...small, capacity: 2 });
  cache.put("a", "1"); // a
  cache.put("b", "2"); // b a
  assertEquals(cache.get("a"), "1"); // a b
  cache.put("c", "3"); // c a, b leaves
  assertEquals([cache.has("b"), cache.has("a"), cache.size], [false, true, 2]);
  cache.put("a", "4"); // a c: overwriting is a use, has was none
  cache.put("d", "5"); // d a, c leaves
  assertEquals(["a", "b", "c", "d"].map((key) => cache.get(key)), ["4", undefined, undefined, "5"]);
  assertEquals([cache.delete("a"), cache.delete("a"), cache.size], [true, false, 1]);
});
Deno.test("strings and bytes come back as they were, and never for each other", () => {
  using cache = SharedLruCache.create({ capacity: 100, shards: 4, maxKeyBytes: 200, maxValueBytes: 400 });
  const bytes = (...all: number[]) => new Uint8Array(all);
  const keys = [
    ...["", "a", "\u0000", "é", "ÿ", "Ā", "日本", "\ud800", "\udc00", "😀", "a".repeat(100), "日".repeat(100)],
    ...[bytes(), bytes(0), bytes(97), bytes(255, 0, 128), new Uint8Array(200).fill(7)],
  ];
  keys.forEach((key) => cache.put(key, key));
  assertEquals(cache.size, keys.length, "a lone surrogate is a key of its own, and the string a is not the byte 97");
  keys.forEach((key) => assertEquals(cache.get(key), key));
  const given = bytes(1, 2, 3);
  cache.put("copy", given);
  given[0] = 9;
  const got = cache.get("copy") as Uint8Array;
  assertEquals(got, bytes(1, 2, 3));
  got[0] = 9;
  assertEquals(cache.get("copy"), bytes(1, 2, 3));
  assert(!(got.buffer instanceof SharedArrayBuffer), "what is handed out is private");
  cache.put("other", bytes(4, 5, 6));
  cache.get("other");
  assertEquals(got, bytes(9, 2, 3), "and stays what it was");
});
Deno.test("two keys of the same hash and length are two keys", () => {
  const hand = new EncodedValue();
  const byHash = new Map<number, string>();
  const pairs: [string, string][] = [];
  for (let n = 0; pairs.length < 2; n++) { // among 2¹⁷ hashes of 32 bits two are likely the same
    const key = `key ${1e6 + n}`;
    hand.setKey(key, 0x811c9dc5 | 0);
    const other = byHash.get(hand.hash);
    if (other !== undefined) pairs.push([other, key]);
    byHash.set(hand.hash, key);
  }
  using cache = SharedLruCache.create({ ...small, capacity: 4 });
  for (const key of pairs.flat()) cache.put(key, `value of ${key}`);
  for (const key of pairs.flat()) assertEquals(cache.get(key), `value of ${key}`);
  const [[first, second]] = pairs as [[string, string]];
  assertEquals([cache.delete(first), cache.has(first), cache.has(second), cache.size], [true, false, true, 3]);
});
Deno.test("bytes that lie about their length harm nobody", () => {
  class Liar extends Uint8Array {
    override get length(): number {
      return 1;
    }
  }
  using cache = SharedLruCache.create({ ...small, maxValueBytes: 8 });
  cache.put("a", "12345678");
  assertThrows(() => cache.put("b", new Liar(9)), RangeError, "at most 8 bytes: current value is 9 bytes");
  cache.put("b", new Liar(8).fill(1));
  assertEquals([cache.get("a"), (cache.get("b") as Uint8Array).length], ["12345678", 8]);
});
Deno.test("two views in one thread are one cache, and a closed one leaves its registry slot to another", () => {
  using first = SharedLruCache.create({ ...small, maxThreads: 2 });
  const second = SharedLruCache.attach(first.handle);
  first.put("a", "1");
  assertEquals([second.get("a"), second.size, first.owners().length], ["1", 1, 2]);
  assertThrows(() => SharedLruCache.attach(first.handle), RangeError, "all are taken: current value is 2 slots");
  second.close();
  second.close();
  assertThrows(() => second.get("a"), OwnerReleasedError, "this thread's part in it has ended");
  using third = SharedLruCache.attach(first.handle);
  assert(third.ownerId !== second.ownerId, "an id is never used twice");
  assertEquals(third.get("a"), "1");
});
Deno.test("a thread that was reported gone is shut out, and its registry slot stays empty for the quarantine", () => {
  const clock = new ManualClock(0);
  using first = SharedLruCache.create({ ...small, maxThreads: 2, quarantineMs: 1000, clock });
  const second = SharedLruCache.attach(first.handle, { clock });
  assertEquals([first.release(second.ownerId), first.release(second.ownerId)], [true, false]);
  assertThrows(() => second.put("a", "1"), OwnerReleasedError);
  clock.advance(999);
  assertThrows(() => SharedLruCache.attach(first.handle, { clock }), RangeError, "slots");
  clock.advance(1);
  SharedLruCache.attach(first.handle, { clock }).close();
});

// Oracle: one LRU model a shard
Deno.test("it does what an LRU model for each shard does, over 60,000 random calls", () => {
  for (const [capacity, shards] of [[1, 1], [5, 1], [7, 3], [40, 8]] as const) {
    using cache = SharedLruCache.create({ capacity, shards, maxKeyBytes: 8, maxValueBytes: 8 });
    const models = Array.from({ length: shards }, (_, shard) => lruModel(cache.capacityOf(shard)));
    const states = models.map(({ initial }) => initial);
    const draw = random(capacity);
    for (let step = 0; step < 15_000; step++) {
      const key = `${draw.integer(2 * capacity + 2)}`;
      const kind = (["get", "get", "put", "put", "delete", "has"] as const)[draw.integer(6)]!;
      const input: LruCall = kind === "put" ? [kind, key, `${step}`] : [kind, key];
      const output = made(cache, input);
      const shard = cache.shardOf(key);
      const next = models[shard]!.step(states[shard]!, { thread: 0, input, output, calledAt: 0, returnedAt: 0 });
      assert(next, `capacity ${capacity}, step ${step}: ${input} gave ${output}`);
      states[shard] = next;
      if (step % 64 === 0) assertEquals(cache.size, states.flat().length);
    }
  }
});

// Invariants: several threads
Deno.test("histories of three threads on two small shards are linearisable, shard by shard", async () => {
  using cache = SharedLruCache.create({ capacity: 6, shards: 2, maxKeyBytes: 8, maxValueBytes: 32 });
  const shared = words();
  const order = { handle: cache.handle, kind: "record", words: shared, calls: 3000, keys: 10, threads: 3 } as const;
  const workers = [1, 2].map((thread) => startWorker({ ...order, thread }));
  Atomics.add(shared, 1, 1);
  Atomics.notify(shared, 1);
  while (Atomics.load(shared, 1) < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  const own = recorded(cache, { ...order, thread: 0 });
  const replies = await Promise.all(workers.map((one) => one.message()));
  workers.forEach(({ worker }) => worker.terminate());
  const history = [own, ...replies.map(({ history }) => history as Recorded[])].flat();
  assertEquals(history.length, 9000);
  for (const shard of [0, 1]) {
    const calls = history.filter(({ input }) => cache.shardOf(input[1]!) === shard);
    const result = checkLinearizable(calls, lruModel(cache.capacityOf(shard)));
    assertEquals(result.verdict, "linearizable", JSON.stringify(result).slice(-600));
  }
  assert(cache.size <= 6);
});

Deno.test("an exception in the middle of a call gives up the shard's entries, and frees the lock", () => {
  using cache = SharedLruCache.create({ ...small, leaseMs: 2 ** 28 });
  using other = SharedLruCache.attach(cache.handle);
  cache.put("a", "1");
  const original = Uint8Array.prototype.set;
  Uint8Array.prototype.set = () => {
    throw new RangeError("Maximum call stack size exceeded");
  };
  try {
    assertThrows(() => cache.put("b", new Uint8Array(100)), RangeError, "call stack");
  } finally {
    Uint8Array.prototype.set = original;
  }
  assertEquals([other.get("a"), other.size], [undefined, 0]);
  other.put("b", "2");
  assertEquals(cache.get("b"), "2");
});

// Refusals
Deno.test("what does not fit into a slot is refused by name and size, and the cache is as before", () => {
  using cache = SharedLruCache.create({ capacity: 2, shards: 1, maxKeyBytes: 4, maxValueBytes: 6 });
  cache.put("key", "value");
  const refused: [() => unknown, new () => Error, string][] = [
    [() => cache.put("12345", "v"), RangeError, "key must have at most 4 bytes: current value is 5 bytes"],
    [() => cache.put("日本語", "v"), RangeError, "key must have at most 4 bytes: current value is 6 bytes"],
    [() => cache.put("k", "1234567"), RangeError, "value must have at most 6 bytes: current value is 7 bytes"],
    [() => cache.put("k", new Uint8Array(7)), RangeError, "value must have at most 6 bytes: current value is 7 bytes"],
    [() => cache.put(1 as never, "v"), TypeError, "key must be a string or a Uint8Array: current value is number"],
    [() => cache.put("k", null as never), TypeError, "value must be a string or a Uint8Array: current value is null"],
    [() => cache.get({} as never), TypeError, "Cannot get in a shared cache: key must be"],
  ];
  for (const [call, errorClass, message] of refused) assertThrows(call, errorClass, message);
  assertEquals([cache.get("key"), cache.size, cache.get("far too long a key")], ["value", 1, undefined]);
});
Deno.test("options that cannot be meant are refused by name and value", () => {
  const refused: [Partial<SharedLruCacheOptions>, string][] = [
    [{ capacity: 0 }, "capacity must be a positive integer: current value is 0"],
    [{ capacity: 1.5 }, "capacity must be a positive integer: current value is 1.5"],
    [{ shards: 0 }, "shards must be a positive integer: current value is 0"],
    [{ shards: 5 }, "shards must be at most 4: current value is 5"],
    [{ maxKeyBytes: -1 }, "maxKeyBytes must be a positive integer: current value is -1"],
    [{ maxValueBytes: 2 ** 29 }, "maxValueBytes must be at most"],
    [{ maxThreads: 1025 }, "maxThreads must be at most 1024: current value is 1025"],
    [{ leaseMs: NaN }, "leaseMs must be a positive integer: current value is NaN"],
    [{ quarantineMs: 0 }, "quarantineMs must be a positive integer: current value is 0"],
    [{ capacity: 1e9 }, "its memory must be less than 2 GiB: current value is"],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => SharedLruCache.create({ ...small, ...options }), RangeError, message);
  }
});
Deno.test("memory that holds no cache of this version is refused", () => {
  using cache = SharedLruCache.create(small);
  const { buffer } = cache.handle;
  const copy = (change: (words: Int32Array) => void) => {
    const other = new SharedArrayBuffer(buffer.byteLength);
    new Uint8Array(other).set(new Uint8Array(buffer));
    change(new Int32Array(other));
    return { buffer: other };
  };
  const refused: [{ buffer: unknown }, string][] = [
    [{ buffer: new ArrayBuffer(4096) }, "its handle must hold a SharedArrayBuffer"],
    [{ buffer: new SharedArrayBuffer(8) }, "its memory is too short: current value is 8 bytes"],
    [{ buffer: new SharedArrayBuffer(4096) }, "its memory must begin with a cache's mark: current value is 0"],
    [copy((words) => words[1] = 2), "its version must be 1: current value is 2"],
    [copy((words) => words[2] = 1000), "its memory must have"],
  ];
  for (const [handle, message] of refused) {
    assertThrows(() => SharedLruCache.attach(handle as never), TypeError, message);
  }
  SharedLruCache.attach(copy(() => {})).close();
});
