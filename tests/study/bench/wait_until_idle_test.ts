import { assert, assertEquals } from "@std/assert";
import { waitUntilIdle } from "@lib/study/bench/wait_until_idle.ts";

/** Counts the pauses of a wait during which the process takes the given times, the last one for ever. */
async function pauses(usedMs: readonly number[]): Promise<number> {
  let count = 0;
  let used = 1000; // what was used before does not matter
  await waitUntilIdle({
    usedMs: () => used,
    sleep: () => {
      used += usedMs[Math.min(count++, usedMs.length - 1)]!;
      return Promise.resolve();
    },
  });
  return count;
}

// By hand: a tenth of a pause of 10 ms is 1 ms.
Deno.test("waitUntilIdle() pauses until less than a tenth of a core was used", async () => {
  assertEquals(await pauses([0]), 1);
  assertEquals(await pauses([0.99]), 1);
  assertEquals(await pauses([10, 10, 1, 0.9]), 4);
  assertEquals(await pauses([20, 0, 20]), 2);
});

Deno.test("waitUntilIdle() gives up on a process that never rests", async () => {
  assertEquals(await pauses([10]), 30);
});

Deno.test("waitUntilIdle() knows this process", async () => {
  const start = performance.now();
  await waitUntilIdle();
  assert(performance.now() - start >= 10);
});
