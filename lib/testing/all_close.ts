/**
 * Assertion that numbers are all close to those expected, and if not, which one is the worst.
 *
 * A pair is close if it differs by at most `absolute + relative · |expected|`, as NumPy's `allclose` has it. Infinities
 * are close to themselves, NaN to nothing.
 *
 * Not here on purpose: units in the last place, shapes (compare lengths; that is checked).
 *
 * @module
 */
import { argumentError, checkList, checkNonNegative, checkOptions } from "../base/argument.ts";

/** How far numbers may lie apart. */
export interface Tolerance {
  /** Share of the expected number. @default {1e-12} */
  readonly relative?: number;
  /** The same for all. @default {0} */
  readonly absolute?: number;
}

/**
 * Throws unless every actual number is close to the expected one at the same place.
 * @throws {Error} If lengths differ or a pair is not close; the message has the worst pair, its index and by how often
 *   it misses the tolerance.
 * @throws {TypeError} If one of them is no list of numbers.
 * @throws {RangeError} If a tolerance is negative or not finite.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { assertAllClose } from "./all_close.ts";
 * assertAllClose([0.1 + 0.2], [0.3]);
 * assertThrows(() => assertAllClose([1, 2.1], [1, 2], { relative: 0.01 }), Error, "number 1 is 2.1, expected 2");
 * ```
 */
export function assertAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  options: Tolerance = {},
): void {
  const action = "compare numbers";
  const { relative = 1e-12, absolute = 0 } = checkOptions(options, { action, argument: "options" });
  checkNonNegative(relative, { action, argument: "relative" });
  checkNonNegative(absolute, { action, argument: "absolute" });
  checkList(actual, { action, argument: "actual" });
  checkList(expected, { action, argument: "expected" });
  if (actual.length !== expected.length) {
    throw new Error(`There must be ${expected.length} numbers: there are ${actual.length}`);
  }
  let worst: number | undefined;
  let worstRatio = 1;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (typeof a !== "number") throw argumentError(a, { action, argument: `actual[${i}]`, rule: "a number" });
    if (typeof e !== "number") throw argumentError(e, { action, argument: `expected[${i}]`, rule: "a number" });
    if (a === e) continue;
    const distance = Math.abs(a - e);
    const allowed = absolute + relative * Math.abs(e);
    const ratio = distance === 0 ? 0 : distance / allowed;
    if (Number.isFinite(distance) && ratio <= worstRatio) continue;
    worst = i;
    worstRatio = Number.isFinite(distance) ? ratio : Infinity;
  }
  if (worst === undefined) return;
  throw new Error(
    `Numbers must be close: number ${worst} is ${actual[worst]}, expected ${expected[worst]}: ` +
      `${worstRatio.toPrecision(3)} times the tolerance (relative ${relative}, absolute ${absolute})`,
  );
}
