/**
 * The failure drill of the page on matrix products: the same blocked product, on the same cache, with rows of two
 * lengths.
 *
 * A cache with few lines per set is at its worst when the rows of a block begin in the same set. One run keeps the rows
 * as long as they are; the other pads them by one line wherever their length is a multiple of 16 numbers.
 *
 * Not here on purpose: the time of a real product (a miss is a count here).
 *
 * Source: as {@link CpuCache} and {@link traceMatmul}.
 *
 * @module
 */
import { CpuCache } from "../../structures/cpu_cache.ts";
import { traceMatmul } from "../experiments/blocked_matmul/matmul_trace.ts";
import { type Drill, drill } from "../drill.ts";

const CACHE = { lines: 64, ways: 4 }; // 16 sets of four lines of eight numbers
const BLOCK = 8; // numbers; one line
const EVEN_LINES = 16; // numbers: rows of an even number of lines share their sets

/** What {@linkcode conflictDrill} is given besides the sizes. */
export interface ConflictDrillOptions {
  /** Decides the labels. */
  readonly seed: number;
  /** Called when the runs of a size are done. */
  readonly onSize?: () => unknown;
}

/**
 * Misses per multiplication of both runs, for each size.
 *
 * Cost: O(size³) for each size and run.
 *
 * @param sizes Rows and columns of the matrices: positive integers.
 * @throws {RangeError} If a size is not a positive integer.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { conflictDrill } from "./conflict_drill.ts";
 *
 * const { padded, unpadded } = conflictDrill([64], { seed: 1 }).reveal();
 * assert(unpadded.run[0]! > 4 * padded.run[0]!);
 * ```
 */
export function conflictDrill(
  sizes: readonly number[],
  options: ConflictDrillOptions,
): Drill<"padded" | "unpadded", readonly number[]> {
  const padded: number[] = [], unpadded: number[] = [];
  for (const size of sizes) {
    unpadded.push(missesPerMultiplication(size, size));
    padded.push(missesPerMultiplication(size, size % EVEN_LINES === 0 ? size + BLOCK : size));
    options.onSize?.();
  }
  return drill({ padded, unpadded }, options);
}

function missesPerMultiplication(size: number, leading: number): number {
  const cache = new CpuCache(CACHE);
  traceMatmul({ size, order: "row by row", block: BLOCK, leading }, (at) => cache.access(at));
  return cache.misses / size ** 3;
}
