/**
 * The eviction callbacks of a cache, called when the call that evicted has finished its work.
 *
 * A callback in the middle of a change would see, and could change, a structure with its invariant broken. So the cache
 * enqueues evictions, finishes, and flushes last. The queue is emptied before the first callback: a cache call that a
 * callback makes has a queue of its own.
 *
 * **Invariant.** Every eviction that was enqueued is reported exactly once, in order, even if a callback throws;
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

/** Collects evictions and reports them. Without a callback it does neither. */
export class EvictionNotifier<Key, Value> {
  readonly #onEvict: OnEvict<Key, Value> | undefined;
  #pending: Eviction<Key, Value>[] = [];

  /** A list for one cache. */
  constructor(onEvict: OnEvict<Key, Value> | undefined) {
    this.#onEvict = onEvict;
  }

  /** Adds an eviction to those that the next flush reports. */
  enqueue(eviction: Eviction<Key, Value>): void {
    if (this.#onEvict !== undefined) this.#pending.push(eviction);
  }

  /**
   * Reports every eviction since the last flush.
   * @throws What a callback threw, once all have been reported; an `AggregateError` when several did.
   */
  flush(): void {
    if (this.#pending.length === 0) return;
    const evictions = this.#pending;
    this.#pending = [];
    const errors: unknown[] = [];
    for (const { key, value, reason } of evictions) {
      try {
        this.#onEvict!(key, value, reason);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) {
      const count = `${errors.length} of ${evictions.length} calls`;
      throw new AggregateError(errors, `Cannot announce every eviction: onEvict threw: current value is ${count}`);
    }
  }
}
