/**
 * An LRU cache that several threads use at once: one piece of shared memory, and no messages.
 *
 * The keys are dealt out to shards by their hash. Each shard has a lock, a table and a list of its own in the memory
 * (`_lru_region.ts`), so threads wait for each other only when they want the same shard at the same moment, and a hold
 * is the work of one call: less than a microsecond for short values. `get` takes the lock as `put` does, because it
 * moves its entry to the front.
 *
 * **Invariant.** Calls are linearisable: each takes effect at one moment between its beginning and its end, for each
 * shard as if on one plain LRU cache (`lib/testing/linearizability.ts` checks recorded histories). Eviction is exact
 * within a shard, and not global: the victim is the shard's least recently used entry, and a shard may be full while
 * another is not.
 *
 * **A thread that dies in the middle of a call** keeps no other waiting for longer than `leaseMs`, and, if it is
 * reported with {@linkcode SharedLruCache.release}, not at all. The shard it was in loses its entries; no value is ever
 * wrong or torn. A thread that was only slow finds that its call came to nothing: a `get` misses, a `put` is forgotten.
 * How, and the one limit, is told in `shared_lru_shard.ts`.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `get`, `put`, `has`, `delete` | O(length of key and value), expected; one lock |
 * | `size` | O(shards): each shard's part is exact, their sum is no snapshot |
 * | memory | slots × (20 + `maxKeyBytes` + `maxValueBytes`) bytes, reserved three times, touched once until a thread dies |
 *
 * **Where it runs.** Deno and Node: on every thread. Browsers: in Workers only (the main thread may not wait), on pages
 * that are cross-origin isolated. `terminate()` stops a Worker at once in Node and in browsers; in Deno 2.9 it stops it
 * between two turns of its event loop, so that a Worker stuck in an endless loop lives on: report it, and it will find
 * itself shut out.
 *
 * Not here on purpose: values longer than a slot, time-to-live, loading what is missing (`loading_cache.ts`, for one
 * thread), one recency order over all shards (a single list would be a single lock), growing (shared memory that grows
 * cannot move).
 *
 * Source: the shards follow Java's ConcurrentHashMap before version 8 (D. Lea), one LRU list each as in memcached and
 * LevelDB's `ShardedLRUCache`.
 *
 * @module
 */
import { checkOptions, checkPositiveInteger } from "../../base/argument.ts";
import { checkClock, type Clock, systemClock } from "../../base/clock.ts";
import { EncodedValue, type Kind, type Shareable, valueOf } from "./_encoded_value.ts";
import { LruRegion } from "./_lru_region.ts";
import { ThreadRegistry } from "./_thread_registry.ts";
import { layoutOf, readShape, type SharedLruShape, writeShape } from "./_shared_lru_layout.ts";
import { OwnerReleasedError, REGIONS, SharedLruShard } from "./shared_lru_shard.ts";

export { type Clock, OwnerReleasedError, type Shareable };

/** A clock that all threads read alike: each counts on from the time at which it began. */
const commonClock: Pick<Clock, "nowMs"> = { nowMs: () => performance.timeOrigin + systemClock.nowMs() };

/** What a new cache is made of. */
export interface SharedLruCacheOptions {
  /** The most entries it may hold: a positive integer, at least `shards`. */
  readonly capacity: number;
  /** Parts with a lock each: a positive integer up to 4,096. @default {16, or `capacity` if that is less} */
  readonly shards?: number;
  /** Longest key, in bytes: a string takes one a character up to U+00FF, else two a code unit. @default {64} */
  readonly maxKeyBytes?: number;
  /** Longest value, in bytes, counted as for keys. @default {256} */
  readonly maxValueBytes?: number;
  /** Most threads at once: a positive integer up to 1,024. @default {64} */
  readonly maxThreads?: number;
  /** How long one call may keep a shard before waiters take it over, in milliseconds: a positive integer. @default {500} */
  readonly leaseMs?: number;
  /** How long a thread that was reported gone may still write, in milliseconds: a positive integer. @default {5000} */
  readonly quarantineMs?: number;
}

