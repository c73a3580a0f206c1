import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  burst,
  compute,
  computeTask,
  millisecondsFor,
  recordWithDeath,
  roundTripsMs,
} from "@lib/study/experiments/thread_pool/pool_trials.ts";
import { ThreadPool } from "@lib/concurrency/thread_pool/thread_pool.ts";

// By hand: 1·48271 + 0, then 48271·48271 + 1 = 2330089442, as 32 bits −1964877854.
Deno.test("work is a fixed sum, here and in a thread", async () => {
  await using pool = new ThreadPool(1);
  assertEquals([compute(0), compute(1), compute(2)], [1, 48_271, -1_964_877_854]);
  assertEquals(await pool.submit(computeTask, 2).result(), -1_964_877_854);
});

// Invariants
Deno.test("a burst is refused, waits, or piles up, and every task is accounted for", async () => {
  const trial = { arrivals: 60, steps: 20_000 };
  await using unlimited = new ThreadPool(1);
  const piled = await burst(unlimited, { ...trial, wait: false });
  assertEquals([piled.latenciesMs.length, piled.refused, piled.waiting.length], [60, 0, 60]);
  await using strict = new ThreadPool(1, { queueLimit: 3 });
  const refused = await burst(strict, { ...trial, wait: false });
  assertEquals(refused.latenciesMs.length + refused.refused, 60);
  assert(refused.refused > 0 && Math.max(...refused.waiting) <= 3);
  const patient = await burst(strict, { ...trial, wait: true });
  assertEquals([patient.latenciesMs.length, patient.refused], [60, 0]);
  assert(Math.max(...patient.waiting) <= 3);
});

Deno.test("a death costs one task and leaves records of all others, on another thread", async () => {
  await using pool = new ThreadPool(1);
  const { runs, deaths } = await recordWithDeath(pool, { count: 10, steps: 1000, deathAt: 4 });
  assertEquals([runs.length, deaths], [9, ["WorkerDiedError"]]);
  assertEquals(new Set(runs.map(({ thread }) => thread)).size, 2);
  assert(runs.every(({ beginMs, endMs }) => endMs >= beginMs));
});

Deno.test("times are counted for each run, and begun together or one after the other", async () => {
  let running = 0, most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  };
  assertEquals((await roundTripsMs(5, work)).length, 5);
  assertEquals(most, 1);
  assert(await millisecondsFor(5, work) >= 0);
  assertEquals(most, 5);
});

// Refusals
Deno.test("no runs are no trial", async () => {
  await assertRejects(() => roundTripsMs(0, async () => {}), RangeError, "count must be a positive integer");
  await assertRejects(() => millisecondsFor(-1, () => {}), RangeError, "count must be a positive integer");
});
