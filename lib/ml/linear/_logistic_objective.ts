/**
 * The logistic objective: mean cross-entropy of linear scores and its gradient, in loops for small data and as one
 * native graph for large.
 *
 * Parameters are rows of d weights and an intercept: one row for two classes (its sigmoid is the second's probability),
 * else one a class (softmax).
 *
 * **Invariant.** Both ways compute the same up to rounding, and neither overflows: losses come from scores, not from
 * probabilities.
 *
 * Cost: 4 · n · d · rows operations an evaluation.
 *
 * @module
 */
import { input } from "../../math/onnx/expressions/expression.ts";
import { add, multiply, negate, subtract } from "../../math/onnx/operations/arithmetic.ts";
import { sigmoid as sigmoidOf, softplus as softplusOf } from "../../math/onnx/operations/activations.ts";
import { exp } from "../../math/onnx/operations/elementwise.ts";
import { matmul } from "../../math/onnx/operations/matmul.ts";
import { transposeLastTwo } from "../../math/onnx/operations/shape_ops.ts";
import { sum } from "../../math/onnx/operations/reductions.ts";
import { logSoftmax } from "../../math/onnx/operations/softmax.ts";
import { compile } from "../../math/onnx/native/compile.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { sigmoid, softplus } from "../losses/softmax.ts";
import type { Evaluation, Objective } from "../optimizers/lbfgs.ts";

/** What is learnt from, and how it is computed. */
export interface LogisticProblem {
  /** (n, d), checked. */
  readonly x: Matrix;
  /** (n): class indices. */
  readonly indices: Int32Array;
  /** How many classes there are, at least 2. */
  readonly classes: number;
  /** λ of λ / 2n · ΣW², intercepts left out. */
  readonly l2: number;
  /** Element type of the native graph. */
  readonly precision: "float64" | "float32";
}

/** The objective, and memory that has to be given back. */
export interface LogisticObjective extends AsyncDisposable {
  /** Of (rows · (d + 1)) parameters. */
  readonly evaluate: Objective;
}

/** Fewest multiplications of an evaluation for which the graph is worth its compilation. */
const NATIVE_FROM = 2_000_000;

