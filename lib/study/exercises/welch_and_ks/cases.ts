/**
 * What an answer of `welch-and-ks` must do: the statistic of Welch's test from its sign to its last digits, its
 * p-value, then the gap of two distribution functions and its p-value, and last what both owe their caller.
 *
 * Earlier cases judge less than later ones: a sign before a size, a rough size before an exact one, so that each
 * mistake is met by its own message.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthCase } from "../growth_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { WelchAndKsGiven } from "./exercise.ts";
import {
  callTests,
  digits,
  type Field,
  fieldIsRight,
  firstBroken,
  rightOf,
  showCalls,
  type TestCall,
} from "./script.ts";

/** A case made of calls and one rule that every answer must keep. */
function rule(
  name: string,
  spec: {
    readonly misconception: string;
    readonly hints: HintLadder;
    readonly stretch?: boolean;
    calls(random: Random): readonly TestCall[];
    readonly judge: Parameters<typeof firstBroken>[1];
  },
): Case<WelchAndKsGiven, readonly TestCall[]> {
  const { calls, judge, ...texts } = spec;
  return {
    name,
    ...texts,
    input: calls,
    show: showCalls,
    drive: callTests,
    judge: (calls, evidence) => firstBroken({ calls, evidence }, judge),
  };
}

const welch = (a: readonly number[], b: readonly number[]): TestCall => ({ test: "welch", a, b });
const gap = (a: readonly number[], b: readonly number[]): TestCall => ({ test: "kolmogorovSmirnov", a, b });

/** Normal numbers, rounded so that they can be read. */
function normals(
  random: Random,
  { count, mean, deviation, decimals = 2 }: { count: number; mean: number; deviation: number; decimals?: number },
): number[] {
  return Array.from({ length: count }, () => Number((mean + deviation * random.normal()).toFixed(decimals)));
}

const sign = rule("the statistic is positive where a has the larger mean", {
  misconception:
    "The statistic is a's mean less b's, with its sign. Turned round it says that the treatment harms where it helps; without its sign it says only " +
    "that something happened.",
  hints: [
    "Call your function with [4, 5, 6] and [1, 2, 3]. Which sign should the statistic have, and which has it?",
    "statistic: (mean of a − mean of b) / standard error. Take an absolute value later, for the p-value only.",
    "const statistic = (meanA - meanB) / Math.sqrt(u + v);",
  ],
  calls: (random) => {
    const [low, high] = [20, 40].map((mean) => normals(random, { count: 6, mean, deviation: 3 }));
    return [welch(high!, low!), welch(low!, high!)];
  },
  judge: ({ statistic }, scene) => {
    const right = Math.sign(rightOf(scene).statistic);
    if (typeof statistic === "number" && Math.sign(statistic) === right) return undefined;
    return { expected: `a ${right > 0 ? "positive" : "negative"} statistic`, got: `statistic ${digits(statistic)}` };
  },
});

const squares = rule("the squares of the two standard errors add up, not the errors", {
  misconception:
    "Errors that know nothing of each other partly cancel: their variances add up, s²/n + t²/m, and the root comes last. The sum of the two errors is too " +
    "large; without the division by n and m it is no error of a mean at all.",
  hints: [
    "What is the variance of the difference of two independent means?",
    "Each mean has the variance s² / n. Add the two, then take the root.",
    "Math.sqrt(varianceA / a.length + varianceB / b.length)",
  ],
  calls: (random) => [
    welch(
      normals(random, { count: 200, mean: 52, deviation: 10 }),
      normals(random, { count: 200, mean: 50, deviation: 10 }),
    ),
  ],
  judge: fieldIsRight("statistic", 0.01), // so many numbers that n or n − 1 does not matter yet
});

const sampleVariance = rule("the variance of a sample divides by n − 1", {
  misconception:
    "The mean was taken from the same numbers, so their distances from it are a little too small. Dividing by n − 1 makes up for that; dividing by n makes small " +
    "samples look surer than they are.",
  hints: [
    "Work it by hand for [1, 2, 3]: is the variance 1 or 2/3?",
    "You estimate the variance of a population from a sample: divide the sum of squares by n − 1.",
    "squares / (sample.length - 1)",
  ],
  calls: (random) => [
    welch(
      normals(random, { count: 4, mean: 12, deviation: 3 }),
      normals(random, { count: 4, mean: 7, deviation: 3 }),
    ),
  ],
  judge: fieldIsRight("statistic"),
});

