/**
 * Welch's t-test, one mistake a case. Earlier cases judge less than later ones: a sign before a size, a rough size before an exact one, so that each
 * mistake is met by its own message.
 *
 * @module
 */
import { digits, fieldIsRight, rightOf } from "./scene.ts";
import { normals, sceneCase, welchScene } from "./scene_case.ts";

const sign = sceneCase("the statistic is positive where a has the larger mean", {
  misconception:
    "The statistic is a's mean less b's, with its sign. Turned round it says that the treatment harms where it helps; without its sign it says only " +
    "that something happened.",
  hints: [
    "Call your function with [4, 5, 6] and [1, 2, 3]. Which sign should the statistic have, and which has it?",
    "statistic: (mean of a − mean of b) / standard error. Take an absolute value later, for the p-value only.",
    "const statistic = (meanA - meanB) / Math.sqrt(u + v);",
  ],
  scenes: (random) => {
    const [low, high] = [20, 40].map((mean) => normals(random, { count: 6, mean, deviation: 3 }));
    return [welchScene(high!, low!), welchScene(low!, high!)];
  },
  rule: ({ statistic }, scene) => {
    const right = Math.sign(rightOf(scene).statistic);
    if (typeof statistic === "number" && Math.sign(statistic) === right) return undefined;
    return { expected: `a ${right > 0 ? "positive" : "negative"} statistic`, got: `statistic ${digits(statistic)}` };
  },
});

const squares = sceneCase("the squares of the two standard errors add up, not the errors", {
  misconception:
    "Errors that know nothing of each other partly cancel: their variances add up, s²/n + t²/m, and the root comes last. The sum of the two errors is too " +
    "large; without the division by n and m it is no error of a mean at all.",
  hints: [
    "What is the variance of the difference of two independent means?",
    "Each mean has the variance s² / n. Add the two, then take the root.",
    "Math.sqrt(varianceA / a.length + varianceB / b.length)",
  ],
  scenes: (random) => [
    welchScene(
      normals(random, { count: 200, mean: 52, deviation: 10 }),
      normals(random, { count: 200, mean: 50, deviation: 10 }),
    ),
  ],
  rule: fieldIsRight("statistic", 0.01), // so many numbers that n or n − 1 does not matter yet
});

const sampleVariance = sceneCase("the variance of a sample divides by n − 1", {
  misconception:
    "The mean was taken from the same numbers, so their distances from it are a little too small. Dividing by n − 1 makes up for that; dividing by n makes small " +
    "samples look surer than they are.",
  hints: [
    "Work it by hand for [1, 2, 3]: is the variance 1 or 2/3?",
    "You estimate the variance of a population from a sample: divide the sum of squares by n − 1.",
    "squares / (sample.length - 1)",
  ],
  scenes: (random) => [
    welchScene(
      normals(random, { count: 4, mean: 12, deviation: 3 }),
      normals(random, { count: 4, mean: 7, deviation: 3 }),
    ),
  ],
  rule: fieldIsRight("statistic"),
});

const separate = sceneCase("each sample keeps its own variance", {
  misconception:
    "A pooled variance is Student's test, which takes both variances for equal. Where the smaller sample varies more, the larger one talks its error down, and the " +
    "test cries wolf several times as often as it says.",
  hints: [
    "In the second sample there are few numbers, and they vary a lot. Which sample's variance decides in your formula?",
    "Divide each variance by the size of its own sample; do not mix the two first.",
    "const u = varianceA / a.length, v = varianceB / b.length;",
  ],
  scenes: (random) => [
    welchScene(
      normals(random, { count: 40, mean: 31, deviation: 2 }),
      normals(random, { count: 6, mean: 25, deviation: 12 }),
    ),
  ],
  rule: fieldIsRight("statistic"),
});

const freedom = sceneCase("the degrees of freedom are Welch's and Satterthwaite's, not rounded", {
  misconception:
    "n + m − 2 belongs to the pooled test. Two separate variances know less than one pooled one: the degrees of freedom lie between the smaller n − 1 and n + m − 2, " +
    "and are most often no whole number. Whoever rounded them needed a printed table.",
  hints: [
    "If only the smaller sample varies, how many degrees of freedom can the result have?",
    "The formula stands in the task: u and v are the squared standard errors that you have already.",
    "(u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1))",
  ],
  scenes: (random) => [
    welchScene(
      normals(random, { count: 30, mean: 10, deviation: 1 }),
      normals(random, { count: 7, mean: 11, deviation: 5 }),
    ),
    welchScene(
      normals(random, { count: 9, mean: 10, deviation: 4 }),
      normals(random, { count: 14, mean: 9, deviation: 6 }),
    ),
  ],
  rule: fieldIsRight("degreesOfFreedom"),
});

