import { assertEquals } from "@std/assert";
import { TokenBucket as LimiterBucket } from "limiter";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { type Clock, systemClock } from "@lib/base/clock.ts";
import { TokenBucket } from "@lib/concurrency/rate_limiter/token_bucket.ts";
import { TokenBuckets } from "@lib/concurrency/rate_limiter/token_buckets.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const CALLS = 200_000;

/**
 * Every contestant has a loop of its own, made from one text, so that none pays for the kinds of limiter that another's
 * loop has met. All read the machine's clock once a call.
 */
function asker(call: string): (limiter: unknown) => number {
  return new Function(
    "limiter",
    `let granted = 0;
     for (let k = 0; k < ${CALLS}; k++) ${call}
     return granted;`,
  ) as (limiter: unknown) => number;
}

/**
 * The honest floor: what everybody writes first, a level and a time. It checks no argument, knows no line, and its
 * clock may not step.
 */
class PlainBucket {
  #tokens: number;
  #lastMs = performance.now();
  constructor(readonly capacity: number, readonly refillPerSecond: number) {
    this.#tokens = capacity;
  }
  tryAcquire(n: number): boolean {
    const nowMs = performance.now();
    this.#tokens = Math.min(this.capacity, this.#tokens + (nowMs - this.#lastMs) * this.refillPerSecond / 1000);
    this.#lastMs = nowMs;
    if (this.#tokens < n) return false;
    this.#tokens -= n;
    return true;
  }
}

/**
 * The clock that `rate-limiter-flexible` reads. Reading the machine's clock takes most of a call, and the date costs a
 * third of the monotonic clock; so whoever is compared reads what its peer reads: the date here, the monotonic clock
 * beside `limiter`.
 */
const date: Clock = { nowMs: () => Date.now(), sleep: systemClock.sleep };

/** A `limiter` bucket starts empty: it is filled by hand. */
function limiterBucket(capacity: number, refillPerSecond: number): LimiterBucket {
  const bucket = new LimiterBucket({ bucketSize: capacity, tokensPerInterval: refillPerSecond, interval: "second" });
  bucket.content = capacity;
  return bucket;
}

type Make = (capacity: number, refillPerSecond: number) => unknown;
const ONE: { name: string; make: Make; call: string }[] = [
  {
    name: "TokenBucket",
    make: (capacity, refillPerSecond) => new TokenBucket(capacity, refillPerSecond),
    call: "if (limiter.tryAcquire(1)) granted++;",
  },
  { name: "limiter TokenBucket", make: limiterBucket, call: "if (limiter.tryRemoveTokens(1)) granted++;" },
  {
    name: "plain level and time",
    make: (capacity, refillPerSecond) => new PlainBucket(capacity, refillPerSecond),
    call: "if (limiter.tryAcquire(1)) granted++;",
  },
];

/**
 * One bucket, asked again and again. Granted: the capacity is more than all calls together. Refused: the bucket holds
 * one token that comes back once a week, so each contestant grants exactly one.
 */
function oneBucket(what: "granted" | "refused"): BenchRow {
  const [capacity, refillPerSecond] = what === "granted" ? [2 * CALLS, 1000] : [1, 1 / 604_800];
  const contestants = ONE.map(({ name, make, call }): Contestant => {
    const ask = asker(call);
    return {
      name,
      prepare: () => {
        const limiter = make(capacity, refillPerSecond);
        return () => ask(limiter);
      },
    };
  });
  const [ours, ...peers] = contestants as [Contestant, ...Contestant[]];
  return {
    row: `token_bucket: tryAcquire, ${what}`,
    target: 1,
    ours,
    peers,
    rounds: 41, // all three do little besides reading the clock, so the differences are small
    check() {
      for (const { name, prepare } of contestants) {
        assertEquals(prepare(0)(), what === "granted" ? CALLS : 1, `granted by ${name}`);
      }
    },
  };
}

/**
 * A bucket for each of many keys against `rate-limiter-flexible`, which counts in fixed windows and answers through a
 * promise; its promise is made and not waited for, which is in its favour. Both read the date. Every call is granted.
 */
function byKey(count: number): BenchRow {
  const keys = Array.from({ length: count }, (_, k) => `user ${k}`);
  const ours: Contestant = {
    name: "TokenBuckets",
    prepare: () => {
      const buckets = new TokenBuckets({ capacity: 2 * CALLS, refillPerSecond: 1000 }, { clock: date });
      return () => {
        let granted = 0;
        for (let k = 0; k < CALLS; k++) if (buckets.take(keys[k % count]!).granted) granted++;
        return granted;
      };
    },
  };
  const flexible: Contestant = {
    name: "rate-limiter-flexible RateLimiterMemory",
    prepare: () => {
      const limiter = new RateLimiterMemory({ points: 2 * CALLS, duration: 3600 });
      return () => {
        let asked = 0;
        for (let k = 0; k < CALLS; k++) {
          void limiter.consume(keys[k % count]!);
          asked++;
        }
        return asked;
      };
    },
  };
  return {
    row: `token_bucket: ${count === 1 ? "one key" : `${count} keys`}, granted`,
    // With one key the peer's map is at its best too, and both make an object for each answer: the 3 is asked of the
    // bucket
    // itself (first row) and of many keys.
    target: count === 1 ? 1 : 3,
    ours,
    peers: [flexible],
    check() {
      assertEquals([ours.prepare(0)(), flexible.prepare(0)()], [CALLS, CALLS]);
    },
  };
}

/**
 * `tryAcquire` on one bucket against `consume` on one key: what a service with one limit would call. Both read the
 * date.
 */
function againstFlexible(): BenchRow {
  const ask = asker("if (limiter.tryAcquire(1)) granted++;");
  const ours: Contestant = {
    name: "TokenBucket",
    prepare: () => {
      const bucket = new TokenBucket(2 * CALLS, 1000, { clock: date });
      return () => ask(bucket);
    },
  };
  const { peers, check } = byKey(1);
  return {
    row: "token_bucket: tryAcquire against consume",
    target: 3,
    ours,
    peers,
    check() {
      check();
      assertEquals(ours.prepare(0)(), CALLS);
    },
  };
}

export const rows: BenchRow[] = [
  againstFlexible(),
  oneBucket("granted"),
  oneBucket("refused"),
  byKey(1),
  byKey(10_000),
];
