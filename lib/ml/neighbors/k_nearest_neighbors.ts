/**
 * k nearest neighbours: a row is what the k rows around it are.
 *
 * **Invariant.** Of equal distances the earlier row counts, of equal votes the smallest label wins. With votes weighted
 * by 1 / distance, rows at distance 0 alone decide.
 *
 * Cost: nothing to fit; a distance from every training row for each row that is asked about.
 *
 * Not here on purpose: distances other than Euclidean, scaling (columns of large numbers decide all: standardise
 * first).
 *
 * Source: T. Cover and P. Hart, "Nearest neighbor pattern classification", 1967; conventions of scikit-learn's
 * `KNeighborsClassifier`.
 *
 * @module
 */
import { checkOneOf, checkPositiveInteger } from "../../base/argument.ts";
import { type Matrix, matrixFrom } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";
import { accuracy } from "../metrics/confusion_matrix.ts";
import { nearestRows } from "./nearest_rows.ts";

/** The training rows. */
export interface NearestNeighborsModel {
  /** How many neighbours vote. */
  readonly k: number;
  /** What a vote weighs. */
  readonly weights: "uniform" | "distance";
  /** Labels, rising. */
  readonly classes: readonly number[];
  /** (n): the class index of each row. */
  readonly indices: readonly number[];
  /** d. */
  readonly columns: number;
  /** (n · d): the rows, one after the other. */
  readonly data: readonly number[];
}

/** How many neighbours vote, and what a vote weighs. */
export interface NearestNeighborsOptions {
  /** How many neighbours. @default {5} */
  readonly k?: number;
  /** Whether all votes are equal, or weigh 1 / distance. @default {"uniform"} */
  readonly weights?: "uniform" | "distance";
}

/**
 * Keeps the rows.
 * @param x (n, d): at least k rows.
 * @param y (n) labels.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or there are fewer rows than k.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitNearestNeighbors, predict, predictProbability } from "./k_nearest_neighbors.ts";
 * const model = fitNearestNeighbors(matrixOf([[0], [1], [2], [9]]), [4, 4, 7, 7], { k: 3 });
 * assertEquals([...await predict(model, matrixOf([[1], [8]]))], [4, 7]);
 * assertEquals([...(await predictProbability(model, matrixOf([[1]]))).data], [2 / 3, 1 / 3]);
 * ```
 */
export function fitNearestNeighbors(
  x: Matrix,
  y: ArrayLike<number>,
  { k = 5, weights = "uniform" }: NearestNeighborsOptions = {},
): NearestNeighborsModel {
  const action = "fit k nearest neighbors";
  checkPositiveInteger(k, { action, argument: "k" });
  checkOneOf(weights, { action, argument: "weights", choices: ["uniform", "distance"] });
  checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(y, { action, rows: x.rows });
  if (k > x.rows) {
    throw new RangeError(`Cannot ${action}: k must be at most the number of rows (${x.rows}): current value is ${k}`);
  }
  return { k, weights, classes, indices: Array.from(indices), columns: x.columns, data: Array.from(x.data) };
}

/**
 * The shares of the votes.
 * @param x (m, d).
 * @returns (m, classes), columns by rising label.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export async function predictProbability(model: NearestNeighborsModel, x: Matrix): Promise<Matrix> {
  const { k, weights, classes, indices, columns, data } = model;
  checkFeatures(x, { action: "predict", columns });
  const rows = matrixFrom(Float64Array.from(data), { rows: indices.length, columns });
  const neighbors = await nearestRows(rows, x, { k });
  const shares = new Float64Array(x.rows * classes.length);
  for (let i = 0; i < x.rows; i++) {
    const near = neighbors.distances.subarray(i * k, (i + 1) * k);
    const isAt = near[0] === 0;
    const votes = near.map((distance) =>
      weights === "uniform" ? 1 : isAt ? Number(distance === 0) : near[0]! / distance
    );
    const total = votes.reduce((sum, vote) => sum + vote, 0);
    for (let place = 0; place < k; place++) {
      shares[i * classes.length + indices[neighbors.rows[i * k + place]!]!]! += votes[place]! / total;
    }
  }
  return matrixFrom(shares, { rows: x.rows, columns: classes.length });
}

/**
 * The class with the most votes; of equal ones the smallest label.
 * @returns (m) labels.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export async function predict(model: NearestNeighborsModel, x: Matrix): Promise<Int32Array> {
  const { data, columns } = await predictProbability(model, x);
  return Int32Array.from({ length: x.rows }, (_, i) => {
    let best = 0;
    // Shares are sums of equal terms in another order: what differs by rounding is a tie.
    for (let c = 1; c < columns; c++) if (data[i * columns + c]! > data[i * columns + best]! + 1e-12) best = c;
    return model.classes[best]!;
  });
}

/** The share of right answers on these rows. */
export async function score(
  model: NearestNeighborsModel,
  { x, y }: { readonly x: Matrix; readonly y: ArrayLike<number> },
): Promise<number> {
  return accuracy(y, await predict(model, x));
}
