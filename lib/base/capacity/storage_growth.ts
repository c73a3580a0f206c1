/**
 * Storage: what arrives in a day, and what is held once the oldest data are deleted as fast as new data arrive.
 *
 * @module
 */
import { checkAtLeast } from "./_check_at_least.ts";
import { multiply, type Quantity, quantity } from "./quantity.ts";

/** What is written and kept. */
export interface StorageGrowthOptions {
  /** Items written, such as `posts/s`. An average: peaks don't fill disks. */
  readonly writes: Quantity;
  /** Size of one, such as `kB/post`. */
  readonly itemSize: Quantity;
  /** How long an item is kept, such as `5 years`. */
  readonly retention: Quantity;
  /** Copies of every item. @default {3} */
  readonly copies?: number;
  /** Bytes on disk for each byte of data: indexes, free space, compression below 1. @default {[1.2, 2]} */
  readonly overhead?: number | readonly [low: number, high: number];
}

/** Bytes. */
export interface StorageGrowth {
  /** New bytes on disk in a day, copies and overhead included. */
  readonly perDay: Quantity;
  /** Bytes on disk when retention is reached. */
  readonly held: Quantity;
}

/**
 * The storage of a service.
 *
 * @example 100 posts a second of 1 kB, kept for a year in three copies
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quantity, show } from "./quantity.ts";
 * import { storageGrowth } from "./storage_growth.ts";
 *
 * const { perDay, held } = storageGrowth({
 *   writes: quantity(100, "posts/s"),
 *   itemSize: quantity(1, "kB/post"),
 *   retention: quantity(1, "year"),
 *   overhead: 1,
 * });
 * assertEquals(show(perDay, "GB"), "25.9 GB");
 * assertEquals(show(held, "TB"), "9.47 TB");
 * ```
 */
export function storageGrowth(
  { writes, itemSize, retention, copies = 3, overhead = [1.2, 2] }: StorageGrowthOptions,
): StorageGrowth {
  const action = "estimate storage";
  checkAtLeast(quantity(copies, ""), { least: 1, action, argument: "copies" });
  const bytesPerByte = checkAtLeast(quantity(overhead, ""), { least: 0, action, argument: "overhead" });
  const rate = multiply(multiply(multiply(writes, itemSize), copies), bytesPerByte);
  return { perDay: multiply(rate, quantity(1, "day")), held: multiply(rate, retention) };
}
