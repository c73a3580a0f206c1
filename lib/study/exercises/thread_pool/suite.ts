/**
 * The suite of the exercise `thread-pool`: class `ThreadPool` with `constructor(size)`, `submit(fn, ...args)` (a future with
 * `result()` and `cancel()`) and `shutdown({ wait })`.
 *
 * The order teaches: first that there are threads at all, then how many, then whose result is whose, and last how things end.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import { endingCases } from "./ending_cases.ts";
import type { Given } from "./pool_driver.ts";
import { threadCases } from "./thread_cases.ts";

const cost: Cost<Given, number, number> = {
  time: {
    what: "a pool of two threads, 200 short tasks, shutdown",
    input: () => 200,
    async run({ ThreadPool }, tasks) {
      const pool = new ThreadPool(2);
      const results = [];
      for (let n = 0; n < tasks; n++) results.push(pool.submit((n: number) => n + 1, n).result());
      let sum = 0;
      for (const value of await Promise.all(results)) sum += value as number;
      await pool.shutdown();
      return sum;
    },
  },
  memory: {
    what: "200 futures of finished tasks",
    input: () => 200,
    async build({ ThreadPool }, tasks) {
      const pool = new ThreadPool(2);
      const futures = [];
      for (let n = 0; n < tasks; n++) futures.push(pool.submit((n: number) => n, n));
      for (const future of futures) await future.result();
      await pool.shutdown();
      return futures;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "thread-pool",
  names: ["ThreadPool"],
  task: `/**
 * Runs functions in \`size\` threads that are started once and used again. A function uses nothing outside itself;
 * arguments and results travel as postMessage sends them. There are no permissions: start Workers from data: URLs.
 */
class ThreadPool {
  constructor(size: number) {
    throw new Error("Not written yet");
  }

  /**
   * Queues a task. result() gives its result or its failure (an Error with the same message), also when its thread dies.
   * cancel() is true only for a task that has not begun: it then never runs, and its result() rejects.
   */
  submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): { result(): Promise<Awaited<Result>>; cancel(): boolean } {
    throw new Error("Not written yet");
  }

  /** Refuses further tasks. With wait (the default), runs all that were submitted, ends the threads, then resolves. */
  shutdown(options?: { wait?: boolean }): Promise<void> {
    throw new Error("Not written yet");
  }
}`,
  cases: [...threadCases, ...endingCases],
  cost,
};
