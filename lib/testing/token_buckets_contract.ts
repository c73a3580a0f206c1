/**
 * What every {@linkcode TokenBucketStore} must do, as cases that any engine can be put through.
 *
 * Time is the test's: an engine is handed a clock that is moved by hand, and several stores over the same buckets stand
 * for several processes.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { random } from "../base/random.ts";
import type {
  RateLimit,
  StoreTakeResult,
  TokenBucketStore,
  TokenRequest,
} from "../concurrency/rate_limiter/token_bucket_store.ts";
import { ManualClock } from "./manual_clock.ts";
import { findViolation, type Grant } from "./rate_limit_checker.ts";

export type { RateLimit, TokenBucketStore };

/** One demand: `run` rejects when it is not met. */
export interface ContractCase {
  /** The demand, as a sentence. */
  readonly name: string;
  /** Tries it. */
  run(): Promise<void>;
}

/** What an engine is made with. */
export interface StoreOptions {
  /** Where its time comes from. */
  readonly clock: ManualClock;
  /** How many stores share the buckets. */
  readonly count: number;
}

/** Makes stores that share new, full buckets. */
export type CreateStores = (
  limit: RateLimit,
  options: StoreOptions,
) => TokenBucketStore[] | Promise<TokenBucketStore[]>;

/**
 * The demands on the stores that `create` makes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TokenBuckets } from "../concurrency/rate_limiter/token_buckets.ts";
 * import { tokenBucketsContract } from "./token_buckets_contract.ts";
 *
 * const demands = tokenBucketsContract((limit, { clock, count }) => {
 *   const buckets = new TokenBuckets(limit, { clock });
 *   return Array.from({ length: count }, () => buckets);
 * });
 * for (const demand of demands) await demand.run();
 * assertEquals(demands[0]?.name, "a bucket grants a burst of its capacity, then what comes in");
 * ```
 */
export function tokenBucketsContract(create: CreateStores): ContractCase[] {
  return [
    { name: "a bucket grants a burst of its capacity, then what comes in", run: () => burst(create) },
    { name: "a refusal changes nothing, and says when to come back", run: () => refusal(create) },
    { name: "each key has a bucket of its own", run: () => keys(create) },
    { name: "several keys are taken from together or not at all", run: () => together(create) },
    { name: "a key named twice is asked for the sum", run: () => twice(create) },
    { name: "looking, which asks for nothing, changes nothing", run: () => looking(create) },
    {
      name: "polled each millisecond at 1.9 tokens a millisecond, 1.9 a millisecond are granted",
      run: () => drift(create),
    },
    { name: "a clock that steps back pays nothing twice, and hours back stop nothing", run: () => steps(create) },
    { name: "a smaller limit for the same key forgives what is above it", run: () => smallerLimit(create) },
    { name: "64 racing over several stores never exceed the limit", run: () => race(create) },
    { name: "whatever is asked, the answers are those of one exact bucket a key", run: () => exactModel(create) },
    {
      name: "what can't be granted or meant is refused by name and value, and changes nothing",
      run: () => refusals(create),
    },
  ];
}

async function one(create: CreateStores, limit: RateLimit, startMs = 1000) {
  const clock = new ManualClock(startMs);
  const [store] = await create(limit, { clock, count: 1 });
  return { clock, store: store! };
}

const granted = (tokens: number): StoreTakeResult => ({ granted: true, tokens });
const refused = (key: string, retryAfterMs: number): StoreTakeResult => ({ granted: false, key, retryAfterMs });

async function burst(create: CreateStores): Promise<void> {
  const { clock, store } = await one(create, { capacity: 10, refillPerSecond: 4 });
  assertEquals(await store.take("a", 7), granted(3));
  assertEquals(await store.take("a", 3), granted(0));
  assertEquals(await store.take("a"), refused("a", 250));
  clock.advance(249);
  assertEquals(await store.take("a"), refused("a", 1));
  clock.advance(1);
  assertEquals(await store.take("a"), granted(0));
  clock.advance(1_000_000);
  assertEquals(await store.take("a", 10), granted(0));
}

async function refusal(create: CreateStores): Promise<void> {
  const { clock, store } = await one(create, { capacity: 10, refillPerSecond: 4 });
  await store.take("a", 4);
  for (let ask = 0; ask < 20; ask++) assertEquals(await store.take("a", 9.5), refused("a", 875)); // 3.5 short
  assertEquals(await store.take("a", 6), granted(0));
  clock.advance(875);
  assertEquals(await store.take("a", 3.5), granted(0));
}

