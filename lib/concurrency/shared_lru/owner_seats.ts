/**
 * Who takes part in a piece of shared memory: one seat a thread, with an identity that is never used twice.
 *
 * A thread takes a seat and gets an owner id: seat number + seats × epoch. It signs locks with the id, and writes on its seat
 * which region of memory it is inside. `release` tells everybody that a thread is gone, whether it could be asked or not.
 *
 * **Invariant.** An id that was released is never alive again. What a thread may still write to is on its seat: a region that no
 * seat names is touched by nobody. The seat of a thread that was reported gone keeps its word for `quarantineMs`, because
 * "terminated" is an order and not a fact: Deno 2.9 lets a Worker that computes run on until its next turn of the event loop,
 * Node and browsers stop it a moment later; nowhere does `terminate()` wait for the thread's last store.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `isLive` | O(1): one atomic load |
 * | `take`, `isAnyoneInside` | O(seats) |
 * | memory | 128 bytes a seat, so that two threads' seats share no cache line |
 *
 * Not here on purpose: heartbeats (a busy thread is silent, and a silent one may be asleep; see the lease in `robust_lock.ts`), a
 * proof of death (the language has none).
 *
 * Source: M. Michael, "Hazard pointers: safe memory reclamation for lock-free objects", IEEE TPDS 15(6), 2004: the word
 * on the seat is a hazard pointer; the epoch in the id is the thread id of Linux's robust futexes, made unique.
 *
 * @module
 */

/** Words of one seat: 128 bytes, two cache lines. */
export const SEAT_WORDS = 32;

/** By seat: the id of the thread that sits there, 0 when it is free. */
const LIVE = 0;
/** By seat: the last id that was given out. */
const LAST = 1;
/** By seat: the number of the region that the thread is inside, plus one; 0 when it is in none. */
const INSIDE = 2;
/** By seat: when its last thread was reported gone, in milliseconds, from 1 to 2³¹ − 1; 0 after a clean leave. */
const RELEASED_AT = 3;

/** Readings are kept in 31 bits: they come round every 24 days. */
const CLOCK_ROUND = 2 ** 31 - 1;
/** A reading this little ahead of now is a clock that was set back, and not one that came round. */
const SET_BACK_MS = 60_000;

/** Where the seats are, and how long the dead are distrusted. */
export interface OwnerSeatsOptions {
  /** Index of the first seat's first word. */
  readonly at: number;
  /** Number of seats: a positive integer. */
  readonly seats: number;
  /** How long a thread that was reported gone may still be writing, in milliseconds. */
  readonly quarantineMs: number;
}

/**
 * The seats in one piece of shared memory, seen by one thread.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { OwnerSeats, SEAT_WORDS } from "./owner_seats.ts";
 *
 * const words = new Int32Array(new SharedArrayBuffer(4 * 2 * SEAT_WORDS));
 * const seats = new OwnerSeats(words, { at: 0, seats: 2, quarantineMs: 5000 });
 * const id = seats.take(0)!;
 * assertEquals(seats.isLive(id), true);
 * seats.release(id, 0);
 * assertEquals(seats.isLive(id), false);
 * ```
 */
export class OwnerSeats {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #seats: number;
  readonly #quarantineMs: number;

  /** The seats at `at`; memory that was never used holds free seats. */
  constructor(words: Int32Array, { at, seats, quarantineMs }: OwnerSeatsOptions) {
    this.#words = words;
    this.#at = at;
    this.#seats = seats;
    this.#quarantineMs = quarantineMs;
  }

  /** A new owner id for the calling thread, above 0; `undefined` when every seat is taken or in quarantine. */
  take(nowMs: number): number | undefined {
    for (let seat = 0; seat < this.#seats; seat++) {
      const at = this.#at + seat * SEAT_WORDS;
      if (Atomics.load(this.#words, at + LIVE) !== 0 || this.#isInQuarantine(at, nowMs)) continue;
      const last = Atomics.load(this.#words, at + LAST);
      const id = last === 0 ? seat + this.#seats : last + this.#seats; // the first epoch is 1, so that no id is 0
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
      { length: this.#seats },
      (_, seat) => Atomics.load(this.#words, this.#at + seat * SEAT_WORDS),
    );
    return ids.filter((id) => id !== 0);
  }

  /** Reports the thread of `id` as gone; false when it was not alive. */
  release(id: number, nowMs: number): boolean {
    return this.#empty(id, 1 + (Math.floor(nowMs) % CLOCK_ROUND));
  }

  /** The thread of `id` leaves of its own accord, being inside nothing; false when it had been reported gone. */
  leave(id: number): boolean {
    return this.#empty(id, 0);
  }

  /** Index of the word in which the thread of `id` says where it is: a region's number plus one, or 0. */
  insideAt(id: number): number {
    return this.#of(id) + INSIDE;
  }

  /** Whether some thread says that it is inside `region`, and may be. */
  isAnyoneInside(region: number, nowMs: number): boolean {
    for (let seat = 0; seat < this.#seats; seat++) {
      const at = this.#at + seat * SEAT_WORDS;
      if (Atomics.load(this.#words, at + INSIDE) !== region + 1) continue;
      if (Atomics.load(this.#words, at + LIVE) !== 0 || this.#isInQuarantine(at, nowMs)) return true;
    }
    return false;
  }

  #of(id: number): number {
    return this.#at + (id % this.#seats) * SEAT_WORDS;
  }

  #empty(id: number, releasedAt: number): boolean {
    const at = this.#of(id);
    if (!this.isLive(id)) return false;
    Atomics.store(this.#words, at + LAST, id); // a thread may have died between taking its seat and writing this
    Atomics.store(this.#words, at + RELEASED_AT, releasedAt);
    return Atomics.compareExchange(this.#words, at + LIVE, id, 0) === id;
  }

  /** Whether the last thread of the seat at `at` was reported gone less than `quarantineMs` ago. */
  #isInQuarantine(at: number, nowMs: number): boolean {
    const releasedAt = Atomics.load(this.#words, at + RELEASED_AT);
    if (releasedAt === 0) return false;
    const now = 1 + (Math.floor(nowMs) % CLOCK_ROUND);
    const passedMs = now >= releasedAt ? now - releasedAt : now - releasedAt + CLOCK_ROUND;
    return passedMs < this.#quarantineMs || passedMs > CLOCK_ROUND - SET_BACK_MS;
  }
}
