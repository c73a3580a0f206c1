import { assertEquals, assertRejects } from "@std/assert";
import { replayArrivals } from "@lib/study/experiments/token_bucket/load_generator.ts";
import { TokenBucket } from "@lib/concurrency/rate_limiter/token_bucket.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

// By hand: a token each 100 ms
Deno.test("requests arrive when the list says so, although earlier ones still wait", async () => {
  const clock = new ManualClock(5000);
  const bucket = new TokenBucket(1, 10, { clock });
  const arrivals = replayArrivals(bucket, [50, 0, 60, 1000, 70], { clock });
  await clock.run(2000);
  assertEquals(await arrivals, [
    { queue: 0, waitMs: 50 },
    { queue: 0, waitMs: 0 },
    { queue: 1, waitMs: 140 },
    { queue: 0, waitMs: 0 },
    { queue: 2, waitMs: 230 },
  ]);
});
Deno.test("a request may be for more, and a limiter need not say how many wait", async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket(4, 10, { clock, initialTokens: 0 });
  const limiter = { acquire: (n?: number) => bucket.acquire(n) };
  const arrivals = replayArrivals(limiter, [{ atMs: 0, n: 3 }, { atMs: 100, n: 2 }], { clock });
  await clock.run(1000);
  assertEquals(await arrivals, [{ queue: undefined, waitMs: 300 }, { queue: undefined, waitMs: 400 }]);
});
Deno.test("a request that is rejected rejects the replay", async () => {
  const clock = new ManualClock();
  const limiter = { waiting: 0, acquire: () => Promise.reject(new Error("closed")) };
  const arrivals = assertRejects(() => replayArrivals(limiter, [0, 5], { clock }), Error, "closed");
  await clock.run(10);
  await arrivals;
});
Deno.test("the machine's clock serves where none is given", async () => {
  assertEquals((await replayArrivals(new TokenBucket(2, 1), [0, 0])).map(({ queue }) => queue), [0, 0]);
});
