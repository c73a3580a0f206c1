/**
 * A cache in front of something slow: all callers that ask for a missing key wait for one load.
 *
 * A load in progress is a *flight*, and lives outside the store: the store only ever holds values. So an eviction
 * cannot hit a load, a load that ends never finds its entry taken by another, and the store's policy is left alone.
 * There is one flight a key, and a second caller joins it. A `put` or `delete` meanwhile takes the flight out of the
 * list. A flight that is not in the list may answer its callers, but stores nothing: the list's entry is the token.
 *
 * **Invariant.** At most one listed flight a key. After `put` or `delete` has returned, no load that began before it
 * changes the store. A load is aborted when, and only when, no caller waits for it any more; a caller that leaves takes
 * no other along. Every `get` settles when its load does, whatever the store, the clock and the callbacks throw.
 *
 * - **Errors** of a load reach every caller that waits, and are not kept, unless `negativeTtlMs` says for how long. If
 *   the value arrived but could not be kept (the store, the clock or `random` threw), the callers get that error; with
 *   `onStoreError` they get the value, and `onStoreError` gets the error.
 * - **Time** is the given clock's. A value is fresh for `ttlMs`, less up to `jitterRatio` of it, so that values which
 *   were loaded together do not run out together. For `staleMs` more it is still given out at once, while one flight
 *   refreshes it in the background; if that fails the old value stays until its time is over.
 *
 * Cost: O(1) a call, beside the store's own; a hit makes one promise and no flight.
 *
 * Not here on purpose: threads (one event loop; `shared_lru_cache.ts` is for several), a limit on concurrent loads
 * (wrap `load` in a limiter), several keys in one load, retries (they belong in `load`), a load that asks this cache
 * for its own key (it would wait for itself).
 *
 * Source: "singleflight" of Go's groupcache (B. Fitzpatrick); stale-while-revalidate after RFC 5861. The token answers
 * isaacs/node-lru-cache issues 320, 274, 388 and 389 and pull request 270, where the load stands in the cache as a
 * value.
 *
 * @module
 */
import {
  checkFunction,
  checkNonNegative,
  checkOptions,
  checkPositive,
  checkProbability,
  checkSignal,
} from "../base/argument.ts";
import { type Clock, systemClock } from "../base/clock.ts";

export type { Clock };

/** What the values are kept in: any cache, or a `Map` behind these three. It may forget whatever it wants. */
export interface LoadedStore<Key, Value> {
  /** The entry of `key`, or `undefined`. */
  get(key: Key): Loaded<Value> | undefined;
  /** Keeps `entry` under `key`. */
  put(key: Key, entry: Loaded<Value>): unknown;
  /** Forgets `key`. */
  delete(key: Key): unknown;
}

/** What the store holds under a key. */
export type Loaded<Value> =
  | { readonly value: Value; readonly freshUntilMs: number; readonly staleUntilMs: number }
  | { readonly error: unknown; readonly freshUntilMs: number };

/** Fetches the value of a key; `signal` is aborted when no caller waits for it any more. */
export type Load<Key, Value> = (key: Key, options: { readonly signal: AbortSignal }) => Promise<Value> | Value;

/** How a {@linkcode LoadingCache} loads and forgets. */
export interface LoadingCacheOptions<Key, Value> {
  /** Fetches what is missing. */
  readonly load: Load<Key, Value>;
  /** How long a value is fresh, in milliseconds: positive. Left out: until the store forgets it. */
  readonly ttlMs?: number;
  /** Share of `ttlMs` that chance may take off, from 0 to 1; needs `random`. @default {0} */
  readonly jitterRatio?: number;
  /** Where the chance comes from. */
  readonly random?: { next(): number };
  /** How long after `ttlMs` a value is given out while it is refreshed, in milliseconds; needs `ttlMs`. @default {0} */
  readonly staleMs?: number;
  /** How long an error is kept, in milliseconds. @default {0} */
  readonly negativeTtlMs?: number;
  /** Called when a refresh in the background failed: no caller waits for it. What it throws is ignored. */
  readonly onRefreshError?: (error: unknown, key: Key) => void;
  /**
   * Called when what was loaded could not be kept; the callers then get the value all the same. What it throws is
   * ignored. Left out: the callers get the error instead of the value.
   */
  readonly onStoreError?: (error: unknown, key: Key) => void;
  /** Times everything. @default {systemClock} */
  readonly clock?: Pick<Clock, "nowMs">;
}

/** One load, and the callers that wait for it. */
interface Flight<Value> {
  readonly abort: AbortController;
  readonly waiters: Set<Waiter<Value>>;
  /** Whether it refreshes a stale value: then it goes on without any caller. */
  readonly isRefresh: boolean;
}

