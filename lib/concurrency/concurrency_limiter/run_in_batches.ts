/**
 * A limit as it is often written first, to measure against: slices of n, each when the one before is done.
 *
 * Results are in order and the limit holds. What it costs shows in time only: while the slowest task of a slice runs,
 * the other permits lie idle.
 *
 * Cost: O(1) a task. Not here on purpose: everything that `run_concurrently.ts` does: starting as soon as there is
 * room, failures that wait for the others, signals, time limits.
 *
 * @module
 */
import { checkFunction, checkList, checkPositiveInteger } from "../../base/argument.ts";

/**
 * Runs the tasks in chunks of `size`.
 * @returns The results in order; rejects with a failure at once.
 * @throws {RangeError} As a rejection, if `size` is not a positive integer.
 * @throws {TypeError} As a rejection, if `tasks` is no list of functions; nothing has been started then.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runInBatches } from "./run_in_batches.ts";
 * assertEquals(await runInBatches([1, 2, 3].map((n) => () => Promise.resolve(2 * n)), 2), [2, 4, 6]);
 * ```
 */
export async function runInBatches<Result>(tasks: readonly (() => Promise<Result>)[], size: number): Promise<Result[]> {
  const action = "run in chunks";
  checkPositiveInteger(size, { action, argument: "size" });
  for (const [n, task] of checkList(tasks, { action, argument: "tasks" }).entries()) {
    checkFunction(task, { action, argument: `tasks[${n}]` });
  }
  const results: Result[] = [];
  for (let start = 0; start < tasks.length; start += size) {
    results.push(...await Promise.all(tasks.slice(start, start + size).map((task) => task())));
  }
  return results;
}
