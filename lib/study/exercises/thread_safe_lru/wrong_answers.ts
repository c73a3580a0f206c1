/**
 * The wrong answers of the exercise `thread-safe-lru`, each a mistake that people make, with the case that must be the first to catch it.
 *
 * Each is the short right answer, as a base class with replaceable steps, and the one step that is wrong. Both travel to the child as text.
 *
 * @module
 */
import type { Answer, WrongAnswer } from "../suite.ts";

/** Words: 0 lock, 1 size, 2 tick, 3 capacity, then four for each slot: key, value, tick of the last use, used. */
class Ticks {
  words: Int32Array;
  static create(capacity: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(4 * (4 + 4 * capacity));
    new Int32Array(memory)[3] = capacity;
    return memory;
  }
  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
  }
  lock(): void {
    while (Atomics.compareExchange(this.words, 0, 0, 1) !== 0) Atomics.wait(this.words, 0, 1, 100);
  }
  unlock(): void {
    Atomics.store(this.words, 0, 0);
    Atomics.notify(this.words, 0, 1);
  }
  locked<Result>(work: () => Result): Result {
    this.lock();
    try {
      return work();
    } finally {
      this.unlock();
    }
  }
  find(key: number): number {
    for (let slot = 4; slot < this.words.length; slot += 4) {
      if (this.words[slot + 3] === 1 && this.words[slot] === key) return slot;
    }
    return -1;
  }
  refresh(slot: number): void {
    this.words[slot + 2] = ++this.words[2]!;
  }
  evict(): void {
    let victim = 4;
    for (let slot = 4; slot < this.words.length; slot += 4) {
      if (this.words[slot + 2]! < this.words[victim + 2]!) victim = slot;
    }
    this.words[victim + 3] = 0;
    this.words[1]!--;
  }
  insert(key: number, value: number): void {
    let slot = 4;
    while (this.words[slot + 3] === 1) slot += 4;
    this.words[slot] = key;
    this.words[slot + 1] = value;
    this.words[slot + 3] = 1;
    this.refresh(slot);
    this.words[1]!++;
  }
  demand(key: number, value: number): void {
    if (key !== (key | 0) || value !== (value | 0)) {
      throw new RangeError(`Cannot put: no 32-bit integer: current value is ${key}, ${value}`);
    }
  }
  read(key: number): number | undefined {
    const slot = this.find(key);
    if (slot === -1) return undefined;
    this.refresh(slot);
    return this.words[slot + 1];
  }
  write(key: number, value: number): void {
    const slot = this.find(key);
    if (slot !== -1) {
      this.words[slot + 1] = value;
      return this.refresh(slot);
    }
    if (this.words[1] === this.words[3]) this.evict();
    this.insert(key, value);
  }
  get(key: number): number | undefined {
    return this.locked(() => this.read(key));
  }
  put(key: number, value: number): void {
    this.demand(key, value);
    this.locked(() => this.write(key, value));
  }
  has(key: number): boolean {
    return this.locked(() => this.find(key) !== -1);
  }
  delete(key: number): boolean {
    return this.locked(() => {
      const slot = this.find(key);
      if (slot === -1) return false;
      this.words[slot + 3] = 0;
      this.words[1]!--;
      return true;
    });
  }
  get size(): number {
    return this.locked(() => this.words[1]!);
  }
}

const answer = (SharedLRU: unknown): Answer => ({ given: { Ticks, SharedLRU } });

const firstInFirstOut = answer(
  class SharedLRU extends Ticks {
    override read(key: number): number | undefined {
      const slot = this.find(key);
      return slot === -1 ? undefined : this.words[slot + 1];
    }
  },
);

const zeroMeansEmpty = answer(
  class SharedLRU extends Ticks {
    override find(key: number): number {
      for (let slot = 4; slot < this.words.length; slot += 4) if (this.words[slot] === key) return slot;
      return -1;
    }
    override delete(key: number): boolean {
      return this.locked(() => {
        const slot = this.find(key);
        if (slot === -1) return false;
        this.words[slot] = 0;
        this.words[slot + 3] = 0;
        this.words[1]!--;
        return true;
      });
    }
  },
);

const throwsInside = answer(
  class SharedLRU extends Ticks {
    override put(key: number, value: number): void {
      this.lock();
      this.demand(key, value);
      this.write(key, value);
      this.unlock();
    }
  },
);

const returnsEarly = answer(
  class SharedLRU extends Ticks {
    override delete(key: number): boolean {
      this.lock();
      const slot = this.find(key);
      if (slot === -1) return false;
      this.words[slot + 3] = 0;
      this.words[1]!--;
      this.unlock();
      return true;
    }
  },
);

const acceptsAnything = answer(
  class SharedLRU extends Ticks {
    override demand(): void {}
  },
);

const privateMap = answer(
  class SharedLRU {
    static maps: Map<SharedArrayBuffer, Map<number, number>> = new Map();
    entries: Map<number, number>;
    capacity: number;
    static create(capacity: number): SharedArrayBuffer {
      const memory = new SharedArrayBuffer(8);
      new Int32Array(memory)[1] = capacity;
      return memory;
    }
    constructor(memory: SharedArrayBuffer) {
      this.capacity = new Int32Array(memory)[1]!;
      this.entries = SharedLRU.maps.get(memory) ?? new Map();
      SharedLRU.maps.set(memory, this.entries);
    }
    get(key: number): number | undefined {
      const value = this.entries.get(key);
      if (this.entries.delete(key)) this.entries.set(key, value!);
      return value;
    }
    put(key: number, value: number): void {
      if (key !== (key | 0) || value !== (value | 0)) {
        throw new RangeError(`Cannot put: no 32-bit integer: current value is ${key}, ${value}`);
      }
      if (!this.entries.delete(key) && this.entries.size === this.capacity) {
        this.entries.delete([...this.entries.keys()][0]!);
      }
      this.entries.set(key, value);
    }
    has(key: number): boolean {
      return this.entries.has(key);
    }
    delete(key: number): boolean {
      return this.entries.delete(key);
    }
    get size(): number {
      return this.entries.size;
    }
  },
);

