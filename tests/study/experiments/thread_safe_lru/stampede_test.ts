import { assertEquals } from "@std/assert";
import { replayStampede } from "@lib/study/experiments/thread_safe_lru/stampede.ts";

Deno.test("without single flight each request during a load is a load, with it each expiry is one", async () => {
  const traffic = { requestsPerSecond: 100, loadMs: 200, ttlMs: 500, windows: 10 };
  const usual = await replayStampede({ ...traffic, isSingleFlight: false });
  assertEquals(usual.loadsPerSecond.slice(0, 2), [100, 100]); // 200 ms of 100 requests per second
  const single = await replayStampede({ ...traffic, isSingleFlight: true });
  assertEquals(single.loadsPerSecond, [10, 0, 0, 0, 0, 0, 0, 10, 0, 0]); // loaded at 0.2 s, over at 0.7 s
  assertEquals(single.waited, 40); // 20 requests in each of two loads
  const stale = await replayStampede({ ...traffic, isSingleFlight: true, staleMs: 500 });
  assertEquals([stale.waited, stale.loadsPerSecond.filter((loads) => loads > 0).length], [20, 2]);
});
