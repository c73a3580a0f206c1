/**
 * The cases of the exercise `gradient-check`: first derivatives on a tape, from one operation to whole graphs, then the
 * differences that find out when they are wrong; last what a senior engineer adds.
 *
 * The loss of each trial of the check is a weighted sum of sines, Σ w · sin(x / s), whose derivatives w / s · cos(x /
 * s) are known exactly: the gradient handed in is that, or that with one element changed by a known amount.
 *
 * @module
 */
import { growthCase } from "../growth_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, Failure } from "../suite.ts";
import type { GradientCheckGiven, Line } from "./exercise.ts";
import {
  binary,
  inputs,
  judgeRuns,
  moved,
  type Run,
  showRun,
  showTrial,
  slopes,
  someNumber,
  type Trial,
  trialOf,
  unary,
  worst,
} from "./script.ts";

/** A case that runs tapes and compares losses and gradients. */
type TapeCase = Case<GradientCheckGiven, readonly Run[]>;

/** What all cases on tapes share. */
const onTapes: Pick<TapeCase, "show" | "drive" | "judge"> = {
  show: (runs, through = runs.length - 1) => runs.slice(0, through + 1).map(showRun).join("\n"),
  drive({ backpropagate }, runs, child) {
    return runs.map(({ tape, x }, place) => {
      child.step(place);
      const { loss, gradient } = backpropagate(tape, x);
      return { loss, gradient };
    });
  },
  judge: judgeRuns,
};

const eachOperation: TapeCase = {
  ...onTapes,
  name: "each operation passes on its own slope",
  misconception:
    "A line's share is upstream times the slope of its own operation: the other factor for a product, e^x for exp, 1 - tanh² of " +
    "the value (not of the value's value), and for relu 1 above zero and 0 below.",
  hints: [
    "Take one line with one operation. How much does its value change when its input changes a little?",
    "Keep the values of the forward pass: exp and tanh have slopes that are simple in their own value.",
    'case "multiply": d[a] += d[line] * value[b]; d[b] += d[line] * value[a]; case "tanh": d[a] += d[line] * (1 - value[line] ** 2);',
  ],
  input: (random) => {
    const x = () => someNumber(random);
    const two = [x(), x()];
    return [
      { tape: [...inputs(2), binary("add", 0, 1)], x: two },
      { tape: [...inputs(2), binary("multiply", 0, 1)], x: two },
      { tape: [...inputs(1), unary("exp", 0)], x: [x()] },
      { tape: [...inputs(1), unary("tanh", 0)], x: [x()] },
      { tape: [...inputs(1), unary("relu", 0)], x: [1.25] },
      { tape: [...inputs(1), unary("relu", 0)], x: [-1.25] },
      { tape: [...inputs(1), { operation: "constant", value: 3 }, binary("multiply", 0, 1)], x: [x()] },
    ];
  },
};

const chain: TapeCase = {
  ...onTapes,
  name: "slopes multiply along a chain",
  misconception:
    "The chain rule is a product: what arrives from above is multiplied with the own slope, not added to it and not left behind.",
  hints: [
    "What is the derivative of exp(tanh(x))?",
    "The last line has derivative 1. Each line before it gets what arrives, times the slope.",
    "for (let line = tape.length - 1; line >= 0; line--) { … d[a] += d[line] * slope … }",
  ],
  input: (random) => {
    const curves = random.shuffle(["exp", "tanh", "relu", "tanh"] as const);
    return [{
      tape: [...inputs(1), ...curves.map((curve, place) => unary(curve, place))],
      x: [Math.abs(someNumber(random))],
    }];
  },
};

const usedTwice: TapeCase = {
  ...onTapes,
  name: "a value that is used twice gets both shares",
  misconception:
    "A value that goes into two lines changes the loss in two ways, and the changes add up: += and not =. That is also so for x · x.",
  hints: [
    "What is the derivative of x · x at 3? What does your code say?",
    "Every use of a value adds a share to its derivative.",
    "d[a] += …; start with zeros: const d = tape.map(() => 0);",
  ],
  input: (random) => {
    const x = () => someNumber(random);
    return [
      { tape: [...inputs(1), binary("multiply", 0, 0)], x: [x()] },
      { tape: [...inputs(1), binary("add", 0, 0)], x: [x()] },
      { tape: [...inputs(2), binary("multiply", 0, 1), unary("tanh", 0), binary("add", 2, 3)], x: [x(), x()] },
    ];
  },
};

