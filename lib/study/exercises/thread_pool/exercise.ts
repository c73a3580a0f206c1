/**
 * The exercise `thread-pool`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

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

/** Its card. */
export const exercise: ExerciseCard<ThreadPoolGiven> = {
  title: "Thread pool",
  level: "hard",
  minutes: 45,
  notebook: "concurrency/thread_pool",
  threads: true,
  names: ["ThreadPool"],
  task: `/** Runs functions in \`size\` threads that are started once and used again. */
class ThreadPool {
  constructor(size: number) {
    throw new Error("Not written yet");
  }

  /** Queues a task. \`fn\` uses nothing outside itself; arguments and results travel as postMessage sends them. */
  submit<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): { result(): Promise<Awaited<Result>>; cancel(): boolean } {
    throw new Error("Not written yet");
  }

  /** Refuses further tasks, and ends the threads. */
  shutdown(options?: { wait?: boolean }): Promise<void> {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "A task runs in a Worker, a thread separate from the caller's. Your code has no permissions, so start Workers from " +
    "`data:` URLs; a function reaches them as `String(fn)`.",
    "At most `size` tasks run at once; the others wait in a queue. Threads are reused for later tasks.",
    "`result()` resolves with what `fn` returns, awaited, and rejects with an Error of the same message where `fn` throws or " +
    "its promise rejects.",
    "`cancel()` is `true` only for a task that has not begun: it then never runs, and its `result()` rejects. Otherwise " +
    "`false`, and nothing changes.",
    "`shutdown()` with `wait` (the default) resolves when every submitted task has run. After that no thread is alive.",
    "After `shutdown`, `submit` throws, or the `result()` that it returns rejects.",
  ],
  mastery: [
    "A thread may die, for example from an error in a timer: its task fails, and the pool continues with a new thread.",
  ],
  firstHint: "Keep two lists: idle threads, and waiting tasks. Write one method that gives the first task " +
    "to the first free thread, and call it whenever either list grows. A Worker can be started from a data: URL with the " +
    "text of a small program; a function reaches it as String(fn).",
  solution: {
    file: "right/one_task_a_thread.ts",
    why:
      "A queue, a map from thread to the task it runs, and one method that brings them together: nothing more is needed, " +
      "and every rule has its line. Say what it costs: each task waits for a message there and one back. " +
      "lib/concurrency/thread_pool/thread_pool.ts gives tasks ahead, through shared memory, and can take them back.",
  },
};
