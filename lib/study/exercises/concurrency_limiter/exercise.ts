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
    "The tasks are called in order, each as soon as there is room. The array is not changed; without tasks the result " +
    "is `[]`.",
    "The call fails if a task rejects or throws, if a task has not settled `timeoutMs` after its start, or if `signal` " +
    "aborts or is already aborted.",
    "After the first failure no further task starts. When every started task has settled, the promise rejects with that first " +
    "failure: with the reason of the task or the signal, or with your own error after a timeout.",
    "A task that ended in time can't fail the call afterwards.",
  ],
  mastery: [
    "A task may fail with the reason `undefined`.",
    "20,000 tasks may start at once without a stack overflow.",
  ],
  firstHint:
    "Start maxConcurrency workers; each takes the next task from one shared counter until none is left. Then ask " +
    "of every line: what if the task fails here, and what is still running when the promise settles?",
  solution: {
    file: "right/workers.ts",
    why:
      "A worker is a permit that can't be lost: there are as many as may run, and each runs one task at a time. The first failure is " +
      "recorded instead of thrown, so that every worker finishes before the promise rejects. In an interview, say what is " +
      "missing: tasks are not told to stop, and one that never ends keeps the caller waiting. " +
      "lib/concurrency/concurrency_limiter/run_concurrently.ts hands each task a signal; lib/concurrency/concurrency_limiter/concurrency_limiter.ts is the limiter to keep.",
  },
};
