/** How far draws may be from a distribution: bounds that a right generator exceeds once in ten thousand seeds. */
import { assert } from "@std/assert";
import type { ContinuousDistribution, DiscreteDistribution } from "@lib/math/stats/distributions/distribution.ts";
import { chiSquared } from "@lib/math/stats/distributions/gamma.ts";
import { oneSampleKolmogorovSmirnovTest } from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";

const MIN_P_VALUE = 1e-4;

/** Refuses draws whose empirical distribution function is too far from that of `distribution`. */
export function assertContinuous(draws: readonly number[], distribution: ContinuousDistribution, what: string): void {
  const { pValue } = oneSampleKolmogorovSmirnovTest(draws, distribution.cdf);
  assert(pValue > MIN_P_VALUE, `${what}: Kolmogorov–Smirnov p = ${pValue}`);
}

/** Refuses counts that are too far from `expected` ones, by chi-square. */
export function assertCounts(counts: readonly number[], expected: readonly number[], what: string): void {
  const chi2 = counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
  const pValue = chiSquared(counts.length - 1).sf(chi2);
  assert(pValue > MIN_P_VALUE, `${what}: chi-square ${chi2} of ${counts.length} bins, p = ${pValue}`);
}

/** Refuses draws that are too far from a discrete distribution, in about twenty bins of like probability. */
export function assertDiscrete(draws: readonly number[], distribution: DiscreteDistribution, what: string): void {
  const ends = [...new Set(Array.from({ length: 19 }, (_, k) => distribution.ppf((k + 1) / 20)))];
  const upTo = ends.map((end) => distribution.cdf(end));
  const shares = [...upTo, 1].map((share, i) => share - (upTo[i - 1] ?? 0));
  const counts = new Array<number>(shares.length).fill(0);
  for (const draw of draws) {
    const bin = ends.findIndex((end) => draw <= end);
    counts[bin === -1 ? ends.length : bin]!++;
  }
  // A bin of next to nothing joins its neighbour.
  const kept = shares.map((share, i) => ({ share, count: counts[i]! })).filter(({ share }) => share > 1e-3);
  const total = kept.reduce((sum, { share }) => sum + share, 0);
  const drawn = kept.reduce((sum, { count }) => sum + count, 0);
  assertCounts(kept.map(({ count }) => count), kept.map(({ share }) => share / total * drawn), what);
}
