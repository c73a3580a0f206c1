/**
 * k-means++: starting centroids that are rows of the data, far from each other.
 *
 * The first is any row; each next one is a row drawn with probability proportional to its squared distance from the
 * nearest centroid so far.
 *
 * **Invariant.** No row is drawn twice while another differs from all that were drawn; the expected inertia is within
 * 8·(ln k + 2) of the best.
 *
 * Cost: O(n · k · d).
 *
 * Not here on purpose: several candidates a draw (scikit-learn's greedy variant), k-means‖ for clusters of machines.
 *
 * Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { type Random, random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";

/** How many centroids, and what decides them. */
export interface SeedingOptions {
  /** How many: at most as many as there are rows. */
  readonly clusters: number;
  /** Decides the draws. @default {0} */
  readonly seed?: number;
}

/**
 * The rows that centroids start from.
 * @param x (n, d).
 * @returns Row numbers, one a cluster, in the order in which they were drawn.
 * @throws {RangeError} If `x` is empty or not finite, or there are fewer rows than clusters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { kMeansPlusPlus } from "./k_means_plus_plus.ts";
 * // Two places, six rows: the second centroid is never where the first one is.
 * const chosen = kMeansPlusPlus(matrixOf([[0], [0], [0], [0], [9], [9]]), { clusters: 2, seed: 4 });
 * assertEquals(chosen.filter((row) => row < 4).length, 1);
 * ```
 */
export function kMeansPlusPlus(x: Matrix, { clusters, seed = 0 }: SeedingOptions): number[] {
  const action = "seed k-means";
  checkPositiveInteger(clusters, { action, argument: "clusters" });
  checkFeatures(x, { action });
  if (clusters > x.rows) {
    throw new RangeError(
      `Cannot ${action}: clusters must be at most the number of rows (${x.rows}): current value is ${clusters}`,
    );
  }
  const dice = random(seed);
  const { rows: n, columns: d, data } = x;
  const nearest = new Float64Array(n).fill(Infinity);
  const chosen = [dice.integer(n)];
  while (chosen.length < clusters) {
    const last = chosen.at(-1)! * d;
    let total = 0;
    for (let i = 0, at = 0; i < n; i++) {
      let distance = 0;
      for (let j = 0; j < d; j++, at++) distance += (data[at]! - data[last + j]!) ** 2;
      if (distance < nearest[i]!) nearest[i] = distance;
      total += nearest[i]!;
    }
    chosen.push(total > 0 ? drawByWeight(dice, nearest, total) : firstUnused(chosen));
  }
  return chosen;
}

function drawByWeight(dice: Random, weights: Float64Array, total: number): number {
  let left = dice.next() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    left -= weights[i]!;
    last = i;
    if (left < 0) break;
  }
  return last;
}

/** All rows are equal to a centroid: any will do. */
function firstUnused(chosen: readonly number[]): number {
  let row = 0;
  while (chosen.includes(row)) row++;
  return row;
}
