/** The library's cache behind the names of the exercise: what a reader's answer is measured against. */
import { LruCache } from "../../../../structures/lru_cache.ts";

/** {@linkcode LruCache}, reduced to what the exercise asks for. */
export class LRUCache<Key, Value> {
  #cache: LruCache<Key, Value>;

  /** An empty cache of at most `capacity` entries. */
  constructor(capacity: number) {
    this.#cache = new LruCache(capacity);
  }

  /** The value of `key`, or `undefined`. */
  get(key: Key): Value | undefined {
    return this.#cache.get(key);
  }

  /** Stores `value` under `key`. */
  put(key: Key, value: Value): void {
    this.#cache.put(key, value);
  }
}
