/**
 * The exercise `concurrency-limiter`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise `concurrency-limiter` asks for. */
export type RunLimited = <Result>(
  tasks: (() => Promise<Result>)[],
  maxConcurrency: number,
  options?: { signal?: AbortSignal; timeoutMs?: number },
) => Promise<Result[]>;

/** Runs tasks, a limited number at once. */
export type ConcurrencyLimiterGiven = {
  /** The reader's function. */
  readonly runLimited: RunLimited;
};

/** Its card. */
export const exercise: ExerciseCard<ConcurrencyLimiterGiven> = {
  title: "Async concurrency limiter",
  level: "medium",
  minutes: 30,
  notebook: "concurrency/concurrency_limiter",
  names: ["runLimited"],
  task:
    `/** Runs the tasks, never more than \`maxConcurrency\` at once, and resolves with their results in their order. */
function runLimited<T>(
  tasks: (() => Promise<T>)[],
  maxConcurrency: number,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<T[]> {
  throw new Error("Not written yet");
}`,
  rules: [
    "The tasks are called in their order, each as soon as there is room. The array stays as it is; without tasks the result " +
    "is `[]`.",
    "What fails the call: a task that rejects or throws, a task that has not settled `timeoutMs` after its start, and `signal` " +
    "when it aborts, or is aborted already.",
    "After the first failure no further task starts. When every started task has settled, the promise rejects with that first " +
    "failure: with the very reason of the task or of the signal, or with an error of your own if the time was over.",
    "A task that ended in time can't fail the call afterwards.",
  ],
  mastery: [
    "A task may fail with the reason `undefined`.",
    "20,000 tasks may start at once without filling the stack.",
  ],
  firstHint:
    "Start with maxConcurrency workers, each of which takes the next task from one shared counter until there are none. Then ask " +
    "of every line: what if the task fails here, and who is still running when the promise settles?",
  solution: {
    file: "right/workers.ts",
    why:
      "A worker is a permit that can't be lost: there are as many as may run, and each runs one task at a time. The first failure is " +
      "written down instead of thrown, so that every worker comes home before the promise rejects. Say in an interview what is " +
      "missing: tasks are not told to stop, and one that never ends keeps the caller waiting. " +
      "lib/concurrency/concurrency_limiter/run_concurrently.ts hands each task a signal; lib/concurrency/concurrency_limiter/concurrency_limiter.ts is the limiter to keep.",
  },
};
