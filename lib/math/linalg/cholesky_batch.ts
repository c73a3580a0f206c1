/**
 * Many small symmetric positive definite systems at once, one after the other in packed arrays: what alternating least
 * squares solves for every user and every item.
 *
 * Factors are made in a scratch array that is used again for every system; nothing is allocated in the loop.
 *
 * **Invariant.** Each solution is that of `choleskySolve(cholesky(a), b)` up to rounding.
 *
 * Cost: ⅓ n³ + 2 n² operations a system, and no memory beside the solutions.
 *
 * Not here on purpose: large systems (`cholesky.ts`), systems that are not positive definite (add to the diagonal: a
 * ridge).
 *
 * @module
 */
import { checkOptions, checkPositiveInteger } from "../../base/argument.ts";
import { checkVector } from "./matrix_checks.ts";

/**
 * The solutions of systems[i] · x = rightSides[i].
 * @param systems (count, n, n): symmetric positive definite; only the lower triangle of each is read.
 * @param rightSides (count, n).
 * @param options `size`: n.
 * @returns (count, n)
 * @throws {RangeError} If the lengths do not fit, or a system is not positive definite or not finite; the message has
 *   its
 * index.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { choleskySolveBatch } from "./cholesky_batch.ts";
 *
 * const systems = Float64Array.of(4, 2, 2, 5, 1, 0, 0, 9);
 * const x = choleskySolveBatch(systems, Float64Array.of(8, 12, 3, 18), { size: 2 });
 * assertEquals([...x], [1, 2, 3, 2]);
 * ```
 */
export function choleskySolveBatch(
  systems: Float64Array,
  rightSides: Float64Array,
  options: { readonly size: number },
): Float64Array {
  const action = "solve a batch of systems";
  const { size } = checkOptions(options, { action, argument: "options" });
  checkVector(systems, { action, argument: "systems" });
  checkVector(rightSides, { action, argument: "rightSides" });
  checkPositiveInteger(size, { action, argument: "size" });
  const count = rightSides.length / size;
  if (!Number.isInteger(count) || systems.length !== count * size * size) {
    throw new RangeError(
      `Cannot ${action}: systems and rightSides must have count · ${size}² and count · ${size} entries: ` +
        `current value is ${systems.length} and ${rightSides.length}`,
    );
  }
  const solutions = rightSides.slice();
  const lower = new Float64Array(size * size);
  for (let k = 0; k < count; k++) {
    const x = solutions.subarray(k * size, (k + 1) * size);
    const system = systems.subarray(k * size * size, (k + 1) * size * size);
    if (!factor(system, { size, lower })) {
      throw new RangeError(
        `Cannot ${action}: system ${k} must be positive definite and finite: current value is one that is not`,
      );
    }
    substitute(lower, { size, x });
    for (let i = 0; i < size; i++) {
      if (Number.isFinite(x[i])) continue;
      throw new RangeError(`Cannot ${action}: right side ${k} must be finite: current value has a solution of ${x[i]}`);
    }
  }
  return solutions;
}

function factor(
  system: Float64Array,
  { size: n, lower }: { readonly size: number; readonly lower: Float64Array },
): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let left = system[i * n + j]!;
      for (let p = 0; p < j; p++) left -= lower[i * n + p]! * lower[j * n + p]!;
      if (i !== j) lower[i * n + j] = left / lower[j * n + j]!;
      else if (left > 0 && left < Infinity) lower[i * n + i] = Math.sqrt(left);
      else return false;
    }
  }
  return true;
}

function substitute(lower: Float64Array, { size: n, x }: { readonly size: number; readonly x: Float64Array }): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let j = 0; j < i; j++) sum -= lower[i * n + j]! * x[j]!;
    x[i] = sum / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / lower[i * n + i]!;
    x[i] = value;
    for (let j = 0; j < i; j++) x[j]! -= lower[i * n + j]! * value;
  }
}
