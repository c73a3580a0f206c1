/**
 * Histograms: where to cut, and how many numbers fall between the cuts.
 *
 * The rule of Freedman and Diaconis takes bins of width 2·IQR / ∛n, which balances noise against blur for smooth
 * densities and does not mind outliers. Quantile edges give every bin the same share of the sample they are made from;
 * drift is measured on those.
 *
 * **Invariant.** Bins are half open, [edge, next edge), but the last is closed, as in NumPy. Counts, `below` and
 * `above` add up to the size of the sample.
 *
 * Cost: O(n log n) for edges, O(n log k) for counts in k bins.
 *
 * Not here on purpose: densities (divide), kernel smoothing, two dimensions.
 *
 * Source: D. Freedman, P. Diaconis, On the histogram as a density estimator, Z. Wahrscheinlichkeitstheorie 57 (1981).
 *
 * @module
 */
import { checkOptions, checkPositiveInteger } from "../../base/argument.ts";
import { quantileOfSorted } from "./quantile.ts";
import { checkSample, sorted } from "./sample.ts";

/** Counts between edges. */
export interface Histogram {
  /** (k + 1): rising. */
  readonly edges: Float64Array;
  /** (k): how many numbers lie in each bin. */
  readonly counts: Float64Array;
  /** How many lie below the first edge. */
  readonly below: number;
  /** How many lie above the last edge. */
  readonly above: number;
}

/** More bins than this help nobody, and a sample with one far outlier would ask for millions. */
const MAX_BINS = 10_000;

/**
 * Edges of equal width by the rule of Freedman and Diaconis; one bin where the middle half of the sample does not vary.
 * @param x At least one finite number.
 * @param options `mostBins`: a wider bin is taken where there would be more. @default {10000}
 * @throws {RangeError} If `x` is empty or not finite, or spans more than the largest double.
 */
export function freedmanDiaconisEdges(
  x: ArrayLike<number>,
  options: { readonly mostBins?: number } = {},
): Float64Array {
  const action = "choose bins";
  const { mostBins = MAX_BINS } = checkOptions(options, { action, argument: "options" });
  checkPositiveInteger(mostBins, { action, argument: "mostBins" });
  const rising = sorted(checkSample(x, { action, argument: "x" }));
  const [first, last] = [rising[0]!, rising.at(-1)!];
  if (first === last) return edgesAround(first);
  if (last - first === Infinity) {
    throw new RangeError(
      `Cannot ${action}: x must not span more than the largest double: current value is ${first} to ${last}`,
    );
  }
  const width = 2 * (quantileOfSorted(rising, 0.75) - quantileOfSorted(rising, 0.25)) / Math.cbrt(rising.length);
  const bins = width > 0 ? Math.min(mostBins, Math.max(1, Math.ceil((last - first) / width))) : 1;
  return Float64Array.from({ length: bins + 1 }, (_, i) => i === bins ? last : first + (last - first) * i / bins);
}

/**
 * Edges between which equal shares of `x` lie; fewer bins where ties make edges coincide.
 * @param x At least one finite number.
 * @param bins How many bins are wanted.
 * @throws {RangeError} If `x` is empty or not finite, or `bins` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { histogram, quantileEdges } from "./histogram.ts";
 * const edges = quantileEdges([1, 2, 3, 4, 5, 6, 7, 8, 9], 2);
 * assertEquals([...edges], [1, 5, 9]);
 * assertEquals([...histogram([0, 1, 4.9, 5, 9, 10], edges).counts], [2, 2]);
 * ```
 */
export function quantileEdges(x: ArrayLike<number>, bins: number): Float64Array {
  const action = "choose bins";
  checkPositiveInteger(bins, { action, argument: "bins" });
  const rising = sorted(checkSample(x, { action, argument: "x" }));
  const edges = Array.from({ length: bins + 1 }, (_, i) => quantileOfSorted(rising, i / bins));
  const distinct = edges.filter((edge, i) => i === 0 || edge > edges[i - 1]!);
  return distinct.length > 1 ? Float64Array.from(distinct) : edgesAround(distinct[0]!);
}

/** One bin around a value: of width 1, or of a few units in the last place where that is more. */
function edgesAround(value: number): Float64Array {
  const reach = Math.max(0.5, 2 * Number.EPSILON * Math.abs(value));
  return Float64Array.of(value - reach, value + reach);
}

/**
 * How many numbers lie in each bin.
 * @param x Any finite numbers, none at all too.
 * @param edges At least two, strictly rising.
 * @throws {RangeError} If a number is not finite, or the edges do not rise.
 */
export function histogram(x: ArrayLike<number>, edges: ArrayLike<number>): Histogram {
  const action = "count in bins";
  checkSample(x, { action, argument: "x", atLeast: 0 });
  checkSample(edges, { action, argument: "edges", atLeast: 2 });
  for (let i = 1; i < edges.length; i++) {
    if (edges[i]! > edges[i - 1]!) continue;
    throw new RangeError(
      `Cannot ${action}: edges must rise: current value is ${edges[i]} after ${edges[i - 1]}, at index ${i}`,
    );
  }
  const bins = edges.length - 1;
  const counts = new Float64Array(bins);
  let [below, above] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value < edges[0]!) below++;
    else if (value > edges[bins]!) above++;
    else counts[binOf(value, edges)]!++;
  }
  return { edges: Float64Array.from(edges), counts, below, above };
}

/** The bin of a value between the first and the last edge. */
function binOf(value: number, edges: ArrayLike<number>): number {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (value >= edges[middle]!) low = middle;
    else high = middle;
  }
  return low;
}
