/**
 * A load generator for limiters: plays requests and records when each came, started and ended.
 *
 * With a clock that is moved by hand the same requests give the same records every time, so two limits can be compared
 * on one load, and a burst of an hour takes a second.
 *
 * | what | cost |
 * | ---- | ---- |
 * | `replayLoad` | O(requests), beside what the limiter and the clock take |
 * | `loadOverTime` | O(requests · log + moments) |
 * | `inLanes` | O(requests · lanes) |
 *
 * Not here on purpose: making up arrivals (the experiment's own), percentiles (the figure draws them).
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import type { Clock } from "../../../base/clock.ts";
import { floorNearInteger } from "../../../base/near_integer.ts";

export type { Clock };

/** One request. */
export interface LoadRequest {
  /** When it comes, in milliseconds after the beginning: at least 0. */
  readonly arrivesMs: number;
  /** How long the work takes; or that, given how many are in flight as it starts, itself included. */
  readonly takesMs: number | ((inFlight: number) => number);
}

/**
 * What became of a request; times in milliseconds after the beginning, `Infinity` for what did not happen during the
 * replay.
 */
export interface LoadRecord {
  /** When it came. */
  readonly arrivesMs: number;
  /** When its work began. */
  readonly startsMs: number;
  /** When its work ended, whether anybody still waited for it or not. */
  readonly endsMs: number;
}

/** Against what the requests are played. */
export interface ReplayOptions {
  /** The clock on which they arrive and work. */
  readonly clock: Clock;
  /** Hands the work to whatever limits it; how its promise settles, and whether, does not matter. */
  readonly run: (work: () => Promise<void>) => Promise<unknown>;
  /** How long the replay lasts, in milliseconds. */
  readonly untilMs: number;
}

/**
 * Plays all requests.
 * @returns After `untilMs`, what had become of each by then, in their order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ConcurrencyLimiter } from "../../../concurrency/concurrency_limiter/concurrency_limiter.ts";
 * import { replayLoad } from "./load_generator.ts";
 * import { ManualClock } from "../../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const limiter = new ConcurrencyLimiter(1);
 * const requests = [{ arrivesMs: 0, takesMs: 10 }, { arrivesMs: 5, takesMs: 10 }];
 * const records = replayLoad(requests, { clock, run: (work) => limiter.run(work), untilMs: 100 });
 * await clock.run(100);
 * assertEquals((await records).map(({ startsMs, endsMs }) => [startsMs, endsMs]), [[0, 10], [10, 20]]);
 * ```
 */
export async function replayLoad(
  requests: readonly LoadRequest[],
  { clock, run, untilMs }: ReplayOptions,
): Promise<LoadRecord[]> {
  const beginMs = clock.nowMs();
  let inFlight = 0;
  const play = async ({ arrivesMs, takesMs }: LoadRequest, record: { startsMs: number; endsMs: number }) => {
    await clock.sleep(arrivesMs);
    const work = async () => {
      record.startsMs = clock.nowMs() - beginMs;
      inFlight++;
      await clock.sleep(typeof takesMs === "number" ? takesMs : takesMs(inFlight));
      inFlight--;
      record.endsMs = clock.nowMs() - beginMs;
    };
    await run(work).catch(() => {});
  };
  const records = requests.map(({ arrivesMs }) => ({ arrivesMs, startsMs: Infinity, endsMs: Infinity }));
  for (const [index, request] of requests.entries()) void play(request, records[index]!);
  await clock.sleep(untilMs);
  return records.map((record) => ({ ...record }));
}

/** How many waited and how many were in flight, at each moment asked for. */
export interface LoadOverTime {
  /** The moments, in milliseconds after the beginning. */
  readonly atMs: readonly number[];
  /** Requests that had come and not started. */
  readonly waiting: readonly number[];
  /** Requests that had started and not ended. */
  readonly inFlight: readonly number[];
}

/**
 * The load every `everyMs` milliseconds from the beginning until `untilMs`, both included. At the moment of its start a
 * request waits no more, at that of its end it is in flight no more.
 * @throws {RangeError} If `everyMs` is not positive and finite.
 */
export function loadOverTime(
  records: readonly LoadRecord[],
  { everyMs, untilMs }: { readonly everyMs: number; readonly untilMs: number },
): LoadOverTime {
  checkPositive(everyMs, { action: "count a load over time", argument: "everyMs" });
  const atMs = Array.from({ length: floorNearInteger(untilMs / everyMs) + 1 }, (_, k) => k * everyMs);
  const [come, started, ended] = (["arrivesMs", "startsMs", "endsMs"] as const).map((key) => {
    const sorted = Float64Array.from(records, (record) => record[key]).sort();
    let passed = 0;
    return atMs.map((moment) => {
      while (passed < sorted.length && sorted[passed]! <= moment) passed++;
      return passed;
    });
  }) as [number[], number[], number[]];
  return {
    atMs,
    waiting: atMs.map((_, k) => come[k]! - started[k]!),
    inFlight: atMs.map((_, k) => started[k]! - ended[k]!),
  };
}

/**
 * The records of what started, with a lane each, from 0: the lowest that is free at the start. Lanes in use are work in
 * flight.
 */
export function inLanes<Kind extends LoadRecord>(records: readonly Kind[]): (Kind & { readonly lane: number })[] {
  const freeMs: number[] = [];
  const started = records.filter(({ startsMs }) => startsMs < Infinity).sort((a, b) => a.startsMs - b.startsMs);
  return started.map((record) => {
    const free = freeMs.findIndex((ms) => ms <= record.startsMs);
    const lane = free === -1 ? freeMs.length : free;
    freeMs[lane] = record.endsMs;
    return { ...record, lane };
  });
}
