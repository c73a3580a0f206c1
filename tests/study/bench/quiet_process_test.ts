import { assert, assertEquals } from "@std/assert";
import { quietProcess } from "@lib/study/bench/quiet_process.ts";

/** Counts the pauses of a wait during which the process takes the given times, the last one for ever. */
async function pauses(usedMs: readonly number[]): Promise<number> {
  let count = 0;
  let used = 1000; // what was used before does not matter
  await quietProcess({
    usedMs: () => used,
    sleep: () => {
      used += usedMs[Math.min(count++, usedMs.length - 1)]!;
      return Promise.resolve();
    },
  });
  return count;
}

// By hand: a tenth of a pause of 10 ms is 1 ms.
Deno.test("quietProcess() pauses until less than a tenth of a core was used", async () => {
  assertEquals(await pauses([0]), 1);
  assertEquals(await pauses([0.99]), 1);
  assertEquals(await pauses([10, 10, 1, 0.9]), 4);
  assertEquals(await pauses([20, 0, 20]), 2);
});

Deno.test("quietProcess() gives up on a process that never rests", async () => {
  assertEquals(await pauses([10]), 30);
});

Deno.test("quietProcess() knows this process", async () => {
  const start = performance.now();
  await quietProcess();
  assert(performance.now() - start >= 10);
});
