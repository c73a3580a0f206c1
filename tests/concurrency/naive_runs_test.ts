import { assertEquals, assertRejects } from "@std/assert";
import { runByRace, runInChunks } from "@lib/concurrency/naive_runs.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** What three runs of tasks come to: results, and the moments at which tasks start. */
async function played(run: typeof runByRace, takesMs: readonly number[]) {
  const clock = new ManualClock();
  const starts: number[] = [];
  const tasks = takesMs.map((ms, n) => async () => {
    starts.push(clock.nowMs());
    await clock.sleep(ms);
    return n;
  });
  const results = run(tasks, 2);
  await clock.run(1000);
  return { results: await results, starts };
}

// By hand: 30 and 10 start at once; chunks wait for the 30, the race only for the 10.
Deno.test("chunks wait for the slowest, the race for the first", async () => {
  assertEquals(await played(runInChunks, [30, 10, 10, 10, 5]), {
    results: [0, 1, 2, 3, 4],
    starts: [0, 0, 30, 30, 40],
  });
  assertEquals(await played(runByRace, [30, 10, 10, 10, 5]), { results: [0, 1, 2, 3, 4], starts: [0, 0, 10, 20, 30] });
  assertEquals([await runInChunks([], 2), await runByRace([], 2)], [[], []]);
});

// Refusals
Deno.test("a size or limit that can't be meant is refused", async () => {
  for (const limit of [0, -1, 1.5, NaN]) {
    await assertRejects(() => runInChunks([], limit), RangeError, "size must be a positive integer");
    await assertRejects(() => runByRace([], limit), RangeError, "limit must be a positive integer");
  }
});
