/**
 * Why a task of a thread pool has no result, other than by its own fault.
 *
 * @module
 */

/** The thread that ran the task ended before the task did. Its work may be half done; it is not run again. */
export class WorkerDiedError extends Error {
  /** Tells it from other errors. */
  override readonly name = "WorkerDiedError";
}

/** The task was cancelled, by its {@linkcode Future} or by a shutdown. */
export class TaskCancelledError extends Error {
  /** Tells it from other errors. */
  override readonly name = "TaskCancelledError";
}

/** The task had no result within its `timeoutMs`. */
export class TaskDeadlineError extends Error {
  /** Tells it from other errors. */
  override readonly name = "TaskDeadlineError";
}

/** As many tasks were waiting as may wait. */
export class QueueFullError extends Error {
  /** Tells it from other errors. */
  override readonly name = "QueueFullError";
}

/** The pool had been shut down before the task was submitted. */
export class PoolClosedError extends Error {
  /** Tells it from other errors. */
  override readonly name = "PoolClosedError";
}
