import { assert, assertEquals, assertRejects } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { constant, input } from "@lib/math/onnx/expressions/expression.ts";
import { loadGraph } from "@lib/math/onnx/native/load_graph.ts";
import { encodeModel, type ValueMessage } from "@lib/math/onnx/native/_model_schema.ts";
import { add } from "@lib/math/onnx/operations/arithmetic.ts";
import { tanh } from "@lib/math/onnx/operations/activations.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { reshape } from "@lib/math/onnx/operations/shape_ops.ts";

const x = input("x", { shape: ["batch", 2] });
const weights = Float32Array.of(1, -2, 0.5, 3);
const outputs = {
  y: tanh(matmul(x, constant(weights, { shape: [2, 2] }))),
  flat: reshape(add(x, input("b", { shape: [2] })), ["2*batch"]),
};
const feeds = { x: Float32Array.of(1, 2, 3, 4, 5, 6), b: Float32Array.of(1, 1) };

/** A model as others may write it: one node from `x` to `y`. */
function foreign(xType: ValueMessage["type"] & object, opType = "Relu", yType = xType): Uint8Array {
  return encodeModel({
    irVersion: 8,
    producerName: "somebody",
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      name: "theirs",
      node: [{ opType, input: ["x"], output: ["y"] }],
      input: [{ name: "x", type: xType }],
      output: [{ name: "y", type: yType }],
    },
  });
}

function floats(...dims: (number | string | undefined)[]): ValueMessage["type"] & object {
  const dim = dims.map((length) =>
    length === undefined ? {} : typeof length === "number" ? { dimValue: length } : { dimParam: length }
  );
  return { tensorType: { elemType: 1, shape: { dim } } };
}

// By hand

Deno.test("a saved graph is loaded with the same types, and gives the same bits", async () => {
  await using graph = await compile(outputs);
  await using loaded = await loadGraph(graph.toBytes());
  assertEquals(loaded.inputs, graph.inputs);
  assertEquals(loaded.outputs, graph.outputs);
  assertEquals(await loaded.run(feeds), await graph.run(feeds));
  assertEquals(loaded.toBytes(), graph.toBytes());
});

Deno.test("loaded bytes are copied: the caller may reuse the array", async () => {
  await using graph = await compile(outputs);
  const bytes = graph.toBytes();
  await using loaded = await loadGraph(bytes);
  bytes.fill(0);
  assertEquals(loaded.toBytes(), graph.toBytes());
});

Deno.test("models of others: an older operator set, lengths with foreign names and without", async () => {
  await using graph = await loadGraph(foreign(floats("past + 1", undefined, 2, "past + 1", "past___1", "3d")));
  assertEquals(graph.inputs, {
    x: { dtype: "float32", shape: ["past___1_2", "any", 2, "past___1_2", "past___1", "_3d"] },
  });
  const { y } = await graph.run({
    x: { dtype: "float32", shape: [1, 3, 2, 1, 1, 1], values: Float32Array.of(1, -1, 2, -2, 3, -3) },
  });
  assertEquals([...y!.values], [1, 0, 2, 0, 3, 0]);
});

Deno.test("a product of symbols in a file is one of ours", async () => {
  await using graph = await loadGraph(foreign(floats("seq*2*batch", "batch", "seq")));
  assertEquals(graph.inputs.x?.shape, ["2*batch*seq", "batch", "seq"]);
});

// Invariants

Deno.test("damaged bytes are refused with an error, or are a model all the same: never a crash", async () => {
  await using graph = await compile(outputs);
  const bytes = graph.toBytes();
  for (let length = 0; length < bytes.length; length += 7) {
    await assertRejects(() => loadGraph(bytes.subarray(0, length)), RangeError, "Cannot ");
  }
  const draw = random(5);
  let refused = 0;
  for (let round = 0; round < 150; round++) {
    const damaged = graph.toBytes();
    damaged[draw.integer(damaged.length)]! ^= 1 << draw.integer(8);
    try {
      await (await loadGraph(damaged)).dispose();
    } catch (error) {
      assert(error instanceof Error && error.message.startsWith("Cannot "), String(error));
      refused++;
    }
  }
  assert(refused > 50, `refused ${refused}`);
});

// Refusals

Deno.test("what is no model, or one that our types have no words for, is refused", async () => {
  const uint8 = { tensorType: { elemType: 2, shape: { dim: [{ dimParam: "n" }] } } };
  const refusals: [Uint8Array, string][] = [
    [
      new Uint8Array(0),
      "Cannot read a model: bytes must be a whole ONNX model: current value is 0 bytes (it has no version or no graph)",
    ],
    [
      new TextEncoder().encode("not a model"),
      "Cannot read a model: bytes must be a whole ONNX model: current value is 11 bytes (",
    ],
    [
      foreign(floats(2), "NoSuchOperation"),
      "Cannot open a session: bytes must be a model that the runtime opens: current value is ",
    ],
    [
      foreign(uint8, "Identity"),
      "Cannot load a graph: input x must hold float32, float64, int32, int64, bool: current value is uint8",
    ],
    [
      foreign({ tensorType: { elemType: 1 } }),
      "Cannot load a graph: input x must have a known number of axes: current value is unknown",
    ],
    [foreign(floats("n"), "SequenceConstruct", {}), "Cannot "],
  ];
  for (const [bytes, message] of refusals) {
    const { message: actual } = await assertRejects(() => loadGraph(bytes), Error);
    assert(actual.startsWith(message), actual);
  }
});
