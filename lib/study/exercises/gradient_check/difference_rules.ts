/**
 * Cases about the check of a gradient by differences.
 *
 * The loss of each trial is a weighted sum of sines, Σ w · sin(x / s), whose derivatives w / s · cos(x / s) are known exactly: the gradient handed in is that, or
 * that with one element changed by a known amount.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { GradientCheckGiven } from "./exercise.ts";

/** One loss, one point, one gradient. */
export interface Trial {
  /** w of each sine. */
  readonly weights: readonly number[];
  /** s of each sine. */
  readonly scales: readonly number[];
  /** Where the gradient is checked. */
  readonly x: readonly number[];
  /** The gradient handed in. */
  readonly gradient: readonly number[];
}

/** A right gradient must come out below this: the task says so. */
const RIGHT_BELOW = 1e-6;

/** The derivatives of a trial's loss. */
export function slopes({ weights, scales, x }: Omit<Trial, "gradient">): number[] {
  return x.map((value, place) => weights[place]! / scales[place]! * Math.cos(value / scales[place]!));
}

/** What a check by perfect differences gives; of equal errors the first place. */
export function worst(trial: Trial): { readonly place: number; readonly error: number } {
  const errors = slopes(trial).map((slope, place) => {
    const own = trial.gradient[place]!;
    return Math.abs(own - slope) / Math.max(1, Math.abs(own), Math.abs(slope));
  });
  const error = Math.max(...errors);
  return { place: errors.indexOf(error), error };
}

interface Seen {
  readonly place: unknown;
  readonly error: unknown;
  readonly isUnchanged: unknown;
}

type DifferenceCase = Case<GradientCheckGiven, readonly Trial[]>;

const onTrials: Pick<DifferenceCase, "show" | "drive" | "judge"> = {
  show: (trials, through = trials.length - 1) => trials.slice(0, through + 1).map(showTrial).join("\n"),
  drive({ checkGradient }, trials, child) {
    return trials.map(({ weights, scales, x, gradient }, step) => {
      child.step(step);
      const point = [...x];
      const loss = (at: number[]) =>
        at.reduce((sum, value, place) => sum + weights[place]! * Math.sin(value / scales[place]!), 0);
      const { place, error } = checkGradient(loss, point, [...gradient]);
      return {
        place,
        error,
        isUnchanged: point.length === x.length && point.every((value, at) => Object.is(value, x[at])),
      };
    });
  },
  judge: (trials, evidence) => judgeTrials(trials, evidence, judgeError),
};

function judgeTrials(
  trials: readonly Trial[],
  evidence: unknown,
  judge: (trial: Trial, seen: Seen) => Omit<Failure, "input"> | undefined,
): Failure | undefined {
  const isSeen = (seen: unknown) =>
    typeof seen === "object" && seen !== null && "place" in seen && "error" in seen && "isUnchanged" in seen;
  if (!Array.isArray(evidence) || evidence.length !== trials.length || !evidence.every(isSeen)) {
    throw new TypeError(
      `Cannot judge checks: one answer for each of ${trials.length} is needed: current value is ${
        shownValue(evidence)
      }`,
    );
  }
  for (const [which, trial] of trials.entries()) {
    const failure = judge(trial, evidence[which] as Seen);
    if (failure !== undefined) return { input: showTrial(trial), ...failure };
  }
}

/** A right gradient passes, a wrong one is found with its place and its size. */
function judgeError(trial: Trial, { place, error }: Seen): Omit<Failure, "input"> | undefined {
  const expected = worst(trial);
  const isRight = expected.error < 1e-12;
  const isNumber = typeof error === "number" && error >= 0;
  if (isRight) {
    if (isNumber && error < RIGHT_BELOW) return undefined;
    return { expected: `an error below ${RIGHT_BELOW}: the gradient is right`, got: `error ${shownValue(error)}` };
  }
  if (isNumber && Math.abs(error - expected.error) < RIGHT_BELOW && place === expected.place) return undefined;
  return {
    expected: `place ${expected.place}, error ${expected.error.toPrecision(4)}`,
    got: `place ${shownValue(place)}, error ${typeof error === "number" ? error.toPrecision(4) : shownValue(error)}`,
  };
}

function showTrial({ weights, scales, x, gradient }: Trial): string {
  const terms = weights.map((weight, place) => `${weight}·sin(x${place} / ${scales[place]})`).join(" + ");
  return `loss ${terms} at ${shownValue(x)}, gradient ${
    shownValue(gradient.map((value) => Number(value.toPrecision(8))))
  }`;
}

/** A trial near zero with as many elements, and a right gradient. */
function trialOf(random: Random, { size }: { readonly size: number }): Trial {
  const draw = (low: number, high: number) => Number((low + (high - low) * random.next()).toFixed(2));
  const list = (low: number, high: number) => Array.from({ length: size }, () => draw(low, high));
  const parts = { weights: list(1, 4), scales: list(0.5, 1), x: list(-2, 2) };
  return { ...parts, gradient: slopes(parts) };
}

