/**
 * The exercise `token-bucket`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** The clock that the suite hands in. */
export interface BucketClock {
  /** The present reading, in milliseconds. */
  nowMs(): number;
  /** Resolves after `ms` milliseconds of this clock. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What the exercise `token-bucket` asks for. */
export interface TokenBucketClass {
  /** A full bucket of `capacity` tokens, into which `refillPerSecond` come each second. */
  new (capacity: number, refillPerSecond: number, options?: { clock?: BucketClock }): {
    /** Resolves when `n` tokens have been taken: first come, first served. */
    acquire(n?: number): Promise<void>;
    /** Takes `n` tokens if they are there and no call of `acquire` waits. */
    tryAcquire(n?: number): boolean;
  };
}

/** A bucket of tokens that refills with time. */
export type TokenBucketGiven = {
  /** The reader's class. */
  readonly TokenBucket: TokenBucketClass;
};

/** Its card. */
export const exercise: ExerciseCard<TokenBucketGiven> = {
  title: "Async token bucket",
  level: "medium",
  minutes: 30,
  notebook: "concurrency/token_bucket",
  names: ["TokenBucket"],
  task: `/** A bucket of \`capacity\` tokens, full at the beginning, into which \`refillPerSecond\` come each second. */
class TokenBucket {
  constructor(
    capacity: number,
    refillPerSecond: number,
    options?: { clock?: { nowMs(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> } },
  ) {
    throw new Error("Not written yet");
  }

  /** Takes \`n\` tokens as soon as they are there: first come, first served. */
  acquire(n = 1): Promise<void> {
    throw new Error("Not written yet");
  }

  /** Takes \`n\` tokens if they are there and no call of acquire waits; otherwise changes nothing. */
  tryAcquire(n = 1): boolean {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "Time is what the clock shows: `clock.nowMs()`, and `clock.sleep(ms)` to wait for it. No timer of your own, no `Date.now()`.",
    "Tokens are added continuously, in fractions too, until the bucket is full; a new bucket is full.",
    "`tryAcquire` returns `false` while a call of `acquire` waits, or if there are fewer than `n` tokens; a refusal takes nothing.",
    "`acquire` waits until its tokens are there and no longer (an extra millisecond is allowed); callers are served in order " +
    "of arrival, however many tokens they ask for.",
    "`acquire` of more than the capacity rejects at once with an error.",
  ],
  mastery: [
    "If the clock is set back a little, no tokens are lost and no time counts twice: refilling resumes when the clock has " +
    "passed its highest reading.",
  ],
  firstHint:
    "No timer fills the bucket: store how many tokens it held and when, and compute the current level at every call. " +
    "Write tryAcquire first; then let acquire queue up and wait for exactly what is missing.",
  solution: {
    file: "right/chain_of_promises.ts",
    why:
      "Two numbers are the bucket, and a chain of promises is the queue: each waiter starts when the previous one is done, so " +
      "none overtakes and only one sleeps. In an interview, say what is missing: a caller that gives up can't leave the chain. " +
      "lib/concurrency/rate_limiter/token_bucket.ts has a linked queue for that, and counts in thousandths so that nothing is rounded.",
  },
};
