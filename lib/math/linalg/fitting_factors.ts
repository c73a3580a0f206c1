/**
 * The check of the two factors that all matrix products share: that the shapes fit, and every entry is finite.
 *
 * @module
 */
import { checkFiniteMatrix, type Matrix } from "./matrix.ts";

/**
 * Refuses factors that do not fit each other.
 * @throws {RangeError} If `a` has not as many columns as `b` has rows, or an entry is not finite.
 */
export function checkMultipliable(a: Matrix, b: Matrix): void {
  const action = "multiply matrices";
  if (a.columns !== b.rows) {
    throw new RangeError(
      `Cannot ${action}: a must have as many columns as b has rows: ` +
        `current value is ${a.rows} × ${a.columns} times ${b.rows} × ${b.columns}`,
    );
  }
  checkFiniteMatrix(a, { action, argument: "a" });
  checkFiniteMatrix(b, { action, argument: "b" });
}
