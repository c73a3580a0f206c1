/**
 * Nearest centroids: the assignment of rows to centroids, by looking at all distances (Lloyd) or only where bounds
 * leave a doubt (Hamerly).
 *
 * Hamerly keeps two numbers a row: how far its own centroid is at most, and how near the second can be at least. When
 * centroids move, the bounds move with them; a row whose bounds do not overlap, or whose centroid is nearer than half
 * the way to the next one, cannot change sides and is skipped.
 *
 * **Invariant.** Both ways give the same assignments up to rounding of distances: ties go to the lower number.
 *
 * Cost: clusters · d for each row that is looked at; O(n + clusters²·d) beside it.
 *
 * Source: G. Hamerly, "Making k-means even faster", SDM 2010.
 *
 * @module
 */
import { type KernelPrecision, scoreKernel } from "./_score_kernel.ts";

/** The rows, and how they are assigned. */
export interface AssignmentOptions {
  /** (n, d): rows, best centred on 0, where their squares lose least. */
  readonly data: Float64Array;
  /** d. */
  readonly columns: number;
  /** k. */
  readonly clusters: number;
  /** Whether bounds are kept. */
  readonly usesBounds: boolean;
  /** Numbers that distances are taken in. */
  readonly precision: KernelPrecision;
}

/** The cluster of each row. */
export interface Assignment {
  /** (n): the cluster of each row. */
  readonly labels: Int32Array;
  /** Distances taken so far, rows times centroids. */
  readonly evaluations: number;
  /**
   * Assigns every row again.
   * @param centroids (k, d).
   * @param changed Called for each row that changes sides, with its old cluster (−1 at first) and its new one.
   */
  update(centroids: Float64Array, changed: (row: number, from: number, to: number) => void): void;
  /** Forgets all bounds: after a centroid was put somewhere else. */
  forget(): void;
}

/**
 * An assignment that begins with no row assigned.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { assignment } from "./_nearest_centroids.ts";
 * const data = Float64Array.of(-3, -2, 2, 3);
 * const rows = assignment({ data, columns: 1, clusters: 2, usesBounds: true, precision: "float64" });
 * rows.update(Float64Array.of(-2.5, 2.5), () => {});
 * rows.update(Float64Array.of(-2.4, 2.5), () => {});
 * assertEquals([[...rows.labels], rows.evaluations], [[0, 0, 1, 1], 8]); // the second time no row was in doubt
 * ```
 */
export function assignment({ data, columns, clusters, usesBounds, precision }: AssignmentOptions): Assignment {
  const n = data.length / columns;
  const labels = new Int32Array(n).fill(-1);
  const kernel = scoreKernel(data, { columns, centres: clusters, precision });
  const squares = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < columns; j++, at++) squares[i]! += data[at]! ** 2;
  // Scores are sums of about this size: what rounding may do to a squared distance.
  const unit = precision === "float32" ? 2 ** -23 : 2 ** -52;
  const slack = 4 * unit * Math.sqrt(columns) * squares.reduce((most, one) => Math.max(most, one), 0);
  const [upper, lower] = [new Float64Array(n).fill(Infinity), new Float64Array(n)];
  const pending = new Int32Array(kernel.mostRows);
  let before: Float64Array | undefined;
  let evaluations = 0;

  function lookAt(count: number, changed: (row: number, from: number, to: number) => void): void {
    const scores = kernel.scores(pending.subarray(0, count));
    evaluations += count * clusters;
    for (let p = 0, base = 0; p < count; p++, base += kernel.stride) {
      const row = pending[p]!;
      let [best, second, nearest] = [Infinity, Infinity, 0];
      for (let c = 0; c < clusters; c++) {
        const score = scores[base + c]!;
        if (score < best) {
          second = best;
          best = score;
          nearest = c;
        } else if (score < second) second = score;
      }
      upper[row] = Math.sqrt(Math.max(0, best + squares[row]! + slack));
      lower[row] = Math.sqrt(Math.max(0, second + squares[row]! - slack));
      const old = labels[row]!;
      if (old === nearest) continue;
      labels[row] = nearest;
      changed(row, old, nearest);
    }
  }

  return {
    labels,
    get evaluations() {
      return evaluations;
    },
    update(centroids, changed) {
      const biases = squaredLengths(centroids, columns);
      kernel.setCentres(centroids.map((value) => -2 * value), biases);
      const moved = before === undefined ? undefined : moves(before, centroids, columns);
      const largest = moved?.reduce((most, one) => Math.max(most, one), 0) ?? 0;
      const safe = halfGaps(centroids, columns);
      let count = 0;
      for (let row = 0; row < n; row++) {
        const own = labels[row]!;
        if (usesBounds && moved !== undefined && own >= 0) {
          const far = upper[row] = upper[row]! + moved[own]!;
          const near = lower[row] = lower[row]! - largest;
          if (far < (near > safe[own]! ? near : safe[own]!)) continue;
        }
        pending[count++] = row;
        if (count < kernel.mostRows) continue;
        lookAt(count, changed);
        count = 0;
      }
      if (count > 0) lookAt(count, changed);
      before = centroids.slice();
    },
    forget() {
      before = undefined;
    },
  };
}

function squaredLengths(centroids: Float64Array, d: number): Float64Array {
  const lengths = new Float64Array(centroids.length / d);
  for (let at = 0; at < centroids.length; at++) lengths[Math.floor(at / d)]! += centroids[at]! ** 2;
  return lengths;
}

/** How far each centroid moved. */
function moves(from: Float64Array, to: Float64Array, d: number): Float64Array {
  const squares = new Float64Array(from.length / d);
  for (let at = 0; at < from.length; at++) squares[Math.floor(at / d)]! += (from[at]! - to[at]!) ** 2;
  return squares.map(Math.sqrt);
}

/** Half of each centroid's distance from the nearest other. */
function halfGaps(centroids: Float64Array, d: number): Float64Array {
  const k = centroids.length / d;
  const gaps = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) {
      let square = 0;
      for (let j = 0; j < d; j++) square += (centroids[a * d + j]! - centroids[b * d + j]!) ** 2;
      const half = Math.sqrt(square) / 2;
      gaps[a] = Math.min(gaps[a]!, half);
      gaps[b] = Math.min(gaps[b]!, half);
    }
  }
  return gaps;
}
