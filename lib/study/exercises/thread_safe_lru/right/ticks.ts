/**
 * A cache in shared memory under one lock, the short answer: a row of slots, each with the tick of its last use. The
 * victim is the slot with the smallest tick, so a call costs O(capacity); the lock is a word that is 0 when free.
 *
 * **Invariant.** Whoever reads or writes anything but the lock's own word holds the lock.
 */
const LOCK = 0, SIZE = 1, TICK = 2, CAPACITY = 3, SLOTS = 4;
const KEY = 0, VALUE = 1, USED = 2, WORDS = 3; // of a slot; USED is 0 when it is free

/** The answer. */
export class SharedLRU {
  #words: Int32Array;

  /** Memory for an empty cache. */
  static create(capacity: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(4 * (SLOTS + capacity * WORDS));
    new Int32Array(memory)[CAPACITY] = capacity;
    return memory;
  }

  /** This thread's view of it. */
  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
  }

  /** The value of `key`, or `undefined`. A hit makes the entry the most recent: a read writes. */
  get(key: number): number | undefined {
    return this.#locked(() => {
      const slot = this.#find(key);
      if (slot === -1) return undefined;
      this.#words[slot + USED] = ++this.#words[TICK]!;
      return this.#words[slot + VALUE];
    });
  }

  /** Stores `value` under `key` as the most recent entry. */
  put(key: number, value: number): void {
    for (const number of [key, value]) {
      if (number !== (number | 0)) throw new RangeError(`Cannot put: not a 32-bit integer: current value is ${number}`);
    }
    this.#locked(() => {
      const present = this.#find(key);
      const slot = present === -1 ? this.#victim() : present;
      if (this.#words[slot + USED] === 0) this.#words[SIZE]!++;
      this.#words.set([key, value, ++this.#words[TICK]!], slot);
    });
  }

  /** Whether `key` is present. */
  has(key: number): boolean {
    return this.#locked(() => this.#find(key) !== -1);
  }

  /** Takes `key` out. */
  delete(key: number): boolean {
    return this.#locked(() => {
      const slot = this.#find(key);
      if (slot === -1) return false;
      this.#words[slot + USED] = 0;
      this.#words[SIZE]!--;
      return true;
    });
  }

  /** Entries held. */
  get size(): number {
    return this.#locked(() => this.#words[SIZE]!);
  }

  #locked<Result>(work: () => Result): Result {
    // Whoever is woken tries again: another may have been faster.
    while (Atomics.compareExchange(this.#words, LOCK, 0, 1) !== 0) Atomics.wait(this.#words, LOCK, 1);
    try {
      return work();
    } finally { // also when the work throws
      Atomics.store(this.#words, LOCK, 0);
      Atomics.notify(this.#words, LOCK, 1);
    }
  }

  #find(key: number): number {
    for (let slot = SLOTS; slot < this.#words.length; slot += WORDS) {
      if (this.#words[slot + USED] !== 0 && this.#words[slot + KEY] === key) return slot;
    }
    return -1;
  }

  /** The slot used longest ago; a free one, whose tick is 0, comes before all others. */
  #victim(): number {
    let victim = SLOTS;
    for (let slot = SLOTS; slot < this.#words.length; slot += WORDS) {
      if (this.#words[slot + USED]! < this.#words[victim + USED]!) victim = slot;
    }
    return victim;
  }
}
