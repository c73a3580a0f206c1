/**
 * A lock in shared memory that outlives its holder.
 *
 * One word: 0 when free, else the owner's id and a bit that says "a thread sleeps". Taking a free lock is one
 * `compareExchange`. Who finds it taken spins for a moment, since holds are short, and then sleeps in `Atomics.wait`
 * until the word changes. A second word counts holds, so that a waiter can tell one long hold from many short ones.
 *
 * **Invariant.** At most one thread can pass {@linkcode RobustLock.isHeld} or be told `true` by
 * {@linkcode RobustLock.release} for a hold: those are read from the word, which only the holder's own id satisfies.
 *
 * **When the owner is gone.** A waiter takes the lock over, by `compareExchange` on the word that it saw, in three
 * cases: the owner was reported gone (`ThreadRegistry.release`); one hold has lasted `leaseMs`, whatever the owner is
 * doing; or the word is the caller's own (an earlier call of it was torn out by an exception). `acquire` then returns
 * true, and what the lock protects must be thought half done. A slow owner that lives is *not* stopped by this: it
 * learns of it from `release` or `isHeld`, and until then may go on writing. The user of the lock must make those
 * writes harmless (`shared_lru_shard.ts` gives the shard other memory).
 *
 * **No wake-up is lost for good.** A thread can die after it freed the word and before it woke a sleeper, and a sleeper
 * can die with the wake-up in its hands. So no thread sleeps longer than `leaseMs` without looking.
 *
 * | | cost |
 * | - | ---- |
 * | `acquire` and `release`, free | one `compareExchange` each |
 * | `acquire`, taken | up to 100 pauses (about 4 µs), then sleep |
 *
 * Not here on purpose: fairness (a thread that arrives may overtake one that is being woken: throughput before order),
 * re-entrance, readers beside each other (a `get` of an LRU cache writes).
 * `Atomics.wait` is allowed on the main thread of Deno and Node, and forbidden on that of a browser: there, only
 * Workers may use this.
 *
 * Source: U. Drepper, "Futexes are tricky", 2011, sections 5 and 6 (the word); the Linux kernel's robust futexes (the
 * owner in the word, the state that outlives it).
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import type { ThreadRegistry } from "./_thread_registry.ts";

/** In the word: a thread may be asleep. */
const SLEEPERS = 1;
/** Looks at a taken lock before sleeping. */
const SPINS = 100;

/**
 * The pause instruction where the engine has it (V8 13.5 and later): a spinning thread leaves the core's other half
 * alone.
 */
const pause: () => void = (Atomics as unknown as { pause?: () => void }).pause ?? (() => {});

/** What a {@linkcode RobustLock} needs. */
export interface RobustLockOptions {
  /** Index of the lock's word; the one after it counts holds. Both are 0 at first. */
  readonly at: number;
  /** The caller's id. */
  readonly ownerId: number;
  /** Who is alive. */
  readonly threads: ThreadRegistry;
  /** The longest hold that waiters put up with, in milliseconds: positive. */
  readonly leaseMs: number;
  /** Measures the lease. */
  readonly clock: Pick<Clock, "nowMs">;
}

/** One lock, seen by one owner. */
export class RobustLock {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #holds: number;
  readonly #mine: number;
  readonly #ownerId: number;
  readonly #threads: ThreadRegistry;
  readonly #leaseMs: number;
  readonly #clock: Pick<Clock, "nowMs">;
  /** Times that the lock was taken through this object. */
  acquisitions = 0;
  /** Of these, times that it was not free at the first look. */
  contended = 0;
  /** Times that the caller went to sleep. */
  sleeps = 0;
  /** Times that it was taken from an owner who was gone, or too slow. */
  takeovers = 0;

  /** The lock at `at` of `words`. */
  constructor(words: Int32Array, { at, ownerId, threads, leaseMs, clock }: RobustLockOptions) {
    this.#words = words;
    this.#at = at;
    this.#holds = at + 1;
    this.#mine = ownerId << 1;
    this.#ownerId = ownerId;
    this.#threads = threads;
    this.#leaseMs = leaseMs;
    this.#clock = clock;
  }

  /** Takes the lock. True when it was taken over: what it protects may be half done. */
  acquire(): boolean {
    const isTakenOver = Atomics.compareExchange(this.#words, this.#at, 0, this.#mine) !== 0 && this.#acquireTaken();
    this.#words[this.#holds]!++; // only the holder writes it, and the next release publishes it
    this.acquisitions++;
    return isTakenOver;
  }

  /** Whether the caller still holds the lock. */
  isHeld(): boolean {
    return (Atomics.load(this.#words, this.#at) & ~SLEEPERS) === this.#mine;
  }

  /** Frees the lock. False when it had been taken over: all that was read since is then worth nothing. */
  release(): boolean {
    if (Atomics.compareExchange(this.#words, this.#at, this.#mine, 0) === this.#mine) return true;
    const crowded = this.#mine | SLEEPERS;
    if (Atomics.compareExchange(this.#words, this.#at, crowded, 0) !== crowded) return false;
    Atomics.notify(this.#words, this.#at, 1);
    return true;
  }

  #acquireTaken(): boolean {
    this.contended++;
    for (let spin = 0; spin < SPINS; spin++) {
      pause();
      if (Atomics.load(this.#words, this.#at) !== 0) continue;
      if (Atomics.compareExchange(this.#words, this.#at, 0, this.#mine) === 0) return false;
    }
    let [seenOwner, seenHold, sinceMs] = [0, 0, 0];
    for (;;) {
      const word = Atomics.load(this.#words, this.#at);
      if (word === 0) { // others may be asleep, so the bit stays on until a release finds none
        if (Atomics.compareExchange(this.#words, this.#at, 0, this.#mine | SLEEPERS) === 0) return false;
        continue;
      }
      const owner = word >>> 1;
      const hold = Atomics.load(this.#words, this.#holds);
      const nowMs = this.#clock.nowMs();
      if (owner !== seenOwner || hold !== seenHold) [seenOwner, seenHold, sinceMs] = [owner, hold, nowMs];
      const isOver = nowMs - sinceMs >= this.#leaseMs;
      if (isOver || owner === this.#ownerId || !this.#threads.isLive(owner)) {
        if (Atomics.compareExchange(this.#words, this.#at, word, this.#mine | SLEEPERS) !== word) continue;
        this.takeovers++;
        return true;
      }
      const crowded = word | SLEEPERS;
      if (word !== crowded && Atomics.compareExchange(this.#words, this.#at, word, crowded) !== word) continue;
      this.sleeps++;
      Atomics.wait(this.#words, this.#at, crowded, sinceMs + this.#leaseMs - nowMs);
    }
  }
}
