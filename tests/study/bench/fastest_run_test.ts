import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { fastestRunMs } from "@lib/study/bench/fastest_run.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** Work that takes the given times, one after the other. */
function workOf(durationsMs: readonly number[]) {
  const clock = new ManualClock();
  let run = 0;
  return { clock, work: () => clock.advance(durationsMs[run++]!), runs: () => run };
}

// By hand: 9, 4, 7, 5, 6 ms; the fastest is 4.
Deno.test("fastestRunMs() is the time of the fastest of five runs", () => {
  const { clock, work, runs } = workOf([9, 4, 7, 5, 6]);
  assertEquals(fastestRunMs(work, { clock }), 4);
  assertEquals(runs(), 5);
});

Deno.test("fastestRunMs() counts the first and the last run too", () => {
  for (const durations of [[1, 2, 3], [3, 2, 1]]) {
    const { clock, work } = workOf(durations);
    assertEquals(fastestRunMs(work, { clock, runs: 3 }), 1);
  }
});

// Refusals
Deno.test("fastestRunMs() refuses runs that are not a positive integer", () => {
  for (const runs of [0, -1, 1.5, NaN]) {
    const { clock, work } = workOf([1]);
    const error = assertThrows(() => fastestRunMs(work, { clock, runs }), RangeError, "runs");
    assertStringIncludes(error.message, String(runs));
  }
});

Deno.test("fastestRunMs() lets through what the work throws", () => {
  assertThrows(
    () =>
      fastestRunMs(() => {
        throw new Error("broken");
      }),
    Error,
    "broken",
  );
});
