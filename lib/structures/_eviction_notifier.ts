/**
 * The values that leave a cache during one call, told to its owner when the call has finished its work.
 *
 * A callback in the middle of a change would see, and could change, a structure with its invariant broken. So the cache
 * notes who leaves, finishes, and announces last. The list is taken away before the first callback: a call that a
 * callback makes has its own.
 *
 * **Invariant.** Whatever was noted is announced exactly once, in the order of noting, even if a callback throws;
 * nothing is pending when no call is running.
 *
 * @module
 */

/**
 * Why a value left: room was needed (`capacity`), another value took its place (`overwrite`), it was taken out
 * (`delete`, `clear`), its time was over (`expired`), the cache was made smaller (`resize`).
 */
export type EvictionReason = "capacity" | "overwrite" | "delete" | "clear" | "expired" | "resize";

/** What a cache calls for a value that left it. */
export type OnEvict<Key, Value> = (key: Key, value: Value, reason: EvictionReason) => void;

/** A value that has left. */
export interface Eviction<Key, Value> {
  /** Where it was. */
  readonly key: Key;
  /** The value itself. */
  readonly value: Value;
  /** Why it left. */
  readonly reason: EvictionReason;
}

/** Notes departures, and announces them. Without a callback it does neither. */
export class EvictionNotifier<Key, Value> {
  readonly #onEvict: OnEvict<Key, Value> | undefined;
  #pending: Eviction<Key, Value>[] = [];

  /** A list for one cache. */
  constructor(onEvict: OnEvict<Key, Value> | undefined) {
    this.#onEvict = onEvict;
  }

  /** Remembers that `departure` has happened. */
  enqueue(departure: Eviction<Key, Value>): void {
    if (this.#onEvict !== undefined) this.#pending.push(departure);
  }

  /**
   * Tells of every departure noted since the last time.
   * @throws What a callback threw, once all have been told; an `AggregateError` when several did.
   */
  flush(): void {
    if (this.#pending.length === 0) return;
    const departures = this.#pending;
    this.#pending = [];
    const errors: unknown[] = [];
    for (const { key, value, reason } of departures) {
      try {
        this.#onEvict!(key, value, reason);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) {
      const count = `${errors.length} of ${departures.length} calls`;
      throw new AggregateError(errors, `Cannot announce every eviction: onEvict threw: current value is ${count}`);
    }
  }
}
