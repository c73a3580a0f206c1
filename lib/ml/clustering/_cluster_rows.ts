/**
 * Rows of clusters: how far they are from their own centroids (the inertia), and one for each cluster that lost all its
 * rows (`repairEmptyClusters`).
 *
 * **Invariant.** A repair never empties another cluster; the farthest row goes first, of equally far ones the earlier.
 *
 * Cost: O(n · d); a repair O(n · d + n log n).
 *
 * @module
 */

/** Rows, centroids, and the cluster of each row. */
export interface ClusterRows {
  /** (n, d): the rows. */
  readonly data: Float64Array;
  /** d. */
  readonly d: number;
  /** (n): the cluster of each row. */
  readonly labels: Int32Array;
  /** (k, d). */
  readonly centroids: Float64Array;
}

/**
 * Σ ‖row − centroid of its label‖².
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { inertiaOf } from "./_cluster_rows.ts";
 * const rows = { data: Float64Array.of(0, 1, 9), d: 1, labels: Int32Array.of(0, 0, 1), centroids: Float64Array.of(0, 7) };
 * assertEquals(inertiaOf(rows), 0 + 1 + 4);
 * ```
 */
export function inertiaOf(rows: ClusterRows): number {
  let sum = 0;
  for (let i = 0; i < rows.labels.length; i++) sum += squaredDistance(rows, i);
  return sum;
}

/**
 * Gives each empty cluster the row that is farthest from its own centroid and not alone there.
 * @param options.sizes (k): rows of each cluster; `move` must keep it up to date.
 * @param options.move Called for each row that is given away; `labels` is changed here.
 * @returns Whether there was an empty cluster.
 */
export function repairEmptyClusters({ sizes, move, ...rows }: ClusterRows & {
  readonly sizes: Float64Array;
  readonly move: (row: number, from: number, to: number) => void;
}): boolean {
  const { labels } = rows;
  const empty = Array.from(sizes.keys()).filter((c) => sizes[c] === 0);
  if (empty.length === 0) return false;
  const distances = Float64Array.from(labels, (_, i) => squaredDistance(rows, i));
  const order = Array.from(distances.keys()).sort((a, b) => distances[b]! - distances[a]!);
  for (const cluster of empty) {
    const row = order.find((i) => sizes[labels[i]!]! > 1);
    if (row === undefined) break;
    order.splice(order.indexOf(row), 1);
    move(row, labels[row]!, cluster);
    labels[row] = cluster;
  }
  return true;
}

function squaredDistance({ data, d, labels, centroids }: ClusterRows, i: number): number {
  const own = labels[i]! * d;
  let sum = 0;
  for (let j = 0, at = i * d; j < d; j++, at++) sum += (data[at]! - centroids[own + j]!) ** 2;
  return sum;
}