interface Waiter<Value> {
  resolve(value: Value): void;
  reject(error: unknown): void;
}

/**
 * Loads what is missing, once.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LoadingCache } from "./loading_cache.ts";
 *
 * const entries = new Map();
 * const store = {
 *   get: (key: string) => entries.get(key),
 *   put: (key: string, entry: unknown) => entries.set(key, entry),
 *   delete: (key: string) => entries.delete(key),
 * };
 * let loads = 0;
 * const lengths = new LoadingCache(store, { load: (word: string) => (loads++, word.length) });
 * assertEquals(await Promise.all([lengths.get("stampede"), lengths.get("stampede")]), [8, 8]);
 * assertEquals(loads, 1);
 * ```
 */
export class LoadingCache<Key, Value> {
  readonly #store: LoadedStore<Key, Value>;
  readonly #flights = new Map<Key, Flight<Value>>();
  readonly #load: Load<Key, Value>;
  readonly #ttlMs: number;
  readonly #jitterRatio: number;
  readonly #random: { next(): number } | undefined;
  readonly #staleMs: number;
  readonly #negativeTtlMs: number;
  readonly #onRefreshError: (error: unknown, key: Key) => void;
  readonly #onStoreError: ((error: unknown, key: Key) => void) | undefined;
  readonly #clock: Pick<Clock, "nowMs">;

  /**
   * A cache that keeps its values in `store`, which no one else writes to.
   * @throws {RangeError} If a time or a share is out of range.
   * @throws {TypeError} If an option has the wrong type, jitter comes without `random`, or `staleMs` without `ttlMs`.
   */
  constructor(store: LoadedStore<Key, Value>, options: LoadingCacheOptions<Key, Value>) {
    const action = "create a loading cache";
    const { load, ttlMs, jitterRatio = 0, random, staleMs = 0, negativeTtlMs = 0 } = checkOptions(options, {
      action,
      argument: "options",
    });
    const { onRefreshError = () => {}, onStoreError, clock = systemClock } = options;
    for (const method of ["get", "put", "delete"] as const) {
      checkFunction(store?.[method], { action, argument: `store.${method}` });
    }
    this.#store = store;
    this.#load = checkFunction(load, { action, argument: "load" });
    this.#ttlMs = ttlMs === undefined ? Infinity : checkPositive(ttlMs, { action, argument: "ttlMs" });
    this.#jitterRatio = checkProbability(jitterRatio, { action, argument: "jitterRatio" });
    this.#staleMs = checkNonNegative(staleMs, { action, argument: "staleMs" });
    this.#negativeTtlMs = checkNonNegative(negativeTtlMs, { action, argument: "negativeTtlMs" });
    this.#onRefreshError = checkFunction(onRefreshError, { action, argument: "onRefreshError" });
    this.#onStoreError = onStoreError && checkFunction(onStoreError, { action, argument: "onStoreError" });
    if (random !== undefined) checkFunction(random?.next, { action, argument: "random.next" });
    this.#random = random;
    checkFunction(clock?.nowMs, { action, argument: "clock.nowMs" });
    this.#clock = clock;
    if (jitterRatio > 0 && random === undefined) {
      throw new TypeError(`Cannot ${action}: jitterRatio needs random: current value is ${jitterRatio} without it`);
    }
    if (staleMs > 0 && ttlMs === undefined) {
      throw new TypeError(`Cannot ${action}: staleMs needs ttlMs: current value is ${staleMs} without it`);
    }
  }

  /** Loads under way that may still change the store. */
  get loading(): number {
    return this.#flights.size;
  }

