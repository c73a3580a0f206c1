/**
 * An LRU cache that writes down every use and forgets late: a log of (key, time) in which only the last mention of a
 * key counts. Eviction skips the stale mentions; the log is rewritten when it is mostly stale. O(1) amortised, not in
 * the worst case.
 */
export class LRUCache<Key, Value> {
  #capacity: number;
  #entries = new Map<Key, { value: Value; usedAt: number }>();
  #log: { key: Key; at: number }[] = [];
  /** Mentions before this place have been dealt with. */
  #start = 0;
  #time = 0;

  /** An empty cache of at most `capacity` entries. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The value of `key`, or `undefined` when it is absent. */
  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry) this.#use(key, entry);
    return entry?.value;
  }

  /** Stores `value` under `key`. */
  put(key: Key, value: Value): void {
    const entry = this.#entries.get(key) ?? { value, usedAt: 0 };
    if (!this.#entries.has(key) && this.#entries.size === this.#capacity) this.#evict();
    entry.value = value;
    this.#entries.set(key, entry);
    this.#use(key, entry);
  }

  #use(key: Key, entry: { usedAt: number }): void {
    entry.usedAt = ++this.#time;
    this.#log.push({ key, at: entry.usedAt });
    if (this.#log.length > 4 * this.#capacity + 16) {
      this.#log = this.#log.slice(this.#start).filter(({ key, at }) => this.#entries.get(key)?.usedAt === at);
      this.#start = 0;
    }
  }

  #evict(): void {
    for (;;) {
      const { key, at } = this.#log[this.#start++]!;
      if (this.#entries.get(key)?.usedAt === at) {
        this.#entries.delete(key);
        return;
      }
    }
  }
}
