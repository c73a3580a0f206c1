/**
 * The error of a task, or of a whole run, that took longer than it was given.
 *
 * Its name is `TimeoutError`, as that of the platform's own `AbortSignal.timeout`, so one test of the name finds both.
 *
 * @module
 */

/** A time limit was over before the work was done. */
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
