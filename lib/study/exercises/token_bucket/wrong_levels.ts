/**
 * Wrong answers whose level is wrong: how many tokens there are.
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

/** Nothing is there at the beginning. */
export const startsEmpty: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = 0;
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** The machine's date instead of the clock. */
export const asksTheDate: Answer = answer(
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
      return Date.now();
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** A timer of its own puts the tokens in. */
export const timerOfItsOwn: Answer = answer(
  class TokenBucket {
    tokens: number;
    lastMs: number;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {
      this.tokens = capacity;
      this.lastMs = 0;
      setInterval(() => this.tokens = Math.min(capacity, this.tokens + refillPerSecond / 10), 100);
    }
    nowMs(): number {
      return this.options.clock!.nowMs();
    }
    take(n: number): boolean {
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** Milliseconds are taken for seconds. */
export const millisecondsAsSeconds: Answer = answer(
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
      const added = (nowMs - this.lastMs) * this.refillPerSecond;
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** Tokens pile up. */
export const neverFull: Answer = answer(
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
      this.tokens += added;
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** A counter for each window, which starts again with the next. */
export const fixedWindow: Answer = answer(
  class TokenBucket {
    used = 0;
    window = 0;
    waiting = 0;
    line: Promise<void> = Promise.resolve();
    constructor(readonly capacity: number, readonly refillPerSecond: number, readonly options: Options = {}) {}
    windowMs(): number {
      return this.capacity / this.refillPerSecond * 1000;
    }
    take(n: number): boolean {
      const window = Math.floor(this.options.clock!.nowMs() / this.windowMs());
      if (window !== this.window) this.used = 0;
      this.window = window;
      if (this.used + n > this.capacity) return false;
      this.used += n;
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
      while (!this.take(n)) await this.options.clock!.sleep(1);
      this.waiting--;
    }
  },
);

/** Subtracts first, and asks afterwards. */
export const drainsOnRefusal: Answer = answer(
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
      this.tokens -= n;
      if (this.tokens >= 0) return true;
      this.tokens = 0;
      return false;
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** Only whole tokens come in, and the time moves on all the same. */
export const floorsTheRefill: Answer = answer(
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
      const added = Math.floor((nowMs - this.lastMs) * this.refillPerSecond / 1000);
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** A clock that is set back brings in less than nothing. */
export const negativeRefill: Answer = answer(
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
      const nowMs = this.nowMs();
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);

/** What came in before the clock was set back comes in again. */
export const paysTwice: Answer = answer(
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
      const nowMs = this.nowMs();
      const added = Math.max(0, nowMs - this.lastMs) * this.refillPerSecond / 1000;
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
      while (!this.take(n)) await this.options.clock!.sleep(Math.ceil((n - this.tokens) / this.refillPerSecond * 1000));
      this.waiting--;
    }
  },
);
