/**
 * What is asked of both tests: the caller's numbers stay, any numbers will do, and large samples are no reason to wait.
 *
 * @module
 */
import { growthExponent } from "../growth.ts";
import { shownValue } from "../shown_value.ts";
import type { Case } from "../suite.ts";
import { type Field, fieldIsRight, type Given, type Scene } from "./scene.ts";
import { gapScene, normals, sceneCase, welchScene } from "./scene_case.ts";

const untouched = sceneCase("the caller's arrays stay as they are", {
  misconception:
    "sort works in place: the caller's numbers change their order behind his back. Whoever holds users and values in two arrays side by side has then mixed them up for " +
    "good.",
  hints: [
    "Print the array before and after the call.",
    "Sort a copy.",
    "const sorted = [...a].sort((x, y) => x - y), or a.toSorted((x, y) => x - y)",
  ],
  scenes: (random) => {
    const [a, b] = [8, 7].map((count) => normals(random, { count, mean: 5, deviation: 2 }));
    return [gapScene([9, ...a!, 1], [8, ...b!, 2]), welchScene([9, ...a!, 1], [8, ...b!, 2])];
  },
  rule: (answered, scene) => {
    for (const sample of ["a", "b"] as const) {
      const [before, after] = [shownValue(scene[sample]), shownValue(answered[sample])];
      if (before !== after) return { expected: `${sample} as it was: ${before}`, got: after };
    }
  },
});

const SCALES = [1e-9, 1e-3, 1, 1000, 1e9];

const anyNumbers = sceneCase("any two samples, at any scale, get the right numbers", {
  misconception:
    "Numbers are equal or they are not. A tolerance that looks harmless at a scale of 1 makes one heap of all numbers where the unit is the gigabyte and the numbers are " +
    "bytes.",
  hints: [
    "What is fixed in your code that would have to change if metres became nanometres?",
    "Compare with === and <, without a tolerance: sorting has put equal numbers side by side.",
    "while (a[i] === x) i++;",
  ],
  scenes: (random) =>
    SCALES.flatMap((scale) =>
      Array.from({ length: 6 }, (_, i) => {
        const sample = (mean: number) =>
          Array.from(
            { length: 2 + random.integer(20) },
            () => scale * Math.round(100 * (mean + random.normal())) / 100,
          );
        const [a, b] = [sample(5), sample(5 + random.next())];
        return i % 2 === 0 ? gapScene(a, b) : welchScene([...a, 3 * scale], [...b, 4 * scale]);
      })
    ),
  rule: (answered, scene) => {
    const fields: readonly Field[] = scene.test === "welch"
      ? ["statistic", "degreesOfFreedom", "pValue"]
      : ["statistic", "pValue"];
    for (const field of fields) {
      const broken = fieldIsRight(field)(answered, scene);
      if (broken) return broken;
    }
  },
});

const COUNTED = [64, 128, 256, 512, 1024] as const;
/** n log n fits to about 1.15 at these sizes, a count of all numbers for each number to 2. */
const SORTED_BELOW = 1.5;

/** The gap is found by sorting, not by counting all numbers for each. */
const work: Case<Given, readonly Scene[]> = {
  name: "the work grows like sorting, not like the square",
  misconception:
    "Counting, for each number, how many are not larger costs n² steps: two million events a day and the test takes an hour. Sorted samples can be walked side by side " +
    "once.",
  hints: [
    "For each number you look at all numbers. What would you know at once if they were sorted?",
    "In a sorted sample the share that is ≤ x is a position: two of them move up side by side.",
    "while (i < n && j < m) { const x = Math.min(a[i], b[j]); … }",
  ],
  counted: true,
  input: (random) =>
    COUNTED.map((count) =>
      gapScene(normals(random, { count, mean: 0, deviation: 1 }), normals(random, { count, mean: 0.1, deviation: 1 }))
    ),
  show: () => `kolmogorovSmirnov(a, b, tails) for samples of ${COUNTED.join(", ")} numbers each`,
  drive({ kolmogorovSmirnov }, scenes, child) {
    const work: number[] = [];
    for (let i = 0; i < scenes.length; i++) {
      child.step(i);
      const a = scenes[i]!.a.slice();
      const b = scenes[i]!.b.slice();
      const before = child.work();
      kolmogorovSmirnov(a, b, { kolmogorovTail: (x) => Math.exp(-2 * x * x) });
      work[i] = child.work() - before;
    }
    return work;
  },
  judge(scenes, evidence) {
    const isWork = (steps: unknown) => typeof steps === "number" && steps >= 1;
    if (!Array.isArray(evidence) || evidence.length !== scenes.length || !evidence.every(isWork)) {
      throw new TypeError(
        `Cannot judge the work: a call is at least one step: current value is ${shownValue(evidence)}`,
      );
    }
    const points = scenes.map(({ a, b }, i) => ({ size: a.length + b.length, work: evidence[i] as number }));
    const exponent = growthExponent(points);
    if (exponent < SORTED_BELOW) return undefined;
    const [smallest, largest] = [points[0]!, points.at(-1)!];
    return {
      expected: "steps that grow about like the numbers",
      got: `${smallest.work} steps for ${smallest.size} numbers, ${largest.work} for ${largest.size}: ` +
        `they grow like numbers^${exponent.toFixed(1)}`,
    };
  },
};

/** In the order in which they are tried. */
export const lastingCases = [untouched, anyNumbers, work] as const;
