/**
 * The cases of the exercise `gradient-descent`, and what is measured after a pass.
 *
 * The oracles are written out here: the library's descents (`lib/ml/optimizers`) take a surface and have more options.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { GradientDescentGiven } from "./exercise.ts";

type Method = "gradientDescent" | "momentum" | "adam";
interface Options {
  readonly learningRate?: number;
  readonly iterations?: number;
  readonly beta?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}
/** The gradient at x is scale · x, entry by entry. */
type Row = readonly [method: Method, scale: number[], start: number[], options: Options];

function oracle(...[method, scale, start, options]: Row): number[][] {
  const { learningRate = 0.01, iterations = 100, beta = 0.9, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const [m, v] = [start.map(() => 0), start.map(() => 0)];
  const path = [[...start]];
  for (let t = 1; t <= iterations; t++) {
    path.push(path[t - 1]!.map((x, j) => {
      const g = scale[j]! * x;
      if (method === "gradientDescent") return x - learningRate * g;
      if (method === "momentum") return x - (v[j] = beta * v[j]! + learningRate * g);
      m[j] = beta1 * m[j]! + (1 - beta1) * g;
      v[j] = beta2 * v[j]! + (1 - beta2) * g * g;
      return x - learningRate * (m[j]! / (1 - beta1 ** t)) / (Math.sqrt(v[j]! / (1 - beta2 ** t)) + epsilon);
    }));
  }
  return path;
}

/** Runs in the child: the path, typed arrays as arrays. */
async function pathOf(given: GradientDescentGiven, ...[method, scale, start, options]: Row) {
  const path = await given[method]((x) => x.map((v, j) => scale[j]! * v), start, options);
  return Array.from(path, (point) => Array.from(point));
}

const pathCase = (spec: {
  readonly name: string;
  readonly misconception: string;
  readonly hints: HintLadder;
  readonly rows: readonly Row[] | ((random: Random) => readonly Row[]);
}) =>
  tableCase<GradientDescentGiven, Row>({
    ...spec,
    uses: { pathOf },
    call: (given, ...row) => pathOf(given, ...row),
    shownAs: "path of",
    oracle,
    tolerance: 1e-9,
  });

const plain = pathCase({
  name: "plain descent: the start, then a point after each step",
  misconception:
    "A path of three steps has four points, of which the first is the start; each step goes downhill, by the rate times the gradient.",
  hints: [
    "gradient(x) = 2x, start [8], rate 0.25, two steps: which points are visited?",
    "Begin the path with a copy of the start, and push a new point after each step.",
    "path.push(x.map((v, j) => v - learningRate * g[j]));",
  ],
  rows: [["gradientDescent", [2], [8], { learningRate: 0.25, iterations: 2 }], [
    "gradientDescent",
    [1, 10],
    [1, 1],
    { learningRate: 0.05, iterations: 5 },
  ]],
});

const ownLists = tableCase<GradientDescentGiven, readonly [method: Method]>({
  name: "every point is a list of its own, and the start is left alone",
  misconception:
    "Moving one list in place and pushing it again and again makes a path whose points are all the last one.",
  hints: [
    "Is path[0] still the start at the end?",
    "Make a new list for each point: map() does.",
    "path.push(x.map(…)) instead of x[j] -= …; path.push(x);",
  ],
  call: async (given, method) => {
    const start = [4, -4];
    const path = await given[method]((x) => x.map((v) => v), start, { learningRate: 0.5, iterations: 3 });
    const points = Array.from(path, (point) => Array.from(point).join());
    return { different: new Set(points).size, start: start.join(), first: points[0], isCopy: path[0] !== start };
  },
  shownAs: "lists of the path of",
  rows: [["gradientDescent"], ["momentum"], ["adam"]],
  oracle: () => ({ different: 4, start: "4,-4", first: "4,-4", isCopy: true }),
});

const velocity = pathCase({
  name: "momentum adds the rate times the gradient to a velocity that fades",
  misconception:
    "v ← β·v + η·g, x ← x − v: the velocity is not averaged (no 1 − β), and it is what the point moves by, beginning with η·g in the first step.",
  hints: [
    "With a constant gradient of 1, rate 1 and β = 0.5: how far does each of the first three steps go?",
    "1, 1.5, 1.75: the old velocity times β, plus the new gradient times the rate.",
    "velocity = velocity.map((v, j) => beta * v + learningRate * g[j]);",
  ],
  rows: [["momentum", [1], [1], { learningRate: 0.1, iterations: 3, beta: 0.5 }], [
    "momentum",
    [1, 5],
    [1, -2],
    { learningRate: 0.02, iterations: 20 },
  ]],
});

const moments = pathCase({
  name: "Adam's first step is as long as the rate, whatever the gradient",
  misconception:
    "Both moments start at 0 and are too small at first: divided by 1 − βᵗ with t = 1, the first step is η·g/|g|. Without the correction it is ten times too short or three times too long.",
  hints: [
    "What are m and v after the first step? And m / (1 − β₁), v / (1 − β₂)?",
    "Count t from 1, and divide by 1 − β₁ᵗ and 1 − β₂ᵗ in every step.",
    "const mean = m.map((value) => value / (1 - beta1 ** t));",
  ],
  rows: [["adam", [1], [5], { learningRate: 0.1, iterations: 1 }], ["adam", [1000], [5], {
    learningRate: 0.1,
    iterations: 1,
  }]],
});

const adamCase = pathCase({
  name: "Adam agrees with its definition",
  misconception: "The mean of squared gradients, not the square of the mean; and ε is added after the root.",
  hints: [
    "Which of g² and m² does v average? Where does ε stand?",
    "v ← β₂·v + (1 − β₂)·g², step = η·m̂ / (√v̂ + ε).",
    "learningRate * mean[j] / (Math.sqrt(square[j]) + epsilon)",
  ],
  rows: (random) => [
    ["adam", [1, 20], [1, -1], { learningRate: 0.05, iterations: 30 }],
    ["adam", [0.001], [0.1], { learningRate: 0.01, iterations: 5, epsilon: 0.1 }],
    ["adam", [1 + random.next(), 3], [random.normal(), random.normal()], { iterations: 10, beta1: 0.5, beta2: 0.9 }],
  ],
});

const defaults = pathCase({
  name: "the defaults are those of the statement",
  misconception: "Without options a path has 101 points, with the rate 0.01 and the usual β.",
  hints: [
    "How many points has gradientDescent(g, [1])?",
    "Destructure the options with their defaults, and default the options to {}.",
    "{ learningRate = 0.01, iterations = 100, beta = 0.9 } = {}",
  ],
  rows: [["gradientDescent", [3], [1], {}], ["momentum", [3], [1], {}], ["adam", [3], [1], {}]],
});

const copies = tableCase<GradientDescentGiven, readonly [method: Method]>({
  name: "a gradient function may change the list that it is handed",
  stretch: true,
  misconception: "The gradient function is somebody else's code: hand it a copy, or it can move your point.",
  hints: [
    "What happens to your path if the gradient function does x[0] = 0?",
    "Hand in a copy of the point.",
    "gradient(x.slice())",
  ],
  call: async (given, method) => {
    const gradient = (x: number[]) => {
      const g = x.map((v) => 2 * v);
      x.fill(0);
      return g;
    };
    const path = await given[method](gradient, [1, 2], { learningRate: 0.1, iterations: 3 });
    return Array.from(path, (point) => Array.from(point));
  },
  shownAs: "path of",
  rows: [["gradientDescent"], ["momentum"], ["adam"]],
  oracle: (method) => oracle(method, [2, 2], [1, 2], { learningRate: 0.1, iterations: 3 }),
  tolerance: 1e-9,
});

/** Most instructive first. */
export const cases = [plain, ownLists, velocity, moments, adamCase, defaults, copies] as readonly Case<
  GradientDescentGiven
>[];

/** What is measured after a pass. */
export const cost: Cost<GradientDescentGiven, number, number> = {
  time: {
    what: "2,000 steps of each method in 20 dimensions",
    input: () => 20,
    run({ gradientDescent, momentum, adam }, d) {
      const gradient = (x: number[]) => x.map((v, j) => (j + 1) * v / 20);
      const start = new Array<number>(d).fill(1);
      const options = { learningRate: 0.1, iterations: 2000 };
      return gradientDescent(gradient, start, options).length + momentum(gradient, start, options).length +
        adam(gradient, start, options).length;
    },
  },
  memory: {
    what: "a path of 1,000 steps",
    input: () => 1000,
    build: ({ adam }, iterations) => adam((x) => x.map((v) => v), [1, 2, 3], { iterations }),
  },
};
