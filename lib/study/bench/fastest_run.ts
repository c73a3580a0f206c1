/**
 * How long a piece of work takes when nothing disturbs it: the fastest of several runs.
 *
 * Whatever else happens on the machine can only make a run slower, and the first run also pays for compilation and cold
 * memory; so the minimum estimates the work itself, and comes out nearly the same twice. It says nothing about what a
 * user waits for: latencies need a distribution (`lib/study/figures/latency_histogram.ts`).
 *
 * Cost: `runs` times the work.
 *
 * Not here on purpose: comparing rivals fairly (they must take turns: `bench.ts`).
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { type Clock, systemClock } from "../../base/clock.ts";

export type { Clock };

/** How to time. */
export interface FastestRunOptions {
  /** Runs in all; a positive integer. @default {5} */
  readonly runs?: number;
  /** Where the time comes from. @default {systemClock} */
  readonly clock?: Pick<Clock, "nowMs">;
}

/**
 * Milliseconds of the fastest run of `work`.
 *
 * @param work Done `runs` times, one after the other; state that it keeps (a warm cache) is kept between runs.
 * @throws {RangeError} If `runs` is not a positive integer. What `work` throws goes through.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { fastestRunMs } from "./fastest_run.ts";
 *
 * const numbers = Float64Array.from({ length: 10_000 }, (_, k) => -k);
 * assert(fastestRunMs(() => numbers.toSorted()) > 0);
 * ```
 */
export function fastestRunMs(work: () => unknown, options: FastestRunOptions = {}): number {
  const { runs = 5, clock = systemClock } = options;
  checkPositiveInteger(runs, { action: "time a piece of work", argument: "runs" });
  let fastestMs = Infinity;
  for (let run = 0; run < runs; run++) {
    const beginMs = clock.nowMs();
    work();
    fastestMs = Math.min(fastestMs, clock.nowMs() - beginMs);
  }
  return fastestMs;
}
