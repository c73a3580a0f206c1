/**
 * L-BFGS: minimises a smooth function of many variables from its values and gradients alone.
 *
 * The last few steps and changes of the gradient stand for the inverse Hessian (the two-loop recursion). A line search
 * finds a step that lowers the value enough and flattens the slope enough (the strong Wolfe conditions), which keeps
 * the curvature positive.
 *
 * **Invariant.** The value never rises from one state to the next.
 *
 * Cost: one to two evaluations a step, and 4 · memory · n operations beside them.
 *
 * Not here on purpose: bounds, functions with kinks (the L1 penalty: `proximal_gradient.ts`), stochastic gradients.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 7.4, 3.5 and 3.6.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";

/** A value and where it rises. */
export interface Evaluation {
  /** f(x). */
  readonly value: number;
  /** (n): ∇f(x), memory of its own. */
  readonly gradient: Float64Array;
}

/** A function that can be evaluated now or later. */
export type Objective = (x: Float64Array) => Evaluation | Promise<Evaluation>;

/** Where the search stands. */
export interface LbfgsState extends Evaluation {
  /** Steps made so far. */
  readonly iteration: number;
  /** (n): the point. */
  readonly x: Float64Array;
}

/** Where the search ended. */
export interface LbfgsResult extends LbfgsState {
  /** Whether the largest entry of the gradient is within tolerance. */
  readonly converged: boolean;
}

/** How long, and how exact. */
export interface LbfgsOptions {
  /** Most steps. @default {100} */
  readonly iterations?: number;
  /** The largest entry of the gradient that is small enough. @default {1e-5} */
  readonly tolerance?: number;
  /** How many steps are remembered. @default {10} */
  readonly memory?: number;
}

/** Armijo's and Wolfe's shares, as in the book. */
const [ENOUGH_DESCENT, ENOUGH_CURVATURE] = [1e-4, 0.9];
/** Evaluations of one line search: more mean that rounding is all that is left. */
const MAX_TRIALS = 25;

/**
 * The search, one state for the start and one after each step, and the result.
 * @param start (n).
 * @throws {RangeError} If an option is out of range, or the value at the start is not finite.
 *
 * @example Rosenbrock's valley
 * ```ts
 * import { assert } from "@std/assert";
 * import { lbfgsSteps } from "./lbfgs.ts";
 * import { runAsyncSteps } from "../features/estimator.ts";
 * const valley = ([x, y]: Float64Array) => ({
 *   value: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
 *   gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
 * });
 * const { x, converged } = await runAsyncSteps(lbfgsSteps(valley, Float64Array.of(-1.2, 1)));
 * assert(converged && Math.abs(x[0]! - 1) < 1e-6);
 * ```
 */
export async function* lbfgsSteps(
  objective: Objective,
  start: Float64Array,
  { iterations = 100, tolerance = 1e-5, memory = 10 }: LbfgsOptions = {},
): AsyncGenerator<LbfgsState, LbfgsResult> {
  const action = "minimise by L-BFGS";
  checkPositiveInteger(iterations, { action, argument: "iterations" });
  checkPositiveInteger(memory, { action, argument: "memory" });
  checkPositive(tolerance, { action, argument: "tolerance" });
  let point: Point = { x: start.slice(), ...await objective(start.slice()) };
  if (!Number.isFinite(point.value)) {
    throw new RangeError(`Cannot ${action}: the value at the start must be finite: current value is ${point.value}`);
  }
  const pairs: Pair[] = [];
  for (let iteration = 0;; iteration++) {
    const state = { iteration, x: point.x.slice(), value: point.value, gradient: point.gradient.slice() };
    yield state;
    const converged = point.gradient.every((slope) => Math.abs(slope) <= tolerance);
    if (converged || iteration === iterations) return { ...state, converged };
    let direction = descentDirection(point.gradient, pairs);
    if (!(dot(direction, point.gradient) < 0)) {
      pairs.length = 0;
      direction = point.gradient.map((slope) => -slope);
    }
    const first = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(point.gradient, point.gradient))) : 1;
    const next = await wolfeStep(objective, point, { direction, first });
    if (next === undefined) return { ...state, converged };
    const s = next.x.map((value, j) => value - point.x[j]!);
    const y = next.gradient.map((value, j) => value - point.gradient[j]!);
    const curvature = dot(s, y);
    if (curvature > Number.EPSILON * dot(y, y)) pairs.push({ s, y, curvature });
    if (pairs.length > memory) pairs.shift();
    point = next;
  }
}

interface Point extends Evaluation {
  readonly x: Float64Array;
}

/** A step, the change of the gradient along it, and their inner product. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly curvature: number;
}

/** −H · gradient by the two-loop recursion. */
function descentDirection(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, curvature } = pairs[i]!;
    const share = shares[i] = dot(s, q) / curvature;
    for (let j = 0; j < q.length; j++) q[j]! -= share * y[j]!;
  }
  const last = pairs.at(-1);
  const scale = last ? last.curvature / dot(last.y, last.y) : 1;
  for (let j = 0; j < q.length; j++) q[j]! *= scale;
  for (const [i, { s, y, curvature }] of pairs.entries()) {
    const share = shares[i]! - dot(y, q) / curvature;
    for (let j = 0; j < q.length; j++) q[j]! += share * s[j]!;
  }
  return q;
}

/**
 * A point along the direction that meets the strong Wolfe conditions, or the best there was; undefined if none is
 * lower.
 */
async function wolfeStep(
  objective: Objective,
  from: Point,
  { direction, first }: { readonly direction: Float64Array; readonly first: number },
): Promise<Point | undefined> {
  const slope = dot(direction, from.gradient);
  const tryStep = async (step: number): Promise<Trial> => {
    const x = from.x.map((value, j) => value + step * direction[j]!);
    const { value, gradient } = await objective(x.slice());
    return { step, x, value, gradient, slope: dot(direction, gradient) };
  };
  const isTooHigh = (one: Trial) => !(one.value <= from.value + ENOUGH_DESCENT * one.step * slope);
  const isFlat = (one: Trial) => Math.abs(one.slope) <= -ENOUGH_CURVATURE * slope;
  // low: the best step that is low enough; high: the other end of the bracket, as soon as there is one.
  let low: Trial = { step: 0, x: from.x, value: from.value, gradient: from.gradient, slope };
  let high: Trial | undefined;
  let step = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const one = await tryStep(step);
    if (isTooHigh(one) || (low.step > 0 && one.value >= low.value)) high = one;
    else if (isFlat(one)) return one;
    else {
      if (one.slope * ((high?.step ?? Infinity) - low.step) >= 0) high = low;
      low = one;
    }
    step = high === undefined ? 2 * low.step : between(low, high);
    if (Math.abs(step - low.step) <= 1e-12 * step) break;
  }
  return low.value < from.value ? low : undefined;
}

interface Trial extends Point, Slope {}

interface Slope {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** The minimum of the cubic through two ends, kept away from both. */
function between(low: Slope, high: Slope): number {
  const [left, right] = [Math.min(low.step, high.step), Math.max(low.step, high.step)];
  const margin = 0.1 * (right - left);
  const d1 = low.slope + high.slope - 3 * (low.value - high.value) / (low.step - high.step);
  const d2 = Math.sign(high.step - low.step) * Math.sqrt(d1 * d1 - low.slope * high.slope);
  const step = high.step - (high.step - low.step) * (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
  return step >= left + margin && step <= right - margin ? step : (left + right) / 2;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
