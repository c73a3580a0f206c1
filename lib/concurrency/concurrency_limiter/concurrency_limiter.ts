/**
 * Limits how many asynchronous tasks run at once; the others wait in a queue.
 *
 * A task that is handed in takes a permit, or a place in the line if there is none, and gives the permit back when its
 * own promise settles; the first in the line takes it over. Permits are not objects that can be lost or given back
 * twice: there is one count, raised where a task starts and lowered where it ends ({@linkcode RunningTask} sees to it
 * that this happens once).
 *
 * **Invariant.** `activeCount` tasks have been started and have not ended. No task starts while there are
 * `maxConcurrency` of them; no task waits while there are fewer. When the promise of a task settles with the task's own
 * result, its permit has been given back already.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `run` | O(1), also for a waiter who gives up in the middle of the line |
 * | `maxConcurrency = n`, `clear` | O(tasks that start or leave) |
 * | memory | one record for each task that runs or waits; nothing is left of one that is done |
 *
 * **Rules.**
 * - First come, first served. A task starts within the call of `run` if a permit is free.
 * - A caller that gives up by `signal` while waiting leaves the queue at once, and its task never starts.
 * - `timeoutMs` counts from the start of the task, not from its place in the line. (For a limit on both use
 *   `signal: AbortSignal.timeout(ms)`.)
 * - **A task that is cancelled while it runs keeps its permit until it ends.** The caller is told at once, and the task
 *   through its `context.signal`; but a task that does not listen still burdens what the limit protects. To give its
 *   permit away would let more than `maxConcurrency` be in flight, just when the other side is slow. The price: one
 *   that never ends holds its permit for ever; `activeCount` shows it. What it throws after that is dropped.
 * - A smaller `maxConcurrency` stops no running task: none starts until enough have ended. A larger one starts waiters
 *   at once.
 *
 * Not here on purpose: **a task that waits for another task of the same limiter.** When all permits are held by such
 * tasks, none can go on: a deadlock, which can't be told from slow work without following every promise. Give the inner
 * work a limiter of its own, and the inner call a signal or time limit, which breaks the deadlock and leaks nothing.
 * Also not here: priorities, rates (`token_bucket.ts`), pausing, and the caller's `AsyncLocalStorage`: a waiter starts
 * in the context of the task that made room for it.
 *
 * Source: E. W. Dijkstra, *Over de sequentialiteit van procesbeschrijvingen* (EWD-35), 1962/63: the semaphore. The
 * outcome and the end of a task as separate events are our departure from the packages p-limit and p-queue; the latter
 * frees the place of a task at its timeout.
 *
 * @module
 */
import { checkFunction, checkOptions, checkPositive, checkPositiveInteger, checkSignal } from "../../base/argument.ts";
import { checkClock, type Clock } from "../../base/clock.ts";
import { SharedAbortListeners } from "./_shared_abort_listeners.ts";
import { TimeoutQueue } from "./_timeout_queue.ts";
import { type RunContext, RunningTask, type Task, TaskTimeoutError } from "./running_task.ts";
import { LinkedQueue, type QueueNode } from "../linked_queue.ts";

export { TaskTimeoutError };
export type { Clock, RunContext, Task };

const TASK = { action: "run a task", argument: "task" };

/** What a {@linkcode ConcurrencyLimiter} can be told. */
export interface ConcurrencyLimiterOptions {
  /** Where time limits get their time from. @default {systemClock} */
  readonly clock?: Clock;
}

/** How long a caller is willing to wait for one task. */
export interface RunOptions {
  /** Gives up: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time from the start of the task, in milliseconds: above 0. Then the promise rejects with a {@linkcode TaskTimeoutError}. */
  readonly timeoutMs?: number | undefined;
}

/** Who is told what becomes of a job. */
interface Call<Result> {
  readonly resolve: (value: Result) => void;
  readonly reject: (reason: unknown) => void;
  readonly onEnded: (job: Job<unknown>) => void;
}

