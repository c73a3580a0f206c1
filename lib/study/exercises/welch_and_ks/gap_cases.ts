/**
 * The Kolmogorov–Smirnov test, one mistake a case: the gap between the two distribution functions first, its p-value after.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { digits, fieldIsRight } from "./scene.ts";
import { gapScene, sceneCase } from "./scene_case.ts";

/** `count` different whole multiples of `unit`, from `from`, in random order. */
function multiples(
  random: Random,
  { count, from, unit, decimals }: { count: number; from: number; unit: number; decimals: number },
): number[] {
  return random.shuffle(Array.from({ length: count }, (_, i) => Number((from + i * unit).toFixed(decimals))));
}

const bothWays = sceneCase("the gap is looked for in both directions", {
  misconception:
    "Either distribution function can be the upper one. A gap that is only measured as F − G misses every difference the other way, and finds 0 where the samples " +
    "do not even overlap.",
  hints: [
    "Exchange a and b: does your statistic stay the same?",
    "Take the absolute value of the gap before you compare it with the largest so far.",
    "Math.max(statistic, Math.abs(i / n - j / m))",
  ],
  scenes: (random) => {
    // Decimals of one length, so that even sorting them as text would put them in order.
    const [low, high] = [0.11, 0.35].map((from) => multiples(random, { count: 9, from, unit: 0.04, decimals: 2 }));
    const apart = high!.map((x) => Number((x + 0.01).toFixed(2)));
    return [gapScene(low!, apart), gapScene(apart, low!)];
  },
  rule: fieldIsRight("statistic"),
});

const asNumbers = sceneCase("numbers are sorted as numbers", {
  misconception:
    "JavaScript's sort compares texts unless told otherwise: 10 comes before 9, and −1 before −5. The walk over such a list sees gaps that are not there.",
  hints: [
    "Print your sorted copy of [10, 9, 1].",
    "Give sort a comparison, or sort a Float64Array, which compares numbers.",
    "[...a].sort((x, y) => x - y)",
  ],
  scenes: (random) => {
    const all = multiples(random, { count: 24, from: -30, unit: 7, decimals: 0 });
    return [gapScene(all.slice(0, 10), all.slice(10))];
  },
  rule: fieldIsRight("statistic"),
});

const ties = sceneCase("equal numbers are passed together", {
  misconception:
    "At a number that occurs several times, or in both samples, the distribution functions jump at once. A walk that looks at the gap between two equal numbers sees " +
    "one that does not exist: identical samples get a gap above 0. And five ratings of 4 are five ratings, not one.",
  hints: [
    "Call your function with [1, 1, 2] twice: the statistic must be 0.",
    "Pass all numbers equal to the smallest that is left, in both samples, and only then look at the gap.",
    "const x = Math.min(a[i], b[j]); while (a[i] === x) i++; while (b[j] === x) j++;",
  ],
  scenes: (random) => {
    const ratings = (count: number, harshness: number) =>
      Array.from({ length: count }, () => 1 + Math.floor(5 * random.next() ** harshness));
    const same = random.shuffle([1, 1, 2, 2, 2, 3, 4, 4, 5, 5]);
    return [
      gapScene(same, random.shuffle([...same])),
      gapScene([1, 1, 2], [1, 1, 1, 1, 2]),
      gapScene(ratings(30, 1), ratings(20, 1.6)),
    ];
  },
  rule: fieldIsRight("statistic"),
});

const grid = sceneCase("the gap is looked at where the numbers are, not on a grid", {
  misconception:
    "Between two neighbouring numbers nothing changes, and at each number something does: those are the places to look. An even grid from the smallest to the largest " +
    "misses all of them as soon as one outlier stretches it.",
  hints: [
    "How many of your grid points lie between 0 and 10 when one number is a million?",
    "The distribution functions change only at the numbers of the two samples: look there.",
    "for each x of [...a, ...b]: the share of a that is ≤ x, less the share of b that is ≤ x",
  ],
  scenes: (random) => {
    const [low, high] = [10, 13].map((from) => multiples(random, { count: 12, from, unit: 1, decimals: 0 }));
    return [gapScene([...low!, 1_000_000], high!.map((x) => x + 0.5))];
  },
  rule: fieldIsRight("statistic"),
});

const atMostOne = sceneCase("Kolmogorov's tail has both directions in it already", {
  misconception:
    "Twice the tail was right for t, whose distribution has two of them. The largest gap has no sign: kolmogorovTail is the whole p-value, and twice it can be more " +
    "than 1.",
  hints: [
    "What is the p-value of two samples with no gap at all?",
    "The statistic is an absolute value; its upper tail is all there is to be surprised by.",
    "pValue: kolmogorovTail(Math.sqrt(n * m / (n + m)) * statistic)",
  ],
  scenes: (random) => {
    const all = multiples(random, { count: 12, from: 3, unit: 2, decimals: 0 }).sort((x, y) => x - y);
    return [gapScene(all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1))];
  },
  rule: ({ pValue }) =>
    typeof pValue === "number" && pValue >= 0 && pValue <= 1
      ? undefined
      : { expected: "a pValue in [0, 1]", got: `pValue ${digits(pValue)}` },
});

const effectiveSize = sceneCase("the p-value takes the size n·m / (n + m), under a root", {
  misconception:
    "Both distribution functions are uncertain, so the smaller sample rules: with n and m numbers the pair is worth n·m / (n + m), at most half as much as one of two " +
    "equal samples. And gaps shrink like 1 / √n, so the root belongs to it.",
  hints: [
    "With n = m = 100, how large is your size? It should be 50.",
    "The limit is for √(n·m / (n + m)) times the gap.",
    "kolmogorovTail(Math.sqrt(n * m / (n + m)) * statistic)",
  ],
  scenes: (random) => {
    const numbers = (count: number, mean: number) =>
      Array.from({ length: count }, () => Number((mean + 4 * random.normal()).toFixed(1)));
    return [gapScene(numbers(12, 20), numbers(45, 23)), gapScene(numbers(40, 20), numbers(40, 22))];
  },
  rule: fieldIsRight("pValue"),
});

/** In the order in which they teach. */
export const gapCases = [bothWays, asNumbers, ties, grid, atMostOne, effectiveSize] as const;
