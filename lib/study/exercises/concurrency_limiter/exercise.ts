/**
 * The exercise `concurrency-limiter`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

/** What the exercise `concurrency-limiter` asks for. */
export type RunLimited = <Result>(
  tasks: (() => Promise<Result>)[],
  maxConcurrency: number,
  options?: { signal?: AbortSignal; timeoutMs?: number },
) => Promise<Result[]>;

/** Runs tasks, at most so many at once. */
export type ConcurrencyLimiterGiven = {
  /** The reader's function. */
  readonly runConcurrently: RunLimited;
};

/** Its entry. */
export const concurrencyLimiterExercise: CatalogueEntry<ConcurrencyLimiterGiven> = {
  title: "Async concurrency limiter",
  level: "medium",
  minutes: 30,
  notebook: "concurrency/concurrency_limiter",
  firstHint:
    "Start with maxConcurrency workers, each of which takes the next task from one shared counter until there are none. Then ask " +
    "of every line: what if the task fails here, and who is still running when the promise settles?",
  solution: {
    file: new URL("./right/workers.ts", import.meta.url),
    why:
      "A worker is a permit that can't be lost: there are as many as may run, and each runs one task at a time. The first failure is " +
      "written down instead of thrown, so that every worker comes home before the promise rejects. Say in an interview what is " +
      "missing: tasks are not told to stop, and one that never ends keeps the caller waiting. " +
      "lib/concurrency/concurrency_limiter/run_concurrently.ts hands each task a signal; lib/concurrency/concurrency_limiter/concurrency_limiter.ts is the limiter to keep.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
