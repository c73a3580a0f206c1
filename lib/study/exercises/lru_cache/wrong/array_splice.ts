/** Right in what it returns, but every call searches and moves. */
type Key = unknown;
type Value = unknown;

export class LRUCache {
  #entries: { key: Key; value: Value }[] = [];
  capacity: number;
  constructor(capacity: number) {
    this.capacity = capacity;
  }
  get(key: Key): Value {
    const at = this.#entries.findIndex((entry) => entry.key === key);
    if (at === -1) return undefined;
    const [entry] = this.#entries.splice(at, 1);
    this.#entries.push(entry!);
    return entry!.value;
  }
  put(key: Key, value: Value): void {
    const at = this.#entries.findIndex((entry) => entry.key === key);
    if (at !== -1) this.#entries.splice(at, 1);
    else if (this.#entries.length === this.capacity) this.#entries.shift();
    this.#entries.push({ key, value });
  }
}
