/**
 * Distances between two distributions over the same bins: population stability index, Jensen–Shannon, Hellinger.
 *
 * They take counts, not samples, so that the binning is the caller's own and declared (`histogram.ts` makes edges and
 * counts). Each turns counts into shares first.
 *
 * **Invariant.** All are 0 exactly for equal shares, symmetric, and never negative. Jensen–Shannon (base 2) and
 * Hellinger lie in [0, 1]; the index has no upper end, and none at all for an empty bin, so it alone adds `pseudoCount`
 * to every bin of both sides first.
 *
 * Cost: O(k) for k bins.
 *
 * Not here on purpose: Kullback–Leibler (infinite at the first empty bin), distances of samples
 * (`sample_distances.ts`), what counts as drift: the thresholds .1 and .25 of the index are custom in credit scoring,
 * not statistics, and depend on the size of the sample.
 *
 * Source: J. Lin, Divergence Measures Based on the Shannon Entropy, IEEE Trans. Inf. Theory 37 (1991); B. Yurdakul,
 * Statistical Properties of Population Stability Index (2018).
 *
 * @module
 */
import { checkNonNegative, checkOptions } from "../../base/argument.ts";
import { checkSameLength, checkSample } from "./sample.ts";

/** Added to every bin before the index is taken, so that an empty bin has a share: half an observation. */
const PSEUDO_COUNT = 0.5;

/**
 * The population stability index Σ (p − q) · ln(p / q), in nats.
 * @param expected Counts in each bin, not negative, at least one above 0.
 * @param actual As many counts of the other sample.
 * @param options `pseudoCount`: added to every bin of both sides; 0 refuses empty bins. @default {0.5}
 * @throws {RangeError} If counts are negative, not finite, all 0, of different lengths, or a bin is empty while
 *   `pseudoCount` is 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { populationStabilityIndex } from "./bin_distances.ts";
 * assertEquals(populationStabilityIndex([10, 20, 30], [20, 40, 60], { pseudoCount: 0 }), 0);
 * assertEquals(populationStabilityIndex([50, 50], [10, 90], { pseudoCount: 0 }).toFixed(4), "0.8789");
 * ```
 */
export function populationStabilityIndex(
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: { readonly pseudoCount?: number } = {},
): number {
  const action = "take a population stability index";
  const { pseudoCount = PSEUDO_COUNT } = checkOptions(options, { action, argument: "options" });
  checkNonNegative(pseudoCount, { action, argument: "pseudoCount" });
  const p = sharesOf(expected, { action, argument: "expected", pseudoCount });
  const q = sharesOf(actual, { action, argument: "actual", pseudoCount });
  checkSameLength(p, q, { action, names: ["expected", "actual"] });
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i]!, q[i]!];
    if (a === b) continue;
    if (a === 0 || b === 0) {
      throw new RangeError(`Cannot ${action}: bin ${i} must not be empty while pseudoCount is 0: current value is 0`);
    }
    sum += (a - b) * Math.log(a / b);
  }
  return sum;
}

/**
 * The Jensen–Shannon distance: the root of the mean divergence of both from their middle, in base 2; a metric in [0,
 * 1].
 * @param p Counts or weights in each bin, not negative, at least one above 0.
 * @param q As many of the other distribution.
 * @throws {RangeError} If they are negative, not finite, all 0, or of different lengths.
 */
export function jensenShannonDistance(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = bothShares(p, q, "take a Jensen–Shannon distance");
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const middle = (a[i]! + b[i]!) / 2;
    if (a[i]! > 0) sum += a[i]! * Math.log2(a[i]! / middle);
    if (b[i]! > 0) sum += b[i]! * Math.log2(b[i]! / middle);
  }
  return Math.sqrt(Math.min(1, Math.max(0, sum / 2)));
}

/**
 * The Hellinger distance ‖√p − √q‖ / √2; a metric in [0, 1].
 * @param p Counts or weights in each bin, not negative, at least one above 0.
 * @param q As many of the other distribution.
 * @throws {RangeError} If they are negative, not finite, all 0, or of different lengths.
 */
export function hellingerDistance(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = bothShares(p, q, "take a Hellinger distance");
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (Math.sqrt(a[i]!) - Math.sqrt(b[i]!)) ** 2;
  return Math.sqrt(Math.min(1, sum / 2));
}

function bothShares(p: ArrayLike<number>, q: ArrayLike<number>, action: string): readonly [Float64Array, Float64Array] {
  const shares = [sharesOf(p, { action, argument: "p" }), sharesOf(q, { action, argument: "q" })] as const;
  checkSameLength(p, q, { action, names: ["p", "q"] });
  return shares;
}

/** Counts as shares of their sum. */
function sharesOf(
  counts: ArrayLike<number>,
  { action, argument, pseudoCount = 0 }: {
    readonly action: string;
    readonly argument: string;
    readonly pseudoCount?: number;
  },
): Float64Array {
  checkSample(counts, { action, argument });
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! < 0) {
      throw new RangeError(`Cannot ${action}: ${argument}[${i}] must not be negative: current value is ${counts[i]}`);
    }
    total += counts[i]!;
  }
  if (total === 0) {
    throw new RangeError(`Cannot ${action}: ${argument} must count something: current value is only zeros`);
  }
  const whole = total + pseudoCount * counts.length;
  return Float64Array.from(counts, (count) => (count + pseudoCount) / whole);
}
