/**
 * A clock whose readings never go back, over one that may.
 *
 * A monotonic clock needs none of this. But limiters are also run on the date (counters that outlive the process, or
 * are shared with others), and a date is set: by hand, by a time server, by a virtual machine that was asleep. The
 * rule:
 *
 * - **A step back of up to `toleranceMs` is waited out.** The reading stays where it was until the clock has caught up,
 *   so that no moment is counted twice.
 * - **A longer step back is a new beginning.** Time goes on from the highest reading at the new pace at once: waiting
 *   out a step of hours would be an outage of hours.
 * - **A jump forward is believed.** It can't be told from a pause of the process. Code that measures durations must
 *   bound what a long one is worth; a token bucket does, by its capacity.
 *
 * **Invariant.** No reading is smaller than one before it, and each equals the clock's reading plus the sum of the long
 * steps, unless a short one is being waited out.
 *
 * Cost: O(1), one addition and one comparison over the clock's own.
 *
 * Not here on purpose: jumps forward that are cut off, slewing (a clock that catches up a little at a time).
 *
 * @module
 */
import { checkNonNegative, checkOptions } from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";

export type { Clock };

/** How a {@linkcode MonotonicClock} takes steps back. */
export interface MonotonicClockOptions {
  /** The clock that may step. @default {systemClock} */
  readonly clock?: Clock;
  /** Longest step back that is waited out, in milliseconds: a finite number of at least 0. */
  readonly toleranceMs: number;
}

/**
 * A {@linkcode Clock} that never goes back.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MonotonicClock } from "./monotonic_clock.ts";
 *
 * let hour = 1000;
 * const clock = new MonotonicClock({ clock: { nowMs: () => hour, sleep: async () => {} }, toleranceMs: 100 });
 * clock.nowMs();
 * hour = 950;
 * assertEquals(clock.nowMs(), 1000); // waits until the clock has caught up
 * hour = 100;
 * assertEquals(clock.nowMs(), 1000); // a new beginning
 * hour = 130;
 * assertEquals(clock.nowMs(), 1030);
 * ```
 */
export class MonotonicClock implements Clock {
  readonly #clock: Clock;
  readonly #toleranceMs: number;
  #offsetMs = 0;
  #latestMs: number;

  /**
   * Starts at the present reading of the clock.
   * @throws {TypeError} If `clock` is no clock.
   * @throws {RangeError} If `toleranceMs` is negative or not finite, or the clock's reading is not finite.
   */
  constructor(options: MonotonicClockOptions) {
    const action = "create a forward clock";
    const { clock = systemClock, toleranceMs } = checkOptions(options, { action, argument: "options" });
    this.#clock = checkClock(clock, { action });
    this.#toleranceMs = checkNonNegative(toleranceMs, { action, argument: "toleranceMs" });
    this.#latestMs = readable(clock.nowMs());
  }

  /** Milliseconds, never fewer than before. */
  nowMs(): number {
    const readingMs = this.#clock.nowMs() + this.#offsetMs;
    if (readingMs >= this.#latestMs) {
      this.#latestMs = readingMs;
      return readingMs;
    }
    return this.#behind(readable(readingMs));
  }

  /** Resolves when this clock has moved by `ms`: a step that is being waited out is slept through as well. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const behindMs = this.nowMs() - (this.#clock.nowMs() + this.#offsetMs);
    return this.#clock.sleep(ms + Math.max(0, behindMs), signal);
  }

  #behind(readingMs: number): number {
    const stepMs = this.#latestMs - readingMs;
    if (stepMs > this.#toleranceMs) this.#offsetMs += stepMs;
    return this.#latestMs;
  }
}

function readable(readingMs: number): number {
  if (Number.isFinite(readingMs)) return readingMs;
  throw new RangeError(`Cannot read a clock: nowMs() must be a finite number: current value is ${readingMs}`);
}
