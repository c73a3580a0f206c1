/**
 * Token buckets in a shared store, with a stated fallback for when the store is down.
 *
 * | `failureMode` | a request is | the protected service gets | choose it where |
 * | ----------------- | ------------ | -------------------------- | --------------- |
 * | `"fail-open"` | granted | everything that is asked for | the limit is a courtesy, and an outage costs more than a flood |
 * | `"fail-closed"` | rejected with `StoreUnavailableError` (503, not 429) | nothing | what lies behind must never be flooded |
 * | `"local"` | decided here, by this instance's share of the limit | at most the limit, if `instances` is true | both |
 *
 * With `"local"` each instance keeps buckets of its own, of capacity / `instances` and rate / `instances`. Together
 * they grant no more than the one they stand in for; less, where requests are spread unevenly. They begin full, so the
 * moment of the outage can let through one more burst. A request for more than the share can't be decided here, and is
 * treated as with `"fail-closed"`.
 *
 * **A store that is down is not asked by every request.** After an error none asks for `retryStoreMs`; then one request
 * tries, while the others go on without. So an outage costs one time-out each `retryStoreMs`, not one each request.
 *
 * **Only `StoreUnavailableError` counts.** A refusal is an answer; a mistake in an argument or in the store's script is
 * a mistake, and is thrown: it must not open the gate.
 *
 * Cost: the store's own, and one clock reading.
 *
 * Not here on purpose: time-outs (the store's connection has one), telling the store afterwards what was granted
 * without it.
 *
 * @module
 */
import { checkFunction, checkOptions, checkPositive, checkPositiveInteger, showValue } from "../../base/argument.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { MonotonicClock } from "./monotonic_clock.ts";
import {
  type StoreTakeResult,
  StoreUnavailableError,
  type TokenBucketStore,
  type TokenRequest,
} from "./token_bucket_store.ts";
import { TokenBuckets } from "./token_buckets.ts";
import type { RateLimit } from "./rate_limit.ts";

export { StoreUnavailableError };
export type { Clock, RateLimit, StoreTakeResult, TokenBucketStore, TokenRequest };

/** The choice, and what it needs. */
export type FailureModeOptions =
  | { readonly failureMode: "fail-open" }
  | { readonly failureMode: "fail-closed" }
  /** `instances`: how many processes share the limit; too small a number lets through more than the limit. */
  | { readonly failureMode: "local"; readonly instances: number };

/** How a {@linkcode FallbackTokenBuckets} behaves. */
export type FallbackOptions = FailureModeOptions & {
  /** How long a store that was down is left alone, in milliseconds. @default {1000} */
  readonly retryStoreMs?: number;
  /** Where time comes from. @default {systemClock} */
  readonly clock?: Clock;
  /** Called each time that the store did not answer. What it throws is ignored: the request is decided all the same. */
  readonly onStoreUnavailable?: (error: StoreUnavailableError) => void;
};

/** An answer, and who gave it. */
export type FallbackTakeResult =
  | (StoreTakeResult & { readonly by: "store" | "local" })
  /** Not counted: the store is down, and the choice was `"fail-open"`. */
  | { readonly granted: true; readonly by: "fail-open" };

/**
 * Shared buckets that always have an answer, or an error that says why not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FallbackTokenBuckets, StoreUnavailableError, type TokenBucketStore } from "./fallback_token_buckets.ts";
 *
 * const down = () => Promise.reject(new StoreUnavailableError("Cannot take tokens: the store is away: current value is no answer"));
 * const store: TokenBucketStore = { limit: { capacity: 10, refillPerSecond: 10 }, take: down, takeAll: down };
 * const guarded = new FallbackTokenBuckets(store, { failureMode: "local", instances: 5 });
 * assertEquals(await guarded.take("Ann", 2), { granted: true, tokens: 0, by: "local" }); // a fifth of 10
 * assertEquals((await guarded.take("Ann")).granted, false);
 * ```
 */
