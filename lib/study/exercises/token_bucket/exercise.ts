/**
 * The exercise `token-bucket`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

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
    /** Resolves when `n` tokens have been taken; who came first is served first. */
    acquire(n?: number): Promise<void>;
    /** Takes `n` tokens if they are there and nobody waits. */
    tryAcquire(n?: number): boolean;
  };
}

/** A bucket of tokens that refills with time. */
export type TokenBucketGiven = {
  /** The reader's class. */
  readonly TokenBucket: TokenBucketClass;
};

/** Its entry. */
export const tokenBucketExercise: CatalogueEntry<TokenBucketGiven> = {
  title: "Async token bucket",
  level: "medium",
  minutes: 30,
  notebook: "concurrency/token_bucket",
  firstHint:
    "No timer fills the bucket: keep how many tokens it held and when, and work out how many there are when somebody asks. " +
    "Write tryAcquire first; then let acquire wait for exactly what is missing, in a line.",
  solution: {
    file: new URL("./right/chain_of_promises.ts", import.meta.url),
    why:
      "Two numbers are the bucket, and a chain of promises is the line: each who waits begins when the one before is done, so " +
      "nobody overtakes and only one sleeps. Say in an interview what is missing: whoever gives up can't leave the chain. " +
      "lib/concurrency/rate_limiter/token_bucket.ts has a linked line for that, and counts in thousandths so that nothing is rounded.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
