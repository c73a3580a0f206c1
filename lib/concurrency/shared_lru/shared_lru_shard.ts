/**
 * One shard of a cache in shared memory: a lock, and regions of memory of which one is current.
 *
 * To work on the shard, a thread takes the lock, reads which region is current, writes that region's number on its
 * registry slot, and looks whether it still holds the lock. If it does, it may write to that region and to no other
 * until it leaves.
 *
 * **Recovery.** A thread that takes the lock over from one that is dead or too slow does not repair what may be half
 * done: it makes another region current, an empty one that no registry slot names. The cache loses this shard's
 * entries, which a cache may. The old owner, if it lives after all, goes on writing where no thread reads, learns on
 * leaving that it has lost the lock, and throws its result away.
 *
 * **Invariant.** A thread inside the current region holds the lock, or held it when the region was made current no
 * longer. A region is emptied and made current again only when no registry slot names it: neither that of a live
 * thread, nor that of one reported gone less than `quarantineMs` ago. If every region is named, the shard is suspended:
 * it keeps nothing, and says so (`enter` gives `undefined`), until one is free. So no thread ever reads what another is
 * writing, whatever died when; the limit is a thread that was reported gone (`release`), is alive, and stays in the
 * middle of one call for longer than `quarantineMs`.
 *
 * Cost: `enter` and `leave` are four atomic writes and three reads; recovery is O(table + regions × slots).
 *
 * Not here on purpose: saving entries of the old region (its owner may be writing to it; only a proof that the thread
 * is gone would allow it, and JavaScript has none).
 *
 * Source: M. Michael, "Hazard pointers", IEEE TPDS 15(6), 2004: publish, then validate.
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import type { LruRegion } from "./_lru_region.ts";
import type { ThreadRegistry } from "./_thread_registry.ts";
import { RobustLock } from "./robust_lock.ts";

/** Words of a shard's head: 128 bytes. */
export const SHARD_WORDS = 32;

/** Regions of a shard: one in use, and two for the accidents of one quarantine. */
export const REGIONS = 3;

/** In the head, after the lock's two words: 0 to `REGIONS` − 1 for the current region, or {@linkcode NONE}. */
const CURRENT = 2;
/** The shard is suspended. */
const NONE = REGIONS;
/** The lock was lost while a region was being chosen. */
const LOST = -1;

/** A thread went on using its cache after it was reported gone, or had closed it. */
export class OwnerReleasedError extends Error {
  /** Tells it from other errors. */
  override readonly name = "OwnerReleasedError";
}

/** What a {@linkcode SharedLruShard} needs. */
export interface SharedLruShardOptions {
  /** Index of the head's first word. */
  readonly at: number;
  /** Number of the shard's first region, among those of all shards. */
  readonly firstRegion: number;
  /** Its regions. */
  readonly regions: readonly LruRegion[];
  /** The caller's id. */
  readonly ownerId: number;
  /** Who is alive, and inside what. */
  readonly threads: ThreadRegistry;
  /** The longest hold that waiters put up with, in milliseconds. */
  readonly leaseMs: number;
  /** The same clock, give or take, in all threads. */
  readonly clock: Pick<Clock, "nowMs">;
}

/** One shard, seen by one owner. */
export class SharedLruShard {
  /** Its lock, for its counts. */
  readonly lock: RobustLock;
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #current: number;
  readonly #firstRegion: number;
  readonly #regions: readonly LruRegion[];
  readonly #ownerId: number;
  readonly #threads: ThreadRegistry;
  readonly #clock: Pick<Clock, "nowMs">;
  /** Index of the word on the caller's registry slot that says where it is. */
  readonly #inside: number;

  /** The shard at `at` of `words`. */
  constructor(words: Int32Array, options: SharedLruShardOptions) {
    const { at, firstRegion, regions, ownerId, threads, leaseMs, clock } = options;
    this.lock = new RobustLock(words, { at, ownerId, threads, leaseMs, clock });
    this.#words = words;
    this.#at = at;
    this.#current = at + CURRENT;
    this.#firstRegion = firstRegion;
    this.#regions = regions;
    this.#ownerId = ownerId;
    this.#threads = threads;
    this.#clock = clock;
    this.#inside = threads.insideAt(ownerId);
  }

  /**
   * Takes the lock and returns the current region, to be worked on until {@linkcode leave}; `undefined` when the shard
   * is suspended, in which case the lock is held all the same.
   * @throws {OwnerReleasedError} If the caller was reported gone, or has left. The lock is then not held.
   */
  enter(): LruRegion | undefined {
    for (;;) {
      if (!this.#threads.isLive(this.#ownerId)) throw released(this.#ownerId);
      const isTakenOver = this.lock.acquire();
      let current = Atomics.load(this.#words, this.#current);
      if (isTakenOver || current === NONE) {
        current = this.#replace(current);
        if (current === NONE) return undefined;
        if (current === LOST) continue;
      }
      Atomics.store(this.#words, this.#inside, this.#firstRegion + current + 1);
      if (this.lock.isHeld()) return this.#regions[current];
      Atomics.store(this.#words, this.#inside, 0); // too slow: another has taken the lock over
    }
  }

  /**
   * Frees the lock. False when it had been taken over: what was read is then worth nothing, and what was written is
   * gone.
   */
  leave(): boolean {
    Atomics.store(this.#words, this.#inside, 0);
    return this.lock.release();
  }

  /** Frees the lock after an exception in the middle of the work: the region is given up. */
  leaveBroken(): void {
    const current = Atomics.load(this.#words, this.#inside) - 1 - this.#firstRegion;
    Atomics.compareExchange(this.#words, this.#current, current, NONE);
    this.leave();
  }

  /** Wakes all threads that sleep on the lock, to look again whether its owner is alive. */
  wake(): void {
    Atomics.notify(this.#words, this.#at);
  }

  /**
   * Makes an empty region current in place of `current`, and says on the caller's registry slot that it is inside: its
   * number, `NONE`, or `LOST`. A region is first named on the registry slot, then looked at again: one that two threads
   * name is left by the one without the lock.
   */
  #replace(current: number): number {
    const nowMs = this.#clock.nowMs();
    for (let step = 1; step <= REGIONS; step++) {
      const region = (current + step) % REGIONS; // the current one, if it may be used again, comes last
      if (this.#threads.isRegionInUse(this.#firstRegion + region, nowMs)) continue;
      Atomics.store(this.#words, this.#inside, this.#firstRegion + region + 1);
      if (!this.lock.isHeld()) return this.#giveUp();
      this.#regions[region]!.clear();
      const seen = Atomics.compareExchange(this.#words, this.#current, current, region);
      return seen === current ? region : this.#giveUp();
    }
    Atomics.compareExchange(this.#words, this.#current, current, NONE);
    return NONE;
  }

  #giveUp(): typeof LOST {
    Atomics.store(this.#words, this.#inside, 0);
    return LOST;
  }
}

function released(ownerId: number): OwnerReleasedError {
  return new OwnerReleasedError(
    `Cannot use a shared cache: this thread's part in it has ended (close or release): current value is owner ${ownerId}`,
  );
}
