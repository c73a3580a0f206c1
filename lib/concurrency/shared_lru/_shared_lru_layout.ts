/**
 * Where everything stands in the memory of a shared LRU cache: description, threads, heads of the shards, regions.
 *
 * The description comes first, so that a thread which knows nothing but the buffer can find the rest. Seats, heads and
 * regions begin at multiples of 128 bytes: what different threads write often shares no cache line.
 *
 * **Invariant.** The layout depends on the description alone, and threads on different versions refuse each other.
 *
 * Not here on purpose: a layout that can change while threads are attached.
 *
 * @module
 */
import { type RegionShape, regionWords } from "./_lru_region.ts";
import { ENTRY_WORDS } from "./_thread_registry.ts";
import { REGIONS, SHARD_WORDS } from "./shared_lru_shard.ts";

/** The description: every number a positive integer. */
export interface SharedLruShape {
  /** Most entries. */
  readonly capacity: number;
  /** Parts with a lock each. */
  readonly shards: number;
  /** Most bytes of a key. */
  readonly maxKeyBytes: number;
  /** Most bytes of a value. */
  readonly maxValueBytes: number;
  /** Seats. */
  readonly maxThreads: number;
  /** Longest hold, in milliseconds. */
  readonly leaseMs: number;
  /** How long the dead are distrusted, in milliseconds. */
  readonly quarantineMs: number;
}

/** "SLRU" in ASCII. */
const MAGIC = 0x534c5255;
const VERSION = 1;
const DESCRIPTION_WORDS = 32;
const FIELDS = ["capacity", "shards", "maxKeyBytes", "maxValueBytes", "maxThreads", "leaseMs", "quarantineMs"] as const;

/** Where things stand, in words from the beginning. */
export interface SharedLruLayout {
  /** The first registry slot. */
  readonly registryAt: number;
  /** How regions are cut. */
  readonly region: RegionShape;
  /** The head of a shard. */
  shardAt(shard: number): number;
  /** One of a shard's regions. */
  regionAt(shard: number, region: number): number;
  /** Entries that a shard may hold. */
  capacityOf(shard: number): number;
  /** Length of the whole, in bytes. */
  readonly byteLength: number;
}

/**
 * The layout that `shape` describes.
 *
 * @example The shards' capacities add up to the capacity
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layoutOf } from "./_shared_lru_layout.ts";
 * const sizes = { maxKeyBytes: 8, maxValueBytes: 8, maxThreads: 2, leaseMs: 1, quarantineMs: 1 };
 * const layout = layoutOf({ capacity: 10, shards: 4, ...sizes });
 * assertEquals([0, 1, 2, 3].map((shard) => layout.capacityOf(shard)), [3, 3, 2, 2]);
 * ```
 */
export function layoutOf(shape: SharedLruShape): SharedLruLayout {
  const { capacity, shards, maxKeyBytes, maxValueBytes, maxThreads } = shape;
  const slots = Math.ceil(capacity / shards);
  const buckets = 2 ** Math.ceil(Math.log2(2 * slots));
  const region: RegionShape = { slots, buckets, maxKeyBytes, maxValueBytes };
  const words = regionWords(region);
  const shardsAt = DESCRIPTION_WORDS + maxThreads * ENTRY_WORDS;
  const regionsAt = shardsAt + shards * SHARD_WORDS;
  return {
    registryAt: DESCRIPTION_WORDS,
    region,
    shardAt: (shard) => shardsAt + shard * SHARD_WORDS,
    regionAt: (shard, number) => regionsAt + (shard * REGIONS + number) * words,
    capacityOf: (shard) => Math.floor(capacity / shards) + (shard < capacity % shards ? 1 : 0),
    byteLength: 4 * (regionsAt + shards * REGIONS * words),
  };
}

/** Writes the description into new memory. */
export function writeShape(buffer: SharedArrayBuffer, shape: SharedLruShape): void {
  const words = new Int32Array(buffer);
  words.set([VERSION, ...FIELDS.map((field) => shape[field])], 1);
  Atomics.store(words, 0, MAGIC); // last: a thread that sees it sees the rest
}

/**
 * Reads the description.
 * @throws {TypeError} If `buffer` is not shared memory that a cache of this version was created in.
 */
export function readShape(buffer: SharedArrayBuffer): SharedLruShape {
  const refused = (why: string, value: unknown) =>
    new TypeError(`Cannot attach to a shared cache: ${why}: current value is ${value}`);
  if (!(buffer instanceof SharedArrayBuffer)) throw refused("its handle must hold a SharedArrayBuffer", typeof buffer);
  if (buffer.byteLength < 4 * DESCRIPTION_WORDS) throw refused("its memory is too short", `${buffer.byteLength} bytes`);
  const words = new Int32Array(buffer, 0, DESCRIPTION_WORDS);
  if (Atomics.load(words, 0) !== MAGIC) throw refused("its memory must begin with a cache's mark", words[0]);
  if (words[1] !== VERSION) throw refused(`its version must be ${VERSION}`, words[1]);
  const shape = Object.fromEntries(FIELDS.map((field, n) => [field, words[2 + n]!])) as unknown as SharedLruShape;
  const { byteLength } = layoutOf(shape);
  if (byteLength !== buffer.byteLength) throw refused(`its memory must have ${byteLength} bytes`, buffer.byteLength);
  return shape;
}