async function keys(create: CreateStores): Promise<void> {
  const { store } = await one(create, { capacity: 2, refillPerSecond: 1 });
  const names = ["a", "b", "", " ", "a:b", "ключ", "__proto__", "constructor", "a\nb"];
  for (const key of names) assertEquals(await store.take(key, 2), granted(0), JSON.stringify(key));
  for (const key of names) assertEquals(await store.take(key), refused(key, 1000), JSON.stringify(key));
}

async function together(create: CreateStores): Promise<void> {
  const { clock, store } = await one(create, { capacity: 5, refillPerSecond: 1 });
  const all = { key: "all", limit: { capacity: 8, refillPerSecond: 2 } };
  assertEquals(await store.takeAll([{ key: "a", n: 5 }, { ...all, n: 5 }]), granted(0));
  assertEquals(await store.takeAll([{ key: "b", n: 4 }, { ...all, n: 4 }]), refused("all", 500), "3 of 8 are left");
  assertEquals(await store.take("b", 5), granted(0), "b's bucket was not touched");
  assertEquals(await store.takeAll([{ ...all, n: 4 }, { key: "a", n: 2 }]), refused("a", 2000), "the longer wait");
  clock.advance(2000);
  assertEquals(await store.takeAll([{ ...all, n: 4 }, { key: "a", n: 2 }]), granted(0));
}

async function twice(create: CreateStores): Promise<void> {
  const { store } = await one(create, { capacity: 5, refillPerSecond: 1 });
  assertEquals(await store.takeAll([{ key: "a", n: 2 }, { key: "b" }, { key: "a", n: 2 }]), granted(1));
  assertEquals(await store.takeAll([{ key: "a" }, { key: "a" }]), refused("a", 1000));
  assertEquals(await store.take("a"), granted(0));
}

async function looking(create: CreateStores): Promise<void> {
  const { clock, store } = await one(create, { capacity: 5, refillPerSecond: 1 });
  assertEquals(await store.take("a", 0), granted(5));
  await store.take("a", 5);
  clock.advance(1500);
  for (let look = 0; look < 5; look++) assertEquals(await store.take("a", 0), granted(1.5));
  assertEquals(await store.takeAll([{ key: "b", n: 0 }, { key: "a", n: 0 }]), granted(1.5));
}

async function drift(create: CreateStores): Promise<void> {
  const { clock, store } = await one(create, { capacity: 100, refillPerSecond: 1900 }, 1_760_000_000_000);
  await store.take("a", 100);
  let count = 0;
  for (let ms = 1; ms <= 300; ms++) {
    clock.advance(1);
    while ((await store.take("a")).granted) count++;
    assertEquals(count, Math.floor(1.9 * ms + 1e-9), `after ${ms} ms`);
  }
}

async function steps(create: CreateStores): Promise<void> {
  const clock = new ManualClock(1_000_000_000);
  let stepMs = 0;
  const stepping = new Proxy(clock, {
    get: (target, name) =>
      name === "nowMs"
        ? () => target.nowMs() + stepMs
        : (Reflect.get(target, name, target) as () => unknown).bind(target),
  });
  const [store] = await create({ capacity: 10, refillPerSecond: 4 }, { clock: stepping, count: 1 });
  await store!.take("a", 10);
  stepMs = -1000; // within the time to full, 2.5 s: waited out
  assertEquals(await store!.take("a"), refused("a", 250));
  clock.advance(1000);
  assertEquals(await store!.take("a"), refused("a", 250), "nothing has come in that was not paid for");
  clock.advance(250);
  assertEquals(await store!.take("a"), granted(0));
  stepMs = -50_000_000; // hours: a new beginning
  assertEquals(await store!.take("b", 10), granted(0));
  await store!.take("a", 0);
  clock.advance(250);
  assertEquals(await store!.take("b"), granted(0), "it goes on at once");
}

async function smallerLimit(create: CreateStores): Promise<void> {
  const { clock, store } = await one(create, { capacity: 100, refillPerSecond: 1 });
  await store.take("a", 100);
  const limit = { capacity: 2, refillPerSecond: 1 };
  assertEquals(await store.takeAll([{ key: "a", n: 2, limit }]), refused("a", 2000));
  clock.advance(2000);
  assertEquals((await store.takeAll([{ key: "a", n: 0, limit }])).granted, true);
}

