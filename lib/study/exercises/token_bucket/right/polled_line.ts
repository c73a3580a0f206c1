/** A list of those who wait, looked at each millisecond: as simple as can be. */

interface BucketClock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The naive floor: right, and awake all the time while somebody waits. */
export class TokenBucket {
  #capacity: number;
  #refillPerSecond: number;
  #clock: BucketClock;
  #tokens: number;
  #lastMs: number;
  #line: { n: number; admit: () => void }[] = [];

  /** A full bucket. */
  constructor(capacity: number, refillPerSecond: number, options: { clock?: BucketClock } = {}) {
    this.#capacity = capacity;
    this.#refillPerSecond = refillPerSecond;
    this.#clock = options.clock ?? {
      nowMs: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    };
    this.#tokens = capacity;
    this.#lastMs = this.#clock.nowMs();
  }

  /** Joins the list; who finds it empty looks at it each millisecond until it is empty again. */
  async acquire(n: number = 1): Promise<void> {
    if (n > this.#capacity) throw new RangeError(`${n} tokens can never be in a bucket of ${this.#capacity}`);
    if (this.tryAcquire(n)) return;
    const admitted = new Promise<void>((admit) => this.#line.push({ n, admit }));
    if (this.#line.length === 1) void this.#poll();
    await admitted;
  }

  /** Takes `n` tokens if they are there and the list is empty. */
  tryAcquire(n: number = 1): boolean {
    this.#serve();
    if (this.#line.length > 0 || this.#tokens < n) return false;
    this.#tokens -= n;
    return true;
  }

  async #poll(): Promise<void> {
    while (this.#line.length > 0) {
      await this.#clock.sleep(1);
      this.#serve();
    }
  }

  #serve(): void {
    const nowMs = Math.max(this.#lastMs, this.#clock.nowMs());
    const added = (nowMs - this.#lastMs) * this.#refillPerSecond / 1000;
    this.#tokens = Math.min(this.#capacity, this.#tokens + added);
    this.#lastMs = nowMs;
    while (this.#line.length > 0 && this.#tokens >= this.#line[0]!.n) {
      const { n, admit } = this.#line.shift()!;
      this.#tokens -= n;
      admit();
    }
  }
}
