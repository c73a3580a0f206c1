/**
 * Token buckets by key in Redis, shared by every process that is connected: an engine of `TokenBucketStore`.
 *
 * One script decides. Redis runs scripts one at a time, so between looking into the buckets and taking from them no
 * other comes in between, whatever the number of processes; and several keys are taken from together or not at all. A
 * bucket is one string, `missing at`: what it lacked in thousandths of a token, and the time in milliseconds, both with
 * all their digits. A refusal writes nothing.
 *
 * - **Whose time?** The server's, which all share. (A clock can be handed in, for tests and for replaying a log; then
 *   all processes must be handed the same.) Time that goes back, after a failover say, is waited out up to the time to
 *   full; a longer step is a new beginning, as in `lib/concurrency/rate_limiter/monotonic_clock.ts`, except that tokens
 *   which came in since the last grant are only there again when the server's time has caught up.
 * - **Expiry.** A key lives until its bucket is full, plus a second: then it is equal to no key. Nothing is left
 *   behind.
 * - **The script** is sent by its digest; a server that does not know it (restarted, flushed) is sent the text.
 * - **When the server is away**, calls reject with `StoreUnavailableError`. So do answers that mean "not now" (loading,
 *   read-only, out of memory, no master). Whether an unanswered call took its tokens is unknown: if so, a little less
 *   is granted.
 *
 * Cost: one round trip; on the server two commands a key, O(1) each.
 *
 * Not here on purpose: clusters (keys of one `takeAll` would have to share a hash tag), a cache of refusals in the
 * process. Needs Redis 5 or newer (a script that reads the time may write).
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import {
  answerTo,
  type CheckedRequest,
  checkRequest,
  checkRequests,
  type StoreTakeResult,
  StoreUnavailableError,
  type TokenBucketStore,
  type TokenRequest,
} from "../../concurrency/rate_limiter/token_bucket_store.ts";
import { checkRateLimit, type RateLimit } from "../../concurrency/rate_limiter/rate_limit.ts";
import type { Redis } from "./redis_client.ts";

export { StoreUnavailableError };
export type { Clock, RateLimit, Redis, StoreTakeResult, TokenBucketStore, TokenRequest };

/** What {@linkcode RedisTokenBuckets} can be told. */
export interface RedisTokenBucketsOptions {
  /** Goes before every key. @default {"tokens:"} */
  readonly prefix?: string;
  /** Where time comes from. @default {the server} */
  readonly clock?: Pick<Clock, "nowMs">;
}

/** How much longer than until it is full a bucket is kept, in milliseconds: on the server's time, and on another's. */
const KEPT_MS = { server: 1000, other: 60_000 };

/** ARGV: the time in milliseconds or "", the extra life in milliseconds, then for each key cost, room and refill. */
const SCRIPT = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local granted = 1
local levels, hours = {}, {}
for k, key in ipairs(KEYS) do
  local cost, room, refill = tonumber(ARGV[3 * k]), tonumber(ARGV[3 * k + 1]), tonumber(ARGV[3 * k + 2])
  local missing, at = 0, now
  local saved = redis.call('GET', key)
  if saved then
    local level, hour = string.match(saved, '^(%S+) (%S+)$')
    missing, at = tonumber(level), tonumber(hour)
    if at - now > room / refill then at = now end
    missing = math.min(room, math.max(0, missing - math.max(0, now - at) * refill))
  end
  levels[k], hours[k] = missing, math.max(at, now)
  if missing + cost > room then granted = 0 end
end
local answer = { granted }
for k, key in ipairs(KEYS) do
  local cost, refill = tonumber(ARGV[3 * k]), tonumber(ARGV[3 * k + 2])
  if granted == 1 and cost > 0 then
    levels[k] = levels[k] + cost
    local life = math.ceil(levels[k] / refill + hours[k] - now) + tonumber(ARGV[2])
    redis.call('SET', key, string.format('%.17g %.17g', levels[k], hours[k]), 'PX', string.format('%.0f', life))
  end
  answer[k + 1] = string.format('%.17g', levels[k])