const separate = rule("each sample keeps its own variance", {
  misconception:
    "A pooled variance is Student's test, which takes both variances for equal. Where the smaller sample varies more, the larger one talks its error down, and the " +
    "test cries wolf several times as often as it says.",
  hints: [
    "In the second sample there are few numbers, and they vary a lot. Which sample's variance decides in your formula?",
    "Divide each variance by the size of its own sample; do not mix the two first.",
    "const u = varianceA / a.length, v = varianceB / b.length;",
  ],
  calls: (random) => [
    welch(
      normals(random, { count: 40, mean: 31, deviation: 2 }),
      normals(random, { count: 6, mean: 25, deviation: 12 }),
    ),
  ],
  judge: fieldIsRight("statistic"),
});

const freedom = rule("the degrees of freedom are Welch's and Satterthwaite's, not rounded", {
  misconception:
    "n + m − 2 belongs to the pooled test. Two separate variances know less than one pooled one: the degrees of freedom lie between the smaller n − 1 and n + m − 2, " +
    "and are most often no whole number. Rounding them was for printed tables.",
  hints: [
    "If only the smaller sample varies, how many degrees of freedom can the result have?",
    "The formula stands in the task: u and v are the squared standard errors that you have already.",
    "(u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1))",
  ],
  calls: (random) => [
    welch(
      normals(random, { count: 30, mean: 10, deviation: 1 }),
      normals(random, { count: 7, mean: 11, deviation: 5 }),
    ),
    welch(
      normals(random, { count: 9, mean: 10, deviation: 4 }),
      normals(random, { count: 14, mean: 9, deviation: 6 }),
    ),
  ],
  judge: fieldIsRight("degreesOfFreedom"),
});

const bothTails = rule("the p-value counts both tails", {
  misconception:
    "It was not known in advance which mean would be larger, so an equal difference in the other direction would count just as much. One tail alone is half the " +
    "p-value, and twice as many false alarms.",
  hints: [
    "studentTail(t, df) is the probability of more than t. What about less than −t?",
    "The distribution is symmetric: twice one tail.",
    "2 * studentTail(statistic, degreesOfFreedom), for a positive statistic",
  ],
  calls: (random) => {
    const [a, b] = [103, 101].map((mean) => normals(random, { count: 200, mean, deviation: 15, decimals: 0 }));
    const scene = welch(a!, b!);
    return [rightOf(scene).statistic > 0 ? scene : welch(b!, a!)];
  },
  judge: fieldIsRight("pValue", 0.25), // which distribution has the tails does not matter yet
});

const negative = rule("a negative statistic is as surprising as a positive one", {
  misconception:
    "For a negative t the upper tail is more than a half, and twice that is more than 1. A probability above 1 is the kindest of bugs: this one also hides every " +
    "effect that goes down.",
  hints: [
    "What does studentTail give for t = −3: something near 0, or near 1?",
    "Only the distance from 0 counts: hand in the absolute value.",
    "2 * studentTail(Math.abs(statistic), degreesOfFreedom)",
  ],
  calls: (random) => [
    welch(
      normals(random, { count: 50, mean: 20, deviation: 4, decimals: 1 }),
      normals(random, { count: 50, mean: 24, deviation: 4, decimals: 1 }),
    ),
  ],
  judge: ({ pValue }, scene) => {
    const right = rightOf(scene).pValue;
    if (typeof pValue === "number" && Math.abs(pValue - right) < 0.1) return undefined;
    return { expected: `pValue ${digits(right)}`, got: `pValue ${digits(pValue)}` };
  },
});

const smallSamples = rule("small samples have the heavy tails of their own degrees of freedom", {
  misconception:
    "With few numbers the standard error is itself a guess, so large t are common. The normal distribution, or the degrees of freedom of another test, forget that: " +
    "with three numbers a sample, t = 3 is no sensation.",
  hints: [
    "Which degrees of freedom do you hand to studentTail?",
    "Hand in exactly those that you return.",
    "studentTail(Math.abs(statistic), degreesOfFreedom)",
  ],
  calls: (random) => [
    welch(
      normals(random, { count: 3, mean: 12, deviation: 1 }),
      normals(random, { count: 5, mean: 7, deviation: 4 }),
    ),
    welch(
      normals(random, { count: 4, mean: 1, deviation: 3 }),
      normals(random, { count: 3, mean: 7, deviation: 1 }),
    ),
  ],
  judge: fieldIsRight("pValue"),
});

