/**
 * Bucketing: batches of sequences of similar length, so that little is computed on padding.
 *
 * Sequences are shuffled, cut into pools of many batches, and sorted by length within each pool; the batches of
 * neighbours are then shuffled. So lengths are alike within a batch, and order still depends on chance.
 *
 * **Invariant.** Every index comes exactly once. The same generator state gives the same batches.
 *
 * Cost: O(n log pool).
 *
 * Source: the bucketing of tensor2tensor and torchtext (`BucketIterator`: pools of 100 batches).
 *
 * @module
 */
import { checkFiniteNumbers, checkPositiveInteger } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";

/** How batches are made. */
export interface BucketOptions {
  /** Sequences in a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** What order depends on. */
  readonly draw: Random;
  /** Batches sorted together. @default {100} */
  readonly poolBatches?: number;
}

/**
 * Batches of indices.
 * @param lengths The length of each sequence.
 * @throws {RangeError} If a length is not finite, or batchSize or poolBatches is no positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../../../base/random.ts";
 * import { lengthBuckets } from "./length_buckets.ts";
 * const batches = lengthBuckets([1, 9, 2, 8], { batchSize: 2, draw: random(1) });
 * assertEquals(batches.map((batch) => batch.toSorted()).sort(), [[0, 2], [1, 3]]);
 * ```
 */
export function lengthBuckets(
  lengths: ArrayLike<number>,
  { batchSize, draw, poolBatches = 100 }: BucketOptions,
): number[][] {
  const action = "make batches";
  checkFiniteNumbers(lengths, { action, argument: "lengths" });
  checkPositiveInteger(batchSize, { action, argument: "batchSize" });
  checkPositiveInteger(poolBatches, { action, argument: "poolBatches" });
  const order = Array.from({ length: lengths.length }, (_, index) => index);
  draw.shuffle(order);
  const batches: number[][] = [];
  const size = batchSize * poolBatches;
  for (let from = 0; from < order.length; from += size) {
    const pool = order.slice(from, from + size).sort((a, b) => lengths[a]! - lengths[b]!);
    for (let start = 0; start < pool.length; start += batchSize) batches.push(pool.slice(start, start + batchSize));
  }
  draw.shuffle(batches);
  return batches;
}
