/**
 * Principal components: the directions along which rows vary most, and rows seen along them.
 *
 * Four ways to the same answer: the eigenvectors of the covariance (few columns; its product is native where it is
 * large), the singular values of the centred rows, a random projection of them (a few components of many columns), and
 * the covariance of rows that come in portions.
 *
 * **Invariant.** Components are orthonormal, their variances fall, and of each the entry of largest size is positive,
 * so the same rows give the same signs. Variances divide by n − 1.
 *
 * Cost: covariance n · d² + d³; SVD n · d²; randomised n · d · components.
 *
 * Not here on purpose: missing values, sparse rows (`math/linalg/truncated_svd.ts`), kernels.
 *
 * Source: I. Jolliffe, Principal Component Analysis, 2nd ed., 2002; conventions of scikit-learn's `PCA`.
 *
 * @module
 */
import { argumentError, checkBoolean, checkOneOf, checkPositiveInteger } from "../../base/argument.ts";
import { type Matrix, matrixFrom, matrixOf, transpose, zeros } from "../../math/linalg/matrix.ts";
import { gram } from "../../math/linalg/products.ts";
import { svd } from "../../math/linalg/svd.ts";
import { symmetricEigen } from "../../math/linalg/symmetric_eigen.ts";
import { randomisedSvd } from "../../math/linalg/truncated_svd.ts";
import { isNativeFaster, matmul } from "../../math/onnx/native/dispatch_matmul.ts";
import { checkFeatures } from "../features/feature_matrix.ts";

/** The directions. */
export interface PcaModel {
  /** (d): what rows are centred by. */
  readonly means: readonly number[];
  /** (k, d): orthonormal directions, the one of largest variance first. */
  readonly components: readonly (readonly number[])[];
  /** (k): the variance of the rows along each. */
  readonly explainedVariance: readonly number[];
  /** (k): as shares of the variance of all columns. */
  readonly explainedVarianceRatio: readonly number[];
  /** Whether `transform` divides by the standard deviation along each. */
  readonly whiten: boolean;
}

/** How many directions, and how they are found. */
export interface PcaOptions {
  /** How many. @default {as many as there are columns, or rows if fewer} */
  readonly components?: number;
  /** The way. @default {"auto": covariance up to 1,000 columns and if there are fewer columns than rows, else SVD} */
  readonly solver?: "auto" | "covariance" | "svd" | "randomized";
  /** Whether transformed columns have variance 1. @default {false} */
  readonly whiten?: boolean;
  /** Decides the random projection. @default {0} */
  readonly seed?: number;
}

/** What is known of rows seen so far: how many, their means, and the sums of products of their deviations. */
export interface Scatter {
  /** Rows seen. */
  readonly count: number;
  /** (d). */
  readonly means: Float64Array;
  /** (d, d): Σ (x − mean)·(x − mean)ᵀ. */
  readonly products: Matrix;
}

/** Most columns whose covariance is formed. */
const MAX_COLUMNS = 1000;

/**
 * Finds the directions.
 * @param x (n, d), at least two rows.
 * @throws {RangeError} If `x` is empty or not finite, has one row, or an option is out of range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitPca, transform } from "./pca.ts";
 * // All rows lie on the diagonal: one direction has all the variance.
 * const model = await fitPca(matrixOf([[0, 0], [1, 1], [2, 2]]), { components: 1 });
 * assertAlmostEquals(model.components[0]![0]!, Math.SQRT1_2, 1e-12);
 * assertAlmostEquals(model.explainedVarianceRatio[0]!, 1, 1e-12);
 * assertAlmostEquals(transform(model, matrixOf([[2, 2]])).data[0]!, Math.SQRT2, 1e-12);
 * ```
 */
export async function fitPca(x: Matrix, options: PcaOptions = {}): Promise<PcaModel> {
  const action = "fit a PCA";
  const { solver = "auto", whiten = false, seed = 0 } = options;
  checkOneOf(solver, { action, argument: "solver", choices: ["auto", "covariance", "svd", "randomized"] });
  checkBoolean(whiten, { action, argument: "whiten" });
  const { rows: n, columns: d } = checkFeatures(x, { action });
  if (n < 2) throw new RangeError(`Cannot ${action}: x must have at least two rows: current value is ${n}`);
  const k = checkComponents(options.components ?? Math.min(n, d), { action, most: Math.min(n, d) });
  if (solver === "covariance" || (solver === "auto" && d <= MAX_COLUMNS && d <= n)) {
    return pcaOfScatter(await addRows(emptyScatter(d), x), { components: k, whiten });
  }
  const { means, centred } = centre(x);
  const { values, v } = solver === "randomized" ? randomisedSvd(centred, { k, seed }) : svd(centred);
  const total = centred.data.reduce((sum, value) => sum + value * value, 0) / (n - 1);
  const variances = Array.from(values.subarray(0, k), (value) => value * value / (n - 1));
  return modelOf({ means, directions: transpose(v), variances, total, k, whiten });
}

/** A scatter of no rows. */
export function emptyScatter(columns: number): Scatter {
  return { count: 0, means: new Float64Array(columns), products: zeros(columns, columns) };
}

/**
 * The scatter with some rows more: what came before and the new rows, merged exactly.
 * @param x (b, d): one row or more.
 * @throws {RangeError} If `x` has other columns, is empty, or an entry is not finite.
 */
