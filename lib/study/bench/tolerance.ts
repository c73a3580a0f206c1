/**
 * A tolerance for answers: when two contestants that compute with floating-point numbers count as agreeing.
 *
 * @module
 */
import { checkNonNegative } from "../../base/argument.ts";

/**
 * A rule for a row's `agree`: both answers are finite numbers, or lists of equally many numbers, and no number is
 * farther from ours than `tolerance` times the largest of ours.
 *
 * @param tolerance At least 0; float64 work of some thousand steps mostly needs 1e-10, float32 work 1e-4.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { closeWithin } from "./tolerance.ts";
 *
 * const agree = closeWithin(1e-6);
 * assertEquals(agree([1000, 1e-9], Float64Array.of(1000.0001, 0)), true);
 * assertEquals(agree([1000, 0.1], Float64Array.of(1000, 0)), false);
 * ```
 */
export function closeWithin(tolerance: number): (theirs: unknown, ours: unknown) => boolean {
  checkNonNegative(tolerance, { action: "compare answers", argument: "tolerance" });
  return (theirs, ours) => {
    const [left, right] = [numbersOf(theirs), numbersOf(ours)];
    if (left === undefined || right === undefined || left.length !== right.length) return false;
    let largest = 0;
    for (const value of right) largest = Math.max(largest, Math.abs(value));
    return right.every((value, at) => Math.abs(left[at]! - value) <= tolerance * largest);
  };
}

function numbersOf(answer: unknown): readonly number[] | undefined {
  if (Number.isFinite(answer)) return [answer as number];
  const isList = Array.isArray(answer) || answer instanceof Float64Array || answer instanceof Float32Array;
  if (!isList) return undefined;
  const list = Array.from(answer as ArrayLike<unknown>);
  return list.every(Number.isFinite) ? list as number[] : undefined;
}
