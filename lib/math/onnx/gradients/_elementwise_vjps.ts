/**
 * Gradient rules of exponentials, roots and activations, in terms of the result where that saves work.
 *
 * **Invariant.** Operand and result have one type, so nothing needs to be summed.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { add, divide, multiply, negate, square, subtract } from "../operations/arithmetic.ts";
import { greater } from "../operations/logic.ts";
import { cast, cos, erf, exp, sin } from "../operations/elementwise.ts";
import { sigmoid, tanh } from "../operations/activations.ts";
import type { Vjps } from "./_vjp.ts";

/** Rules by operation. */
export const ELEMENTWISE_VJPS = {
  Exp: (result, upstream) => [multiply(upstream, result)],
  Log: ({ inputs: [x] }, upstream) => [divide(upstream, x!)],
  Sqrt: (result, upstream) => [divide(upstream, multiply(result, 2))],
  Sin: ({ inputs: [x] }, upstream) => [multiply(upstream, cos(x!))],
  Cos: ({ inputs: [x] }, upstream) => [negate(multiply(upstream, sin(x!)))],
  Erf: ({ inputs: [x] }, upstream) => [multiply(upstream, multiply(exp(negate(square(x!))), 2 / Math.sqrt(Math.PI)))],
  Tanh: (result, upstream) => [multiply(upstream, subtract(1, square(result)))],
  Sigmoid: (result, upstream) => [multiply(upstream, multiply(result, subtract(1, result)))],
  Relu: (result, upstream) => [multiply(upstream, cast(greater(result, 0), upstream.dtype))],
  Softplus: ({ inputs: [x] }, upstream) => [multiply(upstream, sigmoid(x!))],
  Gelu: ({ inputs: [x], attributes: { approximate } }, upstream) => [
    multiply(upstream, approximate === "none" ? geluSlope(x!) : tanhGeluSlope(x!)),
  ],
} satisfies Partial<Vjps>;

/** Φ(x) + x φ(x). */
function geluSlope(x: Expression): Expression {
  const distribution = multiply(add(erf(multiply(x, Math.SQRT1_2)), 1), 0.5);
  const density = multiply(exp(multiply(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(distribution, multiply(x, density));
}

/** The derivative of x (1 + tanh u) / 2 with u = √(2/π) (x + c x³). */
function tanhGeluSlope(x: Expression): Expression {
  const scale = Math.sqrt(2 / Math.PI);
  const cubic = 0.044715;
  const squared = square(x);
  const bend = tanh(multiply(multiply(x, add(multiply(squared, cubic), 1)), scale));
  const inner = multiply(add(multiply(squared, 3 * cubic), 1), scale);
  const rise = multiply(multiply(x, subtract(1, square(bend))), inner);
  return multiply(add(add(bend, 1), rise), 0.5);
}
