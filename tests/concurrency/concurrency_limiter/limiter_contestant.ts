/**
 * One contestant of the limiters' bench, in a process of its own: `limiter_contestant.ts <name> <tasks>` prints the
 * microseconds that a task takes beside its own work. What earlier rivals left on the heap, or taught the compiler, is
 * not there.
 *
 * Every run is checked: all results, in order, and never more in flight than the limit.
 */
import { assertEquals } from "@std/assert";
import pLimit from "p-limit";
import PQueue from "p-queue";
import { ConcurrencyLimiter } from "@lib/concurrency/concurrency_limiter/concurrency_limiter.ts";
import { runConcurrently } from "@lib/concurrency/concurrency_limiter/run_concurrently.ts";
import { runLimited as runWithSemaphore } from "@lib/study/exercises/concurrency_limiter/right/semaphore.ts";
import { runLimited as runWithWorkers } from "@lib/study/exercises/concurrency_limiter/right/workers.ts";

const LIMIT = 100;
const WARM_UP_RUNS = 3;
const TIMED_RUNS = 5;

type Tasks = (() => Promise<number>)[];
/** How each runs them all. The limiters to keep are handed the tasks one by one, as their users do. */
const CONTESTANTS: Record<string, (tasks: Tasks) => Promise<number[]>> = {
  "ConcurrencyLimiter": (tasks) => {
    const limiter = new ConcurrencyLimiter(LIMIT);
    return Promise.all(tasks.map((task) => limiter.run(task)));
  },
  "runConcurrently": (tasks) => runConcurrently(tasks, LIMIT),
  "p-limit": (tasks) => {
    const limit = pLimit(LIMIT);
    return Promise.all(tasks.map((task) => limit(task)));
  },
  "p-queue": (tasks) => {
    const queue = new PQueue({ concurrency: LIMIT });
    return Promise.all(tasks.map((task) => queue.add(task)));
  },
  "a semaphore, the naive floor": (tasks) => runWithSemaphore(tasks, LIMIT),
  "100 workers, the naive floor": (tasks) => runWithWorkers(tasks, LIMIT),
};

const [name, count] = [Deno.args[0]!, Number(Deno.args[1])];
const play = CONTESTANTS[name]!;
let inFlight = 0;
let most = 0;
/** Yields once, so that it is not done when it returns. */
const tasks = Array.from({ length: count }, (_, n) => async () => {
  most = Math.max(most, ++inFlight);
  await undefined;
  inFlight--;
  return n;
});
let fastestMs = Infinity;
for (let run = 0; run < WARM_UP_RUNS + TIMED_RUNS; run++) {
  const beginMs = performance.now();
  const results = await play(tasks);
  const ms = performance.now() - beginMs;
  if (run >= WARM_UP_RUNS) fastestMs = Math.min(fastestMs, ms);
  assertEquals([results.length, results.every((result, n) => result === n), inFlight, most], [count, true, 0, LIMIT]);
}
console.log(1000 * fastestMs / count);
