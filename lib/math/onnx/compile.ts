/**
 * Compiles expressions to a graph that ONNX Runtime computes natively.
 *
 * The expressions are simplified, written as one ONNX model (`model_writer.ts`), and handed to the runtime, which fuses, plans memory and runs.
 *
 * @module
 */
import { CompiledGraph } from "./compiled_graph.ts";
import type { Expression } from "./expression.ts";
import { checkKernels } from "./kernel_gaps.ts";
import { encodeModel } from "./model_schema.ts";
import { inputsOf, writeModel } from "./model_writer.ts";
import { openSession, type SessionOptions } from "./session.ts";

/** How a graph is compiled. */
export interface CompileOptions extends SessionOptions {
  /** Whether expressions are simplified first. @default {true} */
  readonly simplify?: boolean;
}

/**
 * Compiles expressions.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "./expression.ts";
 * import { add } from "./operations/arithmetic.ts";
 * import { compile } from "./compile.ts";
 * const x = input("x", { shape: ["batch", 2] });
 * await using graph = await compile({ y: add(x, input("b", { shape: [2] })) });
 * const { y } = await graph.run({ x: new Float32Array([1, 2, 3, 4]), b: new Float32Array([10, 20]) });
 * assertEquals(y, { dtype: "float32", shape: [2, 2], values: new Float32Array([11, 22, 13, 24]) });
 * ```
 */
export async function compile(
  outputs: Readonly<Record<string, Expression>>,
  options: CompileOptions = {},
): Promise<CompiledGraph> {
  const inputs = inputsOf(Object.values(outputs));
  checkKernels(Object.values(outputs));
  const bytes = encodeModel(writeModel({ inputs, outputs }));
  const session = await openSession(bytes, options);
  return new CompiledGraph({
    session,
    bytes,
    inputs: Object.fromEntries(inputs.map(({ attributes: { name }, dtype, shape }) => [name, { dtype, shape }])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { dtype, shape }]) => [name, { dtype, shape }])),
    provider: options.provider ?? "cpu",
  });
}
