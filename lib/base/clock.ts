/**
 * Time as an argument: code that needs the time or a pause is handed a {@linkcode Clock}.
 *
 * {@linkcode systemClock} is monotonic: it never jumps when the machine's date is set, so a difference of two readings
 * is a duration. Its zero is the start of the process, and 0 is a reading like any other: code must not take it for
 * "never".
 *
 * Not here on purpose: dates and time zones (a date comes from the data), timers that repeat (a loop around `sleep`).
 *
 * @module
 */
import { checkFunction, checkNonNegative, checkSignal } from "./argument.ts";

/** A source of time. The tests' own, moved by hand, is `lib/testing/manual_clock.ts`. */
export interface Clock {
  /**
   * Milliseconds, with fractions, since a moment that stays the same for the life of the clock; never smaller than
   * before.
   */
  nowMs(): number;
  /**
   * Resolves after at least `ms` milliseconds.
   * @param ms Length of the pause: a finite number of at least 0.
   * @param signal Ends the pause early: the promise then rejects with the signal's reason.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * The clock itself, once it is known to have the methods of one.
 * @param context What cannot be done without it, and whether its `sleep` is needed too.
 * @throws {TypeError} If it has no `nowMs` (or no `sleep`, where that is needed).
 */
export function checkClock<Given extends Pick<Clock, "nowMs">>(
  clock: Given,
  { action, mustSleep = false }: { readonly action: string; readonly mustSleep?: boolean },
): Given {
  checkFunction(clock?.nowMs, { action, argument: "clock.nowMs" });
  if (mustSleep) checkFunction((clock as Pick<Clock, "nowMs"> as Clock).sleep, { action, argument: "clock.sleep" });
  return clock;
}

/** Timers hold their delay in 31 bits: anything longer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The machine's monotonic clock.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { systemClock } from "./clock.ts";
 *
 * const before = systemClock.nowMs();
 * await systemClock.sleep(2);
 * assert(systemClock.nowMs() - before >= 1);
 * ```
 */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  async sleep(ms, signal) {
    checkNonNegative(ms, { action: "sleep", argument: "ms" });
    checkSignal(signal, { action: "sleep", argument: "signal" });
    signal?.throwIfAborted();
    for (let left = ms; left >= 0; left -= MAX_TIMER_MS) await pause(Math.min(left, MAX_TIMER_MS), signal);
  },
};

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
