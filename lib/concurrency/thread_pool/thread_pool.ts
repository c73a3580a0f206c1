/**
 * A pool of threads: functions go in, futures come out, and several of the functions really run at once.
 *
 * A task is handed to its thread through shared memory ({@linkcode RingLayout}): small plain arguments and results
 * are written there as bytes, everything else is cloned through a port. A thread is given a few tasks ahead, so that
 * between two short ones it need not wait. What it has not begun can be taken back: when another thread has nothing
 * to do, when the task is cancelled, when the thread dies.
 *
 * **Invariant.** A task is accepted once and settled once, and no task is begun twice. A thread runs one task at a
 * time.
 *
 * | what | cost |
 * | ---- | ---- |
 * | `submit` | O(size of the arguments); O(threads) to find one |
 * | `cancel` | O(1) in the queue, O(64) with a thread |
 * | a thread | about 10 ms to start, 5 MB; its memory shared with the pool 66 kB |
 *
 * **Copies.** Arguments are copied when they are submitted, so what the caller does with them later is not seen; what
 * is in `transfer` is moved, then. A result is copied back, or moved with `transferResult`.
 *
 * **A thread dies** (it exits, runs out of memory, an error in a timer is not caught, it is ended by `cancel`, a
 * time limit or a signal). The task that had begun rejects, once, with a {@linkcode WorkerDiedError} or the reason.
 * Those given ahead had not begun and run elsewhere, before all others; only arguments that were transferred are gone
 * with the thread, and their task rejects. A new thread takes its place: at once, but if no task was finished since the
 * death before, after a pause that doubles from 10 ms to 1 s.
 *
 * **Tasks that submit tasks** do so through `this.submit`, and do not count against the queue's limit. While a task
 * waits for one of them, its thread may run those that it submitted itself, and nothing else; so wherever all threads
 * wait, one of them has a task that it may run, and the pool does not stand still. A thread that holds 64 waiting
 * tasks, one inside the other, has room for no more: then one thread above the maximum is started, until it is idle.
 *
 * Not here on purpose: several unrelated tasks on one thread (ending one would end its neighbours; piscina's
 * issue 934), priorities, running a task again whose thread died (only its author knows whether that is safe),
 * processes and machines.
 *
 * Source: the interface is that of Python's `concurrent.futures` (PEP 3148). Running one's own subtasks while one waits
 * is the join of D. Lea, *A Java Fork/Join Framework*, Java Grande 2000, §2. Features and traps were compared with
 * piscina 5.
 *
 * @module
 */
import {
  argumentError,
  checkList,
  checkNonNegativeInteger,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
  checkSignal,
} from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";
import { mapInOrder, type MapOptions } from "./_map_in_order.ts";
import {
  PoolClosedError,
  QueueFullError,
  TaskCancelledError,
  TaskDeadlineError,
  WorkerDiedError,
} from "./_pool_errors.ts";
import type { ShutdownOptions, SubmitOptions, Submitter, ThreadPoolOptions } from "./_pool_options.ts";
import { type CancelOptions, Future, type FutureState, type PoolTask } from "./pool_task.ts";
import { type ThreadOwner, WorkerHandle } from "./worker_handle.ts";
import { type ModuleTask, moduleTask, type TaskContext, type TaskFunction } from "./_serialized_function.ts";
import { TaskFactory } from "./_task_factory.ts";
import { TaskQueue } from "./_task_queue.ts";
import { LAYOUT } from "./_ring_layout.ts";
import type { ThreadMessage } from "./_worker_main.ts";
import { serializeError } from "./_error_serialization.ts";

export { Future, moduleTask, PoolClosedError, QueueFullError, TaskCancelledError, TaskDeadlineError, WorkerDiedError };
export type { CancelOptions, Clock, FutureState, MapOptions, ModuleTask, TaskContext, TaskFunction };
export type { ShutdownOptions, SubmitOptions, Submitter, ThreadPoolOptions };

const FIRST_PAUSE_MS = 10;
const MAX_PAUSE_MS = 1000;
/** Threads that may end, one after the other, before they begin anything: then something is wrong with all of them. */
const MAX_FALSE_STARTS = 5;