/** How many rows of parameters there are. */
export function parameterRows(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/**
 * The objective of a problem.
 *
 * @example Two rows, all parameters 0: every class has probability ½
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { logisticObjective } from "./_logistic_objective.ts";
 * const problem = { x: matrixOf([[-1], [1]]), indices: Int32Array.of(0, 1), classes: 2, l2: 0, precision: "float64" } as const;
 * await using objective = await logisticObjective(problem);
 * const { value, gradient } = await objective.evaluate(new Float64Array(2));
 * assertEquals([value, [...gradient]], [Math.LN2, [-0.5, 0]]);
 * ```
 */
export async function logisticObjective(problem: LogisticProblem): Promise<LogisticObjective> {
  const { x, classes } = problem;
  const isSmall = x.rows * x.columns * parameterRows(classes) < NATIVE_FROM;
  if (isSmall) return { evaluate: (parameters) => inLoops(problem, parameters), async [Symbol.asyncDispose]() {} };
  return await nativeObjective(problem);
}

/** The objective by the native graph, whatever the size. */
export async function nativeObjective(problem: LogisticProblem): Promise<LogisticObjective> {
  const { x: { rows: n, columns: d, data }, indices, classes, l2, precision } = problem;
  const k = parameterRows(classes);
  const Floats = precision === "float64" ? Float64Array : Float32Array;
  const [x, wanted] = [
    input("x", { shape: [n, d], dtype: precision }),
    input("wanted", { shape: [n, k], dtype: precision }),
  ];
  const [w, b] = [input("w", { shape: [k, d], dtype: precision }), input("b", { shape: [k], dtype: precision })];
  const scores = add(matmul(x, transposeLastTwo(w)), b); // (n, k)
  const logP = logSoftmax(scores);
  const loss = k === 1
    ? sum(subtract(softplusOf(scores), multiply(scores, wanted)))
    : negate(sum(multiply(logP, wanted)));
  const error = subtract(k === 1 ? sigmoidOf(scores) : exp(logP), wanted); // (n, k)
  const graph = await compile({ loss, slopes: matmul(transposeLastTwo(error), x), shifts: sum(error, { axes: [0] }) });
  const oneHot = new Floats(n * k);
  for (let i = 0; i < n; i++) oneHot[i * k + (k === 1 ? 0 : indices[i]!)] = k === 1 ? indices[i]! : 1;
  const rows = precision === "float64" ? data : Float32Array.from(data);
  const tensor = (values: Float64Array | Float32Array, shape: number[]) => ({ dtype: precision, shape, values });
  return {
    async evaluate(parameters) {
      const [weights, shifts] = [new Floats(k * d), new Floats(k)];
      for (let c = 0; c < k; c++) {
        weights.set(parameters.subarray(c * (d + 1), c * (d + 1) + d), c * d);
        shifts[c] = parameters[c * (d + 1) + d]!;
      }
      const outputs = await graph.run({
        x: tensor(rows, [n, d]),
        wanted: tensor(oneHot, [n, k]),
        w: tensor(weights, [k, d]),
        b: tensor(shifts, [k]),
      });
      const [slopes, moves] = [outputs.slopes!.values as Float64Array, outputs.shifts!.values as Float64Array];
      const gradient = new Float64Array(k * (d + 1));
      for (let c = 0; c < k; c++) {
        for (let j = 0; j < d; j++) gradient[c * (d + 1) + j] = slopes[c * d + j]! / n;
        gradient[c * (d + 1) + d] = moves[c]! / n;
      }
      return penalised({ value: Number(outputs.loss!.values[0]) / n, gradient }, parameters, { n, d, l2 });
    },
    async [Symbol.asyncDispose]() {
      await graph.dispose();
    },
  };
}

function inLoops(
  { x: { rows: n, columns: d, data }, indices, classes, l2 }: LogisticProblem,
  parameters: Float64Array,
): Evaluation {
  const k = parameterRows(classes);
  const gradient = new Float64Array(k * (d + 1));
  const scores = new Float64Array(k);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const from = i * d;
    for (let c = 0; c < k; c++) {
      const base = c * (d + 1);
      let score = parameters[base + d]!;
      for (let j = 0; j < d; j++) score += parameters[base + j]! * data[from + j]!;
      scores[c] = score;
    }
    loss += errorsOf(scores, indices[i]!); // scores become probability less truth
    for (let c = 0; c < k; c++) {
      const [base, error] = [c * (d + 1), scores[c]! / n];
      for (let j = 0; j < d; j++) gradient[base + j]! += error * data[from + j]!;
      gradient[base + d]! += error;
    }
  }
  return penalised({ value: loss / n, gradient }, parameters, { n, d, l2 });
}

/** The loss of a row; its scores become the errors of its probabilities. */
function errorsOf(scores: Float64Array, index: number): number {
  if (scores.length === 1) {
    const score = scores[0]!;
    scores[0] = sigmoid(score) - index;
    return softplus(score) - index * score;
  }
  const largest = scores.reduce((a, b) => Math.max(a, b));
  const own = scores[index]! - largest;
  let total = 0;
  for (let c = 0; c < scores.length; c++) total += scores[c] = Math.exp(scores[c]! - largest);
  for (let c = 0; c < scores.length; c++) scores[c]! /= total;
  scores[index]! -= 1;
  return Math.log(total) - own;
}

function penalised(
  { value, gradient }: Evaluation,
  parameters: Float64Array,
  { n, d, l2 }: { readonly n: number; readonly d: number; readonly l2: number },
): Evaluation {
  let squares = 0;
  for (let at = 0; at < parameters.length; at++) {
    if (at % (d + 1) === d) continue;
    squares += parameters[at]! ** 2;
    gradient[at]! += l2 / n * parameters[at]!;
  }
  return { value: value + l2 / (2 * n) * squares, gradient };
}
