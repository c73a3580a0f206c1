/**
 * The cases of the exercise `basic-kit`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { growthCase } from "../growth_case.ts";
import { tableCase } from "../table_case.ts";
import type { BasicKitGiven } from "./exercise.ts";

type Labels = readonly [yTrue: number[], yPred: number[]];

const bits = (probabilities: number[]) => probabilities.reduce((sum, p) => p === 0 ? sum : sum - p * Math.log2(p), 0);

const entropyCase = tableCase<BasicKitGiven, readonly [number[]]>({
  name: "entropy is −Σ p·log₂ p, in bits",
  misconception:
    "A fair coin has one bit: the logarithm is to base 2, and the sum is negated, since logarithms of probabilities are negative.",
  hints: [
    "What must entropy([0.5, 0.5]) be? And that of eight equal outcomes?",
    "Sum p · log2(p) over the outcomes, and change the sign.",
    "bits -= p * Math.log2(p);",
  ],
  call: "entropy",
  rows: [[[0.5, 0.5]], [[0.25, 0.25, 0.5]], [new Array(8).fill(1 / 8)], [[0.9, 0.1]]],
  oracle: bits,
  tolerance: 1e-9,
  frozen: true,
});

const zeroCase = tableCase<BasicKitGiven, readonly [number[]]>({
  name: "a probability of 0 contributes 0",
  misconception: "0 · log 0 is 0 · −Infinity, which is NaN in JavaScript; the limit of p · log p at 0 is 0.",
  hints: [
    "What is 0 * Math.log2(0)?",
    "Skip outcomes that can't happen. Adding a small constant instead changes every answer.",
    "if (p > 0) bits -= p * Math.log2(p);",
  ],
  call: "entropy",
  rows: [[[1, 0]], [[0, 0.5, 0.5]], [[1]]],
  oracle: bits,
  tolerance: 1e-9,
});

function encoded(values: unknown[]) {
  const categories: unknown[] = [];
  for (const value of values) if (!categories.some((one) => one === value)) categories.push(value);
  return { encoded: values.map((value) => categories.map((one) => Number(one === value))), categories };
}

const orderCase = tableCase<BasicKitGiven, readonly [unknown[]]>({
  name: "each value has a 1 in the column of its category, in order of first appearance",
  misconception:
    "Columns are the distinct values in the order in which they first appear, not sorted; a row has one 1, and as many entries as there are categories.",
  hints: [
    'Encode ["red", "blue", "red"] by hand: how many columns are there, and which comes first?',
    "First pass: give each new value the next column. Second pass: a row of zeros with a 1 in the value's column.",
    "if (!columns.has(value)) columns.set(value, columns.size);",
  ],
  call: async ({ oneHotEncode }, values) => {
    const { encoded, categories } = await oneHotEncode(values);
    return { encoded: Array.from(encoded, (row) => Array.from(row)), categories: Array.from(categories) };
  },
  shownAs: "oneHotEncode",
  rows: [[["red", "blue", "red"]], [["b", "a", "c", "a"]], [["x"]], [[]]],
  oracle: encoded,
});

const typeCase = tableCase<BasicKitGiven, readonly [unknown[]]>({
  name: "categories keep their type",
  misconception:
    'Keys of a plain object are texts: 1 and "1" become one category, and numbers come back as texts, in numerical order.',
  hints: [
    'How many categories has [1, "1"]?',
    "A Map or a Set compares with === (and takes NaN for equal to itself); an object turns keys into texts.",
    "const columns = new Map();",
  ],
  call: async ({ oneHotEncode }, values) => {
    const { encoded, categories } = await oneHotEncode(values);
    return { encoded: Array.from(encoded, (row) => Array.from(row)), categories: Array.from(categories) };
  },
  shownAs: "oneHotEncode",
  rows: [[[10, 9, 10]], [[1, "1", 1]], [["constructor", "a"]]],
  oracle: encoded,
});

function metrics(yTrue: number[], yPred: number[]) {
  if (yTrue.length === 0 || yTrue.length !== yPred.length) return REFUSED;
  const count = (truth: boolean, answer: boolean) =>
    yTrue.filter((y, i) => (y === 1) === truth && (yPred[i] === 1) === answer).length;
  const [hits, wrong, missed] = [count(true, true), count(false, true), count(true, false)];
  const ratio = (part: number, whole: number) => whole === 0 ? 0 : part / whole;
  return {
    precision: ratio(hits, hits + wrong),
    recall: ratio(hits, hits + missed),
    f1: ratio(2 * hits, 2 * hits + wrong + missed),
    accuracy: (hits + count(false, false)) / yTrue.length,
  };
}

/** Runs in the child: the metrics, whatever F1 is called. */
async function metricsOf({ classificationMetrics }: BasicKitGiven, yTrue: number[], yPred: number[]) {
  const { precision, recall, f1, f1Score, accuracy } = await classificationMetrics(yTrue, yPred);
  return { precision, recall, f1: f1 === undefined ? f1Score : f1, accuracy };
}

const metricsTable = (spec: {
  readonly name: string;
  readonly misconception: string;
  readonly hints: readonly [string, ...string[]];
  readonly rows: readonly Labels[] | ((random: Random) => readonly Labels[]);
}) =>
  tableCase<BasicKitGiven, Labels>({
    ...spec,
    call: metricsOf,
    shownAs: "classificationMetrics",
    oracle: metrics,
    tolerance: 1e-9,
  });