const noLock = answer(
  class SharedLRU extends Ticks {
    override lock(): void {}
    override unlock(): void {}
  },
);

const plainLock = answer(
  class SharedLRU extends Ticks {
    override lock(): void {
      for (let look = 1; this.words[0] === 1; look++) if (look % 1000 === 0) Atomics.wait(this.words, 0, 1, 1);
      this.words[0] = 1;
    }
    override unlock(): void {
      this.words[0] = 0;
    }
  },
);

const wakesAsOwner = answer(
  class SharedLRU extends Ticks {
    override lock(): void {
      if (Atomics.compareExchange(this.words, 0, 0, 1) === 0) return;
      Atomics.wait(this.words, 0, 1, 100);
      Atomics.store(this.words, 0, 1);
    }
  },
);

const wakesNobody = answer(
  class SharedLRU extends Ticks {
    override lock(): void {
      while (Atomics.compareExchange(this.words, 0, 0, 1) !== 0) Atomics.wait(this.words, 0, 1);
    }
    override unlock(): void {
      Atomics.store(this.words, 0, 0);
    }
  },
);

const countsOutside = answer(
  class SharedLRU extends Ticks {
    override put(key: number, value: number): void {
      this.demand(key, value);
      const isNew = this.locked(() => {
        const slot = this.find(key);
        if (slot !== -1) {
          this.words[slot + 1] = value;
          this.refresh(slot);
          return false;
        }
        if (this.words[1] === this.words[3]) this.evict();
        this.insert(key, value);
        this.words[1]!--;
        return true;
      });
      if (isNew) this.words[1] = this.size + 1;
    }
    override delete(key: number): boolean {
      const wasPresent = this.locked(() => {
        const slot = this.find(key);
        if (slot !== -1) this.words[slot + 3] = 0;
        return slot !== -1;
      });
      if (wasPresent) this.words[1] = this.size - 1;
      return wasPresent;
    }
  },
);

const readsWithoutLock = answer(
  class SharedLRU extends Ticks {
    override get(key: number): number | undefined {
      return this.read(key);
    }
  },
);

const checksThenLocks = answer(
  class SharedLRU extends Ticks {
    override put(key: number, value: number): void {
      this.demand(key, value);
      if (this.has(key)) {
        return this.locked(() => {
          const slot = this.find(key);
          if (slot === -1) return;
          this.words[slot + 1] = value;
          this.refresh(slot);
        });
      }
      this.locked(() => {
        if (this.words[1] === this.words[3]) this.evict();
        this.insert(key, value);
      });
    }
  },
);

const makesRoomFirst = answer(
  class SharedLRU extends Ticks {
    override put(key: number, value: number): void {
      this.demand(key, value);
      const isFull = this.size === this.words[3];
      this.locked(() => {
        const slot = this.find(key);
        if (slot !== -1) {
          this.words[slot + 1] = value;
          return this.refresh(slot);
        }
        if (isFull) this.evict();
        this.insert(key, value);
      });
    }
  },
);

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
export const wrongAnswers: Readonly<Record<string, WrongAnswer>> = {
  "a get does not refresh": {
    by: "a full cache drops the entry used least recently, and a get is a use",
    answer: firstInFirstOut,
  },
  "key 0 means that a slot is free": {
    by: "any mix of calls agrees with a list kept by hand, for all 32-bit integers",
    answer: zeroMeansEmpty,
  },
  "a refusal throws between lock and unlock": {
    by: "every call frees the lock, whether it hits, misses or throws",
    answer: throwsInside,
  },
  "any number is stored as what is left of it": {
    by: "every call frees the lock, whether it hits, misses or throws",
    answer: acceptsAnything,
  },
  "a Map in the order of use, read as thread-safe": {
    by: "what one thread puts is there for another",
    answer: privateMap,
  },
  "no lock": { by: "two threads that write at once lose nothing, and nobody waits for ever", answer: noLock },
  "a lock of plain reads and writes": {
    by: "two threads that write at once lose nothing, and nobody waits for ever",
    answer: plainLock,
  },
  "whoever wakes thinks the lock is theirs": {
    by: "two threads that write at once lose nothing, and nobody waits for ever",
    answer: wakesAsOwner,
  },
  "unlock wakes nobody": {
    by: "two threads that write at once lose nothing, and nobody waits for ever",
    answer: wakesNobody,
  },
  "the size is counted outside the lock": {
    by: "two threads that write at once lose nothing, and nobody waits for ever",
    answer: countsOutside,
  },
  "reading without the lock": {
    by: "a get beside evictions never gives the value of another key, and breaks nothing",
    answer: readsWithoutLock,
  },
  "looks under one lock, inserts under another": {
    by: "two threads that put the same new key make one entry",
    answer: checksThenLocks,
  },
  "asks for the size before it locks": {
    by: "two threads that fill the cache at once never fill it beyond its capacity",
    answer: makesRoomFirst,
  },
  "a return between lock and unlock": {
    by: "every call frees the lock, whether it hits, misses or throws",
    answer: returnsEarly,
  },
};