/** What another thread needs to attach: goes through `postMessage` as it is. */
export interface SharedLruHandle {
  /** All there is: entries, locks and the cache's own description. */
  readonly buffer: SharedArrayBuffer;
}

/** What a thread brings when it attaches. */
export interface AttachOptions {
  /** Measures leases and quarantines; must read alike in all threads. @default {the machine's time at the start, counted on monotonically} */
  readonly clock?: Pick<Clock, "nowMs">;
}

/** What a thread has met at the locks, since it attached. */
export interface Contention {
  /** Locks taken. */
  readonly acquisitions: number;
  /** Of these, locks that were not free at the first look. */
  readonly contended: number;
  /** Times it went to sleep. */
  readonly sleeps: number;
  /** Locks taken over from a thread that was gone or too slow. */
  readonly takeovers: number;
}

/** Most bytes of memory: what 31 bits can number. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * One thread's view of a shared cache. Keys and values are strings or bytes; a string never equals bytes, and bytes are
 * copied both ways.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SharedLruCache } from "./shared_lru_cache.ts";
 *
 * const cache = SharedLruCache.create({ capacity: 1000 });
 * cache.put("user:1", "Ada");
 * // In a Worker: SharedLruCache.attach(handle), with the handle from a message.
 * const other = SharedLruCache.attach(cache.handle);
 * assertEquals(other.get("user:1"), "Ada");
 * other.delete("user:1");
 * assertEquals([cache.has("user:1"), cache.size], [false, 0]);
 * other.close();
 * ```
 */
export class SharedLruCache {
  /** What another thread needs to attach. */
  readonly handle: SharedLruHandle;
  /** This thread's id, for another thread that may have to report it gone. */
  readonly ownerId: number;
  readonly #shape: SharedLruShape;
  readonly #threads: ThreadRegistry;
  readonly #shards: readonly SharedLruShard[];
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #key = new EncodedValue();
  readonly #value = new EncodedValue();
  /** Where a value is copied while the lock is held; it is decoded afterwards. */
  readonly #copy: Uint8Array;

  private constructor(handle: SharedLruHandle, options: AttachOptions) {
    const action = "attach to a shared cache";
    checkOptions(handle, { action, argument: "handle" });
    const { clock = commonClock } = checkOptions(options, { action, argument: "options" });
    checkClock(clock, { action });
    const shape = readShape(handle.buffer);
    const words = new Int32Array(handle.buffer);
    const bytes = new Uint8Array(handle.buffer);
    const layout = layoutOf(shape);
    const { leaseMs, quarantineMs, maxThreads } = shape;
    const threads = new ThreadRegistry(words, { at: layout.registryAt, slots: maxThreads, quarantineMs });
    const ownerId = threads.register(clock.nowMs());
    if (ownerId === undefined) {
      throw new RangeError(
        `Cannot attach to a shared cache: every thread needs a slot in the registry (a closed one is free at once, a released one after ` +
          `${quarantineMs} ms), and all are taken: current value is ${maxThreads} slots`,
      );
    }
    const shardOf = (shard: number): SharedLruShard => {
      const regions = Array.from({ length: REGIONS }, (_, region) =>
        new LruRegion(words, bytes, {
          shape: layout.region,
          at: layout.regionAt(shard, region),
          capacity: layout.capacityOf(shard),
        }));
      const at = layout.shardAt(shard);
      return new SharedLruShard(words, { at, firstRegion: shard * REGIONS, regions, ownerId, threads, leaseMs, clock });
    };
    this.handle = handle;
    this.ownerId = ownerId;
    this.#shape = shape;
    this.#threads = threads;
    this.#shards = Array.from({ length: shape.shards }, (_, shard) => shardOf(shard));
    this.#clock = clock;
    this.#copy = new Uint8Array(shape.maxValueBytes);
  }

