/**
 * The size of what is squared and summed: divided by it, no square is infinite, however large the elements are.
 *
 * In float32 the square of 1.9e19 is infinite, so the length of a vector, or a variance, would be infinite although it
 * is a plain number. A sum of squares is therefore made of elements that are divided by their largest, and multiplied
 * with it afterwards.
 *
 * Cost: two passes over x.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { absolute, maximum } from "../operations/arithmetic.ts";
import { stopGradient } from "../operations/elementwise.ts";
import { max } from "../operations/reductions.ts";

/**
 * max(largest |x|, least) along axes, which stay with length 1; a constant to whoever differentiates: what is divided
 * and multiplied by it does not depend on it.
 */
export function magnitude(
  x: Expression,
  { axes, least }: { readonly axes: readonly number[]; readonly least: number },
): Expression {
  return stopGradient(maximum(max(absolute(x), { axes, keepDimensions: true }), least));
}
