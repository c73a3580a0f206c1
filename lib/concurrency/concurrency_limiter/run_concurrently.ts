/**
 * Runs many tasks, at most `maxConcurrency` of them at once, and returns their results in the order of the tasks.
 *
 * Tasks are drawn one at a time, and only when there is room to start the one that is drawn: from an array, from
 * anything that can be iterated, or from an asynchronous source, which is thereby slowed to the pace of the work. A
 * chunked `Promise.all` waits for the slowest of each chunk; here the next task starts when any one ends.
 *
 * **Invariant.** `#inFlight` holds the tasks that have started and have not ended: never more than `maxConcurrency`. A
 * task is drawn only while there are fewer, and started as soon as it is drawn. The promise settles once, when
 * `#inFlight` is empty and nothing more will be drawn.
 *
 * **Failure**, by choice:
 * - `fail-fast`: the first error, in time, ends the run. Nothing more is drawn, the others are cancelled through the
 *   signal in their context, and when every one of them has ended the promise rejects with that first error. What the
 *   others throw after it is dropped.
 * - `collect`: every task runs, and the result is a list of what became of each, as of `Promise.allSettled`.
 *
 * In both, three things end the whole run, as a first error does: the caller's signal, `totalTimeoutMs`, and a source
 * that throws or yields what is not a function.
 *
 * **Nothing is left behind.** Whatever the outcome, no task of the run is in flight when the promise settles, no timer
 * is set, no listener is on the signal, and the source has been closed (its `return` has been called; if it was just
 * waiting for its next value, it is not waited for). The price: a task that ignores its signal keeps the caller
 * waiting. Its time being over, it counts as failed, but it still burdens what the limit protects, so it keeps its
 * place until it ends.
 *
 * | what | cost |
 * | ---- | ---- |
 * | a task | O(1) beside its own work |
 * | memory | the results, and one record for each task in flight; tasks are forgotten when they end |
 *
 * Not here on purpose: a limit that several runs share (`concurrency_limiter.ts`), partial results of a run that was
 * ended (let the tasks store what they have), results as a stream, retries.
 *
 * Source: the wait for all siblings is the rule of structured concurrency: M. Sústrik, *Structured Concurrency*, 2016;
 * N. J. Smith,
 * *Notes on structured concurrency, or: Go statement considered harmful*, 2018.
 *
 * @module
 */
import { checkOptions, checkPositive, checkPositiveInteger, checkSignal, showValue } from "../../base/argument.ts";
import { checkClock, type Clock } from "../../base/clock.ts";
import { TimeoutQueue } from "./_timeout_queue.ts";
import { type RunContext, RunningTask, type Task, TaskTimeoutError } from "./running_task.ts";

export { TaskTimeoutError };
export type { Clock, RunContext, Task };

/** Where tasks come from: all there, or made when they are asked for. */
export type TaskSource<Result> = Iterable<Task<Result>> | AsyncIterable<Task<Result>>;

/** How {@linkcode runConcurrently} runs. */
export interface RunConcurrentlyOptions {
  /** Ends the run: the promise rejects with the signal's reason, once all that was started has ended. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time of each task from its start, in milliseconds: above 0. Then it has failed with a {@linkcode TaskTimeoutError}. */
  readonly timeoutMs?: number | undefined;
  /** Longest time of the whole run, in milliseconds: above 0. Then it ends with a {@linkcode TaskTimeoutError}. */
  readonly totalTimeoutMs?: number | undefined;
  /** Where time limits get their time from. @default {systemClock} */
  readonly clock?: Clock | undefined;
}

/** What happens when a task fails. */
export interface FailureOptions {
  /** End the run, or note it and go on. @default {"fail-fast"} */
  readonly onFailure?: "fail-fast" | "collect";
}

/**
 * Runs all tasks, at most `maxConcurrency` at once.
 *
 * @param tasks Functions that are given a signal and return a promise, a value, or throw.
 * @param maxConcurrency A positive integer.
 * @returns The results in the order of the tasks; with `onFailure: "collect"`, what became of each. Rejects as said
 *   above, and
 * with a `TypeError` or `RangeError` if an argument can't be meant.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { runConcurrently } from "./run_concurrently.ts";
 *
 * const double = (n: number) => () => Promise.resolve(2 * n);
 * assertEquals(await runConcurrently([1, 2, 3].map(double), 2), [2, 4, 6]);
 *
 * const tasks = [double(1), () => Promise.reject(new Error("no")), double(3)];
 * await assertRejects(() => runConcurrently(tasks, 2), Error, "no");
 * const settled = await runConcurrently(tasks, 2, { onFailure: "collect" });
 * assertEquals(settled.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
 * ```
 */