end
return answer
`;
const DIGEST = createHash("sha1").update(SCRIPT).digest("hex");

/** Answers of a server that is there and can't serve: first words of its error messages. */
const NOT_NOW = /^(LOADING|READONLY|OOM|MISCONF|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|UNBLOCKED)\b/;

/**
 * One bucket a key, in a Redis server.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { closeRedis, openRedis } from "./redis_client.ts";
 * import { RedisTokenBuckets, StoreUnavailableError } from "./redis_token_buckets.ts";
 *
 * const redis = openRedis("redis://127.0.0.1:1"); // no server there
 * const logins = new RedisTokenBuckets(redis, { capacity: 5, refillPerSecond: 0.1 });
 * await assertRejects(() => logins.take("Ann"), StoreUnavailableError); // and not a refusal
 * await closeRedis(redis);
 * ```
 */
export class RedisTokenBuckets implements TokenBucketStore {
  /** The limit of every key that is not asked for with its own. */
  readonly limit: RateLimit;
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #clock: Pick<Clock, "nowMs"> | undefined;

  /**
   * Buckets of `limit` on the server that `redis` is connected to; {@linkcode openRedis} opens one. Closing it is the
   * caller's.
   * @throws {RangeError} If the limit's parts are not positive and finite.
   */
  constructor(redis: Redis, limit: RateLimit, { prefix = "tokens:", clock }: RedisTokenBucketsOptions = {}) {
    checkRateLimit(limit, "create token buckets");
    this.limit = { capacity: limit.capacity, refillPerSecond: limit.refillPerSecond };
    this.#redis = redis;
    this.#prefix = prefix;
    this.#clock = clock;
  }

  /**
   * Takes `n` tokens from the bucket of `key`, or none.
   * @returns A promise that rejects with a `RangeError` if `n` is negative, not finite or above the capacity, and with
   * `StoreUnavailableError` if the server can't be asked.
   */
  async take(key: string, n: number = 1): Promise<StoreTakeResult> {
    return await this.#takeAll([checkRequest({ key, n }, this.limit)]);
  }

  /**
   * Takes from several buckets, or from none. A key that is named twice is asked for the sum.
   * @returns A promise that rejects with a `RangeError` if nothing is asked for, one request is out of range or a key
   *   comes
   * with two limits, and with `StoreUnavailableError` if the server can't be asked.
   */
  async takeAll(requests: readonly TokenRequest[]): Promise<StoreTakeResult> {
    return await this.#takeAll(checkRequests(requests, this.limit));
  }

  async #takeAll(requests: readonly CheckedRequest[]): Promise<StoreTakeResult> {
    const keys = requests.map(({ key }) => this.#prefix + key);
    const time = this.#clock === undefined ? ["", KEPT_MS.server] : [this.#clock.nowMs(), KEPT_MS.other];
    const costs = requests.flatMap(({ cost, room, refill }) => [cost, room, refill]);
    const [granted, ...missing] = await this.#run(keys, [...time, ...costs].map(String)) as [number, ...string[]];
    return answerTo(requests, { granted: granted === 1, missing: missing.map(Number) });
  }

  async #run(keys: readonly string[], values: readonly string[]): Promise<unknown> {
    try {
      return await this.#redis.evalsha(DIGEST, keys.length, ...keys, ...values).catch((error: Error) => {
        if (!error.message.startsWith("NOSCRIPT")) throw error;
        return this.#redis.eval(SCRIPT, keys.length, ...keys, ...values);
      });
    } catch (error) {
      const { name, message } = error as Error;
      // A server that says what is wrong is up; all else is a connection that is lost, refused, closed or too slow.
      if (name === "ReplyError" && !NOT_NOW.test(message)) throw error;
      throw new StoreUnavailableError(`Cannot take tokens: Redis must answer: current value is "${message}"`, {
        cause: error,
      });
    }
  }
}
