/**
 * Two samples of 100,000 numbers, as drift is watched: Kolmogorov and Smirnov's test, and Mann and Whitney's.
 *
 * No maintained npm package has the two-sample Kolmogorov–Smirnov test (@stdlib/stats-kstest has one sample only), so
 * that row takes one that is put together from simple-statistics, beside the naive floor. For Mann–Whitney
 * simple-statistics has the rank sum, without a p-value.
 */
import { assert, assertEquals } from "@std/assert";
import { numericSort, quantileRankSorted, wilcoxonRankSum } from "simple-statistics";
import { random } from "@lib/base/random.ts";
import { kolmogorovSmirnovTest } from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";
import { mannWhitneyTest } from "@lib/math/stats/hypothesis/mann_whitney.ts";
import type { TestResult } from "@lib/math/stats/hypothesis/hypothesis_result.ts";
import type { AsyncContestant, BenchRow, Contestant } from "@lib/study/bench/bench.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";

const COUNT = 100_000;
/** SciPy takes the limit of one sample of n·m / (n + m) numbers, at a finite size; ours is Kolmogorov's. */
const LIMITS_DIFFER = 0.02;

type Test = (x: ArrayLike<number>, y: ArrayLike<number>) => TestResult;
type Samples = readonly [x: Float64Array, y: Float64Array];

let drawn: { readonly round: number; readonly samples: Samples } | undefined;
/** Latencies in milliseconds, the second sample 0.5 % slower; the same arrays for all contestants of a round. */
function draw(round: number): Samples {
  if (drawn?.round === round) return drawn.samples;
  const dice = random(round);
  const sample = (scale: number) => Float64Array.from({ length: COUNT }, () => scale * Math.exp(dice.normal()));
  drawn = { round, samples: [sample(100), sample(100.5)] };
  return drawn.samples;
}

function ours(name: string, test: Test): Contestant {
  const prepare = (round: number) => {
    const [x, y] = draw(round);
    return () => {
      const { statistic, pValue } = test(x, y);
      return [statistic, pValue];
    };
  };
  return { name, prepare };
}
/** Gets arrays, as such packages want them, and gives the statistic only. */
function onArrays(name: string, statisticOf: (x: number[], y: number[]) => number): Contestant {
  const prepare = (round: number) => {
    const [x, y] = draw(round).map((sample) => Array.from(sample)) as [number[], number[]];
    return () => [statisticOf(x, y)];
  };
  return { name, prepare };
}
function scipy(prepare: string): AsyncContestant {
  return pythonPeer({
    name: "SciPy",
    source: new URL("./scipy_peer.py", import.meta.url),
    prepare,
    packages: ["scipy"],
    input: (round) => {
      const [x, y] = draw(round);
      return { x: { values: x, shape: [COUNT] }, y: { values: y, shape: [COUNT] } };
    },
  });
}

/** Every number that a contestant gives is ours: the statistic, and the p-value of those that have one. */
function agreeOn(pTolerance: number): (theirs: unknown, ours: unknown) => boolean {
  return (theirs, ours) => {
    const [statistic, pValue] = ours as [number, number];
    const [theirStatistic, theirPValue = pValue] = theirs as [number, number?];
    return Math.abs(theirStatistic - statistic) <= 1e-12 * statistic &&
      Math.abs(theirPValue - pValue) <= pTolerance * pValue;
  };
}

