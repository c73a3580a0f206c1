/**
 * Two limits as they are often written, to measure against: chunks, and a race of those in flight.
 *
 * Both keep results in order and never exceed the limit. What they cost shows in time only. Chunks wait for the slowest of each
 * chunk while permits lie idle. The race starts the next task at once, but every wait hangs a callback on each promise in flight,
 * so a task costs O(limit).
 *
 * | function | a task | idle permits |
 * | -------- | ------ | ------------ |
 * | `runInChunks` | O(1) | until the slowest of the chunk has ended |
 * | `runByRace` | O(limit) | none |
 *
 * Not here on purpose: everything that `run_limited.ts` does: failures that wait for the others, signals, time limits.
 *
 * @module
 */
import { positiveInteger } from "../base/argument.ts";

/**
 * Runs the tasks in slices of `size`, each slice when the one before is done.
 * @returns The results in order; rejects with a failure at once.
 */
export async function runInChunks<Result>(tasks: readonly (() => Promise<Result>)[], size: number): Promise<Result[]> {
  positiveInteger(size, { action: "run in chunks", argument: "size" });
  const results: Result[] = [];
  for (let start = 0; start < tasks.length; start += size) {
    results.push(...await Promise.all(tasks.slice(start, start + size).map((task) => task())));
  }
  return results;
}

/**
 * Runs the tasks, at most `limit` at once: before each start beyond the limit it waits for any one in flight.
 * @returns The results in order; rejects with a failure at once.
 */
export async function runByRace<Result>(tasks: readonly (() => Promise<Result>)[], limit: number): Promise<Result[]> {
  positiveInteger(limit, { action: "run by race", argument: "limit" });
  const results: Promise<Result>[] = [];
  const inFlight = new Set<Promise<Result>>();
  for (const task of tasks) {
    if (inFlight.size === limit) await Promise.race(inFlight);
    const result = task().finally(() => inFlight.delete(result));
    inFlight.add(result);
    results.push(result);
  }
  return await Promise.all(results);
}
