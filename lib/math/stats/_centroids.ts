/**
 * The clusters of a t-digest: numbers that are near each other, kept as their mean, their weight and the interval they
 * lie in.
 *
 * Clusters are merged in the order of their means, each taking in the next while it stays small enough. How small is
 * set by the scale k(q) = δ / 2π · asin(2q − 1) of the shares q: a cluster may cover one unit of k. The scale is steep
 * at both ends, so clusters there hold few numbers. Equal numbers become one cluster however many they are, since
 * nothing is lost by that.
 *
 * **Invariant.** Means rise. A cluster of different numbers that reaches the share q holds at most
 * {@linkcode largestShare} of all weight. Two neighbours together cover more than one unit of k, whose whole range is δ
 * / 2: so there are at most δ + 1 clusters.
 *
 * Cost: merging a and b clusters O(a + b).
 *
 * Not here on purpose: the scales k₂ and k₃ (finer still at the ends, but the number of clusters grows with the
 * logarithm of the weight).
 *
 * Source: T. Dunning, O. Ertl, Computing Extremely Accurate Quantiles Using t-Digests, arXiv:1902.04023 (2019), §2; T.
 * Dunning, Conservation of the t-digest Scale Invariant, arXiv:1903.09919 (2019), for why merging keeps the invariant.
 *
 * @module
 */

/** Clusters by rising mean; the arrays have one length. */
export interface Centroids {
  /** The weighted mean of each. */
  readonly means: Float64Array;
  /** How much weight each holds; positive. */
  readonly weights: Float64Array;
  /** The smallest number of each. */
  readonly lows: Float64Array;
  /** The largest number of each. */
  readonly highs: Float64Array;
}

/** No clusters. */
export const NO_CENTROIDS: Centroids = roomFor(0);

/**
 * The most that a cluster of different numbers holds of all weight, if it reaches the share `q`: 2π / δ · √(q·(1 − q))
 * + (π / δ)².
 *
 * In the angle θ = asin(2q − 1) one unit of k is 2π / δ, over which q moves by cos θ · sin(π / δ), θ at its middle; and
 * cos θ there is at most π / δ more than at q, where it is 2·√(q·(1 − q)).
 */
export function largestShare(q: number, compression: number): number {
  return 2 * Math.PI / compression * Math.sqrt(q * (1 - q)) + (Math.PI / compression) ** 2;
}

/** The weight of all clusters together. */
export function weightOf({ weights }: Centroids): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  return total;
}

/** The clusters of both together. It does not matter which comes first. */
export function mergeCentroids([a, b]: readonly [Centroids, Centroids], compression: number): Centroids {
  const [sizeA, sizeB] = [a.means.length, b.means.length];
  const total = weightOf(a) + weightOf(b);
  const { means, weights, lows, highs } = roomFor(Math.min(sizeA + sizeB, compression + 1));
  let [i, j, count] = [0, 0, 0];
  let [below, limit] = [0, 0]; // the weight before the last cluster, and the weight up to which that may be filled
  while (i < sizeA || j < sizeB) {
    const isFromA = j === sizeB || (i < sizeA && comesFirst(a, i, b, j));
    const from = isFromA ? a : b;
    const at = isFromA ? i++ : j++;
    const [mean, low, high] = [from.means[at]!, from.lows[at]!, from.highs[at]!];
    let weight = from.weights[at]!;
    if (low === high) {
      while (i < sizeA && a.lows[i] === low && a.highs[i] === low) weight += a.weights[i++]!;
      while (j < sizeB && b.lows[j] === low && b.highs[j] === low) weight += b.weights[j++]!;
    }
    const last = count - 1;
    if (count > 0 && below + weights[last]! + weight <= limit) {
      const share = weight / (weights[last]! + weight);
      // The bounds keep rounding from putting means out of order.
      means[last] = Math.max(means[last]!, Math.min(mean, means[last]! * (1 - share) + mean * share));
      weights[last]! += weight;
      lows[last] = Math.min(lows[last]!, low);
      highs[last] = Math.max(highs[last]!, high);
    } else {
      if (count > 0) below += weights[last]!;
      limit = limitFrom(below, { total, compression });
      [means[count], weights[count], lows[count], highs[count]] = [mean, weight, low, high];
      count++;
    }
  }
  const first = (values: Float64Array) => values.slice(0, count);
  return { means: first(means), weights: first(weights), lows: first(lows), highs: first(highs) };
}

/** The weight up to which a cluster with the weight `below` before it may be filled: one unit of k further. */
function limitFrom(below: number, { total, compression }: { total: number; compression: number }): number {
  const angle = Math.asin(2 * Math.min(1, below / total) - 1) + 2 * Math.PI / compression;
  return angle < Math.PI / 2 ? total * (1 + Math.sin(angle)) / 2 : Infinity;
}

/** By mean; the rest only makes the order the same for (a, b) and (b, a). */
function comesFirst(a: Centroids, i: number, b: Centroids, j: number): boolean {
  if (a.means[i] !== b.means[j]) return a.means[i]! < b.means[j]!;
  if (a.lows[i] !== b.lows[j]) return a.lows[i]! < b.lows[j]!;
  if (a.highs[i] !== b.highs[j]) return a.highs[i]! < b.highs[j]!;
  return a.weights[i]! <= b.weights[j]!;
}

function roomFor(count: number): Centroids {
  const row = () => new Float64Array(count);
  return { means: row(), weights: row(), lows: row(), highs: row() };
}