/** `count` different whole multiples of `unit`, from `from`, in random order. */
function multiples(
  random: Random,
  { count, from, unit, decimals }: { count: number; from: number; unit: number; decimals: number },
): number[] {
  return random.shuffle(Array.from({ length: count }, (_, i) => Number((from + i * unit).toFixed(decimals))));
}

const bothWays = rule("the gap is looked for in both directions", {
  misconception:
    "Either distribution function can be the upper one. A gap that is only measured as F − G misses every difference the other way, and finds 0 where the samples " +
    "do not even overlap.",
  hints: [
    "Exchange a and b: does your statistic stay the same?",
    "Take the absolute value of the gap before you compare it with the largest so far.",
    "Math.max(statistic, Math.abs(i / n - j / m))",
  ],
  calls: (random) => {
    // Decimals of one length, so that even sorting them as text would put them in order.
    const [low, high] = [0.11, 0.35].map((from) => multiples(random, { count: 9, from, unit: 0.04, decimals: 2 }));
    const apart = high!.map((x) => Number((x + 0.01).toFixed(2)));
    return [gap(low!, apart), gap(apart, low!)];
  },
  judge: fieldIsRight("statistic"),
});

const asNumbers = rule("numbers are sorted as numbers", {
  misconception:
    "JavaScript's sort compares texts unless told otherwise: 10 comes before 9, and −1 before −5. The walk over such a list sees gaps that are not there.",
  hints: [
    "Print your sorted copy of [10, 9, 1].",
    "Give sort a comparison, or sort a Float64Array, which compares numbers.",
    "[...a].sort((x, y) => x - y)",
  ],
  calls: (random) => {
    const all = multiples(random, { count: 24, from: -30, unit: 7, decimals: 0 });
    return [gap(all.slice(0, 10), all.slice(10))];
  },
  judge: fieldIsRight("statistic"),
});

const ties = rule("equal numbers are passed together", {
  misconception:
    "At a number that occurs several times, or in both samples, the distribution functions jump at once. A walk that looks at the gap between two equal numbers sees " +
    "one that does not exist: identical samples get a gap above 0. And five ratings of 4 are five ratings, not one.",
  hints: [
    "Call your function with [1, 1, 2] twice: the statistic must be 0.",
    "Pass all numbers equal to the smallest that is left, in both samples, and only then look at the gap.",
    "const x = Math.min(a[i], b[j]); while (a[i] === x) i++; while (b[j] === x) j++;",
  ],
  calls: (random) => {
    const ratings = (count: number, harshness: number) =>
      Array.from({ length: count }, () => 1 + Math.floor(5 * random.next() ** harshness));
    const same = random.shuffle([1, 1, 2, 2, 2, 3, 4, 4, 5, 5]);
    return [
      gap(same, random.shuffle([...same])),
      gap([1, 1, 2], [1, 1, 1, 1, 2]),
      gap(ratings(30, 1), ratings(20, 1.6)),
    ];
  },
  judge: fieldIsRight("statistic"),
});

const grid = rule("the gap is looked at where the numbers are, not on a grid", {
  misconception:
    "Between two neighbouring numbers nothing changes, and at each number something does: those are the places to look. An even grid from the smallest to the largest " +
    "misses all of them as soon as one outlier stretches it.",
  hints: [
    "How many of your grid points lie between 0 and 10 when one number is a million?",
    "The distribution functions change only at the numbers of the two samples: look there.",
    "for each x of [...a, ...b]: the share of a that is ≤ x, less the share of b that is ≤ x",
  ],
  calls: (random) => {
    const [low, high] = [10, 13].map((from) => multiples(random, { count: 12, from, unit: 1, decimals: 0 }));
    return [gap([...low!, 1_000_000], high!.map((x) => x + 0.5))];
  },
  judge: fieldIsRight("statistic"),
});