  /**
   * The value of `key`: the one kept, or the one loaded. What the store or the clock throws rejects the promise.
   * @param options `signal` ends this caller's wait, and no other's: the promise then rejects with its reason.
   */
  get(key: Key, options: { readonly signal?: AbortSignal } = {}): Promise<Value> {
    try {
      return this.#get(key, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #get(key: Key, options: { readonly signal?: AbortSignal }): Promise<Value> {
    const action = "get a value";
    const { signal } = checkOptions(options, { action, argument: "options" });
    checkSignal(signal, { action, argument: "signal" });
    if (signal?.aborted) return Promise.reject(signal.reason);
    const nowMs = this.#clock.nowMs();
    const kept = this.#store.get(key);
    if (kept !== undefined && nowMs < kept.freshUntilMs) {
      return "error" in kept ? Promise.reject(kept.error) : Promise.resolve(kept.value);
    }
    if (kept !== undefined && "value" in kept && nowMs < kept.staleUntilMs) {
      if (!this.#flights.has(key)) this.#begin(key, true);
      return Promise.resolve(kept.value);
    }
    return this.#wait(key, this.#flights.get(key) ?? this.#begin(key, false), signal);
  }

  /**
   * Keeps `value` under `key`. A load of it in progress is overtaken: its callers get `value`, and it stores nothing.
   * @throws What the store, the clock or `random` throws; the load is overtaken even then.
   */
  put(key: Key, value: Value): void {
    const flight = this.#flights.get(key);
    this.#flights.delete(key);
    try {
      this.#keep(key, value);
    } finally {
      if (flight !== undefined) {
        for (const waiter of flight.waiters) waiter.resolve(value);
        flight.waiters.clear();
        flight.abort.abort(overtaken());
      }
    }
  }

  /**
   * Forgets `key`. A load of it in progress answers its callers, and stores nothing; the next `get` begins another.
   * @throws What the store throws; the load stores nothing even then.
   */
  delete(key: Key): void {
    const flight = this.#flights.get(key);
    this.#flights.delete(key);
    try {
      this.#store.delete(key);
    } finally {
      if (flight?.waiters.size === 0) flight.abort.abort(overtaken());
    }
  }

  #wait(key: Key, flight: Flight<Value>, signal: AbortSignal | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settled = () => signal?.removeEventListener("abort", leave);
      const waiter: Waiter<Value> = {
        resolve: (value) => (settled(), resolve(value)),
        reject: (error) => (settled(), reject(error)),
      };
      const leave = () => {
        flight.waiters.delete(waiter);
        if (flight.waiters.size === 0 && !flight.isRefresh) {
          // the next `get` must not join a cancelled load
          if (this.#flights.get(key) === flight) this.#flights.delete(key);
          flight.abort.abort(signal!.reason);
        }
        reject(signal!.reason);
      };
      flight.waiters.add(waiter);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  #begin(key: Key, isRefresh: boolean): Flight<Value> {
    const flight: Flight<Value> = { abort: new AbortController(), waiters: new Set(), isRefresh };
    this.#flights.set(key, flight);
    const loaded = new Promise<Value>((resolve) => resolve(this.#load(key, { signal: flight.abort.signal })));
    loaded.then((value) => this.#arrive(key, flight, value), (error) => this.#fail(key, flight, error));
    return flight;
  }

  /** A load has brought its value. Must not throw: nothing would catch it, and the callers would wait for ever. */
  #arrive(key: Key, flight: Flight<Value>, value: Value): void {
    try {
      if (this.#land(key, flight)) this.#keep(key, value);
    } catch (error) {
      if (this.#onStoreError === undefined) {
        for (const waiter of flight.waiters) waiter.reject(error);
        if (flight.isRefresh) callSafely(this.#onRefreshError, error, key);
        return;
      }
      callSafely(this.#onStoreError, error, key);
    }
    for (const waiter of flight.waiters) waiter.resolve(value);
  }

  /** A load has failed. Must not throw, as {@linkcode #arrive}; the callers get the load's own error in any case. */
  #fail(key: Key, flight: Flight<Value>, error: unknown): void {
    const isListed = this.#land(key, flight);
    try {
      if (isListed && !flight.isRefresh && this.#negativeTtlMs > 0) {
        this.#store.put(key, { error, freshUntilMs: this.#clock.nowMs() + this.#negativeTtlMs });
      }
    } catch (storeError) {
      if (this.#onStoreError !== undefined) callSafely(this.#onStoreError, storeError, key);
    }
    for (const waiter of flight.waiters) waiter.reject(error);
    if (isListed && flight.isRefresh) callSafely(this.#onRefreshError, error, key);
  }

  /** Takes a flight that has ended out of the list; false when it was no longer in it: it may store nothing then. */
  #land(key: Key, flight: Flight<Value>): boolean {
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }

  #keep(key: Key, value: Value): void {
    const chance = this.#jitterRatio === 0 ? 0 : this.#jitterRatio * this.#random!.next();
    const freshUntilMs = this.#clock.nowMs() + this.#ttlMs * (1 - chance);
    this.#store.put(key, { value, freshUntilMs, staleUntilMs: freshUntilMs + this.#staleMs });
  }
}

/** Calls a callback that no one waits for: what it throws has nowhere to go. */
function callSafely<Key>(callback: (error: unknown, key: Key) => void, error: unknown, key: Key): void {
  try {
    Promise.resolve(callback(error, key)).catch(() => {}); // it may be async
  } catch {
    // said at the option: what it throws is ignored
  }
}

function overtaken(): DOMException {
  return new DOMException("The key was put or deleted while it was loaded", "AbortError");
}
