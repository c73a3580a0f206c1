/**
 * Tapes and their oracle, the lab's compiler: a tape becomes an expression, its gradient an expression too, and both
 * are evaluated. And losses whose derivatives are known exactly, for the check by differences.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { constant, type Expression, input } from "../../../math/onnx/expressions/expression.ts";
import { evaluate } from "../../../math/onnx/evaluate/evaluate.ts";
import { gradient } from "../../../math/onnx/gradients/gradient.ts";
import { add, multiply } from "../../../math/onnx/operations/arithmetic.ts";
import { relu, tanh } from "../../../math/onnx/operations/activations.ts";
import { exp } from "../../../math/onnx/operations/elementwise.ts";
import type { Tensor } from "../../../math/onnx/expressions/tensor_type.ts";
import { shownValue } from "../shown_value.ts";
import type { Failure } from "../suite.ts";
import type { Line, LossAndGradient } from "./exercise.ts";

/** A tape and the values of its inputs. */
export interface Run {
  /** The lines. */
  readonly tape: readonly Line[];
  /** One value for each input line. */
  readonly x: readonly number[];
}

/** Relative: a right answer may add up in another order. */
const TOLERANCE = 1e-9;

/** What right answers give. */
export function oracle({ tape, x }: Run): LossAndGradient {
  const values: Expression[] = [];
  const inputs: Expression<"Input">[] = [];
  for (const line of tape) {
    if (line.operation === "input") {
      inputs.push(input(`x${inputs.length}`, { dtype: "float64", shape: [] }));
      values.push(inputs.at(-1)!);
    } else if (line.operation === "constant") values.push(constant(line.value, { dtype: "float64" }));
    else values.push(applied(line.operation, line.inputs.map((place) => values[place]!)));
  }
  const loss = values.at(-1)!;
  const feeds = Object.fromEntries(x.map((value, place): [string, Tensor] => {
    return [`x${place}`, { dtype: "float64", shape: [], values: new Float64Array([value]) }];
  }));
  const [own, ...derivatives] = evaluate([loss, ...gradient(loss, inputs)], feeds).map(({ values }) =>
    Number(values[0])
  );
  return { loss: own!, gradient: derivatives };
}

function applied(operation: "add" | "multiply" | "exp" | "tanh" | "relu", [a, b]: readonly Expression[]): Expression {
  if (operation === "add") return add(a!, b!);
  if (operation === "multiply") return multiply(a!, b!);
  return { exp, tanh, relu }[operation](a!);
}

/** What is wrong with the evidence for these runs, or nothing. @throws {TypeError} If it is no list of answers. */
export function judgeRuns(runs: readonly Run[], evidence: unknown): Failure | undefined {
  if (!Array.isArray(evidence) || evidence.length !== runs.length) {
    throw new TypeError(
      `Cannot judge runs: one answer for each of ${runs.length} is needed: current value is ${shownValue(evidence)}`,
    );
  }
  for (const [which, run] of runs.entries()) {
    const expected = oracle(run);
    if (agrees(expected, evidence[which])) continue;
    return {
      input: showRun(run),
      expected: shownValue(rounded(expected)),
      got: shownValue(roundedIfItIs(evidence[which])),
    };
  }
}

/** Whether an answer has this loss and this gradient. */
function agrees({ loss, gradient }: LossAndGradient, answer: unknown): boolean {
  if (!isAnswer(answer) || answer.gradient.length !== gradient.length) return false;
  return isClose(answer.loss, loss) &&
    gradient.every((derivative, place) => isClose(answer.gradient[place], derivative));
}

function isClose(own: unknown, expected: number): boolean {
  return typeof own === "number" && Math.abs(own - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}

function isAnswer(answer: unknown): answer is { loss: unknown; gradient: unknown[] } {
  return typeof answer === "object" && answer !== null && "loss" in answer && "gradient" in answer &&
    Array.isArray(answer.gradient);
}

function rounded({ loss, gradient }: LossAndGradient): LossAndGradient {
  return { loss: short(loss), gradient: gradient.map(short) };
}

function roundedIfItIs(answer: unknown): unknown {
  if (!isAnswer(answer)) return answer;
  const shortIfNumber = (value: unknown) => typeof value === "number" ? short(value) : value;
  return { loss: shortIfNumber(answer.loss), gradient: answer.gradient.map(shortIfNumber) };
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}

/** A run as a reader would write it. */
export function showRun({ tape, x }: Run): string {
  const lines = tape.map((line, place) => {
    if (line.operation === "input") return `${place}: input`;
    if (line.operation === "constant") return `${place}: ${line.value}`;
    return `${place}: ${line.operation}(${line.inputs.join(", ")})`;
  });
  return `tape ${lines.join("; ")}; x = ${shownValue(x)}`;
}

/** So many lines of inputs. */
export function inputs(count: number): Line[] {
  return Array.from({ length: count }, () => ({ operation: "input" }));
}

/** A line of one operand. */
export function unary(operation: "exp" | "tanh" | "relu", place: number): Line {
  return { operation, inputs: [place] };
}

/** A line of two operands. */
export function binary(operation: "add" | "multiply", ...inputs: [number, number]): Line {
  return { operation, inputs };
}

/** A number of two digits between -1.5 and 1.5, never nearer to 0 than .2: away from the kink of relu. */
export function someNumber(random: Random): number {
  const size = 0.2 + random.integer(130) / 100;
  return Number((random.next() < 0.5 ? -size : size).toFixed(2));
}

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

/** A trial near zero with as many elements, and a right gradient. */
export function trialOf(random: Random, { size }: { readonly size: number }): Trial {
  const draw = (low: number, high: number) => Number((low + (high - low) * random.next()).toFixed(2));
  const list = (low: number, high: number) => Array.from({ length: size }, () => draw(low, high));
  const parts = { weights: list(1, 4), scales: list(0.5, 1), x: list(-2, 2) };
  return { ...parts, gradient: slopes(parts) };
}

/** The same with one element of the gradient moved. */
export function moved(trial: Trial, { place, by }: { readonly place: number; readonly by: number }): Trial {
  return { ...trial, gradient: trial.gradient.map((value, at) => at === place ? value + by : value) };
}

/** A trial as a reader would write it. */
export function showTrial({ weights, scales, x, gradient }: Trial): string {
  const terms = weights.map((weight, place) => `${weight}·sin(x${place} / ${scales[place]})`).join(" + ");
  return `loss ${terms} at ${shownValue(x)}, gradient ${
    shownValue(gradient.map((value) => Number(value.toPrecision(8))))
  }`;
}
