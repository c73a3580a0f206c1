/**
 * Loss surfaces to descend on: a narrow quadratic valley, Rosenbrock's banana, and least squares with its stochastic
 * gradients.
 *
 * **Invariant.** `gradient` is the derivative of `value`, and 0 at `minimum`. The mean of the batch gradients over a
 * pass is the full gradient, for batches of equal size.
 *
 * Cost: O(1) for the first two, O(n · d) for least squares.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { leastSquares } from "../../math/linalg/least_squares.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures, checkTargets } from "../features/feature_matrix.ts";

/** A loss of a point. */
export interface LossSurface {
  /** The loss. */
  value(x: ArrayLike<number>): number;
  /** Its derivatives. */
  gradient(x: ArrayLike<number>): Float64Array;
  /** Where it is smallest. */
  readonly minimum: Float64Array;
}

/** Least squares, and gradients from a part of the rows. */
export interface LeastSquaresSurface extends LossSurface {
  /**
   * A gradient that looks at another batch for each iteration: each pass takes all rows in a new random order.
   * @param options `size`: rows of a batch; 1 is stochastic gradient descent.
   */
  batchGradient(
    options: { readonly size: number; readonly seed?: number },
  ): (x: ArrayLike<number>, iteration: number) => Float64Array;
}

/**
 * ½·(x² + condition·y²), smallest at (0, 0): the larger the condition, the narrower the valley.
 * @throws {RangeError} If `condition` is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { leastSquaresSurface, quadraticValley, rosenbrock } from "./loss_surfaces.ts";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * assertEquals([quadraticValley(10).value([2, 1]), [...quadraticValley(10).gradient([2, 1])]], [7, [2, 10]]);
 * assertEquals([rosenbrock.value([1, 1]), rosenbrock.value([0, 1])], [0, 101]);
 * const line = leastSquaresSurface(matrixOf([[1], [2]]), [2, 4]);
 * assertEquals([line.value([0]), [...line.gradient([0])]], [(4 + 16) / 4, [-(2 + 8) / 2]]);
 * ```
 */
export function quadraticValley(condition: number): LossSurface {
  checkPositive(condition, { action: "make a quadratic valley", argument: "condition" });
  return {
    value: (x) => (x[0]! ** 2 + condition * x[1]! ** 2) / 2,
    gradient: (x) => Float64Array.of(x[0]!, condition * x[1]!),
    minimum: Float64Array.of(0, 0),
  };
}

/** (1 − x)² + 100·(y − x²)²: a curved valley whose floor hardly falls, smallest at (1, 1). */
export const rosenbrock: LossSurface = {
  value: (x) => (1 - x[0]!) ** 2 + 100 * (x[1]! - x[0]! ** 2) ** 2,
  gradient(x) {
    const off = x[1]! - x[0]! ** 2;
    return Float64Array.of(-2 * (1 - x[0]!) - 400 * x[0]! * off, 200 * off);
  },
  minimum: Float64Array.of(1, 1),
};

/**
 * (1 / 2n)·Σ (x·θ − y)² as a surface over θ, without an intercept.
 * @param x (n, d).
 * @param y (n).
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 */
export function leastSquaresSurface(x: Matrix, y: ArrayLike<number>): LeastSquaresSurface {
  const action = "make a least-squares surface";
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const targets = checkTargets(y, { action, rows: n });
  const residual = (theta: ArrayLike<number>, i: number) => {
    let sum = -targets[i]!;
    for (let j = 0, at = i * d; j < d; j++, at++) sum += data[at]! * theta[j]!;
    return sum;
  };
  const gradientOf = (theta: ArrayLike<number>, rows: ArrayLike<number>) => {
    const gradient = new Float64Array(d);
    for (let place = 0; place < rows.length; place++) {
      const i = rows[place]!;
      const share = residual(theta, i) / rows.length;
      for (let j = 0, at = i * d; j < d; j++, at++) gradient[j]! += share * data[at]!;
    }
    return gradient;
  };
  const all = Int32Array.from({ length: n }, (_, i) => i);
  return {
    value: (theta) => all.reduce((sum, i) => sum + residual(theta, i) ** 2, 0) / (2 * n),
    gradient: (theta) => gradientOf(theta, all),
    minimum: leastSquares(x, targets).x,
    batchGradient({ size, seed = 0 }) {
      checkPositiveInteger(size, { action: "take batches", argument: "size" });
      const dice = random(seed);
      const order = all.slice();
      const batches = Math.ceil(n / size);
      return (theta, iteration) => {
        const batch = iteration % batches;
        if (batch === 0) dice.shuffle(order);
        return gradientOf(theta, order.subarray(batch * size, (batch + 1) * size));
      };
    },
  };
}
