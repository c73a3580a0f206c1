/**
 * The native runtime against the vectors that hold the language to NumPy and PyTorch (`evaluate_vectors.py`): every
 * operation is written as ONNX means it.
 */
import { assertEquals, assertRejects } from "@std/assert";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { input, node, type OperationName, type Operations } from "@lib/math/onnx/expressions/expression.ts";
import { ARRAY_OF, type DType, type Tensor, type Values } from "@lib/math/onnx/expressions/tensor_type.ts";
import { assertSameTensor } from "./native_agreement.ts";
import vectors from "../evaluate/evaluate_vectors.json" with { type: "json" };

/** A tensor of a vector. */
interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

/** One vector. */
interface Case {
  readonly operation: string;
  readonly name: string;
  readonly attributes: object;
  readonly inputs: readonly Written[];
  readonly expected: Written;
}

/** Where the runtime takes another view: of the mean of nothing, and of a maximum among NaN. */
const DIFFERENT = new Set([
  "ReduceMean nothing",
  "ReduceMax special",
  "ArgMax special",
  "MaxPool NaN",
  "MaxPoolIndices NaN",
]);

function tensorOf({ dtype: name, shape, values }: Written): Tensor {
  const dtype = name as DType;
  const elements = dtype === "int64"
    ? BigInt64Array.from(values as number[], BigInt)
    : (ARRAY_OF[dtype] as typeof Float64Array).from(values as number[], Number) as Values;
  return { dtype, shape, values: elements };
}

/** The same in single precision, for what the runtime cannot do in double. */
function single({ inputs, expected, ...rest }: Case): Case {
  const narrowed = (written: Written): Written =>
    written.dtype === "float64" ? { ...written, dtype: "float32" } : written;
  return { ...rest, inputs: inputs.map(narrowed), expected: narrowed(expected) };
}

async function run({ operation, attributes, inputs, expected }: Case): Promise<Tensor> {
  const operands = inputs.map(({ dtype, shape }, place) => input(`x${place}`, { dtype: dtype as DType, shape }));
  const own = attributes as unknown as Operations[OperationName];
  const { dtype, shape } = tensorOf(expected);
  const out = node(operation as OperationName, operands, { attributes: own, dtype, shape });
  await using graph = await compile({ out });
  const results = await graph.run(Object.fromEntries(inputs.map((written, place) => [`x${place}`, tensorOf(written)])));
  return results.out!;
}

async function check(vector: Case): Promise<void> {
  assertSameTensor(await run(vector), tensorOf(vector.expected));
}

for (const [operation, cases] of Map.groupBy<string, Case>(vectors.cases, ({ operation }) => operation)) {
  Deno.test(`${operation}, natively: ${cases.length} results of NumPy and PyTorch`, async () => {
    for (const vector of cases) {
      const label = `${operation} ${vector.name}`;
      if (DIFFERENT.has(label)) {
        await assertRejects(() => check(vector), Error, undefined);
        continue;
      }
      const refusal = await check(vector).catch((error: Error) => error);
      if (refusal === undefined) continue;
      const isGap = vector.expected.dtype === "float64" && refusal.message.startsWith(`Cannot compile ${operation}: `);
      if (!isGap) throw new Error(`${label}: ${refusal.message}`);
      await check(single(vector));
    }
  });
}

Deno.test("an index out of range is refused by the runtime, in our words", async () => {
  const [data, indices] = [input("data", { shape: [3] }), input("indices", { dtype: "int32", shape: [1] })];
  await using graph = await compile({
    out: node("Gather", [data, indices], { attributes: { axis: 0 }, dtype: "float32", shape: [1] }),
  });
  const feeds = { data: new Float32Array(3), indices: Int32Array.of(3) };
  await assertRejects(
    () => graph.run(feeds),
    Error,
    "Cannot run a graph: the runtime must be able to: current value is",
  );
  const { out } = await graph.run({ ...feeds, indices: Int32Array.of(2) });
  assertEquals(out!.values.length, 1);
});
