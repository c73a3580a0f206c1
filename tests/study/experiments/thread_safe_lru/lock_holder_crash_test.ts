import { assert, assertEquals } from "@std/assert";
import { crashLockHolder } from "@lib/study/experiments/thread_safe_lru/lock_holder_crash.ts";

Deno.test("a crash ends with the report, or with the lease, and the shard starts again", () => {
  const reported = crashLockHolder({ leaseMs: 100_000, reportAfterMs: 30, forMs: 400, diesAtMs: 20 });
  assertEquals([reported.sizes, reported.waitMs.length], [[100, 0], 40]);
  assert(reported.calls > 2 && Math.max(...reported.waitMs) > 0);
});