const bothTails = sceneCase("the p-value counts both tails", {
  misconception:
    "Nobody said beforehand which mean would be the larger, so a difference as large on the other side would have surprised as much. One tail alone is half the " +
    "p-value, and twice as many false alarms.",
  hints: [
    "studentTail(t, df) is the probability of more than t. What about less than −t?",
    "The distribution is symmetric: twice one tail.",
    "2 * studentTail(statistic, degreesOfFreedom), for a positive statistic",
  ],
  scenes: (random) => {
    const [a, b] = [103, 101].map((mean) => normals(random, { count: 200, mean, deviation: 15, decimals: 0 }));
    const scene = welchScene(a!, b!);
    return [rightOf(scene).statistic > 0 ? scene : welchScene(b!, a!)];
  },
  rule: fieldIsRight("pValue", 0.25), // which distribution has the tails does not matter yet
});

const negative = sceneCase("a negative statistic is as surprising as a positive one", {
  misconception:
    "For a negative t the upper tail is more than a half, and twice that is more than 1. A probability above 1 is the kindest of bugs: this one also hides every " +
    "effect that goes down.",
  hints: [
    "What does studentTail give for t = −3: something near 0, or near 1?",
    "Only the distance from 0 counts: hand in the absolute value.",
    "2 * studentTail(Math.abs(statistic), degreesOfFreedom)",
  ],
  scenes: (random) => [
    welchScene(
      normals(random, { count: 50, mean: 20, deviation: 4, decimals: 1 }),
      normals(random, { count: 50, mean: 24, deviation: 4, decimals: 1 }),
    ),
  ],
  rule: ({ pValue }, scene) => {
    const right = rightOf(scene).pValue;
    if (typeof pValue === "number" && Math.abs(pValue - right) < 0.1) return undefined;
    return { expected: `pValue ${digits(right)}`, got: `pValue ${digits(pValue)}` };
  },
});

const smallSamples = sceneCase("small samples have the heavy tails of their own degrees of freedom", {
  misconception:
    "With few numbers the standard error is itself a guess, so large t are common. The normal distribution, or the degrees of freedom of another test, forget that: " +
    "with three numbers a sample, t = 3 is no sensation.",
  hints: [
    "Which degrees of freedom do you hand to studentTail?",
    "Hand in exactly those that you return.",
    "studentTail(Math.abs(statistic), degreesOfFreedom)",
  ],
  scenes: (random) => [
    welchScene(
      normals(random, { count: 3, mean: 12, deviation: 1 }),
      normals(random, { count: 5, mean: 7, deviation: 4 }),
    ),
    welchScene(
      normals(random, { count: 4, mean: 1, deviation: 3 }),
      normals(random, { count: 3, mean: 7, deviation: 1 }),
    ),
  ],
  rule: fieldIsRight("pValue"),
});

const large = sceneCase("large numbers that are close together keep their variance", {
  misconception:
    "Σx² − n·mean² takes one huge number from another that is nearly equal: sixteen digits are used up before the variance begins, and what is left may even be " +
    "negative. Timestamps, prices in cents and ids make this a matter of every day.",
  hints: [
    "Print the variance of your first sample. Can it be right, for numbers a few seconds apart?",
    "Take the mean first, then add up (x − mean)²; or use Welford's running update.",
    "const squares = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0);",
  ],
  scenes: (random) => {
    const start = 1_700_000_000_000 + random.integer(1_000_000_000);
    const times = (count: number, mean: number) =>
      normals(random, { count, mean, deviation: 4000, decimals: 0 }).map((x) => start + x);
    return [welchScene(times(20, 9000), times(30, 3000))];
  },
  rule: fieldIsRight("statistic", 1e-4),
});

/** In the order in which they teach. */
export const welchCases = [
  sign,
  squares,
  sampleVariance,
  separate,
  freedom,
  bothTails,
  negative,
  smallSamples,
  large,
] as const;
