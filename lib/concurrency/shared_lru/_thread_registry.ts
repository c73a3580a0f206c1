/**
 * Who takes part in a piece of shared memory: one slot a thread, with an identity that is never used twice.
 *
 * A thread takes a slot and gets an owner id: slot number + slots × epoch. It signs locks with the id, and writes on
 * its slot which region of memory it is inside. `release` tells all threads that one is gone, whether it could be asked
 * or not.
 *
 * **Invariant.** An id that was released is never alive again. What a thread may still write to is on its slot: a
 * region that no slot names is not touched. The slot of a thread that was reported gone keeps its word for
 * `quarantineMs`, because "terminated" is an order and not a fact: Deno 2.9 lets a Worker that computes run on until
 * its next turn of the event loop, Node and browsers stop it a moment later; nowhere does `terminate()` wait for the
 * thread's last store.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `isLive` | O(1): one atomic load |
 * | `take`, `isRegionInUse` | O(slots) |
 * | memory | 128 bytes a slot, so that two threads' slots share no cache line |
 *
 * Not here on purpose: heartbeats (a busy thread is silent, and a silent one may be asleep; see the lease in
 * `robust_lock.ts`), a proof of death (the language has none).
 *
 * Source: M. Michael, "Hazard pointers: safe memory reclamation for lock-free objects", IEEE TPDS 15(6), 2004: the word
 * on the slot is a hazard pointer; the epoch in the id is the thread id of Linux's robust futexes, made unique.
 *
 * @module
 */

/** Words of one slot: 128 bytes, two cache lines. */
export const ENTRY_WORDS = 32;

/** By slot: the id of the thread that sits there, 0 when it is free. */
const LIVE = 0;
/** By slot: the last id that was given out. */
const LAST = 1;
/** By slot: the number of the region that the thread is inside, plus one; 0 when it is in none. */
const INSIDE = 2;
/** By slot: when its last thread was reported gone, in milliseconds, from 1 to 2³¹ − 1; 0 after a clean leave. */
const RELEASED_AT = 3;

/** Readings are kept in 31 bits: they come round every 24 days. */
const CLOCK_ROUND = 2 ** 31 - 1;
/** A reading this little ahead of now is a clock that was set back, and not one that came round. */
const SET_BACK_MS = 60_000;

/** Where the slots are, and how long the dead are distrusted. */
export interface ThreadRegistryOptions {
  /** Index of the first slot's first word. */
  readonly at: number;
  /** Number of slots: a positive integer. */
  readonly slots: number;
  /** How long a thread that was reported gone may still be writing, in milliseconds. */
  readonly quarantineMs: number;
}

/**
 * The slots in one piece of shared memory, seen by one thread.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ThreadRegistry, ENTRY_WORDS } from "./_thread_registry.ts";
 *
 * const words = new Int32Array(new SharedArrayBuffer(4 * 2 * ENTRY_WORDS));
 * const slots = new ThreadRegistry(words, { at: 0, slots: 2, quarantineMs: 5000 });
 * const id = slots.register(0)!;
 * assertEquals(slots.isLive(id), true);
 * slots.release(id, 0);
 * assertEquals(slots.isLive(id), false);
 * ```
 */
export class ThreadRegistry {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #slots: number;
  readonly #quarantineMs: number;

  /** The slots at `at`; memory that was never used holds free slots. */
  constructor(words: Int32Array, { at, slots, quarantineMs }: ThreadRegistryOptions) {
    this.#words = words;
    this.#at = at;
    this.#slots = slots;
    this.#quarantineMs = quarantineMs;
  }

  /** A new owner id for the calling thread, above 0; `undefined` when every slot is taken or in quarantine. */
  register(nowMs: number): number | undefined {
    for (let slot = 0; slot < this.#slots; slot++) {
      const at = this.#at + slot * ENTRY_WORDS;
      if (Atomics.load(this.#words, at + LIVE) !== 0 || this.#isInQuarantine(at, nowMs)) continue;
      const last = Atomics.load(this.#words, at + LAST);
      const id = last === 0 ? slot + this.#slots : last + this.#slots; // the first epoch is 1, so that no id is 0
      if (Atomics.compareExchange(this.#words, at + LIVE, 0, id) !== 0) continue;
      Atomics.store(this.#words, at + LAST, id);
      Atomics.store(this.#words, at + INSIDE, 0);
      Atomics.store(this.#words, at + RELEASED_AT, 0);
      return id;
    }
  }

  /** Whether the thread of `id` has neither left nor been reported gone. */
  isLive(id: number): boolean {
    return Atomics.load(this.#words, this.#of(id) + LIVE) === id;
  }

  /** The threads that are alive, by id. */
  live(): number[] {
    const ids = Array.from(
      { length: this.#slots },
      (_, slot) => Atomics.load(this.#words, this.#at + slot * ENTRY_WORDS),
    );
    return ids.filter((id) => id !== 0);
  }

  /** Reports the thread of `id` as gone; false when it was not alive. */
  release(id: number, nowMs: number): boolean {
    return this.#empty(id, 1 + (Math.floor(nowMs) % CLOCK_ROUND));
  }

  /** The thread of `id` leaves, being inside nothing; false when it had been reported gone. */
  unregister(id: number): boolean {
    return this.#empty(id, 0);
  }

  /** Index of the word in which the thread of `id` says where it is: a region's number plus one, or 0. */
  insideAt(id: number): number {
    return this.#of(id) + INSIDE;
  }

  /** Whether some thread says that it is inside `region`, and may be. */
  isRegionInUse(region: number, nowMs: number): boolean {
    for (let slot = 0; slot < this.#slots; slot++) {
      const at = this.#at + slot * ENTRY_WORDS;
      if (Atomics.load(this.#words, at + INSIDE) !== region + 1) continue;
      if (Atomics.load(this.#words, at + LIVE) !== 0 || this.#isInQuarantine(at, nowMs)) return true;
    }
    return false;
  }

  #of(id: number): number {
    return this.#at + (id % this.#slots) * ENTRY_WORDS;
  }

  #empty(id: number, releasedAt: number): boolean {
    const at = this.#of(id);
    if (!this.isLive(id)) return false;
    Atomics.store(this.#words, at + LAST, id); // a thread may have died between taking its slot and writing this
    Atomics.store(this.#words, at + RELEASED_AT, releasedAt);
    return Atomics.compareExchange(this.#words, at + LIVE, id, 0) === id;
  }

  /** Whether the last thread of the slot at `at` was reported gone less than `quarantineMs` ago. */
  #isInQuarantine(at: number, nowMs: number): boolean {
    const releasedAt = Atomics.load(this.#words, at + RELEASED_AT);
    if (releasedAt === 0) return false;
    const now = 1 + (Math.floor(nowMs) % CLOCK_ROUND);
    const passedMs = now >= releasedAt ? now - releasedAt : now - releasedAt + CLOCK_ROUND;
    return passedMs < this.#quarantineMs || passedMs > CLOCK_ROUND - SET_BACK_MS;
  }
}
