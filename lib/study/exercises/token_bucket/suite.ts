/**
 * The suite of the exercise `token-bucket`: class `TokenBucket` with `constructor(capacity, refillPerSecond, { clock })`,
 * `acquire(n = 1)` and `tryAcquire(n = 1)`.
 *
 * The order teaches: first what the level is, then who waits and who goes first, then what clocks do, and last random stories,
 * which catch what no rule names.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import { bucketCases, clockCases } from "./bucket_cases.ts";
import type { Given } from "./story.ts";
import { mixedStories, waitingCases } from "./waiting_cases.ts";

const cost: Cost<Given, readonly number[], number> = {
  time: {
    what: "100,000 calls of tryAcquire, about half of them refused",
    input: (random) => Array.from({ length: 100_000 }, () => random.next()),
    run({ TokenBucket }, pauses) {
      let nowMs = 0;
      const bucket = new TokenBucket(10, 1000, { clock: { nowMs: () => nowMs, sleep: () => new Promise(() => {}) } });
      let granted = 0;
      for (let i = 0; i < pauses.length; i++) {
        nowMs += pauses[i]!;
        if (bucket.tryAcquire(1)) granted++;
      }
      return granted;
    },
  },
  memory: {
    what: "1,000 who wait",
    input: () => 1000,
    build({ TokenBucket }, count) {
      const bucket = new TokenBucket(1, 1, { clock: { nowMs: () => 0, sleep: () => new Promise(() => {}) } });
      return [bucket, Array.from({ length: count }, () => bucket.acquire(1))];
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "token-bucket",
  names: ["TokenBucket"],
  task: `/**
 * A bucket of \`capacity\` tokens, full at the beginning, into which \`refillPerSecond\` come each second, in fractions.
 * Time is what \`clock\` shows: \`clock.nowMs()\`, and \`clock.sleep(ms)\` to wait. If the clock is set back a little, nothing is lost
 * and no time pays twice: refill goes on when the clock has passed its highest reading.
 */
class TokenBucket {
  constructor(
    capacity: number,
    refillPerSecond: number,
    options?: { clock?: { nowMs(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> } },
  ) {
    throw new Error("Not written yet");
  }

  /** Takes \`n\` tokens as soon as they are there: who came first is served first. More than the capacity: a RangeError. */
  acquire(n = 1): Promise<void> {
    throw new Error("Not written yet");
  }

  /** Takes \`n\` tokens if they are there and nobody waits; otherwise changes nothing. */
  tryAcquire(n = 1): boolean {
    throw new Error("Not written yet");
  }
}`,
  cases: [...bucketCases, ...waitingCases, ...clockCases, mixedStories],
  cost,
};
