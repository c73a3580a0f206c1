import { assertEquals } from "@std/assert";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { input, node, type OperationName, type Operations } from "@lib/math/onnx/expressions/expression.ts";
import { ARRAY_OF, type DType, type Tensor, type Values } from "@lib/math/onnx/expressions/tensor_type.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./evaluate_vectors.json" with { type: "json" };

interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

function tensorOf({ dtype: name, shape, values }: Written): Tensor {
  const dtype = name as DType;
  const elements = dtype === "int64"
    ? BigInt64Array.from(values, BigInt)
    : (ARRAY_OF[dtype] as typeof Float64Array).from(values, Number) as Values;
  return { dtype, shape, values: elements };
}

/** NaN where NaN is expected, everything else close; whole numbers and places exactly. */
function assertSame(actual: Tensor, expected: Tensor): void {
  assertEquals({ dtype: actual.dtype, shape: actual.shape }, { dtype: expected.dtype, shape: expected.shape });
  if (expected.dtype !== "float32" && expected.dtype !== "float64") return assertEquals(actual.values, expected.values);
  const known = (tensor: Tensor) =>
    Array.from(tensor.values as Float64Array, (value) => Number.isNaN(value) ? 12345 : value);
  const relative = expected.dtype === "float32" ? 3e-7 : 4e-15;
  assertAllClose(known(actual), known(expected), { relative, absolute: relative });
}

const byOperation = Map.groupBy(vectors.cases, ({ operation }) => operation);

for (const [operation, cases] of byOperation) {
  Deno.test(`${operation}: ${cases.length} results of NumPy and PyTorch`, () => {
    for (const { name, attributes, inputs, expected } of cases) {
      const operands = inputs.map((written, place) => {
        const tensor = tensorOf(written);
        return input(`x${place}`, { dtype: tensor.dtype, shape: tensor.shape });
      });
      const wanted = tensorOf(expected);
      const own = attributes as unknown as Operations[OperationName];
      const output = node(operation as OperationName, operands, { attributes: own, ...wanted });
      const feeds = Object.fromEntries(inputs.map((written, place) => [`x${place}`, tensorOf(written)]));
      const [actual] = evaluate([output], feeds);
      try {
        assertSame(actual!, wanted);
      } catch (error) {
        throw new Error(`${operation}, ${name}: ${(error as Error).message}`);
      }
    }
  });
}

Deno.test("the vectors cover every operation but leaves", () => {
  const covered = new Set(byOperation.keys());
  const all: Record<Exclude<OperationName, "Input" | "Constant">, true> = {
    ...{
      Neg: true,
      Abs: true,
      Sign: true,
      Reciprocal: true,
      Exp: true,
      Log: true,
      Sqrt: true,
      Sin: true,
      Cos: true,
      Erf: true,
      Tanh: true,
      Sigmoid: true,
    },
    ...{ Relu: true, Softplus: true, Gelu: true, Not: true, Cast: true, StopGradient: true },
    ...{
      Add: true,
      Sub: true,
      Mul: true,
      Div: true,
      Pow: true,
      Max: true,
      Min: true,
      Equal: true,
      Less: true,
      LessOrEqual: true,
    },
    ...{ Greater: true, GreaterOrEqual: true, And: true, Or: true, Where: true, MatMul: true },
    ...{
      ReduceSum: true,
      ReduceMean: true,
      ReduceMax: true,
      ReduceLogSumExp: true,
      ArgMax: true,
      CumSum: true,
      TopK: true,
      TopKIndices: true,
      Softmax: true,
      LogSoftmax: true,
    },
    ...{ Reshape: true, Expand: true, Transpose: true, Slice: true, Concat: true, Pad: true },
    ...{ Gather: true, GatherElements: true, ScatterND: true, ScatterElements: true, OneHot: true },
    ...{ Conv: true, ConvTranspose: true, MaxPool: true, MaxPoolIndices: true, AveragePool: true },
  };
  assertEquals([...covered].sort(), Object.keys(all).sort());
});