const countsCase = metricsTable({
  name: "precision counts among the predictions, recall among the positive rows",
  misconception:
    "Precision = hits / predicted positive, recall = hits / truly positive: the two are easily exchanged. Accuracy counts the " +
    "right negatives as well. F1 is the harmonic mean, not the arithmetic one.",
  hints: [
    "Draw the table of four counts for [1, 1, 0, 0] against [1, 0, 0, 0].",
    "Hits over all predictions of 1; hits over all true 1s; F1 = 2PR / (P + R).",
    "const f1 = 2 * precision * recall / (precision + recall);",
  ],
  rows: [[[1, 1, 0, 0], [1, 0, 0, 0]], [[1, 0, 0, 1, 0], [1, 1, 1, 0, 0]], [[1, 1, 1, 0, 1], [1, 1, 0, 0, 0]]],
});

const emptyCase = metricsTable({
  name: "a division by zero gives 0",
  misconception:
    "Without positive predictions precision is 0/0. NaN spoils every average it meets; the convention here is 0.",
  hints: [
    "What does your function return if everything is predicted 0?",
    "Divide through one helper that answers 0 for a denominator of 0; F1 needs it as well.",
    "const ratio = (part, whole) => (whole === 0 ? 0 : part / whole);",
  ],
  rows: [[[1, 0], [0, 0]], [[0, 0], [1, 0]], [[0, 0], [0, 0]], [[1, 0], [0, 1]]],
});

const labelCase = metricsTable({
  name: "label 1 is positive, everything else negative",
  misconception:
    "Negative may be 0, −1 or 2: a test for truth (if (y)) takes −1 and 2 for positive, a test for 0 as well.",
  hints: [
    "Which rows are positive in [1, -1, 2]?",
    "Compare with 1, on both sides, and compare the two results for accuracy.",
    "const [truth, answer] = [yTrue[i] === 1, yPred[i] === 1];",
  ],
  rows: [[[1, -1, -1, 1], [1, -1, 1, -1]], [[2, 1, 2], [2, 2, 1]], [[2, 0, 1], [0, 2, 1]]],
});

const refusedCase = metricsTable({
  name: "labels that are missing or differ in number are refused",
  misconception: "A loop over one list compares rows with undefined, and returns a number that means nothing.",
  hints: [
    "What comes back for ([1, 0], [1])?",
    "Check both lengths first, and throw.",
    'if (yTrue.length === 0 || yTrue.length !== yPred.length) throw new RangeError("…");',
  ],
  rows: [[[], []], [[1, 0], [1]]],
});

const nanCase = tableCase<BasicKitGiven, readonly [number[]]>({
  name: "all NaN values are one category",
  stretch: true,
  misconception:
    "NaN === NaN is false: indexOf never finds it, and every missing value gets a column of its own. Map and Set find it.",
  hints: ["What is [NaN].indexOf(NaN)?", "A Map's keys are compared so that NaN equals itself.", "columns.get(value)"],
  call: async ({ oneHotEncode }, values) => Array.from((await oneHotEncode(values)).encoded, (row) => Array.from(row)),
  shownAs: "oneHotEncode",
  rows: [[[NaN, 1, NaN]]],
  oracle: () => [[1, 0], [0, 1], [1, 0]],
});

const workCase = growthCase<BasicKitGiven, { readonly size: number }>({
  name: "encoding a value takes the same number of steps for any number of values",
  stretch: true,
  misconception:
    "A search through the list for each value costs as many steps as there are values: 100,000 values cost 10¹⁰.",
  hints: [
    "Which line of yours looks through all values for each value?",
    "Remember the column of each category in a Map.",
    "row[columns.get(value)] = 1;",
  ],
  what: "values of two categories, one after the other",
  unit: "value",
  of: "values",
  sizes: () => [64, 128, 256, 512, 1024].map((size) => ({ size })),
  driveOne({ oneHotEncode }, { size }, measure) {
    const values = Array.from({ length: size }, (_, i) => 2 * i < size ? "a" : "b");
    return measure(size, () => {
      oneHotEncode(values);
    });
  },
});

/** Most instructive first. */
export const cases = [
  entropyCase,
  zeroCase,
  orderCase,
  typeCase,
  countsCase,
  emptyCase,
  labelCase,
  refusedCase,
  nanCase,
  workCase,
] as readonly Case<BasicKitGiven>[];

/** What is measured after a pass. */
export const cost: Cost<BasicKitGiven, readonly number[], number> = {
  time: {
    what: "the metrics of 100,000 rows, and 10,000 values encoded",
    input: (random) => Array.from({ length: 100_000 }, () => random.integer(2)),
    run: ({ classificationMetrics, oneHotEncode }, y) =>
      classificationMetrics(y as number[], [...y].reverse()).accuracy + oneHotEncode(y.slice(0, 10_000)).encoded.length,
  },
  memory: {
    what: "10,000 values of 10 categories, encoded",
    input: () => 10_000,
    build: ({ oneHotEncode }, n) => oneHotEncode(Array.from({ length: n }, (_, i) => i % 10)),
  },
};
