/**
 * Why a cell did not succeed, in words and fields that a report can show.
 *
 * @module
 */

/**
 * The kinds of failure:
 * `thrown` the cell threw; `syntax` it could not be compiled; `uncaught` a timer or detached promise of it failed;
 * `slow` it ran out of time; `memory` it ran out of memory; `died` its kernel ended; `flood` it printed without end;
 * `corrupt` a message of the kernel was damaged on the way.
 */
export type CellErrorKind = "thrown" | "syntax" | "uncaught" | "slow" | "memory" | "died" | "flood" | "corrupt";

/** One failure. */
export interface CellError {
  /** What went wrong, roughly. */
  readonly kind: CellErrorKind;
  /** Name of the error class. */
  readonly name: string;
  /** One or a few lines of text. */
  readonly message: string;
  /** Stack as the kernel sent it, beginning with name and message; may be empty. */
  readonly traceback: readonly string[];
}

/** Failures after which the kernel is gone. */
const FATAL: readonly CellErrorKind[] = ["slow", "memory", "died", "flood", "corrupt"];

/** Whether the kernel is gone after `error`, so that no other cell can run. */
export function isFatal(error: CellError): boolean {
  return FATAL.includes(error.kind);
}
