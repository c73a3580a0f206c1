/**
 * A processor's cache, simulated: which accesses to memory are hits, and which must wait for a line to come from
 * further away.
 *
 * Memory comes in lines of a few neighbouring numbers, and a line has its place in one set of the cache: its number
 * modulo the number of sets. A set has room for `ways` lines and drops the one that was used longest ago. One set that
 * holds everything is a fully associative cache; sets of one line are a direct-mapped one.
 *
 * **Invariant.** `misses` ≤ `accesses`; a set never holds more than `ways` lines. Without conflicts (one set), a larger
 * cache never misses more. Cost: O(1) an access.
 *
 * Not here on purpose: several levels, prefetching, writing back (a write is an access like any other), time: a miss is
 * a count.
 *
 * Source: J. Hennessy, D. Patterson, Computer Architecture: A Quantitative Approach, appendix B (placement,
 * replacement, conflict misses).
 *
 * @module
 */
import { checkNonNegativeInteger, checkOptions, checkPositiveInteger } from "../base/argument.ts";
import { LruCache } from "./lru_cache.ts";

/** The shape of a cache. */
export interface CpuCacheOptions {
  /** How many lines it holds; a multiple of `ways`. */
  readonly lines: number;
  /** How many lines a set holds. @default {lines}: one set */
  readonly ways?: number;
  /** Numbers in a line: a line of 64 bytes has eight of 64 bits. @default {8} */
  readonly numbersPerLine?: number;
}

/**
 * A cache of lines that counts its misses.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { CpuCache } from "./cpu_cache.ts";
 * const cache = new CpuCache({ lines: 2 });
 * for (const at of [0, 7, 8, 16, 0]) cache.access(at); // miss, hit, miss, miss (line 0 goes), miss
 * assertEquals([cache.accesses, cache.misses], [5, 4]);
 * ```
 */
export class CpuCache {
  readonly #sets: readonly LruCache<number, true>[];
  readonly #numbersPerLine: number;
  #accesses = 0;
  #misses = 0;

  /**
   * An empty cache.
   * @throws {RangeError} If a size is not a positive integer, or `lines` is not a multiple of `ways`.
   */
  constructor(options: CpuCacheOptions) {
    const action = "create a cache of lines";
    const { lines, ways = lines, numbersPerLine = 8 } = checkOptions(options, { action, argument: "options" });
    checkPositiveInteger(lines, { action, argument: "lines" });
    checkPositiveInteger(ways, { action, argument: "ways" });
    this.#numbersPerLine = checkPositiveInteger(numbersPerLine, { action, argument: "numbersPerLine" });
    if (lines % ways !== 0) {
      throw new RangeError(`Cannot ${action}: lines must be a multiple of ways, ${ways}: current value is ${lines}`);
    }
    this.#sets = Array.from({ length: lines / ways }, () => new LruCache<number, true>(ways));
  }

  /** Accesses so far. */
  get accesses(): number {
    return this.#accesses;
  }

  /** Accesses so far whose line was not there. */
  get misses(): number {
    return this.#misses;
  }

  /**
   * Reads or writes the number at this place in memory.
   * @param at Counted in numbers, from 0.
   * @returns Whether it was a hit.
   * @throws {RangeError} If `at` is not a non-negative integer.
   */
  access(at: number): boolean {
    checkNonNegativeInteger(at, { action: "access memory", argument: "at" });
    const line = (at - at % this.#numbersPerLine) / this.#numbersPerLine;
    const set = this.#sets[line % this.#sets.length]!;
    this.#accesses++;
    if (set.get(line)) return true;
    this.#misses++;
    set.put(line, true);
    return false;
  }
}
