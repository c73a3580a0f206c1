/** The oracle for buckets: whole thousandths of a token, and time that passes one millisecond after another. */
export class NaiveBucket {
  thousandths: number;
  nowMs = 0;
  waiting: { who: unknown; n: number }[] = [];
  readonly served: [who: unknown, atMs: number][] = [];

  constructor(readonly capacity: number, readonly refillPerSecond: number, initialTokens: number) {
    this.thousandths = 1000 * initialTokens;
  }
  tryAcquire(n: number): boolean {
    if (this.waiting.length > 0 || this.thousandths < 1000 * n) return false;
    this.thousandths -= 1000 * n;
    return true;
  }
  acquire(who: unknown, n: number): void {
    this.waiting.push({ who, n });
    this.#serve();
  }
  giveUp(who: unknown): void {
    this.waiting = this.waiting.filter((other) => other.who !== who);
    this.#serve();
  }
  run(ms: number): void {
    for (let passed = 0; passed < ms; passed++) {
      this.nowMs++;
      this.thousandths = Math.min(1000 * this.capacity, this.thousandths + this.refillPerSecond);
      this.#serve();
    }
  }
  #serve(): void {
    while (this.waiting.length > 0 && this.thousandths >= 1000 * this.waiting[0]!.n) {
      const { who, n } = this.waiting.shift()!;
      this.thousandths -= 1000 * n;
      this.served.push([who, this.nowMs]);
    }
  }
}
