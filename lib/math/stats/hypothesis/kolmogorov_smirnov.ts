/**
 * The Kolmogorov–Smirnov tests: the largest gap between two distribution functions.
 *
 * Two samples: the exact p-value counts lattice paths. Each way to interleave the samples is a path from (0, 0) to (n,
 * m); those that stray from the diagonal by at least the gap are the extreme ones. One sample: for a small gap the
 * exact probability is an entry of a power of Durbin's matrix, for a large one it is twice the one-sided probability,
 * which is a sum of Smirnov's. Beyond a size: Kolmogorov's limit, at a gap that is corrected for the sizes. Down to p =
 * 1e-4 that is right to about 1 % for two samples of a thousand (to 4 % where the sizes differ by 1), and to 0.5 % for
 * one sample; the limit alone is up to 14 % and 5 % too large there.
 *
 * **Invariant.** Ties are walked together: the gap is looked at after all equal numbers have been passed, so it does
 * not depend on the order of the input.
 *
 * Cost: O((n + m) log (n + m)); exact two-sample O(n · m · gap); exact one-sample O(k³ log n) with k ≈ 2 n · gap, or
 * O(n).
 *
 * Not here on purpose: p-values after parameters were fitted to the same sample (Lilliefors: they would be too large),
 * exact p-values with ties (with ties the exact count is conservative, and says so).
 *
 * Source: N. Smirnov (1939); J. Durbin, Distribution Theory for Tests Based on the Sample Distribution Function (1973);
 * G. Marsaglia, W. Tsang, J. Wang, J. Stat. Softw. 8 (2003); R. Simard, P. L'Ecuyer, J. Stat. Softw. 39 (2011) for
 * where each formula is exact to how many digits. The corrections: J. Hodges, The Significance Probability of the
 * Smirnov Two-Sample Test, Ark. Mat. 3 (1958); J. Vrbik, Small-Sample Corrections to Kolmogorov–Smirnov Test Statistic,
 * Pioneer J. Theor. Appl. Stat. 15 (2018).
 *
 * @module
 */
import { checkFunction, checkOptions } from "../../../base/argument.ts";
import { kolmogorov } from "../distributions/kolmogorov.ts";
import { logGamma } from "../_special_functions.ts";
import { checkSample, sorted } from "../sample.ts";
import { type Alternative, checkAlternative, type TestResult } from "./hypothesis_result.ts";
import { withInfiniteJson } from "./result_json.ts";

/** Where no more cells of the lattice than this are walked, counting is exact: about 20 ms. */
const MAX_CELLS = 4e6;
/** Or no more cells than this for each number: then counting takes about as long as sorting. */
const CELLS_A_NUMBER = 20;
/** Above this size the limit is taken for one sample. */
const EXACT_ONE_SAMPLE = 1000;

/**
 * How the p-value is computed: counted, from Kolmogorov's limit at a gap corrected for the sizes, or from the limit as
 * it stands in textbooks.
 */
export type KolmogorovSmirnovMethod = "exact" | "corrected" | "asymptotic";

/** How a test is made. */
export interface KolmogorovSmirnovOptions {
  /** "greater": the distribution function of x lies above, so that x tends to smaller numbers. @default {"two-sided"} */
  readonly alternative?: Alternative;
  /** By itself: exact where that is cheap, else corrected. */
  readonly method?: KolmogorovSmirnovMethod;
}

/**
 * Do two samples come from one distribution?
 * @param x At least one finite number.
 * @param y At least one finite number.
 * @returns Statistic and effect: the largest gap, in [0, 1].
 * @throws {RangeError} If a sample is empty or not finite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kolmogorovSmirnovTest } from "./kolmogorov_smirnov.ts";
 * const { statistic, pValue } = kolmogorovSmirnovTest([1, 2, 3], [4, 5, 6]);
 * assertEquals([statistic, pValue.toFixed(12)], [1, "0.100000000000"]); // 2 of the 20 paths
 * ```
 */
