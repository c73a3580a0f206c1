/**
 * A check of gradients against differences: nudge one element of a parameter up and down, evaluate the loss twice, and compare its slope with what the
 * gradient says.
 *
 * The central difference (f(x + h) - f(x - h)) / 2h is off by two errors: one of the order of h² from the curvature, one of ε / h from rounding, where ε is
 * 2⁻⁵². With h = ε^(1/3) · max(1, |x|), about 6e-6, they balance, and some ten digits remain. That is why parameters must be float64: in single precision three digits
 * would.
 *
 * **Invariant.** Nothing of the gradient's own code is used for the differences: the loss is evaluated in plain loops (`evaluate.ts`).
 *
 * Cost: two evaluations of the loss for each element of each parameter.
 *
 * Not here on purpose: a verdict (where the loss has a kink nearer than h, both sides may be right), random directions, which would be cheaper and
 * say less about where an error sits.
 *
 * Source: A. Griewank, A. Walther, Evaluating Derivatives (2008), section 1.2.
 *
 * @module
 */
import { evaluate } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { gradient } from "./gradient.ts";
import { showType, type Tensor } from "./tensor_type.ts";

/** One element, seen from both sides. */
export interface GradientComparison {
  /** The parameter's name. */
  readonly parameter: string;
  /** Which of its elements, counted row after row. */
  readonly place: number;
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

/** Cube root of the distance from 1 to the next number. */
const RELATIVE_STEP = Math.cbrt(Number.EPSILON);

/**
 * Compares every derivative with a central difference, the worst first.
 * @param loss A float64 scalar.
 * @throws {TypeError} If a parameter is not float64, or loss no scalar of floats.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { input } from "./expression.ts";
 * import { gradientCheck } from "./gradient_check.ts";
 * import { square } from "./operations/arithmetic.ts";
 * import { sum } from "./operations/reductions.ts";
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
    return [...analytic[which]!.values as Float64Array].map((own, place): GradientComparison => {
      const difference = slopeAt(loss, { feeds, name, place });
      const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
      return { parameter: name, place, gradient: own, difference, error };
    });
  });
  return comparisons.sort((a, b) => b.error - a.error);
}

/** The slope of the loss along one element, by a central difference. */
function slopeAt(
  loss: Expression,
  { feeds, name, place }: {
    readonly feeds: GradientCheckOptions["feeds"];
    readonly name: string;
    readonly place: number;
  },
): number {
  const tensor = feeds[name]!;
  const middle = Number(tensor.values[place]);
  const step = RELATIVE_STEP * Math.max(1, Math.abs(middle));
  const lossAt = (value: number) => {
    const nudged = { ...tensor, values: (tensor.values as Float64Array).with(place, value) };
    return Number(evaluate([loss], { ...feeds, [name]: nudged })[0]!.values[0]);
  };
  const above = middle + step;
  const below = middle - step;
  return (lossAt(above) - lossAt(below)) / (above - below);
}
