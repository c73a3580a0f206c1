/**
 * Some entries of labels or targets, in a given order: what `take` of `math/linalg` is for rows, `takeEntries` is for
 * what belongs to them.
 *
 * **Invariant.** The result is a copy; an entry may be taken more than once.
 *
 * Cost: O(entries taken).
 *
 * @module
 */

/**
 * Entries `indices` of `y`.
 * @throws {RangeError} If an index is no entry of `y`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { takeEntries } from "./take_entries.ts";
 * assertEquals([...takeEntries([7, 8, 9], [2, 0, 2])], [9, 7, 9]);
 * ```
 */
export function takeEntries(y: ArrayLike<number>, indices: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(Number.isInteger(index) && index >= 0 && index < y.length)) {
      throw new RangeError(
        `Cannot take entries: indices[${i}] must be from 0 to ${y.length - 1}: current value is ${index}`,
      );
    }
    taken[i] = y[index]!;
  }
  return taken;
}
