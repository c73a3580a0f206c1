/**
 * Covariances and correlations of the columns of a matrix.
 *
 * **Invariant.** Both matrices are symmetric, bit for bit; correlations lie in [−1, 1].
 *
 * Cost: ½ · n · k² multiplications for n rows of k features.
 *
 * Not here on purpose: covariance and correlation of two vectors (`math/stats/correlation.ts`), shrinkage.
 *
 * @module
 */
import { checkNonNegative, checkOptions } from "../../base/argument.ts";
import { maxAlong, minAlong, standardDeviationAlong } from "./axis_statistics.ts";
import { exponentOf, timesPowerOfTwo } from "./binary_exponent.ts";
import { type Matrix, matrixFrom, zeros } from "./matrix.ts";
import { checkFiniteMatrix } from "./matrix_checks.ts";
import { gram } from "./products.ts";
import { centre, isRoundingNoise } from "./standardise.ts";

/**
 * The covariances of the columns, (k, k): entry (i, j) is the mean product of the distances of i and j from their
 * means.
 * @param a (n, k), with more than `ddof` rows.
 * @param options `ddof`: what is taken off the number of rows. @default {1}
 * @throws {RangeError} If there are not more than `ddof` rows, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { correlationMatrix, covarianceMatrix } from "./covariance.ts";
 * import { matrixOf, rowsOf } from "./matrix.ts";
 *
 * const a = matrixOf([[1, 8], [3, 4], [5, 0]]);
 * assertEquals(rowsOf(covarianceMatrix(a)), [[4, -8], [-8, 16]]);
 * assertEquals(rowsOf(correlationMatrix(a)), [[1, -1], [-1, 1]]);
 * ```
 */
export function covarianceMatrix(a: Matrix, options: { readonly ddof?: number } = {}): Matrix {
  const action = "take covariances";
  const { ddof = 1 } = checkOptions(options, { action, argument: "options" });
  checkFiniteMatrix(a, { action, argument: "a" });
  checkNonNegative(ddof, { action, argument: "ddof" });
  if (!(a.rows > ddof)) {
    throw new RangeError(`Cannot ${action}: a must have more rows than ddof (${ddof}): current value is ${a.rows}`);
  }
  const products = gram(centre(a).data);
  return matrixFrom(products.data.map((value) => value / (a.rows - ddof)), products);
}

/**
 * The correlations of the columns, (k, k), with 1 on the diagonal.
 * @param a (n, k), with at least two rows.
 * @throws {RangeError} If there are fewer than two rows, a column does not vary, or an entry is not finite.
 */
export function correlationMatrix(a: Matrix): Matrix {
  const action = "take correlations";
  checkFiniteMatrix(a, { action, argument: "a" });
  if (a.rows < 2) {
    throw new RangeError(`Cannot ${action}: a must have at least two rows: current value is ${a.rows}`);
  }
  const deviation = standardDeviationAlong(a, { axis: 0 });
  const [low, high] = [minAlong(a, { axis: 0 }), maxAlong(a, { axis: 0 })];
  const shifts = deviation.map((value, j) => {
    if (!isRoundingNoise(value, { low: low[j]!, high: high[j]! })) return -exponentOf(value);
    throw new RangeError(`Cannot ${action}: column ${j} must vary: current value is about ${low[j]} throughout`);
  });
  // Deviations between 1 and 2: the squares of no column vanish or overflow.
  const k = a.columns;
  const scaled = matrixFrom(a.data.map((value, at) => timesPowerOfTwo(value, shifts[at % k]!)), a);
  const products = gram(centre(scaled).data).data;
  const result = zeros(k, k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const value = products[i * k + j]! / Math.sqrt(products[i * k + i]! * products[j * k + j]!);
      result.data[i * k + j] = i === j ? 1 : Math.max(-1, Math.min(1, value));
    }
  }
  return result;
}
