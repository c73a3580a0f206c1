/** The library's bucket behind the names of the exercise: what a reader's answer is measured against. */
import { TokenBucket as LibraryBucket } from "../../../../concurrency/rate_limiter/token_bucket.ts";
import type { BucketClock } from "../exercise.ts";

/** The library's bucket, reduced to what the exercise asks for. */
export class TokenBucket {
  #bucket: LibraryBucket;

  /** A full bucket. */
  constructor(capacity: number, refillPerSecond: number, options: { clock?: BucketClock } = {}) {
    this.#bucket = new LibraryBucket(capacity, refillPerSecond, options);
  }

  /** Waits for `n` tokens. */
  acquire(n: number = 1): Promise<void> {
    return this.#bucket.acquire(n);
  }

  /** Takes `n` tokens if they are there. */
  tryAcquire(n: number = 1): boolean {
    return this.#bucket.tryAcquire(n);
  }
}
