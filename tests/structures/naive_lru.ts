import type { EvictionReason } from "@lib/structures/lru_cache.ts";

interface NaiveEntry {
  key: unknown;
  value: unknown;
  weight: number;
  expiresMs: number;
}

/**
 * The oracle: an LRU cache as one array, most recent first, written from the description and without regard to cost.
 * `left` collects who left and why.
 */
export class NaiveLru {
  entries: NaiveEntry[] = [];
  left: [unknown, unknown, EvictionReason][] = [];
  nowMs = 0;

  constructor(public capacity: number, readonly ttlMs: number = Infinity) {}

  get weight(): number {
    return this.entries.reduce((sum, entry) => sum + entry.weight, 0);
  }

  #leave(entry: NaiveEntry, reason: EvictionReason): void {
    this.entries = this.entries.filter((other) => other !== entry);
    this.left.push([entry.key, entry.value, entry.expiresMs <= this.nowMs ? "expired" : reason]);
  }

  /** The entry of a key, as `Map` compares keys; an expired one leaves. */
  #find(key: unknown): NaiveEntry | undefined {
    const entry = this.entries.find((other) => other.key === key || Object.is(other.key, key));
    if (entry !== undefined && entry.expiresMs <= this.nowMs) this.#leave(entry, "expired");
    return this.entries.find((other) => other === entry);
  }

  #shrink(reason: EvictionReason): void {
    while (this.weight > this.capacity) this.#leave(this.entries.at(-1)!, reason);
  }

  get(key: unknown): unknown {
    const entry = this.#find(key);
    if (entry === undefined) return undefined;
    this.entries = [entry, ...this.entries.filter((other) => other !== entry)];
    return entry.value;
  }

  peek(key: unknown): unknown {
    return this.#find(key)?.value;
  }

  has(key: unknown): boolean {
    return this.#find(key) !== undefined;
  }

  put(key: unknown, value: unknown, weight = 1): void {
    const earlier = this.entries.find((other) => other.key === key || Object.is(other.key, key));
    const isSame = earlier !== undefined && Object.is(earlier.value, value);
    if (earlier !== undefined && !isSame) this.#leave(earlier, "overwrite");
    if (earlier !== undefined && isSame && weight > this.capacity) this.#leave(earlier, "capacity");
    this.entries = this.entries.filter((other) => other !== earlier);
    if (weight > this.capacity) {
      if (!isSame) this.left.push([key, value, "capacity"]);
      return;
    }
    while (this.weight + weight > this.capacity) this.#leave(this.entries.at(-1)!, "capacity");
    this.entries.unshift({ key: earlier?.key ?? key, value, weight, expiresMs: this.nowMs + this.ttlMs });
  }

  delete(key: unknown): boolean {
    const entry = this.#find(key);
    if (entry !== undefined) this.#leave(entry, "delete");
    return entry !== undefined;
  }

  clear(): void {
    for (const entry of this.entries.toReversed()) this.#leave(entry, "clear");
  }

  resize(capacity: number): void {
    this.capacity = capacity;
    this.#shrink("resize");
  }

  removeExpired(): number {
    const before = this.entries.length;
    for (const entry of this.entries.toReversed()) if (entry.expiresMs <= this.nowMs) this.#leave(entry, "expired");
    return before - this.entries.length;
  }

  fresh(): [unknown, unknown][] {
    return this.entries.filter((entry) => entry.expiresMs > this.nowMs).map((entry) => [entry.key, entry.value]);
  }
}
