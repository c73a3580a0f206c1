/**
 * Gradient rules of arithmetic, comparison, choice and casts.
 *
 * **Invariant.** An operand that was broadcast gets its derivative summed back to its own shape, and arithmetic that
 * can wait is done after the sum. A product of a node with itself gives one share that is worth both.
 *
 * Where a derivative does not exist, this is what is taken: |x| and sign at 0 count as 0; the larger (or smaller) of
 * two equal operands shares the derivative evenly between them; a power with exponent 0 is constant, and the exponent
 * of a base that is not positive gets none.
 *
 * Source: W. Kahan's choices are the runtime's; the even split is PyTorch's and JAX's.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { isFloat } from "../expressions/tensor_type.ts";
import { add, divide, multiply, negate, power, sign, subtract } from "../operations/arithmetic.ts";
import { equal, greater, where } from "../operations/logic.ts";
import { cast, log } from "../operations/elementwise.ts";
import { sumTo } from "../operations/reductions.ts";
import type { Vjps } from "./_vjp.ts";

/** Rules by operation. */
export const ARITHMETIC_VJPS = {
  Add: ({ inputs: [a, b] }, upstream) => [sumTo(upstream, a!.shape), sumTo(upstream, b!.shape)],
  Sub: ({ inputs: [a, b] }, upstream) => [sumTo(upstream, a!.shape), negate(sumTo(upstream, b!.shape))],
  Mul: ({ inputs: [a, b] }, upstream) => {
    if (a === b) return [multiply(multiply(upstream, 2), a!)];
    return [sumTo(multiply(upstream, b!), a!.shape), sumTo(multiply(upstream, a!), b!.shape)];
  },
  Div: (quotient, upstream) => {
    const [a, b] = quotient.inputs as readonly [Expression, Expression];
    const part = divide(upstream, b);
    return [sumTo(part, a.shape), negate(sumTo(multiply(part, quotient), b.shape))];
  },
  Pow: (result, upstream) => {
    const [base, exponent] = result.inputs as readonly [Expression, Expression];
    const slope = where(equal(exponent, 0), [0, multiply(exponent, power(base, subtract(exponent, 1)))]);
    const logarithm = log(where(greater(base, 0), [base, 1]));
    return [
      sumTo(multiply(upstream, slope), base.shape),
      sumTo(multiply(upstream, multiply(result, logarithm)), exponent.shape),
    ];
  },
  Max: ({ inputs: [a, b] }, upstream) => [shareOf(a!, b!, upstream), shareOf(b!, a!, upstream)],
  Min: (
    { inputs: [a, b] },
    upstream,
  ) => [shareOf(negate(a!), negate(b!), upstream), shareOf(negate(b!), negate(a!), upstream)],
  Neg: (_, upstream) => [negate(upstream)],
  Abs: ({ inputs: [a] }, upstream) => [multiply(upstream, sign(a!))],
  Sign: "none",
  Reciprocal: (result, upstream) => [negate(multiply(upstream, multiply(result, result)))],
  Equal: "none",
  Less: "none",
  LessOrEqual: "none",
  Greater: "none",
  GreaterOrEqual: "none",
  Not: "none",
  And: "none",
  Or: "none",
  Where: ({ inputs: [condition, then, otherwise] }, upstream) => [
    undefined,
    sumTo(where(condition!, [upstream, 0]), then!.shape),
    sumTo(where(condition!, [0, upstream]), otherwise!.shape),
  ],
  Cast: (
    { inputs: [x] },
    upstream,
  ) => [isFloat(x!.dtype) && isFloat(upstream.dtype) ? cast(upstream, x!.dtype) : undefined],
  StopGradient: "none",
} satisfies Partial<Vjps>;

/** The part of the derivative that belongs to `own`, where the larger of both was taken. */
function shareOf(own: Expression, other: Expression, upstream: Expression): Expression {
  const share = add(cast(greater(own, other), upstream.dtype), multiply(cast(equal(own, other), upstream.dtype), 0.5));
  return sumTo(multiply(upstream, share), own.shape);
}