export function kolmogorovSmirnovTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: KolmogorovSmirnovOptions = {},
): TestResult {
  const action = "make a Kolmogorov–Smirnov test";
  const { alternative = "two-sided", method } = checkOptions(options, { action, argument: "options" });
  const a = sorted(checkSample(x, { action, argument: "x" }));
  const b = sorted(checkSample(y, { action, argument: "y" }));
  checkAlternative(alternative, action);
  const [n, m] = [a.length, b.length];
  // Gaps are counted in units of 1 / (n · m): whole numbers, so that nothing is lost to rounding.
  const { above, below, hasTies } = largestGaps(a, b);
  const gap = alternative === "greater" ? above : alternative === "less" ? below : Math.max(above, below);
  const statistic = gap / n / m;
  const cells = alternative === "two-sided" ? 2 * gap : n * m;
  const chosen = chooseMethod(method, { isCheap: cells <= Math.max(MAX_CELLS, CELLS_A_NUMBER * (n + m)), action });
  const correction = chosen === "corrected" && gap > 0 ? twoSampleCorrection(n, m) : 0;
  return withInfiniteJson({
    test: "two-sample Kolmogorov–Smirnov test",
    method: chosen === "exact" ? "exact: lattice paths are counted" : METHODS[chosen],
    statistic,
    pValue: chosen === "exact"
      ? extremePaths({ n, m, gap, isTwoSided: alternative === "two-sided" })
      : limit(Math.sqrt(n / (n + m) * m) * (statistic + correction), alternative),
    alternative,
    effect: { name: "largest gap", value: statistic },
    warnings: hasTies ? ["ties between the samples: the p-value is conservative"] : [],
  });
}

/**
 * Does a sample come from the distribution with this cdf?
 * @param x At least one finite number.
 * @param cdf Continuous, given beforehand: not fitted to `x`.
 * @returns Statistic and effect: the largest gap, in [0, 1].
 * @throws {RangeError} If the sample is empty or not finite, `cdf` gives something outside [0, 1], or an option is
 *   unknown.
 */
export function oneSampleKolmogorovSmirnovTest(
  x: ArrayLike<number>,
  cdf: (x: number) => number,
  options: KolmogorovSmirnovOptions = {},
): TestResult {
  const action = "make a one-sample Kolmogorov–Smirnov test";
  const { alternative = "two-sided", method } = checkOptions(options, { action, argument: "options" });
  const rising = sorted(checkSample(x, { action, argument: "x" }));
  checkFunction(cdf, { action, argument: "cdf" });
  checkAlternative(alternative, action);
  const n = rising.length;
  let [above, below] = [0, 0];
  for (const [i, value] of rising.entries()) {
    const share = cdf(value);
    if (!(share >= 0 && share <= 1)) {
      throw new RangeError(`Cannot ${action}: cdf(${value}) must lie in [0, 1]: current value is ${share}`);
    }
    above = Math.max(above, (i + 1) / n - share);
    below = Math.max(below, share - i / n);
  }
  const gap = alternative === "greater" ? above : alternative === "less" ? below : Math.max(above, below);
  const chosen = chooseMethod(method, { isCheap: n <= EXACT_ONE_SAMPLE, action });
  const scaled = Math.sqrt(n) * gap;
  const correction = chosen === "corrected" && gap > 0 ? 1 / (6 * Math.sqrt(n)) + (scaled - 1) / (4 * n) : 0;
  return withInfiniteJson({
    test: "one-sample Kolmogorov–Smirnov test",
    method: METHODS[chosen],
    statistic: gap,
    pValue: chosen === "exact" ? exactOneSample(n, { gap, alternative }) : limit(scaled + correction, alternative),
    alternative,
    effect: { name: "largest gap", value: gap },
    warnings: [],
  });
}

const METHODS: Readonly<Record<KolmogorovSmirnovMethod, string>> = {
  exact: "exact",
  corrected: "Kolmogorov's limit, corrected for the sizes, since counting would take long",
  asymptotic: "Kolmogorov's limit, as asked for",
};

function chooseMethod(
  method: KolmogorovSmirnovMethod | undefined,
  { isCheap, action }: { isCheap: boolean; action: string },
): KolmogorovSmirnovMethod {
  if (method === undefined) return isCheap ? "exact" : "corrected";
  if (Object.hasOwn(METHODS, method)) return method;
  throw new RangeError(
    `Cannot ${action}: method must be "exact", "corrected" or "asymptotic": current value is ${method as string}`,
  );
}

/**
 * What the gap lacks of the level at which the limiting process would have to be looked at, since a walk is caught only
 * after it has passed: Hodges' term, less half the step between two possible gaps. For equal sizes the two cancel.
 */
