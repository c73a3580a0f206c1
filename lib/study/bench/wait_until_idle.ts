/**
 * Waits until this process is idle: threads of a native library go on spinning for a while after their work, in the
 * hope of more, and would take a core from whoever runs next.
 *
 * How long, measured on 2 cores after one product of 512² entries: OpenBLAS in NumPy 115 ms, PyTorch less than 5 ms.
 * Telling them not to spin (`OMP_WAIT_POLICY=passive` and its like) would make the work itself slower, so they are
 * waited for instead. `python_peer.py` waits in the same way at its end.
 *
 * Cost: one pause of 10 ms for a process that is quiet already, 300 ms for one that never is.
 *
 * Not here on purpose: what other processes of the machine do.
 *
 * @module
 */
import process from "node:process";
import { systemClock } from "../../base/clock.ts";

const PAUSE_MS = 10; // a busy machine lets no thread wait that long for its turn
const MOST_PAUSES = 30;
/** Share of one core that a process at rest may take, for its timers and collectors. */
const RESTING_SHARE = 0.1;

/** What {@linkcode waitUntilIdle} needs of the outside world. */
export interface WaitUntilIdleOptions {
  /** Milliseconds of processor time that this process has taken so far. @default {user and system time} */
  readonly usedMs?: () => number;
  /** Passes the time. @default {the system's clock} */
  readonly sleep?: (ms: number) => Promise<void>;
}

/**
 * Resolves when this process has taken less than a tenth of a core for 10 ms, or after 30 such pauses.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { waitUntilIdle } from "./wait_until_idle.ts";
 *
 * const used = [0, 10, 18, 18.1];
 * let pauses = 0;
 * await waitUntilIdle({ usedMs: () => used[pauses]!, sleep: () => Promise.resolve(void pauses++) });
 * assertEquals(pauses, 3);
 * ```
 */
export async function waitUntilIdle(options: WaitUntilIdleOptions = {}): Promise<void> {
  const { usedMs = processorMs, sleep = (ms) => systemClock.sleep(ms) } = options;
  let before = usedMs();
  for (let pause = 0; pause < MOST_PAUSES; pause++) {
    await sleep(PAUSE_MS);
    const after = usedMs();
    if (after - before < RESTING_SHARE * PAUSE_MS) return;
    before = after;
  }
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
