/** The library's cache behind the names of the exercise: what a reader's answer is measured against. */
import { SharedLruCache } from "../../../../concurrency/shared_lru/shared_lru_cache.ts";

/** {@linkcode SharedLruCache} with one shard, so that the order of use is that of the whole cache. */
export class SharedLRU {
  #cache: SharedLruCache;

  /** Memory for an empty cache of at most `capacity` entries. */
  static create(capacity: number): SharedArrayBuffer {
    const cache = SharedLruCache.create({ capacity, shards: 1, maxKeyBytes: 11, maxValueBytes: 11, maxThreads: 512 });
    cache.close();
    return cache.handle.buffer;
  }

  /** This thread's view of it. */
  constructor(memory: SharedArrayBuffer) {
    this.#cache = SharedLruCache.attach({ buffer: memory });
  }

  /** The value of `key`, or `undefined`. */
  get(key: number): number | undefined {
    const value = this.#cache.get(`${key}`);
    return value === undefined ? undefined : Number(value);
  }

  /** Stores `value` under `key`. */
  put(key: number, value: number): void {
    if (key !== (key | 0) || value !== (value | 0)) {
      throw new RangeError(`Cannot put: not a 32-bit integer: current value is ${key}, ${value}`);
    }
    this.#cache.put(`${key}`, `${value}`);
  }

  /** Whether `key` is present. */
  has(key: number): boolean {
    return this.#cache.has(`${key}`);
  }

  /** Takes `key` out. */
  delete(key: number): boolean {
    return this.#cache.delete(`${key}`);
  }

  /** Entries held. */
  get size(): number {
    return this.#cache.size;
  }
}
