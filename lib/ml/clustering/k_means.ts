/**
 * k-means: k centroids, each the mean of the rows that are nearest to it.
 *
 * Lloyd's two steps in turn: every row to its nearest centroid, every centroid to the mean of its rows. Distances that
 * bounds make superfluous are not taken (`_nearest_centroids.ts`); `algorithm: "lloyd"` takes them all, with the same
 * result. A cluster that lost all its rows gets the row that is farthest from its centroid.
 *
 * **Invariant.** The inertia, Σ ‖row − its centroid‖², never rises from one state to the next (but where an empty
 * cluster was repaired). Ties go to the lower cluster.
 *
 * Cost: n · k · d for each pass without bounds; memory for one copy of the rows.
 *
 * Not here on purpose: rows that arrive in portions (`mini_batch_k_means.ts`), the choice of k (plot inertia and
 * silhouette), distances other than Euclidean.
 *
 * Source: S. Lloyd, "Least squares quantization in PCM", 1957/1982; conventions of scikit-learn's `KMeans`.
 *
 * @module
 */
import { checkNonNegative, checkOneOf, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { type Matrix, matrixOf } from "../../math/linalg/matrix.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { inertiaOf, repairEmptyClusters } from "./_cluster_rows.ts";
import { kMeansPlusPlus } from "./k_means_plus_plus.ts";
import { assignment } from "./_nearest_centroids.ts";

/** Where the clustering stands, after rows were assigned and centroids moved. */
export interface KMeansState {
  /** Passes made so far, from 1. */
  readonly iteration: number;
  /** (k, d): the means of the rows of each cluster. */
  readonly centroids: readonly (readonly number[])[];
  /** (n): the cluster of each row, by the centroids before they moved. */
  readonly labels: Int32Array;
  /** Rows that changed sides in this pass. */
  readonly changed: number;
  /** Σ of the squared moves of all centroids. */
  readonly shift: number;
  /** Distances taken so far, rows times centroids. */
  readonly evaluations: number;
  /** Σ ‖row − centroid of its label‖², taken when asked for. */
  readonly inertia: number;
}

/** Centroids, and how good they are. */
export interface KMeansModel {
  /** (k, d). */
  readonly centroids: readonly (readonly number[])[];
  /** Σ of the squared distances of all rows from their nearest centroids. */
  readonly inertia: number;
  /** Passes made. */
  readonly iterations: number;
  /** Whether rows or centroids came to rest. */
  readonly converged: boolean;
  /** Distances taken, rows times centroids. */
  readonly evaluations: number;
}

/** How many clusters, and how they are found. */
export interface KMeansOptions {
  /** k. @default {3} */
  readonly clusters?: number;
  /** Where centroids start: rows by k-means++, random rows, or given ones (k, d). @default {"k-means++"} */
  readonly start?: "k-means++" | "random" | Matrix;
  /** Starts tried, of which the one with the least inertia is kept. @default {1} */
  readonly restarts?: number;
  /** Most passes of each start. @default {300} */
  readonly iterations?: number;
  /** It ends when Σ squared moves is at most this share of the mean variance of the columns. @default {1e-4} */
  readonly tolerance?: number;
  /** Whether bounds spare distances. @default {"hamerly"} */
  readonly algorithm?: "hamerly" | "lloyd";
  /** Numbers that distances are taken in: float32 is twice as fast and decides near ties by rounding. @default {"float64"} */
  readonly precision?: "float64" | "float32";
  /** Decides the starts. @default {0} */
  readonly seed?: number;
}

/**
 * The passes of one start (`restarts` is not used), one state after each, and the model.
 * @param x (n, d), at least k rows.
 * @throws {RangeError} If `x` is empty or not finite, has fewer rows than clusters, or an option is out of range.
 */
export function* kMeansSteps(x: Matrix, options: KMeansOptions = {}): Generator<KMeansState, KMeansModel> {
  const { clusters: k, start, iterations, tolerance, algorithm, precision, seed } = checked(x, options);
  const { rows: n, columns: d } = x;
  const { data, means, variance } = centred(x);
  const rows = assignment({ data, columns: d, clusters: k, usesBounds: algorithm === "hamerly", precision });
  let centroids: Float64Array<ArrayBufferLike> = startingCentroids(x, { k, start, seed }).map((value, at) =>
    value - means[at % d]!
  );
  const [sums, sizes] = [new Float64Array(k * d), new Float64Array(k)];
  let changed = 0;
  const move = (row: number, from: number, to: number) => {
    changed++;
    sizes[to]!++;
    if (from >= 0) sizes[from]!--;
    for (let j = 0, at = row * d; j < d; j++, at++) {
      sums[to * d + j]! += data[at]!;
      if (from >= 0) sums[from * d + j]! -= data[at]!;
    }
  };
  const uncentred = (values: Float64Array) =>
    Array.from({ length: k }, (_, c) => Array.from({ length: d }, (_, j) => values[c * d + j]! + means[j]!));
  let [iteration, converged] = [0, false];
  while (!converged && iteration < iterations) {
    iteration++;
    changed = 0;
    rows.update(centroids, move);
    const isRepaired = repairEmptyClusters({ data, d, labels: rows.labels, sizes, centroids, move });
    if (isRepaired) rows.forget();
    const next = sums.map((sum, at) => sum / sizes[Math.floor(at / d)]!);
    const shift = next.reduce((total, value, at) => total + (value - centroids[at]!) ** 2, 0);
    centroids = next;
    const labels = rows.labels.slice();
    yield {
      iteration,
      centroids: uncentred(next),
      labels,
      changed,
      shift,
      evaluations: rows.evaluations,
      get inertia() {
        return inertiaOf({ data, d, labels, centroids: next });
      },
    };
    converged = changed === 0 || shift <= tolerance * variance;
  }
  if (changed > 0) rows.update(centroids, () => {}); // labels of the final centroids
  return {
    centroids: uncentred(centroids),
    inertia: inertiaOf({ data, d, labels: rows.labels, centroids }),
    iterations: iteration,
    converged,
    evaluations: rows.evaluations,
  };

  function startingCentroids(
    rows: Matrix,
    { k, start, seed }: { readonly k: number; readonly start: string | Matrix; readonly seed: number },
  ): Float64Array {
    if (typeof start === "object") return start.data;
    const chosen = start === "random"
      ? random(seed).shuffle(Int32Array.from({ length: n }, (_, i) => i)).subarray(0, k)
      : kMeansPlusPlus(rows, { clusters: k, seed });
    return Float64Array.from(
      Array.from(chosen, (row) => Array.from(rows.data.subarray(row * d, (row + 1) * d))).flat(),
    );
  }
}

/**
 * The best model of all starts.
 * @throws {RangeError} As {@linkcode kMeansSteps}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitKMeans, predict } from "./k_means.ts";
 * const model = fitKMeans(matrixOf([[0], [1], [9], [11]]), { clusters: 2, start: matrixOf([[0], [1]]) });
 * assertEquals([model.centroids, model.inertia], [[[0.5], [10]], 0.5 + 2]);
 * assertEquals([...predict(model, matrixOf([[5], [6]]))], [0, 1]);
 * ```
 */
export function fitKMeans(x: Matrix, options: KMeansOptions = {}): KMeansModel {
  const { restarts = 1, seed = 0 } = options;
  checkPositiveInteger(restarts, { action: "fit k-means", argument: "restarts" });
  let best = runSteps(kMeansSteps(x, options));
  for (let trial = 1; trial < restarts; trial++) {
    const model = runSteps(kMeansSteps(x, { ...options, seed: seed + trial }));
    if (model.inertia < best.inertia) best = model;
  }
  return best;
}

/**
 * The cluster of each row: that of the nearest centroid, the lower number on ties.
 * @param x (m, d).
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function predict(model: Pick<KMeansModel, "centroids">, x: Matrix): Int32Array {
  return nearest(model, x).labels;
}

/**
 * Minus the inertia of these rows: the higher, the closer they are to the centroids.
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function score(model: Pick<KMeansModel, "centroids">, x: Matrix): number {
  return -nearest(model, x).inertia;
}

function nearest({ centroids }: Pick<KMeansModel, "centroids">, x: Matrix) {
  const { rows, columns: d, data } = checkFeatures(x, { action: "predict clusters", columns: centroids[0]!.length });
  const centres = matrixOf(centroids).data;
  const labels = new Int32Array(rows);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    let best = Infinity;
    for (let c = 0; c < centroids.length; c++) {
      let distance = 0;
      for (let j = 0; j < d && distance < best; j++) distance += (data[i * d + j]! - centres[c * d + j]!) ** 2;
      if (distance < best) [best, labels[i]] = [distance, c];
    }
    inertia += best;
  }
  return { labels, inertia };
}

function checked(x: Matrix, options: KMeansOptions): Required<KMeansOptions> {
  const action = "fit k-means";
  const { start = "k-means++", restarts = 1, iterations = 300, tolerance = 1e-4, seed = 0 } = options;
  const { clusters = 3, algorithm = "hamerly", precision = "float64" } = options;
  checkPositiveInteger(clusters, { action, argument: "clusters" });
  checkPositiveInteger(restarts, { action, argument: "restarts" });
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  checkNonNegative(tolerance, { action, argument: "tolerance" });
  checkOneOf(algorithm, { action, argument: "algorithm", choices: ["hamerly", "lloyd"] });
  checkOneOf(precision, { action, argument: "precision", choices: ["float64", "float32"] });
  checkFeatures(x, { action });
  if (clusters > x.rows) {
    throw new RangeError(
      `Cannot ${action}: clusters must be at most the number of rows (${x.rows}): current value is ${clusters}`,
    );
  }
  if (typeof start === "object") {
    checkFeatures(start, { action, argument: "start", columns: x.columns });
    if (start.rows !== clusters) {
      throw new RangeError(
        `Cannot ${action}: start must have ${clusters} rows, one a cluster: current value is ${start.rows}`,
      );
    }
  } else checkOneOf(start, { action, argument: "start", choices: ["k-means++", "random"] });
  return { clusters, start, restarts, iterations, tolerance, algorithm, precision, seed };
}

/** The rows less the column means, where their squares lose least; and the mean variance of the columns. */
function centred({ rows: n, columns: d, data }: Matrix) {
  const means = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) means[j]! += data[at]!;
  for (let j = 0; j < d; j++) means[j]! /= n;
  const moved = new Float64Array(data.length);
  let squares = 0;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) {
      const value = moved[at] = data[at]! - means[j]!;
      squares += value * value;
    }
  }
  return { data: moved, means, variance: squares / (n * d) };
}
