/**
 * No level and no line: the one time at which the bucket will be full. Who waits has been promised its tokens on
 * arrival.
 */

interface BucketClock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The generic cell rate algorithm, with reservations: the order of arrival is the order of the promises. */
export class TokenBucket {
  #capacity: number;
  #msPerToken: number;
  #clock: BucketClock;
  #fullAtMs: number;
  #highestMs: number;

  /** A full bucket. */
  constructor(capacity: number, refillPerSecond: number, { clock }: { clock?: BucketClock } = {}) {
    this.#capacity = capacity;
    this.#msPerToken = 1000 / refillPerSecond;
    this.#clock = clock ?? {
      nowMs: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    };
    this.#highestMs = this.#clock.nowMs();
    this.#fullAtMs = this.#highestMs;
  }

  /** Reserves `n` tokens and waits until they are there. */
  async acquire(n: number = 1): Promise<void> {
    if (n > this.#capacity) throw new RangeError(`${n} tokens can never be in a bucket of ${this.#capacity}`);
    const readyAtMs = this.#readyAtMs(n);
    this.#reserve(n);
    while (this.#now() < readyAtMs) await this.#clock.sleep(Math.ceil(readyAtMs - this.#now()));
  }

  /** Reserves `n` tokens if they are there: those of all who wait have been reserved before. */
  tryAcquire(n: number = 1): boolean {
    if (this.#readyAtMs(n) > this.#now()) return false;
    this.#reserve(n);
    return true;
  }

  #readyAtMs(n: number): number {
    return Math.max(this.#fullAtMs, this.#now()) - (this.#capacity - n) * this.#msPerToken;
  }

  #reserve(n: number): void {
    this.#fullAtMs = Math.max(this.#fullAtMs, this.#now()) + n * this.#msPerToken;
  }

  #now(): number {
    this.#highestMs = Math.max(this.#highestMs, this.#clock.nowMs());
    return this.#highestMs;
  }
}
