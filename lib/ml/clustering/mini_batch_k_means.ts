/**
 * Mini-batch k-means: centroids that follow rows in portions, each by 1 / (rows it has seen so far).
 *
 * **Invariant.** A centroid is the mean of all rows that were ever assigned to it, each by the centroids of its time. A
 * batch costs the same however many came before.
 *
 * Cost: batch · k · d for each batch.
 *
 * Not here on purpose: the best inertia there is (`k_means.ts` finds a lower one, on data that fit into memory), decay
 * for streams that drift.
 *
 * Source: D. Sculley, "Web-Scale K-Means Clustering", WWW 2010.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { take } from "../../math/linalg/rows_and_columns.ts";
import { runSteps } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { predict } from "./k_means.ts";
import { kMeansPlusPlus } from "./k_means_plus_plus.ts";

/** Centroids, and how many rows each has seen. */
export interface MiniBatchModel {
  /** (k, d); `predict` and `score` of `k_means.ts` take it. */
  readonly centroids: readonly (readonly number[])[];
  /** (k): rows that were assigned to each. */
  readonly counts: readonly number[];
}

/** How many clusters, and how rows are portioned. */
export interface MiniBatchOptions {
  /** k. @default {3} */
  readonly clusters?: number;
  /** Rows of a batch, drawn without replacement within a pass. @default {1024} */
  readonly batchSize?: number;
  /** Passes over all rows. @default {5} */
  readonly epochs?: number;
  /** Decides starts and batches. @default {0} */
  readonly seed?: number;
}

/**
 * The centroids after one more batch.
 * @param model From before.
 * @param batch (b, d).
 * @throws {RangeError} If the batch has other columns than the model, is empty, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { followBatch } from "./mini_batch_k_means.ts";
 * const model = followBatch({ centroids: [[0], [10]], counts: [1, 0] }, matrixOf([[3], [12], [14]]));
 * assertEquals(model, { centroids: [[1.5], [13]], counts: [2, 2] }); // (0 + 3) / 2; the 10 stood for no row
 * ```
 */
export function followBatch(model: MiniBatchModel, batch: Matrix): MiniBatchModel {
  const labels = predict(model, batch);
  const centroids = model.centroids.map((centroid) => centroid.slice());
  const counts = model.counts.slice();
  for (let i = 0; i < batch.rows; i++) {
    const own = labels[i]!;
    const share = 1 / ++counts[own]!;
    for (let j = 0; j < batch.columns; j++) {
      centroids[own]![j]! += share * (batch.data[i * batch.columns + j]! - centroids[own]![j]!);
    }
  }
  return { centroids, counts };
}

/**
 * The batches, one model after each; the last is what comes out.
 * @param x (n, d), at least k rows.
 * @throws {RangeError} If `x` is empty or not finite, has fewer rows than clusters, or an option is out of range.
 */
export function* miniBatchKMeansSteps(
  x: Matrix,
  { clusters = 3, batchSize = 1024, epochs = 5, seed = 0 }: MiniBatchOptions = {},
): Generator<MiniBatchModel, MiniBatchModel> {
  const action = "fit mini-batch k-means";
  checkPositiveInteger(batchSize, { action, argument: "batchSize" });
  checkPositiveInteger(epochs, { action, argument: "epochs" });
  checkPositiveInteger(clusters, { action, argument: "clusters" });
  const { rows: n } = checkFeatures(x, { action });
  const dice = random(seed);
  const order = dice.shuffle(Int32Array.from({ length: n }, (_, i) => i));
  const first = take(x, order.subarray(0, Math.max(clusters, Math.min(n, 3 * batchSize))));
  const starts = take(first, kMeansPlusPlus(first, { clusters, seed }));
  let model: MiniBatchModel = {
    centroids: Array.from(
      { length: clusters },
      (_, c) => Array.from(starts.data.subarray(c * x.columns, (c + 1) * x.columns)),
    ),
    counts: new Array(clusters).fill(0),
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    dice.shuffle(order);
    for (let from = 0; from < n; from += batchSize) {
      model = followBatch(model, take(x, order.subarray(from, from + batchSize)));
      yield model;
    }
  }
  return model;
}

/**
 * The model after the last batch.
 * @throws {RangeError} As {@linkcode miniBatchKMeansSteps}.
 */
export function fitMiniBatchKMeans(x: Matrix, options: MiniBatchOptions = {}): MiniBatchModel {
  return runSteps(miniBatchKMeansSteps(x, options));
}
