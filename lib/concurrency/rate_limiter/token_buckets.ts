/**
 * Token buckets by key, in this process: the embedded engine of {@linkcode TokenBucketStore}.
 *
 * A bucket is two numbers: what it lacked, and when. One that is full again is equal to one that was never there, so it
 * can be forgotten without anybody noticing. Which ones are full is not searched for: a bucket is full at the latest
 * one time to full (capacity / rate) after its last grant. The keys of the running period and those of the one before
 * are kept in a map each, and a grant brings its key into the newer one. When a period of one time to full is over, the
 * older map holds nothing but full buckets, and is dropped as a whole.
 *
 * **Invariant.** A key in neither map has a full bucket; a key in the older map has had no grant since the newer was
 * begun.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `take` | O(1) expected; one clock reading |
 * | `takeAll` | O(requests) |
 * | forgetting | O(1) a grant, amortised: maps are dropped, not searched |
 * | memory | keys granted to in the last two times to full (the longest, where limits differ): two numbers each |
 *
 * Nothing happens on its own: what a quiet time would free is freed by the next call. The clock is a `MonotonicClock`:
 * the rule for clocks that step is the same as `TokenBucket`'s.
 *
 * Not here on purpose: waiting (keys with a line of waiters are `TokenBucket`s in the caller's own map), listing the
 * keys.
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";
import { MonotonicClock } from "./monotonic_clock.ts";
import {
  answerTo,
  type CheckedRequest,
  checkRequest,
  checkRequests,
  type StoreTakeResult,
  type TokenBucketStore,
  type TokenRequest,
} from "./token_bucket_store.ts";
import { checkRateLimit, MILLITOKENS, type RateLimit, timeToFullMs } from "./rate_limit.ts";

export type { Clock, RateLimit, StoreTakeResult, TokenBucketStore, TokenRequest };

/** What {@linkcode TokenBuckets} can be told. */
export interface TokenBucketsOptions {
  /** Where time comes from. @default {systemClock} */
  readonly clock?: Clock;
}

/** What a bucket lacked to be full, in thousandths of a token, and when that was. */
interface Level {
  missing: number;
  atMs: number;
}

/**
 * One bucket a key, each made when it is first asked for, and forgotten when it is full again.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TokenBuckets } from "./token_buckets.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const logins = new TokenBuckets({ capacity: 2, refillPerSecond: 1 }, { clock });
 * assertEquals(logins.take("Ann"), { granted: true, tokens: 1 });
 * assertEquals(logins.take("Ann", 2), { granted: false, retryAfterMs: 1000, key: "Ann" });
 * assertEquals(logins.take("Ben", 2), { granted: true, tokens: 0 });
 *
 * const everybody = { key: "everybody", limit: { capacity: 1000, refillPerSecond: 100 } };
 * assertEquals(logins.takeAll([{ key: "Ben" }, everybody]), { granted: false, retryAfterMs: 1000, key: "Ben" });
 * assertEquals(logins.takeAll([{ ...everybody, n: 1000 }]), { granted: true, tokens: 0 }); // Ben's refusal took none
 * ```
 */
export class TokenBuckets implements TokenBucketStore {
  /** The limit of every key that is not asked for with its own. */
  readonly limit: RateLimit;
  readonly #clock: MonotonicClock;
  /** Keys with a grant since `#sinceMs`. */
  #newer = new Map<string, Level>();
  /** Keys with a grant in the period before, and none since. */
  #older = new Map<string, Level>();
  #sinceMs: number;
  /** The longest time to full of any limit so far. */
  #periodMs: number;

  /**
   * No buckets yet: each key's is full.
   * @throws {RangeError} If the limit's parts are not positive and finite.
   */
  constructor(limit: RateLimit, options: TokenBucketsOptions = {}) {
    const action = "create token buckets";
    checkRateLimit(limit, action);
    const { clock = systemClock } = checkOptions(options, { action, argument: "options" });
    checkClock(clock, { action });
    this.limit = { capacity: limit.capacity, refillPerSecond: limit.refillPerSecond };
    this.#periodMs = timeToFullMs(limit);
    this.#clock = new MonotonicClock({ clock, toleranceMs: this.#periodMs });
    this.#sinceMs = this.#clock.nowMs();
  }

  /** Keys that are kept at present: those of all buckets that are not full, and some that are. */
  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  /**
   * Takes `n` tokens from the bucket of `key`, or none.
   * @throws {RangeError} If `n` is negative, not finite, or above the capacity.
   */
  take(key: string, n: number = 1): StoreTakeResult {
    // What #takeAll does for one request, without its lists: most calls are this one.
    const request = checkRequest({ key, n }, this.limit);
    const nowMs = this.#clock.nowMs();
    this.#forget(nowMs);
    const before = this.#missing(request, nowMs);
    const missing = before + request.cost;
    if (missing > request.room) return answerTo([request], { granted: false, missing: [before] });
    if (request.cost > 0) this.#keep(key, { missing, atMs: nowMs });
    return { granted: true, tokens: (request.room - missing) / MILLITOKENS };
  }

  /**
   * Takes from several buckets, or from none. A key that is named twice is asked for the sum.
   * @throws {RangeError} If nothing is asked for, one request is out of range, or a key comes with two limits.
   */
  takeAll(requests: readonly TokenRequest[]): StoreTakeResult {
    return this.#takeAll(checkRequests(requests, this.limit));
  }

  #takeAll(requests: readonly CheckedRequest[]): StoreTakeResult {
    const nowMs = this.#clock.nowMs();
    for (const { room, refill } of requests) this.#periodMs = Math.max(this.#periodMs, room / refill);
    this.#forget(nowMs);
    const missing = requests.map((request) => this.#missing(request, nowMs));
    const granted = requests.every(({ cost, room }, k) => missing[k]! + cost <= room);
    if (!granted) return answerTo(requests, { granted, missing });
    for (const [k, { key, cost }] of requests.entries()) {
      missing[k]! += cost;
      if (cost > 0) this.#keep(key, { missing: missing[k]!, atMs: nowMs });
    }
    return answerTo(requests, { granted, missing });
  }

  #missing({ key, room, refill }: CheckedRequest, nowMs: number): number {
    const level = this.#newer.get(key) ?? this.#older.get(key);
    if (level === undefined) return 0;
    // A key that comes with a smaller limit than before owes no more than that.
    return Math.min(room, Math.max(0, level.missing - (nowMs - level.atMs) * refill));
  }

  #keep(key: string, { missing, atMs }: Level): void {
    const level = this.#newer.get(key);
    if (level === undefined) {
      this.#newer.set(key, { missing, atMs });
      if (this.#older.size > 0) this.#older.delete(key);
    } else {
      level.missing = missing;
      level.atMs = atMs;
    }
  }

  #forget(nowMs: number): void {
    if (nowMs - this.#sinceMs < this.#periodMs) return;
    const isLongAgo = nowMs - this.#sinceMs >= 2 * this.#periodMs;
    this.#older = isLongAgo ? new Map() : this.#newer;
    this.#newer = new Map();
    this.#sinceMs = nowMs;
  }
}
