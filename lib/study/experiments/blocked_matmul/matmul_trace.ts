/**
 * The order in which a matrix product touches memory, for a simulated cache: the accesses of three loops, in the order
 * of the definition or row by row, whole or in blocks.
 *
 * Memory holds `a`, `b` and the result one after another, each row after row; a row begins `leading` numbers after the
 * one before.
 *
 * - `"row times column"`: for i, for j, for p: an entry of `a`, an entry of `b`; the sum is kept in a register and
 *   written once.
 * - `"row by row"`: for i, for p, for j: an entry of `a`, then along a row of `b` and a row of the result. With
 *   `block`, p and j run over one block of `b` for all i, then over the next.
 *
 * **Invariant.** Every order makes the same size³ products. Cost: O(size³) calls of `access`.
 *
 * Not here on purpose: the numbers (`lib/math/linalg` has them), the cache (`cpu_cache.ts`).
 *
 * @module
 */
import { checkFunction, checkOneOf, checkOptions, checkPositiveInteger } from "../../../base/argument.ts";

/** A product of two square matrices, as a walk through memory. */
export interface MatmulWalk {
  /** Rows and columns of each matrix: a positive integer. */
  readonly size: number;
  /** Which loop is inside which. */
  readonly order: "row times column" | "row by row";
  /** Edge of the blocks of `b` in numbers, for `"row by row"`. @default {size}: no blocks */
  readonly block?: number;
  /** From the beginning of one row to that of the next, in numbers; at least `size`. @default {size} */
  readonly leading?: number;
}

/**
 * Tells `access` every place in memory that the product touches, in order.
 * @param access Called with a place, counted in numbers from 0.
 * @throws {RangeError} If a size is not a positive integer, or a row is longer than the distance between rows.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { traceMatmul } from "./matmul_trace.ts";
 * const places: number[] = [];
 * traceMatmul({ size: 1, order: "row times column" }, (at) => places.push(at));
 * assertEquals(places, [0, 1, 2]); // a, b, the result
 * ```
 */
export function traceMatmul(walk: MatmulWalk, access: (at: number) => unknown): void {
  const action = "walk through a product";
  const { size, order, block = size, leading = size } = checkOptions(walk, { action, argument: "walk" });
  checkOneOf(order, { action, argument: "order", choices: ["row times column", "row by row"] });
  checkFunction(access, { action, argument: "access" });
  checkPositiveInteger(size, { action, argument: "size" });
  checkPositiveInteger(block, { action, argument: "block" });
  checkPositiveInteger(leading, { action, argument: "leading" });
  if (leading < size) {
    throw new RangeError(`Cannot ${action}: leading must be at least the size, ${size}: current value is ${leading}`);
  }
  if (order === "row times column") rowTimesColumn({ size, leading }, access);
  else rowByRow({ size, leading, block }, access);
}

function rowTimesColumn({ size, leading }: { size: number; leading: number }, access: (at: number) => unknown): void {
  const matrix = size * leading;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let p = 0; p < size; p++) {
        access(i * leading + p);
        access(matrix + p * leading + j);
      }
      access(2 * matrix + i * leading + j);
    }
  }
}

function rowByRow(
  { size, leading, block }: { size: number; leading: number; block: number },
  access: (at: number) => unknown,
): void {
  const matrix = size * leading;
  for (let top = 0; top < size; top += block) {
    for (let left = 0; left < size; left += block) {
      const [bottom, right] = [Math.min(size, top + block), Math.min(size, left + block)];
      for (let i = 0; i < size; i++) {
        for (let p = top; p < bottom; p++) {
          access(i * leading + p);
          for (let j = left; j < right; j++) {
            access(matrix + p * leading + j);
            access(2 * matrix + i * leading + j);
          }
        }
      }
    }
  }
}
