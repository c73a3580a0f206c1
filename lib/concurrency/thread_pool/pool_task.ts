/**
 * One task of a thread pool, from its submission to its outcome; and the {@linkcode Future} through which its owner
 * sees it.
 *
 * **Invariant.** A task is settled once: the first outcome stands, whatever comes later.
 *
 * Not here on purpose: progress reports, results that arrive in parts.
 *
 * @module
 */

/**
 * Where a task stands. `refused`: the pool did not take it (its queue was full, it was closed, the arguments can't be
 * sent); `queued`: it has not begun; `cancelled`: its owner gave it up.
 */
export type FutureState = "refused" | "queued" | "running" | "done" | "failed" | "cancelled";

/** How {@linkcode Future.cancel} goes about it. */
export interface CancelOptions {
  /** Whether a task that has begun is ended as well, with its whole thread. @default {false} */
  readonly interrupt?: boolean;
}

/** What a pool keeps of a task; only the pool touches it. */
export class PoolTask {
  /** Unique in its pool. */
  readonly number: number;
  /** Number of its code in its pool. */
  readonly code: number;
  /** Flags as in `_ring_layout.ts`. */
  readonly form: number;
  /** Arguments as bytes, while the task is in no slot. */
  bytes: Uint8Array | undefined;
  /** A private copy of the arguments, if they do not go as bytes. */
  parcel: { readonly args: unknown[]; readonly transfer: Transferable[] } | undefined;
  /** Who has it now, if it is not in the queue. */
  holder: TaskHolder | undefined;
  /** The request of another task that this one answers. */
  readonly request: TaskRequest | undefined;
  /** Runs when it is settled. */
  onSettled: (() => void) | undefined;
  #state: "open" | "refused" | "done" | "failed" | "cancelled" = "open";
  #outcome: unknown;
  #watchers: { resolve: (value: unknown) => void; reject: (thrown: unknown) => void } | undefined;
  #promise: Promise<unknown> | undefined;

  /** A task that has not begun. */
  constructor(
    number: number,
    { code, form, bytes, parcel, request }: {
      code: number;
      form: number;
      bytes?: Uint8Array | undefined;
      parcel?: PoolTask["parcel"];
      request?: TaskRequest | undefined;
    },
  ) {
    this.number = number;
    this.code = code;
    this.form = form;
    this.bytes = bytes;
    this.parcel = parcel;
    this.request = request;
  }

  /** Whether it has no outcome yet. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** Its state, as far as it does not depend on the thread that has it. */
  get state(): "open" | "refused" | "done" | "failed" | "cancelled" {
    return this.#state;
  }

  /** Gives it its outcome; false if it has one. */
  settle(state: "refused" | "done" | "failed" | "cancelled", outcome: unknown): boolean {
    if (this.#state !== "open") return false;
    this.#state = state;
    this.#outcome = outcome;
    if (this.#watchers !== undefined) {
      if (state === "done") this.#watchers.resolve(outcome);
      else this.#watchers.reject(outcome);
      this.#watchers = undefined;
    }
    this.parcel = this.bytes = this.holder = undefined;
    this.onSettled?.();
    this.onSettled = undefined;
    return true;
  }

  /**
   * A promise of its result; made when it is first asked for, so that a failure that is never asked about is no
   * unhandled rejection.
   */
  result(): Promise<unknown> {
    return this.#promise ??= this.#makePromise();
  }

  #makePromise(): Promise<unknown> {
    if (this.#state === "done") return Promise.resolve(this.#outcome);
    if (this.#state !== "open") return Promise.reject(this.#outcome);
    return new Promise((resolve, reject) => this.#watchers = { resolve, reject });
  }
}

/** A thread, as a task's owner sees it. */
export interface TaskHolder {
  /** Takes a task back; false if it has begun. */
  takeBack(task: PoolTask): boolean;
  /** Whether the task has begun. */
  hasBegun(task: PoolTask): boolean;
  /** Ends the thread at once. */
  kill(cause: unknown): void;
}

/** Who waits for a task that was submitted by a task. */
export interface TaskRequest {
  /** The thread in which the asking task runs. */
  readonly home: TaskHolder;
  /** The thread's number of the request. */
  readonly number: number;
}

/** A task's outcome, which may still be to come. */
export class Future<Result> {
  readonly #task: PoolTask;
  readonly #pool: FuturePool;

  /** The future of `task`. Pools make them. */
  constructor(task: PoolTask, pool: FuturePool) {
    this.#task = task;
    this.#pool = pool;
  }

  /** Where the task stands now. */
  get state(): FutureState {
    const { state } = this.#task;
    if (state !== "open") return state;
    return this.#pool.hasBegun(this.#task) ? "running" : "queued";
  }

  /**
   * The task's result. The same promise each time.
   * @throws Whatever the task threw; `WorkerDiedError`, `TaskCancelledError`, `TaskDeadlineError`, `QueueFullError`,
   *   `PoolClosedError`, or the reason of its signal.
   */
  result(): Promise<Result> {
    return this.#task.result() as Promise<Result>;
  }

  /**
   * Gives the task up: true if it will never have a result now. A task that has not begun leaves the queue and never
   * will begin; one that has begun is only given up with `interrupt`, which ends its thread.
   */
  cancel({ interrupt = false }: CancelOptions = {}): boolean {
    return this.#pool.cancel(this.#task, interrupt);
  }
}

/** What a {@linkcode Future} needs of its pool. */
export interface FuturePool {
  /** Whether a thread has begun the task. */
  hasBegun(task: PoolTask): boolean;
  /** See {@linkcode Future.cancel}. */
  cancel(task: PoolTask, interrupt: boolean): boolean;
}
