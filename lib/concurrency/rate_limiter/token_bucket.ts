/**
 * A token bucket: bursts up to a capacity, and a steady rate in the long run.
 *
 * The bucket starts full. Tokens come in all the time, in fractions, until it is full; a caller takes tokens before it
 * acts, and is refused or waits while there are too few. No timer fills it: what is in it is computed when it is asked,
 * from what was missing at the last grant and the time since then (the arithmetic is in `rate_limit.ts`).
 *
 * **Invariant.** In any span of t seconds at most `capacity` + t × `refillPerSecond` tokens are granted. Waiters are
 * served in order of arrival, and as soon as a whole millisecond finds the tokens there.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `tryAcquire`, `take`, `tokens` | O(1); one clock reading |
 * | `acquire`, and giving up | O(1), amortised: a waiter is served once |
 * | timers | one for all waiters, none without waiters |
 *
 * **Rules.**
 * - A refusal changes nothing. Nor does a waiter that gives up: it leaves the queue, and the timer is set again for the
 *   next.
 * - No request overtakes: while one waits, `tryAcquire` and `take` refuse, however little they ask for. (Letting small
 *   requests by would starve the large ones.)
 * - More than the capacity can never be granted, and is a `RangeError` at once. 0 tokens are always granted, also past
 *   the line. Fractions are tokens like any other; NaN and negative numbers are refused.
 * - Who waits wakes on whole milliseconds. A bucket that fills in less than that (capacity below a millisecond of
 *   refill) runs over meanwhile, and those who wait get less than the rate: never more than the limit comes first.
 * - The clock: steps back of up to the time to full are waited out (no moment pays twice, nothing is lost); a longer
 *   one is a new beginning at the level reached; a jump forward fills the bucket at most to its capacity. See
 *   `monotonic_clock.ts`.
 *
 * Not here on purpose: giving tokens back (reserve the most and settle later is another contract), a bucket that
 * several processes share (`token_buckets.ts` is the port), priorities, closing (a waiter can give up by signal).
 *
 * Source: J. Turner, *New directions in communications*, IEEE Communications Magazine 24(10), 1986 (the leaky bucket as
 * a meter); ITU-T I.371 (GCRA, the same in one time stamp). GCRA's stamp lies in the future: rounded at the size of a
 * date it drifts, and a clock that steps back turns it into a debt. The missing tokens do neither.
 *
 * @module
 */
import { checkNonNegative, checkOptions, checkSignal } from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";
import { MonotonicClock } from "./monotonic_clock.ts";
import { checkRateLimit, checkTokens, MILLITOKENS, type RateLimit, timeToFullMs } from "./rate_limit.ts";
import { LinkedQueue, type QueueNode } from "../linked_queue.ts";

export type { Clock, RateLimit };

/** What a {@linkcode TokenBucket} can be told. */
export interface TokenBucketOptions {
  /** Where time comes from. @default {systemClock} */
  readonly clock?: Clock;
  /** Tokens at the beginning: from 0 to the capacity. @default {the capacity} */
  readonly initialTokens?: number;
}

/** What a waiter can be told. */
export interface AcquireOptions {
  /** Gives up: the promise rejects with the signal's reason, and no token is taken. */
  readonly signal?: AbortSignal;
}

/**
 * Granted, with the tokens that are left; or refused, with the time after which the same request fits if no other comes
 * first.
 */
export type TakeResult =
  | { readonly granted: true; readonly tokens: number }
  | { readonly granted: false; readonly retryAfterMs: number };

interface Waiter {
  /** In thousandths of a token. */
  readonly cost: number;
  admit(): void;
  fail(error: unknown): void;
}

/** The one pause that all who wait share. */
interface Timer {
  readonly dueMs: number;
  readonly stop: AbortController;
}

