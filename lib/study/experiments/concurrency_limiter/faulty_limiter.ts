/**
 * A limiter with a mistake in it, for failure drills: it handles time limits as real code often does.
 *
 * The caller's waiting ends at the time limit. What becomes of the permit is the mistake:
 * - `lost`: the permit of a task that was late is never given back;
 * - `early`: it is given back at the time limit, while the task still runs;
 * - `twice`: it is given back at the time limit, and again when the task ends.
 *
 * Not here on purpose: everything else a limiter can do; the right one is
 * `lib/concurrency/concurrency_limiter/concurrency_limiter.ts`.
 *
 * @module
 */
import type { Clock } from "../../../base/clock.ts";

/** What can go wrong with the permit of a task that was late. */
export const PERMIT_MISTAKES = ["early", "twice", "lost"] as const;

/** One of {@linkcode PERMIT_MISTAKES}. */
export type PermitMistake = (typeof PERMIT_MISTAKES)[number];

/** How a {@linkcode FaultyLimiter} fails. */
export interface FaultyLimiterOptions {
  /** Its mistake. */
  readonly mistake: PermitMistake;
  /** How long a caller waits for a task that has started. */
  readonly timeoutMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
}

/**
 * A limiter that works as long as nobody is late.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FaultyLimiter } from "./faulty_limiter.ts";
 * import { ManualClock } from "../../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const limiter = new FaultyLimiter(1, { mistake: "lost", timeoutMs: 10, clock });
 * limiter.run(() => clock.sleep(20)).catch(() => {});
 * await clock.run(30);
 * assertEquals(limiter.freePermits, 0); // for ever
 * ```
 */
export class FaultyLimiter {
  readonly #options: FaultyLimiterOptions;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** A limiter of so many permits. */
  constructor(permits: number, options: FaultyLimiterOptions) {
    this.#free = permits;
    this.#options = options;
  }

  /** Permits that nobody holds: more than there were at the beginning if some were given back twice. */
  get freePermits(): number {
    return this.#free;
  }

  /** Runs `task` when there is a permit; rejects if it is late. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    const { mistake, timeoutMs, clock } = this.#options;
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((wake) => this.#waiting.push(wake));
    let isLate = false;
    const stop = new AbortController();
    const result = task().finally(() => {
      stop.abort();
      if (!isLate || mistake === "twice") this.#giveBack();
    });
    const late = clock.sleep(timeoutMs, stop.signal).then(() => {
      isLate = true;
      if (mistake !== "lost") this.#giveBack();
      throw new Error("too late");
    }, () => result);
    return await Promise.race([result, late]);
  }

  #giveBack(): void {
    const wake = this.#waiting.shift();
    if (wake) wake();
    else this.#free++;
  }
}