async function race(create: CreateStores): Promise<void> {
  const clock = new ManualClock(5);
  const limit = { capacity: 12, refillPerSecond: 100 };
  const stores = await create(limit, { clock, count: 4 });
  const grants: Grant[] = [];
  for (let wave = 0; wave < 6; wave++) {
    const nowMs = clock.nowMs();
    await Promise.all(Array.from({ length: 64 }, async (_, racer) => {
      const n = 1 + (racer + wave) % 3;
      const answer = await stores[racer % stores.length]!.take("a", n);
      if (answer.granted) grants.push({ fromMs: nowMs, toMs: nowMs, n });
    }));
    clock.advance(45);
  }
  assertEquals(findViolation(grants, limit), undefined);
  const sum = grants.reduce((total, { n }) => total + n, 0);
  assertEquals(sum, 12 + Math.floor(5 * 4.5), "64 ask for 128: everything that may be granted is");
}

/** Whole thousandths of a token a key, worked out with integers only. */
async function exactModel(create: CreateStores): Promise<void> {
  for (let seed = 0; seed < 6; seed++) {
    const draw = random(seed);
    const limit = { capacity: 1 + draw.integer(20), refillPerSecond: 1 + draw.integer(5000) };
    const clock = new ManualClock(draw.integer(2) * 1_760_000_000_000);
    const stores = await create(limit, { clock, count: 2 });
    const levels = new Map<string, number>();
    for (let step = 0; step < 80; step++) {
      if (draw.integer(4) === 0) {
        const ms = draw.integer(draw.integer(5) === 0 ? 50_000 : 6);
        clock.advance(ms);
        const fill = (level: number) => Math.min(1000 * limit.capacity, level + ms * limit.refillPerSecond);
        for (const [key, level] of levels) levels.set(key, fill(level));
      }
      const requests: TokenRequest[] = Array.from({ length: 1 + draw.integer(3) }, () => draw.integer(4))
        .filter((key, k, all) => all.indexOf(key) === k)
        .map((key) => ({ key: `key ${key}`, n: draw.integer(limit.capacity + 1) }));
      const left = requests.map(({ key, n }) => (levels.get(key) ?? 1000 * limit.capacity) - 1000 * n!);
      const waits = left.map((level) => Math.ceil(Math.max(0, -level) / limit.refillPerSecond));
      const longest = Math.max(...waits);
      const fits = left.every((level) => level >= 0);
      if (fits) requests.forEach(({ key }, k) => levels.set(key, left[k]!));
      const answer = await stores[step % 2]!.takeAll(requests);
      const where = `seed ${seed}, step ${step}`;
      assertEquals(answer.granted, fits, where);
      if (answer.granted) assert(Math.abs(answer.tokens - Math.min(...left) / 1000) < 1e-9, where);
      else {assertEquals([answer.retryAfterMs, waits[requests.findIndex(({ key }) => key === answer.key)]], [
          longest,
          longest,
        ], where);}
    }
  }
}

async function refusals(create: CreateStores): Promise<void> {
  const { store } = await one(create, { capacity: 2, refillPerSecond: 1 });
  const take = (n: unknown) => async () => await store.take("a", n as number);
  const takeAll = (...requests: TokenRequest[]) => async () => await store.takeAll([{ key: "a" }, ...requests]);
  for (const n of [2.5, -1, NaN, Infinity]) {
    await assertRejects(take(n), RangeError, `current value is ${n}`);
    await assertRejects(takeAll({ key: "b", n }), RangeError, `current value is ${n}`);
  }
  await assertRejects(take("1"), TypeError, "n must be");
  await assertRejects(async () => await store.take(7 as unknown as string), TypeError, "key must be a string");
  await assertRejects(takeAll({ key: "b" }, { key: "a", n: 1.5 }), RangeError, "n must be at most the capacity, 2");
  await assertRejects(async () => await store.takeAll([]), RangeError, "the number of requests");
  await assertRejects(
    takeAll({ key: "a", limit: { capacity: 3, refillPerSecond: 1 } }),
    RangeError,
    'a key must have one limit: current value is two for "a"',
  );
  await assertRejects(
    takeAll({ key: "b", limit: { capacity: 0, refillPerSecond: 1 } }),
    RangeError,
    "capacity must be",
  );
  assertEquals(await store.take("a", 2), granted(0));
}