const diamond: TapeCase = {
  ...onTapes,
  name: "a line passes on only when all its users have passed on to it",
  misconception:
    "Walking from the loss to whatever is nearest, a line is met before all of its users have been. What it passes on then lacks " +
    "a share, or passes it on twice. The order of the tape, backwards, is an order in which this cannot happen.",
  hints: [
    "Line 1 is used by line 2 and again by the last line. When may line 1 pass on?",
    "A line comes after everything it is made from. Read the tape from the end.",
    "for (let line = tape.length - 1; line >= 0; line--) — no stack, no queue, no set of visited lines.",
  ],
  input: (random) => {
    const x = () => someNumber(random);
    const long: Line[] = [
      ...inputs(1),
      unary("tanh", 0),
      unary("exp", 1),
      unary("tanh", 2),
      binary("multiply", 3, 2),
      binary("add", 4, 1),
    ];
    const deep: Line[] = [
      ...inputs(2),
      binary("multiply", 0, 1),
      unary("tanh", 2),
      binary("multiply", 3, 2),
      binary("add", 2, 4),
    ];
    return [{ tape: long, x: [x()] }, { tape: deep, x: [x(), x()] }];
  },
};

const notNeeded: TapeCase = {
  ...onTapes,
  name: "what the loss does not need counts for nothing",
  misconception:
    "Only the last line is the loss and starts with derivative 1. Lines that it does not depend on have derivative 0, and so " +
    "have inputs that lead nowhere: a number, not undefined.",
  hints: [
    "Which lines does the last line depend on?",
    "Give every line a derivative of 0, and only the last one 1.",
    "const d = new Array(tape.length).fill(0); d[tape.length - 1] = 1;",
  ],
  input: (random) => {
    const x = () => someNumber(random);
    return [
      { tape: [...inputs(3), unary("exp", 1), unary("tanh", 0)], x: [x(), x(), x()] },
      {
        tape: [{ operation: "input" }, unary("tanh", 0), { operation: "input" }, binary("multiply", 1, 0)],
        x: [x(), x()],
      },
    ];
  },
};

/** One pass over a tape fits to 1, a search for the users of each line to 2, following every path to 6. */
const paths = growthCase<GradientCheckGiven, { readonly size: number; readonly x: number }>({
  name: "the work grows with the lines, not with the paths through them",
  stretch: true,
  misconception:
    "Following each path from the loss to an input is right and hopeless: a chain of n sums v + v has 2^n paths. Every line needs " +
    "to be visited once, when its derivative is complete.",
  hints: [
    "How often does your code come to the first line of x + x, doubled again and again?",
    "Add up a line's shares before you pass them on, once.",
    "One loop from the last line to the first; no recursion.",
  ],
  what: "x, then v + v of the line before, so often",
  unit: "run",
  of: "lines",
  flatBelow: 3,
  expected: "about four times the steps for four times the lines",
  sizes: (random) => [4, 8, 12, 16].map((size) => ({ size, x: someNumber(random) })),
  driveOne({ backpropagate }, { size, x }, measure) {
    const tape: Line[] = [{ operation: "input" }];
    for (let line = 0; line < size; line++) tape.push({ operation: "add", inputs: [line, line] });
    return measure(1, () => backpropagate(tape, [x]));
  },
});

/** A right gradient must come out below this: the rules say so. */
const RIGHT_BELOW = 1e-6;

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
  stretch: true,
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
    "x + h - 2h + h is not x: each step rounds. Code that nudges an array in place must put the old number back, not compute it.",
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

/** Most instructive first. */
export const cases = [
  eachOperation,
  chain,
  usedTwice,
  diamond,
  notNeeded,
  right,
  zero,
  found,
  unchanged,
  farAway,
  paths,
] as readonly Case<GradientCheckGiven>[];

/** What is measured after a pass. */
export const cost: Cost<GradientCheckGiven, readonly number[], number> = {
  time: {
    what: "200 gradients of a tape of 3,000 lines",
    input: (random) => Array.from({ length: 1000 }, () => random.next()),
    run({ backpropagate }, x) {
      const tape: Line[] = x.map(() => ({ operation: "input" }));
      for (let place = 0; place < 1000; place++) tape.push({ operation: "tanh", inputs: [place] });
      for (let place = 1; place < 1000; place++) {
        tape.push({ operation: "add", inputs: [tape.length - (place === 1 ? 1000 : 1), 1000 + place] });
      }
      let sum = 0;
      for (let round = 0; round < 200; round++) sum += backpropagate(tape, x).gradient[round]!;
      return sum;
    },
  },
  memory: {
    what: "the gradient of a tape of 20,000 lines",
    input: () => 20_000,
    build({ backpropagate }, length) {
      const tape: Line[] = [{ operation: "input" }];
      for (let line = 1; line < length; line++) tape.push({ operation: "tanh", inputs: [line - 1] });
      return backpropagate(tape, [0.5]);
    },
  },
};
