/**
 * The cases of the exercise `adam-step`, and what is measured after a pass.
 *
 * @module
 */
import { adamStep } from "../../../math/onnx/training/adam_step.ts";
import type { Random } from "../../../base/random.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { AdamRates, AdamStepGiven, RememberedMoments } from "./exercise.ts";

/** Parameters, the gradients of one step after the other, and rates. */
type Row = readonly [parameters: number[], gradients: number[][], options: AdamRates];

/** Runs in the child: the parameters after each step. */
function walk({ adam }: AdamStepGiven, ...[parameters, gradients, options]: Row): number[][] {
  let [own, state]: [number[], RememberedMoments] = [parameters, {}];
  return gradients.map((gradient) => {
    const next = adam(own, gradient, state, options);
    [own, state] = [Array.from(next.parameters), next.state];
    return own.slice();
  });
}

/** The same walk by the library. */
function expected(...[parameters, gradients, options]: Row): number[][] {
  let [own, state]: [number[], object] = [parameters, {}];
  return gradients.map((gradient) => {
    const next = adamStep(own, { gradients: gradient, state, ...options });
    [own, state] = [next.parameters, next.state];
    return own;
  });
}

/** Gradients of so many steps. */
const drawn = (random: Random, steps: number, count: number) =>
  Array.from({ length: steps }, () => Array.from({ length: count }, () => random.normal()));

const first = tableCase<AdamStepGiven, Row>({
  name: "the first step is as long as the learning rate",
  misconception:
    "m and v start at 0, so after one step they hold only (1 − beta) of the gradient and of its square. Without the correction " +
    "the first step is (1 − beta1) / √(1 − beta2) = 3.2 times as long as it should be.",
  hints: [
    "With the gradient 4, m is 0.4 and v is 0.016. How far does the parameter move? And with the gradient 400?",
    "Divide m by 1 − beta1**t and v by 1 − beta2**t, with t = 1 in the first step.",
    "const mHat = m[i] / (1 - beta1 ** step), vHat = v[i] / (1 - beta2 ** step);",
  ],
  call: walk,
  shownAs: "adam",
  rows: [[[1], [[4]], {}], [[0, 0, 0], [[400, -8, 2]], { learningRate: 0.1 }], [[5], [[0]], {}]],
  oracle: expected,
  tolerance: 1e-6,
});

const later = tableCase<AdamStepGiven, Row>({
  name: "later steps follow the running means",
  misconception:
    "The state of one step is where the next goes on: t grows by 1, and both means move from where they were towards the new " +
    "gradient and its square.",
  hints: [
    "Two steps with the gradients 1 and −1: is your second m 0.09 − 0.1? Does your t become 2?",
    "m = beta1·m + (1 − beta1)·g, v = beta2·v + (1 − beta2)·g·g, starting from what the state holds.",
    "const step = (state.step ?? 0) + 1; const m = parameters.map((_, i) => beta1 * (state.m?.[i] ?? 0) + (1 - beta1) * gradients[i]);",
  ],
  call: walk,
  shownAs: "adam",
  rows: (random) => [
    [[1], [[1], [-1], [1]], { learningRate: 0.1 }],
    [[1, -2], [[3, 0], [0, 0], [-1, 2]], { learningRate: 0.01, beta1: 0.5, beta2: 0.7 }],
    [[0.5, 0, 3], drawn(random, 12, 3), { learningRate: 0.05 }],
  ],
  oracle: expected,
  tolerance: 1e-5,
});

const small = tableCase<AdamStepGiven, Row>({
  name: "epsilon stands beside the root",
  misconception:
    "√(v + ε) and √v + ε differ where v is small: with ε = 1e-8 under the root, nothing below a gradient of 1e-4 counts.",
  hints: [
    "Let the gradient be 1e-5. How large is √(v̂ + 1e-8), and how large is √v̂ + 1e-8?",
    "First the root of the corrected v, then add epsilon, then divide.",
    "learningRate * mHat / (Math.sqrt(vHat) + epsilon)",
  ],
  call: walk,
  shownAs: "adam",
  rows: [[[1], [[1e-5]], {}], [[1], [[2], [1]], { epsilon: 0.5 }], [[0], [[1e-9]], { learningRate: 1 }]],
  oracle: expected,
  tolerance: 1e-9,
});

const decay = tableCase<AdamStepGiven, Row>({
  name: "weight decay stands beside the step",
  misconception:
    "Added to the gradient, the decay passes through both means and is divided by the root, so that a parameter with large " +
    "gradients hardly decays. AdamW takes learningRate · weightDecay · parameter off directly.",
  hints: [
    "A gradient of 0 and a decay of 0.1: by which part should the parameter shrink? What does your code give?",
    "Leave the gradient as it is. Take learningRate * weightDecay * parameters[i] off at the end, with the old parameter.",
    "parameters[i] - learningRate * mHat / (Math.sqrt(vHat) + epsilon) - learningRate * weightDecay * parameters[i]",
  ],
  call: walk,
  shownAs: "adam",
  rows: (random) => [
    [[10], [[0]], { learningRate: 0.1, weightDecay: 0.1 }],
    [[3, -2], [[5, -5], [5, 5]], { learningRate: 0.1, weightDecay: 0.5 }],
    [[1, 2, 3], drawn(random, 6, 3), { learningRate: 0.02, weightDecay: 0.01 }],
  ],
  oracle: expected,
  tolerance: 1e-9,
});