export function runConcurrently<Result>(
  tasks: TaskSource<Result>,
  maxConcurrency: number,
  options: RunConcurrentlyOptions & { readonly onFailure: "collect" },
): Promise<PromiseSettledResult<Result>[]>;
/** The same with the default, `onFailure: "fail-fast"`. */
export function runConcurrently<Result>(
  tasks: TaskSource<Result>,
  maxConcurrency: number,
  options?: RunConcurrentlyOptions & { readonly onFailure?: "fail-fast" },
): Promise<Result[]>;
export function runConcurrently(
  tasks: TaskSource<unknown>,
  maxConcurrency: number,
  options: RunConcurrentlyOptions & FailureOptions = {},
): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    checkOptions(options, { action: "run tasks", argument: "options" });
    new ConcurrentRun(tasks, maxConcurrency, { ...options, resolve, reject }).fill();
  });
}

/** A task in flight, with the place of its result. */
class PlacedTask extends RunningTask<unknown> {
  readonly #run: ConcurrentRun;
  /** Place of its result, from 0. */
  readonly index: number;
  /** Where the run keeps it while it is in flight. */
  slot: number;

  constructor(run: ConcurrentRun, { index, slot }: { index: number; slot: number }) {
    super();
    this.#run = run;
    this.index = index;
    this.slot = slot;
  }
  protected override succeeded(value: unknown): void {
    this.#run.succeeded(this, value);
  }
  protected override failed(reason: unknown): void {
    this.#run.failed(this, reason);
  }
  protected override ended(): void {
    this.#run.ended(this);
  }
}

interface RunSetting extends RunConcurrentlyOptions, FailureOptions {
  resolve(results: unknown[]): void;
  reject(reason: unknown): void;
}

type Drawn = IteratorResult<Task<unknown>, unknown>;

/** One call of {@linkcode runConcurrently}. */
class ConcurrentRun {
  readonly #maxConcurrency: number;
  readonly #setting: RunSetting;
  readonly #collects: boolean;
  readonly #source: Opened["iterator"];
  readonly #isAsyncSource: boolean;
  /** Each task knows its slot; the last one moves into a slot that gets free. */
  readonly #inFlight: PlacedTask[] = [];
  readonly #results: unknown[] = [];
  readonly #deadlines: TimeoutQueue<PlacedTask | ConcurrentRun>;
  readonly #onAbort = (): void => this.cancel(this.#setting.signal!.reason);
  #drawnCount = 0;
  /** Nothing more is drawn: the source is at its end, or the run is. */
  #isDrawn = false;
  #failure: { readonly reason: unknown } | undefined;
  /** Whether the next task has been asked for and has not come. */
  #isDrawing = false;
  /** Whether tasks are being started further up the stack; who makes room meanwhile leaves it to that loop. */
  #isFilling = false;
  #closing: Promise<unknown> | undefined;

