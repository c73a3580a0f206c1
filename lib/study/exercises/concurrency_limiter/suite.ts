/**
 * The suite of the exercise `concurrency-limiter`: `runConcurrently(tasks, maxConcurrency, { signal, timeoutMs })`.
 *
 * The order teaches: first what a limit is, then what a failure does, then signals and time, then random scenes, and last the stack.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import { manyTasks } from "./many_tasks.ts";
import { mixedScenes } from "./mixed_scenes.ts";
import { ruleCases } from "./rule_cases.ts";
import type { Given } from "./scene.ts";
import { timeLimitCases } from "./time_limit_cases.ts";

const cost: Cost<Given, number, number> = {
  time: {
    what: "10,000 tasks that are done at once, 10 in flight",
    input: () => 10_000,
    run: async ({ runConcurrently }, count) => {
      const tasks = Array.from({ length: count }, (_, n) => () => Promise.resolve(n));
      return (await runConcurrently(tasks, 10)).length;
    },
  },
  memory: {
    what: "5,000 tasks that wait behind one that never ends",
    input: () => 5000,
    build({ runConcurrently }, count) {
      const tasks = Array.from({ length: count }, () => () => new Promise(() => {}));
      return [tasks, runConcurrently(tasks, 1)];
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "concurrency-limiter",
  names: ["runConcurrently"],
  task: `/**
 * Calls the tasks in their order, never more than \`maxConcurrency\` in flight, each as soon as there is room. Resolves with the results in
 * the order of the tasks.
 *
 * What fails the call: a task that rejects or throws, a task that has not settled \`timeoutMs\` after its start, and \`signal\` when it aborts.
 * After the first failure no further task starts, and when every started task has settled, the promise rejects with that first failure:
 * with the very reason of the task or of the signal, or with an error of your own if the time was over.
 */
function runConcurrently<T>(
  tasks: (() => Promise<T>)[],
  maxConcurrency: number,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<T[]> {
  throw new Error("Not written yet");
}`,
  cases: [...ruleCases, ...timeLimitCases, mixedScenes, manyTasks],
  cost,
};