/**
 * A bucket of tokens that refills with time.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TokenBucket } from "./token_bucket.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const bucket = new TokenBucket(2, 10, { clock }); // bursts of 2, then 10 a second
 * assertEquals([bucket.tryAcquire(), bucket.tryAcquire(), bucket.tryAcquire()], [true, true, false]);
 * assertEquals(bucket.take(), { granted: false, retryAfterMs: 100 });
 *
 * const waiting = bucket.acquire(2);
 * await clock.run(200);
 * await waiting;
 * assertEquals(bucket.tokens, 0);
 * ```
 */
export class TokenBucket implements RateLimit {
  /** The most tokens that it holds. */
  readonly capacity: number;
  /** Tokens that come in each second. */
  readonly refillPerSecond: number;
  readonly #clock: MonotonicClock;
  /** The capacity in thousandths of a token. */
  readonly #room: number;
  /** Thousandths of a token that it lacked to be full, at `#atMs`. */
  #missing: number;
  #atMs: number;
  readonly #queue = new LinkedQueue<Waiter>();
  /** What those in the line ask for together, in thousandths. */
  #awaited = 0;
  #timer: Timer | undefined;

  /**
   * A bucket, full unless told otherwise.
   * @param capacity The most tokens that can be taken at once: above 0.
   * @param refillPerSecond Tokens that come in each second: above 0.
   * @throws {RangeError} If one of them is not positive and finite, or `initialTokens` is not from 0 to `capacity`.
   */
  constructor(capacity: number, refillPerSecond: number, options: TokenBucketOptions = {}) {
    const action = "create a token bucket";
    const { clock = systemClock, initialTokens = capacity } = checkOptions(options, { action, argument: "options" });
    checkClock(clock, { action, mustSleep: true });
    checkRateLimit({ capacity, refillPerSecond }, action);
    checkNonNegative(initialTokens, { action, argument: "initialTokens" });
    if (initialTokens > capacity) {
      throw new RangeError(
        `Cannot ${action}: initialTokens must be at most the capacity, ${capacity}: current value is ${initialTokens}`,
      );
    }
    this.capacity = capacity;
    this.refillPerSecond = refillPerSecond;
    this.#room = capacity * MILLITOKENS;
    this.#missing = (capacity - initialTokens) * MILLITOKENS;
    this.#clock = new MonotonicClock({ clock, toleranceMs: timeToFullMs(this) });
    this.#atMs = this.#clock.nowMs();
  }

