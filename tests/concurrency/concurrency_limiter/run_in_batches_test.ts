import { assertEquals, assertRejects } from "@std/assert";
import { runInBatches } from "@lib/concurrency/concurrency_limiter/run_in_batches.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

// By hand: 30 and 10 start at once, the next two when the 30 has ended, the last when both of these have.
Deno.test("a chunk waits for the slowest of the one before, and results are in order", async () => {
  const clock = new ManualClock();
  const starts: number[] = [];
  const tasks = [30, 10, 10, 20, 5].map((ms, n) => async () => {
    starts.push(clock.nowMs());
    await clock.sleep(ms);
    return n;
  });
  const results = runInBatches(tasks, 2);
  await clock.run(1000);
  assertEquals([await results, starts], [[0, 1, 2, 3, 4], [0, 0, 30, 30, 50]]);
  assertEquals(await runInBatches([], 2), []);
});

// Refusals
Deno.test("a size that can't be meant is refused", async () => {
  for (const size of [0, -1, 1.5, NaN]) {
    await assertRejects(() => runInBatches([], size), RangeError, "size must be a positive integer");
  }
});
