/**
 * A store of token buckets that can be taken away: what a guard is tried with.
 *
 * While it is there it answers as {@linkcode TokenBuckets} does, a moment later, as over a network. While it is away it
 * rejects with the error it was given. Every call is counted, answered or not.
 *
 * @module
 */
import type {
  StoreTakeResult,
  TokenBucketStore,
  TokenRequest,
} from "../concurrency/rate_limiter/token_bucket_store.ts";
import { type Clock, type RateLimit, TokenBuckets } from "../concurrency/rate_limiter/token_buckets.ts";

export type { Clock, RateLimit, StoreTakeResult, TokenBucketStore, TokenRequest };

/**
 * A {@linkcode TokenBucketStore} that works until it is told not to.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { StoreUnavailableError } from "../concurrency/rate_limiter/token_bucket_store.ts";
 * import { ManualClock } from "./manual_clock.ts";
 * import { FlakyStore } from "./flaky_store.ts";
 *
 * const store = new FlakyStore({ capacity: 2, refillPerSecond: 1 }, { clock: new ManualClock() });
 * assertEquals(await store.take("a"), { granted: true, tokens: 1 });
 * store.error = new StoreUnavailableError("away");
 * await assertRejects(() => store.take("a"), StoreUnavailableError);
 * assertEquals(store.asked, 2);
 * ```
 */
export class FlakyStore implements TokenBucketStore {
  /** The limit of every key that is not asked for with its own. */
  readonly limit: RateLimit;
  /** Why it is away; `undefined` while it is there. */
  error: Error | undefined;
  /** How often it was asked. */
  asked = 0;
  readonly #buckets: TokenBuckets;

  /** A store that is there. */
  constructor(limit: RateLimit, { clock }: { readonly clock: Clock }) {
    this.limit = limit;
    this.#buckets = new TokenBuckets(limit, { clock });
  }

  /** Takes from one bucket, or rejects with `error`. */
  take(key: string, n: number = 1): Promise<StoreTakeResult> {
    return this.takeAll([{ key, n }]);
  }

  /** Takes from several buckets, or rejects with `error`. */
  async takeAll(requests: readonly TokenRequest[]): Promise<StoreTakeResult> {
    this.asked++;
    await null;
    if (this.error) throw this.error;
    return this.#buckets.takeAll(requests);
  }
}
