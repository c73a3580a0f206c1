/**
 * A stampede, replayed on a clock moved by hand: requests for one popular key whose value runs out again and again.
 *
 * Requests come at a steady rate; a load takes a while; every request that finds nothing fresh starts a load, or joins
 * the one under way.
 *
 * **Invariant.** Every request is answered; the same options give the same numbers.
 *
 * Not here on purpose: many keys (one popular key is where it hurts).
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { type Loaded, LoadingCache } from "../../../concurrency/loading_cache.ts";
import { ManualClock } from "../../../testing/manual_clock.ts";

/** What happens. */
export interface StampedeOptions {
  /** Requests in a second, evenly spaced: a positive integer. */
  readonly requestsPerSecond: number;
  /** Time of one load, in milliseconds. */
  readonly loadMs: number;
  /** How long a value is fresh, in milliseconds. */
  readonly ttlMs: number;
  /** How long it is given out while it is refreshed, in milliseconds. @default {0} */
  readonly staleMs?: number;
  /** Whether requests share a load. */
  readonly isSingleFlight: boolean;
  /** Length of the replay, in windows of 100 ms. */
  readonly windows: number;
}

/** What the store behind the cache saw, and what the callers felt. */
export interface Stampede {
  /** Loads per second, in each window of 100 ms. */
  readonly loadsPerSecond: readonly number[];
  /** Requests that had to wait. */
  readonly waited: number;
}

const WINDOW_MS = 100;

/**
 * Replays it.
 * @throws {RangeError} If `requestsPerSecond` or `windows` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { replayStampede } from "./stampede.ts";
 * const day = { requestsPerSecond: 100, loadMs: 100, ttlMs: 1000, windows: 2 };
 * assertEquals((await replayStampede({ ...day, isSingleFlight: true })).loadsPerSecond, [10, 0]);
 * assertEquals((await replayStampede({ ...day, isSingleFlight: false })).loadsPerSecond, [100, 0]);
 * ```
 */
export async function replayStampede(options: StampedeOptions): Promise<Stampede> {
  const { requestsPerSecond, loadMs, ttlMs, staleMs = 0, isSingleFlight, windows } = options;
  checkPositiveInteger(requestsPerSecond, { action: "replay a stampede", argument: "requestsPerSecond" });
  checkPositiveInteger(windows, { action: "replay a stampede", argument: "windows" });
  const clock = new ManualClock();
  const loads = new Array<number>(windows).fill(0);
  const load = async () => {
    const window = Math.floor(clock.nowMs() / WINDOW_MS);
    loads[window] = loads[window]! + 1000 / WINDOW_MS;
    await clock.sleep(loadMs);
    return clock.nowMs();
  };
  const entries = new Map<string, Loaded<number>>();
  const store = {
    get: (key: string) => entries.get(key),
    put: (key: string, entry: Loaded<number>) => entries.set(key, entry),
    delete: (key: string) => entries.delete(key),
  };
  const cache = new LoadingCache<string, number>(store, { load, ttlMs, staleMs, clock });
  let waited = 0;
  const request = async () => {
    const startMs = clock.nowMs();
    const kept = entries.get("popular");
    const isFresh = kept !== undefined && startMs < kept.freshUntilMs;
    if (isSingleFlight || isFresh) await cache.get("popular");
    else cache.put("popular", await load()); // the usual way: look, load, put
    if (clock.nowMs() > startMs) waited++;
  };
  const requests: Promise<void>[] = [];
  for (let n = 0; n < requestsPerSecond * windows * WINDOW_MS / 1000; n++) {
    await clock.run(1000 * n / requestsPerSecond - clock.nowMs());
    requests.push(request());
  }
  await clock.run(2 * loadMs);
  await Promise.all(requests);
  return { loadsPerSecond: loads, waited };
}