export async function addRows(scatter: Scatter, x: Matrix): Promise<Scatter> {
  checkFeatures(x, { action: "add rows to a scatter", columns: scatter.means.length });
  const { means, centred } = centre(x);
  const turned = isNativeFaster(centred, { rows: x.columns, columns: x.columns }) ? transpose(centred) : undefined;
  const own = turned === undefined ? gram(centred) : await matmul(turned, centred); // (d, d)
  const [before, count] = [scatter.count, scatter.count + x.rows];
  const apart = means.map((mean, j) => mean - scatter.means[j]!);
  const share = before * x.rows / count;
  const d = x.columns;
  const products = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      const value = scatter.products.data[i * d + j]! + own.data[i * d + j]! + share * apart[i]! * apart[j]!;
      products[i * d + j] = products[j * d + i] = value;
    }
  }
  const merged = scatter.means.map((mean, j) => mean + apart[j]! * x.rows / count);
  return { count, means: merged, products: matrixFrom(products, { rows: d, columns: d }) };
}

/**
 * The directions of all rows that were added.
 * @throws {RangeError} If there were fewer than two rows, or an option is out of range.
 */
export function pcaOfScatter(
  { count, means, products }: Scatter,
  { components, whiten = false }: Pick<PcaOptions, "components" | "whiten"> = {},
): PcaModel {
  const action = "find principal components";
  if (count < 2) throw new RangeError(`Cannot ${action}: there must be at least two rows: current value is ${count}`);
  const d = means.length;
  const k = checkComponents(components ?? Math.min(count, d), { action, most: Math.min(count, d) });
  const covariance = matrixFrom(products.data.map((sum) => sum / (count - 1)), products);
  const { values, vectors } = symmetricEigen(covariance); // rising
  const total = Array.from({ length: d }, (_, j) => covariance.data[j * d + j]!).reduce((sum, one) => sum + one, 0);
  const falling = Array.from({ length: k }, (_, i) => d - 1 - i);
  const turned = transpose(vectors);
  const directions = matrixOf(falling.map((place) => turned.data.subarray(place * d, (place + 1) * d)));
  const variances = falling.map((place) => Math.max(0, values[place]!));
  return modelOf({ means, directions, variances, total, k, whiten });
}

/**
 * Rows along the directions.
 * @param x (m, d).
 * @returns (m, k).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function transform(model: PcaModel, x: Matrix): Matrix {
  const { means, components } = model;
  checkFeatures(x, { action: "transform", columns: means.length });
  const [d, k] = [means.length, components.length];
  const directions = matrixOf(components).data;
  const scales = deviations(model);
  const data = new Float64Array(x.rows * k);
  const row = new Float64Array(d);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < d; j++) row[j] = x.data[i * d + j]! - means[j]!;
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let j = 0, at = c * d; j < d; j++, at++) sum += row[j]! * directions[at]!;
      data[i * k + c] = sum / scales[c]!;
    }
  }
  return { rows: x.rows, columns: k, data };
}

/**
 * Rows of the original columns from rows along the directions: what the directions that were left out held is the mean.
 * @param x (m, k).
 * @returns (m, d).
 * @throws {RangeError} If `x` has other columns than there are directions, is empty, or an entry is not finite.
 */
export function inverseTransform(model: PcaModel, x: Matrix): Matrix {
  const { means, components } = model;
  checkFeatures(x, { action: "transform back", columns: components.length });
  const [d, k] = [means.length, components.length];
  const scales = deviations(model);
  const data = new Float64Array(x.rows * d);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < d; j++) {
      let sum = means[j]!;
      for (let c = 0; c < k; c++) sum += x.data[i * k + c]! * scales[c]! * components[c]![j]!;
      data[i * d + j] = sum;
    }
  }
  return { rows: x.rows, columns: d, data };
}

/** What a whitened column is divided by; 1 for a direction without variance. */
function deviations({ whiten, explainedVariance }: PcaModel): number[] {
  const noise = 1e-14 * (explainedVariance[0] ?? 0);
  return explainedVariance.map((variance) => whiten && variance > noise ? Math.sqrt(variance) : 1);
}

function checkComponents(k: number, { action, most }: { readonly action: string; readonly most: number }): number {
  checkPositiveInteger(k, { action, argument: "components" });
  if (k <= most) return k;
  throw argumentError(k, { action, argument: "components", rule: `at most ${most}, the smaller of rows and columns` });
}

function centre(x: Matrix): { readonly means: Float64Array; readonly centred: Matrix } {
  const { rows: n, columns: d, data } = x;
  const means = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) means[j]! += data[at]!;
  for (let j = 0; j < d; j++) means[j]! /= n;
  const centred = new Float64Array(data.length);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) centred[at] = data[at]! - means[j]!;
  return { means, centred: matrixFrom(centred, x) };
}

function modelOf({ means, directions, variances, total, k, whiten }: {
  readonly means: Float64Array;
  readonly directions: Matrix;
  readonly variances: readonly number[];
  readonly total: number;
  readonly k: number;
  readonly whiten: boolean;
}): PcaModel {
  const d = means.length;
  const components = Array.from({ length: k }, (_, c) => Array.from(directions.data.subarray(c * d, (c + 1) * d)));
  return {
    means: Array.from(means),
    components,
    explainedVariance: variances,
    explainedVarianceRatio: variances.map((variance) => total > 0 ? variance / total : 0),
    whiten,
  };
}
