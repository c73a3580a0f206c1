/**
 * The silhouette of a clustering: how much nearer rows are to their own cluster than to the next.
 *
 * For a row, a is its mean distance from the others of its cluster and b the smallest mean distance from the rows of
 * another; its silhouette is (b − a) / max(a, b), from −1 to 1, and 0 for a row that is alone in its cluster.
 *
 * **Invariant.** Clusters' numbers do not matter. With a sample, clusters and distances are those among the sampled
 * rows.
 *
 * Cost: O(n² · d): take a sample of a few thousand rows for large n.
 *
 * Source: P. Rousseeuw, Journal of Computational and Applied Mathematics 20, 1987.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { take } from "../../math/linalg/rows_and_columns.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";

/** How many rows are looked at. */
export interface SilhouetteOptions {
  /** Rows of a random sample. @default {all rows} */
  readonly sample?: number;
  /** Decides the sample. @default {0} */
  readonly seed?: number;
}

/**
 * The silhouette of each row.
 * @param x (n, d).
 * @param labels (n): cluster numbers, at least two distinct ones.
 * @returns (n).
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or there is one cluster.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { silhouettes, silhouetteScore } from "./silhouette.ts";
 * // Row 0: a = 1, b = (9 + 11) / 2 = 10.
 * assertEquals(silhouettes(matrixOf([[0], [1], [9], [11]]), [0, 0, 1, 1])[0], 0.9);
 * assertEquals(silhouetteScore(matrixOf([[0], [0], [5]]), [0, 0, 1]), 2 / 3); // 1, 1, and 0 for the row alone
 * ```
 */
export function silhouettes(x: Matrix, labels: ArrayLike<number>): Float64Array {
  const action = "take silhouettes";
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const { classes, indices } = encodeLabels(labels, { action, argument: "labels", rows: n, atLeast: 2 });
  const k = classes.length;
  const sizes = new Float64Array(k);
  for (const index of indices) sizes[index]!++;
  const sums = new Float64Array(n * k); // of distances from each row to each cluster
  for (let i = 0; i < n; i++) {
    for (let other = 0; other < i; other++) {
      let square = 0;
      for (let j = 0, a = i * d, b = other * d; j < d; j++, a++, b++) square += (data[a]! - data[b]!) ** 2;
      const distance = Math.sqrt(square);
      sums[i * k + indices[other]!]! += distance;
      sums[other * k + indices[i]!]! += distance;
    }
  }
  return Float64Array.from({ length: n }, (_, i) => {
    const own = indices[i]!;
    if (sizes[own] === 1) return 0;
    const a = sums[i * k + own]! / (sizes[own]! - 1);
    let b = Infinity;
    for (let c = 0; c < k; c++) if (c !== own) b = Math.min(b, sums[i * k + c]! / sizes[c]!);
    return a === b ? 0 : (b - a) / Math.max(a, b);
  });
}

/**
 * The mean silhouette, from −1 to 1.
 * @throws {RangeError} As {@linkcode silhouettes}, of the sample too: it may have missed all clusters but one.
 */
export function silhouetteScore(
  x: Matrix,
  labels: ArrayLike<number>,
  { sample, seed = 0 }: SilhouetteOptions = {},
): number {
  if (
    sample !== undefined && checkPositiveInteger(sample, { action: "take silhouettes", argument: "sample" }) < x.rows
  ) {
    const chosen = random(seed).shuffle(Int32Array.from({ length: x.rows }, (_, i) => i)).subarray(0, sample);
    return silhouetteScore(take(x, chosen), Array.from(chosen, (row) => labels[row]!));
  }
  const all = silhouettes(x, labels);
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}