  /**
   * An empty cache in new memory, with the calling thread attached.
   * @throws {RangeError} If a number is out of range, or the memory would be 2 GiB or more.
   * @throws {TypeError} If an option is not a number.
   */
  static create(options: SharedLruCacheOptions & AttachOptions): SharedLruCache {
    const action = "create a shared cache";
    checkOptions(options, { action, argument: "options" });
    const { capacity, shards = Math.min(16, capacity), maxKeyBytes = 64, maxValueBytes = 256 } = options;
    const { maxThreads = 64, leaseMs = 500, quarantineMs = 5000 } = options;
    const shape: SharedLruShape = { capacity, shards, maxKeyBytes, maxValueBytes, maxThreads, leaseMs, quarantineMs };
    for (const [argument, value] of Object.entries(shape)) checkPositiveInteger(value, { action, argument });
    const most: [keyof SharedLruShape, number][] = [["shards", Math.min(4096, capacity)], ["maxThreads", 1024]];
    for (const argument of ["maxKeyBytes", "maxValueBytes", "leaseMs", "quarantineMs"] as const) {
      most.push([argument, 2 ** 28]);
    }
    for (const [argument, limit] of most) {
      if (shape[argument] <= limit) continue;
      throw new RangeError(
        `Cannot ${action}: ${argument} must be at most ${limit}: current value is ${shape[argument]}`,
      );
    }
    const { byteLength } = layoutOf(shape);
    if (byteLength > MAX_BYTES) {
      throw new RangeError(
        `Cannot ${action}: its memory must be less than 2 GiB: current value is ${byteLength} bytes`,
      );
    }
    const buffer = new SharedArrayBuffer(byteLength);
    writeShape(buffer, shape);
    return new SharedLruCache({ buffer }, options);
  }

  /**
   * The calling thread's view of the cache that `handle` describes. Attach once a thread, and {@linkcode close} at its
   * end.
   * @throws {TypeError} If `handle` is not that of a shared cache.
   * @throws {RangeError} If every registry slot is taken.
   */
  static attach(handle: SharedLruHandle, options: AttachOptions = {}): SharedLruCache {
    return new SharedLruCache(handle, options);
  }

  /** The most entries it may hold. */
  get capacity(): number {
    return this.#shape.capacity;
  }

  /** Parts with a lock each. */
  get shards(): number {
    return this.#shape.shards;
  }

  /** Entries held: the sum of the shards' sizes, taken one after the other. Never more than `capacity`. */
  get size(): number {
    let size = 0;
    for (const shard of this.#shards) {
      const held = shard.enter()?.size ?? 0;
      if (shard.leave()) size += held;
    }
    return size;
  }

