/**
 * The trees of boosting: features in at most 255 bins, leaves split best first, histograms of gradients instead of
 * sorted rows.
 *
 * A leaf's histogram holds, for each bin of each feature, the sums of gradients and Hessians of its rows. Of two new
 * leaves only the smaller is counted; the other is the parent's less the smaller's.
 *
 * **Invariant.** Every split lowers the loss's second-order approximation Σ g·v + ½·(h + λ)·v²; a leaf's value −G / (H
 * + λ) is its minimum.
 *
 * Cost: O(rows of the smaller side · d) for a split, and d · bins to search it.
 *
 * Source: T. Chen and C. Guestrin, "XGBoost", KDD 2016; G. Ke et al., "LightGBM", NeurIPS 2017; conventions of
 * scikit-learn's `HistGradientBoosting`.
 *
 * @module
 */
import { type Matrix, transpose } from "../../math/linalg/matrix.ts";
import { quantiles } from "../../math/stats/quantile.ts";
import type { Tree } from "./tree.ts";

/** Rows as bin numbers. */
export interface BinnedColumns {
  /** n. */
  readonly rows: number;
  /** For each feature the bin of each row. */
  readonly bins: readonly Uint8Array[];
  /** For each feature its thresholds: bin b holds the values above threshold b − 1 and up to threshold b. */
  readonly thresholds: readonly Float64Array[];
}

/** Where a tree stops, and what leaves cost. */
export interface HistogramLimits {
  /** Most leaves. */
  readonly maxLeaves: number;
  /** Thresholds on the longest way. */
  readonly maxDepth: number;
  /** Fewest rows of a leaf. */
  readonly minSamplesLeaf: number;
  /** λ: added to the Hessian of each leaf. */
  readonly l2: number;
}

/** A tree, and where its training rows ended. */
export interface GrownTree {
  /** The tree; its values are not yet scaled by a learning rate. */
  readonly tree: Tree;
  /** (n): the value of each row's leaf. */
  readonly fitted: Float64Array;
}

/** Bins of a histogram. */
const BINS = 256;
/** Gains below this are rounding. */
const MIN_GAIN = 1e-7;
/** A side must have at least this much Hessian. */
const MIN_HESSIAN = 1e-3;
/** Keeps a leaf of Hessian 0 from dividing by it. */
const TINY = 1e-15;

/**
 * Puts each feature into bins: one a distinct value where there are few, else quantiles.
 * @param x (n, d).
 * @param maxBins At most 255.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { binColumns } from "./_histogram_tree.ts";
 * const { bins, thresholds } = binColumns(matrixOf([[3], [1], [3], [8]]), 255);
 * assertEquals([[...bins[0]!], [...thresholds[0]!]], [[1, 0, 1, 2], [2, 5.5]]);
 * ```
 */
export function binColumns(x: Matrix, maxBins: number): BinnedColumns {
  const { data } = transpose(x);
  const [bins, thresholds]: [Uint8Array[], Float64Array[]] = [[], []];
  for (let f = 0; f < x.columns; f++) {
    const column = data.subarray(f * x.rows, (f + 1) * x.rows);
    const edges = edgesOf(column.slice().sort(), maxBins);
    thresholds.push(edges);
    const own = new Uint8Array(x.rows);
    for (let i = 0; i < x.rows; i++) own[i] = binOf(column[i]!, edges);
    bins.push(own);
  }
  return { rows: x.rows, bins, thresholds };
}

function edgesOf(rising: Float64Array, maxBins: number): Float64Array {
  const distinct = rising.filter((value, i) => i === 0 || value !== rising[i - 1]);
  if (distinct.length <= maxBins) {
    return Float64Array.from({ length: distinct.length - 1 }, (_, i) => distinct[i]! / 2 + distinct[i + 1]! / 2);
  }
  const shares = Array.from({ length: maxBins - 1 }, (_, i) => (i + 1) / maxBins);
  const edges = Array.from(quantiles(rising, shares, { method: "averaged_inverted_cdf" }));
  return Float64Array.from(edges.filter((edge, i) => i === 0 || edge !== edges[i - 1]));
}

