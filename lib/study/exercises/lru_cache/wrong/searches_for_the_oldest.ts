/** Every eviction looks at all entries. */
type Key = unknown;
type Value = unknown;

export class LRUCache {
  #entries = new Map<Key, { value: Value; usedAt: number }>();
  #time = 0;
  capacity: number;
  constructor(capacity: number) {
    this.capacity = capacity;
  }
  get(key: Key): Value {
    const entry = this.#entries.get(key);
    if (entry) entry.usedAt = ++this.#time;
    return entry?.value;
  }
  put(key: Key, value: Value): void {
    if (!this.#entries.has(key) && this.#entries.size === this.capacity) {
      let oldest: Key;
      let usedAt = Infinity;
      for (const [other, entry] of this.#entries) {
        if (entry.usedAt < usedAt) [oldest, usedAt] = [other, entry.usedAt];
      }
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, usedAt: ++this.#time });
  }
}