function twoSampleCorrection(n: number, m: number): number {
  const [smaller, larger] = [Math.min(n, m), Math.max(n, m)];
  return 1 / (6 * smaller) + 1 / (3 * larger) - greatestDivisor(n, m) / (2 * n * m);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** The largest gaps, F above G and below it, in units of 1 / (n · m). */
function largestGaps(a: Float64Array, b: Float64Array): { above: number; below: number; hasTies: boolean } {
  const [n, m] = [a.length, b.length];
  let [i, j, above, below] = [0, 0, 0, 0];
  let hasTies = false;
  while (i < n && j < m) {
    const value = a[i]! < b[j]! ? a[i]! : b[j]!;
    hasTies ||= a[i] === b[j];
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    above = Math.max(above, i * m - j * n);
    below = Math.max(below, j * n - i * m);
  }
  return { above, below, hasTies };
}

/**
 * The share of paths that reach a gap of at least `gap`. Cell (i, j) holds the probability that a path through it has
 * strayed; it comes from the left with weight i / (i + j), from below with j / (i + j), so all stays in [0, 1] and
 * small shares keep their digits. Only the band of cells that have not strayed is walked.
 */
function extremePaths(
  { n, m, gap, isTwoSided }: { n: number; m: number; gap: number; isTwoSided: boolean },
): number {
  if (gap === 0) return 1;
  const row = new Float64Array(m + 1).fill(1); // what the walk has not reached, or has left behind, has strayed
  row[0] = 0;
  for (let i = 0; i <= n; i++) {
    const first = Math.floor((i * m - gap) / n) + 1;
    const last = isTwoSided ? Math.min(m, Math.ceil((i * m + gap) / n) - 1) : m;
    if (first > 0) row[first - 1] = 1;
    for (let j = Math.max(1, first); j <= last; j++) {
      const steps = i + j;
      row[j] = i / steps * row[j]! + j / steps * row[j - 1]!;
    }
  }
  return row[m]!;
}

function limit(scaledGap: number, alternative: Alternative): number {
  return alternative === "two-sided" ? kolmogorov().sf(scaledGap) : Math.exp(-2 * scaledGap ** 2);
}

function exactOneSample(n: number, { gap, alternative }: { gap: number; alternative: Alternative }): number {
  if (alternative !== "two-sided") return smirnov(n, gap);
  if (gap <= 0.5 / n) return 1;
  // Where n · gap² is above 4, both sides can hardly be exceeded at once: twice one side is right to twelve digits.
  if (n * gap * gap > 4 || gap >= 0.5) return Math.min(1, 2 * smirnov(n, gap));
  return 1 - durbin(n, gap);
}

/** P(D⁺ ≥ gap), summed from logarithms: every term is positive. */
function smirnov(n: number, gap: number): number {
  if (gap <= 0) return 1;
  if (gap >= 1) return 0;
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - gap)); j++) {
    const left = 1 - gap - j / n;
    if (left <= 0) break;
    const ways = logGamma(n + 1) - logGamma(j + 1) - logGamma(n - j + 1);
    sum += Math.exp(ways + (n - j) * Math.log(left) + (j - 1) * Math.log(gap + j / n));
  }
  return Math.min(1, gap * sum);
}

/** P(D < gap) by the power of Durbin's matrix. */
function durbin(n: number, gap: number): number {
  const k = Math.ceil(n * gap);
  const size = 2 * k - 1;
  const h = k - n * gap;
  let matrix: Float64Array = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= Math.min(size - 1, i + 1); j++) matrix[i * size + j] = 1;
  }
  for (let i = 0; i < size; i++) {
    matrix[i * size]! -= h ** (i + 1);
    matrix[(size - 1) * size + i]! -= h ** (size - i);
  }
  if (2 * h > 1) matrix[(size - 1) * size]! += (2 * h - 1) ** size;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      for (let g = 1; g <= i - j + 1; g++) matrix[i * size + j]! /= g;
    }
  }
  let power: Float64Array | undefined;
  let [exponent, powerExponent] = [0, 0];
  for (let left = n;;) {
    if (left % 2 === 1) {
      power = power ? product(power, matrix, size) : matrix.slice();
      powerExponent += exponent;
      powerExponent += rescale(power, k - 1, size);
    }
    left = Math.floor(left / 2);
    if (left === 0) break;
    matrix = product(matrix, matrix, size);
    exponent = 2 * exponent + rescale(matrix, k - 1, size);
  }
  let result = power![(k - 1) * size + k - 1]!;
  for (let i = 1; i <= n; i++) {
    result *= i / n;
    if (result < 1e-140) {
      result *= 1e140;
      powerExponent -= 140;
    }
  }
  return result * 10 ** powerExponent;
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let p = 0; p < size; p++) {
      const value = a[i * size + p]!;
      if (value === 0) continue;
      for (let j = 0; j < size; j++) result[i * size + j]! += value * b[p * size + j]!;
    }
  }
  return result;
}

/** Divides by 1e140 where the middle has grown beyond it; returns the power of ten that was taken out. */
function rescale(matrix: Float64Array, middle: number, size: number): number {
  if (matrix[middle * size + middle]! < 1e140) return 0;
  for (let i = 0; i < matrix.length; i++) matrix[i]! *= 1e-140;
  return 140;
}
