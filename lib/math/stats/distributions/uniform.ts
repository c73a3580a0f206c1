/**
 * The uniform distribution between two numbers.
 *
 * **Invariant.** `ppf` is the straight line from the lowest number to the highest.
 *
 * @module
 */
import { checkFinite, checkOptions } from "../../../base/argument.ts";
import { type ContinuousDistribution, continuousDistribution } from "./distribution.ts";

/**
 * The uniform distribution on [from, to].
 * @throws {RangeError} If an end is not finite, or `to` is not above `from`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { uniform } from "./uniform.ts";
 * assertEquals([uniform().cdf(0.25), uniform({ from: -1, to: 3 }).ppf(0.5)], [0.25, 1]);
 * ```
 */
export function uniform(
  parameters: { readonly from?: number; readonly to?: number } = {},
): ContinuousDistribution {
  const action = "make a uniform distribution";
  const { from = 0, to = 1 } = checkOptions(parameters, { action, argument: "parameters" });
  checkFinite(from, { action, argument: "from" });
  checkFinite(to, { action, argument: "to" });
  if (!(to > from)) {
    throw new RangeError(`Cannot ${action}: to must lie above from (${from}): current value is ${to}`);
  }
  const width = to - from;
  return continuousDistribution({
    name: `uniform(${from}, ${to})`,
    support: [from, to],
    mean: from + width / 2,
    variance: width ** 2 / 12,
    density: () => 1 / width,
    lower: (x) => (x - from) / width,
    upper: (x) => (to - x) / width,
    lowerQuantile: (p) => from + p * width,
    upperQuantile: (p) => to - p * width,
  });
}
