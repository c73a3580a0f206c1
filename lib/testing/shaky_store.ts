/**
 * A store of token buckets that can be taken away: what a guard is tried with.
 *
 * While it is there it answers as {@linkcode TokenBuckets} does, a moment later, as over a network. While it is away it rejects with the error it
 * was given. Every call is counted, answered or not.
 *
 * @module
 */
import type { StoreTake, TokenBucketStore, TokenRequest } from "../concurrency/rate_limits/token_bucket_store.ts";
import { type Clock, TokenBuckets, type TokenLimit } from "../concurrency/rate_limits/token_buckets.ts";

export type { Clock, StoreTake, TokenBucketStore, TokenLimit, TokenRequest };

/**
 * A {@linkcode TokenBucketStore} that works until it is told not to.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { StoreDownError } from "../concurrency/rate_limits/token_bucket_store.ts";
 * import { ManualClock } from "./manual_clock.ts";
 * import { ShakyStore } from "./shaky_store.ts";
 *
 * const store = new ShakyStore({ capacity: 2, refillPerSecond: 1 }, { clock: new ManualClock() });
 * assertEquals(await store.take("a"), { granted: true, tokens: 1 });
 * store.error = new StoreDownError("away");
 * await assertRejects(() => store.take("a"), StoreDownError);
 * assertEquals(store.asked, 2);
 * ```
 */
export class ShakyStore implements TokenBucketStore {
  /** The limit of every key that is not asked for with its own. */
  readonly limit: TokenLimit;
  /** Why it is away; `undefined` while it is there. */
  error: Error | undefined;
  /** How often it was asked. */
  asked = 0;
  readonly #buckets: TokenBuckets;

  /** A store that is there. */
  constructor(limit: TokenLimit, { clock }: { readonly clock: Clock }) {
    this.limit = limit;
    this.#buckets = new TokenBuckets(limit, { clock });
  }

  /** Takes from one bucket, or rejects with `error`. */
  take(key: string, n: number = 1): Promise<StoreTake> {
    return this.takeAll([{ key, n }]);
  }

  /** Takes from several buckets, or rejects with `error`. */
  async takeAll(requests: readonly TokenRequest[]): Promise<StoreTake> {
    this.asked++;
    await null;
    if (this.error) throw this.error;
    return this.#buckets.takeAll(requests);
  }
}