  /** Tokens in it at present, with fractions; some may be meant for those who wait. */
  get tokens(): number {
    return (this.#room - this.#missingAt(this.#clock.nowMs())) / MILLITOKENS;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.size;
  }

  /**
   * Takes `n` tokens if they are there and no one waits; otherwise changes nothing.
   * @throws {RangeError} If `n` is negative, not finite, or above the capacity.
   */
  tryAcquire(n: number = 1): boolean {
    const cost = checkTokens(n, this.capacity) * MILLITOKENS;
    if (cost === 0) return true;
    return this.#isFree() && this.#spend(cost);
  }

  /**
   * As {@linkcode TokenBucket.tryAcquire}, with what a caller may want to pass on: the tokens left, or the time to wait
   * in whole milliseconds. Asked again then, the same request is granted, unless others were before it.
   * @throws {RangeError} If `n` is negative, not finite, or above the capacity.
   */
  take(n: number = 1): TakeResult {
    if (this.tryAcquire(n)) return { granted: true, tokens: this.tokens };
    return { granted: false, retryAfterMs: this.#waitMs(this.#awaited + n * MILLITOKENS) };
  }

  /**
   * Takes `n` tokens, and waits for them if need be, behind everyone who came before.
   * @returns A promise that rejects with a `RangeError` if `n` is negative, not finite or above the capacity, with the
   *   signal's
   * reason if that comes first, and with the clock's error if the clock fails.
   */
  async acquire(n: number = 1, options: AcquireOptions = {}): Promise<void> {
    const cost = checkTokens(n, this.capacity) * MILLITOKENS;
    const { signal } = checkOptions(options, { action: "acquire tokens", argument: "options" });
    checkSignal(signal, { action: "acquire tokens", argument: "signal" })?.throwIfAborted();
    if (cost === 0 || (this.#isFree() && this.#spend(cost))) return;
    await this.#wait(cost, signal);
  }

  /** Whether the queue is empty, once the waiters whose tokens have come meanwhile are served. */
  #isFree(): boolean {
    if (this.#queue.size > 0) this.#serve();
    return this.#queue.size === 0;
  }

  #missingAt(nowMs: number): number {
    return Math.max(0, this.#missing - (nowMs - this.#atMs) * this.refillPerSecond);
  }

  #spend(cost: number): boolean {
    const nowMs = this.#clock.nowMs();
    const missing = this.#missingAt(nowMs) + cost;
    if (missing > this.#room) return false;
    this.#missing = missing;
    this.#atMs = nowMs;
    return true;
  }

  /**
   * Whole milliseconds from now until `cost` thousandths will have come in; at least 1, for who asks has been refused.
   */
  #waitMs(cost: number): number {
    const nowMs = this.#clock.nowMs();
    const short = this.#missingAt(nowMs) + cost - this.#room;
    const waitMs = Math.max(1, Math.ceil(short / this.refillPerSecond));
    if (cost > this.#room) return waitMs; // for several waiters together: the bucket never holds as much
    // The quotient is rounded, and so is the product by which #spend will judge: where they disagree, one more or less.
    const fitsAfter = (ms: number) => this.#missingAt(nowMs + ms) + cost <= this.#room;
    if (!fitsAfter(waitMs)) return waitMs + 1;
    return waitMs > 1 && fitsAfter(waitMs - 1) ? waitMs - 1 : waitMs;
  }

  #wait(cost: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#leave(node);
        reject(signal!.reason);
        this.#guard(() => this.#serve()); // the next in line may need less
      };
      const node = this.#queue.enqueue({
        cost,
        admit: () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        },
        fail: (error) => {
          signal?.removeEventListener("abort", leave);
          reject(error);
        },
      });
      this.#awaited += cost;
      signal?.addEventListener("abort", leave, { once: true });
      this.#guard(() => this.#setTimer());
    });
  }

  #leave(node: QueueNode<Waiter>): void {
    this.#queue.remove(node);
    this.#awaited = this.#queue.size === 0 ? 0 : this.#awaited - node.item.cost;
  }

  /** Admits from the front as many as there are tokens for. */
  #serve(): void {
    for (let first = this.#queue.first; first && this.#spend(first.item.cost); first = this.#queue.first) {
      this.#leave(first);
      first.item.admit();
    }
    this.#setTimer();
  }

  /** Sees to it that the timer goes off when the first in line can be served, and that there is none without a line. */
  #setTimer(): void {
    const first = this.#queue.first;
    const waitMs = first && this.#waitMs(first.item.cost);
    const dueMs = waitMs === undefined ? Infinity : this.#clock.nowMs() + waitMs;
    // it goes off in time, and is set again then
    if (this.#timer && dueMs < Infinity && this.#timer.dueMs <= dueMs) return;
    const earlier = this.#timer;
    this.#timer = undefined;
    earlier?.stop.abort();
    if (waitMs === undefined) return;
    const timer = { dueMs, stop: new AbortController() };
    this.#timer = timer;
    void this.#sleep(waitMs, timer);
  }

  async #sleep(ms: number, timer: Timer): Promise<void> {
    try {
      await this.#clock.sleep(ms, timer.stop.signal);
      if (this.#timer !== timer) return;
      this.#timer = undefined;
      this.#serve();
    } catch (error) {
      if (!timer.stop.signal.aborted) this.#failAll(error);
    }
  }

  /** Does what asks the clock, where no caller is there to be told; if that throws, all who wait are told. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failAll(error);
    }
  }

  /** When the next one could be served is not known: all waiters get the clock's error. */
  #failAll(error: unknown): void {
    const stopped = this.#timer;
    this.#timer = undefined;
    stopped?.stop.abort();
    for (let first = this.#queue.first; first; first = this.#queue.first) {
      this.#leave(first);
      first.item.fail(error);
    }
  }
}