/** The largest gap as a package's own functions allow: both samples sorted, ranks looked up. */
function gapByRanks(x: number[], y: number[]): number {
  const [a, b] = [numericSort(x), numericSort(y)];
  let gap = 0;
  for (const value of [...a, ...b]) {
    gap = Math.max(gap, Math.abs(quantileRankSorted(a, value) - quantileRankSorted(b, value)));
  }
  return gap;
}
/** The naive floor: sorted by a comparator, and walked along together. */
function gapByWalk(x: number[], y: number[]): number {
  const a = x.toSorted((one, other) => one - other);
  const b = y.toSorted((one, other) => one - other);
  let [i, j, gap] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return gap;
}
/** The naive floor: indices of all numbers sorted by a comparator, ranks shared by ties. */
function pairsByRanks(x: number[], y: number[]): number {
  const all = [...x, ...y];
  const order = all.map((_, i) => i).sort((i, j) => all[i]! - all[j]!);
  let rankSum = 0;
  for (let from = 0, to; from < order.length; from = to) {
    to = from + 1;
    while (to < order.length && all[order[to]!] === all[order[from]!]) to++;
    for (let k = from; k < to; k++) if (order[k]! < x.length) rankSum += (from + 1 + to) / 2;
  }
  return rankSum - x.length * (x.length + 1) / 2;
}
function pairsOfPackage(x: number[], y: number[]): number {
  return wilcoxonRankSum(x, y) - x.length * (x.length + 1) / 2;
}

/** By definition, on samples with ties small enough to count every pair and every gap. */
function checkSmall(test: Test, statisticOf: (x: number[], y: number[]) => number): void {
  const dice = random(1);
  for (let round = 0; round < 20; round++) {
    const [x, y] = [30, 40].map((length) => Array.from({ length }, () => dice.integer(25))) as [number[], number[]];
    const { statistic, pValue } = test(x, y);
    assert(Math.abs(statistic - statisticOf(x, y)) < 1e-12 && pValue > 0 && pValue <= 1);
  }
  const [first, second] = draw(0);
  assertEquals(test(first, second), test(first.toReversed(), second.toSorted()));
}
function checkGaps(): void {
  const share = (sample: number[], value: number) => sample.filter((other) => other <= value).length / sample.length;
  const gap = (x: number[], y: number[]) =>
    Math.max(
      ...x.map((value) => Math.abs(share(x, value) - share(y, value))),
      ...y.map((value) => Math.abs(share(x, value) - share(y, value))),
    );
  checkSmall(kolmogorovSmirnovTest, gap);
}
function checkPairs(): void {
  const wins = (x: number[], y: number[]) =>
    x.flatMap((a) => y.map((b) => a > b ? 1 : a === b ? 0.5 : 0 as number))
      .reduce((sum, win) => sum + win, 0);
  checkSmall(mannWhitneyTest, wins);
}

const kolmogorovSmirnov = ours("kolmogorovSmirnovTest", kolmogorovSmirnovTest);
const mannWhitney = ours("mannWhitneyTest", mannWhitneyTest);

/** KS and Mann–Whitney of two samples of 100,000. */
export const rows: BenchRow[] = [
  {
    row: "two-sample Kolmogorov–Smirnov, n = 100,000: SciPy",
    target: 0.7,
    check: checkGaps,
    agree: agreeOn(LIMITS_DIFFER),
    ours: kolmogorovSmirnov,
    peers: [scipy("kolmogorov_smirnov")],
  },
  {
    row: "two-sample Kolmogorov–Smirnov, n = 100,000: npm",
    target: 2,
    check: checkGaps,
    agree: agreeOn(0),
    ours: kolmogorovSmirnov,
    peers: [onArrays("naive floor", gapByWalk), onArrays("simple-statistics, by its ranks", gapByRanks)],
  },
  {
    row: "Mann–Whitney, n = 100,000: SciPy",
    target: 0.7,
    check: checkPairs,
    agree: agreeOn(1e-9),
    ours: mannWhitney,
    peers: [scipy("mann_whitney")],
  },
  {
    row: "Mann–Whitney, n = 100,000: npm",
    target: 2,
    check: checkPairs,
    agree: agreeOn(0),
    ours: mannWhitney,
    peers: [onArrays("naive floor", pairsByRanks), onArrays("simple-statistics wilcoxonRankSum", pairsOfPackage)],
  },
];
