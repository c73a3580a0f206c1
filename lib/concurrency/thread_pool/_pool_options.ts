/**
 * How a thread pool works, how a task is submitted, and how a pool is shut down: what a caller may choose.
 *
 * Not here on purpose: how far a walk runs ahead (`_map_in_order.ts`), how a task is cancelled (`pool_task.ts`).
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import type { Future } from "./pool_task.ts";
import type { TaskFunction } from "./_serialized_function.ts";

/** How a `ThreadPool` works. */
export interface ThreadPoolOptions {
  /** Threads that stay when there is nothing to do. @default {maxThreads} */
  readonly minThreads?: number;
  /** How long a thread above `minThreads` may have nothing to do. @default {1000} */
  readonly idleTimeoutMs?: number;
  /** Tasks that may wait until a thread is free for them. @default {Infinity} */
  readonly queueLimit?: number;
  /** Heap of each thread in megabytes; a task that needs more ends its thread, not the process. */
  readonly memoryMegabytes?: number;
  /** Time limits, pauses and idle times are measured on it. @default {systemClock} */
  readonly clock?: Clock;
}

/** How a task is submitted, for `ThreadPool.with`. */
export interface SubmitOptions {
  /** Gives the task up when it aborts: a task that has begun is ended with its thread. */
  readonly signal?: AbortSignal;
  /** The same after so many milliseconds, counted from its submission. */
  readonly timeoutMs?: number;
  /** What is moved to the thread instead of copied: buffers, ports. The task must own it, so it is never given ahead. */
  readonly transfer?: readonly Transferable[];
  /** Whether buffers in the result (the result itself, or its fields) are moved here instead of copied. @default {false} */
  readonly transferResult?: boolean;
}

/** How a pool is shut down. */
export interface ShutdownOptions {
  /** Whether the promise waits until all tasks are settled and all threads have ended. @default {true} */
  readonly wait?: boolean;
  /** Whether tasks that have not begun are cancelled instead of run. @default {false} */
  readonly cancelPending?: boolean;
  /** Whether tasks that have begun are ended, too; implies `cancelPending`. @default {false} */
  readonly interrupt?: boolean;
}

/** What submits tasks with certain options. */
export interface Submitter {
  /** See `ThreadPool.submit`. */
  submit<Args extends unknown[], Result>(task: TaskFunction<Args, Result>, ...args: Args): Future<Awaited<Result>>;
  /** See `ThreadPool.enqueue`. */
  enqueue<Args extends unknown[], Result>(
    task: TaskFunction<Args, Result>,
    ...args: Args
  ): Promise<Future<Awaited<Result>>>;
}
