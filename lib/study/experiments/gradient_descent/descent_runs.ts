/**
 * Runs of descents that the page on gradient descent compares: losses reached, costs by pass, steps needed.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { type DescentMethod, type DescentPathOptions, descentSteps } from "../../../ml/optimizers/descent.ts";
import { type LeastSquaresSurface, type LossSurface, quadraticValley } from "../../../ml/optimizers/loss_surfaces.ts";

/**
 * The least loss within the first so many steps, for each of `steps`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quadraticValley } from "../../../ml/optimizers/loss_surfaces.ts";
 * import { leastLosses } from "./descent_runs.ts";
 *
 * // x is halved in each step from 2: losses 2, 1/2, 1/8
 * assertEquals(leastLosses(quadraticValley(1), [2, 0], { learningRate: 0.5, steps: [1, 2] }), [0.5, 0.125]);
 * ```
 */
export function leastLosses(
  surface: LossSurface,
  start: ArrayLike<number>,
  { steps, ...options }: Omit<DescentPathOptions, "iterations"> & {
    /** Numbers of steps, rising. */
    readonly steps: readonly number[];
  },
): number[] {
  const iterations = checkPositiveInteger(Math.max(...steps), { action: "compare descents", argument: "steps" });
  const losses = [...descentSteps(surface.gradient, start, { ...options, iterations })].map(({ x }) =>
    surface.value(x)
  );
  return steps.map((count) => losses.slice(0, count + 1).reduce((least, loss) => Math.min(least, loss)));
}

/**
 * The cost at the start and after each pass over the rows, by plain descent on batches.
 * @param options `rows`: how many the surface has; `size`: rows of a batch; `passes`: passes over the data.
 */
export function costsByPass(
  surface: LeastSquaresSurface,
  { rows, columns, size, passes, learningRate }: {
    readonly rows: number;
    readonly columns: number;
    readonly size: number;
    readonly passes: number;
    readonly learningRate: number;
  },
): number[] {
  const perPass = Math.ceil(rows / size);
  const gradient = surface.batchGradient({ size, seed: 1 });
  const costs: number[] = [];
  const options = { learningRate, iterations: passes * perPass };
  for (const { iteration, x } of descentSteps(gradient, new Float64Array(columns), options)) {
    if (iteration % perPass === 0) costs.push(surface.value(x));
  }
  return costs;
}

/** The most steps that {@linkcode stepsToThousandth} makes. */
const MAX_STEPS = 5000;

/**
 * Steps until the loss is a thousandth of that at (1, 1), in a valley with the curvatures 1 and `condition`, with the
 * rate (and for momentum the β) that is best for it.
 * @returns `undefined` after 5,000 steps.
 */
export function stepsToThousandth(
  method: Extract<DescentMethod, "gradient" | "momentum">,
  condition: number,
): number | undefined {
  const { value, gradient } = quadraticValley(condition);
  const root = Math.sqrt(condition);
  const [learningRate, beta] = method === "gradient"
    ? [2 / (condition + 1), 0]
    : [(2 / (root + 1)) ** 2, ((root - 1) / (root + 1)) ** 2];
  const goal = 1e-3 * value([1, 1]);
  for (
    const { iteration, x } of descentSteps(gradient, [1, 1], { method, learningRate, beta, iterations: MAX_STEPS })
  ) {
    if (value(x) < goal) return iteration;
  }
  return undefined;
}
