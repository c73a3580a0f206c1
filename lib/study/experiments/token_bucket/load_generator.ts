/**
 * An open-loop load generator: requests arrive when a list says so, whether or not earlier ones have been served.
 *
 * The list is fixed before the first request, and each wait is counted from the hour at which its request was due. A
 * load generator that sends the next request when the last was answered measures a system that is never late: it leaves
 * out exactly the requests that would have waited.
 *
 * Cost: one sleep a request, all laid down at the beginning.
 *
 * Not here on purpose: drawing the arrivals (a trace, or a generator), moving the clock (the caller's, if it is moved
 * by hand).
 *
 * @module
 */
import { type Clock, systemClock } from "../../../base/clock.ts";

export type { Clock };

/** Something that makes callers wait. */
export interface Waited {
  /** Resolves when it is the caller's turn. */
  acquire(n?: number): Promise<void>;
  /** How many wait, if it says so. */
  readonly waiting?: number;
}

/**
 * One request: when it is due, counted from the beginning, and for how much; a number is the hour of a request for 1.
 */
export type Due = number | { readonly atMs: number; readonly n: number };

/** What became of one request. */
export interface Arrival {
  /** How many waited when it arrived; `undefined` where the limiter does not say. */
  readonly queue: number | undefined;
  /** How long it waited, from the hour at which it was due. */
  readonly waitMs: number;
}

/** Where time comes from. */
export interface ReplayOptions {
  /** The limiter's own clock. @default {systemClock} */
  readonly clock?: Clock;
}

/**
 * Sends one request to `limiter` at each of `arrivals`, counted from now.
 * @param arrivals Hours of at least 0 ms, in any order.
 * @returns What became of each, in the order of the list, once all have been served.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { replayArrivals } from "./load_generator.ts";
 * import { TokenBucket } from "../../../concurrency/rate_limiter/token_bucket.ts";
 * import { ManualClock } from "../../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const bucket = new TokenBucket(1, 10, { clock });
 * const arrivals = replayArrivals(bucket, [0, 10, 20], { clock });
 * await clock.run(300);
 * assertEquals((await arrivals).map(({ queue, waitMs }) => [queue, waitMs]), [[0, 0], [0, 90], [1, 180]]);
 * ```
 */
export async function replayArrivals(
  limiter: Waited,
  arrivals: readonly Due[],
  { clock = systemClock }: ReplayOptions = {},
): Promise<Arrival[]> {
  const startMs = clock.nowMs();
  return await Promise.all(arrivals.map(async (due) => {
    const { atMs, n } = typeof due === "number" ? { atMs: due, n: 1 } : due;
    await clock.sleep(atMs);
    const queue = limiter.waiting;
    await limiter.acquire(n);
    return { queue, waitMs: clock.nowMs() - startMs - atMs };
  }));
}
