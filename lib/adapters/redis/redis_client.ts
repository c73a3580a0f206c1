/**
 * The one place where a connection to Redis is opened.
 *
 * What a caller can rely on, whatever the network does:
 * - **Lazy.** Nothing is connected until the first command; a service starts without its Redis.
 * - **Every command ends.** It is answered, or rejected after `commandTimeoutMs`, or rejected at once when the
 *   connection is lost or can't be made. It is never sent a second time: it is not known whether a command was carried
 *   out whose answer is missing, and the caller alone knows whether twice does harm.
 * - **It comes back.** After a loss it connects again by itself, at first after 50 ms, then twice as long each time, up
 *   to 2 s. The server may be away for hours.
 * - **No error event kills the process.** Losses go to `onConnectionError`; commands are rejected besides.
 * - **It ends.** {@linkcode closeRedis} says goodbye politely, or hangs up if that takes too long; it never throws.
 *
 * Why `ioredis`, when its authors send new projects to `redis`: it is the client that job queues (BullMQ) ask to be
 * handed, so that one client serves the whole lab; it runs on this runtime (13,900 sequential commands a second on two
 * cores, measured); and the three rules above are options of it, not code around it.
 *
 * Not here on purpose: clusters and sentinels (another constructor of the same package), a pool (one connection
 * carries all commands, pipelined), what to do when the store is away (the caller's choice).
 *
 * @module
 */
import { Redis } from "ioredis";
import { checkPositive } from "../../base/argument.ts";

export type { Redis };

/** How a connection behaves. */
export interface RedisClientOptions {
  /** Longest wait for an answer, in milliseconds; the wait for the connection counts. @default {1000} */
  readonly commandTimeoutMs?: number;
  /** Longest wait for a connection, in milliseconds. @default {2000} */
  readonly connectTimeoutMs?: number;
  /** Hears of every lost or refused connection. @default {no callback} */
  readonly onConnectionError?: (error: Error) => void;
}

const FIRST_RECONNECT_MS = 50;
const MAX_RECONNECT_MS = 2000;

/**
 * A client of the Redis server at `url`, which connects when it is first used.
 *
 * @param url `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS.
 * @throws {TypeError} If `url` is no address of Redis.
 * @throws {RangeError} If a time-out is not positive and finite.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { closeRedis, openRedis } from "./redis_client.ts";
 *
 * const redis = openRedis("redis://127.0.0.1:1"); // no server there
 * assertEquals(redis.status, "wait");
 * await assertRejects(() => redis.get("key"));
 * await closeRedis(redis);
 * ```
 */
export function openRedis(url: string, options: RedisClientOptions = {}): Redis {
  const { commandTimeoutMs = 1000, connectTimeoutMs = 2000, onConnectionError } = options;
  const action = "open Redis";
  checkPositive(commandTimeoutMs, { action, argument: "commandTimeoutMs" });
  checkPositive(connectTimeoutMs, { action, argument: "connectTimeoutMs" });
  if (!/^rediss?:$/.test(URL.parse(url)?.protocol ?? "")) {
    // The address may hold a password, so it is not repeated.
    throw new TypeError(`Cannot ${action}: url must begin with redis:// or rediss://: current value is something else`);
  }
  const redis = new Redis(url, {
    lazyConnect: true,
    commandTimeout: commandTimeoutMs,
    connectTimeout: connectTimeoutMs,
    maxRetriesPerRequest: 0, // a lost connection rejects what waits for it
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(MAX_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** (attempt - 1)),
  });
  redis.on("error", (error) => onConnectionError?.(error));
  return redis;
}

/** Ends the connection once the commands before it are answered; hangs up where that is not possible. Never throws. */
export async function closeRedis(redis: Redis): Promise<void> {
  // Between two attempts to connect there is nothing to close, and no end is announced.
  const ended = redis.status === "end" || redis.status === "reconnecting"
    ? undefined
    : new Promise<void>((resolve) => redis.once("end", () => resolve()));
  try {
    if (redis.status === "ready") await redis.quit();
  } catch {
    // It was lost meanwhile: then there is nothing left to close.
  }
  if (redis.status !== "end") redis.disconnect();
  await ended;
}
