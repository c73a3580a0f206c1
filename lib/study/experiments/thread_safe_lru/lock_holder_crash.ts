/**
 * The holder of a shared cache's lock crashes, and another thread's calls are timed: the failure drill of the notebook.
 *
 * The victim (`crash_worker.ts`) ends itself in the middle of a `put`. A second Worker may report it after a while, as
 * the thread that had started it would. The calling thread goes on calling the cache, and notes when each call began
 * and ended.
 *
 * **Invariant.** Something ends the wait: the lease, or the report.
 *
 * Not here on purpose: many shards (calls to the others go on as if nothing had happened).
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import { SharedLruCache, type SharedLruHandle } from "../../../concurrency/shared_lru/shared_lru_cache.ts";

/** What happens. */
export interface CrashOptions {
  /** The cache's lease, in milliseconds. */
  readonly leaseMs: number;
  /** How long after the death it is reported, in milliseconds. Left out: never. */
  readonly reportAfterMs?: number;
  /** How long calls are timed, in milliseconds; longer if the victim is late to die. */
  readonly forMs: number;
  /** When the victim dies, in milliseconds from the beginning. */
  readonly diesAtMs: number;
}

/** What the calls felt. */
export interface Crash {
  /**
   * For each window of 10 ms: how long the call in progress at its end, or the longest that ended in it, had waited, in
   * milliseconds.
   */
  readonly waitMs: readonly number[];
  /** Calls that ended. */
  readonly calls: number;
  /** Entries before and after. */
  readonly sizes: readonly [before: number, after: number];
}

/**
 * What the other threads are told. Words: 0 the death has happened, 1 the victim's id, 2 everybody is ready, 3 a place
 * to sleep.
 */
export interface CrashJob {
  /** Who dies, or who says that somebody has. */
  readonly role: "victim" | "reporter";
  /** The shared cache. */
  readonly handle: SharedLruHandle;
  /** What the threads tell each other: see above. */
  readonly words: Int32Array;
  /** Before dying, or between the death and the report. */
  readonly pauseMs: number;
}

const WINDOW_MS = 10;
const ENTRIES = 100;

/**
 * Lets it happen; the calling thread waits meanwhile.
 * @throws {RangeError} If `forMs` is not positive.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { crashLockHolder } from "./lock_holder_crash.ts";
 * const { waitMs } = crashLockHolder({ leaseMs: 40, forMs: 150, diesAtMs: 20 });
 * assert(Math.max(...waitMs) > 0); // nobody reports it, so the longest is the lease, on a machine that has time
 * ```
 */
export function crashLockHolder({ leaseMs, reportAfterMs, forMs, diesAtMs }: CrashOptions): Crash {
  checkPositive(forMs, { action: "crash a lock holder", argument: "forMs" });
  const cache = SharedLruCache.create({ capacity: ENTRIES, shards: 1, leaseMs });
  for (let n = 0; n < ENTRIES; n++) cache.put(`key:${n}`, "value");
  const before = cache.size;
  const words = new Int32Array(new SharedArrayBuffer(16));
  const start = (job: Pick<CrashJob, "role" | "pauseMs">) =>
    new Worker(new URL("./crash_worker.ts", import.meta.url), { type: "module" })
      .postMessage({ ...job, handle: cache.handle, words });
  start({ role: "victim", pauseMs: diesAtMs });
  if (reportAfterMs !== undefined) start({ role: "reporter", pauseMs: reportAfterMs });
  const ready = reportAfterMs === undefined ? 1 : 2;
  for (let seen; (seen = Atomics.load(words, 2)) < ready;) Atomics.wait(words, 2, seen);

  const waitMs = new Array<number>(Math.ceil(forMs / WINDOW_MS)).fill(0);
  const beginMs = performance.now();
  let calls = 0;
  for (let nowMs = 0; nowMs < forMs || Atomics.load(words, 0) === 0; nowMs = performance.now() - beginMs) {
    cache.get(`key:${calls++ % ENTRIES}`);
    const endMs = performance.now() - beginMs;
    for (let window = Math.floor(nowMs / WINDOW_MS); window * WINDOW_MS <= endMs && window < waitMs.length; window++) {
      const waited = Math.min(endMs, (window + 1) * WINDOW_MS) - nowMs;
      waitMs[window] = Math.max(waitMs[window]!, waited);
    }
    Atomics.wait(words, 3, 0, 0.5);
  }
  const after = cache.size;
  cache.close();
  return { waitMs, calls, sizes: [before, after] };
}