  constructor(tasks: TaskSource<unknown>, maxConcurrency: number, setting: RunSetting) {
    const action = "run tasks";
    const { signal, timeoutMs, totalTimeoutMs, clock, onFailure = "fail-fast" } = setting;
    this.#maxConcurrency = checkPositiveInteger(maxConcurrency, { action, argument: "maxConcurrency" });
    if (timeoutMs !== undefined) checkPositive(timeoutMs, { action, argument: "timeoutMs" });
    if (totalTimeoutMs !== undefined) checkPositive(totalTimeoutMs, { action, argument: "totalTimeoutMs" });
    if (onFailure !== "fail-fast" && onFailure !== "collect") {
      throw refusal('onFailure must be "fail-fast" or "collect"', onFailure);
    }
    if (clock !== undefined) checkClock(clock, { action, mustSleep: true });
    this.#collects = onFailure === "collect";
    this.#setting = setting;
    checkSignal(signal, { action, argument: "signal" })?.throwIfAborted();
    const opened = open(tasks);
    this.#isAsyncSource = opened.isAsync;
    this.#source = opened.iterator;
    this.#deadlines = new TimeoutQueue({
      clock,
      onDue: (member) =>
        member.cancel(
          member === this ? new TaskTimeoutError("run", totalTimeoutMs!) : new TaskTimeoutError("task", timeoutMs!),
        ),
      onClockError: (_, error) => this.cancel(error),
    });
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (totalTimeoutMs !== undefined) this.#deadlines.add(this, totalTimeoutMs);
  }

  /** Draws and starts while there is room. A loop, so that tasks that end at once pile up no stack. */
  fill(): void {
    if (this.#isFilling) return;
    this.#isFilling = true;
    while (!this.#isDrawn && !this.#isDrawing && this.#inFlight.length < this.#maxConcurrency) this.#draw();
    this.#isFilling = false;
    this.#finishIfDone();
  }

  succeeded({ index }: PlacedTask, value: unknown): void {
    if (!this.#failure) this.#results[index] = this.#collects ? { status: "fulfilled", value } : value;
  }

  failed({ index }: PlacedTask, reason: unknown): void {
    if (this.#failure) return;
    if (this.#collects) this.#results[index] = { status: "rejected", reason };
    else this.cancel(reason);
  }

  ended(task: PlacedTask): void {
    const last = this.#inFlight.pop()!;
    if (last !== task) {
      last.slot = task.slot;
      this.#inFlight[task.slot] = last;
    }
    if (this.#setting.timeoutMs !== undefined) this.#deadlines.delete(task);
    this.fill();
  }

  #draw(): void {
    try {
      const drawn = this.#source.next();
      if (!this.#isAsyncSource) {
        this.#take(drawn as Drawn);
        return;
      }
      this.#isDrawing = true;
      Promise.resolve(drawn).then((drawn) => this.#take(drawn)).catch((error) => this.#sourceFailed(error)).then(() => {
        this.#isDrawing = false;
        this.fill();
      });
    } catch (error) {
      this.#sourceFailed(error);
    }
  }

  /** Starts what has been drawn, unless the run was ended while the source was thinking. */
  #take(drawn: Drawn): void {
    if (drawn.done) this.#isDrawn = true;
    if (this.#isDrawn) return;
    const index = this.#drawnCount++;
    if (typeof drawn.value !== "function") {
      this.cancel(refusal(`task ${index} must be a function`, drawn.value));
      return;
    }
    const task = new PlacedTask(this, { index, slot: this.#inFlight.length });
    this.#inFlight.push(task);
    if (this.#setting.timeoutMs !== undefined) this.#deadlines.add(task, this.#setting.timeoutMs);
    task.begin(drawn.value as Task<unknown>);
  }

  #sourceFailed(error: unknown): void {
    const wasDrawn = this.#isDrawn;
    this.#isDrawn = true; // a source that throws has closed itself
    if (!wasDrawn) this.cancel(error);
  }

  /** Ends the run: the first time, `reason` is what it rejects with. */
  cancel(reason: unknown): void {
    if (this.#failure) return;
    this.#failure = { reason };
    const isAtEnd = this.#isDrawn;
    this.#isDrawn = true;
    if (!isAtEnd) this.#closeSource();
    for (const task of [...this.#inFlight]) task.cancel(reason);
    this.#finishIfDone();
  }

  #closeSource(): void {
    const close = async () => await this.#source.return?.();
    const closed = close().catch(() => {}); // the run has its reason already
    if (!this.#isDrawing) this.#closing = closed;
  }

  #finishIfDone(): void {
    if (!this.#isDrawn || this.#inFlight.length > 0 || this.#isFilling) return;
    this.#setting.signal?.removeEventListener("abort", this.#onAbort);
    this.#deadlines.delete(this);
    const { resolve, reject } = this.#setting;
    if (this.#failure === undefined) resolve(this.#results);
    else if (this.#closing === undefined) reject(this.#failure.reason);
    else this.#closing.then(() => reject(this.#failure!.reason));
  }
}

type Opened =
  | { readonly isAsync: true; readonly iterator: AsyncIterator<Task<unknown>, unknown> }
  | { readonly isAsync: false; readonly iterator: Iterator<Task<unknown>, unknown> };

/** As `for await` opens it: an asynchronous source is taken as such, even if it could be read in the other way. */
function open(tasks: TaskSource<unknown>): Opened {
  const source = (tasks ?? {}) as Partial<Iterable<Task<unknown>> & AsyncIterable<Task<unknown>>>;
  if (source[Symbol.asyncIterator]) return { isAsync: true, iterator: source[Symbol.asyncIterator]!() };
  if (source[Symbol.iterator]) return { isAsync: false, iterator: source[Symbol.iterator]!() };
  throw refusal("tasks must be iterable", tasks);
}

function refusal(rule: string, value: unknown): TypeError {
  return new TypeError(`Cannot run tasks: ${rule}: current value is ${showValue(value)}`);
}
