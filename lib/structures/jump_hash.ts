/**
 * Jump consistent hash: the node of a key in a few multiplications, without a table.
 *
 * A key starts in bucket 0 and asks at which number of buckets it would move next; each move goes to the bucket that is
 * new at that number. The last move before the present number of buckets says where the key is. The numbers come from a
 * 64-bit linear congruential generator seeded by the key's hash. JavaScript multiplies 64 bits only as `BigInt`, so the
 * state is two 32-bit halves and the product is put together from 16-bit by 32-bit products, each exact in a double.
 *
 * **Invariant.** With n buckets each has 1/n of the keys; when bucket n + 1 comes, 1/(n + 1) of the keys move, all into
 * it.
 *
 * | | cost |
 * | - | ---- |
 * | `getNode` | O(length of the key + log n) |
 * | `getNodes` | O(n log n) expected for all n nodes |
 * | `addNode`, `removeNode` | O(1); `addNode` of a node that is there too |
 * | memory | the ids |
 *
 * Not here on purpose: taking out any but the node that was added **last** (buckets are numbers, and the numbers must
 * have no gap: for servers that fail use a ring, or give a failed bucket to another machine of the same name), weights,
 * independence of the order in which nodes were added.
 *
 * Source: J. Lamping and E. Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm", arXiv:1406.2294, 2014.
 *
 * @module
 */
import {
  argumentError,
  checkNonNegativeInteger,
  checkOptions,
  checkPositiveInteger,
  showValue,
} from "../base/argument.ts";
import { hash64 } from "../base/hash64.ts";
import type { KeyPartitioner } from "./key_partitioner.ts";
import { checkNodeId } from "./_node_id.ts";

export type { KeyPartitioner };

/** The generator's multiplier, 2862933555777941757, in halves. */
const MULTIPLIER_HIGH = 0x27bb2ee6;
const MULTIPLIER_LOW = 0x87b0b0fd;
const TWO_16 = 2 ** 16;
const TWO_31 = 2 ** 31;
const TWO_32 = 2 ** 32;
/** 2³² divided by the golden ratio: leads from the seed of one replica to that of the next. */
const SEED_STEP = 0x9e3779b9;

/**
 * The bucket of a key, from 0 to `buckets` − 1.
 *
 * @param hash 64 bits as {@linkcode hash64} writes them: the high half at place 0, the low one at place 1.
 * @param buckets A positive integer up to 2³¹.
 * @throws {RangeError} If `buckets` is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { jumpBucket } from "./jump_hash.ts";
 *
 * assertEquals(jumpBucket(new Uint32Array([0, 256]), 1024), 520);
 * ```
 */
export function jumpBucket(hash: Uint32Array, buckets: number): number {
  if (!(hash instanceof Uint32Array)) {
    throw argumentError(hash, {
      action: "choose a bucket",
      argument: "hash",
      rule: "a Uint32Array of 2",
      type: "none",
    });
  }
  checkPositiveInteger(buckets, { action: "choose a bucket", argument: "buckets" });
  if (buckets > TWO_31) {
    throw new RangeError(`Cannot choose a bucket: buckets must be at most 2³¹: current value is ${buckets}`);
  }
  let high = hash[0]!;
  let low = hash[1]!;
  let bucket = 0;
  for (let next = 0; next < buckets;) {
    bucket = next;
    // State × multiplier + 1, modulo 2⁶⁴. Products of 16 by 32 bits, and their sums here, are below 2⁵³.
    const right = (low & 0xffff) * MULTIPLIER_LOW + 1;
    const left = (low >>> 16) * MULTIPLIER_LOW + Math.floor(right / TWO_16);
    high = (Math.imul(high, MULTIPLIER_LOW) + Math.imul(low, MULTIPLIER_HIGH) + Math.floor(left / TWO_16)) >>> 0;
    low = (left % TWO_16) * TWO_16 + right % TWO_16;
    next = Math.floor((bucket + 1) * (TWO_31 / ((high >>> 1) + 1)));
  }
  return bucket;
}

/** How a {@linkcode JumpHash} hashes. */
export interface JumpHashOptions {
  /** Which of 2³² hash functions: an integer from 0 to 2³² − 1. @default {0} */
  readonly seed?: number;
}

/**
 * A {@linkcode KeyPartitioner} by jump hash: nodes are numbered in the order in which they were added.
 *
 * @example
 * ```ts
 * import { assert, assertThrows } from "@std/assert";
 * import { JumpHash } from "./jump_hash.ts";
 *
 * const shards = new JumpHash();
 * for (const id of ["shard-0", "shard-1", "shard-2"]) shards.addNode(id);
 * const before = shards.getNode("user:7")!;
 * shards.addNode("shard-3");
 * assert([before, "shard-3"].includes(shards.getNode("user:7")!));
 * assertThrows(() => shards.removeNode("shard-0"), RangeError, "only the node that was added last");
 * ```
 */
export class JumpHash implements KeyPartitioner {
  readonly #seed: number;
  readonly #hashing: { readonly seed: number };
  readonly #ids: string[] = [];
  readonly #known = new Set<string>();
  readonly #hash = new Uint32Array(2);

  /**
   * No nodes yet.
   * @throws {RangeError} If `seed` is not an integer from 0 to 2³² − 1.
   */
  constructor(options: JumpHashOptions = {}) {
    const action = "create a jump hash";
    const { seed = 0 } = checkOptions(options, { action, argument: "options" });
    this.#seed = checkNonNegativeInteger(seed, { action, argument: "seed" });
    this.#hashing = { seed };
    hash64("", this.#hash, this.#hashing); // refuses a seed that is too large
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#ids.length;
  }

  /**
   * Adds a node as the last; one that is there stays where it is.
   * @throws {TypeError} If `id` is not a well-formed, non-empty text.
   * @throws {RangeError} If `weight` is not 1: buckets are equal.
   */
  addNode(id: string, weight = 1): void {
    checkNodeId(id, { action: "add a node", argument: "id" });
    if (weight !== 1) {
      throw new RangeError(`Cannot add a node: jump hash knows no weight but 1: current value is ${showValue(weight)}`);
    }
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.#ids.push(id);
  }

  /**
   * Takes out the node that was added last; false when `id` is not there.
   * @throws {RangeError} If `id` is there, but is not the last.
   */
  removeNode(id: string): boolean {
    if (!this.#known.has(id)) return false;
    if (this.#ids.at(-1) !== id) {
      throw new RangeError(
        `Cannot remove a node: jump hash removes only the node that was added last: current value is "${id}"`,
      );
    }
    this.#known.delete(id);
    this.#ids.pop();
    return true;
  }

  /** The node of `key`; `undefined` when there are no nodes. */
  getNode(key: string): string | undefined {
    if (this.#ids.length === 0) return undefined;
    hash64(key, this.#hash, this.#hashing);
    return this.#ids[jumpBucket(this.#hash, this.#ids.length)];
  }

  /**
   * The first `count` different nodes for `key`: its bucket under one hash function after the other, until there are
   * enough. The first is as steady as `getNode`; of the others, a few more than their share move when a node comes.
   * @throws {RangeError} If `count` is not a non-negative integer.
   */
  getNodes(key: string, count: number): string[] {
    checkNonNegativeInteger(count, { action: "choose nodes", argument: "count" });
    const chosen = new Set<string>();
    for (let seed = this.#seed; chosen.size < Math.min(count, this.size); seed = (seed + SEED_STEP) % TWO_32) {
      hash64(key, this.#hash, { seed });
      chosen.add(this.#ids[jumpBucket(this.#hash, this.size)]!);
    }
    return [...chosen];
  }
}
