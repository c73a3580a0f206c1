/** The victim leaves the order but not the index: its value is still found. */
type Key = unknown;
type Value = unknown;

export class LRUCache {
  #values = new Map<Key, Value>();
  #order: Key[] = [];
  capacity: number;
  constructor(capacity: number) {
    this.capacity = capacity;
  }
  get(key: Key): Value {
    if (this.#order.includes(key)) this.#use(key);
    return this.#values.get(key);
  }
  put(key: Key, value: Value): void {
    this.#values.set(key, value);
    this.#use(key);
    if (this.#order.length > this.capacity) this.#order.shift();
  }
  #use(key: Key): void {
    this.#order = this.#order.filter((other) => other !== key);
    this.#order.push(key);
  }
}