/** A task that has been handed in: waiting if it has a node, started otherwise. */
class Job<Result> extends RunningTask<Result> {
  node: QueueNode<Job<unknown>> | undefined;
  readonly task: Task<Result>;
  readonly options: RunOptions | undefined;
  readonly #call: Call<Result>;

  constructor(task: Task<Result>, options: RunOptions | undefined, call: Call<Result>) {
    super();
    this.task = task;
    this.options = options;
    this.#call = call;
  }
  protected override succeeded(value: Result): void {
    this.#call.resolve(value);
  }
  protected override failed(reason: unknown): void {
    this.#call.reject(reason);
  }
  protected override ended(): void {
    this.#call.onEnded(this as unknown as Job<unknown>);
  }
}

/**
 * A limit on how many tasks are in flight.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ConcurrencyLimiter } from "./concurrency_limiter.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const limiter = new ConcurrencyLimiter(2, { clock });
 * const done = Promise.all([30, 10, 10].map((ms) => limiter.run(() => clock.sleep(ms).then(() => clock.nowMs()))));
 * assertEquals([limiter.activeCount, limiter.pendingCount], [2, 1]);
 * await clock.run(30);
 * assertEquals(await done, [30, 10, 20]);
 * ```
 *
 * @example A function that is limited wherever it is called
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ConcurrencyLimiter } from "./concurrency_limiter.ts";
 *
 * const double = new ConcurrencyLimiter(1).limit((n: number) => Promise.resolve(2 * n));
 * assertEquals(await Promise.all([double(1), double(2)]), [2, 4]);
 * ```
 */
