/**
 * The exercise `thread-pool`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

/** What the exercise `thread-pool` asks for. */
export interface ThreadPoolClass {
  /** A pool of `size` threads. */
  new (size: number): {
    /** Runs `fn` in one of the threads. `fn` uses nothing outside itself. */
    submit<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): {
      /** The result, or the failure, of `fn`. */
      result(): Promise<Awaited<Result>>;
      /** Takes the task out of the queue: true if it had not begun, and then never will. */
      cancel(): boolean;
    };
    /** Accepts no more tasks and ends the threads; with `wait` (the default) after all submitted tasks. */
    shutdown(options?: { wait?: boolean }): Promise<void>;
  };
}

/** Runs functions in threads. */
export type ThreadPoolGiven = {
  /** The reader's class. */
  readonly ThreadPool: ThreadPoolClass;
};

/** Its entry. */
export const threadPoolExercise: CatalogueEntry<ThreadPoolGiven> = {
  title: "Thread pool",
  level: "hard",
  minutes: 45,
  notebook: "concurrency/thread_pool",
  firstHint:
    "Two lists: threads that have nothing to do, and tasks that no thread has. Write one method that gives the first task " +
    "to the first free thread, and call it whenever either list grows. A Worker can be started from a data: URL with the " +
    "text of a small program; a function reaches it as String(fn).",
  solution: {
    file: new URL("./right/one_task_a_thread.ts", import.meta.url),
    why:
      "A queue, a map from thread to the task it runs, and one method that brings them together: nothing more is needed, " +
      "and every rule has its line. Say what it costs: each task waits for a message there and one back. " +
      "lib/concurrency/thread_pool/thread_pool.ts gives tasks ahead, through shared memory, and can take them back.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