/** How many edges lie below a value. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value > edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Leaf {
  readonly node: number;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly histogram: Float64Array;
  readonly split: Split | undefined;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
  readonly leftGradient: number;
  readonly leftHessian: number;
}

/** Grows a tree for these gradients and Hessians. */
export function growHistogramTree(
  columns: BinnedColumns,
  { gradients, hessians, ...limits }: HistogramLimits & {
    readonly gradients: Float64Array;
    readonly hessians: Float64Array;
  },
): GrownTree {
  const { rows: n, bins, thresholds } = columns;
  const { maxLeaves, maxDepth, minSamplesLeaf, l2 } = limits;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const buffer = new Int32Array(n);
  const nodes = { feature: [-1], threshold: [0], left: [-1], right: [-1], value: [0], impurity: [0], weight: [n] };
  const valueOf = (gradient: number, hessian: number) => 0 - gradient / (hessian + l2 + TINY); // 0, not −0

  function leaf(of: Omit<Leaf, "split">): Leaf {
    nodes.value[of.node] = valueOf(of.gradient, of.hessian);
    const isOpen = of.depth < maxDepth && of.to - of.from >= 2 * minSamplesLeaf;
    return { ...of, split: isOpen ? bestSplit(of) : undefined };
  }

  function bestSplit({ histogram, from, to, gradient, hessian }: Omit<Leaf, "split">): Split | undefined {
    let best: Split | undefined;
    let bestGain = MIN_GAIN;
    const base = gradient * gradient / (hessian + l2 + TINY);
    for (let f = 0; f < bins.length; f++) {
      let [g, h, count] = [0, 0, 0];
      for (let bin = 0, at = f * BINS * 3; bin < thresholds[f]!.length; bin++, at += 3) {
        g += histogram[at]!;
        h += histogram[at + 1]!;
        count += histogram[at + 2]!;
        if (count < minSamplesLeaf || h < MIN_HESSIAN) continue;
        if (to - from - count < minSamplesLeaf || hessian - h < MIN_HESSIAN) break;
        const gain = g * g / (h + l2 + TINY) + (gradient - g) ** 2 / (hessian - h + l2 + TINY) - base;
        if (gain <= bestGain) continue;
        bestGain = gain;
        best = { feature: f, bin, gain, leftGradient: g, leftHessian: h };
      }
    }
    return best;
  }

  function histogramOf(from: number, to: number): Float64Array {
    const sums = new Float64Array(bins.length * BINS * 3);
    for (let f = 0; f < bins.length; f++) {
      const [column, base] = [bins[f]!, f * BINS * 3];
      for (let place = from; place < to; place++) {
        const row = order[place]!;
        const at = base + column[row]! * 3;
        sums[at]! += gradients[row]!;
        sums[at + 1]! += hessians[row]!;
        sums[at + 2]!++;
      }
    }
    return sums;
  }

  const whole = {
    gradient: gradients.reduce((sum, g) => sum + g, 0),
    hessian: hessians.reduce((sum, h) => sum + h, 0),
  };
  const leaves = [leaf({ node: 0, depth: 0, from: 0, to: n, ...whole, histogram: histogramOf(0, n) })];
  while (leaves.length < maxLeaves) {
    let chosen = -1;
    for (const [place, { split }] of leaves.entries()) {
      if (split !== undefined && (chosen < 0 || split.gain > leaves[chosen]!.split!.gain)) chosen = place;
    }
    if (chosen < 0) break;
    const { node, depth, from, to, gradient, hessian, histogram, split } = leaves.splice(chosen, 1)[0]!;
    const { feature, bin, leftGradient, leftHessian } = split!;
    const middle = part(bins[feature]!, { bin, from, to });
    const isLeftSmaller = middle - from <= to - middle;
    const smaller = isLeftSmaller ? histogramOf(from, middle) : histogramOf(middle, to);
    for (let at = 0; at < histogram.length; at++) histogram[at]! -= smaller[at]!;
    const sides = [
      {
        from,
        to: middle,
        gradient: leftGradient,
        hessian: leftHessian,
        histogram: isLeftSmaller ? smaller : histogram,
      },
      {
        from: middle,
        to,
        gradient: gradient - leftGradient,
        hessian: hessian - leftHessian,
        histogram: isLeftSmaller ? histogram : smaller,
      },
    ];
    nodes.feature[node] = feature;
    nodes.threshold[node] = thresholds[feature]![bin]!;
    for (const [side, one] of sides.entries()) {
      const child = nodes.feature.push(-1) - 1;
      nodes[side === 0 ? "left" : "right"][node] = child;
      nodes.threshold.push(0);
      nodes.left.push(-1);
      nodes.right.push(-1);
      nodes.value.push(0);
      nodes.impurity.push(0);
      nodes.weight.push(one.to - one.from);
      leaves.push(leaf({ node: child, depth: depth + 1, ...one }));
    }
  }
  const fitted = new Float64Array(n);
  for (const { node, from, to } of leaves) for (let at = from; at < to; at++) fitted[order[at]!] = nodes.value[node]!;
  return { tree: { features: bins.length, outputs: 1, ...nodes }, fitted };

  function part(
    column: Uint8Array,
    { bin, from, to }: { readonly bin: number; readonly from: number; readonly to: number },
  ): number {
    let [left, right] = [from, 0];
    for (let at = from; at < to; at++) {
      const row = order[at]!;
      if (column[row]! <= bin) order[left++] = row;
      else buffer[right++] = row;
    }
    order.set(buffer.subarray(0, right), left);
    return left;
  }
}
