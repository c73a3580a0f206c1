import { assert, assertEquals } from "@std/assert";
import { crashLockHolder } from "@lib/study/experiments/thread_safe_lru/lock_holder_crash.ts";

Deno.test("a crash ends with the report, or with the lease, and the shard starts again", () => {
  const reported = crashLockHolder({ leaseMs: 3000, reportAfterMs: 30, forMs: 1000, diesAtMs: 20 });
  assertEquals([reported.sizes, reported.waitMs.length], [[100, 0], 100]);
  const longestMs = Math.max(...reported.waitMs);
  assert(reported.calls > 2 && longestMs > 0 && longestMs < 900, `${longestMs} ms`); // not until the lease is over
});