const untouched = tableCase<AdamStepGiven, readonly [parameters: number[], gradients: number[]]>({
  name: "what was handed in stays as it is",
  misconception:
    "A trainer keeps the old parameters and the old state until the step is known to be good; a step that writes into them can't " +
    "be taken back.",
  hints: [
    "Freeze parameters, gradients and state.m before the call: does your code still run?",
    "Make new lists with map; never assign to parameters[i], m[i] or state.step.",
    "return { parameters: next, state: { step, m, v } };",
  ],
  call: ({ adam }, parameters, gradients) => {
    const before = adam(parameters, gradients, Object.freeze({}), {}).state;
    const kept = JSON.stringify([parameters, gradients, before]);
    const again = adam(parameters, gradients, before, {});
    const isSame = again.state === before || again.state.m === before.m || again.parameters === parameters;
    return [JSON.stringify([parameters, gradients, before]) === kept, isSame];
  },
  shownAs: "adam: [are the arguments as before, is something that came in returned]",
  rows: [[[1, 2], [3, 4]], [[-1], [0.5]]],
  oracle: () => [true, false],
});

const apart = tableCase<AdamStepGiven, Row>({
  name: "two networks trained in turns don't disturb each other",
  stretch: true,
  misconception:
    "Whatever a step remembers belongs into the state: a counter or a mean kept outside the function is shared by every network " +
    "that it trains.",
  hints: [
    "Is there a variable outside `adam` that it writes to?",
    "Read step, m and v from the state alone, and start at 0 where they are missing.",
    "const { step: before = 0, m = zeros, v = zeros } = state;",
  ],
  call: ({ adam }, parameters, gradients, options) => {
    let [one, other]: [RememberedMoments, RememberedMoments] = [{}, {}];
    let [p, q] = [parameters, parameters.map((value) => -value)];
    for (const gradient of gradients) {
      const a = adam(p, gradient, one, options);
      const b = adam(q, gradient.map((value) => 3 * value), other, options);
      [p, one, q, other] = [Array.from(a.parameters), a.state, Array.from(b.parameters), b.state];
    }
    return [p, q];
  },
  shownAs: "adam",
  rows: [[[1, 2], [[1, -1], [0.5, 2], [-1, 1]], { learningRate: 0.1 }]],
  oracle: (parameters, gradients, options) => [
    expected(parameters, gradients, options).at(-1),
    expected(parameters.map((value) => -value), gradients.map((one) => one.map((value) => 3 * value)), options).at(-1),
  ],
  tolerance: 1e-9,
});

const resumed = tableCase<AdamStepGiven, Row>({
  name: "a state that went through JSON goes on as before",
  stretch: true,
  misconception:
    "Checkpoints are written and read: a state with getters, a Map or a function comes back as something else.",
  hints: [
    "Log JSON.parse(JSON.stringify(state)) after a step. Is it what you returned?",
    "Plain numbers, lists and records survive JSON; typed arrays, getters and Maps come back as something else.",
    "state: { step, m: Array.from(m), v: Array.from(v) }",
  ],
  call: ({ adam }, parameters, gradients, options) => {
    let [own, state]: [number[], RememberedMoments] = [parameters, {}];
    for (const gradient of gradients) {
      const next = adam(own, gradient, state, options);
      [own, state] = [Array.from(next.parameters), JSON.parse(JSON.stringify(next.state))];
    }
    return own;
  },
  shownAs: "adam",
  rows: [[[1, -2, 3], [[1, 1, 0], [0, -2, 1], [3, 1, 1]], { learningRate: 0.1 }]],
  oracle: (...row) => expected(...row).at(-1),
  tolerance: 1e-9,
});

/** Most instructive first. */
export const cases = [first, later, small, decay, untouched, apart, resumed] as readonly Case<AdamStepGiven>[];

/** What is measured after a pass. */
export const cost: Cost<AdamStepGiven, { readonly parameters: number[]; readonly gradients: number[] }, number> = {
  time: {
    what: "20 steps of 20,000 parameters",
    input: (random) => ({
      parameters: Array.from({ length: 20_000 }, () => random.normal()),
      gradients: Array.from({ length: 20_000 }, () => random.normal()),
    }),
    run({ adam }, { parameters, gradients }) {
      let [own, state]: [number[], RememberedMoments] = [parameters, {}];
      for (let step = 0; step < 20; step++) {
        const next = adam(own, gradients, state, {});
        [own, state] = [next.parameters as number[], next.state];
      }
      return own[0]!;
    },
  },
  memory: {
    what: "the state of 20,000 parameters",
    input: () => 20_000,
    build: ({ adam }, n) => adam(new Array<number>(n).fill(1), new Array<number>(n).fill(2), {}, {}),
  },
};
