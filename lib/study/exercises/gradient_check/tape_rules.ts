/**
 * Cases about going back over a tape.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthExponent } from "../growth.ts";
import { shownValue } from "../shown_value.ts";
import type { Case } from "../suite.ts";
import type { GradientCheckGiven, Line } from "./exercise.ts";
import { binary, inputs, judgeRuns, type Run, showRun, someNumber, unary } from "./tapes.ts";

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
  name: "a line passes on only when all who use it have passed on to it",
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

/** Lengths of chains of doublings; each line has twice as many paths to the loss as the one behind it. */
const DOUBLINGS = [4, 8, 12, 16] as const;
/** One pass over a tape fits to 1, a search for the users of each line to 2, following every path to 6. */
const POLYNOMIAL_BELOW = 3;

const paths: Case<GradientCheckGiven, { readonly lengths: readonly number[]; readonly x: number }> = {
  name: "the work grows with the lines, not with the paths through them",
  misconception:
    "Following each path from the loss to an input is right and hopeless: a chain of n sums v + v has 2^n paths. Every line needs " +
    "to be visited once, when its derivative is complete.",
  hints: [
    "How often does your code come to the first line of x + x, doubled again and again?",
    "Add up a line's shares before you pass them on, once.",
    "One loop from the last line to the first; no recursion.",
  ],
  counted: true,
  input: (random: Random) => ({ lengths: DOUBLINGS, x: someNumber(random) }),
  show: ({ lengths, x }) => `x = ${x}, then v + v of the line before, ${lengths.join(", ")} times`,
  drive({ backpropagate }, { lengths, x }, child) {
    return lengths.map((length, place) => {
      child.step(place);
      const tape: Line[] = [{ operation: "input" }];
      for (let line = 0; line < length; line++) tape.push({ operation: "add", inputs: [line, line] });
      const before = child.work();
      const { gradient } = backpropagate(tape, [x]);
      return { work: child.work() - before, derivative: gradient[0] };
    });
  },
  judge({ lengths }, evidence) {
    const isSeen = (seen: unknown) => {
      return typeof seen === "object" && seen !== null && "work" in seen && typeof seen.work === "number" &&
        seen.work >= 1;
    };
    if (!Array.isArray(evidence) || evidence.length !== lengths.length || !evidence.every(isSeen)) {
      throw new TypeError(
        `Cannot judge the work: a run is at least one step: current value is ${shownValue(evidence)}`,
      );
    }
    const exponent = growthExponent(lengths.map((size, place) => ({ size, work: evidence[place].work })));
    if (exponent < POLYNOMIAL_BELOW) return undefined;
    const [first, last] = [evidence[0].work, evidence.at(-1).work];
    return {
      expected: "about four times the steps for four times the lines",
      got: `${first} steps for ${lengths[0]} lines, ${last} for ${lengths.at(-1)}`,
    };
  },
};

/** In the order in which they teach. */
export const tapeRules: readonly Case<GradientCheckGiven>[] = [
  eachOperation,
  chain,
  usedTwice,
  diamond,
  notNeeded,
  paths,
] as readonly Case<GradientCheckGiven>[];
