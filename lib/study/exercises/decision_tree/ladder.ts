/**
 * The steps towards a decision tree: the entropy of labels, and what a split gains.
 *
 * @module
 */
import { answersIn } from "../answers_in.ts";
import type { LadderStep } from "../exercise_card.ts";
import { tableCase } from "../table_case.ts";

/** What each step takes. */
export type DecisionTreeSteps = {
  /** Impurity. */
  readonly entropy: {
    /** Entropy in bits; 0 for no labels. */
    entropyOfLabels(y: number[]): number;
  };
  /** Gain. */
  readonly gain: {
    /** Entropy before minus weighted entropy after, in bits. */
    informationGain(parent: number[], left: number[], right: number[]): number;
  };
};

const { mistake } = answersIn(import.meta.url);

function bits(y: readonly number[]): number {
  const shares = [...new Set(y)].map((label) => y.filter((one) => one === label).length / y.length);
  return shares.reduce((sum, p) => sum - p * Math.log2(p), 0);
}

const ofLabels = mistake("./steps/entropy.ts");
const entropy: LadderStep<DecisionTreeSteps["entropy"]> = {
  title: "Decision tree: entropy",
  minutes: 5,
  names: ["entropyOfLabels"],
  task: `/** The entropy of the shares of the labels, in bits. */
function entropyOfLabels(y: number[]): number {
  throw new Error("Not written yet");
}`,
  rules: ["−Σ p·log₂ p over the shares of the distinct labels, which are any integers. No labels at all: 0."],
  firstHint: "Count each label, divide by the number of rows, and add up −p · log2(p).",
  why: "Only labels that occur are counted, so no term is 0 · log 0, and an empty list adds nothing.",
  cases: [
    tableCase<DecisionTreeSteps["entropy"], readonly [y: number[]]>({
      name: "entropy is −Σ p·log₂ p over the shares of the labels",
      misconception: "Labels are names: what counts is how often each occurs, and bits need the logarithm to base 2.",
      hints: ["[7, 7, −1, −1] has one bit.", "bits -= p * Math.log2(p), where p = count / y.length."],
      call: "entropyOfLabels",
      rows: [[[0, 1]], [[7, 7, -1, -1]], [[0, 1, 2, 3]], [[1, 1, 1, 0]], [[5, 5]]],
      oracle: bits,
      tolerance: 1e-9,
      frozen: true,
    }),
    tableCase<DecisionTreeSteps["entropy"], readonly [y: number[]]>({
      name: "no labels have no entropy",
      misconception: "0/0 is NaN: a side without rows must count as pure.",
      hints: ["Start from 0 and add a term only for labels that occur."],
      call: "entropyOfLabels",
      rows: [[[]]],
      oracle: () => 0,
    }),
  ],
  wrong: {
    "natural logarithms": ofLabels("entropy is −Σ p·log₂ p over the shares of the labels", ["Math.log2", "Math.log"]),
    "Gini impurity": ofLabels("entropy is −Σ p·log₂ p over the shares of the labels", [
      "p * Math.log2(p)",
      "p * (p - 1)",
    ]),
    "0/0 for no labels": ofLabels("no labels have no entropy", ["return bits;", "return bits * y.length / y.length;"]),
  },
};

const ofSplit = mistake("./steps/gain.ts");
const gain: LadderStep<DecisionTreeSteps["gain"]> = {
  title: "Decision tree: gain",
  minutes: 5,
  names: ["informationGain"],
  task: `/** How many bits a split of parent into left and right saves for each row. */
function informationGain(parent: number[], left: number[], right: number[]): number {
  throw new Error("Not written yet");
}`,
  rules: [
    "The entropy of `parent` minus those of the two sides, each weighted by its share of the rows. An empty side counts 0.",
  ],
  firstHint: "Write the entropy of one list first. A side of three rows in ten has the weight 0.3.",
  why: "n · entropy of all three lists makes the weights disappear: one division at the end.",
  cases: [
    tableCase<DecisionTreeSteps["gain"], readonly [parent: number[], left: number[], right: number[]]>({
      name: "sides are weighted by their rows",
      misconception: "A pure side of one row would be worth as much as one of a thousand if both had the same weight.",
      hints: ["left.length / parent.length is the weight of the left side."],
      call: "informationGain",
      rows: [
        [[0, 0, 1, 1], [0, 0], [1, 1]],
        [[0, 0, 1, 1], [0], [0, 1, 1]],
        [[0, 1, 2, 2, 2], [0, 1, 2, 2], [2]],
        [[0, 1, 1, 0], [0, 1], [1, 0]],
      ],
      oracle: (parent, left, right) =>
        bits(parent) - (left.length * bits(left) + right.length * bits(right)) / parent.length,
      tolerance: 1e-9,
      frozen: true,
    }),
    tableCase<DecisionTreeSteps["gain"], readonly [parent: number[], left: number[], right: number[]]>({
      name: "an empty side gains nothing",
      misconception: "A split that moves no row changes no entropy: its gain is 0, not NaN.",
      hints: ["What does your entropy give for []?"],
      call: "informationGain",
      rows: [[[0, 1], [], [0, 1]], [[3, 4, 4], [3, 4, 4], []]],
      oracle: () => 0,
      tolerance: 1e-9,
    }),
  ],
  wrong: {
    "half and half": ofSplit("sides are weighted by their rows", [
      "const after = total(left) + total(right);",
      "const after = parent.length * (total(left) / (left.length || 1) + total(right) / (right.length || 1)) / 2;",
    ]),
    "not divided": ofSplit("sides are weighted by their rows", [" / parent.length;", ";"]),
    "NaN for an empty side": ofSplit("an empty side gains nothing", [
      "const after = total(left) + total(right);",
      "const after = total(left) / left.length * left.length + total(right) / right.length * right.length;",
    ]),
  },
};

/** In order. */
export const ladder = { entropy, gain };
