/**
 * Who does the fan-out's jobs: a bounded batch of followers at each step, a pause when there is nothing to do.
 *
 * A step is atomic and may be repeated, so workers can die, several can run on one store, and the same batch done twice
 * leaves one entry. A post by someone with many followers takes many steps; posts behind it wait. How long is measured:
 * the **lag** of a post is the time from posting to its last follower.
 *
 * | function | cost |
 * | -------- | ---- |
 * | a step | O(batch) timeline entries, one call of the store |
 *
 * Not here on purpose: fairness between authors (jobs are done in the order of posting), giving up (a job that the
 * store can't do stays, and the error reaches the caller of the worker).
 *
 * @module
 */
import {
  checkFunction,
  checkNonNegative,
  checkNonNegativeInteger,
  checkOptions,
  checkPositiveInteger,
  checkSignal,
} from "../../base/argument.ts";
import { checkClock, type Clock } from "../../base/clock.ts";
import type { FanOutStep, FeedStore } from "../../storage/feed/feed_store.ts";

export type { Clock, FanOutStep, FeedStore };

/** Followers of a step unless told otherwise. */
const DEFAULT_BATCH = 500;
/** How long a worker looks away when there is no job, in milliseconds. */
const DEFAULT_PAUSE_MS = 50;

/** How a worker works. */
export interface FanOutWorkerOptions {
  /** Where the jobs are. */
  readonly store: FeedStore;
  /** For pauses, and for lags: the clock that gave posts their times. */
  readonly clock: Clock;
  /** The most followers of a step: a positive integer. @default {500} */
  readonly batch?: number;
  /** Pause when there is no job. @default {50} */
  readonly pauseMs?: number;
  /** Told after each step: the lag, in milliseconds, when it was a post's last. */
  readonly onStep?: (step: FanOutStep, lagMs: number | undefined) => void;
}

/**
 * Does jobs until the signal ends it; resolves then.
 * @throws {RangeError} If `batch` or `pauseMs` is out of range. What the store throws goes through.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "../../storage/feed/memory_feed_store.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 * import { runFanOut } from "./fan_out_worker.ts";
 *
 * const [store, clock, stop, lags] = [new MemoryFeedStore(), new ManualClock(), new AbortController(), [] as number[]];
 * await store.follow("ann", "bob", { backFill: true });
 * const worker = runFanOut(
 *   { store, clock, onStep: (_, lagMs) => lagMs !== undefined && lags.push(lagMs) },
 *   stop.signal,
 * );
 * await clock.run(10);
 * await store.addPost({ id: "1", author: "bob", text: "hello", timeMs: 10 }, { fanOut: true });
 * await clock.run(100);
 * stop.abort();
 * await worker;
 * assertEquals(lags, [40]); // posted at 10, and the worker looked again at 50
 * ```
 */
export async function runFanOut(options: FanOutWorkerOptions, signal: AbortSignal): Promise<void> {
  const action = "run the fan-out";
  const { store, clock, batch = DEFAULT_BATCH, pauseMs = DEFAULT_PAUSE_MS, onStep } = checkOptions(options, {
    action,
    argument: "options",
  });
  checkFunction(store?.fanOutStep, { action, argument: "store.fanOutStep" });
  checkClock(clock, { action, mustSleep: true });
  checkSignal(signal, { action, argument: "signal" });
  checkOptions(signal, { action, argument: "signal" }); // there must be one: it is the only end
  checkPositiveInteger(batch, { action, argument: "batch" });
  checkNonNegative(pauseMs, { action, argument: "pauseMs" });
  while (!signal.aborted) {
    const step = await store.fanOutStep({ batch });
    if (step !== undefined) {
      onStep?.(step, step.isLast && step.post ? clock.nowMs() - step.post.timeMs : undefined);
      continue;
    }
    try {
      await clock.sleep(pauseMs, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** How much one call of {@linkcode drainFanOut} does. */
export interface DrainOptions {
  /** The most followers of a step: a positive integer. @default {500} */
  readonly batch?: number;
  /** The most steps. @default {all there are} */
  readonly steps?: number;
}

/**
 * Does jobs until there are none, or so many steps are done; returns the timeline deliveries made.
 * @throws {RangeError} If `batch` is not a positive integer, or `steps` not a non-negative one.
 */
export async function drainFanOut(store: FeedStore, options: DrainOptions = {}): Promise<number> {
  const action = "drain the fan-out";
  checkFunction(store?.fanOutStep, { action, argument: "store.fanOutStep" });
  const { batch = DEFAULT_BATCH, steps = Infinity } = checkOptions(options, { action, argument: "options" });
  checkPositiveInteger(batch, { action, argument: "batch" });
  if (steps !== Infinity) checkNonNegativeInteger(steps, { action, argument: "steps" });
  let delivered = 0;
  for (let done = 0; done < steps; done++) {
    const step = await store.fanOutStep({ batch });
    if (step === undefined) break;
    delivered += step.followers;
  }
  return delivered;
}