const atMostOne = rule("Kolmogorov's tail has both directions in it already", {
  misconception:
    "Twice the tail was right for t, whose distribution has two of them. The largest gap has no sign: kolmogorovTail is the whole p-value, and twice it can be more " +
    "than 1.",
  hints: [
    "What is the p-value of two samples with no gap at all?",
    "The statistic is an absolute value; its upper tail is all there is to be surprised by.",
    "pValue: kolmogorovTail(Math.sqrt(n * m / (n + m)) * statistic)",
  ],
  calls: (random) => {
    const all = multiples(random, { count: 12, from: 3, unit: 2, decimals: 0 }).sort((x, y) => x - y);
    return [gap(all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1))];
  },
  judge: ({ pValue }) =>
    typeof pValue === "number" && pValue >= 0 && pValue <= 1
      ? undefined
      : { expected: "a pValue in [0, 1]", got: `pValue ${digits(pValue)}` },
});

const effectiveSize = rule("the p-value takes the size n·m / (n + m), under a root", {
  misconception:
    "Both distribution functions are uncertain, so the smaller sample rules: with n and m numbers the pair is worth n·m / (n + m), at most half as much as one of two " +
    "equal samples. And gaps shrink like 1 / √n, so the root belongs to it.",
  hints: [
    "With n = m = 100, how large is your size? It should be 50.",
    "The limit is for √(n·m / (n + m)) times the gap.",
    "kolmogorovTail(Math.sqrt(n * m / (n + m)) * statistic)",
  ],
  calls: (random) => {
    const numbers = (count: number, mean: number) =>
      Array.from({ length: count }, () => Number((mean + 4 * random.normal()).toFixed(1)));
    return [gap(numbers(12, 20), numbers(45, 23)), gap(numbers(40, 20), numbers(40, 22))];
  },
  judge: fieldIsRight("pValue"),
});

const untouched = rule("the caller's arrays stay as they are", {
  misconception:
    "sort works in place: it reorders the caller's numbers. If the caller keeps users and values in two parallel arrays, they are then mixed up for " +
    "good.",
  hints: [
    "Print the array before and after the call.",
    "Sort a copy.",
    "const sorted = [...a].sort((x, y) => x - y), or a.toSorted((x, y) => x - y)",
  ],
  calls: (random) => {
    const [a, b] = [8, 7].map((count) => normals(random, { count, mean: 5, deviation: 2 }));
    return [gap([9, ...a!, 1], [8, ...b!, 2]), welch([9, ...a!, 1], [8, ...b!, 2])];
  },
  judge: (answered, scene) => {
    for (const sample of ["a", "b"] as const) {
      const [before, after] = [shownValue(scene[sample]), shownValue(answered[sample])];
      if (before !== after) return { expected: `${sample} as it was: ${before}`, got: after };
    }
  },
});

const SCALES = [1e-9, 1e-3, 1, 1000, 1e9];

const anyNumbers = rule("any two samples, at any scale, get the right numbers", {
  misconception:
    "Numbers are equal or they are not. A tolerance that looks harmless at a scale of 1 makes one heap of all numbers where the unit is the gigabyte and the numbers are " +
    "bytes.",
  hints: [
    "What is fixed in your code that would have to change if metres became nanometres?",
    "Compare with === and <, without a tolerance: sorting has put equal numbers side by side.",
    "while (a[i] === x) i++;",
  ],
  calls: (random) =>
    SCALES.flatMap((scale) =>
      Array.from({ length: 6 }, (_, i) => {
        const sample = (mean: number) =>
          Array.from(
            { length: 2 + random.integer(20) },
            () => scale * Math.round(100 * (mean + random.normal())) / 100,
          );
        const [a, b] = [sample(5), sample(5 + random.next())];
        return i % 2 === 0 ? gap(a, b) : welch([...a, 3 * scale], [...b, 4 * scale]);
      })
    ),
  judge: (answered, scene) => {
    const fields: readonly Field[] = scene.test === "welch"
      ? ["statistic", "degreesOfFreedom", "pValue"]
      : ["statistic", "pValue"];
    for (const field of fields) {
      const broken = fieldIsRight(field)(answered, scene);
      if (broken) return broken;
    }
  },
});

