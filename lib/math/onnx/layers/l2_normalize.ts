/**
 * L2 normalisation: vectors along an axis are brought to length 1.
 *
 * **Invariant.** A vector shorter than epsilon is divided by epsilon, so a zero vector stays zero, with finite
 * gradients. A finite vector has a finite result: elements are divided by the largest before they are squared.
 *
 * Cost: six passes over x.
 *
 * Source: PyTorch's `normalize`.
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { checkAxis } from "../expressions/tensor_type.ts";
import { divide, maximum, square } from "../operations/arithmetic.ts";
import { sqrt } from "../operations/elementwise.ts";
import { sum } from "../operations/reductions.ts";
import { magnitude } from "./_magnitude.ts";

/** Along which axis. */
export interface L2NormalizeOptions {
  /** Negative ones count from the back. @default {-1} */
  readonly axis?: number;
  /** The least length. @default {1e-12} */
  readonly epsilon?: number;
}

/**
 * x / max(‖x‖, epsilon) along an axis.
 * @throws {TypeError} If x holds no floats.
 * @throws {RangeError} If there is no such axis, or epsilon is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate } from "../evaluate/evaluate.ts";
 * import { constant } from "../expressions/expression.ts";
 * import { l2Normalize } from "./l2_normalize.ts";
 * const x = constant([3, 4], { dtype: "float64" });
 * assertEquals(evaluate([l2Normalize(x)], {})[0]!.values, new Float64Array([0.6, 0.8]));
 * ```
 */
export function l2Normalize(x: Expression, { axis = -1, epsilon = 1e-12 }: L2NormalizeOptions = {}): Expression {
  checkPositive(epsilon, { action: "build an L2 normalisation", argument: "epsilon" });
  const axes = [checkAxis(axis, { rank: x.shape.length, operation: "an L2 normalisation" })];
  const size = magnitude(x, { axes, least: epsilon });
  const scaledDown = divide(x, size);
  const least = square(divide(epsilon, size));
  return divide(scaledDown, sqrt(maximum(sum(square(scaledDown), { axes, keepDimensions: true }), least)));
}
