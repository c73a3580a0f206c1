import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkKernels, UNSUPPORTED_KERNELS } from "@lib/math/onnx/native/_unsupported_kernels.ts";
import { type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { encodeModel } from "@lib/math/onnx/native/_model_schema.ts";
import { inputsOf, writeModel } from "@lib/math/onnx/native/_model_writer.ts";
import { add, divide, multiply, negate, power } from "@lib/math/onnx/operations/arithmetic.ts";
import { equal, where } from "@lib/math/onnx/operations/logic.ts";
import { cast } from "@lib/math/onnx/operations/elementwise.ts";
import { conv1d, conv2d, convolutionTranspose } from "@lib/math/onnx/operations/convolution.ts";
import * as activations from "@lib/math/onnx/operations/activations.ts";
import * as elementwise from "@lib/math/onnx/operations/elementwise.ts";
import { gather, gatherElements, oneHot, scatterElements, scatterRows } from "@lib/math/onnx/operations/indexing.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { averagePool, maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { concat, expand, pad, reshape, slice, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import { argMax, cumulativeSum, logSumExp, max, mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";
import { topK } from "@lib/math/onnx/operations/top_k.ts";
import { openSession } from "@lib/math/onnx/native/session.ts";
import type { DType, Shape } from "@lib/math/onnx/expressions/tensor_type.ts";

const DTYPES: readonly DType[] = ["float32", "float64", "int32", "int64", "bool"];

/** One graph for each operation that has more than one element type, made of inputs of a type. */
function graphs(dtype: DType): (() => Expression)[] {
  const of = (name: string, shape: Shape) => input(name, { dtype, shape });
  const [x, y] = [of("x", ["n", 4]), of("y", ["n", 4])];
  const places = input("places", { dtype: "int64", shape: ["n", 4] });
  const { cos, erf, exp, gelu, log, relu, sigmoid, sin, softplus, sqrt, stopGradient, tanh } = {
    ...activations,
    ...elementwise,
  };
  return [
    ...[cos, erf, exp, gelu, log, relu, sigmoid, sin, softplus, sqrt, stopGradient, tanh, negate].map((curve) => () =>
      curve(x)
    ),
    ...[add, multiply, divide, power, equal].map((binary) => () => binary(x, y)),
    ...DTYPES.map((to) => () => cast(x, to)),
    ...[sum, mean, max, logSumExp, cumulativeSum, softmax, logSoftmax, transpose].map((rule) => () => rule(x)),
    () => gelu(x, { approximate: "tanh" }),
    () => where(equal(places, 1), [x, y]),
    () => matmul(x, transpose(y)),
    () => argMax(x, { axis: 1 }),
    () => topK(x, { k: 2 }).values,
    () => topK(x, { k: 2 }).indices,
    () => reshape(x, ["4*n"]),
    () => expand(x, [2, "n", 4]),
    () => slice(x, [{ axis: 1, step: -1 }]),
    () => concat([x, y], { axis: 1 }),
    () => pad(x, { before: [0, 1], after: [0, 1] }),
    () => gather(x, places),
    () => gatherElements(x, places, { axis: 0 }),
    () => scatterElements(x, { indices: places, updates: y, axis: 1 }),
    () => scatterRows(x, { indices: input("rows", { dtype: "int64", shape: ["n"] }), updates: y }),
    () => oneHot(places, { depth: 3, dtype }),
    () => conv1d(of("line", ["n", 2, 5]), of("w", [3, 2, 2])),
    () => conv2d(of("plane", ["n", 2, 5, 5]), of("w", [3, 2, 2, 2])),
    () => convolutionTranspose(of("plane", ["n", 2, 5, 5]), of("w", [2, 3, 2, 2])),
    () => maxPool(of("plane", ["n", 2, 4, 4]), { kernel: 2 }),
    () => averagePool(of("plane", ["n", 2, 4, 4]), { kernel: 2 }),
  ];
}

/** The expression, if the language has it for this type. */
function built(build: () => Expression): Expression | undefined {
  try {
    return build();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

async function isOpened(out: Expression): Promise<boolean> {
  try {
    const session = await openSession(encodeModel(writeModel({ inputs: inputsOf([out]), outputs: { out } })), {});
    await session.release();
    return true;
  } catch {
    return false;
  }
}

for (const dtype of DTYPES) {
  Deno.test(`the runtime opens every operation on ${dtype} but the gaps that are listed`, async () => {
    let tried = 0;
    for (const build of graphs(dtype)) {
      const out = built(build);
      if (out === undefined) continue;
      tried++;
      let isRefused = false;
      try {
        checkKernels([out]);
      } catch {
        isRefused = true;
      }
      assertEquals(await isOpened(out), !isRefused, `${out.operation} on ${dtype}`);
    }
    assert(tried > 15, `${tried}`);
  });
}

Deno.test("gaps are refused with operation and type, wherever in the graph they are", () => {
  const x = input("x", { dtype: "float64", shape: ["n", 1, 4] });
  const w = input("w", { dtype: "float64", shape: [2, 1, 2] });
  const refusals: [Expression, string][] = [
    [elementwise.erf(x), "Cannot compile Erf: the runtime must have a kernel for its element type"],
    [sum(activations.gelu(x)), "Cannot compile Gelu: "],
    [conv1d(x, w), "Cannot compile Conv: "],
    [averagePool(x, { kernel: 2 }), "Cannot compile AveragePool: "],
  ];
  for (const [out, message] of refusals) {
    assertThrows(() => checkKernels([add(cast(out, "float64"), 1)]), TypeError, message);
  }
  assertEquals(Object.keys(UNSUPPORTED_KERNELS), ["Erf", "Conv", "ConvTranspose", "AveragePool"]);
});
