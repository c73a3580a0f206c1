/**
 * Compiles expressions to a graph that ONNX Runtime computes natively.
 *
 * The expressions are simplified (`simplify.ts`), written as one ONNX model (`_model_writer.ts`), and handed to the
 * runtime (`session.ts`), which fuses, plans memory, and runs what it is fed (`compiled_graph.ts`).
 *
 * **Invariant.** The graph has the inputs of the expressions as they were given, also those that simplification shows
 * to be without influence. What it computes is what `evaluate` computes, up to roundings of the element type and the
 * sign of a zero, but for these (`tests/math/onnx/native/extremes_test.ts` tries every operation on the ends of its
 * range, and would notice another difference, or one that is gone):
 *
 * | operation | on | natively | `evaluate` |
 * | --------- | -- | -------- | ---------- |
 * | mean | nothing | 0 | NaN |
 * | max, argMax, maxPool | elements among which one is NaN | may leave it out | NaN |
 * | maxPool | a window of nothing but -∞ | the least finite number, and its gradient 0 | -∞ |
 * | gelu | -∞ | NaN, as in PyTorch | -0 |
 * | sum, mean, matmul | elements whose partial sums overflow | infinite or NaN | summed in float64 |
 * | sum | whole numbers that overflow | stays at the end of the range | wraps around |
 * | power | whole numbers that overflow | the least number of the type | wraps around |
 * | sigmoid, softplus, gelu, tanh | results near 0 | as precise as numbers near 1 are | every digit |
 * | gather and other look-ups | indices below 0 | count from the back | refused |
 *
 * Cost: O(nodes) to write, a few milliseconds for the runtime to open a small model.
 *
 * Not here on purpose: caching of compiled graphs, ahead-of-time optimisation into a file.
 *
 * @module
 */
import { checkOptions } from "../../../base/argument.ts";
import { lengthConditions } from "./_length_conditions.ts";
import { CompiledGraph } from "./compiled_graph.ts";
import { checkExpressions, type Expression } from "../expressions/expression.ts";
import { checkKernels } from "./_unsupported_kernels.ts";
import { encodeModel } from "./_model_schema.ts";
import { inputsOf, writeModel } from "./_model_writer.ts";
import { simplify } from "../simplify/simplify.ts";
import { openSession, type SessionOptions } from "./session.ts";

/** How a graph is compiled. */
export interface CompileOptions extends SessionOptions {
  /** Whether expressions are simplified first. @default {true} */
  readonly simplify?: boolean;
}

/**
 * Compiles expressions.
 * @param outputs Results by the names that they are to have; no name of an input.
 * @returns The graph; who asked for it disposes it.
 * @throws {RangeError} If there are no outputs, a name is empty or given twice, or a symbol is not the length of any
 * input's axis.
 * @throws {TypeError} If the runtime has no kernel for an operation's element type.
 * @throws {ProviderUnavailableError} If this machine has no such provider.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { add } from "../operations/arithmetic.ts";
 * import { compile } from "./compile.ts";
 * const x = input("x", { shape: ["batch", 2] });
 * await using graph = await compile({ y: add(x, input("b", { shape: [2] })) });
 * const { y } = await graph.run({ x: new Float32Array([1, 2, 3, 4]), b: new Float32Array([10, 20]) });
 * assertEquals(y, { dtype: "float32", shape: [2, 2], values: new Float32Array([11, 22, 13, 24]) });
 * ```
 */
export async function compile(
  outputs: Readonly<Record<string, Expression>>,
  { simplify: isSimplified = true, ...options }: CompileOptions = {},
): Promise<CompiledGraph> {
  checkOptions(outputs, { action: "compile a graph", argument: "outputs" });
  const names = Object.keys(outputs);
  const wanted = Object.values(outputs);
  if (names.length === 0) {
    throw new RangeError("Cannot compile a graph: outputs must not be empty: current value is {}");
  }
  checkExpressions(wanted, { action: "compile a graph", argument: "outputs" });
  const inputs = inputsOf(wanted);
  const computed = isSimplified ? simplify(wanted) : wanted;
  checkKernels(computed);
  const bytes = encodeModel(writeModel({
    inputs,
    outputs: Object.fromEntries(names.map((name, index) => [name, computed[index]!])),
  }));
  const session = await openSession(bytes, options);
  return new CompiledGraph({
    session,
    bytes,
    conditions: lengthConditions(wanted),
    inputs: Object.fromEntries(inputs.map(({ attributes: { name }, dtype, shape }) => [name, { dtype, shape }])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { dtype, shape }]) => [name, { dtype, shape }])),
  });
}
