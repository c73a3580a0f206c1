/**
 * A fixed window: at most `limit` in each span of `windowMs`, counted from zero again in the next.
 *
 * The simplest limiter, and what many services call a rate limit. It keeps two numbers, and breaks its own promise
 * where two windows meet: `limit` at the end of one and `limit` at the beginning of the next are twice the limit within
 * a moment.
 *
 * **Invariant.** Between two multiples of `windowMs` on the clock at most `limit` is granted.
 *
 * Cost: O(1).
 *
 * Not here on purpose: keys, waiting. It is here to be compared with (`token_bucket.ts` is the one to use).
 *
 * @module
 */
import { checkOptions, checkPositive } from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";
import { checkTokens } from "./rate_limit.ts";

export type { Clock };

/** How long a window is, and by which clock. */
export interface FixedWindowOptions {
  /** Length of a window, in milliseconds: above 0. @default {1000} */
  readonly windowMs?: number;
  /** Where time comes from. @default {systemClock} */
  readonly clock?: Clock;
}

/**
 * A counter that starts again with every window.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FixedWindow } from "./fixed_window.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock(999);
 * const limiter = new FixedWindow(2, { clock });
 * assertEquals([limiter.tryAcquire(2), limiter.tryAcquire()], [true, false]);
 * clock.advance(1); // the next second: two more, a millisecond later
 * assertEquals(limiter.tryAcquire(2), true);
 * ```
 */
export class FixedWindow {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #clock: Clock;
  #window = -Infinity;
  #used = 0;

  /**
   * Nothing has been granted yet.
   * @param limit The most that is granted in one window: above 0.
   * @throws {RangeError} If `limit` or `windowMs` is not positive and finite.
   */
  constructor(limit: number, options: FixedWindowOptions = {}) {
    const action = "create a fixed window";
    const { windowMs = 1000, clock = systemClock } = checkOptions(options, { action, argument: "options" });
    this.#limit = checkPositive(limit, { action, argument: "limit" });
    this.#windowMs = checkPositive(windowMs, { action, argument: "windowMs" });
    this.#clock = checkClock(clock, { action });
  }

  /**
   * Counts `n` if they fit into the present window; otherwise changes nothing.
   * @throws {RangeError} If `n` is negative, not finite, or above the limit.
   */
  tryAcquire(n: number = 1): boolean {
    checkTokens(n, this.#limit);
    const window = this.#windowAt(this.#clock.nowMs());
    const used = (window === this.#window ? this.#used : 0) + n;
    if (used > this.#limit) return false;
    this.#window = window;
    this.#used = used;
    return true;
  }

  /**
   * The window that a moment is in; the quotient may have been rounded to a multiple that the moment has not reached.
   */
  #windowAt(nowMs: number): number {
    const window = Math.floor(nowMs / this.#windowMs);
    if (window * this.#windowMs > nowMs) return window - 1;
    return (window + 1) * this.#windowMs <= nowMs ? window + 1 : window;
  }
}