export class ConcurrencyLimiter {
  #maxConcurrency: number;
  #activeCount = 0;
  readonly #queue = new LinkedQueue<Job<unknown>>();
  readonly #signals: SharedAbortListeners<Job<unknown>>;
  readonly #deadlines: TimeoutQueue<Job<unknown>>;
  /**
   * Whether the queue is being served further up the stack; a task that makes room meanwhile leaves it to that loop.
   */
  #isServing = false;
  #whenIdle: (() => void)[] = [];
  readonly #onEnded = (job: Job<unknown>): void => {
    this.#activeCount--;
    if (job.options !== undefined) this.#forget(job);
    this.#serve();
  };

  /**
   * A limiter with nothing to do.
   * @param maxConcurrency The most tasks in flight at once: a positive integer.
   * @throws {RangeError} If it is not.
   */
  constructor(maxConcurrency: number, options: ConcurrencyLimiterOptions = {}) {
    const action = "create a concurrency limiter";
    this.#maxConcurrency = checkLimit(maxConcurrency, action);
    const { clock } = checkOptions(options, { action, argument: "options" });
    if (clock !== undefined) checkClock(clock, { action, mustSleep: true });
    const cancel = (job: Job<unknown>, reason: unknown) => this.#cancel(job, reason);
    this.#signals = new SharedAbortListeners(cancel);
    this.#deadlines = new TimeoutQueue({
      clock,
      onDue: (job) => cancel(job, new TaskTimeoutError("task", job.options!.timeoutMs!)),
      onClockError: cancel,
    });
  }

  /** The most tasks in flight at once. */
  get maxConcurrency(): number {
    return this.#maxConcurrency;
  }

  /**
   * May be changed at any time: a smaller limit waits until enough tasks have ended, a larger one starts waiters before
   * the assignment returns.
   * @throws {RangeError} If it is not a positive integer; the limit is then as before.
   */
  set maxConcurrency(maxConcurrency: number) {
    this.#maxConcurrency = checkLimit(maxConcurrency, "change a concurrency limit");
    this.#serve();
  }

  /** Tasks that have been started and have not ended, also those whose caller has given up. */
  get activeCount(): number {
    return this.#activeCount;
  }

  /** Tasks that wait for a permit. */
  get pendingCount(): number {
    return this.#queue.size;
  }

  /**
   * Runs `task` as soon as a permit is free, behind everyone who came before.
   * @returns A promise of the task's result. It rejects with the task's error; with the signal's reason or a
   * {@linkcode TaskTimeoutError} if that comes first; and with a `TypeError` or `RangeError` if an argument can't be
   * meant.
   */
  run<Result>(task: Task<Result>, options?: RunOptions): Promise<Result> {
    return new Promise((resolve, reject) => {
      const isBounded = options !== undefined && areBounds(options);
      checkFunction(task, TASK);
      const call = { resolve, reject, onEnded: this.#onEnded };
      const job = new Job(task, isBounded ? options : undefined, call) as Job<unknown>;
      if (isBounded && options.signal !== undefined) {
        options.signal.throwIfAborted();
        this.#signals.add(job, options.signal);
      }
      if (this.#activeCount < this.#maxConcurrency && this.#queue.size === 0) this.#start(job);
      else job.node = this.#queue.enqueue(job);
    });
  }

  /** `work` with this limit on it, for all callers and all arguments. */
  limit<Args extends unknown[], Result>(
    work: (...args: Args) => Result | PromiseLike<Result>,
  ): (...args: Args) => Promise<Result> {
    checkFunction(work, { action: "limit a function", argument: "work" });
    return (...args) => this.run(() => work(...args));
  }

  /**
   * Empties the queue: the promises of those that wait reject with `reason`, their tasks never start. What runs goes
   * on.
   * @param reason @default {an AbortError}
   * @returns How many there were.
   */
  clear(reason: unknown = new DOMException("The limiter was cleared before the task started", "AbortError")): number {
    const waiting = this.#queue.size;
    for (let left = waiting; left > 0 && this.#queue.first; left--) this.#cancel(this.#queue.first.item, reason);
    return waiting;
  }

  /** Resolves when nothing runs and nothing waits: at once, if that is so now. */
  async whenIdle(): Promise<void> {
    if (this.#activeCount > 0 || this.#queue.size > 0) {
      await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    }
  }

  #start(job: Job<unknown>): void {
    this.#activeCount++;
    const timeoutMs = job.options?.timeoutMs;
    if (timeoutMs !== undefined) this.#deadlines.add(job, timeoutMs);
    job.begin(job.task);
  }

  /**
   * Starts as many from the front of the line as there are permits. A loop, so that tasks that end at once pile up no
   * stack.
   */
  #serve(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    for (let first = this.#queue.first; first && this.#activeCount < this.#maxConcurrency; first = this.#queue.first) {
      this.#queue.remove(first);
      first.item.node = undefined;
      this.#start(first.item);
    }
    this.#isServing = false;
    if (this.#activeCount === 0 && this.#whenIdle.length > 0) this.#whenIdle.splice(0).forEach((resolve) => resolve());
  }

  /** The caller gives up, or is made to. One who waits leaves the line; one who runs keeps its permit until it ends. */
  #cancel(job: Job<unknown>, reason: unknown): void {
    const { node } = job;
    if (node !== undefined) this.#queue.remove(node);
    job.node = undefined;
    this.#forget(job);
    job.cancel(reason);
  }

  #forget(job: Job<unknown>): void {
    if (job.options?.signal !== undefined) this.#signals.delete(job, job.options.signal);
    if (job.options?.timeoutMs !== undefined) this.#deadlines.delete(job);
  }
}

function checkLimit(maxConcurrency: number, action: string): number {
  return checkPositiveInteger(maxConcurrency, { action, argument: "maxConcurrency" });
}

/** Whether the options bound anything, once they are known to be right. */
function areBounds(options: RunOptions): boolean {
  const action = "run a task";
  const { signal, timeoutMs } = checkOptions(options, { action, argument: "options" });
  if (timeoutMs !== undefined) checkPositive(timeoutMs, { action, argument: "timeoutMs" });
  checkSignal(signal, { action, argument: "signal" });
  return signal !== undefined || timeoutMs !== undefined;
}
