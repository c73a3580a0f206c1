/**
 * Wrong answers whose line is wrong: who waits how long, and who goes first.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with a right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { TokenBucketClass } from "./exercise.ts";

interface Clock {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}
interface Options {
  clock?: Clock;
}

const answer = (TokenBucket: TokenBucketClass): Answer => ({ given: { TokenBucket } });

/** There is no waiting: acquire is tryAcquire that throws. */
export const throwsInsteadOfWaiting: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      await null;
      if (n > this.capacity) throw new RangeError("never");
      if (!this.take(n)) throw new Error("Rate limit exceeded");
    }
  },
);

/** Sleeps a whole second before it looks again. */
export const sleepsASecond: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      if (n > this.capacity) throw new RangeError("never");
      this.waiting++;
      this.line = this.line.then(() => this.waitFor(n));
      await this.line;
    }
    async waitFor(n: number): Promise<void> {
      while (!this.take(n)) await this.options.clock!.sleep(1000);
      this.waiting--;
    }
  },
);

/** Each sleeps for itself and takes without looking: all wake together. */
export const allWakeTogether: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      if (n > this.capacity) throw new RangeError("never");
      if (this.take(n)) return;
      await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.take(n);
    }
  },
);

/** Each looks again when it wakes, and whoever finds enough takes it. */
export const smallOvertakesLarge: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      if (n > this.capacity) throw new RangeError("never");
      this.waiting++;
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** tryAcquire looks at the tokens and not at the line. */
export const tryOvertakes: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      if (n > this.capacity) throw new RangeError("never");
      this.waiting++;
      this.line = this.line.then(() => this.waitFor(n));
      await this.line;
    }
    async waitFor(n: number): Promise<void> {
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** Who asks for more than there can ever be waits for ever. */
export const waitsForEver: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      this.waiting++;
      this.line = this.line.then(() => this.waitFor(n));
      await this.line;
    }
    async waitFor(n: number): Promise<void> {
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** Who asks for more than there can ever be is told so, but not in the way that was agreed. */
export const anotherError: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      if (n > this.capacity) throw new Error("never");
      this.waiting++;
      this.line = this.line.then(() => this.waitFor(n));
      await this.line;
    }
    async waitFor(n: number): Promise<void> {
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** acquire works out its wait from the level of the last tryAcquire. */
export const staleLevel: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = this.nowMs();
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
      const nowMs = Math.max(this.lastMs, this.nowMs());
      const added = (nowMs - this.lastMs) * this.refillPerSecond / 1000;
      this.tokens = Math.min(this.capacity, this.tokens + added);
      this.lastMs = nowMs;
      if (this.tokens < n) return false;
      this.tokens -= n;
      return true;
    }
    tryAcquire(n = 1): boolean {
      return this.waiting === 0 && this.take(n);
    }
    async acquire(n = 1): Promise<void> {
      if (n > this.capacity) throw new RangeError("never");
      this.waiting++;
      this.line = this.line.then(() => this.waitFor(n));
      await this.line;
    }
    async waitFor(n: number): Promise<void> {
      do {
        const missing = n - this.tokens; // as of the last question
        if (missing > 0) await this.options.clock!.sleep(Math.ceil(missing / this.refillPerSecond * 1000));
      } while (!this.take(n));
      this.waiting--;
    }
  },
);