export class FallbackTokenBuckets {
  readonly #store: TokenBucketStore;
  readonly #choice: FailureModeOptions;
  readonly #share: TokenBuckets | undefined;
  readonly #clock: MonotonicClock;
  readonly #retryStoreMs: number;
  readonly #onStoreUnavailable: (error: StoreUnavailableError) => void;
  /** Why the store is taken to be down, and until when it is left alone; `undefined` while it is up. */
  #outage: { readonly error: StoreUnavailableError; untilMs: number } | undefined;

  /**
   * Guards `store`.
   * @throws {RangeError} If `instances` is not a positive integer, or `retryStoreMs` not positive and finite.
   */
  constructor(store: TokenBucketStore, options: FallbackOptions) {
    const action = "guard a store";
    const { retryStoreMs = 1000, clock = systemClock, onStoreUnavailable = () => {} } = checkOptions(options, {
      action,
      argument: "options",
    });
    for (const method of ["take", "takeAll"] as const) {
      checkFunction(store?.[method], { action, argument: `store.${method}` });
    }
    checkFunction(onStoreUnavailable, { action, argument: "onStoreUnavailable" });
    checkPositive(retryStoreMs, { action, argument: "retryStoreMs" });
    if (options.failureMode === "local") {
      checkPositiveInteger(options.instances, { action, argument: "instances" });
      this.#share = new TokenBuckets(shareOf(store.limit, options.instances), { clock });
    } else if (options.failureMode !== "fail-open" && options.failureMode !== "fail-closed") {
      throw new TypeError(
        `Cannot ${action}: failureMode must be "fail-open", "fail-closed" or "local": current value is ${
          showValue((options as { failureMode?: unknown }).failureMode)
        }`,
      );
    }
    this.#store = store;
    this.#choice = options;
    this.#retryStoreMs = retryStoreMs;
    this.#clock = new MonotonicClock({ clock, toleranceMs: retryStoreMs });
    this.#onStoreUnavailable = onStoreUnavailable;
  }

  /**
   * Takes `n` tokens from the bucket of `key`, or none.
   * @returns A promise that rejects with `StoreUnavailableError` if the store is down and may not be decided without.
   */
  take(key: string, n: number = 1): Promise<FallbackTakeResult> {
    return this.#decide([{ key, n }], () => this.#store.take(key, n));
  }

  /**
   * Takes from several buckets, or from none.
   * @returns A promise that rejects with `StoreUnavailableError` if the store is down and may not be decided without.
   */
  takeAll(requests: readonly TokenRequest[]): Promise<FallbackTakeResult> {
    return this.#decide(requests, () => this.#store.takeAll(requests));
  }

  async #decide(
    requests: readonly TokenRequest[],
    ask: () => StoreTakeResult | Promise<StoreTakeResult>,
  ): Promise<FallbackTakeResult> {
    const nowMs = this.#clock.nowMs();
    if (this.#outage !== undefined && nowMs < this.#outage.untilMs) return this.#without(requests, this.#outage.error);
    // this one tries, the others don't
    if (this.#outage !== undefined) this.#outage.untilMs = nowMs + this.#retryStoreMs;
    try {
      const answer = await ask();
      this.#outage = undefined;
      return { ...answer, by: "store" };
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.#outage = { error, untilMs: this.#clock.nowMs() + this.#retryStoreMs };
      try {
        this.#onStoreUnavailable(error);
      } catch {
        // said at the option
      }
      return this.#without(requests, error);
    }
  }

  #without(requests: readonly TokenRequest[], error: StoreUnavailableError): FallbackTakeResult {
    const choice = this.#choice;
    if (choice.failureMode === "fail-open") return { granted: true, by: "fail-open" };
    if (choice.failureMode === "fail-closed") throw error;
    const { instances } = choice;
    const shares = requests.map(({ limit = this.#store.limit, ...request }) => ({
      ...request,
      limit: shareOf(limit, instances),
    }));
    if (shares.some(({ n = 1, limit }) => n > limit.capacity)) throw error; // more than this instance can ever decide
    return { ...this.#share!.takeAll(shares), by: "local" };
  }
}

function shareOf({ capacity, refillPerSecond }: RateLimit, instances: number): RateLimit {
  return { capacity: capacity / instances, refillPerSecond: refillPerSecond / instances };
}