/** n log n fits to about 1.15 at these sizes, a count of all numbers for each number to 2. */
const work = growthCase<WelchAndKsGiven, TestCall & { readonly size: number }>({
  name: "the work grows like sorting, not like the square",
  misconception:
    "Counting, for each number, how many are not larger costs n² steps: two million events a day and the test takes an hour. Sorted samples can be walked side by side " +
    "once.",
  hints: [
    "For each number you look at all numbers. What would you know at once if they were sorted?",
    "In a sorted sample the share that is ≤ x is a position: two of them move up side by side.",
    "while (i < n && j < m) { const x = Math.min(a[i], b[j]); … }",
  ],
  what: "kolmogorovSmirnov(a, b, tails)",
  unit: "call",
  of: "numbers a sample",
  sizes: (random) =>
    [64, 128, 256, 512, 1024].map((size) => ({
      size,
      ...gap(
        normals(random, { count: size, mean: 0, deviation: 1 }),
        normals(random, { count: size, mean: 0.1, deviation: 1 }),
      ),
    })),
  flatBelow: 1.5,
  expected: "steps that grow about like the numbers",
  driveOne: ({ kolmogorovSmirnov }, { a, b }, measure) =>
    measure(1, () => kolmogorovSmirnov(a.slice(), b.slice(), { kolmogorovTail: (x) => Math.exp(-2 * x * x) })),
});

const large = rule("large numbers that are close together keep their variance", {
  stretch: true,
  misconception:
    "Σx² − n·mean² takes one huge number from another that is nearly equal: sixteen digits are used up before the variance begins, and what is left may even be " +
    "negative. Timestamps, prices in cents and ids make this a matter of every day.",
  hints: [
    "Print the variance of your first sample. Can it be right, for numbers a few seconds apart?",
    "Take the mean first, then add up (x − mean)²; or use Welford's running update.",
    "const squares = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0);",
  ],
  calls: (random) => {
    const start = 1_700_000_000_000 + random.integer(1_000_000_000);
    const times = (count: number, mean: number) =>
      normals(random, { count, mean, deviation: 4000, decimals: 0 }).map((x) => start + x);
    return [welch(times(20, 9000), times(30, 3000))];
  },
  judge: fieldIsRight("statistic", 1e-4),
});

/** In the order in which they teach. */
export const cases: readonly Case<WelchAndKsGiven>[] = [
  sign,
  squares,
  sampleVariance,
  separate,
  freedom,
  bothTails,
  negative,
  smallSamples,
  bothWays,
  asNumbers,
  ties,
  grid,
  atMostOne,
  effectiveSize,
  untouched,
  anyNumbers,
  work,
  large,
] as const;

/** Two samples. */
export interface Samples {
  /** The first. */
  readonly a: readonly number[];
  /** The second. */
  readonly b: readonly number[];
}

/** What is measured after a pass. */
export const cost: Cost<WelchAndKsGiven, Samples, readonly Samples[]> = {
  time: {
    what: "both tests on two samples of 1,000 numbers",
    input: (random) => ({
      a: normals(random, { count: 1000, mean: 10, deviation: 2 }),
      b: normals(random, { count: 1000, mean: 10.1, deviation: 2 }),
    }),
    run({ welch, kolmogorovSmirnov }, { a, b }) {
      const tail = (x: number) => Math.exp(-2 * x * x);
      return welch(a, b, { studentTail: tail }).pValue + kolmogorovSmirnov(a, b, { kolmogorovTail: tail }).pValue;
    },
  },
  memory: {
    what: "the results of 2,000 tests",
    input: (random) =>
      Array.from({ length: 1000 }, () => ({
        a: normals(random, { count: 5, mean: 0, deviation: 1 }),
        b: normals(random, { count: 5, mean: 0, deviation: 1 }),
      })),
    build({ welch, kolmogorovSmirnov }, pairs) {
      const tail = (x: number) => Math.exp(-2 * x * x);
      const results: unknown[] = [];
      for (let i = 0; i < pairs.length; i++) {
        const { a, b } = pairs[i]!;
        results.push(welch(a, b, { studentTail: tail }), kolmogorovSmirnov(a, b, { kolmogorovTail: tail }));
      }
      return results;
    },
  },
};