  /**
   * The value of `key`, or `undefined` when it is absent; makes it the most recently used of its shard.
   * @throws {TypeError} If `key` is neither a string nor bytes.
   * @throws {OwnerReleasedError} If this thread was reported gone, or has closed the cache.
   */
  get(key: Shareable): Shareable | undefined {
    const shard = this.#shardFor(key, "get");
    let described = -1;
    const region = shard.enter();
    try {
      const slot = region === undefined ? 0 : region.find(this.#key);
      if (slot !== 0) {
        region!.touch(slot);
        described = region!.copyValue(slot, this.#copy);
      }
    } catch (error) {
      shard.leaveBroken();
      throw error;
    }
    if (!shard.leave() || described === -1) return undefined;
    return valueOf(this.#copy, { byteLength: described >>> 2, kind: (described & 3) as Kind });
  }

  /**
   * Stores `value` under `key` as the most recently used entry of its shard; a full shard gives up its least recently
   * used one.
   * @throws {RangeError} If `key` or `value` has more bytes than a slot takes; the cache is then as before.
   * @throws {TypeError} If one of them is neither a string nor bytes.
   * @throws {OwnerReleasedError} As {@linkcode get}.
   */
  put(key: Shareable, value: Shareable): void {
    const shard = this.#shardFor(key, "put");
    const { maxKeyBytes, maxValueBytes } = this.#shape;
    if (!this.#value.set(value)) throw notShareable(value, "value");
    if (this.#key.byteLength > maxKeyBytes) throw tooLong("key", this.#key.byteLength, maxKeyBytes);
    if (this.#value.byteLength > maxValueBytes) throw tooLong("value", this.#value.byteLength, maxValueBytes);
    const region = shard.enter();
    try {
      region?.put(this.#key, this.#value);
    } catch (error) {
      shard.leaveBroken();
      throw error;
    }
    shard.leave();
  }

  /**
   * Whether `key` is present; not a use.
   * @throws {TypeError} If `key` is neither a string nor bytes.
   * @throws {OwnerReleasedError} As {@linkcode get}.
   */
  has(key: Shareable): boolean {
    const shard = this.#shardFor(key, "has");
    let isPresent = false;
    const region = shard.enter();
    try {
      isPresent = region !== undefined && region.find(this.#key) !== 0;
    } catch (error) {
      shard.leaveBroken();
      throw error;
    }
    return shard.leave() && isPresent;
  }

  /**
   * Takes `key` out; false when it was absent.
   * @throws {TypeError} If `key` is neither a string nor bytes.
   * @throws {OwnerReleasedError} As {@linkcode get}.
   */
  delete(key: Shareable): boolean {
    const shard = this.#shardFor(key, "delete");
    let wasPresent = false;
    const region = shard.enter();
    try {
      wasPresent = region !== undefined && region.delete(this.#key);
    } catch (error) {
      shard.leaveBroken();
      throw error;
    }
    return shard.leave() && wasPresent;
  }

  /** Number of the shard that `key` belongs to: each shard is an LRU cache of its own. */
  shardOf(key: Shareable): number {
    if (!this.#key.setKey(key, SEED)) throw notShareable(key, "key");
    return ((this.#key.hash >>> 16) * this.#shape.shards) >>> 16; // the table of a region uses the lower bits
  }

  /** Entries that shard number `shard` may hold: the capacity, dealt out as evenly as can be. */
  capacityOf(shard: number): number {
    return layoutOf(this.#shape).capacityOf(shard);
  }

  /** Ids of the threads that are attached. */
  owners(): number[] {
    return this.#threads.live();
  }

  /**
   * Reports that the thread of `ownerId` is gone: after its Worker was terminated, or has failed. A thread that waits
   * for it goes on at once. If it is alive after all, its next call throws {@linkcode OwnerReleasedError}.
   * @returns False when it had left, or been reported, before.
   */
  release(ownerId: number): boolean {
    const wasLive = this.#threads.release(ownerId, this.#clock.nowMs());
    for (const shard of this.#shards) shard.wake();
    return wasLive;
  }

  /**
   * Ends this thread's part: its registry slot is free for another. Entries stay. Calling it twice is the same as once.
   */
  close(): void {
    this.#threads.unregister(this.ownerId);
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** What this thread has met at the locks since it attached. */
  contention(): Contention {
    const sum = { acquisitions: 0, contended: 0, sleeps: 0, takeovers: 0 };
    for (const { lock } of this.#shards) {
      sum.acquisitions += lock.acquisitions;
      sum.contended += lock.contended;
      sum.sleeps += lock.sleeps;
      sum.takeovers += lock.takeovers;
    }
    return sum;
  }

  #shardFor(key: Shareable, method: string): SharedLruShard {
    if (!this.#key.setKey(key, SEED)) throw notShareable(key, "key", method);
    return this.#shards[((this.#key.hash >>> 16) * this.#shape.shards) >>> 16]!;
  }
}

/** Where hashes begin: any number, the same in all threads. */
const SEED = 0x811c9dc5 | 0;

function notShareable(value: unknown, argument: string, method = "put"): TypeError {
  const shown = value === null ? "null" : typeof value;
  return new TypeError(
    `Cannot ${method} in a shared cache: ${argument} must be a string or a Uint8Array: current value is ${shown}`,
  );
}

function tooLong(argument: string, byteLength: number, most: number): RangeError {
  return new RangeError(
    `Cannot put into a shared cache: ${argument} must have at most ${most} bytes: current value is ${byteLength} bytes`,
  );
}
