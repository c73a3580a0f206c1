/** Only whole tokens come in, and the time moves on all the same. */
interface BucketClock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const systemClock: BucketClock = {
  nowMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export class TokenBucket {
  #capacity: number;
  #refillPerSecond: number;
  #clock: BucketClock;
  #tokens: number;
  #lastMs: number;
  #waiting = 0;
  #line: Promise<void> = Promise.resolve();

  constructor(capacity: number, refillPerSecond: number, { clock = systemClock }: { clock?: BucketClock } = {}) {
    this.#capacity = capacity;
    this.#refillPerSecond = refillPerSecond;
    this.#clock = clock;
    this.#tokens = capacity;
    this.#lastMs = clock.nowMs();
  }

  async acquire(n: number = 1): Promise<void> {
    if (n > this.#capacity) throw new RangeError(`${n} tokens can never be in a bucket of ${this.#capacity}`);
    this.#waiting++;
    this.#line = this.#line.then(() => this.#waitFor(n));
    await this.#line;
  }

  tryAcquire(n: number = 1): boolean {
    return this.#waiting === 0 && this.#take(n);
  }

  async #waitFor(n: number): Promise<void> {
    while (!this.#take(n)) {
      await this.#clock.sleep(Math.ceil((n - this.#tokens) / this.#refillPerSecond * 1000));
    }
    this.#waiting--;
  }

  #take(n: number): boolean {
    const nowMs = Math.max(this.#lastMs, this.#clock.nowMs());
    const refilled = this.#tokens + Math.floor((nowMs - this.#lastMs) * this.#refillPerSecond / 1000);
    this.#tokens = Math.min(this.#capacity, refilled);
    this.#lastMs = nowMs;
    if (this.#tokens < n) return false;
    this.#tokens -= n;
    return true;
  }
}
