import { assert, assertEquals, assertThrows } from "@std/assert";
import { TokenBucket } from "@lib/concurrency/rate_limiter/token_bucket.ts";
import { TokenBuckets } from "@lib/concurrency/rate_limiter/token_buckets.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { tokenBucketsContract } from "@lib/testing/token_buckets_contract.ts";

// By hand: full again after 1 s
Deno.test("a key is forgotten once two times to full have passed since its last grant, and only then", () => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets({ capacity: 10, refillPerSecond: 10 }, { clock });
  buckets.take("a", 10);
  clock.advance(999);
  buckets.take("b", 10);
  clock.advance(1); // the first period is over
  buckets.take("c", 0);
  assertEquals(buckets.size, 2);
  assertEquals(buckets.take("b", 1), { granted: false, retryAfterMs: 99, key: "b" });
  clock.advance(999);
  buckets.take("b", 1); // brings b into the second period
  assertEquals(buckets.size, 2);
  clock.advance(1); // it is over: a is dropped, full for a second by now
  assertEquals([buckets.take("a", 0), buckets.size], [{ granted: true, tokens: 10 }, 1]);
  clock.advance(2000);
  assertEquals([buckets.take("b", 0), buckets.size], [{ granted: true, tokens: 10 }, 0]);
});
Deno.test("after a long silence everything is forgotten at once", () => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets({ capacity: 10, refillPerSecond: 10 }, { clock });
  buckets.take("a");
  clock.advance(2000);
  buckets.take("b", 0);
  assertEquals(buckets.size, 0);
});
Deno.test("looking and refusals keep no key", () => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets({ capacity: 1, refillPerSecond: 1 }, { clock });
  buckets.take("a", 0);
  buckets.takeAll([{ key: "a", n: 0 }, { key: "c", n: 0 }]);
  assertEquals(buckets.size, 0);
  buckets.take("b");
  buckets.takeAll([{ key: "a" }, { key: "b" }]);
  assertEquals(buckets.size, 1);
});
Deno.test("a key with a longer time to full is kept for as long as it takes", () => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets({ capacity: 1, refillPerSecond: 1 }, { clock });
  const slow = { key: "slow", n: 10, limit: { capacity: 10, refillPerSecond: 1 } };
  buckets.takeAll([slow]);
  for (let second = 1; second < 10; second++) {
    clock.advance(1000);
    buckets.take("other");
    assertEquals(buckets.takeAll([slow]).granted, false, `after ${second} s`);
  }
  clock.advance(1000);
  assertEquals(buckets.takeAll([slow]).granted, true);
});

// Bounded
Deno.test("a million keys, each asked for once, leave no more than those of two times to full", () => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets({ capacity: 10, refillPerSecond: 10 }, { clock });
  let largest = 0;
  for (let key = 0; key < 1_000_000; key++) {
    if (key % 10 === 0) clock.advance(1); // 10,000 new keys a second
    buckets.take(`key ${key}`);
    largest = Math.max(largest, buckets.size);
  }
  assert(largest <= 20_010 && largest > 10_000, `${largest} keys`);
});
Deno.test("forgetting is exact: the answers are those of buckets that are all kept", () => {
  const clock = new ManualClock();
  const forgetting = new TokenBuckets({ capacity: 3, refillPerSecond: 30 }, { clock });
  const kept = new Map<string, TokenBucket>();
  for (let step = 0; step < 20_000; step++) {
    const key = `key ${(step * 7919) % 97}`;
    const bucket = kept.get(key) ?? new TokenBucket(3, 30, { clock });
    kept.set(key, bucket);
    const expected = bucket.take(1 + step % 3);
    const answer = forgetting.take(key, 1 + step % 3);
    assertEquals(answer, expected.granted ? expected : { ...expected, key }, `step ${step}`);
    clock.advance(step % 11 === 0 ? 13 : 1);
  }
  assert(forgetting.size < kept.size);
});

// Contract
for (
  const demand of tokenBucketsContract((limit, { clock, count }) => {
    const buckets = new TokenBuckets(limit, { clock });
    return Array.from({ length: count }, () => buckets);
  })
) Deno.test(`TokenBuckets: ${demand.name}`, () => demand.run());

// Refusals
Deno.test("a limit that can't be meant is refused by name and value", () => {
  assertThrows(() => new TokenBuckets({ capacity: 0, refillPerSecond: 1 }), RangeError, "capacity must be");
  assertThrows(() => new TokenBuckets({ capacity: 1, refillPerSecond: NaN }), RangeError, "refillPerSecond must be");
  assertEquals(new TokenBuckets({ capacity: 1, refillPerSecond: 1 }).take("a"), { granted: true, tokens: 0 });
});