/** The same with one element of the gradient moved. */
function moved(trial: Trial, { place, by }: { readonly place: number; readonly by: number }): Trial {
  return { ...trial, gradient: trial.gradient.map((value, at) => at === place ? value + by : value) };
}

const right: DifferenceCase = {
  ...onTrials,
  name: "a right gradient passes",
  misconception:
    "A difference has two errors. Going to one side only, the curvature stays in it: error of the order h. With a tiny h the loss " +
    "hardly changes, and what is left is rounding: error of the order 1e-16 / h. The central difference (f(x + h) - f(x - h)) / 2h with h " +
    "about 1e-5 keeps both below 1e-9.",
  hints: [
    "How far is your difference from the derivative of sin at 1, for h = 1e-2, 1e-5, 1e-8, 1e-12?",
    "Look to both sides: the curvature cancels. Divide by the distance of the two points, which is 2h.",
    "const h = 1e-5; … (loss(above) - loss(below)) / (2 * h)",
  ],
  input: (random) => [1, 3, 8].map((size) => trialOf(random, { size })),
};

const found: DifferenceCase = {
  ...onTrials,
  name: "a wrong element is found, with its place and the size of its error",
  misconception:
    "Errors of both signs are errors: without the absolute value, or in a mean over many elements, a wrong one hides. The answer is " +
    "the one place that is worst.",
  hints: [
    "What if the gradient is too small at one place instead of too large?",
    "Keep the largest |gradient - difference|, in the relative form that the task gives, and where it was.",
    "if (error > worst.error) worst = { place, error };",
  ],
  input: (random) => {
    const size = 6;
    const trial = () => trialOf(random, { size });
    return [
      moved(trial(), { place: 0, by: 0.01 }),
      moved(trial(), { place: size - 1, by: -0.02 }),
      moved(moved(trial(), { place: 1, by: -0.5 }), { place: 4, by: 0.03 }),
      moved(trial(), { place: 2, by: 0.0001 }),
    ];
  },
};

const zero: DifferenceCase = {
  ...onTrials,
  name: "a derivative of zero is no trouble",
  misconception:
    "Divided by |gradient| alone, a right derivative of 0 gives 0 / 0 or the rounding of the difference blown up. max(1, …) is there for that.",
  hints: [
    "What is your error where the gradient is 0?",
    "Divide by max(1, |gradient|, |difference|).",
    "Math.abs(g - d) / Math.max(1, Math.abs(g), Math.abs(d))",
  ],
  input: (random) => {
    const weights = [0, Number((1 + random.next()).toFixed(2))];
    const parts = { weights, scales: [1, 0.5], x: [0.3, -0.7] };
    const flat = { weights: [0], scales: [1], x: [0.5], gradient: [0] };
    return [{ ...parts, gradient: slopes(parts) }, flat];
  },
};

const farAway: DifferenceCase = {
  ...onTrials,
  name: "far from zero the step grows with x",
  misconception:
    "Near 1e6 two neighbouring numbers are 1e-10 apart, so x + h is not where you think, and the loss changes too little over a fixed " +
    "h. The step has to be relative: h = 1e-5 · max(1, |x|).",
  hints: [
    "The loss changes slowly here: by how much, over your h?",
    "Let h grow with |x|, but not shrink with it below 1.",
    "const h = 1e-5 * Math.max(1, Math.abs(x[place]));",
  ],
  input: (random) => {
    const x = [1e6 * (1 + random.integer(9) / 10), -3e5];
    const parts = { weights: [2e6, 1e6], scales: [1e6, 3e5], x };
    const trial = { ...parts, gradient: slopes(parts) };
    return [trial, moved(trial, { place: 1, by: 0.001 })];
  },
};

const unchanged: DifferenceCase = {
  ...onTrials,
  name: "x is left as it was, to the last bit",
  misconception:
    "x + h - 2h + h is not x: each step rounds. Whoever nudges an array in place must put the old number back, not compute it.",
  hints: [
    "Is x after the call === x before, in each element?",
    "Remember the element before you nudge it, or nudge a copy.",
    "const above = x.with(place, x[place] + h);",
  ],
  input: (random) => [trialOf(random, { size: 8 }), trialOf(random, { size: 8 })],
  judge: (trials, evidence) =>
    judgeTrials(trials, evidence, (_, { isUnchanged }) => {
      return isUnchanged === true ? undefined : { expected: "x as it was before the call", got: "another number in x" };
    }),
};

/** In the order in which they teach. */
export const differenceRules: readonly Case<GradientCheckGiven>[] = [
  right,
  zero,
  found,
  farAway,
  unchanged,
] as readonly Case<GradientCheckGiven>[];
