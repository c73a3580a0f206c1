import { assertEquals } from "@std/assert";
import { FaultyLimiter, type PermitMistake } from "@lib/study/experiments/concurrency_limiter/faulty_limiter.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** Two permits, four tasks of which the first is late: when each starts, and the permits that are free in the end. */
async function played(mistake: PermitMistake, firstTakesMs: number) {
  const clock = new ManualClock();
  const limiter = new FaultyLimiter(2, { mistake, timeoutMs: 10, clock });
  const starts: number[] = [];
  const outcomes: string[] = [];
  for (const ms of [firstTakesMs, 9, 9, 9]) {
    const task = () => {
      starts.push(clock.nowMs());
      return clock.sleep(ms);
    };
    limiter.run(task).then(() => outcomes.push("done"), (error) => outcomes.push(error.message));
  }
  await clock.run(100);
  return { starts, outcomes, free: limiter.freePermits, timers: clock.sleeping };
}

// By hand
Deno.test("as long as nobody is late, all is well", async () => {
  for (const mistake of ["lost", "early", "twice"] as const) {
    const right = { starts: [0, 0, 5, 9], outcomes: ["done", "done", "done", "done"], free: 2, timers: 0 };
    assertEquals(await played(mistake, 5), right);
  }
});
Deno.test("a late task costs a permit, lets one too many in, or brings a permit into the world", async () => {
  const outcomes = ["done", "too late", "done", "done"];
  assertEquals(await played("lost", 30), { starts: [0, 0, 9, 18], outcomes, free: 1, timers: 0 });
  assertEquals(await played("early", 30), { starts: [0, 0, 9, 10], outcomes, free: 2, timers: 0 });
  assertEquals(await played("twice", 30), { starts: [0, 0, 9, 10], outcomes, free: 3, timers: 0 });
});
