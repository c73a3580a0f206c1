/**
 * The port of token buckets that are found by key: one for each user, address or tenant, in this process or shared by
 * many.
 *
 * A store makes a bucket the first time its key is asked for, full. One call may ask for several keys, each with its
 * own limit (this user's, and that of all users together): all are granted or none, so that a request refused by one
 * limit costs nothing in another.
 *
 * **A store that can't be asked is no refusal.** A refusal is an answer and comes back as a value. A store that is out
 * of reach rejects with {@linkcode StoreUnavailableError}: so a caller cannot take one for the other, and tell a client
 * it was too fast when the server was down. What to do then is decided in `fallback_token_buckets.ts`.
 *
 * Engines: `token_buckets.ts` (this process), `lib/adapters/redis/redis_token_buckets.ts` (shared). Both pass
 * `lib/testing/token_buckets_contract.ts`.
 *
 * Not here on purpose: waiting for tokens (a line that many processes stand in needs a server of its own; wait
 * `retryAfterMs` and ask again), giving tokens back.
 *
 * @module
 */
import { checkList, checkOptions, checkPositiveInteger, checkString, showValue } from "../../base/argument.ts";
import { checkRateLimit, checkTokens, MILLITOKENS, type RateLimit } from "./rate_limit.ts";

export type { RateLimit };

/** What is asked of one bucket. */
export interface TokenRequest {
  /** Whose bucket. */
  readonly key: string;
  /** Tokens: from 0, which only looks, to the capacity. @default {1} */
  readonly n?: number;
  /** The bucket's limit; one key has one limit. @default {the store's} */
  readonly limit?: RateLimit;
}

/** A store's answer. */
export type StoreTakeResult =
  /** Taken; `tokens` are left in the bucket that has least. */
  | { readonly granted: true; readonly tokens: number }
  /** Nothing was taken. The bucket of `key` is the last to have enough: in `retryAfterMs`, if no other request comes first. */
  | { readonly granted: false; readonly retryAfterMs: number; readonly key: string };

/** Token buckets by key. */
export interface TokenBucketStore {
  /** The limit of every key that is not asked for with its own. */
  readonly limit: RateLimit;
  /**
   * Takes `n` tokens, 1 unless told otherwise, from the bucket of `key`, or none.
   * @throws {RangeError} If `n` is negative, not finite, or above the capacity.
   * @throws {StoreUnavailableError} If the store can't be asked; whether it took the tokens is then unknown.
   */
  take(key: string, n?: number): StoreTakeResult | Promise<StoreTakeResult>;
  /**
   * Takes from several buckets, or from none. A key that is named twice is asked for the sum.
   * @throws {RangeError} If nothing is asked for, one request is out of range, or a key comes with two limits.
   * @throws {StoreUnavailableError} If the store can't be asked.
   */
  takeAll(requests: readonly TokenRequest[]): StoreTakeResult | Promise<StoreTakeResult>;
}

/** The store could not be asked, or did not answer in time; `cause` says why. Not a refusal. */
export class StoreUnavailableError extends Error {
  /** Tells this error from others. */
  override readonly name = "StoreUnavailableError";
}

/** What is asked of one bucket, checked: limits and tokens in thousandths. */
export interface CheckedRequest {
  /** Whose bucket. */
  readonly key: string;
  /** Thousandths of a token. */
  readonly cost: number;
  /** The capacity in thousandths of a token. */
  readonly room: number;
  /** Thousandths of a token that come in each millisecond. */
  readonly refill: number;
}

/** One request, checked. */
export function checkRequest(request: TokenRequest, usual: RateLimit): CheckedRequest {
  const action = "take tokens";
  const { key, n = 1, limit } = checkOptions(request, { action, argument: "a request" });
  if (limit !== undefined) checkRateLimit(limit, action);
  checkString(key, { action, argument: "key" });
  const { capacity, refillPerSecond } = limit ?? usual;
  const cost = checkTokens(n, capacity) * MILLITOKENS;
  return { key, cost, room: capacity * MILLITOKENS, refill: refillPerSecond };
}

/** Requests, checked; those for the same key as one. */
export function checkRequests(requests: readonly TokenRequest[], usual: RateLimit): CheckedRequest[] {
  checkList(requests, { action: "take tokens", argument: "requests" });
  checkPositiveInteger(requests.length, { action: "take tokens", argument: "the number of requests" });
  const byKey = new Map<string, CheckedRequest>();
  for (const request of requests) {
    const one = checkRequest(request, usual);
    const same = byKey.get(one.key);
    if (same && (same.room !== one.room || same.refill !== one.refill)) {
      throw new RangeError(
        `Cannot take tokens: a key must have one limit: current value is two for ${showValue(one.key)}`,
      );
    }
    const cost = one.cost + (same?.cost ?? 0);
    checkTokens(cost / MILLITOKENS, one.room / MILLITOKENS);
    byKey.set(one.key, { ...one, cost });
  }
  return [...byKey.values()];
}

/**
 * The answer to requests whose buckets lack `missing` thousandths: after the taking if it was granted, otherwise
 * before.
 */
export function answerTo(
  requests: readonly CheckedRequest[],
  { granted, missing }: { readonly granted: boolean; readonly missing: readonly number[] },
): StoreTakeResult {
  if (granted) {
    return { granted, tokens: Math.min(...requests.map(({ room }, k) => room - missing[k]!)) / MILLITOKENS };
  }
  const waits = requests.map((request, k) => waitMs(request, missing[k]!));
  const retryAfterMs = Math.max(...waits);
  return { granted, retryAfterMs, key: requests[waits.indexOf(retryAfterMs)]!.key };
}

/**
 * Whole milliseconds until the request fits into a bucket that lacks `missing` thousandths now; 0 if it does at once.
 */
function waitMs({ cost, room, refill }: CheckedRequest, missing: number): number {
  const short = missing + cost - room;
  if (short <= 0) return 0;
  const ms = Math.ceil(short / refill);
  const fitsAfter = (waitMs: number) => Math.max(0, missing - waitMs * refill) + cost <= room;
  if (!fitsAfter(ms)) return ms + 1; // the quotient was rounded down
  return ms > 1 && fitsAfter(ms - 1) ? ms - 1 : ms; // or up
}