/**
 * A pool of at most `maxThreads` threads, which start when they are first needed.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ThreadPool } from "./thread_pool.ts";
 *
 * await using pool = new ThreadPool(2);
 * const square = pool.submit((x: number) => x * x, 12);
 * const failure = pool.submit((text: string) => JSON.parse(text), "{");
 * assertEquals(await square.result(), 144);
 * assertEquals((await failure.result().catch((error) => error)).name, "SyntaxError");
 * ```
 *
 * @example In order, with a time limit, and a task that submits tasks
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type TaskContext, ThreadPool } from "./thread_pool.ts";
 *
 * await using pool = new ThreadPool(2);
 * assertEquals(await Array.fromAsync(pool.map((n: number) => n * n, [1, 2, 3])), [1, 4, 9]);
 *
 * const endless = pool.with({ timeoutMs: 50 }).submit(() => {
 *   for (;;);
 * });
 * assertEquals((await endless.result().catch((error) => error)).name, "TaskDeadlineError");
 *
 * const sum = pool.submit(async function (this: TaskContext, a: number, b: number) {
 *   return await this.submit((x: number, y: number) => x + y, a, b).result();
 * }, 2, 3);
 * assertEquals(await sum.result(), 5);
 * ```
 */
export class ThreadPool implements Submitter {
  readonly #maxThreads: number;
  readonly #minThreads: number;
  readonly #idleTimeoutMs: number;
  readonly #queueLimit: number;
  readonly #memoryMegabytes: number | undefined;
  readonly #clock: Clock;
  readonly #queue = new TaskQueue();
  readonly #threads: WorkerHandle[] = [];
  /** Threads that have not ended, those that were retired or killed among them. */
  readonly #living = new Set<WorkerHandle>();
  readonly #maker = new TaskFactory();
  /** Who waits for room in the queue, first come first served. */
  readonly #waiters: (() => void)[] = [];
  /** What ends all sleeps of the pool. */
  readonly #over = new AbortController();
  readonly #allSettled: PromiseWithResolvers<void> = Promise.withResolvers();
  #open = 0;
  #deaths = 0;
  #falseStarts = 0;
  /** Whether threads die so often that no other may be started yet. */
  #isPausing = false;
  #isSweeping = false;
  #isClosed = false;
  #isHeld = false;
  #ending: Promise<void> | undefined;
  readonly #owner: ThreadOwner = {
    onOutcome: (task, { isValue, value }) => {
      this.#deaths = this.#falseStarts = 0;
      this.#settle(task, { state: isValue ? "done" : "failed", outcome: value });
    },
    onRequest: (thread, mail) => this.#answer(thread, mail),
    onQuiet: (thread) => this.#onQuiet(thread),
    onEnd: (thread, end) => this.#onEnd(thread, end),
  };

  /**
   * A pool without threads yet.
   * @param maxThreads The most threads: a positive integer, best the number of processors.
   * @param options Its limits.
   * @throws {RangeError} If a number is out of range.
   */
  constructor(maxThreads: number, options: ThreadPoolOptions = {}) {
    const action = "create a thread pool";
    this.#maxThreads = checkPositiveInteger(maxThreads, { action, argument: "maxThreads" });
    const {
      minThreads = maxThreads,
      idleTimeoutMs = 1000,
      queueLimit = Infinity,
      memoryMegabytes,
      clock = systemClock,
    } = checkOptions(options, { action, argument: "options" });
    this.#minThreads = checkNonNegativeInteger(minThreads, { action, argument: "minThreads" });
    if (minThreads > maxThreads) {
      throw new RangeError(`Cannot ${action}: minThreads must be at most maxThreads: current value is ${minThreads}`);
    }
    this.#idleTimeoutMs = checkPositive(idleTimeoutMs, { action, argument: "idleTimeoutMs" });
    this.#queueLimit = queueLimit === Infinity
      ? queueLimit
      : checkNonNegativeInteger(queueLimit, { action, argument: "queueLimit" });
    this.#memoryMegabytes = memoryMegabytes === undefined
      ? undefined
      : checkPositive(memoryMegabytes, { action, argument: "memoryMegabytes" });
    this.#clock = checkClock(clock, { action, mustSleep: true });
  }

  /** Threads now, counting those that are starting. */
  get threads(): number {
    return this.#threads.length;
  }

  /** Tasks that have been accepted and are not settled. */
  get open(): number {
    return this.#open;
  }

  /** Tasks that wait until a thread is free for them. */
  get waiting(): number {
    let waiting = this.#queue.size;
    for (const { outstanding } of this.#threads) waiting += Math.max(0, outstanding - 1);
    return waiting;
  }

  /**
   * Submits a task: a function that uses nothing outside itself, or a {@linkcode moduleTask}. It may be asynchronous.
   * If the queue is full, the pool closed, or an argument can't be cloned, the future is in the state `refused`, and
   * its `result()` says why.
   * @throws {TypeError} If `task` has no source that could run elsewhere.
   */
  submit<Args extends unknown[], Result>(task: TaskFunction<Args, Result>, ...args: Args): Future<Awaited<Result>> {
    return this.#submit(task, args, NO_OPTIONS);
  }

  /**
   * Waits until there is room in the queue, then submits. Those that wait are served in the order in which they came;
   * their arguments are copied when their turn comes. With a full queue, this is what slows a producer down.
   * @throws {TypeError} If `task` has no source that could run elsewhere.
   */
  enqueue<Args extends unknown[], Result>(
    task: TaskFunction<Args, Result>,
    ...args: Args
  ): Promise<Future<Awaited<Result>>> {
    return this.#enqueue(task, args, NO_OPTIONS);
  }

  /**
   * The same pool with options for each task.
   * @throws {RangeError} If `timeoutMs` is not a positive finite number.
   * @throws {TypeError} If an option has the wrong type.
   */
  with(options: SubmitOptions): Submitter {
    const action = "submit a task";
    const { timeoutMs, signal, transfer } = checkOptions(options, { action, argument: "options" });
    if (timeoutMs !== undefined) checkPositive(timeoutMs, { action, argument: "timeoutMs" });
    checkSignal(signal, { action, argument: "signal" });
    if (transfer !== undefined) checkList(transfer, { action, argument: "transfer" });
    return {
      submit: (task, ...args) => this.#submit(task, args, options),
      enqueue: (task, ...args) => this.#enqueue(task, args, options),
    };
  }

  /**
   * The results of `task` for each input, in the order of the inputs, drawn no further ahead than `ahead` inputs. A
   * failure is thrown when its turn comes; that, and a caller who stops early, cancels what has not begun.
   */
  map<Input, Result>(
    task: TaskFunction<[Input], Result>,
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options: MapOptions = {},
  ): AsyncGenerator<Awaited<Result>, void> {
    const action = "map over tasks";
    const { ahead = 4 * this.#maxThreads } = checkOptions(options, { action, argument: "options" });
    checkPositiveInteger(ahead, { action, argument: "ahead" });
    const source = Object(inputs);
    if (!(Symbol.asyncIterator in source || Symbol.iterator in source)) {
      throw argumentError(inputs, {
        action,
        argument: "inputs",
        rule: "a list, or something to iterate",
        type: "none",
      });
    }
    return mapInOrder(inputs, { ahead, submit: (input) => this.enqueue(task, input) });
  }

  /**
   * Accepts no further task, lets those accepted run (or not: see the options), and ends the threads. May be called
   * again, also to be stricter than the first time.
   */
  shutdown(options: ShutdownOptions = {}): Promise<void> {
    const { wait = true, cancelPending = false, interrupt = false } = options ?? {};
    this.#isClosed = true;
    if (cancelPending || interrupt) this.#cancelPending();
    if (interrupt) { for (const thread of [...this.#threads]) thread.kill(shutDown()); }
    this.#admit();
    this.#ending ??= this.#endThreads();
    return wait ? this.#ending : Promise.resolve();
  }

  /** The same as {@linkcode shutdown} without options. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  #submit<Args extends unknown[], Result>(
    fn: TaskFunction<Args, Result>,
    args: unknown[],
    options: SubmitOptions,
  ): Future<Awaited<Result>> {
    const task = this.#maker.make(this.#maker.numberOf(fn), { args, options });
    if (task.isOpen) {
      const refusal = this.#refusal() ?? (options.signal?.aborted ? options.signal.reason : undefined);
      if (refusal !== undefined) task.settle("refused", refusal);
      else this.#accept(task, options);
    }
    return new Future(task, this.#futures);
  }

  #enqueue<Args extends unknown[], Result>(
    fn: TaskFunction<Args, Result>,
    args: unknown[],
    options: SubmitOptions,
  ): Promise<Future<Awaited<Result>>> {
    return new Promise((resolve) => {
      this.#maker.numberOf(fn); // throws now, not when its turn comes
      this.#waiters.push(() => resolve(this.#submit(fn, args, options))); // throws nothing: numberOf() has looked at fn
      this.#admit();
    });
  }

  /** Lets in who waits, as far as there is room. */
  #admit(): void {
    while (this.#waiters.length > 0 && (this.#isClosed || !this.#isFull)) this.#waiters.shift()!();
  }

  get #isFull(): boolean {
    if (this.#queueLimit === Infinity || this.waiting < this.#queueLimit) return false;
    return this.#threads.length >= this.#maxThreads && this.#threads.every(({ outstanding }) => outstanding > 0);
  }

  #refusal(): Error | undefined {
    if (this.#isClosed) return new PoolClosedError("Cannot submit a task: the pool must be open: it was shut down");
    if (!this.#isFull) return undefined;
    const rule = `at most ${this.#queueLimit} tasks may wait`;
    return new QueueFullError(`Cannot submit a task: ${rule}: current value is ${this.waiting}`);
  }

  #accept(task: PoolTask, { signal, timeoutMs }: SubmitOptions): void {
    try {
      if (signal !== undefined || timeoutMs !== undefined) this.#watch(task, { signal, timeoutMs });
    } catch (error) {
      task.settle("refused", error); // by the clock
      return;
    }
    this.#open++;
    this.#queue.push(task);
    this.#dispatch();
  }

  /** Gives the task up when its signal aborts or its time is over. */
  #watch(
    task: PoolTask,
    { signal, timeoutMs }: { signal: AbortSignal | undefined; timeoutMs: number | undefined },
  ): void {
    const settled = new AbortController();
    const abort = () => this.#giveUp(task, signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    task.onSettled = () => {
      signal?.removeEventListener("abort", abort);
      settled.abort();
    };
    if (timeoutMs === undefined) return;
    const late = () => {
      const rule = `it must have a result within ${timeoutMs} ms`;
      this.#giveUp(task, new TaskDeadlineError(`Cannot finish a task: ${rule} of its submission`));
    };
    // Woken early, it is settled, and there is nothing to give up; otherwise the clock has failed.
    this.#clock.sleep(timeoutMs, settled.signal).then(late, (error) => this.#giveUp(task, error));
  }

  readonly #futures = {
    hasBegun: (task: PoolTask): boolean => task.holder?.hasBegun(task) ?? false,
    cancel: (task: PoolTask, interrupt: boolean): boolean => {
      if (!task.isOpen || (!interrupt && this.#futures.hasBegun(task))) return false;
      return this.#giveUp(task, new TaskCancelledError("Cannot finish a task: it was cancelled"), interrupt);
    },
  };

  /** Settles an open task without a result; whether it came to that. */
  #giveUp(task: PoolTask, reason: unknown, interrupt = true): boolean {
    const { holder } = task;
    if (!task.isOpen) return false;
    if (holder === undefined) this.#queue.remove(task);
    else if (!holder.takeBack(task)) {
      if (!interrupt) return false;
      this.#settle(task, { state: "cancelled", outcome: reason });
      holder.kill(reason);
      return true;
    }
    this.#settle(task, { state: "cancelled", outcome: reason });
    return true;
  }

  #settle(task: PoolTask, { state, outcome }: { state: "done" | "failed" | "cancelled"; outcome: unknown }): void {
    const { request } = task;
    if (!task.settle(state, outcome)) return;
    this.#open--;
    if (request !== undefined) {
      const { home, number } = request as { home: WorkerHandle; number: number };
      try {
        if (state === "done") home.answer({ kind: "answer", request: number, value: outcome });
        else home.answer({ kind: "refusal", request: number, thrown: serializeError(outcome) });
      } catch (error) {
        home.answer({ kind: "refusal", request: number, thrown: serializeError(error) });
      }
    }
    this.#admit();
    if (this.#open === 0) this.#rest();
  }

  /** A task asks for another, whatever the queue's limit. */
  #answer(thread: WorkerHandle, mail: ThreadMessage & { kind: "request" }): void {
    const refuse = (thrown: unknown) =>
      thread.answer({ kind: "refusal", request: mail.request, thrown: serializeError(thrown) });
    try {
      const code = this.#maker.numberOfCode(mail.code);
      const request = { home: thread, number: mail.request };
      const task = this.#maker.make(code, { args: mail.args, request });
      if (!task.isOpen) return void task.result().catch(refuse);
      this.#open++;
      thread.children.push(task);
    } catch (error) {
      return refuse(error);
    }
    // A task of strangers that was given ahead would stand before those that the thread may run now.
    for (const task of thread.takeBackLast(LAYOUT.slots)) this.#putBack(task);
  }

  /** Puts a task that no thread has any more before those that no thread had. */
  #putBack(task: PoolTask): void {
    if (task.request === undefined) this.#queue.pushFront(task);
    else (task.request.home as WorkerHandle).children.push(task);
  }

  /**
   * Gives tasks to threads for as long as one can take another: first what others wait for, to threads that have
   * nothing to do (the oldest, which has most below it) and to the thread that waits for it (the newest, so that it
   * holds one line of waiting tasks, not whole generations); then what came from outside, also ahead.
   */
  #dispatch(): void {
    for (const home of this.#threads) {
      while (home.children.length > 0) {
        const isStuck = !home.hasRoom && home.hasBegunAll;
        const thread = this.#idleThread() ?? this.#startWithin(this.#maxThreads) ??
          (isStuck ? this.#start() : undefined);
        if (thread === undefined) break;
        this.#give(home.children.shift()!, thread);
      }
      if (home.children.length > 0 && home.hasRoom && home.hasBegunAll) this.#give(home.children.pop()!, home);
    }
    for (let task = this.#queue.first; task !== undefined; task = this.#queue.first) {
      const canShare = task.parcel === undefined || task.parcel.transfer.length === 0;
      const thread = this.#threads.length > this.#maxThreads
        ? undefined
        : this.#idleThread() ?? this.#startWithin(this.#maxThreads) ?? (canShare ? this.#leastBusyThread() : undefined);
      if (thread === undefined) return;
      this.#queue.remove(task);
      this.#give(task, thread);
    }
  }

  #give(task: PoolTask, thread: WorkerHandle): void {
    if (!this.#isHeld) this.#hold(true);
    thread.give(task, { code: this.#maker.code(task.code), isNested: task.request?.home === thread });
  }

  #idleThread(): WorkerHandle | undefined {
    return this.#threads.findLast(({ outstanding, hasRoom }) => outstanding === 0 && hasRoom);
  }

  /** The thread with the fewest tasks, of those whose tasks wait for no others. */
  #leastBusyThread(): WorkerHandle | undefined {
    let least: WorkerHandle | undefined;
    for (const thread of this.#threads) {
      if (!thread.hasRoom || thread.requests > 0) continue;
      if (least === undefined || thread.outstanding < least.outstanding) least = thread;
    }
    return least;
  }

  #startWithin(most: number): WorkerHandle | undefined {
    return this.#threads.length < most ? this.#start() : undefined;
  }

  /** A new thread, unless there must be a pause first. */
  #start(): WorkerHandle | undefined {
    if (this.#isPausing) return undefined;
    const thread = new WorkerHandle(this.#owner, { memoryMegabytes: this.#memoryMegabytes });
    thread.keepAlive(this.#isHeld);
    this.#threads.push(thread);
    this.#living.add(thread);
    thread.ended.then(() => this.#living.delete(thread));
    return thread;
  }

  /** A thread has said all it had to say: it may need work. */
  #onQuiet(thread: WorkerHandle): void {
    this.#dispatch();
    if (thread.outstanding > 0 || thread.hasEnded) return;
    if (this.#threads.length <= this.#maxThreads) this.#takeFromBusiest(thread);
    if (thread.outstanding > 0) return;
    thread.idleSinceMs = this.#nowMs() ?? Infinity; // by a clock that fails, no thread is idle for long
    if (this.#threads.length > this.#maxThreads) this.#retire(thread);
    else if (this.#threads.length > this.#minThreads) this.#sweep();
  }

  /** Gives a thread that has nothing to do half of what the busiest one has not begun. */
  #takeFromBusiest(thread: WorkerHandle): void {
    const busiest = this.#threads.reduce((most, other) => other.outstanding > most.outstanding ? other : most, thread);
    const half = busiest.takeBackLast(busiest.outstanding >> 1, { childrenToo: true });
    for (const task of half.reverse()) this.#give(task, thread);
  }

  #onEnd(thread: WorkerHandle, end: Parameters<ThreadOwner["onEnd"]>[1]): void {
    const index = this.#threads.indexOf(thread);
    if (index !== -1) this.#threads.splice(index, 1);
    const { lost, left, cause, wasAsked } = end;
    const reason = wasAsked ? cause : death(cause, "the thread that ran it ended");
    for (const task of lost) this.#settle(task, { state: wasAsked ? "cancelled" : "failed", outcome: reason });
    for (const task of left.reverse()) {
      if (task.request?.home === thread) this.#settle(task, { state: "cancelled", outcome: reason });
      else if (task.parcel?.transfer.length) {
        this.#settle(task, {
          state: "failed",
          outcome: death(cause, "its transferred arguments went with a thread that ended"),
        });
      } else this.#putBack(task);
    }
    for (const task of thread.children.splice(0)) this.#settle(task, { state: "cancelled", outcome: reason });
    if (!wasAsked) this.#afterDeath({ hadBegun: lost.length > 0, cause });
    this.#dispatch();
  }

  #afterDeath({ hadBegun, cause }: { hadBegun: boolean; cause: unknown }): void {
    if (!hadBegun && ++this.#falseStarts >= MAX_FALSE_STARTS) {
      this.#falseStarts = 0;
      for (const task of [...this.#queue]) {
        this.#queue.remove(task);
        this.#settle(task, { state: "failed", outcome: death(cause, "no thread could be started") });
      }
    }
    if (++this.#deaths === 1 || this.#isPausing) return;
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#deaths - 2));
    this.#isPausing = true;
    void this.#pause(pauseMs);
  }

  async #pause(pauseMs: number): Promise<void> {
    try {
      await this.#clock.sleep(pauseMs, this.#over.signal);
    } catch {
      // Woken early, or the clock has failed: without a pause rather than never.
    }
    this.#isPausing = false;
    this.#dispatch();
  }

  #nowMs(): number | undefined {
    try {
      return this.#clock.nowMs();
    } catch {
      return undefined;
    }
  }

  /** Ends threads that have had nothing to do for long enough, and looks again when the next is due. */
  async #sweep(): Promise<void> {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    try {
      for (;;) {
        const idle = this.#threads.filter(({ outstanding }) => outstanding === 0);
        const dueMs = Math.min(...idle.map(({ idleSinceMs }) => idleSinceMs)) + this.#idleTimeoutMs;
        if (this.#threads.length <= this.#minThreads || dueMs === Infinity) return;
        const leftMs = dueMs - this.#clock.nowMs();
        if (leftMs > 0) await this.#clock.sleep(leftMs, this.#over.signal);
        else this.#retire(idle.find(({ idleSinceMs }) => idleSinceMs + this.#idleTimeoutMs === dueMs)!);
      }
    } catch {
      // The pool is over.
    } finally {
      this.#isSweeping = false;
    }
  }

  #retire(thread: WorkerHandle): void {
    this.#threads.splice(this.#threads.indexOf(thread), 1);
    thread.stop();
  }

  #cancelPending(): void {
    for (const thread of this.#threads) {
      for (const task of thread.takeBackLast(LAYOUT.slots)) this.#putBack(task);
    }
    for (const task of [...this.#queue]) {
      this.#queue.remove(task);
      this.#settle(task, { state: "cancelled", outcome: shutDown() });
    }
  }

  async #endThreads(): Promise<void> {
    if (this.#open > 0) await this.#allSettled.promise;
    this.#over.abort();
    for (const thread of this.#threads.splice(0)) thread.stop();
    for (const thread of this.#living) thread.keepAlive(true); // until it has ended, those who wait must be told
    await Promise.all([...this.#living].map(({ ended }) => ended));
  }

  /** Nothing is open: the pool no longer keeps the process alive, unless something comes soon. */
  #rest(): void {
    if (this.#isClosed) return this.#allSettled.resolve();
    queueMicrotask(() => {
      if (this.#open === 0 && this.#isHeld) this.#hold(false);
    });
  }

  #hold(does: boolean): void {
    this.#isHeld = does;
    for (const thread of this.#threads) thread.keepAlive(does);
  }
}

const NO_OPTIONS: SubmitOptions = {};

const shutDown = () => new TaskCancelledError("Cannot finish a task: its pool was shut down");

function death(cause: unknown, what: string): WorkerDiedError {
  const shown = cause === undefined
    ? "it exited"
    : cause instanceof Error
    ? `${cause.name}: ${cause.message}`
    : String(cause);
  return new WorkerDiedError(`Cannot finish a task: ${what}: ${shown}`, cause === undefined ? {} : { cause });
}
