/**
 * A sliding window: at most `limit` in any span of `windowMs`, wherever it begins.
 *
 * Every grant is remembered until it is `windowMs` old. That is exact, and costs memory for each grant; what it grants
 * comes in clumps, because room is made when old grants fall out: a burst now is a burst allowed again one window
 * later.
 *
 * **Invariant.** The grants remembered are those of the last `windowMs`, oldest first, and add up to at most `limit`.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `tryAcquire` | O(1) amortised |
 * | memory | up to `limit` grants |
 *
 * Not here on purpose: keys, waiting, the approximation from two counters. It is here to be compared with
 * (`token_bucket.ts` is the one to use).
 *
 * @module
 */
import { checkOptions, checkPositive } from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";
import { checkTokens } from "./rate_limit.ts";
import { LinkedQueue } from "../linked_queue.ts";

export type { Clock };

/** How long the window is, and by which clock. */
export interface SlidingWindowOptions {
  /** Length of the window, in milliseconds: above 0. @default {1000} */
  readonly windowMs?: number;
  /** Where time comes from. @default {systemClock} */
  readonly clock?: Clock;
}

/**
 * A log of the grants of the last window.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SlidingWindow } from "./sliding_window.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock(999);
 * const limiter = new SlidingWindow(2, { clock });
 * assertEquals([limiter.tryAcquire(2), limiter.tryAcquire()], [true, false]);
 * clock.advance(999);
 * assertEquals(limiter.tryAcquire(), false);
 * clock.advance(1); // both are a second old
 * assertEquals(limiter.tryAcquire(2), true);
 * ```
 */
export class SlidingWindow {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #grants = new LinkedQueue<{ readonly atMs: number; readonly n: number }>();
  #used = 0;

  /**
   * Nothing has been granted yet.
   * @param limit The most that is granted in any window: above 0.
   * @throws {RangeError} If `limit` or `windowMs` is not positive and finite.
   */
  constructor(limit: number, options: SlidingWindowOptions = {}) {
    const action = "create a sliding window";
    const { windowMs = 1000, clock = systemClock } = checkOptions(options, { action, argument: "options" });
    this.#limit = checkPositive(limit, { action, argument: "limit" });
    this.#windowMs = checkPositive(windowMs, { action, argument: "windowMs" });
    this.#clock = checkClock(clock, { action });
  }

  /**
   * Remembers `n` if they fit into the window that ends now; otherwise changes nothing.
   * @throws {RangeError} If `n` is negative, not finite, or above the limit.
   */
  tryAcquire(n: number = 1): boolean {
    checkTokens(n, this.#limit);
    const atMs = this.#clock.nowMs();
    for (
      let first = this.#grants.first;
      first && first.item.atMs <= atMs - this.#windowMs;
      first = this.#grants.first
    ) {
      this.#grants.remove(first);
      this.#used = this.#grants.size === 0 ? 0 : this.#used - first.item.n;
    }
    if (this.#used + n > this.#limit) return false;
    if (n > 0) this.#grants.enqueue({ atMs, n });
    this.#used += n;
    return true;
  }
}
