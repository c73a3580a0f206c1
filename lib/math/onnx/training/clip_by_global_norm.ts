/**
 * Gradient clipping by global norm: gradients that are too long together are shortened together.
 *
 * The norm is the length of all gradients as one vector. If it is above the limit, each gradient is multiplied by limit
 * / (norm + 10⁻⁶): their directions, and their sizes against each other, stay.
 *
 * **Invariant.** The norm of what comes out is at most the limit, up to rounding. Gradients within the limit come out
 * as they are. The norm of finite gradients is finite: elements are divided by the largest before they are squared.
 *
 * Cost: 6 passes over each gradient.
 *
 * Not here on purpose: clipping element by element, which turns the direction.
 *
 * Source: R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks (2013), section
 * 3.2; the 10⁻⁶ is torch.nn.utils.clip_grad_norm_'s.
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import { constant, type Expression } from "../expressions/expression.ts";
import { absolute, add, divide, maximum, minimum, multiply, square } from "../operations/arithmetic.ts";
import { and, greater, less, where } from "../operations/logic.ts";
import { cast, sqrt } from "../operations/elementwise.ts";
import { max, sum } from "../operations/reductions.ts";
import { scalarAs } from "./optimizer.ts";

/** Keeps the division of a vanishing norm defined. */
const TINY = 1e-6;

/** Gradients after clipping, and how long they were before. */
export interface ClippedGradients {
  /** In the order and of the types of what was given. */
  readonly gradients: readonly Expression[];
  /** The norm before clipping: a float64 scalar. */
  readonly norm: Expression;
}

/**
 * Clips gradients.
 * @param gradients Floats of any shapes.
 * @throws {RangeError} If maxNorm is not positive.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { constant } from "../expressions/expression.ts";
 * import { evaluate } from "../evaluate/evaluate.ts";
 * import { clipByGlobalNorm } from "./clip_by_global_norm.ts";
 * const { gradients, norm } = clipByGlobalNorm([constant([3]), constant([4])], { maxNorm: 1 });
 * const [a, b, length] = evaluate([...gradients, norm], {}).map(({ values }) => Number(values[0]));
 * assertAlmostEquals(length!, 5);
 * assertAlmostEquals(Math.hypot(a!, b!), 1, 1e-6);
 * ```
 */
export function clipByGlobalNorm(
  gradients: readonly Expression[],
  { maxNorm }: { readonly maxNorm: number },
): ClippedGradients {
  checkPositive(maxNorm, { action: "clip gradients", argument: "maxNorm" });
  const nothing = constant(0, { dtype: "float64" });
  const largest = gradients.map((gradient) => cast(max(absolute(gradient)), "float64")).reduce(maximum, nothing);
  const size = where(and(greater(largest, 0), less(largest, Infinity)), [largest, 1]);
  const squares = gradients.map((gradient) =>
    cast(sum(square(divide(gradient, scalarAs(size, gradient.dtype)))), "float64")
  );
  const norm = multiply(size, sqrt(squares.reduce((total, part) => add(total, part), nothing)));
  const factor = minimum(divide(maxNorm, add(norm, TINY)), 1);
  return { gradients: gradients.map((gradient) => multiply(gradient, scalarAs(factor, gradient.dtype))), norm };
}
