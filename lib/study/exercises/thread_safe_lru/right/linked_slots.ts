/**
 * A cache in shared memory with a chained hash table and a doubly linked list, every call O(1), under a ticket lock:
 * first come, first served, spinning with a pause. Differs in kind from the others: fair, and nobody sleeps in the
 * kernel.
 */
const NEXT_TICKET = 0, SERVING = 1, SIZE = 2, FREE = 3, CAPACITY = 4, HEAD = 5;
const KEY = 0, VALUE = 1, NEWER = 2, OLDER = 3, CHAIN = 4, WORDS = 5;

/** The answer. */
export class SharedLRU {
  #words: Int32Array;
  #buckets: number;
  /** First word of slot 0, which is the list's ends; the entries are slots 1 to capacity. */
  #slots: number;

  /** Memory for an empty cache: head, buckets, slots, all free slots in one chain. */
  static create(capacity: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(4 * (HEAD + capacity + (capacity + 1) * WORDS));
    const words = new Int32Array(memory);
    words[CAPACITY] = capacity;
    words[FREE] = 1;
    const slots = HEAD + capacity;
    for (let slot = 1; slot < capacity; slot++) words[slots + slot * WORDS + CHAIN] = slot + 1;
    return memory;
  }

  /** This thread's view of it. */
  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    this.#buckets = this.#words[CAPACITY]!;
    this.#slots = HEAD + this.#buckets;
  }

  /** The value of `key`, or `undefined`. */
  get(key: number): number | undefined {
    return this.#inTurn(() => {
      const slot = this.#find(key);
      if (slot === 0) return undefined;
      this.#unlink(slot);
      this.#linkNewest(slot);
      return this.#words[this.#at(slot) + VALUE];
    });
  }

  /** Stores `value` under `key`. */
  put(key: number, value: number): void {
    if (key !== (key | 0) || value !== (value | 0)) {
      throw new RangeError(`Cannot put: not a 32-bit integer: current value is ${key}, ${value}`);
    }
    this.#inTurn(() => {
      let slot = this.#find(key);
      if (slot !== 0) this.#unlink(slot);
      else {
        if (this.#words[FREE] === 0) this.#remove(this.#words[this.#at(0) + NEWER]!);
        slot = this.#words[FREE]!;
        const [at, bucket] = [this.#at(slot), this.#bucket(key)];
        this.#words[FREE] = this.#words[at + CHAIN]!;
        this.#words[at + KEY] = key;
        this.#words[at + CHAIN] = this.#words[bucket]!;
        this.#words[bucket] = slot;
        this.#words[SIZE]!++;
      }
      this.#words[this.#at(slot) + VALUE] = value;
      this.#linkNewest(slot);
    });
  }

  /** Whether `key` is present. */
  has(key: number): boolean {
    return this.#inTurn(() => this.#find(key) !== 0);
  }

  /** Takes `key` out. */
  delete(key: number): boolean {
    return this.#inTurn(() => {
      const slot = this.#find(key);
      if (slot !== 0) this.#remove(slot);
      return slot !== 0;
    });
  }

  /** Entries held. */
  get size(): number {
    return this.#inTurn(() => this.#words[SIZE]!);
  }

  #inTurn<Result>(work: () => Result): Result {
    const ticket = Atomics.add(this.#words, NEXT_TICKET, 1);
    for (let serving; (serving = Atomics.load(this.#words, SERVING)) !== ticket;) {
      Atomics.wait(this.#words, SERVING, serving, 1); // a short sleep, so that the one whose turn it is can run
    }
    try {
      return work();
    } finally {
      Atomics.add(this.#words, SERVING, 1);
      Atomics.notify(this.#words, SERVING);
    }
  }

  #at(slot: number): number {
    return this.#slots + slot * WORDS;
  }

  #bucket(key: number): number {
    return HEAD + (Math.imul(key, 0x9e3779b1) >>> 0) % this.#buckets;
  }

  #find(key: number): number {
    let slot = this.#words[this.#bucket(key)]!;
    while (slot !== 0 && this.#words[this.#at(slot) + KEY] !== key) slot = this.#words[this.#at(slot) + CHAIN]!;
    return slot;
  }

  #remove(slot: number): void {
    const at = this.#at(slot);
    let link = this.#bucket(this.#words[at + KEY]!);
    while (this.#words[link] !== slot) link = this.#at(this.#words[link]!) + CHAIN;
    this.#words[link] = this.#words[at + CHAIN]!;
    this.#words[at + CHAIN] = this.#words[FREE]!;
    this.#words[FREE] = slot;
    this.#unlink(slot);
    this.#words[SIZE]!--;
  }

  #unlink(slot: number): void {
    const [newer, older] = [this.#words[this.#at(slot) + NEWER]!, this.#words[this.#at(slot) + OLDER]!];
    this.#words[this.#at(newer) + OLDER] = older;
    this.#words[this.#at(older) + NEWER] = newer;
  }

  #linkNewest(slot: number): void {
    const newest = this.#words[this.#at(0) + OLDER]!;
    this.#words[this.#at(slot) + OLDER] = newest;
    this.#words[this.#at(slot) + NEWER] = 0;
    this.#words[this.#at(newest) + NEWER] = slot;
    this.#words[this.#at(0) + OLDER] = slot;
  }
}
