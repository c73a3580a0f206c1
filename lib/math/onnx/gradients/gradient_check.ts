/**
 * A check of gradients against differences: nudge one element of a parameter up and down, evaluate the loss twice, and
 * compare its slope with what the gradient says.
 *
 * Parameters must be float64: a difference (`central_difference.ts`) of double precision has ten digits, one of single
 * precision would have three.
 *
 * **Invariant.** Nothing of the gradient's own code is used for the differences: the loss is evaluated in plain loops
 * (`evaluate.ts`).
 *
 * Cost: two evaluations of the loss for each element of each parameter.
 *
 * Not here on purpose: a verdict (where the loss has a kink nearer than h, both sides may be right), random directions,
 * which would be cheaper and say less about where an error sits.
 *
 * Source: A. Griewank, A. Walther, Evaluating Derivatives (2008), section 1.2.
 *
 * @module
 */
import { centralDifference } from "./central_difference.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Expression } from "../expressions/expression.ts";
import { gradient } from "./gradient.ts";
import { showType, type Tensor } from "../expressions/tensor_type.ts";

/** One element, seen from both sides. */
export interface GradientComparison {
  /** The parameter's name. */
  readonly parameter: string;
  /** Which of its elements, counted row after row. */
  readonly index: number;
  /** What the gradient says. */
  readonly gradient: number;
  /** What the differences say. */
  readonly difference: number;
  /** |gradient - difference| / max(1, |gradient|, |difference|). */
  readonly error: number;
}

/** What {@linkcode gradientCheck} needs. */
export interface GradientCheckOptions {
  /** Inputs of type float64 whose gradient is checked. */
  readonly parameters: readonly Expression<"Input">[];
  /** Values of all inputs, by name. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** What each derivative is compared with. @default {the gradients of `gradient.ts`} */
  readonly gradients?: readonly Expression[];
}

/**
 * Compares every derivative with a central difference, the worst first.
 * @param loss A float64 scalar.
 * @throws {TypeError} If a parameter is not float64, or loss no scalar of floats.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { gradientCheck } from "./gradient_check.ts";
 * import { square } from "../operations/arithmetic.ts";
 * import { sum } from "../operations/reductions.ts";
 * const x = input("x", { dtype: "float64", shape: [3] });
 * const feeds = { x: { dtype: "float64", shape: [3], values: new Float64Array([1, -2, 0.5]) } } as const;
 * const [worst] = gradientCheck(sum(square(x)), { parameters: [x], feeds });
 * assert(worst!.error < 1e-9);
 * ```
 */
export function gradientCheck(loss: Expression, options: GradientCheckOptions): GradientComparison[] {
  const { parameters, feeds, gradients = gradient(loss, parameters) } = options;
  const analytic = evaluate([...gradients, loss], feeds);
  const comparisons = parameters.flatMap((parameter, which) => {
    if (parameter.dtype !== "float64") {
      throw new TypeError(
        `Cannot check a gradient: parameters must be float64: current value is ${showType(parameter)}`,
      );
    }
    const { name } = parameter.attributes;
    const at = feeds[name]!.values as Float64Array;
    const lossAt = (values: Float64Array) =>
      Number(evaluate([loss], { ...feeds, [name]: { ...feeds[name]!, values } })[0]!.values[0]);
    return [...analytic[which]!.values as Float64Array].map((own, index): GradientComparison => {
      const difference = centralDifference(lossAt, { at, index });
      const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
      return { parameter: name, index, gradient: own, difference, error };
    });
  });
  return comparisons.sort((a, b) => b.error - a.error);
}
