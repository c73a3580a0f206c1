/**
 * One task that has been started: what became of it, and when it really ended.
 *
 * These are two events. The **outcome** is what the caller is told: a value, an error, or the reason of a cancellation,
 * whichever comes first. The **end** is the moment at which the task's own promise settles. A task can be asked to
 * stop, not made to: one that ignores its signal goes on after its outcome, and a count of what is in flight must wait
 * for its end.
 *
 * **Invariant.** `succeeded` or `failed` is called once, and `ended` once, never before the outcome; whatever the task
 * does: throw at once, reject late, settle twice (a foreign thenable), throw after it was cancelled.
 *
 * Cost: O(1). The signal is made when the task first asks for it, because most tasks never do, and one costs more than
 * all the rest.
 *
 * Not here on purpose: waiting, permits and time limits (the owner's, who calls `begin` and `cancel`), killing a task
 * (JavaScript can't; a Worker can be terminated).
 *
 * @module
 */

/** What a task is given when it starts. */
export interface RunContext {
  /**
   * Aborts when the task's result is no longer wanted: its time is over, its caller gave up, or one of its siblings failed.
   * The task's own: listeners that it leaves behind are collected with it.
   */
  readonly signal: AbortSignal;
}

/** Something to be run: it may return a promise, return a value, or throw. */
export type Task<Result> = (context: RunContext) => Result | PromiseLike<Result>;

/**
 * A time limit was over before the work was done. Its name is that of the platform's own error, so one test finds both.
 */
export class TaskTimeoutError extends Error {
  /** Tells it from other errors, as on the platform's own. */
  override name = "TimeoutError";
  /** The limit, in milliseconds. */
  readonly timeoutMs: number;
  /** What took too long. */
  readonly scope: "task" | "run";

  /** `scope` did not settle within `timeoutMs` of its start. */
  constructor(scope: "task" | "run", timeoutMs: number) {
    super(`Cannot wait longer for the ${scope}: it must settle within ${timeoutMs} ms of its start`);
    this.scope = scope;
    this.timeoutMs = timeoutMs;
  }
}

/** A task in flight; a subclass says what its outcome and its end mean. */
export abstract class RunningTask<Result> implements RunContext {
  #controller: AbortController | undefined;
  #cancelled: { readonly reason: unknown } | undefined;
  #isEnded = false;

  /** What the task sees. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancelled) this.#controller.abort(this.#cancelled.reason);
    }
    return this.#controller.signal;
  }

  /** The outcome is a value. */
  protected abstract succeeded(value: Result): void;

  /** The outcome is an error, or the reason of the cancellation. */
  protected abstract failed(reason: unknown): void;

  /** The task's own promise has settled: nothing of it is in flight any more. */
  protected abstract ended(): void;

  /**
   * Starts the task, now; never throws. A task that throws at once has ended when this returns, any other has not. One
   * that was cancelled before it began ends without having been called.
   */
  begin(task: Task<Result>): void {
    let result: Promise<Result>;
    if (this.#cancelled !== undefined) {
      this.#fail(this.#cancelled.reason);
      return;
    }
    try {
      result = Promise.resolve(task(this)); // resolve() throws too, for a promise with a hostile constructor
    } catch (error) {
      this.#fail(error);
      return;
    }
    result.then((value) => this.#succeed(value), (error) => this.#fail(error));
  }

  /**
   * Makes `reason` the outcome, if there is none yet, and tells the task through its signal.
   * @returns Whether this was the outcome.
   */
  cancel(reason: unknown): boolean {
    if (this.#isEnded || this.#cancelled) return false;
    this.#cancelled = { reason };
    this.failed(reason);
    this.#controller?.abort(reason);
    return true;
  }

  #succeed(value: Result): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#cancelled === undefined) this.succeeded(value);
    this.ended();
  }

  #fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#cancelled === undefined) this.failed(error);
    this.ended();
  }
}
