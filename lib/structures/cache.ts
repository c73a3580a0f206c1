/**
 * What every cache here promises, whatever it throws away when it is full.
 *
 * **Invariant.** `size` ≤ `capacity` after every call, and the entry put last is present. Keys are the same when `Map`
 * says so (`NaN` is itself, −0 is 0, objects by identity). A stored `undefined` is a value like any other: `has` tells
 * it from absence. The suite that holds every implementation to this is `lib/testing/cache_contract.ts`.
 *
 * Not here on purpose: loading what is missing, promises, several keys at once. They belong to the storeys above.
 *
 * @module
 */

/** A bounded store of values by key that throws entries away, by its own policy, to make room. */
export interface Cache<Key, Value> {
  /** Entries held now. */
  readonly size: number;
  /** The most it may hold: entries, unless the implementation says it counts weight. */
  readonly capacity: number;
  /** The value of `key`, or `undefined` when it is absent; tells the policy that `key` was used. */
  get(key: Key): Value | undefined;
  /** Stores `value` under `key`, in place of an earlier value, and throws away another entry if there is no room. */
  put(key: Key, value: Value): void;
  /** Whether `key` is present; tells the policy nothing. */
  has(key: Key): boolean;
  /** The value of `key`, or `undefined` when it is absent; tells the policy nothing. */
  peek(key: Key): Value | undefined;
  /** Takes `key` out; false when it was absent. */
  delete(key: Key): boolean;
  /** Takes every entry out. */
  clear(): void;
  /**
   * The entries, from the one the policy would keep longest to the one it would throw away next (LRU: most recent
   * first); a policy without an order says which order it gives. The cache may be changed meanwhile: the order is the
   * one at the first step, entries that have gone since are left out, entries added since do not appear, values are the
   * current ones.
   */
  entries(): IterableIterator<[Key, Value]>;
}
