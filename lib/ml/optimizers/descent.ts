/**
 * First-order descent in eight ways, one step after the other: what optimisers do, without a network around them.
 *
 * With g the gradient, η the learning rate:
 *
 * | method | step |
 * | ------ | ---- |
 * | `gradient` | x − η·g |
 * | `momentum` | v ← β·v + η·g; x − v |
 * | `nesterov` | v ← β·v + η·g; x − (η·g + β·v) |
 * | `adagrad` | s ← s + g²; x − η·g / (√s + ε) |
 * | `rmsprop` | s ← ρ·s + (1 − ρ)·g²; x − η·g / (√s + ε) |
 * | `adam` | m, s as moving means of g and g², both corrected for their start at 0; x − η·m / (√s + ε) |
 * | `adamw` | x·(1 − η·λ), then Adam's step |
 *
 * **Invariant.** The states begin with the start and are as many as steps plus one; each has a point of its own. A
 * learning rate of 0 stands still.
 *
 * Cost: one gradient a step, O(n) beside it.
 *
 * Not here on purpose: stochastic gradients as such (let `gradient` look at another batch each time it is called),
 * schedules, networks (`math/onnx/training`).
 *
 * Source: D. Kingma and J. Ba, "Adam", ICLR 2015; I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization",
 * ICLR 2019; conventions and defaults of PyTorch.
 *
 * @module
 */
import { checkBoolean, checkNonNegative, checkOneOf, checkPositiveInteger } from "../../base/argument.ts";

/** The methods by name. */
export const DESCENT_METHODS = ["gradient", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] as const;

/** One of the methods. */
export type DescentMethod = typeof DESCENT_METHODS[number];

/** Where the descent stands. */
export interface DescentPoint {
  /** Steps made so far. */
  readonly iteration: number;
  /** (n). */
  readonly x: Float64Array;
}

/** Which steps, and how many. */
export interface DescentPathOptions {
  /** The method. @default {"gradient"} */
  readonly method?: DescentMethod;
  /** η. @default {0.01} */
  readonly learningRate?: number;
  /** Steps. @default {100} */
  readonly iterations?: number;
  /** β of momentum and Nesterov. @default {0.9} */
  readonly beta?: number;
  /** ρ of RMSProp. @default {0.99} */
  readonly decay?: number;
  /** Adam's share of the mean before. @default {0.9} */
  readonly beta1?: number;
  /** Adam's share of the mean square before. @default {0.999} */
  readonly beta2?: number;
  /** ε, outside the root. @default {1e-8; 1e-10 for Adagrad} */
  readonly epsilon?: number;
  /** λ of AdamW. @default {0.01} */
  readonly weightDecay?: number;
  /** Whether Adam's means are corrected for their start at 0. Without, its first steps are far too long. @default {true} */
  readonly biasCorrection?: boolean;
}

/**
 * The points from `start` on.
 * @param gradient Of the loss at a point. It is also given the number of steps made, so that it can take another batch
 *   each time.
 * @param start (n).
 * @throws {RangeError} If an option is out of range, or a gradient has another length than the point.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { descentSteps } from "./descent.ts";
 * const parabola = ([x]: Float64Array) => Float64Array.of(x!);
 * const path = (method: "gradient" | "momentum") =>
 *   [...descentSteps(parabola, [8], { method, learningRate: 0.5, iterations: 2, beta: 0.5 })].map(({ x }) => x[0]);
 * assertEquals(path("gradient"), [8, 4, 2]);
 * assertEquals(path("momentum"), [8, 4, 0]); // the second step is 0.5 · 4 and half of the first
 * ```
 */
export function* descentSteps(
  gradient: (x: Float64Array, iteration: number) => ArrayLike<number>,
  start: ArrayLike<number>,
  options: DescentPathOptions = {},
): Generator<DescentPoint, DescentPoint> {
  const action = "descend";
  const { method = "gradient", learningRate = 0.01, iterations = 100, biasCorrection = true } = options;
  checkOneOf(method, { action, argument: "method", choices: DESCENT_METHODS });
  checkNonNegative(learningRate, { action, argument: "learningRate" });
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  checkBoolean(biasCorrection, { action, argument: "biasCorrection" });
  const { beta = 0.9, decay = 0.99, beta1 = 0.9, beta2 = 0.999, weightDecay = 0.01 } = options;
  const { epsilon = method === "adagrad" ? 1e-10 : 1e-8 } = options;
  for (const [argument, value] of Object.entries({ beta, decay, beta1, beta2 })) {
    if (value >= 0 && value < 1) continue;
    throw new RangeError(`Cannot ${action}: ${argument} must be at least 0 and below 1: current value is ${value}`);
  }
  checkNonNegative(weightDecay, { action, argument: "weightDecay" });
  checkNonNegative(epsilon, { action, argument: "epsilon" });
  const shape = { method, learningRate, beta, decay, beta1, beta2, epsilon, weightDecay, biasCorrection };
  let x = Float64Array.from(start);
  const [first, second] = [new Float64Array(x.length), new Float64Array(x.length)];
  for (let iteration = 0;; iteration++) {
    const point = { iteration, x: x.slice() };
    yield point;
    if (iteration === iterations) return point;
    const g = gradient(x.slice(), iteration);
    if (g.length !== x.length) {
      throw new RangeError(`Cannot ${action}: a gradient must have ${x.length} entries: current value is ${g.length}`);
    }
    x = x.map((value, j) => stepped(value, g[j]!, { ...shape, first, second, j, step: iteration + 1 }));
  }
}

/** One coordinate after one step; its moving means are updated. */
function stepped(
  x: number,
  g: number,
  { method, learningRate: rate, first, second, j, ...shape }: Required<Omit<DescentPathOptions, "iterations">> & {
    readonly first: Float64Array;
    readonly second: Float64Array;
    readonly j: number;
    readonly step: number;
  },
): number {
  const { beta, decay, beta1, beta2, epsilon, weightDecay, biasCorrection, step } = shape;
  if (method === "gradient") return x - rate * g;
  if (method === "momentum" || method === "nesterov") {
    const v = first[j] = beta * first[j]! + rate * g;
    return method === "momentum" ? x - v : x - (rate * g + beta * v);
  }
  if (method === "adagrad") {
    second[j]! += g * g;
    return x - rate * g / (Math.sqrt(second[j]!) + epsilon);
  }
  if (method === "rmsprop") {
    second[j] = decay * second[j]! + (1 - decay) * g * g;
    return x - rate * g / (Math.sqrt(second[j]!) + epsilon);
  }
  first[j] = beta1 * first[j]! + (1 - beta1) * g;
  second[j] = beta2 * second[j]! + (1 - beta2) * g * g;
  const mean = biasCorrection ? first[j]! / (1 - beta1 ** step) : first[j]!;
  const square = biasCorrection ? second[j]! / (1 - beta2 ** step) : second[j]!;
  const decayed = method === "adamw" ? x * (1 - rate * weightDecay) : x;
  return decayed - rate * mean / (Math.sqrt(square) + epsilon);
}
