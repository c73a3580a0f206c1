/**
 * A clock that is moved by hand and counts the pauses that were begun on it: what a program asks of the machine's
 * timers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { CountingClock } from "./counting_clock.ts";
 *
 * const clock = new CountingClock();
 * const pause = clock.sleep(10);
 * await clock.run(10);
 * await pause;
 * assertEquals(clock.pauses, 1);
 * ```
 *
 * @module
 */
import { ManualClock } from "./manual_clock.ts";

/** A {@linkcode ManualClock} that counts. */
export class CountingClock extends ManualClock {
  #pauses = 0;

  /** Pauses begun so far, those that have ended included. */
  get pauses(): number {
    return this.#pauses;
  }

  /** Counts one more, and pauses. */
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#pauses++;
    return super.sleep(ms, signal);
  }
}
